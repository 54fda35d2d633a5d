import Documents
import Metrics
import Panels
import Testing

/// What a layout means, where nothing is wrong with it.
struct LayoutTests {
  @Test func aWholeOneIsRead() throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      {
        "$schema": "schema.json", "title": "Uploads", "product": "shop", "refresh": "15s",
        "time": { "from": "now-1d/d", "to": "now/d" }, "fit": false,
        "colors": { "xml": "blue", "pdf": "#2FB8AC" },
        "defaults": { "drawStyle": "bars", "interval": "5m", "zeroWhile": "up == 1", "unit": "s" },
        "variables": [{
          "name": "job", "label": "Job", "type": "query", "query": "label_values(up, job)",
          "regex": "/a/", "sort": 2, "multi": true, "includeAll": true, "allValue": ".*",
          "current": ["a", "b"], "hide": true
        }],
        "panels": [
          {
            "id": 7, "type": "timeseries", "title": "T", "description": "D", "refresh": "1m",
            "maxDataPoints": 50, "timeFrom": "1h", "timeShift": "1d", "stacking": "normal",
            "targets": [
              { "expr": "a", "legendFormat": "{{b}}", "instant": true, "interval": "30s" },
              { "count": "c_total", "by": ["d"], "refId": "X", "hide": true, "format": "table" }
            ]
          },
          { "type": "gauge", "unit": "percent", "interval": "1m", "zeroWhile": "up == 0" }
        ]
      }
      """
    )
    #expect(problems == [])
    #expect(dashboard.source == .layout)
    #expect(dashboard.title == "Uploads" && dashboard.product == "shop")
    #expect(dashboard.refresh == .seconds(15) && !dashboard.fit)
    #expect([dashboard.from, dashboard.to] == ["now-1d/d", "now/d"])
    #expect(dashboard.colors.map(\.value) == ["xml", "pdf"])
    #expect(
      dashboard.variables == [
        Variable(
          name: "job",
          label: "Job",
          kind: .query("label_values(up, job)"),
          regex: "/a/",
          sort: .alphabeticalDescending,
          isMulti: true,
          includesAll: true,
          allValue: ".*",
          current: ["a", "b"],
          isHidden: true
        )
      ]
    )
    checkPanels(dashboard.panels)
  }

  private func checkPanels(_ panels: [PanelSpec]) {
    #expect(panels.map(\.id) == [7, 2])
    #expect(panels.map(\.interval) == ["5m", "1m"])
    #expect(panels.map(\.zeroWhile) == ["up == 1", "up == 0"])
    #expect(panels.map(\.refresh) == [.seconds(60), nil])
    #expect([panels[0].timeFrom, panels[0].timeShift] == ["1h", "1d"])
    #expect(panels[0].maxDataPoints == 50)
    #expect(panels[0].options.string("drawStyle") == "bars")
    #expect(panels[0].options.string("stacking") == "normal")
    // A gauge has no style of drawing; its own unit goes before the default.
    #expect(panels.map { $0.options.string("unit") } == ["s", "percent"])
    #expect(panels[1].options.values.keys.sorted() == ["unit"])
    #expect(
      panels[0].unplaced.targets == [
        Target(.expression("a"), legendFormat: "{{b}}", instant: true, interval: "30s"),
        Target(refId: "X", .count(selector: "c_total", by: ["d"]), format: .table, isHidden: true),
      ]
    )
  }

  @Test func whatIsLeftOutIsGrafanasDefault() throws {
    let (dashboard, problems) = try Reading.dashboard(#"{ "panels": [{ "type": "stat" }] }"#)
    #expect(problems == [])
    #expect([dashboard.from, dashboard.to] == ["now-6h", "now"])
    #expect(dashboard.fit && dashboard.refresh == nil && dashboard.title.isEmpty)
    #expect(dashboard.panels[0].id == 1)
    #expect(dashboard.panels[0].grid == GridPosition(x: 0, y: 0, w: 12, h: 8))
  }

  @Test func aCommentMayStandAnywhere() throws {
    let comment = #""$comment": "why""#
    let (dashboard, problems) = try Reading.dashboard(
      """
      {
        \(comment), "colors": { \(comment), "a": "blue" }, "time": { \(comment) },
        "defaults": { \(comment) },
        "variables": [{ \(comment), "name": "x", "type": "custom", "query": "a" }],
        "panels": [{
          \(comment), "type": "stat", "gridPos": { \(comment), "w": 6 },
          "targets": [{ \(comment), "expr": "a" }],
          "thresholds": [{ \(comment), "above": 1, "state": "critical" }]
        }]
      }
      """
    )
    #expect(problems == [])
    #expect(dashboard.colors == [DashboardColor(value: "a", color: "blue")])
    #expect(dashboard.panels[0].options.values.keys.sorted() == ["thresholds"])
  }

  /// A comment may be of any form.
  @Test func aCommentIsNoColour() throws {
    #expect(
      try Reading.said(#"{ "colors": { "$comment": ["a", 1] }, "panels": [] }"#) == []
    )
  }

  @Test func oneBadPanelLeavesTheOthersAlone() throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      { "panels": [
        { "type": "stat", "title": "A" },
        { "type": "pie", "title": "B" },
        { "type": "stat", "title": "C", "targets": [{}, { "expr": "x" }] },
        { "type": "text", "title": "D" }
      ] }
      """
    )
    #expect(dashboard.panels.map(\.title) == ["A", "B", "C", "D"])
    #expect(dashboard.panels.map(\.problems.count) == [0, 1, 1, 0])
    #expect(problems == dashboard.panels[1].problems + dashboard.panels[2].problems)
    #expect(problems.map(\.code) == ["layout.type.unknown", "layout.target.question"])
    #expect(problems.map(\.place) == ["panels[1]", "panels[2].targets[0]"])
    #expect(dashboard.panels[2].targets.map(\.question) == [.expression("x")])
    #expect(dashboard.panels[2].targets.map(\.refId) == ["B"])
  }

  @Test(
    arguments: [
      (#""above": 5, "state": "warning""#, Threshold(.above(5), state: .warning), [5.1], [5, 4]),
      (
        #""below": 5, "state": "critical""#, Threshold(.below(5), state: .critical), [4.9], [5, 6]
      ),
      (#""value": 5, "color": "blue""#, Threshold(.atLeast(5), color: "blue"), [5, 6], [4.9]),
      (
        #""above": -1, "state": "warning", "color": "red""#,
        Threshold(.above(-1), state: .warning, color: "red"), [0], [-1]
      ),
    ] as [(String, Threshold, [Double], [Double])]
  )
  func aThresholdIsRead(
    text: String,
    threshold: Threshold,
    crossing: [Double],
    staying: [Double]
  ) throws {
    let panels = try Reading.panels(#"{ "type": "stat", "thresholds": [{ \#(text) }] }"#)
    #expect(panels[0].problems == [])
    #expect(panels[0].options.thresholds("thresholds") == [threshold])
    #expect(crossing.allSatisfy(threshold.isCrossed))
    #expect(!staying.contains(where: threshold.isCrossed))
  }

  /// A warning leaves the value as it is.
  @Test func aDoubledKeyLeavesTheThresholdAsItIs() throws {
    let panels = try Reading.panels(
      #"{ "type": "stat", "thresholds": [{ "above": 1, "above": 2, "state": "warning" }] }"#
    )
    #expect(panels[0].problems.map(\.severity) == [.warning])
    #expect(
      panels[0].options.thresholds("thresholds") == [Threshold(.above(2), state: .warning)]
    )
  }

  /// Each kind has its own words for `sort`; a default is one for those that know it.
  @Test(arguments: ["desc", "oldest"])
  func aDefaultMayFitOneKindOnly(word: String) throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      {
        "defaults": { "sort": "\(word)" },
        "panels": [{ "type": "bargauge" }, { "type": "alertlist" }, { "type": "stat" }]
      }
      """
    )
    #expect(problems == [])
    #expect(
      dashboard.panels.map { $0.options.string("sort") }
        == (word == "desc" ? ["desc", nil, nil] : [nil, "oldest", nil])
    )
  }

  /// Places, as `x,y w×h`.
  @Test(arguments: [
    (
      [#""w": 12, "h": 8"#, #""w": 12, "h": 4"#, #""w": 6"#], ["0,0 12×8", "12,0 12×4", "0,8 6×8"]
    ),
    ([#""w": 8, "h": 2"#, #""w": 8, "h": 3"#, #""w": 9"#], ["0,0 8×2", "8,0 8×3", "0,3 9×8"]),
    ([#""x": 6, "y": 3, "w": 6, "h": 2"#, ""], ["6,3 6×2", "12,3 12×8"]),
    ([#""x": 20, "y": 0, "w": 12"#, ""], ["12,0 12×8", "0,8 12×8"]),
    ([#""w": 30, "h": 2"#, #""w": 24"#], ["0,0 24×2", "0,2 24×8"]),
    ([#""x": 6, "w": 6"#, #""w": 6"#], ["6,0 6×8", "12,0 6×8"]),
    // Left of what stands there already: below it.
    ([#""w": 12, "h": 5"#, #""x": 0, "w": 12"#], ["0,0 12×5", "0,5 12×8"]),
    ([#""y": 4, "w": 12"#, #""w": 12"#, #""w": 12"#], ["0,4 12×8", "12,4 12×8", "0,12 12×8"]),
    ([#""x": 0, "y": 5, "w": 24, "h": 1"#, #""x": 0, "y": 0"#], ["0,5 24×1", "0,0 12×8"]),
  ])
  func panelsFlow(places: [String], wanted: [String]) throws {
    let panels = try Reading.panels(
      places.map { #"{ "type": "stat", "gridPos": { \#($0) } }"# }.joined(separator: ",")
    )
    #expect(panels.map { "\($0.grid.x),\($0.grid.y) \($0.grid.w)×\($0.grid.h)" } == wanted)
    #expect(panels.allSatisfy { $0.problems == [] })
  }

  @Test func aRowIsAsWideAsTheGrid() throws {
    let panels = try Reading.panels(
      #"{ "type": "stat" }, { "type": "row", "collapsed": true }, { "type": "stat" }"#
    )
    #expect(panels.map(\.grid.y) == [0, 8, 9])
    #expect(panels[1].grid == GridPosition(x: 0, y: 8, w: 24, h: 1))
    #expect(panels.map(\.isCollapsed) == [false, true, false])
  }

  @Test(arguments: [
    (["", "", ""], [1, 2, 3]), ([#""id": 9"#, "", #""id": 9"#], [9, 2, 1_009]),
    ([#""id": 2"#, ""], [2, 1_002]), ([#""id": 0"#, #""id": 0"#, #""id": 0"#], [0, 1_000, 2_000]),
  ])
  func anIDIsUnique(ids: [String], wanted: [Int]) throws {
    let panels = try Reading.panels(
      ids.map { #"{ \#($0)\#($0.isEmpty ? "" : ",") "type": "stat" }"# }.joined(separator: ",")
    )
    #expect(panels.map(\.id) == wanted)
    #expect(panels.allSatisfy { $0.problems == [] })
  }

  /// The largest numbers that a file can hold: refused, and never added to.
  @Test(arguments: [
    "9223372036854774784", "-9223372036854775808", "1e300", "-1e300", "1e999", "1000001", "-1",
  ])
  func hugeNumbersNeverTrap(number: String) throws {
    let panel = """
      { "type": "stat", "id": \(number), "gridPos":
        { "x": \(number), "y": \(number), "w": \(number), "h": \(number) } }
      """
    let panels = try Reading.panels(Array(repeating: panel, count: 4).joined(separator: ","))
    #expect(panels.map(\.problems.count) == [5, 5, 5, 5])
    #expect(panels.map(\.id) == [1, 2, 3, 4])
    #expect(
      panels.map { "\($0.grid.x),\($0.grid.y) \($0.grid.w)×\($0.grid.h)" }
        == ["0,0 12×8", "12,0 12×8", "0,8 12×8", "12,8 12×8"]
    )
  }

  @Test(arguments: [
    (#"{ "panels": [] }"#, DocumentKind.layout), (#"{ "panels": [], "product": "x" }"#, .layout),
    (#"{ "environments": {} }"#, .settings), (#"{ "default_environment": "x" }"#, .settings),
    (#"{ "conditions": [] }"#, .product), (#"{ "product": "x" }"#, .product),
    (#"{ "$schema": "https://json-schema.org/draft/2020-12/schema" }"#, .schema),
    (#"{ "schemaVersion": 1, "panels": [] }"#, .grafana), (#"{ "rows": [] }"#, .grafana),
    ("[]", .unknown), ("{}", .unknown), ("null", .unknown), (#"{ "title": "x" }"#, .unknown),
  ])
  func aDocumentIsToldByItsContent(text: String, kind: DocumentKind) throws {
    #expect(DashboardFile.kind(of: try JSON(parsing: Array(text.utf8), file: "x")) == kind)
  }

  @Test(arguments: ["[]", "{}", "null", #"{ "environments": {} }"#, #"{ "conditions": [] }"#])
  func whatIsNoDashboardIsRefused(text: String) {
    let problem = #expect(throws: Problem.self) { try Reading.dashboard(text) }
    #expect(
      problem?.description == "x.json:1:1: error: this is no dashboard;"
        + " a layout or a Grafana dashboard has `panels`"
    )
    #expect(problem?.code == "document.unknown")
  }
}
