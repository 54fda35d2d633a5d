import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// A recording in the viewer: its clock, its keys, its bar.
struct ReplayTests {
  /// A quarter of an hour of the usual dashboard: a critical alert comes and goes, then no answers.
  static func events() throws -> [RecordedEvent] {
    var robot = Robot(try Fixture.state(columns: 160, rows: 48))
    var events: [RecordedEvent] = []
    let urgent = Alert(
      name: "ErrorMessage",
      state: .firing,
      labels: ["alertname": "ErrorMessage", "severity": "critical"],
      annotations: [:],
      activeAt: nil,
      value: 1
    )
    for second in stride(from: 0, through: 900, by: 5) {
      robot.server.extraAlerts = (300..<600).contains(second) ? ["stage": [urgent]] : [:]
      robot.server.fails = (700..<800).contains(second)
      var queue = [Message.tick(Fixture.now + .seconds(second))]
      while !queue.isEmpty {
        let message = queue.removeFirst()
        let before = robot.state
        let asked = robot.state.apply(message)
        events += Self.events(of: message, before: before, after: robot.state)
        queue += asked.compactMap { robot.server.answer($0, now: robot.state.now) }
      }
    }
    return events
  }

  /// As `Engine` reads them, as far as this dashboard needs it.
  private static func events(of message: Message, before: State, after: State) -> [RecordedEvent] {
    switch message {
    case .answered(let key, _, let result):
      guard let plan = before[key]?.asking?.plan, let panel = after[key] else { return [] }
      let answers = result.map { _ in panel.answers }
      return [RecordedEvent(time: after.now, what: .answered(panel: key.panel, plan, answers))]
    case .alertsAnswered(_, _, let result):
      return [RecordedEvent(time: after.now, what: .alerts(result))]
    default: return []
    }
  }

  /// Made once: every test plays it.
  private static let made = Result { try events() }

  static func recording() throws -> Recording {
    let events = try made.get()
    return Recording(
      entries: events.map { event in
        let subject: Recording.Subject =
          if case .answered(let panel, _, _) = event.what { .panel(panel) } else { .alerts }
        return .init(time: event.time, subject: subject, isFailure: event.isFailure)
      },
      marks: [
        .init(time: Fixture.now + .seconds(300), kind: .began(.critical)),
        .init(time: Fixture.now + .seconds(600), kind: .ended),
        .init(time: Fixture.now + .seconds(705), kind: .failed),
      ],
      event: { events[$0] }
    )
  }

  private func robot(columns: Int = 100, rows: Int = 30) throws -> Robot {
    var state = try Fixture.state(columns: columns, rows: rows)
    state.play(try Self.recording(), file: "incident.rec")
    var robot = Robot(state)
    // The viewer's clock has nothing to do with the recording's.
    robot.send(.tick(Timestamp(seconds: 5)))
    return robot
  }

  private func position(_ robot: Robot) throws -> Duration {
    try #require(robot.state.replay).position - Fixture.now
  }

  @Test(arguments: [(100, 30), (60, 12)])
  func theScreen(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    robot.state.jump(to: Fixture.now + .seconds(450))
    robot.press(.character("p"))
    try expectGolden(robot.screen, "replay-\(columns)x\(rows)")
  }

  @Test(arguments: [(columns: 20, rows: 6), (1, 1), (30, 8), (40, 9), (300, 100)])
  func everySizeIsDrawn(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    for key in [Key.end, .home, .character("}"), .character("?"), .escape, .enter] {
      robot.press(key)
      #expect(robot.screen.size == robot.state.size)
    }
  }

