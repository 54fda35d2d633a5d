import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// The settings are saved while somebody looks.
struct ReloadTests {
  private func robot(watching: [String] = ["stage"], columns: Int = 100) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, watching: watching))
    robot.wait(.zero)
    robot.effects = []
    return robot
  }

  private func saved(_ environments: [Documents.Environment], theme: Theme = .dark) -> Message {
    .reconfigured(.success(Configuration(environments: environments, theme: theme)))
  }

  /// The fixture's environments, the first one changed.
  private func changed(_ change: (inout Documents.Environment) -> Void) -> [Documents.Environment] {
    var environments = Fixture.environments
    change(&environments[0])
    return environments
  }

  private let broken = Problem(
    what: "unknown key `urll` in `environments.stage.prometheus`",
    fix: "did you mean `url`?",
    file: "config.json",
    position: SourcePosition(line: 4, column: 7)
  )

  private let line =
    "config.json:4:7: error: unknown key `urll` in `environments.stage.prometheus`;"
    + " did you mean `url`? (the last good one stays)"

  @Test func theSameSettingsChangeNothing() throws {
    var robot = try robot()
    let before = robot.screen
    robot.send(saved(Fixture.environments))
    #expect(robot.effects.isEmpty)
    #expect(robot.screen == before)
  }

  @Test func aBrokenSaveIsToldUntilItIsMended() throws {
    var robot = try robot(columns: 140)
    robot.send(.reconfigured(.failure(broken)))
    robot.wait(.minutes(1))
    #expect(robot.text.contains(line))
    #expect(robot.text.contains("● live") && robot.text.contains("Uploads bitrix"))
    robot.send(saved(Fixture.environments))
    #expect(!robot.text.contains("config.json"))
  }

  @Test(arguments: [
    (100, " config.json:4:7: error: unknown key `urll` in `environments.stage.prometh"),
    (60, " config.json:4:7: error: unknown k"),
  ])
  func howeverLongThePathItSaysWhatIsInForce(columns: Int, start: String) throws {
    var robot = try robot(columns: columns)
    var problem = broken
    problem.file = "/home/somebody/.config/promwall/config.json"
    robot.send(.reconfigured(.failure(problem)))
    #expect((" " + robot.text).contains("\n" + start.dropFirst()), "\(robot.text)")
    #expect(robot.text.contains(" (the last good one stays)"))
  }

  @Test func anAddedEnvironmentIsListedAndAskedOnlyWhereItIsShown() throws {
    var robot = try robot()
    let before = robot.screen
    let night = Documents.Environment(
      name: "night",
      prometheus: Connection(url: "http://127.0.0.1:9")
    )
    robot.send(saved([night] + Fixture.environments))
    #expect(robot.effects == [.connect([night] + Fixture.environments)])
    #expect(robot.screen == before)
    robot.press(.character("E"))
    #expect(robot.text.contains("night"))
    robot.type("night")
    robot.press(.enter)
    #expect(robot.text.contains(" NIGHT ") && robot.text.contains("● live"))
  }

  /// The list may be open when the file is saved.
  @Test func anOpenListKeepsItsChoice() throws {
    var robot = try robot()
    robot.press(.character("E"), .down)
    let night = Documents.Environment(
      name: "night",
      prometheus: Connection(url: "http://127.0.0.1:9")
    )
    robot.send(saved([night] + Fixture.environments))
    #expect(robot.text.contains(" > prod"), "\(robot.text)")
    robot.press(.enter)
    #expect(robot.state.views.map(\.environment.name) == ["prod"])
  }

  @Test func whatIsNotLookedAtLeavesTheListAtOnce() throws {
    var robot = try robot()
    robot.send(saved([Fixture.environments[0]]))
    robot.press(.character("E"))
    #expect(!robot.text.contains("prod"))
    #expect(robot.effects.first == .connect([Fixture.environments[0]]))
  }

  @Test func aRemovedOneStaysUntilAnotherIsChosen() throws {
    var robot = try robot()
    robot.send(saved([Fixture.environments[1]]))
    let told = "stage is no longer in the settings; it stays until another one is chosen (E)"
    #expect(robot.text.contains(told))
    #expect(robot.text.contains("● live") && robot.text.contains("Uploads bitrix"))
    robot.effects = []
    robot.wait(.minutes(1))
    #expect(
      robot.effects.contains { if case .alerts("stage", _, _, _) = $0 { true } else { false } }
    )
    robot.press(.character("E"))
    #expect(robot.text.contains("no longer in the settings"))
    robot.effects = []
    robot.type("prod")
    robot.press(.enter)
    #expect(robot.effects.first == .connect([Fixture.environments[1]]))
    #expect(robot.text.contains(" PROD ") && !robot.text.contains("no longer"))
    robot.press(.character("E"))
    #expect(!robot.text.contains("stage"))
  }

  @Test func oneThatComesBackIsAsItWas() throws {
    var robot = try robot()
    let before = robot.screen
    robot.send(saved([Fixture.environments[1]]))
    robot.effects = []
    robot.send(saved(Fixture.environments))
    #expect(robot.screen == before)
    #expect(!robot.effects.contains { if case .query = $0 { true } else { false } })
  }

  @Test func aNewColourAsksNothing() throws {
    var robot = try robot()
    let before = robot.screen
    robot.send(saved(changed { $0.color = "red" }))
    #expect(robot.effects.count == 1, "the worker is told, nobody is asked: \(robot.effects)")
    #expect(robot.text == before.text())
    #expect(robot.screen != before)
  }

  @Test func anotherServerIsAskedAnewAndLateAnswersOfTheOldAreDropped() throws {
    var state = try Fixture.state()
    // Asked, and not answered yet.
    let asked = state.apply(.tick(Fixture.now))
    var robot = Robot(state)
    robot.server.factors = ["stage": 1_000]
    let new = changed { $0.prometheus.url = "http://127.0.0.1:9191" }
    robot.send(saved(new))
    #expect(robot.effects.first == .connect(new))
    let queries = robot.effects.filter { if case .query = $0 { true } else { false } }
    #expect(queries.count == 4, "each panel once")
    let after = robot.screen
    let old = FakeServer()
    for effect in asked { old.answer(effect, now: Fixture.now).map { robot.send($0) } }
    #expect(robot.screen == after)
    robot.effects = []
    robot.wait(.seconds(1))
    #expect(robot.effects.isEmpty, "nothing is polled twice")
  }

  @Test func rangeFocusAndOtherEnvironmentsStay() throws {
    var robot = try robot(watching: ["stage", "prod"], columns: 160)
    robot.press(.down, .character("+"))
    let (focus, from) = (robot.state.focus, robot.state.from)
    robot.effects = []
    robot.send(saved(changed { $0.prometheus.url = "http://127.0.0.1:9191" }))
    #expect(robot.state.focus == focus && robot.state.from == from)
    for case .query(let key, _, _, _) in robot.effects { #expect(key.view == 0) }
  }

  @Test func variablesOfTheEnvironmentAreTakenAnew() throws {
    var robot = try robot()
    #expect(robot.text.contains("Uploads bitrix"))
    robot.send(saved(changed { $0.variables = ["system": "opus"] }))
    #expect(robot.text.contains("Uploads opus"))
    #expect(robot.text.contains("QueueAboveLimit"), "alerts too, though their server is the same")
  }

  @Test func aThemeIsWornAtOnceAndNeverDeeperThanTheTerminal() throws {
    var robot = try robot()
    robot.send(saved(Fixture.environments, theme: .terminal))
    #expect(robot.state.look.theme == .terminal && robot.state.look.depth == .sixteen)
    robot.send(saved(Fixture.environments, theme: .light))
    #expect(robot.state.look.theme == .light && robot.state.look.depth == .truecolor)
    robot.state.look = Look(depth: .palette)
    robot.send(saved(Fixture.environments, theme: .contrast))
    #expect(robot.state.look.depth == .palette)
  }

  // MARK: - Walls

  private func wall(_ environments: [String], files: [String] = ["catalog.json"]) throws -> Robot {
    var state = try Fixture.state(columns: 160, rows: 48)
    state.isKiosk = true
    state.playlist = Playlist(
      interval: .seconds(30),
      stops: environments.flatMap { name in
        files.map { Playlist.Stop(file: $0, environment: name) }
      }
    )
    var robot = Robot(state)
    robot.server.isEmpty = true
    robot.wait(.zero)
    robot.effects = []
    return robot
  }

  @Test func aWallTurnsAwayFromWhatWasRemoved() throws {
    var robot = try wall(["stage", "prod"])
    robot.send(saved([Fixture.environments[1]]))
    #expect(robot.text.contains("it stays until another one is chosen"))
    #expect(!robot.text.contains("(E)"), "nobody presses a key on a wall")
    robot.wait(.seconds(30))
    #expect(robot.text.contains(" PROD ") && !robot.text.contains("no longer"))
    for _ in 0..<4 { robot.wait(.seconds(30)) }
    #expect(robot.text.contains(" PROD "))
  }

  @Test func aWallWithNothingLeftStays() throws {
    var robot = try wall(["stage"])
    robot.send(saved([Fixture.environments[1]]))
    for _ in 0..<4 { robot.wait(.seconds(30)) }
    #expect(robot.text.contains(" STAGE ") && robot.text.contains("no longer in the settings"))
  }

  @Test func aPlaylistFollowsItsFolder() throws {
    var robot = try wall(["stage", "prod"], files: ["catalog.json", "old.json"])
    robot.send(.listed([], playable: ["catalog.json", "new.json"]))
    robot.wait(.seconds(30))
    robot.wait(.seconds(30))
    let opened = robot.effects.compactMap { if case .open(let file) = $0 { file } else { nil } }
    #expect(opened == ["new.json"], "then the first again, of the other environment")
    robot.send(.listed([], playable: []))
    #expect(robot.state.playlist?.stops.count == 4, "a folder that is away for a moment")
  }
}
