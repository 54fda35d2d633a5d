import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// A day or a week ago beside now: what is asked, what comes of it, how it looks.
struct PastTests {
  private static let now = Timestamp(seconds: 1_795_539_761)

  private func plan(_ target: Target, compared: Duration?) throws -> PanelPlan {
    let spec = PanelSpec(id: 1, type: "timeseries", targets: [target])
    var context = PlanContext(
      range: TimeRange(start: Self.now - .hours(1), end: Self.now),
      endsNow: true,
      now: Self.now,
      zone: .utc,
      points: 60,
      scrapeInterval: .seconds(15),
      dialect: .portable,
      variables: VariableResolver([], chosen: [:])
    )
    context.compared = compared
    return try Planner(spec: spec, reads: .range, context: context).plan()
  }

  private func ends(_ ask: PanelPlan.Ask) -> [Timestamp] {
    guard case .range(let range, _) = ask.query.span else { return [] }
    return [range.start, range.end]
  }

  @Test(arguments: [Duration.hours(24), .hours(168)])
  func eachRangeIsAskedOnceMore(shift: Duration) throws {
    let plan = try plan(Target(.expression("up")), compared: shift)
    #expect(plan.asks.map(\.role) == [.data, .past])
    #expect(plan.asks[1].query.expression == "up")
    #expect(ends(plan.asks[1]) == ends(plan.asks[0]).map { $0 - shift })
    #expect(plan.asks.map(\.isImmutable) == [false, true])
    #expect(try self.plan(Target(.expression("up")), compared: nil).asks == [plan.asks[0]])
  }

  @Test func ofBarsAlsoTheOneThatIsBeingCounted() throws {
    let plan = try plan(Target(.count(selector: "x", by: ["type"])), compared: .hours(24))
    #expect(plan.asks.map(\.role) == [.bars, .openBar, .past])
    let (now, past) = (ends(plan.asks[0]), ends(plan.asks[2]))
    #expect(past == [now[0] - .hours(24), now[1] - .hours(24) + .minutes(5)])
    #expect(plan.asks[2].query.expression == plan.asks[0].query.expression)
  }

  @Test func theAnswerIsMovedOnAndCountsForNothing() throws {
    let plan = try plan(Target(.expression("up")), compared: .hours(24))
    func answer(_ jobs: [String], at seconds: Int64) -> Answer {
      Answer(
        series: jobs.map {
          Series(labels: ["job": $0], timestamps: [seconds * 1_000], values: [3])
        },
        at: Self.now
      )
    }
    let frame = plan.frame([answer(["a", "b"], at: 100_000), answer(["b"], at: 13_600)])
    #expect(frame.series.map(\.name.raw) == ["a", "b"])
    #expect(frame.past?.shift == .hours(24))
    #expect(frame.past?.series.map(\.timestamps) == [[100_000_000]])
    #expect(frame.past?.series.map(\.name.raw) == ["b"], "named as beside the others")
    #expect(plan.frame([answer([], at: 0), answer(["b"], at: 13_600)]).isEmpty)
  }

  // MARK: - Looks

  private static let end = now.floored(to: .minutes(5))

  private func series(_ name: ForeignText, _ values: [Double], isCount: Bool) -> FrameSeries {
    FrameSeries(
      name: name,
      timestamps: values.indices.map {
        Self.end.milliseconds - Int64(values.count - 1 - $0) * 300_000
      },
      values: values,
      isCount: isCount
    )
  }

  private func frame(isCount: Bool, past: [[Double]]) -> Frame {
    var frame = Frame(
      series: [
        series("web", [3, 4, 5, 2, 6, 7, 3, 2, 1, 5, 6, 9], isCount: isCount),
        series("api", [8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 2, 2], isCount: isCount),
      ],
      range: TimeRange(start: Self.end - .hours(1), end: Self.end),
      step: .minutes(5),
      at: Self.now
    )
    frame.past = Frame.Past(
      shift: .hours(24),
      series: zip(["web", "api"] as [ForeignText], past).map {
        series($0, $1, isCount: isCount)
      }
    )
    return frame
  }

  private let past: [[Double]] = [
    [1, 2, 2, 3, 4, 4, 8, 9, 9, 9, 12, 13], [1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5],
  ]

  private func panel(_ options: [String: JSON.Kind]) throws -> any Panel {
    var spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("x"))])
    spec.options.values = options.mapValues { JSON($0) }
    return try PanelCatalog.make(spec).get()
  }

  private let bars: [String: JSON.Kind] = [
    "drawStyle": .string("bars"), "stacking": .string("normal"),
  ]

  private func draw(
    _ frame: Frame,
    _ options: [String: JSON.Kind],
    in context: DrawContext = DrawContext(zone: .utc, now: now)
  ) throws -> Canvas {
    var canvas = Canvas(size: Size(columns: 64, rows: 10))
    try panel(options).draw(frame, on: &canvas, in: context)
    return canvas
  }

  @Test func linesAreDashedAndDimmed() throws {
    try expectGolden(try draw(frame(isCount: false, past: past), [:]), "past-lines")
  }

  @Test func barsHaveAMarkAtTheTotalOfThen() throws {
    try expectGolden(try draw(frame(isCount: true, past: past), bars), "past-bars")
  }

  @Test func inASCIIAndWithoutColors() throws {
    var context = DrawContext(zone: .utc, now: Self.now)
    (context.glyphs, context.depth) = (.ascii, .mono)
    let text = try draw(frame(isCount: true, past: past), bars, in: context).text()
    #expect(text.contains("="))
    #expect(text.allSatisfy { $0.isASCII })
  }

  @Test func theAxisHoldsThePastAndNothingElseKnowsIt() throws {
    let (with, without) = (frame(isCount: true, past: past), frame(isCount: true, past: []))
    let high = frame(isCount: true, past: [past[0].map { $0 * 100 }, past[1]])
    #expect(try draw(high, bars).text() != draw(with, bars).text())
    let context = DrawContext(zone: .utc, now: Self.now)
    for options in [bars, [:]] {
      let panel = try panel(options)
      #expect(
        panel.heading(high, in: context, columns: 60)
          .note == panel.heading(without, in: context, columns: 60).note
      )
      #expect(panel.readings(high, in: context) == panel.readings(without, in: context))
    }
  }

  @Test func whatIsHiddenHasNoPastEither() throws {
    var context = DrawContext(zone: .utc, now: Self.now)
    context.hidden = ["web"]
    var apart = frame(isCount: true, past: past)
    apart.series.removeFirst()
    apart.past?.series.removeFirst()
    #expect(
      try draw(frame(isCount: true, past: past), bars, in: context).text()
        == draw(apart, bars).text()
    )
  }
}
