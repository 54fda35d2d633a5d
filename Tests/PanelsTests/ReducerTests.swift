import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Grafana's calculations.
struct ReducerTests {
  private static func series(_ values: [Double]) -> FrameSeries {
    FrameSeries(
      name: "s",
      target: 0,
      refId: "A",
      labels: [:],
      timestamps: values.indices.map { Int64($0) * 1_000 },
      values: values
    )
  }

  private static func value(_ name: String, _ values: [Double]) throws -> Double? {
    try #require(Reducer(named: name)).value(of: series(values))
  }

  @Test(
    arguments: [
      ("lastNotNull", 6), ("current", 6), ("last", .nan), ("firstNotNull", 4), ("first", .nan),
      ("min", -2), ("max", 8), ("minAboveZero", 4), ("logmin", 4), ("mean", 4), ("avg", 4),
      ("median", 5), ("variance", 14), ("stdDev", 3.741_657_386_773_941_3), ("sum", 16),
      ("total", 16), ("count", 4), ("countAll", 7), ("range", 10), ("delta", 10), ("step", -10),
      ("diff", 2), ("diffperc", 50), ("allIsNull", 0), ("allIsZero", 0), ("changeCount", 6),
      ("distinctCount", 5), ("p1", -2), ("p50", 6), ("p75", 6), ("p99", 8),
    ] as [(String, Double)]
  )
  func aSeriesInOneNumber(name: String, wanted: Double) throws {
    let value = try #require(try Self.value(name, [.nan, 4, 8, .nan, -2, 6, .nan]))
    #expect(value == wanted || value.isNaN && wanted.isNaN, "\(value)")
  }

  @Test(arguments: Reducer.names)
  func ofNothingThereIsNothing(name: String) throws {
    let zeroes: Set = [
      "sum", "total", "count", "countAll", "changeCount", "distinctCount", "allIsZero",
    ]
    let wanted: Double? = name == "allIsNull" ? 1 : zeroes.contains(name) ? 0 : nil
    #expect(try Self.value(name, []) == wanted)
    #expect(try Self.value(name, [7]) != nil || name == "step")
  }

  @Test(
    arguments: [
      ("allIsZero", [0, .nan, 0], 1), ("allIsZero", [.nan], 0), ("allIsNull", [.nan, .nan], 1),
      ("logmin", [-1, 0], nil), ("diffperc", [0, 5], nil), ("diffperc", [4, 2], -50),
      ("step", [5], nil), ("median", [3, 1, 2], 2), ("p50", [3, 1, 2], 2), ("p95", [1, 2], 2),
      ("delta", [5, 7, 3, 4], 6), ("changeCount", [1, 1, .nan, .nan, 1], 2),
      ("distinctCount", [1, 1, 2], 2),
    ] as [(String, [Double], Double?)]
  )
  func edges(name: String, values: [Double], wanted: Double?) throws {
    #expect(try Self.value(name, values) == wanted)
  }

  /// A count of bytes isn't in bytes.
  @Test(
    arguments: [
      ("max", "2 KiB"), ("count", "3"), ("diffperc", "100%"), ("allIsZero", "False"),
      ("p99", "2 KiB"), ("distinctCount", "3"),
    ]
  )
  func aCalculationMayHaveAUnitOfItsOwn(name: String, text: String) throws {
    let options = [
      "unit": JSON(.string("bytes")), "calc": JSON(.string(name)),
    ]
    let panel = try StatPanel(
      PanelSpec(id: 1, type: "stat", options: Options(options))
    )
    let moment = Timestamp(seconds: 1_795_539_761)
    let frame = Frame(
      series: [Self.series([1_024, 1_536, 2_048])],
      range: TimeRange(start: moment, end: moment),
      at: moment
    )
    let readings = panel.readings(frame, in: DrawContext(now: moment))
    #expect(readings.map(\.text) == [text])
  }

  @Test(arguments: ["p0", "p100", "p01", "allValues", "Max", ""])
  func otherNamesAreNone(name: String) {
    #expect(Reducer(named: name) == nil)
  }

