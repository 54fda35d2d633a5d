package import Canvas
package import Interface

/// The program: messages in, effects out, one frame for each burst.
///
/// - Returns: The last state, when it is quitting or the task is cancelled.
@MainActor
@discardableResult
package func run(
  _ initial: State,
  inbox: Inbox,
  display: some Display,
  perform: (Effect) -> Void
) async -> State {
  var state = initial
  var display = display
  var drawn = DrawnPanels()
  for await _ in inbox.wakeups {
    for message in inbox.drain() {
      for effect in state.apply(message) { perform(effect) }
    }
    if state.isQuitting { return state }
    var canvas = Canvas(size: display.size)
    state.draw(on: &canvas, keeping: &drawn)
    display.present(canvas)
  }
  return state
}
