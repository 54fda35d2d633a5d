import Canvas
import Metrics
import Panels
import Testing

/// What a Grafana panel shows of one value: text, colour and place between the ends.
struct FieldDisplayTests {
  private static let now = Timestamp(milliseconds: 1_795_539_761_005)
  private static let context = DrawContext(zone: .utc, now: now)

  private func shown(
    _ value: FieldValue,
    tint: String? = nil,
    _ change: (inout FieldConfig) -> Void
  ) -> ShownValue {
    var config = FieldConfig()
    change(&config)
    return FieldOptions(config, tint: tint).shown(value, in: Self.context)
  }

  private func color(_ name: String) -> Color? { Theme.dark.color(named: name) }

  // MARK: - Text

  @Test(
    arguments: [
      (.number(1.5), nil, "1.50"), (.number(1_500), "short", "1.50 K"), (.number(0), "s", "0 s"),
      (.number(7_200), "s", "2 hour"), (.null, "s", ""), (.number(.nan), "s", "NaN"),
      (.number(.infinity), "s", "∞ year"), (.number(-.infinity), "none", "-∞"),
      (.boolean(true), nil, "True"), (.boolean(false), "bytes", "False"),
      (.boolean(false), "bool_on_off", "Off"), (.text("v1.2"), nil, "v1.2"),
      (.text("2048"), "bytes", "2 KiB"), (.text("2048"), "string", "2048"),
      (.text("2048"), nil, "2048"), (.text(""), nil, ""), (.text("x"), "bytes", "x"),
      (.time(now), nil, "2026-11-24 17:02:41"), (.time(now), "bytes", "2026-11-24 17:02:41"),
      (.time(now), "dateTimeAsUS", "11/24/2026 5:02:41 pm"), (.time(now), "time:HH:mm", "17:02"),
      (.number(1), "bool", "True"), (.number(12), "string", "12"),
      (.trend(FrameSeries(name: "s", timestamps: [1, 2], values: [1, 2_048])), "bytes", "2 KiB"),
      (.trend(FrameSeries(name: "s")), "bytes", ""),
    ] as [(FieldValue, String?, String)]
  )
  func aValueInItsUnit(value: FieldValue, unit: String?, text: String) {
    #expect(shown(value) { $0.unit = unit }.text == text)
  }

  @Test(arguments: [
    (FieldValue.null, "none"), (.text(""), "none"), (.number(.nan), "NaN"), (.number(0), "0"),
    (.trend(FrameSeries(name: "s")), "none"),
  ])
  func nothingIsWrittenAsTheFieldSays(value: FieldValue, text: String) {
    #expect(shown(value) { $0.noValue = "none" }.text == text)
  }

