import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// The alert list as Grafana's options have it.
struct AlertListTests {
  private static let now = Timestamp(seconds: 1_795_539_600)

  private static func alert(
    _ name: ForeignText,
    _ state: Alert.State,
    _ labels: [(String, String)] = [],
    severity: String = "warning"
  ) -> Alert {
    var alert = Alert(
      name: name,
      state: state,
      labels: Labels([("alertname", name.raw), ("severity", severity)] + labels),
      annotations: [:],
      activeAt: state == .normal ? nil : now - .minutes(12),
      value: nil
    )
    alert.rule = AlertRule(
      expression: ForeignText("up{job=\"\(name.safe)\"} == 0"),
      interval: .seconds(15),
      holdsFor: .zero
    )
    return alert
  }

  private static let all = [
    alert("HostDown", .firing, [("team", "a"), ("host", "x")], severity: "critical"),
    alert("HostDown", .firing, [("team", "b"), ("host", "y")], severity: "critical"),
    alert("HostDown", .pending, [("team", "a"), ("host", "z")], severity: "critical"),
    alert("DiskFull", .firing, [("host", "x")]), alert("QueueLong", .normal),
    alert("ClockWrong", .normal, [("team", "a")]),
  ]

  private func panel(_ options: [String: JSON.Kind]) throws -> any Panel {
    var spec = PanelSpec(id: 1, type: "alertlist", title: "Alerts")
    spec.options.values = options.mapValues { JSON($0) }
    return try PanelCatalog.make(spec).get()
  }

  private func frame(_ alerts: [Alert] = all) -> Frame {
    Frame(
      alerts: alerts,
      range: TimeRange(start: Self.now - .hours(1), end: Self.now),
      at: Self.now
    )
  }

  private func canvas(
    _ options: [String: JSON.Kind],
    _ alerts: [Alert] = all,
    columns: Int = 60,
    rows: Int = 10
  ) throws -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    let context = DrawContext(zone: .utc, now: Self.now)
    try panel(options).draw(frame(alerts), on: &canvas, in: context)
    return canvas
  }

  private func lines(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.rows).map { row in
      String(canvas.row(row).filter { !$0.isContinuation }.map(\.character)).trimmedRight
    }.filter { !$0.isEmpty }
  }

  private static let states: [String: JSON.Kind] = [
    "stateFilter.firing": .bool(true), "stateFilter.pending": .bool(true),
    "stateFilter.normal": .bool(true), "sortOrder": .number(1),
  ]

  private func heading(_ options: [String: JSON.Kind]) throws -> String {
    let context = DrawContext(zone: .utc, now: Self.now)
    return try panel(options).heading(frame(), in: context, columns: 60).unit
  }

  @Test func rulesThatNothingFulfilsAreListedWhereTheFileSaysSo() throws {
    let canvas = try self.canvas(Self.states, columns: 110)
    try expectGolden(canvas, "alertlist-normal")
    #expect(try heading(Self.states) == "3 firing, 1 pending, 2 normal")
    var firing = Self.states
    firing["stateFilter.normal"] = .bool(false)
    #expect(try !lines(self.canvas(firing)).contains { $0.contains("QueueLong") })
    // By the older word.
    let old: [String: JSON.Kind] = ["stateFilter.inactive": .bool(true)]
    #expect(try lines(self.canvas(old)).count == 2)
    let context = DrawContext(zone: .utc, now: Self.now)
    #expect(try panel(Self.states).readings(frame(), in: context).count == 4)
  }

  /// Nothing that fires is hidden without a word.
  @Test func whatIsCutIsCounted() throws {
    var options = Self.states
    options["maxItems"] = .number(2)
    #expect(try heading(options) == "3 firing, 1 pending, 2 normal")
    let text = try lines(canvas(options))
    #expect(text.count == 3)
    #expect(text.last == "   +4 more, 2 firing")
    #expect(try lines(canvas(options, rows: 1)) == ["   +6 more, 3 firing"])
  }

  @Test func alertsAreInGroups() throws {
    var options = Self.states
    options["groupMode"] = .string("custom")
    options["groupBy"] = .words("team")
    try expectGolden(try canvas(options, rows: 12), "alertlist-groups")
    // The title of a group of which nothing is seen is left out.
    #expect(try lines(canvas(options, rows: 6)).last?.hasPrefix("   +") == true)
    for rows in 1...12 {
      let text = try lines(canvas(options, rows: rows))
      guard text.last?.hasPrefix("   +") == true, let before = text.dropLast().last else {
        continue
      }
      #expect(!before.hasPrefix("team=") && !before.hasPrefix("without"), "\(text)")
    }
    options["groupBy"] = .words("team", "host")
    #expect(try lines(canvas(options, rows: 12)).contains("team=a, host=x  1"))
    options["groupBy"] = .words()
    #expect(try lines(canvas(options, rows: 12)).count == 6)
  }

  @Test func rulesAreCounted() throws {
    var options = Self.states
    options["viewMode"] = .string("stat")
    try expectGolden(try canvas(options, columns: 20, rows: 6), "alertlist-count")
    #expect(try lines(canvas(options, columns: 20, rows: 2)) == ["4 alert rules"])
    options["alertName"] = .string("hostdown")
    #expect(try lines(canvas(options, columns: 20, rows: 2)) == ["1 alert rule"])
    #expect(try lines(canvas(options, [], columns: 20, rows: 2)) == ["0 alert rules"])
  }
}
