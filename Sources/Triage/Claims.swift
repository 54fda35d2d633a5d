package import Metrics

/// What people have done about each firing, by what the journal says.
package struct Claims: Hashable, Sendable {
  /// Somebody's word that they are on it.
  package struct Claim: Hashable, Sendable {
    package var by: ForeignText
    package var at: Timestamp
    package var text: ForeignText?
  }

  /// What is known of one firing; each the last that was said.
  package struct Work: Hashable, Sendable {
    package var claim: Claim?
    /// The newest last, each issue once.
    package var tickets: [JournalRecord.Ticket] = []
    package var verdict: ForeignText?
    /// Oldest first.
    package var notes: [Claim] = []

    package init() {}
  }

  private struct Subject: Hashable, Sendable {
    var environment: ForeignText
    var labels: Labels
  }

  private struct Entry: Hashable, Sendable {
    var activeAt: Timestamp?
    var record: JournalRecord
  }

  /// In the order of the journal.
  private var entries: [Subject: [Entry]] = [:]

  package init() {}

  package init(_ reading: JournalReading) {
    for record in reading.records {
      guard let firing = record.firing else { continue }
      let subject = Subject(environment: record.environment, labels: firing.labels)
      entries[subject, default: []].append(Entry(activeAt: firing.activeAt, record: record))
    }
  }

  /// A restarted server begins a short `for` anew, by an evaluation or two.
  private static let tolerance = Duration.seconds(60)

  /// What has been done about a firing.
  ///
  /// - Parameters:
  ///   - alert: As it fires or is pending now; the same labels that fired another time are another
  ///     firing.
  ///   - environment: Its name.
  /// - Returns: Nothing known where nobody has done anything.
  package func work(on alert: Alert, in environment: String) -> Work {
    let subject = Subject(environment: ForeignText(environment), labels: alert.labels)
    var work = Work()
    for entry in entries[subject] ?? [] {
      if let then = entry.activeAt, let now = alert.activeAt,
        abs((then - now).milliseconds) > Self.tolerance.milliseconds
      {
        continue
      }
      work.take(entry.record)
    }
    return work
  }
}

extension Claims.Work {
  fileprivate mutating func take(_ record: JournalRecord) {
    let said = Claims.Claim(by: record.by, at: record.time, text: record.text)
    switch JournalRecord.Kind(rawValue: record.kind.safe) {
    case .claim: claim = said
    case .note: notes.append(said)
    case .verdict: verdict = record.verdict
    case .ticket:
      guard let ticket = record.ticket else { return }
      tickets.removeAll { $0.key == ticket.key }
      tickets.append(ticket)
    case .silence, .unsilence, .post, nil: break
    }
  }
}
