import Documents
import Panels
import Support
import Testing

/// Damaged and monstrous dashboards: the import may leave out, it never traps.
struct GrafanaHostileTests {
  private static let samples = [
    #""type": "graph", "yaxes": [{ "format": "s", "min": "0", "logBase": 10 }, { "format": "bytes" }], "legend": { "values": true, "avg": true, "alignAsTable": true, "sort": "avg", "hideEmpty": true }, "seriesOverrides": [{ "alias": "/x/", "yaxis": 2, "stack": "A", "fill": 3, "fillBelowTo": "y" }], "aliasColors": { "a": "red" }, "thresholds": [{ "value": 3, "op": "gt", "colorMode": "critical", "fill": true }], "xaxis": { "mode": "series", "values": ["avg"] }, "stack": true, "tooltip": { "sort": 2, "shared": true }"#,
    #""type": "singlestat", "thresholds": "1,2", "colors": ["a", "b", "c"], "valueMaps": [{ "value": "null", "text": "x" }], "rangeMaps": [{ "from": 1, "to": 2, "text": "y" }], "gauge": { "show": true, "minValue": 0 }, "sparkline": { "show": true }, "format": "none", "postfix": "x""#,
    #""type": "table", "styles": [{ "pattern": "/.*/", "unit": "s", "colorMode": "cell", "colors": ["a", "b"], "thresholds": ["1"] }], "transform": "timeseries_aggregations", "columns": [{ "text": "A", "value": "avg" }], "sort": { "col": 1, "desc": true }"#,
    #""type": "heatmap", "dataFormat": "timeseries", "color": { "mode": "opacity", "exponent": 0.5 }, "yAxis": { "format": "s", "logBase": 2, "splitFactor": 2 }, "xBucketSize": "1m", "hideZeroBuckets": true"#,
    #""type": "grafana-piechart-panel", "legend": { "show": true, "values": true }, "aliasColors": { "a": "b" }, "combine": { "threshold": 0 }"#,
    #""type": "gauge", "options": { "fieldOptions": { "calcs": ["mean"], "defaults": { "min": 0, "thresholds": [{ "value": 1, "color": "red" }] } } }"#,
    #""type": "timeseries", "maxPerRow": 3, "repeat": "a", "interval": "1m", "maxDataPoints": 100, "options": { "legend": { "calcs": ["max"], "sortBy": "Max" }, "tooltip": { "mode": "multi" } }, "fieldConfig": { "defaults": { "unit": "s", "decimals": 1, "mappings": [{ "type": "value", "options": { "1": { "text": "x", "index": 0 } } }], "thresholds": { "mode": "absolute", "steps": [{ "value": null, "color": "a" }, { "value": 2, "color": "b" }] }, "custom": { "spanNulls": 5000, "insertNulls": 9, "scaleDistribution": { "type": "log", "log": 2 }, "stacking": { "mode": "normal" }, "hideFrom": { "viz": true } } }, "overrides": [{ "matcher": { "id": "byNames", "options": { "mode": "exclude", "names": ["a"] } }, "properties": [{ "id": "custom.hideFrom.viz", "value": true }, { "id": "custom.axisPlacement", "value": "right" }] }] }, "transformations": [{ "id": "timeSeriesTable", "options": { "refIdToStat": { "A": "mean" } } }, { "id": "formatTime", "options": { "timeField": "x" } }], "targets": [{ "expr": "x", "intervalFactor": 2, "format": "table", "datasource": { "type": "prometheus" } }]"#,
  ]

