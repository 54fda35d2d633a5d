import Canvas
import Documents
import Interface
import Metrics
import Panels
import Testing

/// What is asked when, and what the screen says while answers stay out.
struct ScheduleTests {
  private func robot(_ layout: String = Fixture.layout, columns: Int = 100, rows: Int = 30) throws
    -> Robot
  {
    Robot(try Fixture.state(columns: columns, rows: rows, layout: layout))
  }

  private func queries(_ robot: Robot, panel: Int) -> [Query] {
    robot.effects.flatMap { effect -> [Query] in
      guard case .query(let key, _, _, let queries) = effect, key.panel == panel else { return [] }
      return queries
    }
  }

  // MARK: - Pages

  /// Ten bar gauges too high for one small screen; the last has a queue above its limit.
  private static let pages = """
    { "title": "Pages", "refresh": "15s", "panels": [
    \((1...10).map { number in
      """
      { "type": "bargauge", "title": "Panel \(number)", "gridPos": { "w": 24, "h": 8 },
        "targets": [{ "expr": "\(number == 10 ? "queue" : "calm")" }],
        "thresholds": [{ "above": 50, "state": "critical" }] }
      """
    }.joined(separator: ","))
    ] }
    """

  @Test func troubleOnAnotherPageIsToldWithoutALook() throws {
    var robot = try robot(Self.pages, columns: 100, rows: 12)
    robot.wait(.zero)
    #expect(robot.state.grid(view: 0).pages.count > 1)
    #expect(robot.text.contains("!! Panel 10"), "\(robot.text)")
    // Ten minutes later nothing that is asked is called stale, seen or not.
    for _ in 0..<40 { robot.wait(.seconds(15)) }
    #expect(robot.text.contains("!! Panel 10"))
    #expect(!robot.text.contains("and"), "\(robot.text)")
    let seen = queries(robot, panel: 0).count
    let unseen = queries(robot, panel: 9).count
    #expect(seen >= 40)
    #expect((9...12).contains(unseen), "once a minute, not \(unseen) times")
  }

  @Test func aPageThatIsTurnedToIsAskedAtOnceIfItsAnswerIsOld() throws {
    var robot = try robot(Self.pages, columns: 100, rows: 12)
    robot.wait(.zero)
    robot.wait(.seconds(40))
    robot.effects = []
    robot.press(.character(" "))
    #expect(!robot.effects.isEmpty)
    #expect(!robot.text.contains(#/\d+[smhd] old/#), "\(robot.text)")
  }

  // MARK: - Variables

  private static let asking = """
    { "title": "T", "variables": [{ "name": "system", "type": "query",
      "query": "label_values(up, system)" }],
      "panels": [{ "type": "stat", "title": "Up of $system", "gridPos": { "w": 12, "h": 8 },
        "targets": [{ "expr": "up{system='$system'}" }] },
        { "type": "stat", "title": "All", "gridPos": { "w": 12, "h": 8 },
        "targets": [{ "expr": "up" }] }] }
    """

  @Test func aVariableThatCouldNotBeAskedForIsAskedAgain() throws {
    var robot = try robot(Self.asking)
    robot.server.failsVariables = true
    robot.wait(.zero)
    #expect(queries(robot, panel: 0).isEmpty, "`$system` is never sent")
    #expect(!queries(robot, panel: 1).isEmpty, "a panel that doesn't use it is asked")
    #expect(robot.state.views[0].panels[0].status(now: robot.state.now) == .error)
    #expect(robot.text.contains("variable `system`: connection refused"))
    robot.server.failsVariables = false
    robot.wait(.seconds(5))
    robot.wait(.seconds(5))
    #expect(queries(robot, panel: 0).last?.expression == "up{system='bitrix'}")
    #expect(robot.text.contains("Up of bitrix"))
    #expect(!robot.text.contains("connection refused"))
  }

