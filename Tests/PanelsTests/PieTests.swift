import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Pies and donuts, and the bars that stand for them.
struct PieTests {
  private typealias Sample = ChartSample

  @Test func aPieHasItsLegendAtTheRight() throws {
    let sample = Sample(
      "piechart",
      ["legend.values": .words("value", "percent"), "displayLabels": .words("percent")],
      series: Sample.jobs.reversed()
    )
    let canvas = try sample.draw(44, 12)
    try expectGolden(canvas, "pie-right")
    // By the palette, in the order of the fields.
    let palette = ["green", "semi-dark-yellow", "light-blue"]
    #expect(canvas.inks.isSuperset(of: palette.compactMap { Theme.dark.color(named: $0) }))
  }

  @Test func aDonutHasItsLegendBelow() throws {
    let sample = Sample(
      "piechart",
      ["pieType": .string("donut"), "legend.placement": .string("bottom")],
      series: Sample.jobs
    )
    let canvas = try sample.draw(30, 14)
    try expectGolden(canvas, "pie-donut")
    #expect(canvas[15, 6].character == " ")
    #expect(try Sample("piechart", series: Sample.jobs).draw(30, 14)[8, 6].character == "█")
  }

  @Test(arguments: [
    ([:] as [String: JSON.Kind], ["web", "api", "mail"]),
    (["sort": .string("asc")], ["mail", "api", "web"]),
    (["sort": .string("none")], ["api", "mail", "web"]),
  ])
  func slicesAreSorted(options: [String: JSON.Kind], names: [String]) throws {
    let series = [1, 2, 0].map { Sample.jobs[$0] }
    let text = try Sample("piechart", options, series: series).text(40, 3, in: Sample.plain)
    #expect(text.map { $0.prefix { $0 != " " } } == names.map { $0[...] })
  }

  @Test func withoutColorsSharesAreBars() throws {
    let sample = Sample("piechart", ["legend.values": .words("value")], series: Sample.jobs)
    let text = try sample.text(40, 3, in: Sample.plain)
    #expect(text.map { $0.prefix(5) } == ["web  ", "api  ", "mail "])
    #expect(text.map { $0.count { $0 == "#" } } == [17, 8, 3])
    #expect(text.map { $0.suffix(7) } == [" 6  60%", " 3  30%", " 1  10%"])
  }

  @Test func decimalsAndUnitsAreTheFields() throws {
    var config = FieldConfig()
    (config.unit, config.decimals) = ("bytes", 1)
    let series = [Sample.series("a", [2_048]), Sample.series("b", [1_024])]
    let sample = Sample(
      "piechart",
      ["legend.values": .words("value")],
      config: config,
      series: series
    )
    let text = try sample.text(60, 2, in: Sample.plain)
    #expect(text[0].hasSuffix("2.0 KiB  66.7%"))
    #expect(text[1].hasSuffix("1.0 KiB  33.3%"))
  }

  @Test func hiddenFieldsAndNothingHaveNoShare() throws {
    var sample = Sample(
      "piechart",
      series: Sample.jobs + [
        Sample.series("none", [.nan]), Sample.series("less", [-4]), Sample.series("zero", [0]),
      ]
    )
    sample.frame.frames[0].fields[1].config.graph.hidden = .init(fromPlot: true)
    let text = try sample.text(40, 6, in: Sample.plain)
    #expect(text.filter { !$0.isEmpty }.count == 2)
    #expect(text[0].hasSuffix("75%"))
  }

  @Test(arguments: [("/^ap/", 1), ("/.*/", 3), ("api", 1), ("", 3), ("none", 0)])
  func aPatternPicksFields(pattern: String, count: Int) throws {
    let sample = Sample(
      "piechart",
      ["reduceOptions.fields": .string(pattern)],
      series: [("api", 1), ("web", 2), ("db", 3)].map { Sample.series($0.0, [$0.1]) }
    )
    let shown = try sample.text(60, 8, in: Sample.plain).joined().count { $0 == "%" }
    #expect(shown == count)
  }

  @Test func rowsAreSlicesWhereTheFileSaysSo() throws {
    let sample = Sample(
      "piechart",
      ["reduceOptions.values": .bool(true)],
      format: .table,
      series: Sample.jobs
    )
    let text = try sample.text(40, 3, in: Sample.plain)
    #expect(text.map { $0.prefix(4) } == ["web ", "api ", "mail"])
    #expect(try sample.draw(44, 12).inks.count > 3)
  }

  @Test func severalCalculationsAreSlices() throws {
    let sample = Sample(
      "piechart",
      ["reduceOptions.calcs": .words("min", "max")],
      series: [Sample.series("a", [1, 3])]
    )
    let text = try sample.text(40, 2, in: Sample.plain)
    #expect(text.map { $0.suffix(3) } == ["75%", "25%"])
  }

  @Test func whatHasNoRoomIsCounted() throws {
    let many = (0..<300).map { Sample.series(ForeignText("series \($0)"), [Double($0 + 1)]) }
    let text = try Sample("piechart", series: many).text(40, 4, in: Sample.plain)
    #expect(text[3] == "+297 more")
    let legend = try Sample("piechart", series: many).text(60, 8)
    #expect(legend.contains { $0.hasSuffix("+293") })
  }

  /// The longest name is beside the shortest number.
  @Test func namesInALegendAreWhole() throws {
    let series = [Sample.series("web", [9_000]), Sample.series("everything else", [1_000])]
    let text = try Sample("piechart", ["legend.values": .words("value")], series: series)
      .text(60, 10)
    #expect(text.contains { $0.hasSuffix("■ everything else  1000") }, "\(text)")
    #expect(text.contains { $0.hasSuffix("■ web              9000") }, "\(text)")
    let values = [Sample.series("web", [123_456]), Sample.series("everything else", [7_000])]
    let wide = try Sample("piechart", ["legend.values": .words("value")], series: values)
      .text(60, 10)
    #expect(wide.contains { $0.hasSuffix("■ everything else    7000") }, "\(wide)")
  }

  @Test func aLayoutHasSharesInItsLegend() throws {
    let text = try ChartSample(layout: "piechart", series: Sample.jobs).text(40, 8)
    #expect(text.contains { $0.hasSuffix("■ web   60%") })
  }
}