  private static let sample =
    #"{ "schemaVersion": 20, "panels": ["#
    + samples.enumerated().map { #"{ "id": \#($0), "title": "P\#($0)", \#($1) }"# }
    .joined(separator: ",") + "] }"

  /// Values in place of others, of every form.
  private static let strange: [JSON] = [
    .null, .bool(true), .number(0), .number(-1), .number(1e300), .number(9_223_372_036_854_774_784),
    .string(""), .string("x"), .string("/("), .array([]), .object([]), .array([JSON(.null)]),
    .string("-9e999"), .object([JSON.Member(name: "a.b", position: start, value: JSON(.null))]),
  ].map { JSON($0) }

  private static let start = SourcePosition(line: 1, column: 1)

  private func opens(_ json: JSON) throws {
    let bytes = Array(json.text().utf8)
    let opened = try DashboardFile.open(bytes, file: "x.json", kinds: PanelCatalog.kinds)
    for panel in opened.dashboard.panels {
      _ = PanelCatalog.make(panel)
      _ = Support(panel)
    }
    _ = opened.problems.map(\.description)
  }

  /// Each value of the samples in turn replaced by each of the strange ones.
  @Test func noValueInPlaceOfAnotherTraps() throws {
    let json = try JSON(parsing: Array(Self.sample.utf8), file: "x.json")
    let count = json.nodeCount
    #expect(count > 150)
    var random = SeededRandom(seed: 3)
    for node in 1..<count {
      for strange in Self.strange.shuffled(using: &random).prefix(3) {
        var place = node
        let changed = json.replacing(&place, by: strange)
        guard changed["panels"]?.array != nil else { continue }
        try opens(changed)
      }
    }
  }

  /// Values of one place standing in another.
  @Test func noValueOfAnotherPlaceTraps() throws {
    let json = try JSON(parsing: Array(Self.sample.utf8), file: "x.json")
    try shuffle(json, times: 150, seed: 5)
  }

  @Test(.enabled(if: Corpus.folder != nil), arguments: [1, 2])
  func noChangeOfARealDashboardTraps(seed: UInt64) throws {
    for file in try Corpus.files() {
      guard let json = try? JSON(parsing: file.bytes, file: file.name), json.nodeCount < 20_000
      else { continue }
      try shuffle(json, times: 2, seed: seed)
    }
  }

  private func shuffle(_ json: JSON, times: Int, seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = json.nodeCount
    for _ in 0..<times {
      var changed = json
      for _ in 0..<4 {
        var source = Int.random(in: 0..<count, using: &random)
        var place = Int.random(in: 1..<count, using: &random)
        guard let value = json.node(&source), value.nodeCount < 500 else { continue }
        changed = changed.replacing(&place, by: value)
      }
      guard DashboardFile.kind(of: changed) == .grafana else { continue }
      // Nested too deeply for a file is no dashboard.
      do throws(Problem) {
        _ = try JSON(parsing: Array(changed.text().utf8), file: "x.json")
      } catch { continue }
      try opens(changed)
    }
  }

  @Test func fiveHundredPanelsIn20MegabytesAreOpened() throws {
    let long = String(repeating: "rate(requests_total{job=~\\\"$job\\\"}[5m]) + ", count: 1_000)
    let panels = (0..<500).map { index in
      #"{ "id": \#(index), \#(Self.samples[index % Self.samples.count]), "description": "\#(long)" }"#
    }
    let text = #"{ "schemaVersion": 39, "panels": [\#(panels.joined(separator: ","))] }"#
    #expect(text.utf8.count > 20_000_000)
    let opened = try DashboardFile.open(Array(text.utf8), file: "x", kinds: PanelCatalog.kinds)
    #expect(opened.dashboard.panels.count == 500)
  }

  /// In one place, as many as come in a small file.
  @Test func thousandsOfPanelsInOnePlaceAreStacked() throws {
    let panels = Array(repeating: "{}", count: 5_000).joined(separator: ",")
    let text = #"{ "schemaVersion": 39, "panels": [\#(panels)] }"#
    let opened = try DashboardFile.open(Array(text.utf8), file: "x", kinds: PanelCatalog.kinds)
    #expect(opened.dashboard.panels.map(\.grid.y) == (0..<5_000).map { $0 * 8 })
  }

  /// Each constant twice in the one before it: filled into each other they would fill the memory.
  @Test func constantsAreNotFilledIntoEachOther() throws {
    let inputs = (0..<60).map { index in
      #"{ "name": "A\#(index)", "type": "constant", "value": "${A\#(index + 1)}${A\#(index + 1)}" }"#
    }
    let text =
      #"{ "schemaVersion": 39, "__inputs": [\#(inputs.joined(separator: ","))], "panels": [{ "title": "${A0} ${B} ${", "type": "stat" }] }"#
    let opened = try DashboardFile.open(Array(text.utf8), file: "x", kinds: PanelCatalog.kinds)
    #expect(opened.dashboard.panels.map(\.title) == ["${A1}${A1} ${B} ${"])
  }

  @Test func whatAllConstantsAddIsBounded() throws {
    let value = String(repeating: "x", count: 100_000)
    let title = String(repeating: "${A}", count: 1_000)
    let text =
      #"{ "schemaVersion": 39, "__inputs": [{ "name": "A", "type": "constant", "value": "\#(value)" }], "panels": [{ "title": "\#(title)", "type": "stat" }] }"#
    let opened = try DashboardFile.open(Array(text.utf8), file: "x", kinds: PanelCatalog.kinds)
    #expect(opened.dashboard.panels[0].title.utf8.count == 100 * 100_000 + 900 * 4)
  }

  /// Lists and objects in each other, wherever the import goes down.
  @Test(arguments: [100, 5_000])
  func deepNestingIsRefusedOrOpened(depth: Int) throws {
    let lists = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    func objects(_ key: String) -> String {
      String(repeating: "{ \"\(key)\": ", count: depth) + "1" + String(repeating: "}", count: depth)
    }
    let matcher =
      String(repeating: #"{ "id": "invertMatch", "options": "#, count: depth) + "1"
      + String(repeating: "}", count: depth)
    for panel in [
      #""options": \#(objects("a"))"#, #""options": \#(lists)"#,
      #""fieldConfig": \#(objects("b"))"#,
      #""fieldConfig": { "defaults": { "custom": \#(objects("c")) } }"#, #""panels": \#(lists)"#,
      #""fieldConfig": { "overrides": [{ "matcher": \#(matcher), "properties": [{ "id": "unit", "value": "s" }] }] }"#,
      #""x": \#(objects("d"))"#, #""transformations": \#(lists)"#,
    ] {
      let text = #"{ "schemaVersion": 39, "panels": [{ "type": "timeseries", \#(panel) }] }"#
      let opened = try? DashboardFile.open(Array(text.utf8), file: "x", kinds: GrafanaPanels.kinds)
      #expect((opened != nil) == (depth < 128))
    }
  }
}

extension JSON {
  /// Values in this one, itself counted.
  fileprivate var nodeCount: Int {
    switch kind {
    case .array(let values): values.reduce(1) { $0 + $1.nodeCount }
    case .object(let members): members.reduce(1) { $0 + $1.value.nodeCount }
    default: 1
    }
  }

  /// The value at a place counted from above; what is left of the count beyond it.
  fileprivate func node(_ place: inout Int) -> JSON? {
    if place == 0 { return self }
    place -= 1
    let inner = array ?? members?.map(\.value) ?? []
    for value in inner {
      let count = value.nodeCount
      if place < count { return value.node(&place) }
      place -= count
    }
    return nil
  }

  fileprivate func replacing(_ place: inout Int, by value: JSON) -> JSON {
    if place == 0 {
      place = -1
      return value
    }
    guard place > 0 else { return self }
    place -= 1
    switch kind {
    case .array(let values):
      return JSON(.array(values.map { $0.replacing(&place, by: value) }), at: position)
    case .object(let members):
      return JSON(
        .object(
          members.map {
            Member(
              name: $0.name,
              position: $0.position,
              value: $0.value.replacing(&place, by: value)
            )
          }
        ),
        at: position
      )
    default: return self
    }
  }
}