  /// What needs the variable says which one and why, others go on.
  @Test func whateverNeedsAFailedVariableSaysSo() throws {
    let file = """
      { "schemaVersion": 39, "templating": { "list": [
          { "type": "query", "name": "system", "query": "label_values(up, system)", "refresh": 1 },
          { "type": "query", "name": "queue", "query": "label_values(q{system='$system'}, queue)" },
          { "type": "query", "name": "shard", "query": "label_values(s{queue='$queue'}, shard)" }
        ] }, "panels": [
          { "type": "stat", "title": "A", "targets": [{ "expr": "q{queue='$queue'}" }] },
          { "type": "stat", "title": "B", "targets": [{ "expr": "s{shard='$shard'}" }] },
          { "type": "stat", "title": "C", "repeat": "system", "targets": [{ "expr": "up" }] },
          { "type": "stat", "title": "D", "interval": "$system", "targets": [{ "expr": "up" }] },
          { "type": "stat", "title": "E", "targets": [{ "expr": "up" }] }
      ] }
      """
    var robot = Robot(try Fixture.state(columns: 160, rows: 90, layout: file))
    robot.server.failsVariables = true
    robot.wait(.zero)
    let panels = robot.state.views[0].panels
    let needed = "it needs `system`, which is unknown: connection refused"
    #expect(
      panels.map { $0.problem?.what ?? "" } == [
        "variable `queue`: \(needed)", "variable `shard`: \(needed)",
        "variable `system`: connection refused", "variable `system`: connection refused", "",
      ]
    )
    #expect(panels[4].status(now: robot.state.now) == .live)
    let asked = robot.effects.compactMap { effect -> String? in
      if case .variable(_, _, let name, _, _, _) = effect { name } else { nil }
    }
    #expect(asked == ["system"], "nobody is asked about what is not known")
    robot.server.failsVariables = false
    robot.wait(.seconds(5))
    robot.wait(.seconds(5))
    let troubles = robot.state.views[0].panels.compactMap { $0.problem?.what }
    #expect(!troubles.contains { $0.contains("variable") })
  }

  // MARK: - Ranges

  @Test func todayEndsNowAndGoesOn() throws {
    var state = try Fixture.state()
    (state.from, state.to) = ("now/d", "now/d")
    var robot = Robot(state)
    robot.wait(.zero)
    for query in queries(robot, panel: 1) + queries(robot, panel: 2) {
      switch query.span {
      case .instant(let moment): #expect(moment == nil, "the server's own now")
      case .range(let range, _): #expect(range.end <= Fixture.now)
      }
    }
    #expect(!robot.text.contains("PAST"))
    robot.effects = []
    robot.wait(.minutes(1))
    #expect(!queries(robot, panel: 2).isEmpty)
  }

  @Test func aRangeThatEndedIsPastAndAskedOnce() throws {
    var state = try Fixture.state()
    (state.from, state.to) = ("2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z")
    var robot = Robot(state)
    robot.wait(.zero)
    #expect(robot.text.contains("PAST"))
    #expect(!queries(robot, panel: 1).isEmpty)
    robot.effects = []
    for _ in 0..<20 { robot.wait(.seconds(30)) }
    #expect(queries(robot, panel: 1).isEmpty)
    #expect(!robot.text.contains(#/\d+[smhd] old/#), "what can't change doesn't grow old")
  }

  // MARK: - Clock

  @Test func aClockSetBackStopsNothing() throws {
    var robot = try robot()
    robot.wait(.zero)
    robot.effects = []
    robot.send(.tick(Fixture.now - .hours(1)))
    robot.send(.resumed)
    #expect(!queries(robot, panel: 2).isEmpty)
    #expect(robot.text.contains("● live"))
    robot.server.fails = true
    for _ in 0..<8 { robot.wait(.seconds(15)) }
    #expect(robot.text.contains("STALE 2m") || robot.text.contains("STALE 1"), "\(robot.text)")
    #expect(robot.text.contains("ALERTS UNKNOWN"))
  }

  // MARK: - Failures

  @Test(arguments: [(Duration?.none, 12), (.minutes(5), 1), (.seconds(60), 2)])
  func aFailureIsAskedAgainWhenThatMakesSense(wait: Duration?, times: Int) throws {
    var robot = try robot()
    robot.wait(.zero)
    robot.server.failingPanels = [2]
    robot.server.problem.retryAfter = wait
    robot.wait(.seconds(16))
    robot.effects = []
    // Over the next minute, and the tick that starts it.
    for _ in 0..<12 { robot.wait(.seconds(5)) }
    #expect(queries(robot, panel: 2).count == (times == 1 ? 0 : times == 2 ? 1 : 12))
    robot.effects = []
    robot.press(.character("r"))
    #expect(queries(robot, panel: 2).count == 1, "a key asks at once")
    #expect(robot.effects.contains(.retryNow(environment: "stage")))
  }

  @Test func aQueryTooHeavyIsAskedOnceMoreWithHalfThePoints() throws {
    var robot = try robot()
    robot.server.failingPanels = [1]
    robot.server.problem = Problem(what: "too many samples", code: Problem.tooHeavyCode)
    robot.server.problem.retryAfter = .seconds(60)
    robot.wait(.zero)
    let steps = queries(robot, panel: 1).compactMap { query -> Duration? in
      guard case .range(_, let step) = query.span else { return nil }
      return step
    }
    #expect(steps.count == 2, "once and not again at once")
    #expect(steps[1] >= steps[0] * 2)
    robot.effects = []
    robot.server.failingPanels = []
    robot.wait(.seconds(61))
    guard case .range(_, let step)? = queries(robot, panel: 1).first?.span else {
      Issue.record("not asked again")
      return
    }
    #expect(step == steps[1], "stays coarse")
    robot.press(.character("r"))
    guard case .range(_, let fine)? = queries(robot, panel: 1).last?.span else { return }
    #expect(fine == steps[0], "r tries the whole again")
  }

  @Test func longIntervalsFallOnTheClocksMarksEachViewerALittleApart() throws {
    var robot = try robot(Self.pages.replacing("\"15s\"", with: "\"5m\""), columns: 100, rows: 30)
    robot.wait(.zero)
    let mark = Timestamp(seconds: 1_795_539_900)
    #expect(robot.state.views[0].panels[0].due == mark + .seconds(15), "17:05 and the settle time")
    robot.state.phase = .milliseconds(1_300)
    robot.press(.character("r"))
    #expect(robot.state.views[0].panels[0].due == mark + .milliseconds(16_300))
  }

  @Test func aFailingPanelTellsWhatItAsked() throws {
    var robot = try robot()
    robot.server.failingPanels = [2]
    robot.server.problem = Problem(what: "parse error", fix: "mend it", code: "query.refused")
    robot.server.problem.excerpt = "max by (queue) (rabbitmq\n                ^"
    robot.wait(.zero)
    #expect(robot.state.views[0].panels[2].plan?.asks.count == 1)
    let lines = robot.text.split(separator: "\n").map(String.init)
    let row = try #require(lines.firstIndex { $0.contains("max by (queue) (rabbitmq") })
    let column = try #require(lines[row].firstRange(of: "rabbitmq")?.lowerBound)
    #expect(lines[row + 1][column...].hasPrefix("^"), "the caret stands under its place")
    _ = robot.state.apply(.keyPressed(.character("n")))
    robot.press(.character("i"))
    #expect(robot.text.contains("max by (queue) (rabbitmq_queue_messages)"))
    #expect(robot.text.contains("mend it"))
  }

  @Test func aStalePanelIsCountedAndSaysWhy() throws {
    var robot = try robot()
    robot.wait(.zero)
    robot.server.failingPanels = [2]
    robot.wait(.seconds(20))
    #expect(robot.text.contains("● live, 1 of 4 stale"), "\(robot.text)")
    #expect(robot.text.contains("Queues: connection refused"))
    // Also after a key has asked again in vain, it can be seen what was asked.
    robot.press(.character("r"))
    #expect(robot.state.views[0].panels[2].plan?.asks.isEmpty == false)
    robot.server.failingPanels = [0, 1, 2, 3]
    for _ in 0..<4 { robot.wait(.seconds(60)) }
    #expect(robot.text.contains("STALE 4m") || robot.text.contains("STALE 5m"), "\(robot.text)")
    #expect(!robot.text.contains("● live"))
  }

  @Test func aPanelThatAsksNothingHasNoData() throws {
    let layout = """
      { "title": "T", "panels": [
        { "type": "stat", "title": "Hidden", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "up", "hide": true }] }] }
      """
    var robot = try robot(layout)
    robot.wait(.zero)
    #expect(robot.state.isSettled)
    #expect(robot.state.views[0].panels[0].status(now: robot.state.now) == .noData)
    #expect(robot.text.contains("the panel has no query, or hides all it has"))
  }

  @Test func noDataIsExplainedOnce() throws {
    var robot = try robot()
    robot.server.isEmpty = true
    for _ in 0..<4 { robot.wait(.seconds(30)) }
    #expect(robot.text.contains("there is no metric x"))
    let asked = robot.effects.filter { if case .explain = $0 { true } else { false } }
    #expect(asked.count == 4, "each panel once, not \(asked.count) times")
    robot.server.isEmpty = false
    for _ in 0..<6 { robot.wait(.seconds(30)) }
    #expect(!robot.text.contains("there is no metric x"))
  }

  // MARK: - Servers

  @Test func anotherEnvironmentIsAskedWhatItCanAndRemembered() throws {
    var robot = try robot()
    robot.wait(.zero)
    #expect(robot.effects.contains(.detect(environment: "stage")))
    robot.send(.detected(environment: "stage", .victoriaMetrics))
    robot.effects = []
    robot.wait(.seconds(15))
    #expect(!robot.effects.contains(.detect(environment: "stage")), "it has told")
    for name in ["prod", "stage"] {
      robot.press(.character("E"))
      robot.type(name)
      robot.press(.enter)
    }
    #expect(robot.state.status(of: robot.state.views[0]).dialect == .victoriaMetrics)
    robot.server.fails = true
    robot.wait(.seconds(20))
    robot.server.fails = false
    robot.effects = []
    robot.wait(.seconds(20))
    #expect(robot.effects.contains(.detect(environment: "stage")), "it may be another version")
  }

  @Test func aReloadWhileQuestionsAreOnTheirWayAsksThemAgain() throws {
    var state = try Fixture.state()
    _ = state.apply(.tick(Fixture.now))
    #expect(state.views[0].panels[1].asking != nil)
    let swapped = Fixture.layout.replacing("\"Errors\"", with: "\"Mistakes\"")
    let effects = state.apply(.opened(file: "catalog.json", .success(try Fixture.opened(swapped))))
    let asked = effects.compactMap { effect -> Int? in
      guard case .query(let key, _, _, _) = effect else { return nil }
      return key.panel
    }
    #expect(asked == [0, 1, 2, 3])
  }

  /// A time-out that was told only after the line was mended waited a minute, and the panel stood
  /// stale beside a live server.
  @Test func aQuestionLostWhileTheServerWasAwayIsAskedAtOnceWhenItIsBack() throws {
    var robot = try robot()
    robot.wait(.zero)
    // The panel's question goes out and no answer comes; the alerts' fails.
    robot.effects = []
    _ = robot.state.apply(.tick(robot.state.now + .seconds(15)))
    let asking = try #require(robot.state.views[0].panels[1].asking)
    let generation = try #require(robot.state.environments[0].asking?.generation)
    _ = robot.state.apply(
      .alertsAnswered(environment: "stage", generation: generation, .failure(Fixture.problem))
    )
    robot.wait(.seconds(10))
    #expect(robot.state.environments[0].problem == nil, "it is back")
    var lost = Fixture.problem
    lost.retryAfter = .seconds(60)
    let effects = robot.state.apply(
      .answered(PanelKey(view: 0, panel: 1), generation: asking.generation, .failure(lost))
    )
    let asked = effects.contains {
      if case .query(let key, _, _, _) = $0 { key.panel == 1 } else { false }
    }
    #expect(asked, "\(effects)")
    // A failure of what was asked since waits as it is told to.
    let again = try #require(robot.state.views[0].panels[1].asking)
    let none = robot.state.apply(
      .answered(PanelKey(view: 0, panel: 1), generation: again.generation, .failure(lost))
    )
    #expect(none.isEmpty, "\(none)")
  }

  @Test func aPanelWithoutAnAnswerHasTheAlertsAskedAtOnce() throws {
    var robot = try robot()
    robot.wait(.zero)
    robot.server.failingPanels = [1]
    robot.server.problem = Problem(what: "connection refused", code: Problem.noAnswerCode)
    func asked(_ span: Duration) -> Int {
      robot.effects = []
      robot.state.views[0].panels[1].due = robot.state.now + span
      robot.wait(span)
      return robot.effects.count { if case .alerts = $0 { true } else { false } }
    }
    #expect(asked(.seconds(6)) == 1)
    #expect(asked(.seconds(1)) == 0, "they were answered a moment ago")
  }
}
