import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// What has happened: what is asked, what comes of it, how it looks.
struct AnnotationTests {
  private static let now = Timestamp(seconds: 1_795_539_600)

  private func plan(
    _ annotations: [AnnotationQuery],
    range: Duration = .hours(1),
    variables: [Variable] = []
  ) -> AnnotationPlan {
    AnnotationPlan(
      annotations,
      shown: Set(annotations.indices),
      context: PlanContext(
        range: TimeRange(start: Self.now - range, end: Self.now),
        endsNow: true,
        now: Self.now,
        zone: .utc,
        points: 60,
        scrapeInterval: .seconds(15),
        dialect: .portable,
        variables: VariableResolver(variables, chosen: [:])
      )
    )
  }

  private func answer(_ labels: Labels, _ points: [(minute: Int, value: Double)]) -> Answer {
    Answer(
      series: [
        Series(
          labels: labels,
          timestamps: points.map { (Self.now - .minutes(60 - $0.minute)).milliseconds },
          values: points.map(\.value)
        )
      ],
      at: Self.now
    )
  }

  @Test(arguments: [
    (nil, Duration.hours(1), Duration.seconds(60)), ("30s", .hours(1), .seconds(30)),
    ("5m", .hours(1), .seconds(300)), ("$s", .hours(1), .seconds(120)),
    (nil, .hours(24 * 30), .hours(1)),
  ])
  func theStepIsTheFilesOrWiderForALongRange(
    step: String?,
    range: Duration,
    wanted: Duration
  ) throws {
    let plan = plan(
      [AnnotationQuery(name: "x", expression: "up == $n", step: step)],
      range: range,
      variables: [
        Variable(name: "s", kind: .constant("2m")), Variable(name: "n", kind: .constant("0")),
        Variable(name: "f", kind: .adhoc([AdhocFilter(key: "a", .equal, ["b"])])),
      ]
    )
    let query = try #require(plan.asks.first).query
    #expect(query.expression == #"up{a="b"} == 0"#)
    guard case .range(let span, let asked) = query.span else {
      Issue.record("no range")
      return
    }
    #expect(asked == wanted)
    #expect(span.end == Self.now.floored(to: wanted))
  }

  struct Samples: Sendable {
    /// The minutes of the hour, and the values there.
    var minutes: [Int]
    var values: [Double]
    /// From which minute to which there is an event.
    var events: [[Int]]
  }

  @Test(arguments: [
    Samples(minutes: [1, 2, 3, 10], values: [1, 1, 1, 1], events: [[1, 3], [10, 10]]),
    Samples(minutes: [1, 2, 3, 4], values: [0, -1, Double.nan, 0.5], events: [[4, 4]]),
    Samples(minutes: [], values: [], events: []),
    Samples(minutes: [5], values: [0], events: []),
    Samples(minutes: [1, 3], values: [1, 1], events: [[1, 1], [3, 3]]),
  ])
  func whatIsAboveZeroIsAnEvent(samples: Samples) {
    let plan = plan([AnnotationQuery(name: "x", expression: "y")])
    let points = zip(samples.minutes, samples.values).map { (minute: $0, value: $1) }
    let events = plan.events([answer([:], points)])[0] ?? []
    let start = Self.now - .hours(1)
    let minutes = events.map { event in
      [event.range.start, event.range.end].map { Int(($0 - start).inSeconds / 60) }
    }
    #expect(minutes == samples.events)
  }

  @Test func itsWordsAreItsLabels() {
    let plan = plan(
      [
        AnnotationQuery(
          name: "Deploys",
          expression: "y",
          titleFormat: "{{ app }} $v",
          textFormat: "by {{who}}{{no}}",
          tagKeys: ["env", "gone"],
          color: "blue"
        ), AnnotationQuery(name: "Bare", expression: "z"),
      ],
      variables: [Variable(name: "v", kind: .constant("out"))]
    )
    let labels: Labels = ["app": "shop", "who": "ana", "env": "prod"]
    let events = plan.events([answer(labels, [(1, 1)]), answer(labels, [(1, 1)])])
    #expect(events[0]?.first?.sentence == "shop out: by ana (prod)")
    #expect(events[0]?.first?.color == "blue")
    #expect(events[1]?.first?.sentence == "Bare")
  }

  @Test func itsValueMayBeItsTime() {
    let plan = plan([AnnotationQuery(name: "x", expression: "y", usesValueForTime: true)])
    let moment = (Self.now - .minutes(7)).milliseconds
    let events = plan.events([answer([:], [(1, Double(moment)), (2, .infinity), (3, .nan)])])
    #expect(events[0]?.map(\.range.start.milliseconds) == [moment])
  }

  // MARK: - Looks

  private func drawn(_ glyphs: GlyphSet, _ size: Size, isBars: Bool = false, cursor: Int? = nil)
    throws
    -> Canvas
  {
    var spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("x"))])
    if isBars { spec.options.values["drawStyle"] = JSON(.string("bars")) }
    let start = Self.now - .hours(1)
    var frame = Frame(
      series: [
        FrameSeries(
          name: "web",
          timestamps: (1...12).map { (start + .minutes(5 * $0)).milliseconds },
          values: [3, 4, 5, 2, 6, 7, 3, 2, 1, 5, 6, 9]
        )
      ],
      range: TimeRange(start: start, end: Self.now),
      step: .minutes(5),
      at: Self.now
    )
    func event(_ from: Int, _ to: Int, _ title: ForeignText) -> Annotation {
      Annotation(
        range: TimeRange(start: start + .minutes(from), end: start + .minutes(to)),
        title: title
      )
    }
    frame.annotations = [
      event(10, 10, "deploy 1"), event(30, 45, "slow"), event(-9, 2, "older"),
      event(70, 80, "later"),
    ]
    var context = DrawContext(glyphs: glyphs, zone: .utc, now: Self.now)
    if let cursor { context.cursor = TimeCursor(moment: start + .minutes(cursor)) }
    var canvas = Canvas(size: size)
    try PanelCatalog.make(spec).get().draw(frame, on: &canvas, in: context)
    return canvas
  }

  @Test func anEventStandsOnTheAxis() throws {
    try expectGolden(drawn(.braille, Size(columns: 60, rows: 10)), "annotations-60x10")
    try expectGolden(
      drawn(.ascii, Size(columns: 60, rows: 10), isBars: true),
      "annotations-ascii-60x10"
    )
  }

  @Test func theCursorNamesIt() throws {
    let size = Size(columns: 60, rows: 10)
    #expect(try drawn(.braille, size, cursor: 10).text().contains("▲ deploy 1"))
    #expect(try drawn(.ascii, size, isBars: true, cursor: 35).text().contains("^ slow"))
    #expect(try !drawn(.braille, size, cursor: 20).text().contains("deploy 1"))
  }

  @Test func anySizeIsDrawn() throws {
    for columns in 0..<24 {
      for rows in 0..<8 {
        _ = try drawn(.braille, Size(columns: columns, rows: rows), cursor: 30)
        _ = try drawn(.block, Size(columns: columns, rows: rows), isBars: true, cursor: 30)
      }
    }
  }
}
