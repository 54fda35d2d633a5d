package import Metrics

extension JournalReading {
  /// Somebody's word that they are on it.
  package struct Claim: Hashable, Sendable {
    package var by: ForeignText
    package var at: Timestamp
    package var text: ForeignText?
  }

  /// A restarted server begins a short `for` anew, by an evaluation or two.
  private static let tolerance = Duration.seconds(60)

  /// Who has claimed a firing last.
  ///
  /// - Parameters:
  ///   - alert: As it fires or is pending now; the same labels that fired another time are another
  ///     firing.
  ///   - environment: Its name.
  /// - Returns: nil where nobody has.
  package func claim(of alert: Alert, in environment: String) -> Claim? {
    records.last { record in
      record.kind.safe == JournalRecord.Kind.claim.rawValue
        && record.environment == ForeignText(environment)
        && record.firing.map { isSame($0, alert) } ?? false
    }.map { Claim(by: $0.by, at: $0.time, text: $0.text) }
  }

  private func isSame(_ firing: JournalRecord.Firing, _ alert: Alert) -> Bool {
    guard firing.labels == alert.labels else { return false }
    guard let then = firing.activeAt, let now = alert.activeAt else { return true }
    return abs((then - now).milliseconds) <= Self.tolerance.milliseconds
  }
}
