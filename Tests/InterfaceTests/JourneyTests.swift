import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// What a person does, and what the screen says.
struct JourneyTests {
  private func robot(columns: Int = 100, rows: Int = 30, watching: [String] = ["stage"]) throws
    -> Robot
  {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows, watching: watching))
    robot.wait(.zero)
    return robot
  }

  @Test(arguments: [(160, 48), (80, 24), (40, 20), (20, 6)])
  func theDashboardLive(columns: Int, rows: Int) throws {
    try expectGolden(try robot(columns: columns, rows: rows).screen, "live-\(columns)x\(rows)")
  }

  @Test func whenTheServerDiesOldDataLooksOldAndAlertsAreUnknown() throws {
    var robot = try robot()
    robot.server.fails = true
    robot.wait(.minutes(4))
    robot.wait(.minutes(1))
    #expect(robot.text.contains("ALERTS UNKNOWN"))
    #expect(robot.text.contains("STALE 5m"))
    #expect(robot.text.contains("connection refused since 17:06:41"))
    #expect(!robot.text.contains("none firing"))
    try expectGolden(robot.screen, "stale-100x30")
    robot.server.fails = false
    robot.wait(.seconds(10))
    #expect(robot.text.contains("● live"))
    #expect(robot.text.contains("1 WARNING"))
    #expect(!robot.text.contains("STALE"))
  }

  @Test func anAnswerThatNeverComesMakesThePanelStaleByItself() throws {
    var robot = try robot()
    _ = robot.state.apply(.tick(Fixture.now + .minutes(10)))
    #expect(robot.state.views[0].panels[2].status(now: robot.state.now) == .stale)
    #expect(robot.text.contains("ALERTS UNKNOWN"))
  }

  @Test func enterLooksCloserAndEscapeGoesBack() throws {
    var robot = try robot()
    robot.press(.down, .enter)
    #expect(robot.state.isFullScreen)
    #expect(robot.text.contains("Queues"))
    #expect(!robot.text.contains("Uploads bitrix"))
    robot.press(.escape)
    #expect(robot.text.contains("Uploads bitrix"))
    #expect(!robot.state.isQuitting)
    robot.press(.character("q"))
    #expect(robot.state.isQuitting)
  }

  @Test func escapeAtTheTopDoesNotQuit() throws {
    var robot = try robot()
    robot.press(.escape)
    #expect(!robot.state.isQuitting)
  }

  @Test func nFindsWhatIsNotOk() throws {
    var robot = try robot()
    robot.press(.character("n"))
    #expect(robot.state.focused?.spec.title == "Queues")
  }

  @Test func anotherEnvironmentKeepsRangePicksAndPlace() throws {
    var robot = try robot()
    robot.press(.down)
    let focus = robot.state.focus
    robot.press(.character("E"))
    #expect(robot.text.contains("stage"))
    #expect(robot.text.contains("84 ms"))
    robot.type("prod")
    robot.press(.enter)
    #expect(robot.state.views.map(\.environment.name) == ["prod"])
    #expect(robot.state.focus == focus)
    #expect(robot.text.contains("PROD"))
    #expect(robot.text.contains("Uploads opus"), "the environment's variable")
  }

  @Test func aPickedVariableChangesTitlesAndQueries() throws {
    var robot = try robot()
    robot.press(.character("V"), .enter)
    robot.type("opus")
    robot.press(.enter)
    #expect(robot.text.contains("Uploads opus"))
    let last = robot.effects.compactMap { effect -> String? in
      guard case .query(let key, _, _, let queries) = effect, key.panel == 0 else { return nil }
      return queries.first?.expression
    }.last
    #expect(last?.contains("system='opus'") == true)
  }

  @Test func twoEnvironmentsSideBySide() throws {
    let robot = try robot(columns: 160, rows: 48, watching: ["stage", "prod"])
    #expect(robot.text.contains("STAGE"))
    #expect(robot.text.contains("PROD"))
    try expectGolden(robot.screen, "side-by-side-160x48")
  }

  @Test func helpInspectAndAlertsOpenAndClose() throws {
    var robot = try robot()
    for (key, text) in [("?", "back one level"), ("i", "uploads_total"), ("a", "QueueAboveLimit")] {
      robot.press(.character(Character(key)))
      #expect(robot.state.overlay != nil)
      #expect(robot.text.contains(text))
      robot.press(.escape)
      #expect(robot.state.overlay == nil)
    }
  }

  @Test func completedBarsAreAskedForOnceAndTheOpenOneAgain() throws {
    var robot = try robot()
    robot.effects = []
    for _ in 0..<3 { robot.wait(.seconds(30)) }
    let queries = robot.effects.flatMap { effect -> [Query] in
      guard case .query(let key, _, _, let queries) = effect, key.panel == 0 else { return [] }
      return queries
    }
    #expect(queries.count == 3)
    for query in queries {
      guard case .instant = query.span else {
        Issue.record("asked for completed bars again")
        continue
      }
    }
  }

  @Test func pauseAsksNothingMoreOfPanels() throws {
    var robot = try robot()
    robot.press(.character("p"))
    robot.effects = []
    robot.wait(.minutes(5))
    #expect(!robot.effects.contains { if case .query = $0 { true } else { false } })
    #expect(robot.text.contains("PAUSED"))
    robot.press(.character("p"))
    #expect(robot.effects.contains { if case .query = $0 { true } else { false } })
  }

  @Test func aBrokenEditKeepsTheLastGoodDashboardAndSaysSo() throws {
    var robot = try robot()
    robot.send(
      .opened(
        file: "catalog.json",
        .failure(
          Problem(
            what: "expected `,`",
            file: "catalog.json",
            position: SourcePosition(line: 3, column: 7)
          )
        )
      )
    )
    #expect(robot.text.contains("catalog.json:3:7: error: expected `,` (the last good one stays)"))
    #expect(robot.text.contains("Uploads bitrix"))
  }

  @Test func reloadKeepsWhatIsKnownOfPanelsThatStayTheSame() throws {
    var robot = try robot()
    let changed = Fixture.layout.replacing("\"Rate\"", with: "\"Speed\"")
    robot.effects = []
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened(changed))))
    #expect(robot.text.contains("Speed"))
    let asked = robot.effects.compactMap { effect -> Int? in
      guard case .query(let key, _, _, _) = effect else { return nil }
      return key.panel
    }
    #expect(asked == [1])
  }

  @Test func oneBadPanelShowsItsProblemInItsOwnPlace() throws {
    let bad = Fixture.layout.replacing("\"type\": \"stat\"", with: "\"type\": \"stta\"")
    var robot = Robot(try Fixture.state(columns: 140, rows: 40, layout: bad))
    robot.wait(.zero)
    #expect(robot.text.contains("stta"))
    #expect(robot.text.contains("Queues"))
    #expect(robot.text.contains("73"))
  }
}
