import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Heatmaps of buckets, of rows, of native histograms and of points that are counted.
struct HeatmapTests {
  private typealias Sample = ChartSample

  /// Cumulative buckets, in an order that is none.
  private static let buckets: [FrameSeries] = [
    ("+Inf", [6, 8, 9, 12]), ("0.5", [3, 5, 9, 12]), ("0.1", [1, 2, 4, 12]),
  ].map { le, values in Sample.series(ForeignText(le), values, labels: ["le": le]) }

  private static let seconds: [String: JSON.Kind] = ["yAxis.unit": .string("s")]

  /// In ASCII each character is a tenth of the way from the least to the greatest.
  @Test func formatHeatmapIsTakenApart() throws {
    let sample = Sample("heatmap", Self.seconds, format: .heatmap, series: Self.buckets)
    let text = try sample.text(40, 4, in: Sample.plain)
    try expectGolden(try sample.draw(40, 9), "heatmap")
    // Of the last moment only the lowest bucket has any.
    #expect(text[2].hasSuffix("@@"))
    #expect(text[0].hasPrefix("  +Inf "))
    #expect(text[1].hasPrefix("500 ms "))
    #expect(text[2].hasPrefix("100 ms "))
    #expect(text[0].count < text[2].count)
  }

  @Test func plainSeriesAreRowsAsTheyAre() throws {
    let text = try Sample("heatmap", Self.seconds, series: Self.buckets).text(
      40,
      4,
      in: Sample.plain
    )
    #expect(text[0].hasSuffix("@@"))
    #expect(text[2].hasSuffix("@@"))
  }

  /// The frame has what each bucket alone holds: it is drawn as it comes.
  @Test func columnsOfOneFrameAreTakenApartAlready() throws {
    let sample = Sample("heatmap", Self.seconds, format: .heatmap, series: Self.buckets)
    #expect(sample.frame.frames.map(\.fields.count) == [Self.buckets.count + 1])
    let text = try sample.text(40, 4, in: Sample.plain)
    #expect(!text[0].hasSuffix("@@"), "the last bucket holds what the others don't")
  }

  @Test func namesThatAreNoNumbersKeepTheirOrder() throws {
    let series = ["mid", "low", "high"].map { Sample.series(ForeignText($0), [1, 2]) }
    let text = try Sample("heatmap", series: series).text(40, 4, in: Sample.plain)
    #expect(text.prefix(3).map { $0.prefix(4) } == ["high", " low", " mid"])
  }

  @Test func aLayoutsBucketsAreTakenApart() throws {
    let sample = ChartSample(layout: "heatmap", ["yUnit": .string("s")], series: Self.buckets)
    let text = try sample.text(40, 4, in: Sample.plain)
    #expect(text[0].count < text[2].count)
  }

  @Test func nativeHistogramsHaveTheirOwnBuckets() throws {
    var series = FrameSeries(name: "h")
    series.histograms = Sample.times.enumerated().map { place, time in
      HistogramSample(
        time: Timestamp(milliseconds: time),
        count: 3,
        sum: 1,
        buckets: [
          .init(boundaries: 0, lower: 0.5, upper: 1, count: Double(place)),
          .init(boundaries: 0, lower: 1, upper: 2, count: 2),
        ]
      )
    }
    let text = try Sample("heatmap", Self.seconds, series: [series]).text(40, 4, in: Sample.plain)
    #expect(text[0].hasPrefix("2 s"))
    #expect(text[1].hasPrefix("1 s") || text[2].hasPrefix("1 s"))
    #expect(text.contains { $0.hasSuffix("@@") })
  }

