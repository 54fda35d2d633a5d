import Canvas
import Engine
import Interface
import Metrics
import Testing

/// A terminal that keeps the text of its frames.
@MainActor final class FakeDisplay: Display {
  var size = Size(columns: 100, rows: 40)
  var frames: [String] = []
  /// What happens when a frame is shown, by its number from 1.
  var shown: (Int) -> Void = { _ in }

  func present(_ canvas: Canvas) {
    #expect(canvas.size == size)
    frames.append(canvas.text())
    shown(frames.count)
  }
}

@MainActor @Suite(.timeLimit(.minutes(5))) struct RunLoopTests {
  private static let quit = Message.keyPressed(.control("c"))

  @Test func aBurstIsDrawnOnce() async throws {
    let (inbox, display) = (Inbox(), FakeDisplay())
    let start = Clock.now
    for second in 1...200 { inbox.post(.tick(start + .seconds(second))) }
    inbox.post(.keyPressed(.character("?")))
    display.shown = { _ in inbox.post(Self.quit) }
    var effects: [Effect] = []
    let state = try Fixture.state([Fixture.environment()])
    let last = await run(state, inbox: inbox, display: display) { effects.append($0) }
    #expect(display.frames.count == 1)
    #expect(display.frames[0].contains("next, previous panel"), "the help lies over it")
    #expect(last.now == start + .seconds(200))
    #expect(last.isQuitting)
    // Two hundred ticks ask each question once.
    #expect(Set(effects).count == effects.count)
    #expect(effects.first == .detect(environment: "stage"))
  }

  @Test func eachBurstIsDrawnAndTheLastIsNot() async throws {
    let (inbox, display) = (Inbox(), FakeDisplay())
    inbox.post(.tick(Clock.now))
    display.shown = { frame in
      let key = frame == 1 ? Key.character("?") : .escape
      inbox.post(frame < 3 ? .keyPressed(key) : Self.quit)
      inbox.post(.tick(Clock.now))
    }
    let state = try Fixture.state([Fixture.environment()])
    await run(state, inbox: inbox, display: display) { _ in }
    #expect(display.frames.count == 3)
    #expect(display.frames.map { $0.contains("next, previous panel") } == [false, true, false])
  }

  @Test func eachFrameHasTheDisplaysSize() async throws {
    let (inbox, display) = (Inbox(), FakeDisplay())
    inbox.post(.tick(Clock.now))
    display.shown = { frame in
      display.size = Size(columns: 60, rows: 12)
      inbox.post(frame == 1 ? .resized(display.size) : Self.quit)
    }
    let state = try Fixture.state([Fixture.environment()])
    let last = await run(state, inbox: inbox, display: display) { _ in }
    #expect(last.size == Size(columns: 60, rows: 12))
    #expect(display.frames.count == 2)
  }

  @Test func effectsStartInTheOrderTheyWereDecided() async throws {
    let (inbox, display) = (Inbox(), FakeDisplay())
    inbox.post(.tick(Clock.now))
    display.shown = { _ in inbox.post(Self.quit) }
    var state = try Fixture.state([Fixture.environment("a"), Fixture.environment("b")])
    var expected: [Effect] = []
    var performed: [Effect] = []
    let last = await run(state, inbox: inbox, display: display) { performed.append($0) }
    expected = state.apply(.tick(last.now))
    #expect(performed == expected)
    #expect(performed.count > 4)
  }

  @Test func aCancelledLoopEnds() async throws {
    let (inbox, display) = (Inbox(), FakeDisplay())
    inbox.post(.tick(Clock.now))
    let state = try Fixture.state([Fixture.environment()])
    let drawn = Latch()
    display.shown = { _ in drawn.open() }
    let loop = Task { await run(state, inbox: inbox, display: display) { _ in } }
    await drawn.wait()
    loop.cancel()
    #expect(await loop.value.isQuitting == false)
    #expect(display.frames.count == 1)
  }
}
