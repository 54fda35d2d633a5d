import Documents
import Metrics
import Testing

/// Every form in which a Grafana dashboard comes.
struct GrafanaFormTests {
  private static let plain =
    #"{ "title": "D", "schemaVersion": 39, "panels": [{ "type": "stat", "id": 7 }] }"#

  /// The same as text in a file of Kubernetes.
  private static var text: String { plain.replacing("\"", with: "\\\"") }

  @Test(arguments: [
    #"{ "kind": "ConfigMap", "data": { "d.json": "\#(text)" } }"#,
    #"{ "kind": "ConfigMap", "data": { "notes.txt": "hello", "d.json": "\#(text)" } }"#,
    #"{ "kind": "List", "items": [{ "kind": "ConfigMap", "data": { "d.json": "\#(text)" } }] }"#,
    #"{ "kind": "ConfigMapList", "items": [{ "kind": "ConfigMap", "data": { "d": "\#(text)" } }] }"#,
    #"{ "kind": "GrafanaDashboard", "spec": { "json": "\#(text)" } }"#,
    #"{ "dashboard": { "dashboard": { "dashboard": \#(plain) } }, "meta": {} }"#,
    #"{ "apiVersion": "dashboard.grafana.app/v1", "kind": "Dashboard", "spec": \#(plain) }"#,
  ])
  func aWrappedOneIsOpened(file: String) throws {
    let (dashboard, problems) = try Reading.dashboard(file)
    #expect(dashboard.source == .grafana)
    #expect(dashboard.title == "D")
    #expect(dashboard.panels.map(\.id) == [7])
    #expect(problems == [])
  }

