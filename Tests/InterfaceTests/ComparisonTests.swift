import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// `C`: every plot beside what it was a day or a week ago.
struct ComparisonTests {
  private func robot() throws -> Robot {
    var robot = Robot(try Fixture.state())
    robot.wait(.zero)
    robot.effects = []
    return robot
  }

  private func asked(_ robot: Robot) -> [[Query]] {
    robot.effects.compactMap { effect in
      guard case .query(_, _, _, let queries) = effect else { return nil }
      return queries
    }
  }

  private func shifts(_ robot: Robot) -> [Duration?] {
    robot.state.views[0].panels.map { $0.frame?.past?.shift }
  }

  @Test func aDayAWeekNothing() throws {
    var robot = try robot()
    let before = robot.text
    robot.press(.character("C"))
    #expect(shifts(robot) == [.hours(24), .hours(24), nil, nil, nil], "plots alone")
    #expect(robot.text.ranges(of: "and a day ago").count == 2)
    #expect(robot.text.contains("compared with a day ago"))
    try expectGolden(robot.screen, "compared-100x30")
    robot.press(.character("C"))
    #expect(shifts(robot) == [.hours(168), .hours(168), nil, nil, nil])
    #expect(robot.text.contains("and a week ago"))
    robot.press(.character("C"))
    #expect(shifts(robot) == [nil, nil, nil, nil, nil])
    robot.wait(.seconds(5))
    robot.press(.character("r"))
    #expect(!robot.text.contains(" ago"))
    #expect(before.contains("Uploads"))
  }

  @Test func completedBarsAreNotAskedAgainAndThePastOnlyOnce() throws {
    var robot = try robot()
    robot.press(.character("C"))
    let bars = asked(robot).first ?? []
    #expect(bars.count == 2, "the open bar and the past: \(bars)")
    robot.effects = []
    robot.wait(.seconds(31))
    for queries in asked(robot) {
      for query in queries {
        guard case .range(let range, _) = query.span else { continue }
        #expect(range.end > robot.state.now - .hours(1), "\(query)")
      }
    }
    #expect(shifts(robot)[0] == .hours(24), "it is still known")
  }

  @Test func alsoWhilePaused() throws {
    var robot = try robot()
    robot.press(.character("p"), .character("C"))
    #expect(shifts(robot)[0] == .hours(24))
    #expect(shifts(robot)[1] == .hours(24))
  }

  /// Somebody opens another dashboard, or the range is another: it is compared as well.
  @Test func itStaysWhereverOneLooks() throws {
    var robot = try robot()
    robot.press(.character("C"), .character("+"))
    #expect(shifts(robot)[0] == .hours(24))
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened())))
    #expect(shifts(robot)[0] == .hours(24))
  }
}
