import Documents
import Metrics
import Panels
import Testing

/// Layouts for Grafana, and Grafana's dashboards as layouts.
@Suite struct ConvertTests {
  private static func grafana(_ text: String) throws -> ConvertedDashboard {
    let opened = try DashboardFile.open(
      Array(text.utf8),
      file: "a.json",
      kinds: PanelCatalog.kinds
    )
    #expect(opened.problems.isEmpty, "\(opened.problems)")
    return GrafanaWriter.conversion(
      of: opened.dashboard,
      count: { CountExpression(selector: $0, by: $1).expression(over: $2) },
      isInstant: { PanelCatalog.reads($0) == .instant }
    )
  }

  private static func layout(_ json: JSON) throws -> (
    conversion: ConvertedDashboard, again: Dashboard
  ) {
    let imported = try DashboardFile.open(
      Array(json.text().utf8),
      file: "b.json",
      kinds: PanelCatalog.kinds
    )
    #expect(imported.dashboard.source == .grafana)
    let conversion = LayoutWriter.conversion(of: imported.dashboard, kinds: PanelCatalog.kinds)
    let again = try DashboardFile.open(
      Array(conversion.document.text(indented: true).utf8),
      file: "c.json",
      kinds: PanelCatalog.kinds
    )
    #expect(again.dashboard.source == .layout)
    #expect(again.problems.isEmpty, "\(again.problems)")
    return (conversion, again.dashboard)
  }