  @Test func neighboursAreToldApartByMilliseconds() {
    var field = Field("Time", .times([1_795_539_761_005, 1_795_539_761_250]))
    #expect(
      FieldOptions(field).shown(.time(Self.now), in: Self.context).text == "2026-11-24 17:02:41.005"
    )
    field.values = .times([1_795_539_761_005, 1_795_539_821_005])
    #expect(
      FieldOptions(field).shown(.time(Self.now), in: Self.context).text == "2026-11-24 17:02:41"
    )
  }

  @Test func aCountHasNoUnit() {
    var config = FieldConfig()
    config.unit = "bytes"
    let options = FieldOptions(config)
    #expect(options.text(2_048, by: .max, in: Self.context) == "2 KiB")
    #expect(options.text(2_048, by: .count, in: Self.context) == "2048")
    #expect(options.text(12.5, by: .diffperc, in: Self.context) == "12.5%")
    #expect(options.text(.null, by: .last, in: Self.context) == "")
  }

  // MARK: - Mappings

  private static let mappings = [
    ValueMapping(.value("1"), text: "up", color: "green"),
    ValueMapping(.value("0"), color: "red"),
    ValueMapping(.value("true"), text: "yes"),
    ValueMapping(.range(from: 10, to: 20), text: "ten to twenty"),
    ValueMapping(.range(from: 15, to: 30), text: "late"),
    ValueMapping(.range(from: nil, to: -5), text: "low"),
    ValueMapping(.range(from: 1_000, to: nil), text: "high"),
    ValueMapping(.regex("/v(\\d+)\\.(\\d+)/"), text: "$2 of $1"),
    ValueMapping(.regex("whole.*"), text: "all"),
    ValueMapping(.null, text: "N/A", color: "#123456"),
    ValueMapping(.nan, text: "no number"),
    ValueMapping(.no, text: "no"),
    ValueMapping(.empty, text: "blank"),
  ]

  @Test(
    arguments: [
      (.number(1), "up"), (.number(1.5), "1.50 s"), (.number(0), "0 s"), (.boolean(true), "yes"),
      (.boolean(false), "no"), (.number(10), "ten to twenty"), (.number(20), "ten to twenty"),
      (.number(20.5), "late"), (.number(30.5), "30.5 s"), (.number(-5), "low"),
      (.number(-.infinity), "low"), (.number(1e9), "high"), (.null, "N/A"),
      (.number(.nan), "no number"), (.text("1"), "up"), (.text("12 apples"), "ten to twenty"),
      (.text("is v3.14!"), "is 14 of 3!"), (.text("wholesale"), "all"),
      (.text("a whole"), "no number"),
      (.text(""), "blank"), (.text("false"), "no number"),
    ] as [(FieldValue, String)]
  )
  func theFirstThatMatchesCounts(value: FieldValue, text: String) {
    #expect(
      shown(value) {
        $0.unit = "s"; $0.mappings = Self.mappings
      }.text == text
    )
  }

  @Test func aMappingsColourCountsMoreThanALimits() {
    let all = { (config: inout FieldConfig) in config.mappings = Self.mappings }
    #expect(shown(.number(1), all).color == color("green"))
    #expect(shown(.number(0), all).color == color("red"))
    #expect(shown(.null, all).color == color("#123456"))
    #expect(shown(.number(15), all).color == color("green"))
    #expect(shown(.number(25)) { $0.mappings = [ValueMapping(.null, text: "")] }.text == "25")
  }

  @Test func nullOrNaNIsBoth() {
    let both = { (config: inout FieldConfig) in
      config.mappings = [ValueMapping(.nullOrNaN, text: "gone")]
    }
    #expect(shown(.null, both).text == "gone")
    #expect(shown(.number(.nan), both).text == "gone")
    #expect(shown(.number(0), both).text == "0")
  }

  // MARK: - Colours

  private static let limits = [
    Threshold(.atLeast(-.infinity), color: "blue"), Threshold(.atLeast(50), color: "orange"),
    Threshold(.atLeast(90), color: "no such"),
  ]

  @Test(
    arguments: [
      (.number(-1), "blue"), (.number(49.9), "blue"), (.number(50), "orange"),
      (.number(89.9), "orange"), (.number(90), "#808080"), (.null, "blue"),
      (.number(.nan), "blue"), (.number(.infinity), "#808080"), (.text("x"), "blue"),
    ] as [(FieldValue, String)]
  )
  func limitsColour(value: FieldValue, name: String) {
    #expect(shown(value) { $0.thresholds = Self.limits }.color == color(name))
  }

  /// Limits in percent of the ends, which nobody set: then the data's.
  @Test func limitsInPercent() {
    func name(_ value: Double, _ change: (inout FieldConfig) -> Void) -> Color? {
      shown(.number(value)) {
        $0.thresholds = Self.limits
        $0.hasPercentageThresholds = true
        change(&$0)
      }.color
    }
    #expect(name(0.5) { ($0.min, $0.max) = (0, 1) } == color("orange"))
    #expect(name(0.49) { ($0.min, $0.max) = (0, 1) } == color("blue"))
    #expect(name(15) { $0.dataEnds = DataEnds(low: 10, high: 20) } == color("orange"))
    #expect(name(15) { $0.dataEnds = DataEnds(low: 10, high: 30) } == color("blue"))
    #expect(name(50) { _ in } == color("orange"))
  }

  @Test func withoutLimitsRedBeginsAt80() {
    #expect(shown(.number(79)) { _ in }.color == color("green"))
    #expect(shown(.number(80)) { _ in }.color == color("red"))
  }

  @Test(
    arguments: [
      (0.0, "green"), (1, "red"), (-3, "green"), (7, "red"),
    ]
  )
  func aRampEndsInItsColours(place: Double, name: String) {
    let shown = shown(.number(place)) {
      $0.color = FieldColor(mode: "continuous-GrYlRd")
      ($0.min, $0.max) = (0, 1)
    }
    #expect(shown.color == color(name))
    #expect(shown.percent == place)
  }

  /// The middle of a B-spline: a sixth of each end and four of the middle.
  @Test func aRampsMiddle() throws {
    let color = try #require(
      shown(.number(50)) { $0.color = FieldColor(mode: "continuous-GrYlRd") }.color
    )
    let parts = try ["green", "yellow", "red"].map { try #require(self.color($0)) }
    func mixed(_ of: (Color) -> UInt8) -> Int {
      let weights = [1.0, 4, 1]
      let sum = zip(parts, weights).reduce(0.0) { sum, pair in sum + Double(of(pair.0)) * pair.1 }
      return Int((sum / 6).rounded())
    }
    #expect(Int(color.red) == mixed(\.red))
    #expect(Int(color.green) == mixed(\.green))
    #expect(Int(color.blue) == mixed(\.blue))
  }

  @Test(arguments: [
    "GrYlRd", "RdYlGr", "BlYlRd", "YlRd", "BlPu", "YlBl", "blues", "reds", "greens", "purples",
    "viridis", "magma", "plasma", "inferno", "cividis",
  ])
  func everyRampHasTwoEnds(name: String) {
    let ends = [0.0, 100].map { value in
      shown(.number(value)) { $0.color = FieldColor(mode: "continuous-\(name)") }.color
    }
    #expect(ends[0] != ends[1])
    #expect(!ends.contains(color("#808080")))
  }

  @Test func anOwnColourIsTheValuesToo() {
    let shown = shown(.number(99), tint: "purple") { $0.color = FieldColor(mode: "fixed") }
    #expect(shown.color == color("purple"))
  }

  @Test func yesIsGreen() {
    #expect(shown(.boolean(true)) { _ in }.color == color("green"))
    #expect(shown(.boolean(false)) { _ in }.color == color("red"))
    #expect(shown(.boolean(true)) { _ in }.percent == 1)
  }

  @Test func whatIsOldHasNoColour() {
    var context = Self.context
    context.isStale = true
    let options = FieldOptions(FieldConfig())
    #expect(options.shown(.number(1), in: context).color == nil)
    #expect(options.color(of: 1, in: context) == nil)
    #expect(options.color(of: 1, in: Self.context) == color("green"))
  }

  @Test func placesBetweenTheEnds() {
    func percent(_ value: FieldValue, _ low: Double?, _ high: Double?) -> Double? {
      shown(value) {
        ($0.min, $0.max) = (low, high)
        $0.dataEnds = DataEnds(low: 10, high: 20)
      }.percent
    }
    #expect(percent(.number(15), nil, nil) == 0.5)
    #expect(percent(.number(15), 0, nil) == 0.75)
    #expect(percent(.number(15), nil, 60) == 0.1)
    #expect(percent(.number(25), 0, 20) == 1.25)
    #expect(percent(.null, 0, 20) == 0)
    #expect(percent(.number(5), 5, 5) == 0)
  }

  @Test func ticksAreMappedToo() {
    var config = FieldConfig()
    config.mappings = Self.mappings
    let options = FieldOptions(config)
    #expect(options.tick(1, increment: 0.5, in: Self.context) == "up")
    #expect(options.tick(0.5, increment: 0.5, in: Self.context) == "0.5")
  }
}
