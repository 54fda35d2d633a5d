import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// How the answers of a Grafana panel become fields: their frames, names, configuration, colours.
struct FieldShapeTests {
  private static let now = Timestamp(seconds: 1_795_539_761)

  private struct Asked {
    var legend: String?
    var format = Target.Format.timeSeries
    var series: [(labels: Labels, values: [Double])]
  }

  private func shaped(
    _ asked: [Asked],
    rules: FieldRules = FieldRules(),
    mode: String = "palette-classic"
  ) -> Frame {
    let letters = ["A", "B", "C", "D"]
    let targets = zip(letters, asked).map { letter, asked in
      Target(refId: letter, .expression("sum(x)"), legendFormat: asked.legend, format: asked.format)
    }
    var frame = Frame(range: TimeRange(start: Self.now - .hours(1), end: Self.now), at: Self.now)
    frame.step = .seconds(15)
    for (index, one) in asked.enumerated() {
      frame.series += one.series.map { labels, values in
        FrameSeries(
          name: "as before",
          target: index,
          refId: letters[index],
          labels: labels,
          timestamps: values.indices.map { Int64($0) * 15_000 },
          values: values
        )
      }
    }
    FieldShape(rules: rules, defaultColorMode: mode)
      .apply(to: &frame, targets: targets, legends: asked.map(\.legend), expressions: [])
    return frame
  }

  private func names(_ legend: String?, _ labels: [Labels]) -> [String] {
    shaped([Asked(legend: legend, series: labels.map { ($0, [1]) })]).series.map(\.name.raw)
  }

  @Test func anOverrideTakesBackWhatDefaultsSay() {
    var rules = FieldRules()
    rules.defaults.unit = "s"
    rules.defaults.max = 5
    rules.defaults.color = FieldColor(mode: "fixed", fixed: "red")
    rules.defaults.graph.lineWidth = 0
    rules.defaults.cell.type = "gauge"
    let all: Set = ["unit", "max", "color", "custom.lineWidth", "custom.cellOptions"]
    rules.overrides = [FieldRules.Override(.numeric, FieldConfig(), unset: all)]
    let config = shaped([Asked(series: [(["job": "a"], [1])])], rules: rules).series[0].config
    #expect(config?.unit == nil && config?.max == nil)
    #expect(config?.color == FieldColor(mode: "thresholds"))
    #expect(config?.graph.lineWidth == nil && config?.cell.type == nil)
    rules.overrides[0].config.unit = "bytes"
    let other = shaped([Asked(series: [(["job": "a"], [1])])], rules: rules).series[0].config
    #expect(other?.unit == "bytes", "what the same rule sets counts")
  }

  // MARK: - Names

  @Test(
    arguments: [
      (nil, ["__name__": "up", "job": "a", "instance": "b"], "up{instance=\"b\", job=\"a\"}"),
      (nil, ["__name__": "up"], "up"), (nil, ["job": "a"], "{job=\"a\"}"), (nil, [:], "sum(x)"),
      ("", ["job": "a"], "{job=\"a\"}"), ("__auto", [:], "sum(x)"),
      ("__auto", ["job": "a"], "a"), ("__auto", ["job": "a", "le": "1"], "{job=\"a\", le=\"1\"}"),
      ("__auto", ["__name__": "up", "job": "a"], "up a"), ("__auto", ["__name__": "up"], "up"),
      ("{{job}}", ["job": "a"], "a"), ("{{ job }} x", ["job": "a"], "a x"),
      ("{{\u{A0}job }}", ["job": "a"], "a"), ("plain", ["job": "a"], "plain"),
      ("{{no}}-{{job}}", ["job": "a"], "-a"), ("{{no}}", ["job": "a"], "a"),
      ("{{__name__}}", ["__name__": "up", "job": "a"], "up"), ("{{job", ["job": "a"], "{{job"),
    ] as [(String?, Labels, String)]
  )
  func aLegendNamesASeries(legend: String?, labels: Labels, name: String) {
    #expect(names(legend, [labels]) == [name])
  }