  @Test func itSaysThatItIsAReplayAndAsksNobody() throws {
    var robot = try robot()
    for key in "EDVetb+-[]r0pncv?qiae /H<>,.{}" { robot.press(.character(key)) }
    robot.press(.enter, .end, .home, .tab, .escape, .pageDown)
    for second in 6..<60 { robot.send(.tick(Timestamp(seconds: Int64(second)))) }
    robot.send(.resumed)
    #expect(
      !robot.effects.contains { effect in
        switch effect {
        case .query, .alerts, .alertGraph, .variable, .detect, .explain, .retryNow, .open, .connect,
          .save, .complete, .saveQueries, .prepare, .act:
          true
        case .bell, .copy: false
        }
      }
    )
    robot.press(.escape, .escape)
    #expect(robot.text.contains("REPLAY"))
    #expect(!robot.text.contains("live"))
  }

  @Test func itsClockFlowsAtItsSpeed() throws {
    var robot = try robot()
    robot.send(.tick(Timestamp(seconds: 6)))
    #expect(try position(robot) == .seconds(1))
    robot.press(.character(">"), .character(">"))
    #expect(robot.text.contains("4x "))
    robot.send(.tick(Timestamp(seconds: 7)))
    #expect(try position(robot) == .seconds(5))
    #expect(robot.state.now == Fixture.now + .seconds(5))
    // The viewer was stopped for an hour: the recording goes on where it was.
    robot.send(.tick(Timestamp(seconds: 3_607)))
    #expect(try position(robot) == .seconds(13))
    robot.press(.character("p"))
    robot.send(.tick(Timestamp(seconds: 3_608)))
    #expect(try position(robot) == .seconds(13))
    #expect(robot.text.contains("PAUSED"))
    for _ in 0..<9 { robot.press(.character("<")) }
    #expect(robot.text.contains("0.25x"))
    for _ in 0..<12 { robot.press(.character(">")) }
    #expect(robot.text.contains("64x"))
  }

  @Test func keysGoAnywhere() throws {
    var robot = try robot()
    robot.press(.end)
    #expect(try position(robot) == .seconds(890))
    #expect(robot.text.contains("end of "))
    robot.press(.character("{"))
    #expect(try position(robot) == .milliseconds(845_500))
    robot.press(.home)
    #expect(try position(robot) == .zero)
    robot.press(.character("}"), .character("}"))
    #expect(try position(robot) == .seconds(89))
    let played = try #require(robot.state.replay).played
    robot.press(.character("."))
    #expect(robot.state.isPaused)
    #expect(robot.state.replay?.played == played + 1)
    #expect(robot.text.contains("message \(played + 1) of "))
    robot.press(.character(","), .character(","))
    #expect(robot.state.replay?.played == played - 1)
    // The bar is above the keys; its middle is the recording's.
    let row = robot.state.size.rows - 2
    let line = robot.text.split(separator: "\n", omittingEmptySubsequences: false)[row]
    let bar = line.indices.filter { "━─█!o?".contains(line[$0]) }
    let middle = line.distance(from: line.startIndex, to: bar[bar.count / 2])
    robot.press(.click(Point(column: middle, row: row)))
    #expect(abs(try position(robot).inSeconds - 445) < 20)
  }

  @Test func whatARecordingCannotGiveIsSaid() throws {
    var robot = try robot()
    for key in "EDVtb+-[]r" {
      robot.press(.character(key))
      #expect(robot.text.contains("a recording holds only what was asked"), "\(key)")
      robot.press(.home)
    }
    robot.press(.end, .character("p"))
    #expect(robot.text.contains("the recording ends here; Home plays it again"))
    // It is told for some seconds of the viewer's, whatever the recording's clock does.
    for second in 5..<20 { robot.send(.tick(Timestamp(seconds: Int64(second)))) }
    #expect(!robot.text.contains("the recording ends here"))
  }

  /// Whichever way one comes to a moment, it looks the same.
  @Test(arguments: [0, 3, 300, 450, 705, 760, 801, 900])
  func everyWayToAMomentShowsTheSame(second: Int) throws {
    let moment = Fixture.now + .seconds(second)
    var (played, jumped, back) = (try robot(), try robot(), try robot())
    for step in stride(from: 0, through: second, by: 1) {
      played.state.jump(to: Fixture.now + .seconds(step))
    }
    jumped.state.jump(to: moment)
    back.press(.end)
    back.state.jump(to: moment)
    #expect(played.text == jumped.text)
    #expect(back.text == jumped.text)
  }

  /// Any keys in any order: it never traps and always says what it is.
  @Test(arguments: 0..<10)
  func anyWeather(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var robot = try robot()
    var wall: Int64 = 5
    let keys: [Key] =
      "?aicvnNhjkl/q<>,.{}p0 xyH".map { .character($0) }
      + [.home, .end, .enter, .escape, .up, .tab, .click(Point(column: 50, row: 28)), .pageDown]
    for number in 0..<120 {
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        wall += Int64.random(in: -1...3, using: &random)
        robot.send(.tick(Timestamp(seconds: wall)))
      case 1:
        let columns = Int.random(in: 40...160, using: &random)
        let rows = Int.random(in: 10...50, using: &random)
        robot.send(.resized(Size(columns: columns, rows: rows)))
      default: robot.press(keys.randomElement(using: &random) ?? .home)
      }
      let replay = try #require(robot.state.replay)
      let recording = replay.recording
      #expect((recording.start...recording.end).contains(replay.position), "seed \(seed)")
      #expect((0...recording.entries.count).contains(replay.played), "seed \(seed)")
      guard number % 6 == 0 else { continue }
      #expect(robot.text.contains("REPLAY"), "seed \(seed)")
    }
  }

  @Test func goingToTheEndDecodesFewEvents() throws {
    let recording = try Self.recording()
    #expect(recording.entries.count > 200)
    #expect(recording.needed(in: 0..<recording.entries.count).count <= 3 * 6)
  }

  @Test func itsCommandLineShowsTheSame() throws {
    var robot = try robot()
    robot.press(.end)
    #expect(
      robot.state.commandLine == "promwall replay incident.rec --at 2026-11-24T17:17:31Z"
    )
    robot.press(.character("?"))
    #expect(robot.text.contains("a message back, on"))
    #expect(!robot.text.contains("zoom in, out"))
  }
}
