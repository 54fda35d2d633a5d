import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Bar charts, beside and on each other, upright and lying; histograms.
struct BarChartTests {
  private typealias Sample = ChartSample

  /// Jobs with a second column of numbers.
  private func table(_ options: [String: JSON.Kind] = [:], errors: [Double] = [2, 1, 1]) -> Sample {
    var sample = Sample("barchart", options, format: .table, series: Sample.jobs)
    var field = Field("errors", .numbers(errors))
    field.tint = "red"
    sample.frame.frames[0].fields.append(field)
    return sample
  }

  @Test func barsStandBesideEachOther() throws {
    let canvas = try table().draw(48, 12)
    try expectGolden(canvas, "barchart-grouped")
    #expect(
      canvas.inks.isSuperset(
        of: ["semi-dark-yellow", "red"].compactMap { Theme.dark.color(named: $0) }
      )
    )
  }

  @Test func barsStandOnEachOther() throws {
    try expectGolden(
      try table(["stacking": .string("normal")]).draw(48, 12),
      "barchart-stacked"
    )
    try expectGolden(
      try table(["stacking": .string("percent")]).draw(48, 12),
      "barchart-percent"
    )
  }

  @Test func barsLie() throws {
    try expectGolden(
      try table(["orientation": .string("horizontal")]).draw(40, 12),
      "barchart-lying"
    )
    let text = try Sample("barchart", format: .table, series: Sample.jobs)
      .text(30, 3, in: Sample.plain)
    #expect(
      text == [
        "web  ####################### 6", "api  ############            3",
        "mail ####                    1",
      ]
    )
  }

  @Test func withoutColorsKindsHaveFills() throws {
    let text = try table(["orientation": .string("horizontal")]).text(40, 12, in: Sample.plain)
    #expect(text.contains { $0.contains("####") })
    #expect(text.contains { $0.contains("%%%") })
    #expect(text.last?.contains("% errors") == true)
  }

  @Test func negativeValuesHangFromZero() throws {
    let sample = table(errors: [-2, -4, 3])
    try expectGolden(try sample.draw(48, 12), "barchart-negative")
  }

  /// A bar chart of three jobs whose numbers are configured.
  private func jobs(
    _ options: [String: JSON.Kind] = [:],
    _ configure: (inout FieldConfig) -> Void
  ) -> Sample {
    var config = FieldConfig()
    configure(&config)
    return Sample("barchart", options, config: config, format: .table, series: Sample.jobs)
  }

  @Test func theAxisStandsWhereTheFileSays() throws {
    let left = try jobs { _ in }.text(40, 8, in: Sample.plain)
    #expect(left.contains { $0.hasPrefix("6 ") || $0.hasPrefix("8 ") })
    let right = try jobs { $0.graph.axis = .right }.text(40, 8, in: Sample.plain)
    #expect(!right.contains { $0.hasPrefix("0") })
    #expect(right.contains { $0.hasSuffix(" 0") })
    let none = try jobs(["showValue": .string("never")]) { $0.graph.axis = .hidden }
      .text(40, 8, in: Sample.plain)
    #expect(!none.joined().contains { $0.isNumber })
  }

  @Test func softEndsHoldWhileNoValueIsBeyond() throws {
    func ends(_ configure: (inout FieldConfig) -> Void) throws -> [String] {
      try jobs(["showValue": .string("never")], configure).text(40, 15, in: Sample.plain)
        .map { String($0.prefix { !$0.isWhitespace }) }.filter { Double($0) != nil }
    }
    #expect(try ends { $0.graph.axisSoftMax = 20 }.first == "20")
    #expect(try ends { $0.graph.axisSoftMax = 2 }.first != "2")
    #expect(try ends { $0.graph.axisSoftMin = -10 }.contains("-10"))
    #expect(try !ends { $0.graph.axisSoftMin = 2 }.contains("2"))
    #expect(try ends { $0.graph.isCentredOnZero = true }.contains { $0.hasPrefix("-") })
  }

  @Test func limitsAreLinesAndBands() throws {
    let steps = [
      Threshold(.atLeast(-.infinity), color: "transparent"), Threshold(.atLeast(4), color: "red"),
    ]
    let red = try #require(Theme.dark.color(named: "red"))
    let line = try jobs { ($0.thresholds, $0.graph.limits, $0.color) = (steps, .line, .fixedBlue) }
      .draw(40, 10)
    #expect(line.inks.contains(red))
    let lying = try jobs(["orientation": .string("horizontal")]) {
      ($0.thresholds, $0.graph.limits, $0.color) = (steps, .dashed, .fixedBlue)
    }.text(40, 3)
    #expect(lying[1].contains("╎") && lying[2].contains("╎"))
    #expect(!lying[0].contains("╎"), "a bar is in front")
    let band = try jobs { ($0.thresholds, $0.graph.limits, $0.color) = (steps, .area, .fixedBlue) }
      .draw(40, 10)
    #expect(band.inks.contains(red.blended(over: Theme.dark.ground, opacity: 0.16)))
    #expect(!band.inks.contains(red))
  }

  @Test func aBarCanHaveTheColoursOfItsValues() throws {
    let steps = [
      Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(4), color: "red"),
    ]
    func inks(_ gradient: String) throws -> Set<Color> {
      let sample = jobs(["showValue": .string("never")]) {
        ($0.thresholds, $0.graph.gradient) = (steps, gradient)
        $0.color = FieldColor(mode: "thresholds")
      }
      let canvas = try sample.draw(40, 10)
      // The first bar alone, whose value is beyond the limit.
      return Set((0..<9).map { canvas[8, $0].style.foreground })
    }
    let green = try #require(Theme.dark.color(named: "green"))
    #expect(try !inks("none").contains(green))
    #expect(try inks("scheme").contains(green))
  }

  @Test func anotherFieldCanColourTheBars() throws {
    var sample = table(["colorByField": .string("errors")])
    let last = sample.frame.frames[0].fields.count - 1
    sample.frame.frames[0].fields[last].tint = nil
    sample.frame.frames[0].fields[last].config.color = FieldColor(mode: "thresholds")
    sample.frame.frames[0].fields[last].config.thresholds = [
      Threshold(.atLeast(-.infinity), color: "#010203"), Threshold(.atLeast(2), color: "#040506"),
    ]
    let inks = try sample.draw(48, 12).inks
    #expect(inks.isSuperset(of: [Color(0x010203), Color(0x040506)]))
  }

  @Test func namesCanBeHidden() throws {
    var sample = Sample("barchart", format: .table, series: Sample.jobs)
    let place = try #require(
      sample.frame.frames[0].fields.firstIndex {
        if case .texts = $0.values { true } else { false }
      }
    )
    sample.frame.frames[0].fields[place].config.graph.axis = .hidden
    for (columns, rows) in [(48, 12), (20, 3)] {
      #expect(try !sample.text(columns, rows).joined().contains("mail"))
    }
  }

  @Test func numbersCanBeLeftOut() throws {
    let options: [String: JSON.Kind] = [
      "showValue": .string("never"), "orientation": .string("horizontal"),
    ]
    let text = try Sample("barchart", options, format: .table, series: Sample.jobs).text(30, 3)
    #expect(!text[0].contains("6"))
  }

  @Test func theFieldOfNamesCanBeChosen() throws {
    var sample = table(["xField": .string("zone"), "orientation": .string("horizontal")])
    sample.frame.frames[0].fields.append(Field("zone", .texts(["north", "south", nil])))
    let text = try sample.text(40, 12)
    #expect(text.contains { $0.hasPrefix("north") })
    #expect(!text.contains { $0.hasPrefix("web") })
  }

  /// Without words the moments name the bars.
  @Test func seriesOverTimeHaveABarPerMoment() throws {
    let series = [Sample.series("a", [1, 2, 3]), Sample.series("b", [3, 2, 1])]
    let text = try Sample("barchart", series: series).text(48, 10)
    #expect(text.contains { $0.contains("16:50") && $0.contains("16:55") && $0.contains("17:00") })
    #expect(text.last?.contains("■ a") == true)
  }

  @Test func limitsColorSingleBars() throws {
    var config = FieldConfig()
    config.color = FieldColor(mode: "thresholds")
    config.thresholds = [
      Threshold(.atLeast(-.infinity), color: "blue"), Threshold(.atLeast(5), color: "red"),
    ]
    let canvas = try Sample("barchart", config: config, format: .table, series: Sample.jobs)
      .draw(48, 10)
    #expect(canvas.inks.isSuperset(of: ["blue", "red"].compactMap { Theme.dark.color(named: $0) }))
  }

  @Test func aLayoutHasABarPerSeries() throws {
    let sample = ChartSample(layout: "barchart", series: Sample.jobs)
    try expectGolden(try sample.draw(40, 8), "barchart-layout")
  }

  @Test func manyCategoriesAreCounted() throws {
    let many = (0..<300).map { place in
      Sample.series(ForeignText("s\(place)"), [Double(place)], labels: ["job": "job \(place)"])
    }
    let sample = Sample("barchart", format: .table, series: many)
    #expect(try sample.text(40, 6).contains { $0.hasPrefix("+296 more") })
    var upright = sample
    upright.spec.options.values["orientation"] = JSON(.string("vertical"))
    #expect(try upright.text(40, 6).contains { $0.contains("+2") })
  }

  // MARK: - Histograms

  @Test func valuesAreCountedInRoundSpans() throws {
    let values: [Double] = [1, 2, 2, 3, 3, 3, 4, 4, 9, 11, 11, 12]
    let sample = Sample("histogram", series: [Sample.series("a", values)])
    try expectGolden(try sample.draw(60, 8), "histogram")
  }

  @Test func seriesStandBeforeEachOther() throws {
    let series = [
      Sample.series("a", [1, 1, 1, 2, 2, 3]), Sample.series("b", [1, 2, 2, 2, 2, 3, 3, 3]),
    ]
    let options: [String: JSON.Kind] = ["bucketSize": .number(1)]
    try expectGolden(try Sample("histogram", options, series: series).draw(48, 10), "histogram-two")
    let combined = try Sample(
      "histogram",
      options.merging(["combine": .bool(true)]) { $1 },
      series: series
    ).text(48, 10)
    #expect(!combined.contains { $0.contains("■ a") })
    #expect(combined.contains { $0.hasPrefix("6 ") })
  }

  @Test(arguments: [
    (["bucketSize": .number(10)] as [String: JSON.Kind], ["0", "10", "20"]),
    (["bucketSize": .number(10), "bucketOffset": .number(5)], ["-5", "5", "15", "25"]),
    (["bucketCount": .number(2)], ["0", "10", "20"]),
    // A size that would make millions of bars is made larger.
    (["bucketSize": .number(1e-9)], ["0"]),
  ])
  func spansAreAsTheFileSays(options: [String: JSON.Kind], bounds: [String]) throws {
    let sample = Sample("histogram", options, series: [Sample.series("a", [0, 3, 8, 19])])
    let text = try sample.text(60, 6)
    let line = try #require(text.last { $0.contains("0") || $0.contains("5") })
    let words = line.split(separator: " ").map(String.init)
    #expect(Array(words.prefix(bounds.count)) == bounds, "\(text)")
  }
}

extension FieldColor? {
  fileprivate static let fixedBlue: FieldColor? = FieldColor(mode: "fixed", fixed: "blue")
}
