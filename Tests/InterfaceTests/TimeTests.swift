import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// The range and the cursor, as keys move them.
struct TimeTests {
  private func robot(columns: Int = 100, rows: Int = 30) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.wait(.zero)
    return robot
  }

  private func ends(_ robot: Robot) -> [String] { [robot.state.from, robot.state.to] }

  @Test func zoomingALiveRangeKeepsItLive() throws {
    var robot = try robot()
    #expect(ends(robot) == ["now-6h", "now"])
    robot.press(.character("+"))
    #expect(ends(robot) == ["now-3h", "now"])
    robot.press(.character("-"), .character("-"))
    #expect(ends(robot) == ["now-12h", "now"])
    for _ in 0..<40 { robot.press(.character("-")) }
    #expect(ends(robot) == ["now-5y", "now"])
    for _ in 0..<60 { robot.press(.character("+")) }
    #expect(ends(robot) == ["now-1m", "now"])
    #expect(robot.text.contains("  1m  "))
  }

  @Test func aRangeThatIsMovedUpToNowIsLiveAgain() throws {
    var robot = try robot()
    robot.press(.character("["))
    #expect(ends(robot) == ["2026-11-24T08:02:41Z", "2026-11-24T14:02:41Z"])
    #expect(robot.text.contains(" PAST "))
    robot.press(.character("["), .character("+"))
    #expect(ends(robot) == ["2026-11-24T06:32:41Z", "2026-11-24T09:32:41Z"])
    robot.press(.character("-"), .character("]"), .character("]"))
    #expect(ends(robot) == ["now-6h", "now"])
    #expect(!robot.text.contains(" PAST "))
    robot.press(.character("["))
    robot.wait(.seconds(90))
    robot.press(.character("]"))
    #expect(ends(robot) == ["now-6h", "now"], "though a minute has passed")
    robot.press(.character("]"))
    #expect(ends(robot) == ["now-6h", "now"], "not into the future")
  }

  @Test func everyPanelIsAskedAnewAlsoWhilePaused() throws {
    var robot = try robot()
    robot.press(.character("p"))
    robot.effects = []
    robot.press(.character("+"))
    let asked = robot.effects.compactMap { effect -> Int? in
      guard case .query(let key, _, _, _) = effect else { return nil }
      return key.panel
    }
    #expect(Set(asked) == [0, 1, 2, 3])
    robot.effects = []
    robot.wait(.minutes(1))
    #expect(!robot.effects.contains { if case .query = $0 { true } else { false } })
  }

  @Test func bGoesBackAndZeroIsLive() throws {
    var robot = try robot()
    robot.press(.character("+"), .character("["), .character("["))
    robot.press(.character("b"), .character("b"))
    #expect(ends(robot) == ["now-3h", "now"])
    robot.press(.character("b"), .character("b"))
    #expect(ends(robot) == ["now-6h", "now"], "the first one stays")
    robot.press(.character("["), .character("0"))
    #expect(ends(robot) == ["now-6h", "now"])
  }

  @Test(arguments: [
    ("90m", "now-90m", "now", "last 90 minutes"),
    ("2026-11-23", "2026-11-23", "2026-11-23T23:59:59", "2026-11-23 00:00 to 23:59:59"),
    ("08:00 to 12:00", "2026-11-24T08:00", "2026-11-24T12:00", "2026-11-24 08:00 to 12:00"),
    (
      "2026-11-23 22:00 to 23:30", "2026-11-23 22:00", "2026-11-23T23:30",
      "2026-11-23 22:00 to 23:30"
    ),
    ("now-2h to now-1h", "now-2h", "now-1h", "now-2h to now-1h"),
    ("yester", "now-1d/d", "now-1d/d", "yesterday"),
  ])
  func aRangeIsTypedOrPicked(typed: String, from: String, to: String, told: String) throws {
    var robot = try robot(columns: 160, rows: 48)
    robot.press(.character("t"))
    #expect(robot.text.contains("Last 6 hours"))
    robot.type(typed)
    robot.press(.enter)
    #expect(ends(robot) == [from, to])
    #expect(robot.text.split(separator: "\n").first?.contains(told) == true, "\(robot.text)")
  }

  @Test(arguments: [
    ("12:00 to 08:00", "the range ends before it begins"),
    ("2030-01-01 to 2030-01-02", "the range begins in the future"),
    ("2026-13-01", "which is no time"), ("99999999999d to now", "which is no time"),
  ])
  func whatIsNoRangeIsSaid(typed: String, problem: String) throws {
    var robot = try robot(columns: 160, rows: 48)
    robot.press(.character("t"))
    robot.type(typed)
    #expect(robot.text.contains(problem), "\(robot.text)")
    robot.press(.enter)
    #expect(ends(robot) == ["now-6h", "now"])
  }

  @Test func theCursorTellsEveryValueOfItsMoment() throws {
    var robot = try robot()
    robot.press(.character("c"))
    robot.press(.left, .left, .left)
    let moment = try #require(robot.state.cursor?.moment)
    #expect(moment.milliseconds % 300_000 == 0, "on the grid of the bars")
    let clock = Zone.utc.civil(moment).clockWithSeconds
    let plots = robot.text.split(separator: "\n").reduce(0) { count, line in
      count + line.ranges(of: clock).count
    }
    #expect(plots == 2, "both plots say it")
    try expectGolden(robot.screen, "cursor-100x30")
    robot.press(.escape)
    #expect(robot.state.cursor == nil)
    #expect(!robot.state.isQuitting)
  }

  @Test func aSpanIsChosenWithTheCursor() throws {
    var robot = try robot()
    robot.press(.character("c"), .character("H"))
    let last = try #require(robot.state.cursor?.moment)
    robot.press(.character("v"), .character("H"))
    let first = try #require(robot.state.cursor?.moment)
    #expect(first < last)
    robot.press(.enter)
    #expect(robot.state.cursor == nil)
    let range = robot.state.range(of: robot.state.views[0]).range
    #expect(range == TimeRange(start: first, end: last))
  }

  @Test func theCursorStaysInsideTheRange() throws {
    var robot = try robot()
    robot.press(.character("c"))
    for _ in 0..<200 { robot.press(.character("H")) }
    let range = robot.state.range(of: robot.state.views[0]).range
    #expect(try #require(robot.state.cursor?.moment) >= range.start)
    for _ in 0..<200 { robot.press(.character("L")) }
    #expect(try #require(robot.state.cursor?.moment) <= range.end + .minutes(5))
  }
}
