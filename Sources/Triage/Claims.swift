package import Metrics

/// Who is on which firing, by what the journal says.
package struct Claims: Hashable, Sendable {
  /// Somebody's word that they are on it.
  package struct Claim: Hashable, Sendable {
    package var by: ForeignText
    package var at: Timestamp
    package var text: ForeignText?
  }

  private struct Subject: Hashable, Sendable {
    var environment: ForeignText
    var labels: Labels
  }

  private struct Entry: Hashable, Sendable {
    var activeAt: Timestamp?
    var claim: Claim
  }

  /// In the order of the journal.
  private var entries: [Subject: [Entry]] = [:]

  package init() {}

  package init(_ reading: JournalReading) {
    for record in reading.records where record.kind.safe == JournalRecord.Kind.claim.rawValue {
      guard let firing = record.firing else { continue }
      let claim = Claim(by: record.by, at: record.time, text: record.text)
      let subject = Subject(environment: record.environment, labels: firing.labels)
      entries[subject, default: []].append(Entry(activeAt: firing.activeAt, claim: claim))
    }
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
    let subject = Subject(environment: ForeignText(environment), labels: alert.labels)
    return entries[subject]?.last { entry in
      guard let then = entry.activeAt, let now = alert.activeAt else { return true }
      return abs((then - now).milliseconds) <= Self.tolerance.milliseconds
    }?.claim
  }
}
