import Canvas
import Documents
import Interface
import Metrics
import Testing

/// What Alertmanager keeps quiet, hasn't got, or can't say.
struct DeliveryTests {
  static let silence = Silence(
    id: "5f6b",
    matchers: [#"alertname="QueueAboveLimit""#],
    startsAt: Fixture.now - .minutes(5),
    endsAt: Fixture.now + .minutes(55),
    createdBy: "anna@ops1",
    comment: "consumer restarted, watching"
  )

  static let silenced: Alert = {
    var alert = Fixture.alert
    alert.state = .silenced
    alert.delivery = Delivery(known: true)
    alert.delivery.silencedBy = [silence]
    return alert
  }()

  static let unknown = AlertmanagerStanding.unknown([
    Problem(what: "Alertmanager: nothing listens on localhost:9093 (connection refused)")
  ])

  private func robot(
    _ alerts: [Alert],
    _ alertmanager: AlertmanagerStanding = .answered,
    columns: Int = 120,
    rows: Int = 40
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.server.alerts = alerts
    robot.server.alertmanager = alertmanager
    robot.wait(.zero)
    return robot
  }

  @Test func whatIsSilencedIsNotCountedAsFiringButTold() throws {
    var robot = try robot([Self.silenced])
    let top = robot.text.split(separator: "\n")[0]
    #expect(top.contains("none firing, 1 silenced"), "\(top)")
    #expect(!top.contains("WARNING"))
    #expect(robot.text.contains("1 silenced"))
    #expect(robot.state.summary(panels: []).contains("No alert fires. Besides, 1 silenced."))
    robot.press(.character("E"))
    #expect(robot.text.contains("none firing, 1 silenced"))
    var inhibited = Self.silenced
    inhibited.state = .inhibited
    let both = try self.robot([Fixture.alert, Self.silenced, inhibited])
    let line = both.text.split(separator: "\n")[0]
    #expect(line.contains("1 WARNING"), "\(line)")
    #expect(line.contains("1 silenced, 1 inhibited"), "\(line)")
    let narrow = try self.robot([Fixture.alert, Self.silenced], columns: 80, rows: 24)
    #expect(!narrow.text.split(separator: "\n")[0].contains("silenced"), "there is no room")
  }

  @Test func whatCantBeKnownIsToldAndHidesNoFire() throws {
    var robot = try robot([Fixture.alert], Self.unknown)
    #expect(robot.text.split(separator: "\n")[0].contains("1 WARNING"))
    #expect(robot.text.contains("SILENCES UNKNOWN: Alertmanager: nothing listens on"))
    #expect(robot.state.summary(panels: []).contains("SILENCES UNKNOWN: Alertmanager"))
    robot.press(.character("E"))
    #expect(robot.text.contains("SILENCES UNKNOWN"))
    robot.press(.escape, .character("a"))
    #expect(robot.text.contains("SILENCES UNKNOWN: Alertmanager: nothing listens on"))
    #expect(robot.text.contains("QueueAboveLimit"))
  }

  @Test func whatIsNotDeliveredIsTold() throws {
    var alert = Fixture.alert
    alert.delivery = Delivery(known: false)
    alert.delivery.isMissing = true
    let robot = try robot([alert])
    #expect(robot.text.contains("1 WARNING"))
    #expect(
      robot.text.contains(
        "QueueAboveLimit fires, and Alertmanager doesn't have it: nobody is told"
      )
    )
  }

  private func wall(_ alerts: [Alert]) throws -> Robot {
    var state = try Fixture.state()
    state.isKiosk = true
    var robot = Robot(state)
    robot.server.alerts = alerts
    robot.server.alertmanager = .answered
    robot.wait(.zero)
    return robot
  }

  @Test func nothingRingsForWhatIsSilenced() throws {
    var robot = try wall([])
    robot.server.alerts = [Self.silenced]
    robot.wait(.seconds(16))
    #expect(!robot.effects.contains(.bell))
    // Alertmanager is gone: it is shown as firing, and still no news.
    robot.server.alerts = [Fixture.alert]
    robot.server.alertmanager = Self.unknown
    robot.wait(.seconds(16))
    #expect(robot.text.contains("1 WARNING"))
    #expect(!robot.effects.contains(.bell))
    // It is back, and the silence is over.
    robot.server.alerts = [Self.silenced]
    robot.server.alertmanager = .answered
    robot.wait(.seconds(16))
    robot.server.alerts = [Fixture.alert]
    robot.wait(.seconds(16))
    #expect(robot.effects.count { $0 == .bell } == 1)
  }

  @Test func whatOthersSentIsNotThisEnvironments() throws {
    var robot = try wall([])
    robot.server.foreign = [Fixture.alert]
    robot.wait(.seconds(16))
    #expect(robot.text.contains("none firing"))
    #expect(!robot.effects.contains(.bell))
  }
}
