import Canvas
import Documents
import Interface
import Metrics
import Testing

/// Severities in the order of the settings, on every screen.
struct SeverityTests {
  private static func alert(_ severity: String) -> Alert {
    Alert(
      name: ForeignText("Is-\(severity)"),
      state: .firing,
      labels: Labels([("alertname", "Is-\(severity)"), ("severity", severity)]),
      annotations: [:],
      activeAt: Fixture.now - .minutes(3),
      value: 1
    )
  }

  private func robot(_ severities: [String]) throws -> Robot {
    var state = try Fixture.state(columns: 160, rows: 48)
    state.severities = SeverityOrder(severities)
    var robot = Robot(state)
    robot.server.alerts = ["warning", "p2", "p1", "p3"].map(Self.alert)
    robot.wait(.zero)
    return robot
  }

  private func order(_ robot: Robot) -> [String] {
    robot.text.split(separator: "\n").dropFirst().compactMap { line in
      line.firstMatch(of: /Is-\w+/).map { String($0.output) }
    }
  }

  @Test func theSettingsOrderIsThatOfEveryScreen() throws {
    var robot = try robot(["p1", "p2", "p3"])
    let top = robot.text.split(separator: "\n")[0]
    // What isn't listed comes last and keeps its colour.
    #expect(top.contains("1 CRITICAL   2 WARNING   1 OTHER"), "\(top)")
    let expected = ["Is-p1", "Is-p2", "Is-p3", "Is-warning"]
    #expect(order(robot) == expected, "the panel: \(robot.text)")
    #expect(robot.state.summary(panels: []).contains("4 alerts fire: critical Is-p1 since"))
    robot.press(.character("a"))
    #expect(order(robot) == expected, "the list: \(robot.text)")
    #expect(robot.text.contains("!! P1"))
    robot.press(.escape, .character("E"))
    #expect(robot.text.contains("1 CRITICAL  2 WARNING  1 OTHER  Is-p1 3m"), "\(robot.text)")
  }

  @Test func otherSettingsCountAtOnce() throws {
    var robot = try robot([])
    #expect(robot.text.split(separator: "\n")[0].contains("1 WARNING   3 OTHER"))
    #expect(order(robot).first == "Is-warning")
    let configuration = Configuration(
      environments: Fixture.environments,
      theme: .dark,
      severities: SeverityOrder(["p3", "warning"])
    )
    _ = robot.state.apply(.reconfigured(.success(configuration)))
    #expect(robot.text.split(separator: "\n")[0].contains("2 WARNING   2 OTHER"))
    #expect(order(robot).first == "Is-p3", "nobody was asked: \(robot.text)")
  }
}
