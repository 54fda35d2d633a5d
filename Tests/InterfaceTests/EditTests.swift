import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// A query edited in place: typed, asked, thrown away, saved.
struct EditTests {
  /// The panel "Rate" with its editor open.
  private func robot(columns: Int = 100, rows: Int = 30, layout: String = Fixture.layout) throws
    -> Robot
  {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows, layout: layout))
    robot.wait(.zero)
    robot.press(.right)
    robot.effects = []
    return robot
  }

  private func expressions(_ robot: Robot, panel: Int = 1) -> [String] {
    robot.effects.flatMap { effect -> [String] in
      guard case .query(let key, _, _, let queries) = effect, key.panel == panel else { return [] }
      return queries.map(\.expression)
    }
  }

  private func saves(_ robot: Robot) -> [[QueryChange]] {
    robot.effects.compactMap { effect in
      if case .saveQueries("catalog.json", let changes) = effect { changes } else { nil }
    }
  }

  private static let several = Fixture.layout.replacing(
    #""targets": [{ "expr": "rate(x_total[$__rate_interval])" }]"#,
    with: #""targets": [{ "expr": "a" }, { "expr": "b", "refId": "X" }, { "expr": "c" }]"#
  )

  // MARK: - Opening and leaving

  @Test func eOpensItWithTheRawQuery() throws {
    var robot = try robot()
    robot.press(.character("e"))
    #expect(robot.text.contains("rate(x_total[$__rate_interval])"))
    #expect(robot.text.contains("Enter ask  Ctrl-S save  Esc throw away  Tab complete"))
    #expect(robot.state.isFullScreen)
    #expect(!robot.text.contains("edited"))
    robot.press(.escape)
    #expect(robot.state.edit == nil)
    #expect(robot.text.contains("Uploads bitrix"), "back on the dashboard")
  }

  @Test func fromALookCloserItGoesBackThere() throws {
    var robot = try robot()
    robot.press(.enter, .character("e"), .escape)
    #expect(robot.state.isFullScreen)
    robot.press(.character("i"), .character("e"))
    #expect(robot.state.edit != nil && robot.state.overlay == nil)
  }

  @Test func keysAreTypedAndMeanNothingElse() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("q?EDaViIrpnN /[0")
    #expect(robot.state.edit?.field.text.text == "q?EDaViIrpnN /[0")
    #expect(robot.state.overlay == nil && !robot.state.isPaused)
    robot.press(.control("c"))
    #expect(robot.state.isQuitting)
  }

  @Test func whoMayNotIsTold() throws {
    var robot = try robot()
    robot.press(.left, .down, .down, .character("e"))
    #expect(robot.state.focused?.spec.title == "Alerts")
    #expect(robot.state.edit == nil && robot.text.contains("Alerts has no query to edit"))
    robot.state.isReadOnly = true
    robot.press(.up, .character("e"))
    #expect(robot.state.edit == nil)
    #expect(robot.text.contains("queries are not edited: this session may only look"))
    #expect(!robot.text.contains("e edit"))
    robot.state.isReadOnly = false
    robot.state.isKiosk = true
    robot.press(.character("e"))
    #expect(robot.state.edit == nil && robot.text.contains("queries are not edited on a wall"))
  }

  @Test func aPanelThatCantBeDrawnCantBeEdited() throws {
    let bad = Fixture.layout.replacing("\"interval\": \"5m\"", with: "\"interval\": 5")
    var robot = Robot(try Fixture.state(layout: bad))
    robot.wait(.zero)
    robot.press(.character("e"))
    #expect(robot.state.edit == nil)
    #expect(robot.text.contains("Uploads bitrix can't be edited: `panels[0].interval` must be"))
  }

  // MARK: - Asking

  @Test func enterAsksWithWhatIsTypedAndTheFieldStays() throws {
    var robot = try robot()
    robot.press(.character("e"))
    robot.effects = []
    robot.press(.control("u"))
    robot.type("up")
    #expect(expressions(robot) == [], "typing asks nothing of the panel")
    robot.press(.end)
    #expect(robot.text.contains("not asked yet"))
    robot.press(.enter)
    #expect(expressions(robot) == ["up"])
    #expect(robot.text.contains("Rate, edited"))
    #expect(robot.text.contains("not saved"))
    robot.effects = []
    robot.wait(.minutes(2))
    #expect(expressions(robot) == ["up"], "and goes on with it")
  }

  @Test func variablesAreFilledInWhenItIsAsked() throws {
    var robot = try robot()
    robot.press(.left, .character("e"))
    #expect(robot.text.contains("uploads_total{system='$system'}"))
    #expect(robot.text.contains("count by file_type"))
    robot.press(.control("u"))
    robot.type("x_total{a='$system'}")
    robot.effects = []
    robot.press(.enter)
    #expect(expressions(robot, panel: 0).allSatisfy { $0.contains("x_total{a='bitrix'}") })
    #expect(!expressions(robot, panel: 0).isEmpty)
  }

  @Test func whileItIsAskedTheOldGraphStays() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("up")
    let effects = robot.state.apply(.keyPressed(.enter))
    #expect(robot.state.focused?.frame != nil)
    #expect(robot.text.contains("asking") || robot.state.focused?.asking != nil)
    for effect in effects {
      if let answer = robot.server.answer(effect, now: robot.state.now) { robot.send(answer) }
    }
    #expect(robot.state.focused?.asking == nil)
  }

  @Test func aRefusalShowsWhereThePanelIs() throws {
    var robot = try robot()
    robot.press(.character("e"))
    robot.type("}")
    robot.server.fails = true
    robot.server.problem = Problem(
      what: "1:32: parse error: unexpected right brace",
      place: "stage",
      fix: "mend the query"
    )
    robot.press(.enter)
    #expect(robot.text.contains("parse error: unexpected right brace"))
    #expect(robot.text.contains("mend the query"))
    #expect(robot.text.contains("rate(x_total[$__rate_interval])}"))
    robot.server.fails = false
    robot.press(.backspace, .enter)
    #expect(!robot.text.contains("parse error"))
  }

  @Test func anEmptyQueryIsNotAsked() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.effects = []
    robot.press(.enter, .control("s"))
    #expect(robot.text.contains("the query is empty"))
    #expect(robot.effects == [])
    robot.press(.escape, .escape, .left, .character("e"), .control("u"))
    robot.type("sum(a)")
    robot.effects = []
    robot.press(.enter, .control("s"))
    #expect(robot.text.contains("a count takes a plain selector, no function"))
    #expect(robot.effects == [])
  }

  @Test func escThrowsItAwayAndThePanelIsAsItWas() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    let before = robot.state.views[0].panels[1].frame
    let dashboard = robot.state.dashboard
    robot.type("up")
    robot.press(.enter)
    #expect(robot.state.dashboard != dashboard)
    robot.effects = []
    robot.press(.escape)
    #expect(robot.text.contains("Esc again throws the change away"))
    robot.press(.right, .escape)
    #expect(robot.state.edit != nil, "another key went on")
    let effects = robot.state.apply(.keyPressed(.escape))
    #expect(robot.state.edit == nil && robot.state.dashboard == dashboard)
    #expect(robot.state.views[0].panels[1].frame == before, "at once, before it is answered")
    let isAsked = effects.contains { effect in
      guard case .query(let key, _, _, let queries) = effect else { return false }
      return key.panel == 1 && queries[0].expression.hasPrefix("rate(x_total[")
    }
    #expect(isAsked)
  }

  // MARK: - Several queries

  @Test func upAndDownGoToTheOthers() throws {
    var robot = try robot(layout: Self.several)
    robot.press(.character("e"))
    #expect(robot.text.contains("A 1 of 3"))
    robot.press(.down)
    #expect(robot.text.contains("X 2 of 3"))
    robot.press(.control("u"))
    robot.type("bb")
    robot.press(.end, .down, .down)
    #expect(robot.text.contains("C 3 of 3"))
    robot.type("c")
    robot.press(.end, .up, .up, .up)
    #expect(robot.text.contains("A 1 of 3"))
    robot.press(.enter)
    #expect(Array(expressions(robot).suffix(3)) == ["a", "bb", "cc"])
    robot.press(.control("s"))
    #expect(saves(robot).map { $0.map(\.target) } == [[1, 2]])
  }

  @Test func inALongQueryUpAndDownMoveTheCursorFirst() throws {
    var robot = try robot(layout: Self.several)
    robot.press(.character("e"), .paste("sum(\n  b\n)"), .end)
    robot.press(.up)
    #expect(robot.state.edit?.place == 0)
    #expect(robot.state.edit?.field.text.cursor == 7)
    robot.press(.down, .down)
    #expect(robot.state.edit?.place == 1)
  }

  // MARK: - Saving

  @Test func ctrlSWritesTheFileAndLeaves() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("up")
    robot.press(.control("s"))
    let change = QueryChange(
      panel: 2,
      title: "Rate",
      target: 0,
      was: "rate(x_total[$__rate_interval])",
      text: "up"
    )
    #expect(saves(robot) == [[change]])
    #expect(expressions(robot).last == "up")
    #expect(robot.state.edit == nil && !robot.state.isFullScreen)
    #expect(robot.text.contains("saved in catalog.json"))
    #expect(!robot.text.contains("edited"))
  }

  @Test func theReloadAfterwardsChangesNothingThatIsSeen() throws {
    let layout = Fixture.layout.replacing("\n", with: " ").replacing(
      #""variables": [{ "name": "system", "type": "custom", "query": "bitrix,opus" }]"#,
      with: #""variables": [{ "name": "system", "type": "query", "query": "label_values(s)" }]"#
    )
    var robot = try robot(layout: layout)
    robot.press(.character("e"), .control("u"))
    robot.type("sum by (code) (rate(requests_total[5m]))")
    robot.press(.control("s"))
    let (screen, focus) = (robot.text, robot.state.focus)
    robot.effects = []
    // On one line, so that every panel behind it has moved.
    let saved = layout.replacing(
      "rate(x_total[$__rate_interval])",
      with: "sum by (code) (rate(requests_total[5m]))"
    )
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened(saved))))
    #expect(robot.text == screen && robot.state.focus == focus)
    #expect(robot.effects == [], "nothing is asked again")
  }

  @Test func whatCantBeSavedStaysInTheField() throws {
    var robot = try robot()
    robot.server.savingFails = Problem(what: "not saved: no space left on device", fix: "make room")
    robot.press(.character("e"), .control("u"))
    robot.type("up")
    robot.press(.control("s"))
    #expect(robot.state.edit?.field.text.text == "up")
    #expect(robot.text.contains("not saved: no space left on device; make room"))
    robot.server.savingFails = nil
    robot.press(.control("s"))
    #expect(robot.state.edit == nil)
  }

  @Test func withoutAChangeNothingIsWritten() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("s"))
    #expect(saves(robot) == [] && robot.state.edit == nil)
    #expect(robot.text.contains("nothing was changed"))
  }

  @Test func whileTheFileCantBeReadNothingIsSaved() throws {
    var robot = try robot()
    robot.press(.character("e"))
    robot.type(" + 1")
    robot.send(.opened(file: "catalog.json", .failure(Problem(what: "expected `,`"))))
    robot.press(.control("s"))
    #expect(saves(robot) == [] && robot.state.edit != nil)
    #expect(robot.text.contains("not saved: the file can't be read as it is now: expected `,`"))
  }

  // MARK: - The file changes meanwhile

  @Test func aReloadKeepsWhatIsTyped() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("up")
    robot.press(.enter)
    robot.type(" + 1")
    let other = Fixture.layout.replacing("\"Errors\"", with: "\"Faults\"")
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened(other))))
    #expect(robot.state.edit?.field.text.text == "up + 1")
    #expect(robot.text.contains("Rate, edited"))
    robot.effects = []
    robot.press(.control("s"))
    #expect(saves(robot).first?.first?.was == "rate(x_total[$__rate_interval])")
  }

  @Test func whatSomebodyElseWroteIsShownWhereNothingWasTyped() throws {
    var robot = try robot()
    robot.press(.character("e"))
    let other = Fixture.layout.replacing("rate(x_total[$__rate_interval])", with: "other")
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened(other))))
    #expect(robot.state.edit?.field.text.text == "other")
    #expect(!robot.text.contains("edited"))
  }

  @Test func ifThePanelIsGoneWhatWasTypedIsHandedOver() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("precious")
    let other = Fixture.layout.replacing("\"Rate\"", with: "\"Speed\"")
    robot.send(.opened(file: "catalog.json", .success(try Fixture.opened(other))))
    #expect(robot.state.edit == nil)
    #expect(robot.text.contains("The panel is gone; what was typed"))
    #expect(robot.text.contains("precious"))
  }

  @Test func anotherDashboardIsNotEdited() throws {
    var robot = try robot()
    robot.press(.character("e"))
    let opened = try Fixture.opened(Fixture.layout, file: "other.json")
    robot.send(.opened(file: "other.json", .success(opened)))
    #expect(robot.state.edit == nil && robot.state.overlay == nil)
  }

  @Test func anotherServerMeanwhileKeepsTheEdit() throws {
    var robot = try robot()
    robot.press(.character("e"), .control("u"))
    robot.type("up")
    robot.press(.enter)
    var environments = Fixture.environments
    environments[0].prometheus = Connection(url: "http://127.0.0.1:9999")
    robot.effects = []
    robot.send(
      .reconfigured(.success(Configuration(environments: environments, theme: .dark)))
    )
    #expect(expressions(robot).contains("up") && robot.text.contains("Rate, edited"))
    robot.press(.escape, .escape)
    #expect(expressions(robot).last?.hasPrefix("rate(x_total[") == true)
  }

  @Test func aPlaylistWaits() throws {
    var robot = try robot()
    robot.state.playlist = Playlist(
      interval: .seconds(30),
      stops: ["catalog.json", "b.json"].map { .init(file: $0, environment: "stage") }
    )
    robot.press(.character("e"))
    for _ in 0..<20 { robot.wait(.seconds(30)) }
    #expect(!robot.effects.contains { if case .open = $0 { true } else { false } })
  }
}
