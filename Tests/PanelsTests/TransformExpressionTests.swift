import Documents
import Metrics
import Panels
import Support
import Testing

/// What Grafana's server computes from answers.
struct TransformExpressionTests {
  private static let now = Timestamp(seconds: 1_000)

  private static func frame(_ targets: [Target], _ answers: [String: [Series]]) throws -> Frame {
    let context = PlanContext(
      range: TimeRange(start: now - .seconds(40), end: now),
      endsNow: true,
      now: now,
      zone: .utc,
      points: 100,
      scrapeInterval: .seconds(10),
      dialect: .portable,
      variables: VariableResolver(
        [Variable(name: "factor", kind: .constant("100"))],
        chosen: [:]
      )
    )
    let spec = PanelSpec(id: 1, type: "timeseries", targets: targets)
    let plan = try Planner(spec: spec, reads: .range, context: context).plan()
    return plan.frame(
      plan.asks.map { Answer(series: answers[targets[$0.target].refId] ?? [], at: now) }
    )
  }

  private static func target(_ refId: String, isHidden: Bool = true, instant: Bool = false)
    -> Target
  { Target(refId: refId, .expression(refId.lowercased()), instant: instant, isHidden: isHidden) }

  private static func computed(_ json: String, hidden: Bool = false) throws -> Target {
    let text = """
      { "title": "x", "schemaVersion": 39, "panels": [{ "id": 1, "type": "timeseries", "title": "p",
        "targets": [\(json)] }] }
      """
    let root = try JSON(parsing: Array(text.utf8), file: "")
    let dashboard = GrafanaDecoder.decode(root, file: "", kinds: PanelCatalog.kinds).dashboard
    return try #require(dashboard.panels.first?.targets.first)
  }

  private static func math(_ formula: String) throws -> Target {
    try computed(
      #"{ "refId": "E", "datasource": { "type": "__expr__" }, "type": "math", "expression": "\#(formula)" }"#
    )
  }

  private static func series(_ labels: Labels, _ values: [Double], from start: Int64 = 960_000)
    -> Series
  {
    Series(
      labels: labels,
      timestamps: values.indices.map { start + Int64($0) * 10_000 },
      values: values
    )
  }

  private static let used = series(["pod": "a"], [1, 2, .nan])
  private static let limit = series(["pod": "a"], [2, 4, 8])

  @Test(
    arguments: [
      ("$A / $B * 100", [50, 50, .nan]), ("${A} + 1", [2, 3, .nan]), ("-$B ** 2", [4, 16, 64]),
      ("2 ** 3 ** 2 + $B * 0", [64, 64, 64]), ("1 - 2 - 3 + $B * 0", [-4, -4, -4]),
      ("$A > 1 && $B < 8", [0, 1, .nan]), ("!($B == 4) || 0", [1, 0, 1]),
      ("is_nan($A) + abs(-1)", [1, 1, 2]), ("round($B / 3)", [1, 1, 3]),
      ("$B % 3", [2, 1, 2]), ("$factor * $B", [200, 400, 800]),
      ("floor(1.9) + ceil(1.1) + $B*0", [3, 3, 3]),
      ("is_inf(inf()) + is_null($B) + $B*0", [1, 1, 1]), ("1e1 + 0x10 + $B * 0", [26, 26, 26]),
    ] as [(String, [Double])]
  )
  func formulas(formula: String, wanted: [Double]) throws {
    let targets = [Self.target("A"), Self.target("B"), try Self.math(formula)]
    let frame = try Self.frame(targets, ["A": [Self.used], "B": [Self.limit]])
    // What is hidden is asked, and not shown.
    #expect(frame.series.map(\.target) == [2])
    let values = try #require(frame.series.first?.values)
    #expect(values.count == wanted.count)
    for (value, wanted) in zip(values, wanted) {
      #expect(value == wanted || value.isNaN && wanted.isNaN, "\(values)")
    }
    #expect(frame.series[0].labels == ["pod": "a"])
    #expect(frame.series[0].name.raw == "E a")
  }

  @Test func sidesAreJoinedByTheirLabels() throws {
    let targets = [
      Self.target("A", isHidden: false), Self.target("B", isHidden: false),
      try Self.math("$A - $B"),
    ]
    let frame = try Self.frame(
      targets,
      [
        "A": [Self.series(["n": "1", "p": "x"], [5]), Self.series(["n": "2", "p": "y"], [6])],
        "B": [Self.series(["n": "1"], [1]), Self.series(["n": "3"], [1])],
      ]
    )
    let made = frame.series.filter { $0.target == 2 }
    #expect(made.map(\.values) == [[4]])
    #expect(made[0].labels == ["n": "1", "p": "x"])
    #expect(made[0].name.raw == #"E {n="1", p="x"}"#)
    #expect(frame.series.map(\.target) == [0, 0, 1, 1, 2])
  }

  @Test func oneAndOneBelongTogether() throws {
    let targets = [Self.target("A"), Self.target("B"), try Self.math("$A + $B")]
    let frame = try Self.frame(
      targets,
      ["A": [Self.series(["a": "1"], [1, 2])], "B": [Self.series(["b": "1"], [3], from: 970_000)]]
    )
    // Only moments that both have.
    #expect(frame.series.map(\.values) == [[5]])
    #expect(frame.series.map(\.timestamps) == [[970_000]])
    #expect(frame.series[0].name.raw == "E")
  }

