import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// A screen that nobody sits at.
struct KioskTests {
  private static let two = [
    Playlist.Stop(file: "catalog.json", environment: "stage"),
    Playlist.Stop(file: "other.json", environment: "prod"),
  ]

  private func robot(_ stops: [Playlist.Stop] = two) throws -> Robot {
    var state = try Fixture.state(columns: 160, rows: 48)
    state.isKiosk = true
    state.playlist = Playlist(interval: .seconds(30), stops: stops)
    var robot = Robot(state)
    robot.server.isEmpty = true
    robot.wait(.zero)
    return robot
  }

  private func opened(_ robot: Robot) -> [String] {
    robot.effects.compactMap { if case .open(let file) = $0 { file } else { nil } }
  }

  @Test func dashboardsAndEnvironmentsComeInTurn() throws {
    var robot = try robot()
    robot.wait(.seconds(29))
    #expect(opened(robot).isEmpty)
    robot.wait(.seconds(1))
    #expect(opened(robot) == ["other.json"])
    #expect(robot.text.contains(" PROD "))
    #expect(robot.text.contains("2 of 2"))
    robot.wait(.seconds(30))
    #expect(robot.text.contains(" STAGE "))
  }

  @Test func aKeyKeepsItStandingStill() throws {
    var robot = try robot()
    robot.press(.character("j"))
    for _ in 0..<11 { robot.wait(.seconds(10)) }
    #expect(opened(robot).isEmpty)
    robot.wait(.seconds(10))
    #expect(opened(robot) == ["other.json"])
  }

  @Test func newTroubleHoldsTheWallForAWhile() throws {
    let layout = Fixture.layout.replacing("\"warning\"", with: "\"critical\"")
    var state = try Fixture.state(columns: 160, rows: 48, layout: layout)
    state.playlist = Playlist(interval: .seconds(30), stops: Self.two)
    var robot = Robot(state)
    robot.wait(.zero)
    for _ in 0..<10 { robot.wait(.seconds(30)) }
    #expect(opened(robot).isEmpty)
    #expect(robot.text.contains("held by what is critical"))
    for _ in 0..<2 { robot.wait(.seconds(30)) }
    #expect(opened(robot) == ["other.json"], "the others may have trouble too")
  }

  @Test func itRingsAndJumpsWhenSomethingBeginsElsewhere() throws {
    var robot = try robot()
    robot.wait(.seconds(16))
    #expect(!robot.effects.contains(.bell), "what fired at the start is no news")
    robot.server.extraAlerts["prod"] = [
      Alert(
        name: "TargetDown",
        state: .firing,
        labels: ["alertname": "TargetDown", "severity": "critical"],
        annotations: [:],
        activeAt: nil,
        value: 1
      )
    ]
    robot.wait(.seconds(10))
    robot.wait(.seconds(8))
    #expect(robot.effects.count { $0 == .bell } == 1)
    #expect(robot.text.contains(" PROD "))
    robot.wait(.seconds(16))
    #expect(robot.effects.count { $0 == .bell } == 1, "once")
  }

  @Test func onlyQTwiceLeaves() throws {
    var robot = try robot()
    robot.press(.character("q"))
    #expect(!robot.state.isQuitting)
    #expect(robot.text.contains("q again leaves"))
    robot.wait(.seconds(4))
    robot.press(.escape, .character("q"))
    #expect(!robot.state.isQuitting, "too late, and Esc never")
    robot.press(.character("q"))
    #expect(robot.state.isQuitting)
  }

  @Test func aWallHasNoLineOfKeys() throws {
    #expect(!(try robot()).text.contains("help"))
  }

  @Test(arguments: [
    ("22:00-06:00", 23, true), ("22:00-06:00", 5, true), ("22:00-06:00", 12, false),
    ("08:00-17:00", 12, true), ("08:00-17:00", 17, false),
  ])
  func itIsDimmedAtNightButNotItsTrouble(hours: String, hour: Int, isDim: Bool) throws {
    var state = try Fixture.state(columns: 100, rows: 30)
    state.dimHours = DimHours(hours)
    var robot = Robot(state)
    robot.wait(.hours(24 + hour - 17))
    let theme = Theme.dark
    let styles = (0..<30).flatMap { row in robot.screen.row(row).map(\.style) }
    #expect(styles.contains { $0.background == theme.warning }, "the badge shines")
    #expect(styles.contains { $0.foreground == theme.text } != isDim)
  }

  @Test(arguments: ["", "22-6", "25:00-06:00", "22:60-06:00", "22:00", "-"])
  func whatIsNoHoursIsNone(text: String) { #expect(DimHours(text) == nil) }
}
