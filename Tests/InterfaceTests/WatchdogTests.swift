import Canvas
import Interface
import Metrics
import Panels
import Support
import Testing

/// The alert that always fires, while it doesn't.
struct WatchdogTests {
  private static let silent = Watchdog(name: "Watchdog", standing: .silent)
  private static let sentence =
    "WATCHDOG MISSING: Watchdog doesn't fire, so perhaps nothing would"

  private func robot(
    columns: Int = 120,
    rows: Int = 40,
    _ watchdog: Watchdog? = silent,
    alerts: [Alert] = []
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.server.alerts = alerts
    robot.server.alertmanager = .answered
    robot.server.watchdog = watchdog
    robot.wait(.zero)
    return robot
  }

  @Test(arguments: [(160, 48), (80, 24), (40, 12)])
  func whatItLooksLike(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    try expectGolden(robot.screen, "watchdog-\(columns)x\(rows)")
    robot.press(.character("a"))
    try expectGolden(robot.screen, "alerts-watchdog-\(columns)x\(rows)")
  }

  @Test func itIsSaidInWords() {
    func alarm(_ standing: Watchdog.Standing) -> ForeignText? {
      Watchdog(name: "Dog", standing: standing).alarm
    }
    #expect(alarm(.fires) == nil)
    #expect(alarm(.unknown) == nil)
    #expect(alarm(.silent) == "WATCHDOG MISSING: Dog doesn't fire, so perhaps nothing would")
    #expect(
      alarm(.undelivered(missing: 1, of: 1))
        == "WATCHDOG MISSING: Alertmanager doesn't have Dog, so perhaps nobody is told"
    )
    #expect(
      alarm(.undelivered(missing: 1, of: 2))
        == "WATCHDOG MISSING: 1 of 2 Alertmanagers don't have Dog, so perhaps nobody is told"
    )
  }

  @Test func missingItIsAnAlarmOnEveryScreen() throws {
    var robot = try robot(alerts: [Fixture.alert])
    let top = robot.text.split(separator: "\n")[0]
    #expect(top.contains("NO WATCHDOG   1 WARNING"), "\(top)")
    #expect(robot.text.contains(Self.sentence), "the notice")
    #expect(robot.text.contains("watchdog missing, 1 firing"), "the panel: \(robot.text)")
    #expect(robot.state.summary(panels: []).contains("CRITICAL: \(Self.sentence). 1 alert fires"))
    robot.press(.character("a"))
    #expect(robot.text.contains("  !! \(Self.sentence)\n"), "\(robot.text)")
    robot.press(.escape, .character("E"))
    #expect(robot.text.contains("NO WATCHDOG"))
    for columns in [20, 40] {
      let narrow = try self.robot(columns: columns, rows: 12).text.split(separator: "\n")[0]
      #expect(narrow.contains("!!1") || narrow.contains("NO WATCHDOG"), "\(narrow)")
    }
  }

  @Test(arguments: [Watchdog(name: "Watchdog", standing: .fires), nil])
  func whileItFiresThereIsNothingToSay(watchdog: Watchdog?) throws {
    var robot = try robot(watchdog)
    #expect(robot.text.split(separator: "\n")[0].contains("none firing"))
    robot.press(.character("a"))
    #expect(!robot.text.uppercased().contains("WATCHDOG"), "\(robot.text)")
  }

  @Test func aPanelOfAlertsIsCritical() throws {
    let state = try robot().state
    let panel = try #require(state.views[0].panels.last)
    let frame = try #require(panel.frame)
    let key = PanelKey(view: 0, panel: state.views[0].panels.count - 1)
    let readings = panel.panel?.readings(frame, in: state.drawContext(key)) ?? []
    #expect(readings.map(\.state) == [.critical])
    #expect(readings.map(\.name.safe) == [Self.sentence])
  }

  @Test func aWallRingsOnceWhenItGoes() throws {
    var robot = try robot(nil)
    robot.state.isKiosk = true
    robot.server.watchdog = Self.silent
    robot.wait(.seconds(16))
    robot.wait(.seconds(16))
    #expect(robot.effects.count { $0 == .bell } == 1)
    robot.server.watchdog?.standing = .fires
    robot.wait(.seconds(16))
    #expect(!robot.text.contains("WATCHDOG"))
    #expect(robot.effects.count { $0 == .bell } == 1)
  }
}