  @Test func automaticNamesTellWhatDiffers() {
    #expect(
      names("__auto", [["job": "a", "env": "p"], ["job": "b", "env": "p"]])
        == ["{env=\"p\", job=\"a\"}", "{env=\"p\", job=\"b\"}"]
    )
    #expect(
      names(
        "__auto",
        [["__name__": "up", "job": "a", "env": "p"], ["__name__": "up", "job": "b", "env": "p"]]
      ) == ["up a", "up b"]
    )
    #expect(names("same", [["job": "a"], ["job": "b"]]) == ["same", "same"])
  }

  @Test(
    arguments: [
      ("${__field.labels.job} on ${__field.labels[\"env\"]}", "a on p"),
      ("${__field.name}", "up"), ("${__field.displayName}!", "legend!"),
      ("$__field.labels.job", "a"), ("${__field.labels}", "{env=\"p\", job=\"a\"}"),
      ("${__series.name}", "{env=\"p\", job=\"a\"}"), ("${__field.labels.no}", ""),
      ("$other costs $1", "$other costs $1"), ("$__cell_0", "$__cell_0"), ("${", "${"),
      ("${__field.labels.__name__}", "up"),
    ]
  )
  func aDisplayNameIsATemplate(template: String, name: String) {
    var rules = FieldRules()
    rules.defaults.displayName = template
    let frame = shaped(
      [Asked(legend: "legend", series: [(["__name__": "up", "job": "a", "env": "p"], [1])])],
      rules: rules
    )
    #expect(frame.series.map(\.name.raw) == [name])
  }

  // MARK: - Frames

  @Test func aTableHasAColumnPerLabel() {
    let frame = shaped([
      Asked(
        format: .table,
        series: [(["__name__": "up", "b": "1", "a": "2"], [1, 2]), (["c": "3"], [.nan])]
      )
    ])
    let table = frame.frames[0]
    #expect(table.fields.map(\.name) == ["Time", "__name__", "a", "b", "c", "Value"])
    #expect(table.fields.map(\.displayName.raw) == ["Time", "__name__", "a", "b", "c", "Value"])
    #expect(table.fields[4].values == .texts(["", "", "3"]))
    #expect(table.fields[0].values == .times([0, 15_000, 0]))
    #expect(table.rowCount == 3)
  }

  /// Rows of several labels stand behind each other; what is drawn over time goes forward.
  @Test func aTablesSeriesGoForward() {
    let frame = shaped([
      Asked(format: .table, series: [(["a": "1"], [1, 2]), (["a": "2"], [3, 4])])
    ])
    #expect(frame.series.map(\.timestamps) == [[0, 0, 15_000, 15_000]])
    #expect(frame.series.map(\.values) == [[1, 3, 2, 4]])
  }

  @Test func severalTablesHaveLetters() {
    let one = Asked(format: .table, series: [(["a": "1"], [1])])
    let none = Asked(format: .table, series: [])
    #expect(shaped([one, one]).frames.map { $0.fields[2].name.raw } == ["Value #A", "Value #B"])
    #expect(shaped([one, none]).frames.map { $0.fields[2].name.raw } == ["Value"])
    let line = Asked(series: [(["a": "1"], [1])])
    #expect(shaped([line, one]).frames.last?.fields.last?.name == "Value")
  }

  @Test func bucketsAreSortedAndTakenApart() {
    let frame = shaped([
      Asked(
        format: .heatmap,
        series: [
          (["le": "+Inf", "job": "a"], [9, 10]), (["le": "10", "job": "a"], [7, 10]),
          (["le": "2.5", "job": "a"], [3, .null]), (["le": "2.5", "job": "b"], [1, 1]),
        ]
      )
    ])
    #expect(frame.frames.count == 1)
    let fields = frame.frames[0].fields
    #expect(fields.map(\.displayName.raw) == ["Time", "2.5 1", "10", "+Inf", "2.5 2"])
    #expect(fields[2].values == .numbers([4, 10]))
    #expect(fields[3].values == .numbers([2, 0]))
    #expect(frame.frames[0].step == .seconds(15))
  }

  @Test func nativeHistogramsStay() {
    let shape = FieldShape(rules: FieldRules())
    var frame = Frame(range: TimeRange(start: Self.now, end: Self.now), at: Self.now)
    let histogram = HistogramSample(time: Self.now, count: 1, sum: 2, buckets: [])
    frame.series = [FrameSeries(name: "h", labels: ["job": "a"], histograms: [histogram])]
    shape.apply(to: &frame, targets: [Target(.expression("h"), format: .heatmap)])
    #expect(frame.frames[0].fields[1].histograms == [histogram])
    #expect(frame.series[0].histograms == [histogram])
  }

  // MARK: - Matchers

  @Test(
    arguments: [
      (.byName("a"), [0]), (.byName("up"), [0, 1, 2]), (.byName("A"), []),
      (.byNames(["a", "c"], isExcluding: false), [0, 2]),
      (.byNames(["a", "c"], isExcluding: true), [1]), (.byRegexp("/[ab]/"), [0, 1]),
      (.byRegexp("[ab]"), [0, 1]), (.byRegexp("up"), []), (.byRegexp("/A/i"), [0]),
      (.byRegexp("/(/"), []), (.byRegexpOrNames(pattern: "b", names: ["c"]), [1, 2]),
      (.byType("number"), [0, 1, 2]), (.byType("string"), []), (.numeric, [0, 1, 2]), (.time, []),
      (.byFrameRefID("A"), [0, 1]), (.byFrameRefID("B"), [2]),
      (.byValue(reducer: "allIsZero", comparison: "eq", value: 1), [1]),
      (.byValue(reducer: "allIsNull", comparison: "eq", value: 1), [2]),
      // As `hideEmpty` and `hideZero` are written.
      (.byValue(reducer: "allIsZero", comparison: "gte", value: 0), [1]),
      (.byValue(reducer: "allIsNull", comparison: "gte", value: 0), [2]),
      (.byValue(reducer: "max", comparison: "gte", value: 5), [0]),
      (.byValue(reducer: "max", comparison: "gt", value: 5), []),
      (.byValue(reducer: "max", comparison: "lt", value: 5), [1]),
      (.byValue(reducer: "max", comparison: "lte", value: 5), [0, 1]),
      (.byValue(reducer: "max", comparison: "neq", value: 5), [1]),
      (.byValue(reducer: "no such", comparison: "eq", value: 5), []),
      (.first, []), (.firstTime, []), (.all, [0, 1, 2]), (.none, []),
      (.anyOf([.byName("a"), .byName("b")]), [0, 1]), (.not(.byName("a")), [1, 2]),
    ] as [(FieldMatcher, [Int])]
  )
  func whichFieldsARuleIsFor(matcher: FieldMatcher, wanted: [Int]) {
    var config = FieldConfig()
    config.unit = "bytes"
    config.displayName = "renamed"
    let frame = shaped(
      [
        Asked(
          legend: "{{x}}",
          series: [
            (["__name__": "up", "x": "a"], [1, 5]), (["__name__": "up", "x": "b"], [0, 0]),
          ]
        ),
        Asked(legend: "{{x}}", series: [(["__name__": "up", "x": "c"], [.nan, .nan])]),
      ],
      rules: FieldRules(overrides: [.init(matcher, config)])
    )
    #expect(frame.series.indices.filter { frame.series[$0].config?.unit == "bytes" } == wanted)
    #expect(frame.series.indices.filter { frame.series[$0].name == "renamed" } == wanted)
  }

  @Test func momentsAreMatchedToo() {
    var config = FieldConfig()
    config.cell.isHidden = true
    for matcher in [FieldMatcher.first, .firstTime, .time, .byType("time"), .byName("Time")] {
      let frame = shaped(
        [Asked(format: .table, series: [(["a": "1"], [1])])],
        rules: FieldRules(overrides: [.init(matcher, config)])
      )
      #expect(
        frame.frames[0].fields.map { $0.config.cell.isHidden ?? false } == [true, false, false]
      )
    }
  }

  /// Rules see the names from before any of them.
  @Test func laterRulesWin() {
    var first = FieldConfig()
    (first.unit, first.displayName) = ("bytes", "b")
    var second = FieldConfig()
    second.unit = "s"
    let rules = FieldRules(
      overrides: [
        .init(.byName("a"), first), .init(.byName("a"), second), .init(.byName("b"), first),
      ]
    )
    let frame = shaped([Asked(legend: "a", series: [([:], [1])])], rules: rules)
    #expect(frame.series[0].config?.unit == "s")
    #expect(frame.series[0].name == "b")
  }

  /// A cell's look is replaced whole; what is hidden where is set by its parts.
  @Test func laterRulesReplaceValuesAsGrafanaDoes() {
    var first = FieldConfig()
    (first.cell.type, first.cell.appliesToRow) = ("color-background", true)
    first.graph.hidden = .init(fromLegend: true)
    var second = FieldConfig()
    second.cell.type = "color-text"
    second.graph.hidden = .init(fromTooltip: true)
    first.merge(second)
    #expect(first.cell.type == "color-text" && first.cell.appliesToRow == nil)
    #expect(first.graph.hidden == .init(fromLegend: true, fromTooltip: true))
  }

  // MARK: - Ends and colours

  @Test func endsAreThoseOfAllFieldsOrTheirOwn() {
    var rules = FieldRules()
    let asked = [Asked(series: [(["x": "a"], [1, .infinity, 5]), (["x": "b"], [.nan, 20])])]
    let all = shaped(asked, rules: rules).series.map(\.config?.dataEnds)
    #expect(all == [DataEnds(low: 1, high: 20), DataEnds(low: 1, high: 20)])
    rules.defaults.hasOwnEnds = true
    let own = shaped(asked, rules: rules).series.map(\.config?.dataEnds)
    #expect(own == [DataEnds(low: 1, high: 5), DataEnds(low: 20, high: 20)])
    (rules.defaults.min, rules.defaults.max) = (9, 3)
    #expect(shaped(asked, rules: rules).series[0].config?.min == 3)
    #expect(shaped(asked, rules: rules).series[0].config?.max == 9)
  }

  private func tints(_ color: FieldColor?, count: Int, mode: String = "thresholds") -> [String?] {
    var rules = FieldRules()
    rules.defaults.color = color
    let series = (0..<count).map { (labels: ["x": "\($0)"] as Labels, values: [1.0]) }
    return shaped([Asked(legend: "{{x}}", series: series)], rules: rules, mode: mode)
      .series.map(\.tint)
  }

  @Test func aSeriesOwnColour() {
    #expect(
      tints(nil, count: 8, mode: "palette-classic") == [
        "green", "semi-dark-yellow", "light-blue", "semi-dark-orange", "red", "blue", "purple",
        "#705DA0",
      ]
    )
    #expect(tints(FieldColor(mode: "palette-classic"), count: 57).last == "green")
    #expect(tints(FieldColor(mode: "fixed", fixed: "#abc"), count: 2) == ["#abc", "#abc"])
    #expect(tints(FieldColor(mode: "fixed"), count: 1) == ["#808080"])
    #expect(tints(FieldColor(mode: "thresholds"), count: 1) == [nil])
    #expect(tints(FieldColor(mode: "continuous-GrYlRd"), count: 1) == [nil])
    #expect(tints(FieldColor(mode: "no such"), count: 1, mode: "palette-classic") == [nil])
    let byName = tints(FieldColor(mode: "palette-classic-by-name"), count: 2)
    #expect(byName == tints(FieldColor(mode: "palette-classic-by-name"), count: 2))
    #expect(byName[0] != byName[1])
  }

  @Test func shadesOfAColour() throws {
    let shades = tints(FieldColor(mode: "shades", fixed: "#5794F2"), count: 12).compactMap { $0 }
    #expect(shades[0] == "#5794F2" && shades[11] == "#5794F2")
    #expect(Set(shades).count == 11)
    let base = Color(0x5794F2).luminance
    for (place, shade) in shades.enumerated().dropFirst().dropLast() {
      let luminance = try #require(Color(hex: shade)).luminance
      #expect(place % 2 == 1 ? luminance > base : luminance < base, "\(shade)")
    }
  }

  /// By its last value, unless the file says otherwise.
  @Test(arguments: [(nil, "green"), ("last", "green"), ("max", "red"), ("min", "green")])
  func aSeriesIsColouredByOneOfItsValues(seriesBy: String?, name: String) throws {
    var rules = FieldRules()
    rules.defaults.color = FieldColor(mode: "thresholds", seriesBy: seriesBy)
    let frame = shaped([Asked(series: [(["x": "a"], [1, 99, 2])])], rules: rules)
    let series = try #require(frame.series.first)
    #expect(ColorTable().color(of: series, theme: .dark) == Theme.dark.color(named: name))
  }

  @Test(arguments: [
    ("timeseries", "palette-classic"), ("stat", "thresholds"), ("gauge", "thresholds"),
    ("bargauge", "thresholds"), ("table", "thresholds"), ("graph", "palette-classic"),
  ])
  func kindsHaveGrafanasColourMode(type: String, mode: String) throws {
    let kind = try #require(PanelCatalog.all.first { $0.names.contains(type) })
    #expect(kind.defaultColorMode == mode)
  }
}