  @Test func pointsAreCounted() throws {
    let series = (0..<9).map { place in
      Sample.series(ForeignText("s\(place)"), (0..<12).map { Double($0 + place * 3) })
    }
    let sample = Sample("heatmap", ["calculate": .bool(true)], series: series)
    try expectGolden(try sample.draw(48, 10), "heatmap-counted")
    let large = Sample(
      "heatmap",
      [
        "calculate": .bool(true), "calculation.yBuckets.mode": .string("size"),
        "calculation.yBuckets.value": .string("10"),
        "calculation.xBuckets.mode": .string("size"),
        "calculation.xBuckets.value": .string("30min"),
      ],
      series: series
    )
    let labels = try large.text(40, 10, in: Sample.plain).map { $0.prefix { $0 != " " } }
    #expect(labels.filter { !$0.isEmpty && $0 != "1" }.starts(with: ["40", "30", "20", "10"]))
  }

  @Test func aLogarithmHasBucketsPerPower() throws {
    let sample = Sample(
      "heatmap",
      [
        "calculate": .bool(true), "calculation.yBuckets.scale.type": .string("log"),
        "calculation.yBuckets.scale.log": .number(10),
      ],
      series: [Sample.series("a", [0.5, 5, 50, 500, 0, -1])]
    )
    let labels = try sample.text(40, 9, in: Sample.plain).compactMap { line in
      line.split(separator: " ").first
    }
    #expect(labels.starts(with: ["1", "K"]) || labels.first == "1")
    #expect(labels.contains("100"))
    #expect(labels.contains("10"))
  }

  // MARK: - Colours

  private static let ramp: [FrameSeries] = [Sample.series("1", (0..<12).map { Double($0 + 1) })]

  /// Where the lowest and the highest value stand: by scheme.
  @Test(arguments: [
    ([:] as [String: JSON.Kind], 0x7F2704, 0xFFF5EB),
    (["color.scheme": .string("Spectral")], 0x5E4FA2, 0x9E0142),
    (["color.scheme": .string("Inferno")], 0x000004, 0xFCFFA4),
    (["color.scheme": .string("Inferno"), "color.reverse": .bool(true)], 0xFCFFA4, 0x000004),
    (["color.scheme": .string("RdYlBu"), "color.steps": .number(2)], 0x313695, 0xA50026),
    (["color.scheme": .string("BrBG")], 0x003C30, 0x543005),
    (["color.scheme": .string("GnBu")], 0x084081, 0xF7FCF0),
    (["color.scheme": .string("Greys")], 0x000000, 0xFFFFFF),
    (["color.scheme": .string("Cividis")], 0x002051, 0xFDEA45),
    (["color.scheme": .string("Warm")], 0x6E40AA, 0xAFF05B),
    (["color.scheme": .string("Cool")], 0x6E40AA, 0xAFF05B),
    (["color.scheme": .string("Cubehelix")], 0x000000, 0xFFFFFF),
    (["color.scheme": .string("Rainbow")], 0x6E40AA, 0x6E40AA),
    (["color.scheme": .string("Sinebow")], 0xFF4040, 0xFF4040),
    (["color.mode": .string("opacity"), "color.fill": .string("#b4ff00")], 0x111217, 0xB4FF00),
  ])
  func schemesGoFromLowToHigh(options: [String: JSON.Kind], low: Int, high: Int) throws {
    let canvas = try Sample("heatmap", options, series: Self.ramp).draw(26, 3)
    let row = canvas.row(1).map(\.style.foreground)
    #expect(row[2] == Color(UInt32(low)))
    #expect(row[25] == Color(UInt32(high)))
  }

  @Test func aLightGroundTurnsPlainSchemes() throws {
    var context = Sample.color
    context.theme.ground = Color(0xFFFFFF)
    let canvas = try Sample("heatmap", series: Self.ramp).draw(26, 3, in: context)
    #expect(canvas[2, 1].style.foreground == Color(0xFFF5EB))
  }

  @Test func endsAndFiltersAreTheFiles() throws {
    let options: [String: JSON.Kind] = [
      "color.max": .number(6), "color.min": .number(0), "filterValues.le": .number(2),
      "filterValues.ge": .number(11),
    ]
    let row = try Sample("heatmap", options, series: Self.ramp).draw(26, 3).row(1)
      .map { $0.character == " " ? nil : $0.style.foreground }
    #expect(row[2] == nil && row[5] == nil && row[25] == nil)
    #expect(row[14] == Color(0xFFF5EB))
    #expect(row[6] != row[14])
  }

