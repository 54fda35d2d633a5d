import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// What single keys of Grafana's panels do to the picture.
struct GrafanaLookTests {
  private typealias Sample = ChartSample

  // MARK: - Legends of bars

  private static let legend: [String: JSON.Kind] = [
    "legend.displayMode": .string("table"), "legend.calcs": .words("max", "mean"),
    "legend.sortBy": .string("Max"), "legend.sortDesc": .bool(true),
  ]

  @Test func aBarChartsLegendHasItsNumbers() throws {
    var sample = Sample("barchart", Self.legend, format: .table, series: Sample.jobs)
    sample.frame.frames[0].fields.append(Field("errors", .numbers([2, 9, 1])))
    try expectGolden(try sample.draw(48, 14), "barchart-legend")
    sample.spec.options.values["legend.displayMode"] = JSON(.string("list"))
    let list = try sample.text(80, 12)
    #expect(list.last?.contains("errors  Max: 9  Mean: 4") == true)
  }

  /// Of the values, not of how many there are.
  @Test func aHistogramsLegendHasTheValuesNumbers() throws {
    let series = [Sample.series("a", [1, 1, 2]), Sample.series("b", [1, 5, 9])]
    let text = try Sample("histogram", Self.legend, series: series).text(48, 12)
    let words = text.suffix(3).map { $0.split(separator: " ").joined(separator: " ") }
    #expect(words == ["Max Mean", "■ b 9 5", "■ a 2 1.33"])
  }

  // MARK: - Scales of bars

  private func scaled(_ scale: GraphStyle.Scale, _ values: [Double]) -> Sample {
    var config = FieldConfig()
    config.graph.scale = scale
    return Sample(
      "barchart",
      config: config,
      format: .table,
      series: values.enumerated().map { place, value in
        Sample.series(ForeignText("\(place)"), [value], labels: ["job": "job \(place)"])
      }
    )
  }

  @Test func barsStandOnPowers() throws {
    let canvas = try scaled(.log(base: 10), [1, 10, 100, 1_000]).draw(48, 13)
    try expectGolden(canvas, "barchart-powers")
  }

  /// Even the least, and none of what a logarithm doesn't have.
  @Test func everyBarAboveZeroIsSeenAmongPowers() throws {
    let sample = scaled(.log(base: 2), [-4, 0, 8, 8])
    for rows in 4...12 {
      let lines = try sample.text(48, rows)
      let columns = lines.map { Array($0) }
      func isInked(_ range: Range<Int>) -> Bool {
        columns.contains { line in
          line.indices.contains { range.contains($0) && "▁▂▃▄▅▆▇█".contains(line[$0]) }
        }
      }
      #expect(!isInked(2..<24), "\(lines)")
      #expect(isInked(24..<34) && isInked(35..<45), "\(lines)")
    }
    let both = try scaled(.symlog(base: 10, threshold: 1), [-100, 100]).text(48, 10)
    #expect(both.contains { $0.contains("-100") } && both.contains { $0.contains("100") })
  }

  // MARK: - Pies

  @Test func smallSlicesAreOne() throws {
    let series = [("a", 90), ("b", 6), ("c", 3), ("d", 1)].map { name, value in
      Sample.series(ForeignText(name), [Double(value)])
    }
    func names(_ options: [String: JSON.Kind]) throws -> [String] {
      try Sample("piechart", options, series: series).text(40, 4, in: Sample.plain)
        .filter { !$0.isEmpty }.map { line in
          let words = line.split(separator: " ")
          return "\(words[0]) \(words[words.count - 1])"
        }
    }
    let some: [String: JSON.Kind] = [
      "combine.threshold": .number(0.03), "combine.label": .string("rest"),
    ]
    #expect(try names(some) == ["a 90%", "b 6%", "rest 4%"])
    #expect(try names(["combine.threshold": .number(1)]) == ["Others 100%"])
    // One alone gains nothing by another name.
    #expect(try names(["combine.threshold": .number(0.01)]).last == "d 1%")
    #expect(try names([:]).count == 4)
    let panel = try PanelCatalog.make(Sample("piechart", some, series: series).spec).get()
    let frame = Sample("piechart", some, series: series).frame
    #expect(panel.readings(frame, in: Sample.color).map(\.name) == ["a", "b", "c", "d"])
  }

  // MARK: - Axes