  @Test func numbersMeetSeries() throws {
    let targets = [Self.target("A"), Self.target("B", instant: true), try Self.math("$A * $B")]
    let frame = try Self.frame(
      targets,
      ["A": [Self.limit], "B": [Series(labels: [:], timestamps: [1_000_000], values: [3])]]
    )
    #expect(frame.series.map(\.values) == [[6, 12, 24]])
  }

  @Test(
    arguments: [
      ("mean", "", Double.nan), ("mean", "dropNN", 1.5), ("sum", "replaceNN", 10),
      ("last", "", .nan),
      ("count", "", 3), ("max", "dropNN", 2), ("min", "dropNN", 1), ("median", "dropNN", 1.5),
    ]
  )
  func seriesAreReduced(reducer: String, mode: String, wanted: Double) throws {
    let reduce = try Self.computed(
      """
      { "refId": "E", "datasource": "__expr__", "type": "reduce", "expression": "$A",
        "reducer": "\(reducer)", "settings": { "mode": "\(mode)", "replaceWithValue": 7 } }
      """
    )
    let frame = try Self.frame([Self.target("A"), reduce], ["A": [Self.used]])
    #expect(frame.series.map(\.timestamps) == [[Self.now.milliseconds]])
    let value = try #require(frame.series.first?.values.first)
    #expect(value == wanted || value.isNaN && wanted.isNaN)
  }

  @Test func seriesAreResampled() throws {
    let resample = try Self.computed(
      """
      { "refId": "E", "datasource": { "uid": "__expr__" }, "type": "resample", "expression": "A",
        "window": "20s", "downsampler": "sum", "upsampler": "pad" }
      """
    )
    let frame = try Self.frame([Self.target("A"), resample], ["A": [Self.limit]])
    #expect(frame.series.map(\.timestamps) == [[960_000, 980_000, 1_000_000]])
    #expect(frame.series.map(\.values) == [[2, 12, 8]])
  }

  @Test func thresholdsAndConditions() throws {
    let threshold = try Self.computed(
      """
      { "refId": "E", "datasource": { "type": "__expr__" }, "type": "threshold", "expression": "A",
        "conditions": [{ "evaluator": { "type": "within_range", "params": [3, 5] } }] }
      """
    )
    let frame = try Self.frame([Self.target("A"), threshold], ["A": [Self.limit]])
    #expect(frame.series.map(\.values) == [[0, 1, 0]])
    let conditions = try Self.computed(
      """
      { "refId": "E", "datasource": { "type": "__expr__" }, "type": "classic_conditions",
        "conditions": [
          { "evaluator": { "type": "gt", "params": [7] }, "operator": { "type": "and" },
            "query": { "params": ["A"] }, "reducer": { "type": "max" } },
          { "evaluator": { "type": "no_value", "params": [] }, "operator": { "type": "and" },
            "query": { "params": ["Z"] }, "reducer": { "type": "avg" } }] }
      """
    )
    let alert = try Self.frame([Self.target("A"), conditions], ["A": [Self.limit]])
    #expect(alert.series.map(\.values) == [[1]])
  }

  @Test func expressionsOfExpressionsEndEvenInACircle() throws {
    func target(_ refId: String, _ formula: String, isHidden: Bool = true) -> Target {
      Target(refId: refId, .computed(ServerExpression(.math, text: formula)), isHidden: isHidden)
    }
    let chain = [Self.target("A"), target("C", "$A * 2"), target("D", "$C + 1", isHidden: false)]
    #expect(try Self.frame(chain, ["A": [Self.limit]]).series.map(\.values) == [[5, 9, 17]])
    let circle = [target("A", "$B", isHidden: false), target("B", "$A + $B", isHidden: false)]
    #expect(try Self.frame(circle, [:]).series.isEmpty)
    let constant = [target("A", "1 + 1", isHidden: false)]
    #expect(try Self.frame(constant, [:]).series.map(\.values) == [[2]])
  }

  @Test(
    arguments: [
      "", "$", "1 +", "(1", "foo(1)", "$A $B", "1 = 1", "abs()", "${}", "#",
      String(repeating: "(", count: 10_000), String(repeating: "-", count: 10_000) + "1",
      "1" + String(repeating: "+1", count: 2_000),
    ]
  )
  func whatIsNoFormulaIsNone(text: String) { #expect(MathExpression(text) == nil) }

  @Test func whatCannotBeComputedIsNoted() throws {
    let text = """
      { "title": "x", "schemaVersion": 39, "panels": [{ "id": 1, "type": "timeseries", "title": "p",
        "targets": [{ "refId": "A", "expr": "up" }, { "refId": "B", "type": "sql",
          "datasource": { "type": "__expr__" }, "expression": "SELECT 1" }] }] }
      """
    let root = try JSON(parsing: Array(text.utf8), file: "")
    let read = GrafanaDecoder.decode(root, file: "", kinds: PanelCatalog.kinds)
    #expect(read.dashboard.panels[0].targets.map(\.refId) == ["A"])
    #expect(read.problems.contains { $0.code == "grafana.expression.unsupported" })
  }

  @Test func manyPairsEndSoon() throws {
    let many = (0..<1_000).map { Self.series(["pod": "p\($0)"], [1, 2]) }
    let targets = [Self.target("A"), Self.target("B"), try Self.math("$A + $B")]
    #expect(try Self.frame(targets, ["A": many, "B": many]).series.count == 1_000)
    let other = (0..<1_000).map { Self.series(["x": "p\($0)"], [1, 2]) }
    #expect(try Self.frame(targets, ["A": many, "B": other]).series.isEmpty)
    let all = [Self.series([:], [1, 2])]
    #expect(try Self.frame(targets, ["A": many, "B": all]).series.count == 1_000)
  }
}
