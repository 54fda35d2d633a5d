import Documents
import Metrics
import Panels
import Testing

/// Grafana's own files: whatever can be drawn is, the rest is named.
struct GrafanaTests {
  private func read(_ text: String) throws -> (dashboard: Dashboard, problems: [Problem]) {
    try Reading.dashboard(text)
  }

  /// A dashboard of one panel.
  private func panel(_ text: String) throws -> (panel: PanelSpec, notes: [String]) {
    let (dashboard, problems) = try read(#"{ "schemaVersion": 39, "panels": [\#(text)] }"#)
    #expect(dashboard.panels.count == 1)
    #expect(problems.allSatisfy { $0.severity == .warning && $0.code.hasPrefix("grafana.") })
    return (try #require(dashboard.panels.first), problems.map(\.what))
  }

  private static let plain =
    #"{ "title": "D", "schemaVersion": 39, "panels": [{ "type": "stat" }] }"#

  @Test(arguments: [
    plain,
    #"{ "dashboard": \#(plain), "meta": {} }"#,
    #"{ "dashboard": { "dashboard": \#(plain) } }"#,
    #"{ "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": \#(plain) }"#,
    "\u{FEFF}" + plain,
    #"{ "title": "D", "rows": [{ "panels": [{ "type": "stat" }] }] }"#,
    #"{ "title": "D", "editable": true, "panels": [{ "type": "stat" }] }"#,
    #"{ "title": "D", "templating": null, "annotations": null, "panels": [{ "type": "stat" }] }"#,
    #"{ "dashboard": { "title": "D", "panels": [{ "type": "stat" }] }, "meta": {} }"#,
  ])
  func everyFormIsOpened(text: String) throws {
    let (dashboard, problems) = try read(text)
    #expect(dashboard.source == .grafana)
    #expect(dashboard.title == "D")
    #expect(dashboard.panels.map(\.type) == ["stat"])
    #expect(dashboard.fit == false)
    #expect(problems == [])
  }

  @Test(arguments: [
    #"{ "schemaVersion": 39, "panels": null }"#, #"{ "schemaVersion": 39, "panels": [] }"#,
    #"{ "rows": [] }"#,
  ])
  func anEmptyOneOpens(text: String) throws {
    #expect(try read(text).dashboard.panels == [])
  }

  @Test(arguments: ["[]", "{}", "1", #"{ "dashboard": 1 }"#, #"{ "kind": "Dashboard" }"#])
  func noDashboardIsRefused(text: String) {
    let problem = #expect(throws: Problem.self) { try read(text) }
    #expect(
      problem?.description == "x.json:1:1: error: this is no dashboard;"
        + " a layout or a Grafana dashboard has `panels`"
    )
  }

  @Test func anExportIsRead() throws {
    let (dashboard, problems) = try read(GrafanaExport.text)
    #expect(dashboard.title == "Shop")
    #expect(dashboard.refresh == .seconds(30))
    #expect([dashboard.from, dashboard.to] == ["now-24h", "now-1m"])
    #expect(dashboard.variables.map(\.name) == ["datasource", "job", "prefix", "span", "filters"])
    let job = try #require(dashboard.variables.first { $0.name == "job" })
    #expect(job.kind == .query("label_values(shop_up, job)"))
    #expect(job.label == "Job")
    #expect(job.isMulti && job.includesAll && !job.isHidden)
    #expect(job.allValue == ".+")
    #expect(job.current == ["$__all"])
    #expect(job.sort == .alphabetical)
    #expect(dashboard.variables.first { $0.name == "prefix" }?.kind == .constant("shop"))
    #expect(
      dashboard.variables.first { $0.name == "span" }?.kind
        == .interval(["1m", "5m"], auto: true, autoCount: 50, autoMinimum: "30s")
    )
    #expect(
      dashboard.panels.map { "\($0.id) \($0.type) \($0.title)" } == [
        "1 row Requests", "2 timeseries Rate of shop", "3 geomap Where", "4 row Hidden",
        "5 gauge Load",
      ]
    )
    #expect(
      problems.map(\.description) == [
        #"x.json:35:5: warning: panels[2] "Where": the panel type "geomap" can't be drawn yet"#
      ]
    )
    #expect(problems.map(\.severity) == [.warning])
    #expect(dashboard.panels[3].isCollapsed)
    #expect(
      dashboard.panels[1].unplaced.targets == [
        Target(
          .expression(#"sum(rate(shop_requests_total{job=~"$job"}[$__rate_interval]))"#),
          legendFormat: "{{job}}",
          instant: false,
          interval: "1m",
          intervalFactor: 2
        )
      ]
    )
  }