  @Test func aHeatmapsAxisHasAName() throws {
    func heading(_ options: [String: JSON.Kind]) throws -> String {
      let sample = Sample("heatmap", options, series: Sample.jobs)
      return try PanelCatalog.make(sample.spec).get()
        .heading(sample.frame, in: Sample.color, columns: 40).unit
    }
    let name = "Tokens\u{1B}[2J"
    #expect(try heading(["yAxis.axisLabel": .string(name)]) == ForeignText(name).safe)
    let hidden: [String: JSON.Kind] = [
      "yAxis.axisLabel": .string("Tokens"), "yAxis.axisPlacement": .string("hidden"),
    ]
    #expect(try heading(hidden) == "")
  }

  @Test func aPanelHasClocksOfItsOwn() throws {
    let sample = GraphSample().with("load", GraphSample.wave())
      .with(option: "legend.showLegend", .bool(false))
    func axis(_ zones: String...) throws -> [String] {
      let zones = JSON.Kind.array(zones.map { JSON(.string($0)) })
      let canvas = try sample.with(option: "timezone", zones).canvas(60, 12)
      return (0..<12).map { row in
        String(canvas.row(row).filter { !$0.isContinuation }.map(\.character)).trimmedRight
      }
    }
    let plain = try axis()
    #expect(plain.last?.contains("16:45") == true)
    #expect(try axis("Asia/Kolkata").last?.contains("22:15") == true)
    #expect(try axis("") == plain)
    let both = try axis("", "Asia/Kolkata")
    #expect(both.suffix(2).map { $0.suffix(5) } == ["  UTC", "  IST"], "\(both)")
    #expect(both[10].contains("16:45") && both[11].contains("22:15"), "\(both)")
    // However many are asked for, the plot keeps its room.
    let many = try axis("", "utc", "utc", "utc", "utc", "utc", "utc")
    #expect(many.count { $0.contains("16:45") } == 3)
    var states = Sample("state-timeline", series: [Sample.series("a", [1, 2, 1])])
    states.spec.options.values["timezone"] = JSON(.words("Asia/Kolkata"))
    #expect(try states.text(60, 6).contains { $0.contains("22:00") })
  }

  // MARK: - Fields

  /// Grafana's own stat colours nothing by a word that it doesn't know.
  @Test func anUnknownColorModeColorsNothing() throws {
    let limits = FieldSample.config(limits: [(-.infinity, "red")])
    func inks(_ mode: String) throws -> Set<Color> {
      let spec = try FieldSample.spec("stat", #"{"colorMode": "\#(mode)", "graphMode": "none"}"#)
      let frames = [FieldSample.series("a", [3], limits)]
      return try FieldSample.drawn(spec, frames, columns: 20, rows: 5).inks
    }
    let red = try #require(Theme.dark.color(named: "red"))
    #expect(try inks("value").contains(red))
    #expect(try inks("fixed") == inks("none"))
    #expect(try !inks("fixed").contains(red))
  }

  /// A rule without a value takes back what was set before it.
  @Test func aRuleTakesAPropertyBack() throws {
    var defaults = FieldConfig()
    (defaults.unit, defaults.max, defaults.noValue) = ("bytes", 9, "-")
    defaults.color = FieldColor(mode: "fixed", fixed: "red")
    defaults.graph.fillOpacity = 30
    var again = FieldConfig()
    again.max = 4
    let rules = FieldRules(
      defaults: defaults,
      overrides: [
        .init(
          .byName("a"),
          FieldConfig(),
          unset: ["unit", "color", "custom.fillOpacity", "max"]
        ),
        .init(.byName("a"), again, unset: ["max"]),
      ]
    )
    var frame = Frame(
      series: [Sample.series("a", [1]), Sample.series("b", [1])],
      range: Sample.range,
      at: Sample.now
    )
    FieldShape(rules: rules, defaultColorMode: "palette-classic")
      .apply(to: &frame, targets: [Target(.expression("x"))])
    let configs = frame.series.map(\.config)
    #expect(configs[0]?.unit == nil)
    #expect(configs[0]?.max == 4)
    #expect(configs[0]?.noValue == "-")
    #expect(configs[0]?.color == FieldColor(mode: "thresholds"))
    #expect(configs[0]?.graph.fillOpacity == nil)
    #expect(configs[1]?.unit == "bytes")
    #expect(configs[1]?.color?.fixed == "red")
  }
}
