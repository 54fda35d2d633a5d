/// How far a server's clock is ahead of ours, learned from its answers.
///
/// Prometheus stamps an instant answer with its own milliseconds; the field `Date` has whole
/// seconds only and counts while nothing better comes. Charts must end at the server's now: later
/// shows flat lies, earlier hides fresh data.
package struct ClockSkew: Hashable, Sendable {
  /// Milliseconds that the server is ahead; 0 until something is known.
  package private(set) var milliseconds: Double = 0
  package private(set) var isKnown = false
  private var isPrecise = false

  package init() {}

  /// - Parameters:
  ///   - server: The server's clock, in milliseconds since 1970.
  ///   - sent: Our clock when the request went out.
  ///   - received: Our clock when the answer came.
  ///   - isPrecise: Whether `server` is exact to the millisecond; otherwise its fraction is cut.
  package mutating func note(server: Int64, sent: Int64, received: Int64, isPrecise: Bool) {
    // Slow answers tell little: the stamp may be of any time between.
    guard received >= sent, received - sent <= 2_000 else { return }
    let middle = Double(sent) + Double(received - sent) / 2
    let ahead = Double(server) + (isPrecise ? 0 : 500) - middle
    let jump = abs(ahead - milliseconds)
    if !isKnown || jump > 5_000 || (isPrecise && !self.isPrecise) {
      milliseconds = ahead
    } else if isPrecise || !self.isPrecise {
      milliseconds += (ahead - milliseconds) * 0.2
    }
    self.isPrecise = isPrecise || (self.isPrecise && jump <= 5_000)
    isKnown = true
  }
}
