package import Interface
import Synchronization

/// Where keys, ticks and answers meet.
///
/// Many posts between two drains cost one wake-up, so a burst of answers is one redraw.
package final class Inbox: Sendable {
  private let pending = Mutex<[Message]>([])
  private let wake: AsyncStream<Void>.Continuation
  package let wakeups: AsyncStream<Void>

  package init() {
    (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  package func post(_ message: Message) {
    pending.withLock { $0.append(message) }
    wake.yield()
  }

  package func drain() -> [Message] {
    pending.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
