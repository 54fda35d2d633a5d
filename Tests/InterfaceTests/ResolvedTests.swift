import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// What has ended within the last hour.
struct ResolvedTests {
  private static func ended(_ name: ForeignText, _ severity: String, ago: Int, took: Int) -> Alert {
    var alert = Alert(
      name: name,
      state: .resolved,
      labels: Labels([("alertname", name.safe), ("severity", severity), ("product", "catalog")]),
      annotations: [:],
      activeAt: Fixture.now - .minutes(ago + took),
      value: nil
    )
    alert.endsAt = Fixture.now - .minutes(ago)
    return alert
  }

  private static let all = ResolvedAlerts([
    ended("StageSlow", "warning", ago: 50, took: 3),
    ended("ErrorMessage", "critical", ago: 41, took: 9),
    ended("ErrorMessage2", "critical", ago: 4, took: 130),
  ])

  private func robot(
    columns: Int = 80,
    rows: Int = 24,
    resolved: ResolvedAlerts = all,
    alerts: [Alert] = [Fixture.alert]
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.server.alerts = alerts
    robot.server.alertmanager = .answered
    robot.server.resolved = resolved
    robot.wait(.zero)
    robot.press(.character("a"))
    return robot
  }

  @Test(arguments: [(160, 48), (80, 24), (40, 12)])
  func whatItLooksLike(columns: Int, rows: Int) throws {
    try expectGolden(
      try robot(columns: columns, rows: rows).screen,
      "alerts-resolved-\(columns)x\(rows)"
    )
  }

  /// Nobody who only watches panels costs the server a range query.
  @Test func itIsAskedWhileTheListIsOpenAndAtOnce() throws {
    var robot = Robot(try Fixture.state())
    robot.wait(.zero)
    robot.wait(.seconds(16))
    func asked() -> [Bool] {
      robot.effects.compactMap {
        if case .alerts(_, _, let resolved, _) = $0 { resolved } else { nil }
      }
    }
    #expect(asked() == [false, false])
    robot.press(.character("a"))
    #expect(asked() == [false, false, true])
    robot.wait(.seconds(1))
    #expect(asked().count == 3, "what is known is not asked again")
    robot.wait(.seconds(15))
    robot.press(.escape)
    robot.wait(.seconds(15))
    #expect(asked() == [false, false, true, true, false])
  }

  @Test func itStandsLastAndTheWorstAndLatestFirst() throws {
    let lines = try robot(columns: 160, rows: 48).text.split(separator: "\n").map(String.init)
    let words = [
      "1 firing", "QueueAboveLimit", "3 resolved in the last 1 h", "ErrorMessage2", "ErrorMessage ",
      "StageSlow",
    ]
    let places = words.map { word in lines.firstIndex { $0.contains(word) } ?? -1 }
    #expect(places == places.sorted() && places[0] > 0, "\(places)")
    #expect(lines[places[3]].contains("4m"), "since it ended")
    #expect(lines[places[3]].contains("took 2 h; "), "\(lines[places[3]])")
    #expect(!lines[0].contains("CRITICAL"), "it is not counted")
  }

