import Documents
import Metrics
import Panels
import Testing

struct PlannerTests {
  /// 2026-11-24 17:02:41 UTC, 161 s into a five-minute bar.
  private static let now = Timestamp(seconds: 1_795_539_761)

  private func plan(
    _ spec: PanelSpec,
    reads: Reads = .range,
    hours: Int = 6,
    points: Int = 100,
    now: Timestamp = now,
    endsNow: Bool = true
  ) throws -> PanelPlan {
    let context = PlanContext(
      range: TimeRange(start: now - .hours(hours), end: now),
      endsNow: endsNow,
      now: now,
      zone: .utc,
      points: points,
      scrapeInterval: .seconds(15),
      dialect: .portable,
      variables: VariableResolver([], chosen: [:])
    )
    return try Planner(spec: spec, reads: reads, context: context).plan()
  }

  private let count = PanelSpec(
    id: 1,
    type: "timeseries",
    targets: [Target(.count(selector: "x_total", by: ["type"]))]
  )

  @Test(arguments: ["nan", "inf", "-inf", "1e30", "1e300", "-5", "3200000001"])
  func anIntervalThatIsNoneIsTold(interval: String) throws {
    var spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("x"))])
    spec.interval = interval
    #expect(throws: Problem.self) { try plan(spec) }
    spec.interval = "90"
    #expect(try #require(try plan(spec, hours: 1).step) >= .seconds(90))
  }

  /// A coarse target beside a fine one must not join what is missing in the fine one.
  @Test func eachTargetKeepsItsStep() throws {
    var coarse = Target(.expression("b"))
    coarse.refId = "B"
    coarse.interval = "10m"
    let spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("a")), coarse])
    let plan = try plan(spec, hours: 1)
    let answers = plan.asks.map { _ in
      Answer(series: [Series(labels: [:], timestamps: [0], values: [1])], at: Self.now)
    }
    #expect(plan.frame(answers).series.map(\.step) == [.minutes(1), .minutes(10)])
  }

  @Test func variablesOfNamesAndAxesAreFilledIn() throws {
    var spec = count
    var fields = FieldRules()
    fields.defaults.displayName = "in $__range"
    fields.defaults.graph.axisLabel = "per $__range"
    fields.overrides = [FieldRules.Override(.all, fields.defaults)]
    spec.fields = fields
    let rules = try plan(spec).shape?.rules
    #expect(rules?.defaults.displayName == "in 21600s")
    #expect(rules?.defaults.graph.axisLabel == "per 21600s")
    #expect(rules?.overrides.map(\.config.graph.axisLabel) == ["per 21600s"])
  }

  @Test func barsEndOnMultiplesOfTheIntervalAndTheOpenOneIsAskedByItself() throws {
    let plan = try plan(count)
    #expect(plan.asks.map(\.role) == [.bars, .openBar])
    guard case .range(let range, let step) = plan.asks[0].query.span else {
      Issue.record("no range")
      return
    }
    #expect(step == .minutes(5))
    #expect(range.end == Timestamp(seconds: 1_795_539_600))
    #expect((range.end - range.start).inSeconds == 71 * 300)
    #expect(plan.asks[1].query.span == .instant(Self.now))
    #expect(plan.asks[1].query.expression.contains("[2m40s999ms]"))
    #expect(plan.openBar?.length == .minutes(5))
  }

  /// Ten seconds after an edge its last samples may still come in: the bar isn't complete.
  @Test func aBarIsOpenUntilItsSamplesHaveSettled() throws {
    let edge = Timestamp(seconds: 1_795_539_900)
    let plan = try plan(count, now: edge + .seconds(10))
    #expect(plan.openBar?.end == edge)
    #expect(plan.asks[1].query.span == .instant(edge))
    let later = try self.plan(count, now: edge + .seconds(15))
    #expect(later.openBar?.start == edge)
  }

  @Test func thePastHasNoOpenBar() throws {
    let plan = try plan(count, endsNow: false)
    #expect(plan.openBar == nil)
    #expect(plan.asks.map(\.role) == [.bars])
  }

  /// 90 days of five-minute bars are more points than a server gives at once.
  @Test func manyBarsAreAskedInPieces() throws {
    let plan = try plan(count, hours: 24 * 90)
    let bars = plan.asks.filter { $0.role == .bars }
    #expect(bars.count == 3)
    var next: Timestamp?
    for ask in bars {
      guard case .range(let range, _) = ask.query.span else { continue }
      if let next { #expect(range.start == next) }
      #expect(range.length <= .minutes(5) * (Planner.pointsPerQuery - 1))
      next = range.end + .minutes(5)
    }
  }

  @Test func completedBarsAreTheSameQuestionUntilTheNextEdge() throws {
    let one = try plan(count)
    let two = try plan(count, now: Self.now + .seconds(60))
    #expect(one.asks[0] == two.asks[0])
    #expect(one.asks[0].isImmutable)
    #expect(one.asks[1] != two.asks[1])
  }

  @Test func aStatCountsItsOwnRange() throws {
    var spec = count
    spec.timeFrom = "5m"
    let plan = try plan(spec, reads: .instant)
    #expect(plan.asks.count == 1)
    #expect(plan.asks[0].query.span == .instant(nil))
    #expect(plan.asks[0].query.expression.contains("offset 5m"))
  }

  /// A subquery evaluates on multiples of its step alone: what is newer has its own question.
  @Test(arguments: [(0, 1), (161, 24), (299, 6), (300, 6), (14, 6), (15, 6), (1, 1)])
  func aLongCountIsPutTogetherWithoutGapsOrOverlaps(offset: Int, hours: Int) throws {
    let now = Timestamp(seconds: 1_795_539_600) + .seconds(offset)
    let plan = try plan(count, reads: .instant, hours: hours, now: now)
    let counted = CountExpression(selector: "x_total", by: ["type"])
    var next = now - .hours(hours)
    let order: [PanelPlan.Ask.Role] = [.remainder, .bars, .remainder]
    let asks = plan.asks.sorted { moment($0) < moment($1) }
    #expect(asks.map(\.role) == (asks.count == 3 ? order : Array(order.dropFirst())))
    for ask in asks {
      let end = moment(ask)
      let window = end - next
      let expected =
        ask.role == .bars
        ? counted.expression(over: window, inPiecesOf: .minutes(5))
        : counted.expression(over: window)
      #expect(ask.query.expression == expected)
      if ask.role == .bars {
        #expect(end.milliseconds % 300_000 == 0 && next.milliseconds % 300_000 == 0)
        #expect(end <= now - .seconds(15))
      }
      next = end
    }
    #expect(next == now)
  }

  private func moment(_ ask: PanelPlan.Ask) -> Timestamp {
    guard case .instant(let moment?) = ask.query.span else { return .init(seconds: 0) }
    return moment
  }

  @Test func wholePiecesOfACountAreAskedOncePerBar() throws {
    let one = try plan(count, reads: .instant)
    let two = try plan(count, reads: .instant, now: Self.now + .seconds(60))
    #expect(one.asks.filter(\.isImmutable).map(\.role) == [.bars])
    #expect(one.asks.map { two.asks.contains($0) } == [true, false, false])
  }

  /// The first error ever is in the newest part alone, and counts at once.
  @Test func partsOfACountAreAddedByTheirLabels() throws {
    var spec = count
    spec.zeroWhile = "up == 1"
    let plan = try plan(spec, reads: .instant)
    #expect(plan.asks.map(\.role) == [.bars, .remainder, .remainder, .zeroWhile])
    func part(_ values: [(String, Double)]) -> Answer {
      answer(
        values.map { type, value in
          Series(labels: ["type": type], timestamps: [1], values: [value])
        }
      )
    }
    let up = answer([Series(labels: ["job": "x"], timestamps: [2], values: [1])])
    let frame = plan.frame([
      part([("xml", 40), ("pdf", 2)]), part([("xml", 1)]), part([("error", 1), ("xml", 2)]), up,
    ])
    #expect(frame.series.map { $0.labels["type"] } == ["error", "pdf", "xml"])
    #expect(frame.series.map(\.values) == [[1], [2], [43]])
    #expect(frame.series.allSatisfy { $0.timestamps == [Self.now.milliseconds] })
    let none = answer([])
    #expect(plan.frame([none, none, none, up]).series.map(\.values) == [[0]])
    #expect(plan.frame([none, none, none, none]).isEmpty)
  }

  @Test func anInstantOfThePastHasATime() throws {
    let spec = PanelSpec(id: 1, type: "stat", targets: [Target(.expression("up"))])
    let plan = try plan(spec, reads: .instant, endsNow: false)
    #expect(plan.asks[0].query == Query("up", .instant(Self.now)))
  }

  @Test func rangesStandOnMultiplesOfTheStep() throws {
    let spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("up"))])
    let plan = try plan(spec, points: 120)
    guard case .range(let range, let step) = plan.asks[0].query.span else {
      Issue.record("no range")
      return
    }
    #expect(step == .minutes(5))
    #expect(range.start.milliseconds % step.milliseconds == 0)
    #expect(range.end <= Self.now && range.end > Self.now - step)
  }

  // MARK: - Frames

  private func answer(_ series: [Series]) -> Answer { Answer(series: series, at: Self.now) }

  @Test func noSeriesIsZeroOnlyWhileTheTargetIsUp() throws {
    var spec = count
    spec.zeroWhile = "up == 1"
    let plan = try plan(spec)
    #expect(plan.asks.map(\.role) == [.bars, .openBar, .zeroWhile, .zeroWhileOpen])
    let frame = plan.frame([
      answer([Series(labels: ["type": "pdf"], timestamps: [2_000], values: [7])]), answer([]),
      answer([Series(labels: ["job": "x"], timestamps: [1_000, 2_000], values: [1, 1])]),
      answer([Series(labels: ["job": "x"], timestamps: [3_000], values: [1])]),
    ])
    #expect(frame.series.count == 1)
    #expect(frame.series[0].timestamps == [1_000, 2_000])
    #expect(frame.series[0].values == [0, 7])
    #expect(frame.series[0].open == 0)
  }

  @Test func withoutAnySeriesALiveTargetIsOneZeroAndADeadOneNothing() throws {
    var spec = count
    spec.zeroWhile = "up == 1"
    let plan = try plan(spec)
    let up = answer([Series(labels: [:], timestamps: [1_000], values: [1])])
    #expect(plan.frame([answer([]), answer([]), up, up]).series.map(\.values) == [[0]])
    #expect(plan.frame([answer([]), answer([]), answer([]), answer([])]).isEmpty)
  }

  @Test(
    arguments: [
      (nil, ["a", "b"]), ("{{ host }}!", ["a!", "b!"]), ("x {{missing}}", ["x ", "x "]),
    ] as [(String?, [String])]
  )
  func seriesAreNamedByTheLegendOrByWhatDiffers(legend: String?, names: [String]) throws {
    let spec = PanelSpec(
      id: 1,
      type: "timeseries",
      targets: [Target(.expression("up"), legendFormat: legend)]
    )
    let frame = try plan(spec).frame([
      answer([
        Series(labels: ["host": "a", "job": "j"], timestamps: [1], values: [1]),
        Series(labels: ["host": "b", "job": "j"], timestamps: [1], values: [1]),
      ])
    ])
    #expect(frame.series.map(\.name.raw) == names)
  }

  @Test func seriesThatAreLeftOutAreTold() throws {
    let spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("up"))])
    let series = (0..<2_000).map {
      Series(labels: ["i": "\($0)"], timestamps: [1], values: [1])
    }
    var cut = answer(series)
    cut.truncatedFrom = 18_341
    let frame = try plan(spec).frame([cut])
    #expect(frame.warnings == ["2 000 of 18 341 series are shown"])
    #expect(frame.truncatedFrom == 18_341)
    #expect(try plan(spec).frame([answer(series)]).warnings.isEmpty)
  }

  @Test func piecesOfARangeBecomeOneSeries() throws {
    let plan = try plan(count, hours: 24 * 90)
    let answers = plan.asks.indices.map { index in
      answer([
        Series(labels: ["type": "pdf"], timestamps: [Int64(index)], values: [Double(index)])
      ])
    }
    let frame = plan.frame(answers)
    #expect(frame.series.count == 1)
    #expect(frame.series[0].values == [0, 1, 2])
    #expect(frame.series[0].open == 3)
  }

  /// Grafana's target with `instant` and `range`: both are asked, and one series has both answers.
  @Test(arguments: [Reads.range, .instant])
  func aTargetMayAskForBoth(reads: Reads) throws {
    let target = Target(.expression("x"), instant: true, range: true)
    let plan = try plan(PanelSpec(id: 1, type: "stat", targets: [target]), reads: reads)
    #expect(plan.asks.map(\.role) == [.data, .data])
    guard case .range(let range, let step) = plan.asks[0].query.span else {
      Issue.record("no range")
      return
    }
    #expect(plan.asks[1].query.span == .instant(nil))
    #expect(plan.step == step)
    let end = range.end.milliseconds
    func answer(_ points: [(Int64, Double)], _ job: String) -> Answer {
      Answer(
        series: [
          Series(labels: ["job": job], timestamps: points.map(\.0), values: points.map(\.1))
        ],
        at: Self.now
      )
    }
    let first = answer([(end - 1_000, 1), (end, 2)], "a")
    let newer = plan.frame([first, answer([(end + 5, 3)], "a")])
    #expect(newer.series.map(\.values) == [[1, 2, 3]])
    let same = plan.frame([first, answer([(end, 9)], "a")])
    #expect(same.series.map(\.values) == [[1, 2]])
    let other = plan.frame([first, answer([(end, 9)], "b")])
    #expect(other.series.map(\.values) == [[1, 2], [9]])
  }
}
