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
      if step % 40 == 0 {
        var canvas = Canvas(size: state.size)
        state.draw(on: &canvas)
        #expect(canvas.size == state.size)
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
    switch Int.random(in: 0..<10, using: &random) {
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

  private let keys: [Key] =
    "?EDaViIrpnNhjkl= qQx:/+-[]0btcvHLySoOs9mzCe({\"$".map { Key.character($0) } + [
      .enter, .escape, .up, .down, .left, .right, .tab, .backTab, .pageUp, .pageDown, .home, .end,
      .backspace, .delete, .control("c"), .control("s"), .control("w"), .control("n"),
      .paste("sum(\n\u{1B}[31m e\u{301}界 {a=\""), .click(Point(column: 10, row: 5)),
      .doubleClick(Point(column: 60, row: 12)), .scrollDown(.zero), .scrollUp(.zero),
    ]
}
