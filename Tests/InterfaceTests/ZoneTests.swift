import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// Whose clock a screen tells; `z` changes it.
struct ZoneTests {
  private func robot(_ timezone: String?) throws -> Robot {
    let key = timezone.map { "\"timezone\": \"\($0)\"," } ?? ""
    let layout = "{\(key)" + Fixture.layout.drop { $0 == " " || $0 == "\n" }.dropFirst()
    var robot = Robot(try Fixture.state(layout: layout))
    robot.state.look.zone = try named("Asia/Kolkata")
    robot.wait(.zero)
    return robot
  }

  private func named(_ name: String) throws -> Zone { .named(try ZoneDatabase.zone(name)) }

  private func clock(_ robot: Robot) -> String {
    let line = robot.text.split(separator: "\n").first ?? ""
    return line.split(separator: " ").suffix(2).joined(separator: " ")
  }

  @Test func theDashboardsOwnThenTheViewersThenUTC() throws {
    var robot = try robot("Europe/Prague")
    #expect(clock(robot) == "18:02:41 CET")
    robot.press(.character("z"))
    #expect(clock(robot) == "22:32:41 IST")
    #expect(robot.text.contains("20:00"), "the axis too")
    #expect(robot.state.commandLine.contains("--timezone Asia/Kolkata"))
    robot.press(.character("z"))
    #expect(clock(robot) == "17:02:41 UTC")
    #expect(robot.text.contains("times are UTC"))
    #expect(robot.state.commandLine.contains("--timezone utc"))
    robot.press(.character("z"))
    #expect(clock(robot) == "18:02:41 CET")
    #expect(!robot.state.commandLine.contains("--timezone"))
  }

  @Test func withoutAZoneOfItsOwnOnlyTheViewersAndUTC() throws {
    var robot = try robot(nil)
    #expect(clock(robot) == "22:32:41 IST")
    robot.press(.character("z"))
    #expect(clock(robot) == "17:02:41 UTC")
    robot.press(.character("z"))
    #expect(clock(robot) == "22:32:41 IST")
  }

  @Test func theCommandLinesZoneComesBeforeTheFiles() throws {
    var robot = try robot("Europe/Prague")
    robot.state.timezone = try named("America/New_York")
    #expect(clock(robot) == "12:02:41 EST")
    for told in ["18:02:41 CET", "22:32:41 IST", "17:02:41 UTC", "12:02:41 EST"] {
      robot.press(.character("z"))
      #expect(clock(robot) == told)
    }
  }

  @Test func oneClockAloneIsSaidToBeSo() throws {
    var robot = Robot(try Fixture.state())
    robot.wait(.zero)
    robot.effects = []
    robot.press(.character("z"))
    #expect(robot.text.contains("all clocks here are the same"))
    #expect(robot.effects.isEmpty)
  }

  @Test func daysBeginByTheZoneThatIsShown() throws {
    var robot = try robot("Europe/Prague")
    robot.state.from = "now/d"
    func start() -> Timestamp { robot.state.range(of: robot.state.views[0]).range.start }
    #expect(start() == Zone.utc.moment(year: 2026, month: 11, day: 23, hour: 23))
    robot.effects = []
    robot.press(.character("z"), .character("z"))
    #expect(start() == Zone.utc.moment(year: 2026, month: 11, day: 24))
    #expect(robot.effects.contains { if case .query = $0 { true } else { false } })
  }
}