  /// Grafana takes a range of less than 1 as 1; ours are told apart.
  @Test func smallRangesAreColoredAsInGrafana() throws {
    let small = [Sample.series("1", [0.1, 0.2, 0.3])]
    let last = try Sample("heatmap", series: small).draw(26, 3)[25, 1]
    #expect(last.style.foreground != Color(0xFFF5EB))
    let ours = try ChartSample(layout: "heatmap", series: small).draw(26, 3)[25, 1]
    #expect(ours.style.foreground == Color(0xFFF5EB))
  }

  // MARK: - Axes

  @Test func theAxisIsTheFiles() throws {
    var options = Self.seconds
    options["yAxis.reverse"] = .bool(true)
    var text = try Sample("heatmap", options, format: .heatmap, series: Self.buckets)
      .text(40, 4, in: Sample.plain)
    #expect(text[2].hasPrefix("  +Inf"))
    options["yAxis.max"] = .string("0.4")
    options["yAxis.decimals"] = .number(1)
    text = try Sample("heatmap", options, format: .heatmap, series: Self.buckets)
      .text(40, 4, in: Sample.plain)
    #expect(!text.contains { $0.contains("+Inf") })
    #expect(text.contains { $0.contains("100.0 ms") })
    options["yAxis.axisPlacement"] = .string("hidden")
    text = try Sample("heatmap", options, format: .heatmap, series: Self.buckets)
      .text(40, 4, in: Sample.plain)
    #expect(!text.contains { $0.contains("ms") })
  }

  @Test func boundsCanStandRight() throws {
    var options = Self.seconds
    options["yAxis.axisPlacement"] = .string("right")
    let text = try Sample("heatmap", options, format: .heatmap, series: Self.buckets)
      .text(40, 4, in: Sample.plain)
    #expect(text[2].hasSuffix("@@ 100 ms"))
    #expect(text[1].hasSuffix(" 500 ms"))
    #expect(text[0].hasSuffix(" +Inf"))
  }

  /// A row that begins at its bound is above it.
  @Test func rowsCanBeginAtTheirBounds() throws {
    let series = ["1", "2", "4"].map { Sample.series(ForeignText($0), [1, 2]) }
    var options = Self.seconds
    options["rowsFrame.layout"] = .string("ge")
    let all = try Sample("heatmap", options, series: series).text(40, 4, in: Sample.plain)
    #expect(all.prefix(3).map { $0.prefix(3) } == ["4 s", "2 s", "1 s"])
    options["yAxis.min"] = .string("3")
    let text = try Sample("heatmap", options, series: series).text(40, 4, in: Sample.plain)
    #expect(text.contains { $0.hasPrefix("2 s") })
    #expect(!text.contains { $0.hasPrefix("1 s") })
    options["rowsFrame.layout"] = .string("le")
    let upper = try Sample("heatmap", options, series: series).text(40, 4, in: Sample.plain)
    #expect(!upper.contains { $0.hasPrefix("2 s") })
  }

  @Test func aRowIsCalledAsTheFileCallsIt() throws {
    var config = FieldConfig()
    config.displayName = "up to ${__field.labels.le}"
    let sample = Sample("heatmap", Self.seconds, config: config, series: Self.buckets)
    let text = try sample.text(40, 4, in: Sample.plain)
    #expect(text.contains { $0.contains("up to 0.5") })
  }

  @Test func theColorsAreTold() throws {
    var options = Self.seconds
    options["cellValues.unit"] = .string("reqps")
    let told = try Sample("heatmap", options, series: Self.buckets).text(48, 9).last
    #expect(told?.hasSuffix("12 req/s") == true)
    options["legend.show"] = .bool(false)
    let text = try Sample("heatmap", options, series: Self.buckets).text(48, 9)
    #expect(!text.contains { $0.contains("req/s") })
  }
}
