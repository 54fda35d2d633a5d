/// How many requests may be under way at one server.
///
/// The limit halves when the server is overloaded and grows by one after fifty good answers; after
/// an outage it begins at one and doubles, so that a recovered server meets no crowd. A request
/// that we gave up on may still be computed there: it keeps its place for a while.
package struct Gate: Hashable, Sendable {
  package let ceiling: Int
  package private(set) var limit: Int
  package private(set) var inFlight = 0
  /// When each given-up request is taken for ended.
  private var abandoned: [Duration] = []
  private var goodInARow = 0
  private var isWarmingUp = false

  package init(ceiling: Int = 4) {
    self.ceiling = max(1, ceiling)
    limit = self.ceiling
  }

  /// Given-up requests take at most all places but one; an urgent request has one place more, so
  /// that what hangs keeps nobody from knowing what fires.
  package func hasRoom(at now: Duration, isUrgent: Bool = false) -> Bool {
    let kept = abandoned.count { $0 > now }
    return inFlight + min(kept, max(0, limit - 1)) < limit + (isUrgent ? 1 : 0)
  }

  /// When a place becomes free without an answer.
  package func nextRelease(after now: Duration) -> Duration? {
    abandoned.filter { $0 > now }.min()
  }

  package mutating func start() { inFlight += 1 }

  package mutating func finish(_ verdict: Verdict) {
    inFlight = max(0, inFlight - 1)
    switch verdict {
    case .works: grow()
    case .throttled, .struggles, .down:
      limit = max(1, limit / 2)
      goodInARow = 0
      isWarmingUp = false
    case .unknown: break
    }
  }

  /// Ends a request without an answer, whose place is kept until then.
  package mutating func abandon(at now: Duration, until: Duration) {
    abandoned.removeAll { $0 <= now }
    abandoned.append(until)
  }

  /// Begins anew after an outage.
  package mutating func recover() {
    limit = 1
    isWarmingUp = true
    goodInARow = 0
  }

  private mutating func grow() {
    goodInARow += 1
    if isWarmingUp {
      limit = min(ceiling, limit * 2)
      isWarmingUp = limit < ceiling
    } else if goodInARow >= 50, limit < ceiling {
      limit += 1
      goodInARow = 0
    }
  }
}
