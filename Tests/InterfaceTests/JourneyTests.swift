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

  /// The first letter closed the list, and the second one opened the alerts.
  @Test func anEnvironmentMayBeCalledQA() throws {
    var robot = try robot()
    robot.press(.character("E"), .character("q"))
    #expect(robot.state.overlay == nil, "nothing begins so: the way back")
    var qa = Fixture.environments[1]
    qa.name = "qa"
    let environments = Fixture.environments + [qa]
    robot.send(.reconfigured(.success(Configuration(environments: environments, theme: .dark))))
    robot.press(.character("E"))
    robot.type("qa")
    robot.press(.enter)
    #expect(robot.state.views.map(\.environment.name) == ["qa"])
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

  /// Whatever the environment is called, and however little room there is.
  @Test(arguments: [20, 24, 30, 40, 60, 80, 120])
  func aLongNameCoversNothingThatMustBeSeen(columns: Int) throws {
    var state = try Fixture.state(columns: columns, rows: 8)
    state.views[0].environment.name = "prometheus.customer.example:19732"
    state.environments[0].environment.name = "prometheus.customer.example:19732"
    var robot = Robot(state)
    func top() -> String { robot.text.split(separator: "\n").first.map(String.init) ?? "" }
    robot.wait(.zero)
    #expect(top().contains("●") && top().contains("1") && top().contains("17:02"), "\(top())")
    #expect(top().contains(" P"))
    robot.server.fails = true
    robot.wait(.seconds(60))
    #expect(top().contains("STALE"), "\(top())")
    #expect(top().contains("?") || top().contains("UNKNOWN"), "\(top())")
    #expect(top().contains("17:03"), "\(top())")
  }

  @Test func sideBySideOnePlotIsMeasuredByTheOther() throws {
    var robot = try robot(columns: 160, rows: 48, watching: ["stage", "prod"])
    let alone = try axisTop(robot, view: 0)
    robot.server.factors = ["prod": 4]
    robot.press(.character("r"))
    #expect(try axisTop(robot, view: 0) > alone, "drawn on the larger one's axis")
    #expect(try axisTop(robot, view: 0) == axisTop(robot, view: 1))
  }

  /// The number at the top of the first plot's y-axis.
  private func axisTop(_ robot: Robot, view: Int) throws -> Int {
    let lines = robot.text.split(separator: "\n").map(String.init)
    let title = try #require(lines.firstIndex { $0.contains("Uploads bitrix") })
    let half = lines[title + 1].dropFirst(view * 81)
    return try #require(half.split(separator: " ").first.flatMap { Int($0) })
  }

  @Test func sideBySideEachSaysWhetherItIsLive() throws {
    var robot = try robot(columns: 160, rows: 48, watching: ["stage", "prod"])
    robot.server.failingEnvironments = ["prod"]
    robot.wait(.seconds(20))
    let header = try #require(robot.text.split(separator: "\n").first { $0.contains("PROD") })
    let (stage, prod) = (header.prefix(80), header.dropFirst(80))
    #expect(stage.contains("● live") && stage.contains("1 WARNING"))
    #expect(prod.contains("STALE 20s") && prod.contains("ALERTS UNKNOWN"))
  }

  @Test func aTabTellsWhatIsWrongThere() throws {
    var robot = try robot(columns: 100, rows: 30, watching: ["stage", "prod"])
    var tabs = try #require(robot.text.split(separator: "\n").first { $0.contains("PROD") })
    #expect(tabs.contains("PROD !1"), "\(tabs)")
    robot.server.failingEnvironments = ["prod"]
    robot.wait(.seconds(20))
    tabs = try #require(robot.text.split(separator: "\n").first { $0.contains("PROD") })
    #expect(tabs.contains("STALE") && tabs.contains("ALERTS?"), "\(tabs)")
    #expect(robot.text.split(separator: "\n").first?.contains("● live") == true)
  }

  @Test func nGoesOnToTheNextEnvironment() throws {
    var robot = try robot(columns: 160, rows: 48, watching: ["stage", "prod"])
    robot.server.failingEnvironments = ["prod"]
    robot.wait(.seconds(60))
    var met: [PanelKey] = []
    for _ in 0..<8 {
      robot.press(.character("n"))
      met.append(robot.state.focus)
    }
    #expect(met[0] == PanelKey(view: 0, panel: 2), "the queue above its limit")
    #expect(met.contains { $0.view == 1 })
    #expect(met.allSatisfy { robot.state.isInTrouble($0) })
    let last = robot.state.focus
    robot.press(.character("n"), .character("N"))
    #expect(robot.state.focus == last)
  }

  @Test func aWrongClockIsTold() throws {
    var robot = try robot()
    robot.server.skew = .seconds(-45)
    robot.wait(.seconds(20))
    #expect(robot.text.contains("the server's clock is 45 s behind this machine's"))
    robot.server.skew = .seconds(20)
    robot.wait(.seconds(20))
    #expect(!robot.text.contains("the server's clock"))
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