  private static let plain = #"""
    {
      "title": "Shop", "refresh": "30s", "time": { "from": "now-3h", "to": "now" },
      "timezone": "utc", "product": "shop", "fit": false,
      "colors": { "a.b": "blue", "c": "#2FB8AC" },
      "variables": [
        { "name": "job", "type": "query", "query": "label_values(up, job)", "multi": true,
          "includeAll": true, "current": ["$__all"], "sort": 1 },
        { "name": "span", "type": "interval", "query": "1m,5m" }
      ],
      "panels": [
        { "id": 1, "type": "row", "title": "First", "gridPos": { "x": 0, "y": 0, "w": 24, "h": 1 } },
        { "id": 2, "type": "timeseries", "title": "Rate", "unit": "reqps", "decimals": 1,
          "gridPos": { "x": 0, "y": 1, "w": 12, "h": 8 }, "drawStyle": "line", "stacking": "none",
          "fillOpacity": 10, "spanNulls": true, "legend": "table", "legendCalcs": ["max", "mean"],
          "axisSoftMin": 0, "thresholds": [{ "value": 5, "color": "orange" }],
          "thresholdLines": true, "interval": "1m", "timeShift": "1h",
          "targets": [{ "expr": "rate(x_total{job=~'$job'}[5m])", "legendFormat": "{{job}}" }] },
        { "id": 3, "type": "stat", "title": "Up", "unit": "none", "calc": "max",
          "graphMode": "none", "gridPos": { "x": 12, "y": 1, "w": 12, "h": 8 },
          "targets": [{ "expr": "sum(up)", "refId": "B" }] },
        { "id": 4, "type": "text", "title": "Note", "content": "# Hello", "mode": "markdown",
          "gridPos": { "x": 0, "y": 9, "w": 24, "h": 3 } }
      ]
    }
    """#

  @Test func whatBothCanSayComesBack() throws {
    let (_, again) = try Self.layout(Self.grafana(Self.plain).document)
    let first = try DashboardFile.open(
      Array(Self.plain.utf8),
      file: "a.json",
      kinds: PanelCatalog.kinds
    ).dashboard
    #expect(again.title == first.title && again.refresh == first.refresh)
    #expect(again.from == first.from && again.to == first.to && again.zone == first.zone)
    #expect(again.fit == first.fit)
    #expect(again.colors == first.colors)
    #expect(again.variables.dropFirst().map(\.name) == first.variables.map(\.name))
    #expect(again.variables.dropFirst().map(\.kind) == first.variables.map(\.kind))
    #expect(again.variables[1].current == ["$__all"] && again.variables[1].isMulti)
    #expect(again.panels.map(\.id) == first.panels.map(\.id))
    #expect(again.panels.map(\.type) == first.panels.map(\.type))
    #expect(again.panels.map(\.grid) == first.panels.map(\.grid))
    for (panel, before) in zip(again.panels, first.panels) {
      #expect(panel.title == before.title)
      #expect(panel.targets.map(\.question) == before.targets.map(\.question))
      #expect(panel.targets.map(\.refId) == before.targets.map(\.refId))
      #expect(panel.interval == before.interval && panel.timeShift == before.timeShift)
      for (name, value) in before.options.values {
        #expect(panel.options.values[name]?.text() == value.text(), "\(panel.title): \(name)")
      }
    }
  }

  @Test func aCountIsWrittenOut() throws {
    let conversion = try Self.grafana(
      #"""
      { "title": "Uploads", "panels": [{ "type": "timeseries", "title": "Bars", "interval": "5m",
        "targets": [{ "count": "uploads_total{a='b'}", "by": ["type"] }] },
        { "type": "stat", "title": "All", "interval": "10m",
        "targets": [{ "count": "uploads_total" }] }] }
      """#
    )
    let panels = conversion.document["panels"]?.array ?? []
    let target = try #require(panels.first?["targets"]?.array?.first)
    let count = CountExpression(selector: "uploads_total{a='b'}", by: ["type"])
    #expect(target["expr"]?.string == count.expression(over: .minutes(5)))
    #expect(target["interval"]?.string == "5m")
    #expect(target["legendFormat"]?.string == "{{type}}")
    #expect(target["instant"]?.bool == false)
    let custom = panels.first?["fieldConfig"]?["defaults"]?["custom"]
    #expect(custom?["drawStyle"]?.string == "bars")
    #expect(custom?["stacking"]?["mode"]?.string == "normal")
    let whole = CountExpression(selector: "uploads_total", by: []).expression(over: .minutes(10))
    let stat = panels.last?["targets"]?.array?.first
    #expect(stat?["expr"]?.string == "sum_over_time((\(whole))[$__range:10m])")
    #expect(stat?["instant"]?.bool == true)
    #expect(conversion.notes.contains { $0.what.hasPrefix("the count is of whole bars of 10m") })
  }

  /// Grafana has a colour from a limit on; ours may mean below one.
  @Test(arguments: [
    (
      #"[{ "above": 40, "state": "warning" }, { "above": 90, "state": "critical" }]"#,
      "text,yellow@40,red@90"
    ),
    (
      #"[{ "below": 5, "state": "critical" }, { "below": 9, "state": "warning" }]"#,
      "red,yellow@5,text@9"
    ),
    (
      #"[{ "below": 1, "state": "critical" }, { "above": 3, "state": "warning" }]"#,
      "red,text@1,yellow@3"
    ),
    (#"[{ "value": 2, "color": "blue" }]"#, "text,blue@2"),
  ])
  func limitsBecomeSteps(limits: String, steps: String) throws {
    let conversion = try Self.grafana(
      #"{ "title": "T", "panels": [{ "type": "stat", "title": "S", "thresholds": \#(limits), "#
        + #""targets": [{ "expr": "x" }] }] }"#
    )
    let defaults = conversion.document["panels"]?.array?.first?["fieldConfig"]?["defaults"]
    let written = defaults?["thresholds"]?["steps"]?.array?.map { step in
      (step["color"]?.string ?? "") + (step["value"]?.integer.map { "@\($0)" } ?? "")
    }
    #expect(written?.joined(separator: ",") == steps)
    #expect(defaults?["color"]?["mode"]?.string == "thresholds")
  }

  @Test func whatGrafanaHasNotIsNamed() throws {
    let conversion = try Self.grafana(
      #"""
      { "title": "T", "panels": [{ "type": "bargauge", "title": "B", "total": true,
        "order": ["a"], "refresh": "5m", "zeroWhile": "up == 1", "targets": [{ "expr": "x" }] }] }
      """#
    )
    let words = conversion.notes.map(\.what).joined(separator: "\n")
    for word in ["`total`", "`order`", "`refresh`", "`zeroWhile`"] {
      #expect(words.contains(word), "\(word) in \(words)")
    }
    let target = conversion.document["panels"]?.array?.first?["targets"]?.array?.first
    #expect(
      target?["expr"]?.string == "(x) or on () (vector(0) and on () (up == 1))"
    )
  }

  @Test func whatOnlyGrafanaHasIsNamed() throws {
    let dashboard = try GrafanaPanels.open(
      #"""
      { "schemaVersion": 39, "links": [{ "type": "link", "url": "u" }],
        "annotations": { "list": [{ "name": "a", "expr": "x" }] },
        "panels": [
          { "type": "text", "title": "T", "links": [{ "url": "u" }], "options": { "content": "c" } },
          { "type": "gauge", "title": "G", "targets": [{ "expr": "x" }],
            "fieldConfig": { "defaults": { "links": [{ "url": "u" }], "custom": { "neutral": 1 } } } }
        ] }
      """#,
      kinds: PanelCatalog.kinds
    ).dashboard
    let converted = LayoutWriter.conversion(of: dashboard, kinds: PanelCatalog.kinds)
    #expect(
      converted.notes.map(\.what) == [
        #"the annotation "a" is left out"#, "the dashboard's links are left out",
        #"links are left out in "T""#, #"the fields' links: left out in "G""#,
        #"the neutral point: left out in "G""#,
      ]
    )
  }

  @Test func aCollapsedRowHoldsItsPanels() throws {
    let document = try Self.grafana(
      #"""
      { "title": "T", "panels": [
        { "type": "row", "title": "Closed", "collapsed": true },
        { "type": "stat", "title": "In", "targets": [{ "expr": "x" }] },
        { "type": "row", "title": "Open" },
        { "type": "stat", "title": "Out", "targets": [{ "expr": "y" }] }] }
      """#
    ).document
    let panels = document["panels"]?.array ?? []
    #expect(panels.map { $0["title"]?.string } == ["Closed", "Open", "Out"])
    #expect(panels.first?["panels"]?.array?.map { $0["title"]?.string } == ["In"])
    let (_, again) = try Self.layout(document)
    #expect(again.panels.map(\.title) == ["Closed", "In", "Open", "Out"])
    #expect(again.panels.map(\.isCollapsed) == [true, false, false, false])
  }

  @Test func aRuleOfOneColourIsAnEntryOfTheTable() {
    var config = FieldConfig()
    config.color = FieldColor(mode: "fixed", fixed: "blue")
    let rules: [(FieldMatcher, String?)] = [
      (.byName("a b"), "a b"), (.byRegexp("/^a\\.b( |$)/"), "a.b"), (.byRegexp("/a.*/"), nil),
      (.byRegexp("/^a.b( |$)/"), nil), (.numeric, nil),
    ]
    for (matcher, name) in rules {
      let entry = ColorOverrides.entry(FieldRules.Override(matcher, config))
      #expect(entry?.value == name, "\(matcher)")
    }
    config.unit = "s"
    #expect(ColorOverrides.entry(FieldRules.Override(.byName("a"), config)) == nil)
  }

  /// Nothing goes without a word.
  @Test func whatLayoutsHaveNotIsNamed() throws {
    let json = try JSON(
      parsing: Array(
        #"""
        { "schemaVersion": 39, "title": "T",
          "annotations": { "list": [{ "name": "Deploys", "expr": "x", "datasource": { "type": "prometheus" } }] },
          "templating": { "list": [{ "name": "i", "type": "interval", "query": "1m", "auto": true, "auto_count": 7 }] },
          "panels": [
            { "id": 1, "type": "timeseries", "title": "A", "targets": [{ "expr": "x" }],
              "options": { "legend": { "placement": "right", "displayMode": "table", "showLegend": true, "sortBy": "Max", "calcs": [] } },
              "fieldConfig": { "defaults": { "custom": {
                "lineInterpolation": "stepAfter", "axisPlacement": "right", "transform": "negative-Y",
                "scaleDistribution": { "type": "log", "log": 2 }, "axisLabel": "l",
                "fillBelowTo": "b" } } } },
            { "id": 2, "type": "stat", "title": "B", "targets": [{ "expr": "x" }],
              "options": { "reduceOptions": { "fields": "/a/", "values": true, "calcs": ["max", "min"] } },
              "fieldConfig": { "defaults": { "displayName": "n", "mappings": [{ "type": "value", "options": { "1": { "text": "x" } } }] } } },
            { "id": 3, "type": "table", "title": "C", "targets": [{ "expr": "x", "format": "table" }],
              "options": { "sortBy": [{ "displayName": "a", "desc": true }] },
              "fieldConfig": { "defaults": { "custom": { "width": 90, "align": "center", "cellOptions": { "type": "gauge" } } } } }
          ] }
        """#.utf8
      ),
      file: "b.json"
    )
    let notes = try Self.layout(json).conversion.notes.map(\.what).joined(separator: "\n")
    for word in [
      "\"Deploys\"", "\"i\"", "`legend.placement`", "`legend.sortBy`", "steps between points",
      "axis' side", "axis' label", "transform of values", "scale", "fill down",
      "`reduceOptions.fields`", "`reduceOptions.values`", "several calculations", "display name",
      "value mappings", "widths of columns", "side of cells", "look of cells", "`sortBy",
    ] { #expect(notes.contains(word), "\(word) in \(notes)") }
  }

  /// What is Grafana's own default is no loss.
  @Test func whatSaysNothingIsNotNamed() throws {
    let json = try JSON(
      parsing: Array(
        #"""
        { "schemaVersion": 39, "title": "T", "panels": [
          { "id": 1, "type": "timeseries", "title": "A", "targets": [{ "expr": "x" }],
            "options": { "legend": { "placement": "bottom", "displayMode": "list", "showLegend": true, "calcs": [] } },
            "fieldConfig": { "defaults": { "color": { "mode": "palette-classic" }, "custom": {
              "lineInterpolation": "linear", "axisPlacement": "auto", "axisLabel": "", "lineWidth": 1,
              "scaleDistribution": { "type": "linear" }, "axisCenteredZero": false,
              "hideFrom": { "legend": false, "tooltip": false, "viz": false } } } } },
          { "id": 2, "type": "stat", "title": "B", "targets": [{ "expr": "x" }],
            "options": { "reduceOptions": { "fields": "", "values": false, "calcs": ["lastNotNull"] },
              "orientation": "auto", "textMode": "auto", "colorMode": "value", "graphMode": "area",
              "justifyMode": "auto" } }
        ] }
        """#.utf8
      ),
      file: "b.json"
    )
    #expect(try Self.layout(json).conversion.notes.map(\.what) == [])
  }

  /// A rule that takes something back says more than a colour.
  @Test func aColourIsAloneInItsRule() {
    var config = FieldConfig()
    config.color = FieldColor(mode: "fixed", fixed: "red")
    let rule = FieldRules.Override(.byName("a"), config)
    #expect(ColorOverrides.entry(rule)?.value == "a")
    #expect(ColorOverrides.entry(FieldRules.Override(.byName("a"), config, unset: ["unit"])) == nil)
  }
}
