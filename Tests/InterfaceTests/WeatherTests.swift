import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// Any order of messages, from a seed.
struct WeatherTests {
  @Test(arguments: 0..<50)
  func whateverHappensTheScreenStaysWhole(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var state = try Fixture.state(
      columns: 80,
      rows: 24,
      watching: Bool.random(using: &random) ? ["stage"] : ["stage", "prod"]
    )
    var pending: [Effect] = []
    var drawn = DrawnPanels()
    for step in 0..<1_000 {
      let message = message(&random, state: state, pending: &pending)
      let before = state.generation
      let effects = state.apply(message)
      pending += effects
      #expect(effects.count <= 64, "one message asks for a bounded amount")
      #expect(state.generation >= before)
      #expect(state.views.indices.contains(state.focus.view))
      #expect(state.views[state.focus.view].panels.indices.contains(state.focus.panel))
      for view in state.views {
        #expect(view.panels.count == state.dashboard.panels.count)
      }
      if state.isQuitting { state.isQuitting = false }
      if pending.count > 200 { pending.removeFirst(100) }
      if step % 20 == 0 {
        var canvas = Canvas(size: state.size)
        state.draw(on: &canvas)
        #expect(canvas.size == state.size)
        // What is kept from frame to frame shows nothing that is over.
        var kept = Canvas(size: state.size)
        state.draw(on: &kept, keeping: &drawn)
        #expect(kept == canvas, "\(kept.text())\ninstead of\n\(canvas.text())")
      }
    }
    var canvas = Canvas(size: state.size)
    state.draw(on: &canvas)
    #expect(canvas.size == state.size)
  }

  private func message(
    _ random: inout SeededRandom,
    state: State,
    pending: inout [Effect]
  ) -> Message {
    switch Int.random(in: 0..<11, using: &random) {
    case 10: return edited(&random)
    case 0..<3:
      return .keyPressed(keys.randomElement(using: &random) ?? .escape)
    case 3:
      return .resized(
        Size(
          columns: Int.random(in: 0..<200, using: &random),
          rows: Int.random(in: 0..<60, using: &random)
        )
      )
    case 4..<6:
      return .tick(state.now + .milliseconds(Int64.random(in: 0..<20_000, using: &random)))
    case 6: return .resumed
    default:
      // Answers come late, twice, out of order, well and badly.
      guard let effect = pending.randomElement(using: &random) else { return .tick(state.now) }
      var server = FakeServer()
      server.fails = Int.random(in: 0..<3, using: &random) == 0
      return server.answer(effect, now: state.now) ?? .tick(state.now)
    }
  }

  /// Somebody saves the settings, well or badly, or moves dashboards.
  private func edited(_ random: inout SeededRandom) -> Message {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .reconfigured(.failure(Fixture.problem))
    case 1:
      let files = (0..<30).filter { _ in Bool.random(using: &random) }
      return .listed(
        files.map { LibraryEntry(file: "\($0)", title: "\($0)", folders: ["/\($0 % 3)"]) },
        playable: files.map { "\($0)" }
      )
    default:
      var environments = Fixture.environments.filter { _ in
        Int.random(in: 0..<3, using: &random) > 0
      }
      for index in environments.indices where Bool.random(using: &random) {
        environments[index].prometheus.url += Bool.random(using: &random) ? "/a" : ""
        environments[index].variables["system"] = Bool.random(using: &random) ? "opus" : nil
      }
      return .reconfigured(.success(Configuration(environments: environments, theme: .dark)))
    }
  }

  private let keys: [Key] =
    "?EDaViIrpnNhjkl= qQx:/+-[]0btcvHLySoOs9mzCe({\"$".map { Key.character($0) } + [
      .enter, .escape, .up, .down, .left, .right, .tab, .backTab, .pageUp, .pageDown, .home, .end,
      .backspace, .delete, .control("c"), .control("s"), .control("w"), .control("n"),
      .paste("sum(\n\u{1B}[31m e\u{301}界 {a=\""), .click(Point(column: 10, row: 5)),
      .doubleClick(Point(column: 60, row: 12)), .scrollDown(.zero), .scrollUp(.zero),
    ]
}
