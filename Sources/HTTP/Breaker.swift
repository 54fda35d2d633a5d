/// What one outcome says of the server.
package enum Verdict: Hashable, Sendable {
  /// It works; that it turned down this one question says nothing of the next.
  case works
  /// It works, but has too much to do.
  case throttled(retryAfter: Duration?)
  /// One such outcome may be the question's fault; several in a row are the server's.
  case struggles
  /// It can't be expected to answer anything now.
  case down(retryAfter: Duration?)
  /// Nothing: the question was withdrawn.
  case unknown

  /// By the error's kind or the status alone.
  package init(_ outcome: Result<Response, TransportError>) {
    switch outcome {
    case .success(let response): self.init(response)
    case .failure(.timedOut), .failure(.truncated): self = .struggles
    case .failure(.cancelled), .failure(.queueFull): self = .unknown
    case .failure(.tooLarge): self = .works
    case .failure: self = .down(retryAfter: nil)
    }
  }

  private init(_ response: Response) {
    self =
      switch response.status {
      case 429: .throttled(retryAfter: response.retryAfter)
      case 401, 502, 503, 504: .down(retryAfter: response.retryAfter)
      case 500...: .struggles
      default: .works
      }
  }
}

/// Decides whether a server is asked at all.
///
/// Closed: ask. Open: nobody asks before the next try. Half open: one asks, the others wait for
/// what becomes of it. It knows no clock: `now` is any time that never goes back.
package struct Breaker: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case closed
    case open(until: Duration)
    case halfOpen
  }

  package enum Permit: Hashable, Sendable { case go, probe, wait, refuse }

  package private(set) var state = State.closed
  private var backoff: Backoff
  private var strikes = 0

  package init(backoff: Backoff = Backoff()) { self.backoff = backoff }

  /// Failures in a row.
  package var failures: Int { backoff.failures }

  /// A probe that is permitted here must be told of by `note`.
  package mutating func permit(at now: Duration) -> Permit {
    switch state {
    case .closed: return .go
    case .halfOpen: return .wait
    case .open(let until):
      guard now >= until else { return .refuse }
      state = .halfOpen
      return .probe
    }
  }

  /// Takes one outcome into account; `fraction` is a random number of 0...1.
  package mutating func note(_ verdict: Verdict, at now: Duration, fraction: Double) {
    switch verdict {
    case .works:
      strikes = 0
      backoff.succeeded()
      state = .closed
    case .throttled(let retryAfter):
      strikes = 0
      open(at: now, fraction, retryAfter)
    case .struggles:
      strikes += 1
      if strikes >= Self.mostStrikes || state != .closed { open(at: now, fraction, nil) }
    case .down(let retryAfter): open(at: now, fraction, retryAfter)
    case .unknown:
      // A withdrawn probe: the next one may try at once.
      if state == .halfOpen { state = .open(until: now) }
    }
  }

  /// Lets the next question through at once.
  package mutating func retryNow(at now: Duration) {
    if case .open = state { state = .open(until: now) }
  }

  package static let mostStrikes = 3

  private mutating func open(at now: Duration, _ fraction: Double, _ retryAfter: Duration?) {
    // Answers to what was asked before it opened don't make the wait longer.
    if case .open(let until) = state, until > now {
      if let retryAfter { state = .open(until: max(until, now + retryAfter)) }
      return
    }
    state = .open(until: now + backoff.failed(fraction: fraction, retryAfter: retryAfter))
  }
}
