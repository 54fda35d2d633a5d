import Canvas
package import Interface
import Metrics

/// Runs a state without a screen until every panel has answered, or time is up.
///
/// What hasn't answered by the deadline stays `loading`.
@MainActor
package func settle(
  _ initial: State,
  inbox: Inbox,
  deadline: Duration,
  perform: (Effect) -> Void
) async -> State {
  var state = initial
  state.asksAll = true
  let end = ContinuousClock().now + deadline
  let alarm = Task { [inbox] in
    while !Task.isCancelled {
      inbox.post(.tick(Clock.now))
      try? await Task.sleep(for: .milliseconds(250))
    }
  }
  defer { alarm.cancel() }
  for await _ in inbox.wakeups {
    for message in inbox.drain() {
      for effect in state.apply(message) { perform(effect) }
    }
    if state.isSettled || ContinuousClock().now >= end { break }
  }
  return state
}
