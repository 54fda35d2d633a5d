package import Documents
package import Metrics
package import Panels

/// What one question had for an answer, and when.
///
/// Recordings hold what the state made of answers, not what went over the wire: an answer stands
/// with the plan that it answers. So it is drawn as it was on a screen of any size, though that
/// screen would have asked with another step.
package struct RecordedEvent: Hashable, Sendable {
  package enum What: Hashable, Sendable {
    /// A panel was answered; without a plan it could not even ask. It is told by its place among
    /// the dashboard's, a copy of a repeated one by its id.
    case answered(panel: Int, PanelPlan?, Result<[Answer], Problem>)
    case alerts(Result<AlertsReport, Problem>)
    case variable(name: String, Result<[String], Problem>)
    /// Why a panel's answer was empty.
    case explained(panel: Int, expression: String, reason: String?)
    /// What has happened, by the annotation's place among the dashboard's.
    case annotations(Result<[Int: [Annotation]], Problem>)
  }

  /// By the recorder's clock.
  package var time: Timestamp
  package var what: What

  package init(time: Timestamp, what: What) {
    self.time = time
    self.what = what
  }

  package var isFailure: Bool {
    switch what {
    case .answered(_, _, .failure), .alerts(.failure), .variable(_, .failure),
      .annotations(.failure):
      true
    case .answered, .alerts, .variable, .explained, .annotations: false
    }
  }
}

/// Every event of a recording: their heads, and on demand what they hold.
///
/// A recording may be larger than memory once it is decoded, so events are decoded as they are
/// played; like `Transport`, it is a value with one closure, which gives the same each time.
package struct Recording: Sendable {
  /// What an event is about; a later answer about the same makes an earlier one void.
  package enum Subject: Hashable, Sendable {
    case panel(Int)
    case alerts
    /// Index in the dashboard's variables.
    case variable(Int)
    case explanation(panel: Int)
    case annotations
  }

  package struct Entry: Hashable, Sendable {
    package var time: Timestamp
    package var subject: Subject
    package var isFailure: Bool

    package init(time: Timestamp, subject: Subject, isFailure: Bool) {
      self.time = time
      self.subject = subject
      self.isFailure = isFailure
    }
  }

  /// A moment worth going to.
  package struct Mark: Hashable, Sendable {
    /// In the order of what matters more.
    package enum Kind: Hashable, Sendable, Comparable {
      case ended, failed
      case began(SeverityRank)
    }

    package var time: Timestamp
    package var kind: Kind

    package init(time: Timestamp, kind: Kind) {
      self.time = time
      self.kind = kind
    }
  }

  /// In the order of time; at least one.
  package var entries: [Entry]
  package var marks: [Mark]
  /// The event of an entry; nil where it can't be decoded.
  package var event: @Sendable (Int) -> RecordedEvent?

  package init(
    entries: [Entry],
    marks: [Mark],
    event: @escaping @Sendable (Int) -> RecordedEvent?
  ) {
    self.entries = entries
    self.marks = marks
    self.event = event
  }

  package var start: Timestamp { entries.first?.time ?? Timestamp(seconds: 0) }
  package var end: Timestamp { entries.last?.time ?? Timestamp(seconds: 0) }

  /// How many entries are not later than a moment.
  package func count(upTo moment: Timestamp) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].time <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The entries of a part that still matter at its end, in their order.
  ///
  /// Of each subject these are the last success, then since when it fails and how it fails last;
  /// so going anywhere decodes about as many events as there are panels, however long the
  /// recording is. Variables and explanations build on each other, but are few and small.
  package func needed(in part: Range<Int>) -> [Int] {
    var latest: [Subject: [Int]] = [:]
    var needed: [Int] = []
    for index in part {
      let entry = entries[index]
      switch entry.subject {
      case .variable, .explanation: needed.append(index)
      case .panel, .alerts, .annotations:
        if !entry.isFailure {
          latest[entry.subject] = [index]
          continue
        }
        var kept = latest[entry.subject] ?? []
        let failures = kept.count { entries[$0].isFailure }
        if failures > 1 { kept.removeLast() }
        latest[entry.subject] = kept + [index]
      }
    }
    return (needed + latest.values.joined()).sorted()
  }
}