  @Test func aloneItIsNoFire() throws {
    let quiet = try robot(alerts: [])
    #expect(quiet.text.contains("none firing\n"))
    #expect(quiet.text.contains("3 resolved in the last 1 h"))
    var filtered = quiet
    filtered.press(.character("/"))
    filtered.type("resolved slow")
    #expect(filtered.text.contains("1 resolved"))
    #expect(
      !filtered.text.split(separator: "\n").dropFirst().contains { $0.contains("none firing") }
    )
  }

  /// What was said of an alert while it fired is not in the server's history.
  @Test func itsLastWordsStayAndTheDetailsSayWhenItEnded() throws {
    var robot = try robot(resolved: ResolvedAlerts([]))
    var over = Fixture.alert
    over.state = .resolved
    over.annotations = [:]
    over.endsAt = Fixture.now + .seconds(5)
    robot.server.alerts = []
    robot.server.resolved = ResolvedAlerts([over])
    robot.press(.enter)
    robot.wait(.seconds(65))
    #expect(robot.text.contains("orders: 73 messages waiting"), "\(robot.text)")
    #expect(robot.text.contains("resolved, warning, ended 60 s ago (2026-11-24 17:02:46), began"))
    #expect(robot.text.contains(" 12 m before"))
    #expect(robot.text.contains("Alertmanager  has it no more"))
    robot.wait(.seconds(60))
    #expect(robot.text.contains("orders: 73 messages waiting"), "still: \(robot.text)")
  }

  @Test func aHistoryThatCantBeReadIsTold() throws {
    let problem = Problem(what: "127.0.0.1:9090 does not allow this (403)", code: "query.refused")
    let robot = try robot(resolved: ResolvedAlerts([], problem: problem))
    #expect(robot.text.contains("?  RESOLVED UNKNOWN: 127.0.0.1:9090 does not allow this (403)"))
    let some = try self.robot(resolved: ResolvedAlerts(Self.all.alerts, problem: problem))
    #expect(some.text.contains("?  what is resolved is known in part: 127.0.0.1:9090 does not"))
    #expect(some.text.contains("3 resolved"))
  }

  /// One that came too late for an answer is there soon.
  @Test func aLateHistoryIsAskedAgainSoon() throws {
    let late = Problem(what: "late", code: ResolvedAlerts.lateCode)
    var robot = try robot(resolved: ResolvedAlerts([], problem: late))
    robot.server.resolved = Self.all
    robot.wait(.seconds(5))
    #expect(robot.text.contains("3 resolved"))
  }

  private static let panel = """
    { "title": "Alerts", "panels": [
      { "type": "alertlist", "title": "Alerts", "gridPos": { "w": 24, "h": 12 },
        "states": ["firing", "resolved"] } ] }
    """

  @Test func aPanelMayListThem() throws {
    var robot = Robot(try Fixture.state(columns: 120, layout: Self.panel))
    robot.server.resolved = Self.all
    robot.wait(.zero)
    #expect(robot.text.contains("1 firing, 3 resolved"), "\(robot.text)")
    let lines = robot.text.split(separator: "\n").map(String.init)
    let order = ["QueueAboveLimit", "ErrorMessage2", "ErrorMessage ", "StageSlow"].map { name in
      lines.firstIndex { $0.contains(name) } ?? -1
    }
    #expect(order == order.sorted() && order[0] > 0, "\(order)")
    robot.server.resolved = ResolvedAlerts([], problem: Fixture.problem)
    robot.wait(.seconds(16))
    #expect(robot.text.contains("1 firing, resolved unknown"), "\(robot.text)")
    #expect(robot.text.contains("RESOLVED UNKNOWN: connection refused"))
    let state = robot.state
    #expect(state.views[0].panels[0].status(now: state.now) == .partial)
  }

  /// Asked for where a panel lists them, and shown nowhere else.
  @Test func aPanelMayListWhatIsAsItShouldBe() throws {
    func robot(_ states: String) throws -> Robot {
      let layout = Self.panel.replacing("\"resolved\"", with: states)
      var robot = Robot(try Fixture.state(columns: 120, layout: layout))
      var rule = Fixture.alert
      (rule.name, rule.state, rule.activeAt) = ("DiskFull", .normal, nil)
      rule.rule = AlertRule(expression: "free < 1", interval: .seconds(15), holdsFor: .zero)
      robot.server.normal = [rule]
      robot.wait(.zero)
      return robot
    }
    var listing = try robot("\"normal\"")
    #expect(listing.text.contains("1 firing, 1 normal"), "\(listing.text)")
    #expect(listing.text.contains("free < 1"))
    listing.press(.character("a"))
    #expect(!listing.text.contains("DiskFull"), "\(listing.text)")
    let other = try robot("\"pending\"")
    #expect(!other.text.contains("DiskFull"))
    func asks(_ robot: Robot) -> [Bool] {
      robot.effects.compactMap {
        if case .alerts(_, _, _, let normal) = $0 { normal } else { nil }
      }
    }
    #expect(asks(listing).allSatisfy { $0 } && !asks(listing).isEmpty)
    #expect(!asks(other).contains(true) && !asks(other).isEmpty)
  }
}
