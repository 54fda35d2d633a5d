import Canvas
import Documents
import Metrics
import Panels
import Testing

/// Fields become the items that Grafana's stat, gauge, bar gauge and pie show.
struct FieldItemsTests {
  private func items(
    _ options: String,
    _ frames: [DataFrame],
    fields: FieldRules = FieldRules(),
    in context: DrawContext = FieldSample.context()
  ) throws -> [FieldItem] {
    let spec = try FieldSample.spec("stat", options)
    return FieldItems(spec.options, fields: fields).items(FieldSample.frame(frames), in: context)
  }

  private static let two = [
    FieldSample.series("api", [1, 5, 3]), FieldSample.series("web", [2, .nan, 90]),
  ]

  @Test func eachFieldIsReducedToItsLastValue() throws {
    let items = try items("{}", Self.two)
    #expect(items.map(\.title.raw) == ["api", "web"])
    #expect(items.map(\.value) == [.number(3), .number(90)])
    #expect(items.map(\.text) == ["3", "90"])
    #expect(items.map(\.series) == [0, 1])
    #expect(items.map(\.labels) == [["job": "api"], ["job": "web"]])
    #expect(items[0].course?.values == [1, 5, 3])
    #expect(items.map(\.color) == [Theme.dark.good, Theme.dark.critical])
  }

  @Test func severalCalculationsAreSeveralItems() throws {
    let items = try items(#"{"reduceOptions.calcs": ["max", "mean"]}"#, [Self.two[0]])
    #expect(items.map(\.value) == [.number(5), .number(3)])
    #expect(items.map(\.series) == [0, 0])
  }

  @Test func noCalculationIsTheLastValue() throws {
    let frames = [FieldSample.series("api", [1, .null])]
    #expect(try items(#"{"reduceOptions.calcs": []}"#, frames).map(\.value) == [.null])
    #expect(try items(#"{"reduceOptions.calcs": ["mean"]}"#, frames).map(\.value) == [.number(1)])
  }

  @Test func eachRowIsAnItemWhereValuesAreAskedFor() throws {
    let rows = try items(#"{"reduceOptions.values": true}"#, [FieldSample.services()])
    #expect(rows.count == 10)
    #expect(rows[0].title.raw == "api load")
    #expect(rows[5].title.raw == "api requests")
    #expect(rows[3].text == "no data")
    let limited = try items(
      #"{"reduceOptions.values": true, "reduceOptions.limit": 3}"#,
      [FieldSample.services()]
    )
    #expect(limited.count == 3)
  }

  @Test func aRowIsNamedByItsTexts() throws {
    let table = DataFrame(fields: [
      FieldSample.field("job", .texts(["api", nil])),
      FieldSample.field("zone", .texts(["eu", "us"])),
      FieldSample.field("Value", .numbers([1, 2])),
    ])
    let rows = try items(#"{"reduceOptions.values": true}"#, [table])
    #expect(rows.map(\.title.raw) == ["api eu", "us"])
  }

  @Test func aRowIsNamedByItsCellsWhereTheFileSaysSo() throws {
    let table = DataFrame(fields: [
      FieldSample.field("job", .texts(["api", "web"])),
      FieldSample.field(
        "Value",
        .numbers([1, 2]),
        FieldSample.config { $0.displayName = "job $__cell_0" }
      ),
    ])
    let rows = try items(#"{"reduceOptions.values": true}"#, [table])
    #expect(rows.map(\.title.raw) == ["job api", "job web"])
  }

  @Test func anOverrideOfARowsNameColoursIt() throws {
    let table = DataFrame(fields: [
      FieldSample.field("job", .texts(["api", "web"])),
      FieldSample.field("Value", .numbers([1, 2]), FieldSample.config()),
    ])
    var blue = FieldConfig()
    blue.color = FieldColor(mode: "fixed", fixed: "blue")
    let fields = FieldRules(overrides: [FieldRules.Override(.byName("web"), blue)])
    let rows = try items(#"{"reduceOptions.values": true}"#, [table], fields: fields)
    #expect(rows.map(\.color) == [Theme.dark.good, Theme.dark.color(named: "blue")])
  }

  @Test(
    arguments: [
      ("/^version$/", ["version"]), ("version", ["version"]),
      ("/.*/", ["Time", "version", "Value"]),
      ("/nothing/", []), ("", ["Value"]),
    ] as [(String, [String])]
  )
  func aPatternChoosesFields(pattern: String, names: [String]) throws {
    let table = DataFrame(fields: [
      FieldSample.field("Time", .times(FieldSample.times(2))),
      FieldSample.field("version", .texts(["1.2.3", "1.2.4"])),
      FieldSample.field("Value", .numbers([1, 1])),
    ])
    let found = try items(#"{"reduceOptions.fields": "\#(pattern)"}"#, [table])
    #expect(found.map(\.title.raw) == names)
    #expect(found.first { $0.title.raw == "version" }.map { $0.text == "1.2.4" } ?? true)
  }

  @Test func whatIsHiddenIsNoItem() throws {
    var hidden = FieldSample.series("api", [1])
    hidden.fields[1].config.graph.hidden = GraphStyle.Hidden(fromPlot: true)
    let found = try items("{}", [hidden, Self.two[1]])
    #expect(found.map(\.title.raw) == ["web"])
    #expect(found.map(\.series) == [1])
  }

  @Test(
    arguments: [
      ("percent", nil, nil, 0, 100), ("percentunit", nil, nil, 0, 1), ("none", nil, nil, 2, 8),
      ("percent", 20, nil, 20, 100), ("none", nil, 50, 2, 50), ("none", 9, 1, 1, 9),
    ] as [(String, Double?, Double?, Double, Double)]
  )
  func endsAreTheFilesElseThoseOfTheData(
    unit: String,
    min: Double?,
    max: Double?,
    low: Double,
    high: Double
  ) throws {
    let config = FieldSample.config(unit: unit) { ($0.min, $0.max) = (min, max) }
    let item = try #require(try items("{}", [FieldSample.series("a", [2, 8, 5], config)]).first)
    #expect(item.low == low)
    #expect(item.high == high)
    #expect(item.percent >= 0 && item.percent <= 1)
  }

  @Test func nothingIsAskedOfAPanelWithoutFrames() throws {
    #expect(try items("{}", []).isEmpty)
    var fields = FieldRules()
    fields.defaults.noValue = "0"
    let asked = FieldItems(Options(), fields: fields)
    let told = asked.readings(FieldSample.frame([]), in: FieldSample.context())
    #expect(told.map(\.text) == ["0"])
    #expect(told.map(\.value) == [0])
  }

  @Test func oldDataHasNoColour() throws {
    let old = try items("{}", Self.two, in: FieldSample.context(isStale: true))
    #expect(old.allSatisfy { $0.color == nil })
  }

  @Test func mappingsGiveTextAndColour() throws {
    let config = FieldSample.config {
      $0.mappings = [ValueMapping(.value("1"), text: "UP", color: "blue")]
    }
    let item = try #require(try items("{}", [FieldSample.series("a", [0, 1], config)]).first)
    #expect(item.text == "UP")
    #expect(item.color == Theme.dark.color(named: "blue"))
  }

  @Test func textFromAServerIsSafe() throws {
    let table = DataFrame(fields: [FieldSample.field("version", .texts(["1\u{1B}[31m"]))])
    let item = try #require(try items(#"{"reduceOptions.fields": "/.*/"}"#, [table]).first)
    #expect(!item.text.contains("\u{1B}"))
  }
}
