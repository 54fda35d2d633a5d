/// How long to stay away after failures in a row: any time up to a limit that doubles.
///
/// Full jitter spreads a hundred viewers of one server that has just come back.
package struct Backoff: Hashable, Sendable {
  package var base: Duration
  package var cap: Duration
  /// In a row, until the last one.
  package private(set) var failures = 0

  package init(base: Duration = .seconds(1), cap: Duration = .seconds(60)) {
    self.base = base
    self.cap = cap
  }

  /// Counts one failure more and says how long to wait.
  ///
  /// - Parameters:
  ///   - fraction: A random number of 0...1.
  ///   - retryAfter: What the server asked for; never less than that.
  /// - Returns: The wait before the next try.
  package mutating func failed(fraction: Double, retryAfter: Duration? = nil) -> Duration {
    // 2^20 s is beyond any cap.
    let limit = min(cap, base * (1 << min(failures, 20)))
    failures += 1
    return max(limit * min(max(fraction, 0), 1), retryAfter ?? .zero)
  }

  package mutating func succeeded() { failures = 0 }
}