  @Test func placesAreThoseOfABrowser() throws {
    let (dashboard, _) = try read(GrafanaExport.text)
    #expect(
      dashboard.panels.map(\.grid) == [
        GridPosition(x: 0, y: 0, w: 24, h: 1), GridPosition(x: 0, y: 1, w: 12, h: 8),
        GridPosition(x: 12, y: 1, w: 12, h: 8), GridPosition(x: 0, y: 9, w: 24, h: 1),
        GridPosition(x: 0, y: 10, w: 6, h: 4),
      ]
    )
  }

  /// What isn't drawn stands in its place with its own words; the rest is drawn.
  @Test func whatCantBeDrawnNeverEndsTheRest() throws {
    let (dashboard, _) = try read(GrafanaExport.text)
    let made = dashboard.panels.map { PanelCatalog.make($0) }
    let failures = made.compactMap { result in
      if case .failure(let problem) = result { problem.description } else { nil }
    }
    #expect(failures == [#"Where: the panel type "geomap" can't be drawn yet"#])
  }

  /// Kinds that read the words of layouts alone get them.
  @Test(
    arguments: [
      (#""type": "stat", "fieldConfig": { "defaults": { "unit": "bytes" } }"#, "unit", #""bytes""#),
      // Unlike ours, Grafana's numbers are plain unless the file says otherwise.
      (#""type": "stat""#, "unit", #""none""#), (#""type": "graph""#, "unit", #""short""#),
      (#""type": "singlestat", "valueName": "current""#, "calc", #""lastNotNull""#),
      (
        #""type": "stat", "fieldConfig": { "defaults": { "thresholds": { "steps": [{ "color": "blue" }] } } }"#,
        "thresholds", #"[{"value":null,"color":"blue"}]"#
      ),
      (#""type": "graph", "stack": true"#, "stacking", #""normal""#),
      (#""type": "graph", "nullPointMode": "connected""#, "spanNulls", "true"),
      (#""type": "graph", "legend": { "show": false }"#, "legend", #""hidden""#),
      (
        #""type": "graph", "legend": { "values": true, "avg": true }"#, "legendCalcs",
        #"["mean"]"#
      ),
    ] as [(String, String, String?)]
  )
  func oldKindsGetLayoutsWords(panel: String, key: String, value: String?) throws {
    let kinds = [
      PanelKind(
        names: ["stat", "timeseries"],
        summary: "",
        options: [
          PanelOption("unit", .string, ""), PanelOption("calc", .choice(Reducer.names), ""),
          PanelOption("thresholds", .thresholds, ""), PanelOption("stacking", .string, ""),
          PanelOption("spanNulls", .boolean, ""), PanelOption("legend", .string, ""),
          PanelOption("legendCalcs", .choices(Reducer.names), ""),
        ]
      )
    ]
    let spec = try GrafanaPanels.panel(panel, kinds: kinds).spec
    #expect(spec.options.values[key]?.text() == value)
  }

  /// Without a word of its own a query asks for the range, whatever the panel.
  @Test(arguments: [
    ("", false, nil), (#", "instant": true"#, true, nil), (#", "range": true"#, false, nil),
    (#", "instant": true, "range": true"#, true, true), (#", "instant": false"#, false, nil),
    (#", "instant": true, "range": false"#, true, nil),
  ])
  func aTargetAsksForARangeUnlessItSaysInstant(words: String, instant: Bool, range: Bool?) throws {
    let spec = try panel(#"{ "type": "stat", "targets": [{ "expr": "x"\#(words) }] }"#).panel
    #expect(spec.targets.map(\.instant) == [instant])
    #expect(spec.targets.map(\.range) == [range])
  }

  @Test(arguments: [
    ("{}", []), (#"{ "expr": "" }"#, []), (#"{ "expr": "x", "hide": true }"#, ["A x hidden"]),
    (#"{ "expr": "x" }, { "expr": "y", "refId": "Q" }, { "expr": "z" }"#, ["A x", "Q y", "C z"]),
  ])
  func emptyTargetsAreSkipped(targets: String, wanted: [String]) throws {
    let panels = try read(
      #"{ "schemaVersion": 39, "panels": [{ "type": "stat", "targets": [\#(targets)] }] }"#
    ).dashboard.panels
    let found = panels[0].targets.map { target in
      guard case .expression(let text) = target.question else { return "" }
      return "\(target.refId) \(text)\(target.isHidden ? " hidden" : "")"
    }
    #expect(found == wanted)
  }

  /// The form of old: rows of twelve spans, numbers as strings, heights in pixels.
  @Test func rowsOfSpansArePlaced() throws {
    let (dashboard, _) = try read(
      """
      { "rows": [
        { "title": "R", "showTitle": true, "height": "250px", "panels": [
          { "type": "graph", "span": 6 }, { "type": "graph", "span": "6" },
          { "type": "graph", "span": 1e300 }
        ] },
        { "height": 100, "panels": [{ "type": "singlestat" }, { "type": "text", "height": 500 }] },
        { "repeatIteration": 1, "panels": [{ "type": "graph" }] }
      ] }
      """
    )
    #expect(
      dashboard.panels.map { "\($0.type) \($0.grid.x),\($0.grid.y) \($0.grid.w)×\($0.grid.h)" } == [
        "row 0,0 24×1", "timeseries 0,1 12×7", "timeseries 12,1 12×7", "timeseries 0,8 24×7",
        "row 0,15 24×1", "stat 0,16 8×3", "text 8,16 8×14",
      ]
    )
  }

  /// Places, as `x,y w×h`: holes vanish, overlaps are pushed down.
  @Test(arguments: [
    ([(0, 5, 12, 4), (12, 90_000, 12, 4)], ["0,0 12×4", "12,0 12×4"]),
    ([(0, 0, 12, 4), (6, 1, 12, 4)], ["0,0 12×4", "6,4 12×4"]),
    ([(20, 0, 12, 4), (-5, 9, 99, 0)], ["12,0 12×4", "0,4 24×1"]),
  ])
  func panelsAreMovedUp(places: [(x: Int, y: Int, w: Int, h: Int)], wanted: [String]) throws {
    let panels = places.map {
      #"{ "type": "stat", "gridPos": { "x": \#($0.x), "y": \#($0.y), "w": \#($0.w), "h": \#($0.h) } }"#
    }.joined(separator: ",")
    let dashboard = try read(#"{ "schemaVersion": 39, "panels": [\#(panels)] }"#).dashboard
    #expect(
      dashboard.panels.map { "\($0.grid.x),\($0.grid.y) \($0.grid.w)×\($0.grid.h)" } == wanted
    )
  }

  @Test func idsAreUniqueAndSavedClonesAreDropped() throws {
    let dashboard = try read(
      """
      { "schemaVersion": 39, "panels": [
        { "type": "stat", "id": 4 }, { "type": "stat", "id": 4 }, { "type": "stat" },
        { "type": "stat", "id": 9223372036854774784 }, { "type": "stat", "repeatPanelId": 4 }
      ] }
      """
    ).dashboard
    #expect(dashboard.panels.map(\.id) == [4, 5, 6, 7])
  }

  /// What the simplest of dashboards has: nothing to say, and every panel drawn.
  @Test func aPlainDashboardNeedsNoNote() throws {
    let base = #"{ "mode": "absolute", "steps": [{ "color": "green", "value": null }] }"#
    let (dashboard, problems) = try read(
      """
      { "uid": "u", "schemaVersion": 39, "refresh": "5s", "templating": { "list": [] }, "panels": [
        { "id": 1, "type": "stat", "title": "A", "gridPos": { "x": 0, "y": 0, "w": 6, "h": 4 },
          "fieldConfig": { "defaults": { "unit": "short", "decimals": 1, "min": 0, "max": null,
            "thresholds": \(base) } },
          "targets": [{ "refId": "A", "expr": "sum(rate(a_total[5m]))", "instant": true }] },
        { "id": 10, "type": "timeseries", "title": "B",
          "gridPos": { "x": 0, "y": 4, "w": 12, "h": 9 },
          "options": { "legend": { "showLegend": true, "displayMode": "list" } },
          "targets": [{ "refId": "A", "expr": "b", "legendFormat": "{{c}} {{d}}" }] }
      ] }
      """
    )
    #expect(problems == [])
    #expect(dashboard.panels.map(\.id) == [1, 10])
    let first = try #require(dashboard.panels[0].fields?.defaults)
    #expect(first.unit == "short" && first.decimals == 1 && first.min == 0 && first.max == nil)
    #expect(first.thresholds == [Threshold(.atLeast(-.infinity), color: "green")])
    #expect(dashboard.panels[1].options.string("legend.displayMode") == "list")
    for panel in dashboard.panels { _ = try PanelCatalog.make(panel).get() }
  }
}