  @Test func ofSeveralTheFirstIsShownAndTheOthersAreNamed() throws {
    let items = ["a", "b", "c"].map { name in
      let text = Self.text.replacing("D", with: name.uppercased())
      return #"{ "kind": "ConfigMap", "data": { "\#(name).json": "\#(text)" } }"#
    }
    let file = #"{ "kind": "List", "items": [\#(items.joined(separator: ","))] }"#
    let (dashboard, problems) = try Reading.dashboard(file)
    #expect(dashboard.title == "A")
    #expect(
      problems.map(\.description) == [
        "x.json:1:1: warning: the file holds 3 dashboards and the first is shown; the others are"
          + " \"b.json\", \"c.json\"; put each into a file of its own"
      ]
    )
  }

  /// What goes on without an end is no dashboard.
  @Test func wrappingIsBounded() throws {
    var file = Self.plain
    for _ in 0..<40 { file = #"{ "dashboard": \#(file) }"# }
    #expect(throws: Problem.self) { try Reading.dashboard(file) }
  }

  @Test(arguments: [
    (
      "apiVersion: v1\nkind: ConfigMap\ndata:\n  d.json: |-\n    {}\n",
      "this is YAML; turn it into JSON: `kubectl get ... -o json`, or `yq -o json FILE`"
    ),
    ("# mine\ntitle: D\npanels: []\n", "this is YAML; turn it into JSON: `yq -o json FILE`"),
  ])
  func yamlIsToldHowToBecomeJSON(text: String, fix: String) {
    let problem = #expect(throws: Problem.self) { try Reading.dashboard(text) }
    #expect(problem?.what == "this is no JSON")
    #expect(problem?.fix == fix)
  }

  @Test(arguments: ["{ \"a\": }", "[1", "hello", ""])
  func brokenJSONIsStillToldAsSuch(text: String) {
    let problem = #expect(throws: Problem.self) { try Reading.dashboard(text) }
    #expect(problem?.code == "json.syntax")
  }

  @Test func inputsAreFilledIn() throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      { "schemaVersion": 39,
        "__inputs": [
          { "name": "VAR_JOB", "type": "constant", "value": "shop" },
          { "name": "DS_P", "type": "datasource", "pluginId": "prometheus" },
          { "name": "DS_L", "type": "datasource", "pluginId": "loki" },
          { "name": "Expression", "type": "datasource", "pluginId": "__expr__" }
        ],
        "templating": { "list": [
          { "name": "ds", "type": "datasource", "query": "prometheus" },
          { "name": "logs", "type": "datasource", "query": "loki" }
        ] },
        "panels": [
          { "type": "stat", "title": "${VAR_JOB}", "datasource": "${DS_P}",
            "targets": [{ "expr": "up{job='${VAR_JOB}'}" }] },
          { "type": "stat", "datasource": "${DS_L}", "targets": [{ "expr": "{}" }] },
          { "type": "stat", "datasource": { "uid": "${ds}" }, "targets": [{ "expr": "a" }] },
          { "type": "stat", "datasource": "$logs", "targets": [{ "expr": "{}" }] }
        ] }
      """
    )
    #expect(dashboard.panels.map(\.source) == [.prometheus, .other, .prometheus, .other])
    #expect(dashboard.panels[0].title == "shop")
    #expect(dashboard.panels[0].targets[0].question.text == "up{job='shop'}")
    #expect(problems.count == 2)
  }

  @Test(arguments: [
    ("${logs}", PanelSpec.DataSource.other), ("${logs:raw}", .other), ("$logs", .other),
    ("[[logs]]", .other), ("logs", .prometheus), ("${logs", .prometheus),
    ("${logs:r w}", .prometheus), ("${lo gs}", .prometheus), ("${}", .prometheus),
    ("$", .prometheus),
  ])
  func aVariableStandsForADataSource(reference: String, source: PanelSpec.DataSource) throws {
    let (dashboard, _) = try Reading.dashboard(
      """
      { "schemaVersion": 39,
        "templating": { "list": [{ "name": "logs", "type": "datasource", "query": "loki" }] },
        "panels": [
          { "type": "stat", "datasource": "\(reference)", "targets": [{ "expr": "up" }] }
        ] }
      """
    )
    #expect(dashboard.panels.map(\.source) == [source])
  }

  @Test func libraryPanelsAreResolved() throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      { "schemaVersion": 39,
        "__elements": {
          "u1": { "uid": "u1", "model": { "type": "stat", "title": "Shared",
                  "targets": [{ "expr": "up" }], "libraryPanel": { "uid": "u1" } } },
          "u2": { "uid": "u2", "model": { "libraryPanel": { "uid": "u1" } } },
          "c1": { "uid": "c1", "model": { "libraryPanel": { "uid": "c2", "name": "Two" } } },
          "c2": { "uid": "c2", "model": { "libraryPanel": { "uid": "c1", "name": "One" } } }
        },
        "panels": [
          { "id": 4, "gridPos": { "x": 0, "y": 0, "w": 6, "h": 3 }, "libraryPanel": { "uid": "u1" } },
          { "id": 5, "libraryPanel": { "uid": "u2" } },
          { "id": 6, "libraryPanel": { "uid": "c1", "name": "One" } }
        ] }
      """
    )
    #expect(dashboard.panels.map(\.title).prefix(2) == ["Shared", "Shared"])
    #expect(dashboard.panels.map(\.id) == [4, 5, 6])
    #expect(dashboard.panels[0].grid == GridPosition(x: 0, y: 0, w: 6, h: 3))
    #expect(dashboard.panels[0].targets.map(\.question.text) == ["up"])
    #expect(
      problems.filter { $0.code.hasPrefix("grafana.library") }.map(\.what)
        == ["the library panel \"One\" is made of itself"]
    )
  }

  // MARK: - The second schema

  private static let second = """
    { "title": "Two", "tags": ["x"],
      "timeSettings": { "from": "now-3h", "to": "now", "autoRefresh": "1m", "timezone": "utc" },
      "variables": [
        { "kind": "QueryVariable", "spec": { "name": "job", "label": "Job", "multi": true,
          "includeAll": true, "hide": "dontHide", "refresh": "onTimeRangeChanged",
          "sort": "alphabeticalDesc", "regex": "/a.*/", "current": { "text": "All", "value": "$__all" },
          "query": { "kind": "DataQuery", "group": "prometheus", "datasource": { "name": "p" },
            "spec": { "query": "label_values(up, job)", "refId": "x" } } } },
        { "kind": "CustomVariable", "spec": { "name": "c", "query": "1,2", "hide": "hideVariable" } },
        { "kind": "IntervalVariable", "spec": { "name": "i", "query": "1m,5m", "auto": true,
          "auto_count": 10, "auto_min": "30s" } },
        { "kind": "TextVariable", "spec": { "name": "t", "query": "hello" } },
        { "kind": "ConstantVariable", "spec": { "name": "k", "query": "shop" } },
        { "kind": "DatasourceVariable", "spec": { "name": "ds", "pluginId": "prometheus" } },
        { "kind": "AdhocVariable", "group": "prometheus", "spec": { "name": "f",
          "filters": [{ "key": "job", "operator": "=", "value": "shop" }] } },
        { "kind": "SwitchVariable", "spec": { "name": "s", "current": "off", "enabledValue": "on",
          "disabledValue": "off" } }
      ],
      "annotations": [
        { "kind": "AnnotationQuery", "spec": { "name": "Deploys", "enable": true, "iconColor": "blue",
          "query": { "kind": "DataQuery", "group": "prometheus", "spec": { "expr": "changes(v[1m])" } },
          "legacyOptions": { "titleFormat": "{{version}}", "step": "30s" } } },
        { "kind": "AnnotationQuery", "spec": { "name": "Builtin", "builtIn": true, "enable": true } }
      ],
      "elements": {
        "a": { "kind": "Panel", "spec": { "id": 1, "title": "A", "description": "d",
          "data": { "kind": "QueryGroup", "spec": {
            "queries": [{ "kind": "PanelQuery", "spec": { "refId": "Q", "hidden": false, "query": {
              "kind": "DataQuery", "group": "prometheus", "datasource": { "name": "p" },
              "spec": { "expr": "up", "legendFormat": "{{job}}" } } } }],
            "transformations": [{ "kind": "merge", "spec": { "id": "merge", "options": {} } }],
            "queryOptions": { "interval": "1m", "maxDataPoints": 100, "timeShift": "1h" } } },
          "vizConfig": { "kind": "VizConfig", "group": "stat",
            "spec": { "options": {}, "fieldConfig": { "defaults": {}, "overrides": [] } } } } },
        "b": { "kind": "Panel", "spec": { "id": 2, "title": "B", "data": { "spec": { "queries": [
            { "spec": { "refId": "A", "query": { "kind": "loki", "spec": { "expr": "{}" } } } }] } },
          "vizConfig": { "kind": "timeseries", "spec": {} } } },
        "c": { "kind": "Panel", "spec": { "id": 3, "title": "C", "vizConfig": { "kind": "text" } } }
      },
      "layout": LAYOUT }
    """

  private static let grid = """
    { "kind": "GridLayout", "spec": { "items": [
      { "kind": "GridLayoutItem", "spec": { "x": 0, "y": 0, "width": 24, "height": 4,
        "element": { "name": "a" },
        "repeat": { "mode": "variable", "value": "job", "direction": "v", "maxPerRow": 3 } } },
      { "kind": "GridLayoutRow", "spec": { "y": 4, "title": "R", "collapsed": true,
        "repeat": { "mode": "variable", "value": "c" }, "elements": [
        { "kind": "GridLayoutItem", "spec": { "x": 12, "y": 0, "width": 12, "height": 5,
          "element": { "name": "b" } } }] } },
      { "kind": "GridLayoutItem", "spec": { "x": 0, "y": 5, "width": 6, "height": 2,
        "element": { "name": "c" } } }
    ] } }
    """

  private func places(_ layout: String) throws -> [String] {
    let text = Self.second.replacing("LAYOUT", with: layout)
    return try Reading.dashboard(text).dashboard.panels.map { panel in
      let grid = panel.grid
      let name = panel.title + (panel.isCollapsed ? " closed" : "")
      return "\(name) \(grid.x),\(grid.y) \(grid.w)×\(grid.h)"
    }
  }

  @Test(arguments: [
    "LAYOUT",
    #"{ "apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "spec": LAYOUT }"#,
  ])
  func theSecondSchemaIsRead(wrap: String) throws {
    let text = Self.second.replacing("LAYOUT", with: Self.grid)
    let (dashboard, problems) = try Reading.dashboard(wrap.replacing("LAYOUT", with: text))
    #expect(dashboard.title == "Two")
    #expect([dashboard.from, dashboard.to] == ["now-3h", "now"])
    #expect(dashboard.refresh == .seconds(60))
    #expect(dashboard.zone == .utc)
    #expect(dashboard.variables.map(\.name) == ["job", "c", "i", "t", "k", "ds", "f", "s"])
    let job = dashboard.variables[0]
    #expect(job.kind == .query("label_values(up, job)"))
    #expect(job.sort == .alphabeticalDescending)
    #expect(job.refresh == .onTimeRangeChange)
    #expect(job.current == ["$__all"])
    #expect(
      dashboard.variables.map(\.isHidden) == [false, true] + Array(repeating: false, count: 6)
    )
    #expect(
      dashboard.variables[2].kind
        == .interval(["1m", "5m"], auto: true, autoCount: 10, autoMinimum: "30s")
    )
    #expect(dashboard.variables[6].kind == .adhoc([AdhocFilter(key: "job", .equal, ["shop"])]))
    #expect(dashboard.variables[7].current == ["off"])
    #expect(
      dashboard.annotations == [
        AnnotationQuery(
          name: "Deploys",
          expression: "changes(v[1m])",
          step: "30s",
          titleFormat: "{{version}}",
          color: "blue"
        )
      ]
    )
    let panels = dashboard.panels
    #expect(panels.map(\.type) == ["stat", "row", "timeseries", "text"])
    #expect(panels[0].targets.map(\.question.text) == ["up"])
    #expect(panels[0].targets.map(\.refId) == ["Q"])
    #expect(panels[0].interval == "1m")
    #expect(panels[0].maxDataPoints == 100)
    #expect(panels[0].timeShift == "1h")
    #expect(panels[0].repeats == .init(variable: "job", direction: .v, perRow: 3))
    #expect(panels[1].repeats?.variable == "c")
    #expect(panels[2].source == .other)
    #expect(problems.allSatisfy { $0.severity == .warning })
  }

  @Test func everyLayoutIsPlaced() throws {
    #expect(
      try places(Self.grid) == ["A 0,0 24×4", "R closed 0,4 24×1", "B 12,5 12×5", "C 0,10 6×2"]
    )
    let auto =
      #"{ "kind": "AutoGridLayout", "spec": { "maxColumnCount": 2, "rowHeightMode": "short", "items": [\#(["a", "b", "c"].map { "{ \"kind\": \"AutoGridLayoutItem\", \"spec\": { \"element\": { \"name\": \"\($0)\" } } }" }.joined(separator: ","))] } }"#
    #expect(try places(auto) == ["A 0,0 12×5", "B 12,0 12×5", "C 0,5 12×5"])
    func row(_ kind: String, _ title: String, _ rest: String, _ layout: String) -> String {
      #"{ "kind": "\#(kind)", "spec": { "title": "\#(title)", \#(rest) "layout": \#(layout) } }"#
    }
    func one(_ name: String) -> String {
      #"{ "kind": "GridLayout", "spec": { "items": [{ "kind": "GridLayoutItem", "spec": { "x": 0, "y": 0, "width": 8, "height": 3, "element": { "name": "\#(name)" } } }] } }"#
    }
    let rows = [
      row("RowsLayoutRow", "One", #""collapse": false,"#, one("a")),
      row("RowsLayoutRow", "Two", #""collapse": true,"#, one("b")),
      row("RowsLayoutRow", "Three", #""hideHeader": true,"#, one("c")),
    ]
    #expect(
      try places(
        #"{ "kind": "RowsLayout", "spec": { "rows": [\#(rows.joined(separator: ","))] } }"#
      )
        == ["One 0,0 24×1", "A 0,1 8×3", "Two closed 0,4 24×1", "B 0,5 8×3", "C 0,8 8×3"]
    )
    let tabs = [
      row("TabsLayoutTab", "First", "", one("a")), row("TabsLayoutTab", "Second", "", one("b")),
    ]
    #expect(
      try places(
        #"{ "kind": "TabsLayout", "spec": { "tabs": [\#(tabs.joined(separator: ","))] } }"#
      )
        == ["First 0,0 24×1", "A 0,1 8×3", "Second closed 0,4 24×1", "B 0,5 8×3"]
    )
  }
}
