import Canvas
import Interface
import Metrics
import Testing

/// Rules of which the server itself can't tell whether they fire.
struct BlindTests {
  private func robot(
    firing: Bool,
    blind: [BlindRule],
    columns: Int = 120,
    rows: Int = 40
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.server.alerts = firing ? [Fixture.alert] : []
    robot.server.blind = blind
    robot.wait(.zero)
    return robot
  }

  private let new = BlindRule(name: "StageSlow", reason: .notEvaluated)
  private let broken = BlindRule(name: "Disk", reason: .failing("many-to-many matching"))

  /// Right after its start a server lists no alert, whatever fires.
  @Test func whatIsNotEvaluatedIsUnknownAndNeverNoneFiring() throws {
    var robot = try robot(firing: false, blind: [new])
    #expect(robot.text.contains("ALERTS UNKNOWN"))
    #expect(!robot.text.contains("none firing"), "\(robot.text)")
    #expect(robot.text.contains("the rule StageSlow is not evaluated yet"))
    #expect(robot.state.environments[0].due == robot.state.now + .seconds(5), "soon it may be")
    robot.press(.character("a"))
    #expect(robot.text.contains("StageSlow is not evaluated yet"))
    #expect(!robot.text.contains("none firing"), "\(robot.text)")
    robot.press(.escape)
    robot.press(.character("E"))
    #expect(robot.text.contains("ALERTS UNKNOWN"))
    #expect(!robot.text.contains("none firing"), "\(robot.text)")
    robot.press(.escape)
    #expect(robot.state.summary(panels: []).contains("ALERTS UNKNOWN. The rule StageSlow"))
    robot.server.blind = []
    robot.wait(.seconds(5))
    #expect(robot.text.contains("none firing"))
    #expect(!robot.text.contains("UNKNOWN"), "\(robot.text)")
  }

  @Test func whatFiresIsToldBesideWhatIsUnknown() throws {
    var robot = try robot(firing: true, blind: [broken, new])
    #expect(robot.text.contains("1 WARNING"))
    #expect(robot.text.contains("2 UNKNOWN"))
    #expect(robot.text.contains("the rule Disk can't be evaluated: many-to-many matching, and 1"))
    #expect(robot.text.contains("1 firing, 2 rules unknown"))
    #expect(robot.text.contains("QueueAboveLimit"))
    robot.press(.character("a"))
    #expect(robot.text.contains("Disk can't be evaluated"))
    #expect(robot.text.contains("StageSlow is not evaluated yet"))
  }

  @Test func onTheNarrowestScreenTooAndManyDoNotCrowdOutWhatFires() throws {
    let many = (0..<50).map { BlindRule(name: ForeignText("Rule\($0)"), reason: .notEvaluated) }
    for (columns, rows) in [(20, 6), (40, 12), (80, 24), (200, 60)] {
      var robot = try robot(firing: true, blind: many, columns: columns, rows: rows)
      let top = robot.text.split(separator: "\n")[0]
      #expect(columns < 80 ? top.contains("?50") : top.contains("50 UNKNOWN"), "\(top)")
      robot.press(.character("a"))
      if rows >= 12 { #expect(robot.text.contains("QueueAbove"), "\(robot.text)") }
      let quiet = try self.robot(firing: false, blind: many, columns: columns, rows: rows)
      #expect(!quiet.text.contains("none"), "\(quiet.text)")
    }
  }
}
