import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// State timelines and status histories.
struct StateTests {
  private typealias Sample = ChartSample

  private static let config: FieldConfig = {
    var config = FieldConfig()
    config.mappings = [
      ValueMapping(.value("1"), text: "Up", color: "green"),
      ValueMapping(.value("0"), text: "Down", color: "red"),
    ]
    config.graph.fillOpacity = 100
    return config
  }()

  private static let targets: [FrameSeries] = [
    Sample.series("web:9100", [1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1]),
    Sample.series("mail:9100", [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]),
  ]

  private func timeline(
    _ options: [String: JSON.Kind] = [:],
    config: FieldConfig = config,
    series: [FrameSeries] = targets
  ) -> Sample {
    Sample("state-timeline", options, config: config, series: series)
  }

  @Test func statesAreBoxesAsLongAsTheyLast() throws {
    let canvas = try timeline().draw(58, 9)
    try expectGolden(canvas, "timeline")
    let states = Set(["green", "red"].compactMap { Theme.dark.color(named: $0) })
    #expect(canvas.inks.isSuperset(of: states))
  }

  @Test func withoutColorsStatesHaveSigns() throws {
    try expectGolden(try timeline().draw(58, 6, in: Sample.plain), "timeline-plain")
  }

  @Test(arguments: [
    ([:] as [String: JSON.Kind], " Up"),
    (["showValue": .string("never")], "   "),
    (["alignValue": .string("right")], "   "),
  ])
  func wordsStandWhereTheFileSays(options: [String: JSON.Kind], start: String) throws {
    let canvas = try timeline(options).draw(58, 9)
    let line = String(canvas.row(0).map(\.character))
    // The first box begins five minutes after the range.
    #expect(line.dropFirst(14).prefix(3) == start, "\(line)")
    #expect(line.contains("Up ") == (options["showValue"] == nil))
  }

  @Test func statesThatDontMergeArePartedByLines() throws {
    let merged = try timeline().draw(58, 9)
    let parted = try timeline(["mergeValues": .bool(false)]).draw(58, 9)
    func lines(_ canvas: Canvas) -> Int { canvas.row(0).count { $0.character == "│" } }
    #expect(lines(merged) == 0)
    #expect(lines(parted) == 8)
  }

  @Test func limitsAreSpansOfTheirOwn() throws {
    var config = FieldConfig()
    config.color = FieldColor(mode: "thresholds")
    config.thresholds = [
      Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(60), color: "yellow"),
      Threshold(.atLeast(80), color: "red"),
    ]
    let series = [Sample.series("load", [10, 20, 30, 61, 79, 80, 90, 95, 30, 30, 30, 30])]
    let text = try timeline(config: config, series: series).text(70, 8)
    #expect(text[1].contains("< 60"))
    #expect(text[1].contains("80+"))
    #expect(text.last == "■ < 60  ■ 60 - 80  ■ 80+")
    let history = Sample("status-history", config: config, series: series)
    #expect(try history.text(70, 8)[1].contains("95"))
  }

  /// On the way from colour to colour there are no states to tell.
  @Test func rampsHaveNoLegend() throws {
    let sample = timeline(config: FieldConfig(), series: [Sample.series("a", [1, 50, 99])])
    #expect(try !sample.text(58, 8).contains { $0.contains("■") })
    #expect(try sample.draw(58, 8).inks.count > 2)
  }

  @Test func gapsAreLeftOrReachedOver() throws {
    let series = [Sample.series("a", [1, 1, 1, .nan, .nan, .nan, 1, 1, 1, 1, 1, 1])]
    func gaps(_ gaps: GraphStyle.Gaps?) throws -> Int {
      var config = Self.config
      config.graph.gaps = gaps
      return try timeline(config: config, series: series).draw(62, 8).row(0).dropFirst(8)
        .count { $0.style.background.isTerminal }
    }
    #expect(try gaps(nil) > 10)
    #expect(try gaps(.connectedUpTo(.minutes(5))) > 10)
    #expect(try gaps(.connected) == 0)
    #expect(try gaps(.connectedUpTo(.hours(1))) == 0)
  }

  @Test func wordsAndTruthsAreStates() throws {
    var sample = timeline(config: FieldConfig(), series: [])
    sample.frame.frames = [
      DataFrame(
        fields: [
          Field("Time", .times(Sample.times)),
          Field(
            "mode",
            .texts(Array(repeating: "idle", count: 6) + Array(repeating: "busy\u{1B}", count: 6))
          ),
          Field("on", .booleans(Array(repeating: true, count: 12))),
        ]
      )
    ]
    let text = try sample.text(60, 8)
    #expect(text.contains { $0.contains("idle") && $0.contains("busy␛") })
    #expect(text.contains { $0.contains("True") })
    let canvas = try sample.draw(60, 8)
    #expect(canvas.inks.count >= 3)
  }

  @Test func missingValuesCanHaveAWord() throws {
    var config = Self.config
    config.mappings?.append(ValueMapping(.nullOrNaN, text: "Unknown", color: "purple"))
    let series = [Sample.series("a", [1, 1, .nan, .nan, .nan, .nan, .nan, .nan, 1, 1, 1, 1])]
    #expect(try timeline(config: config, series: series).text(60, 8)[1].contains("Unknown"))
  }

  @Test func rowsWithoutRoomAreNamed() throws {
    let many = (0..<300).map { Sample.series(ForeignText("node-\($0)"), [1, 0, 1]) }
    let text = try timeline(series: many).text(60, 8)
    #expect(text.contains { $0.hasPrefix("+295 more: node-5, node-6") })
  }

  @Test func aHistoryHasABoxPerSample() throws {
    let canvas = try Sample("status-history", config: Self.config, series: Self.targets).draw(62, 9)
    try expectGolden(canvas, "status-history")
  }

  @Test func aLayoutsStatesAreByItsThresholds() throws {
    let options: [String: JSON.Kind] = [
      "unit": .string("bool:up/down"),
      "thresholds": try JSON(
        parsing: Array(#"[{"below": 1, "state": "critical"}]"#.utf8),
        file: "x"
      ).kind,
    ]
    for type in ["state-timeline", "status-history"] {
      let canvas = try ChartSample(layout: type, options, series: Self.targets).draw(58, 9)
      #expect(canvas.text().contains("down"))
      #expect(canvas.inks.isSuperset(of: [Theme.dark.critical, Theme.dark.bar]))
    }
  }
}