  @Test(arguments: [("avrg", "avg"), ("p999", "p99"), ("medain", "median")])
  func inALayoutTheNearestNameIsOffered(name: String, near: String) throws {
    let text = #"{ "panels": [{ "type": "stat", "calc": "\#(name)" }] }"#
    let problems = try DashboardFile.open(
      Array(text.utf8),
      file: "x.json",
      kinds: PanelCatalog.kinds
    ).problems
    #expect(problems.map(\.fix) == ["did you mean \"\(near)\"?"])
    #expect(problems.map(\.severity) == [.error])
  }

  /// As Grafana writes them, and as files name what a legend is sorted by.
  @Test(
    arguments: [
      ("lastNotNull", "Last *"), ("current", "Last *"), ("last", "Last"),
      ("firstNotNull", "First *"), ("first", "First"), ("min", "Min"), ("max", "Max"),
      ("mean", "Mean"), ("avg", "Mean"), ("sum", "Total"), ("total", "Total"), ("count", "Count"),
      ("countAll", "Count all"), ("range", "Range"), ("delta", "Delta"), ("step", "Step"),
      ("diff", "Difference"), ("diffperc", "Difference percent"), ("logmin", "Min (above zero)"),
      ("allIsZero", "All Zeros"), ("allIsNull", "All Nulls"), ("changeCount", "Change Count"),
      ("distinctCount", "Distinct Count"), ("variance", "Variance"), ("stdDev", "StdDev"),
      ("median", "Median"), ("p1", "1st %"), ("p2", "2nd %"), ("p11", "11th %"), ("p23", "23rd %"),
      ("p50", "50th %"), ("p95", "95th %"), ("p99", "99th %"),
    ]
  )
  func grafanasHeadings(name: String, title: String) throws {
    let reducer = try #require(Reducer(named: name))
    #expect(reducer.grafanaTitle == title)
    var series = Self.series([1])
    #expect(reducer.title(of: [series]) == reducer.title)
    series.config = FieldConfig()
    #expect(reducer.title(of: [series]) == title)
  }

  @Test func aGrafanaPanelCountsWhatIsNoNumber() {
    var series = Self.series([.nan, 1, .null])
    #expect(Reducer.count.value(of: series) == 1)
    series.config = FieldConfig()
    #expect(Reducer.count.value(of: series) == 2)
    #expect(Reducer.mean.value(of: series) == 1)
    #expect(Reducer.lastNotNull.value(of: series) == 1)
  }

  @Test(
    arguments: [
      ("last", .texts(["a", nil]), .null), ("lastNotNull", .texts(["a", nil]), .text("a")),
      ("first", .texts(["a", "b"]), .text("a")), ("count", .texts(["a", nil, "a"]), .number(2)),
      ("countAll", .texts(["a", nil, "a"]), .number(3)), ("max", .texts(["a"]), .null),
      ("distinctCount", .texts(["a", nil, "a"]), .number(2)),
      ("changeCount", .texts(["a", "a", "b"]), .number(1)),
      ("allIsNull", .texts([nil]), .boolean(true)), ("allIsNull", .numbers([0]), .boolean(false)),
      ("allIsZero", .numbers([0, .null]), .boolean(true)), ("sum", .numbers([1, 2]), .number(3)),
      ("max", .times([1_000, 3_000]), .time(Timestamp(milliseconds: 3_000))),
      ("range", .times([1_000, 3_000]), .number(2_000)),
      ("last", .booleans([true, false]), .boolean(false)),
      ("mean", .booleans([true, false]), .number(0.5)), ("min", .numbers([]), .null),
      ("max", .trends([FrameSeries(name: "t", values: [1, 7])]), .number(7)),
    ] as [(String, Column, FieldValue)]
  )
  func aColumnInOneValue(name: String, column: Column, wanted: FieldValue) throws {
    #expect(try #require(Reducer(named: name)).value(of: column) == wanted)
  }

  @Test func listsOfValues() {
    let column = Column.texts(["b", "a", nil, "b"])
    #expect(
      Reducer.list("allValues", of: column) == [.text("b"), .text("a"), .null, .text("b")]
    )
    #expect(Reducer.list("uniqueValues", of: column) == [.text("b"), .text("a"), .null])
    #expect(Reducer.list("max", of: column) == nil)
  }
}
