import Documents
package import Metrics
import Panels
package import Triage

/// One line of the list of all alerts: of which environment, and who has it.
package struct ListedAlert: Hashable, Sendable {
  /// What stays while the list is told anew.
  package struct ID: Hashable, Sendable {
    package var environment: String
    package var labels: Labels
  }

  package enum Group: Int, Hashable, Sendable, CaseIterable {
    case firing, pending, silenced, inhibited
    /// Alertmanager alone has them: another Prometheus, or somebody's test.
    case foreign
    /// Over, and not for long.
    case resolved
    /// A rule that nothing fulfils.
    case normal

    /// A description would look it up anew for each line.
    var word: String {
      switch self {
      case .firing: "firing"
      case .pending: "pending"
      case .silenced: "silenced"
      case .inhibited: "inhibited"
      case .foreign: "foreign"
      case .resolved: "resolved"
      case .normal: "normal"
      }
    }
  }

  package var alert: Alert
  package var environment: String
  package var isForeign: Bool
  /// Whether its environment has told it just now.
  package var isKnown: Bool
  /// The server's clock less the viewer's.
  package var skew: Duration
  /// What people have done about it.
  package var work = Claims.Work()

  init(
    _ alert: Alert,
    of environment: String,
    isForeign: Bool,
    isKnown: Bool = true,
    skew: Duration
  ) {
    self.alert = alert
    self.environment = environment
    self.isForeign = isForeign
    self.isKnown = isKnown
    self.skew = skew
  }

  package var claim: Claims.Claim? { work.claim }

  package var id: ID { ID(environment: environment, labels: alert.labels) }

  package var group: Group {
    if isForeign { return .foreign }
    switch alert.state {
    case .firing: return .firing
    case .resolved: return .resolved
    case .pending: return .pending
    case .silenced: return .silenced
    case .inhibited: return .inhibited
    case .normal: return .normal
    }
  }

  /// With what a heading says of it where alerts are grouped by their state.
  func withState(_ what: String) -> String {
    switch group {
    case .firing: what
    case .silenced: what.hasPrefix("silenced") ? what : "silenced \(what)"
    case .pending, .inhibited, .resolved, .normal: "\(group.word); \(what)"
    case .foreign: "sent by others; \(what)"
    }
  }

  /// For how long it has been as it is: since it became active, or since it ended.
  package func age(now: Timestamp) -> Duration? {
    (alert.endsAt ?? alert.activeAt).map { now + skew - $0 }
  }

  /// Its silence, while it has one, else its summary; of one that is over how long it took.
  package func what(now: Timestamp, zone: Zone) -> String {
    let summary = AlertListPanel.what(alert).safe
    if let end = alert.endsAt, let start = alert.activeAt {
      return "took \(Age.long(end - start)); \(summary)"
    }
    guard let silence = alert.delivery.silencedBy.first else {
      let claimed = claim.map { "claimed by \($0.by.safe); " } ?? ""
      let ticket = work.tickets.last.map { "\($0.key.safe); " } ?? ""
      return ticket + claimed + (alert.delivery.isMissing ? "not delivered; " : "") + summary
    }
    return silence.sentence(now: now, zone: zone)
  }
}

extension Silence {
  /// Such as `until 18:00 by anna@ops1: consumer restarted`.
  package func sentence(now: Timestamp, zone: Zone) -> String {
    var parts: [String] = []
    if let endsAt {
      let (end, today) = (zone.civil(endsAt), zone.civil(now))
      parts.append("until \(end.date == today.date ? "" : end.date + " ")\(end.clock)")
    }
    if !createdBy.isEmpty { parts.append("by \(createdBy.safe)") }
    let who = parts.isEmpty ? "silenced" : parts.joined(separator: " ")
    return comment.isEmpty ? who : "\(who): \(comment.safe)"
  }
}

extension [ListedAlert] {
  /// What fires first, then what is pending, silenced, inhibited, others' and resolved; of each the
  /// worst and the oldest first.
  ///
  /// Environments may share an Alertmanager: what it has of one is not another's, and what it has
  /// of none is listed once.
  package func inOrder() -> [ListedAlert] {
    // What the order goes by is read once for each: a list may have a thousand.
    // One without a start comes last.
    let keys = withoutKnown.map { place in
      let alert = self[place].alert
      // Of what is over the last one comes first.
      let start = alert.endsAt.map { -$0.milliseconds } ?? alert.activeAt?.milliseconds ?? .max
      return (
        group: self[place].group.rawValue, severity: alert.severityPlace, start: start,
        place: place
      )
    }
    return keys.sorted { a, b in
      if a.group != b.group { return a.group < b.group }
      if a.severity != b.severity { return a.severity < b.severity }
      if a.start != b.start { return a.start < b.start }
      return a.place < b.place
    }.map { self[$0.place] }
  }

  /// The places of all but what others are said to have and is listed already.
  private var withoutKnown: [Int] {
    guard contains(where: \.isForeign) else { return [Int](indices) }
    var known = Set(
      indices.lazy.filter { !self[$0].isForeign }.compactMap {
        self[$0].alert.delivery.labels
      }
    )
    return indices.filter { place in
      !self[place].isForeign || known.insert(self[place].alert.labels).inserted
    }
  }
}

extension AlertsReport {
  /// Its alerts as lines of the list, in no order.
  package func listed(of environment: String) -> [ListedAlert] {
    (alerts + (resolved?.alerts ?? []) + (normal ?? [])).map {
      ListedAlert($0, of: environment, isForeign: false, skew: skew)
    }
      + foreign.map { ListedAlert($0, of: environment, isForeign: true, skew: skew) }
  }
}

extension State {
  /// The alerts of every environment looked at, those that the filter lets through.
  func listedAlerts(_ filter: String) -> [ListedAlert] {
    var all: [ListedAlert] = []
    for status in views.map({ status(of: $0) }) {
      let name = status.environment.name
      let isKnown = status.knowsAlerts(now: now)
      let parts = [
        (status.alerts, false), (status.resolved?.alerts ?? [], false), (status.foreign, true),
      ]
      for (alerts, isForeign) in parts {
        all += alerts.lazy.map { alert in
          var listed = ListedAlert(
            alert,
            of: name,
            isForeign: isForeign,
            isKnown: isKnown,
            skew: status.skew
          )
          listed.work = claims.work(on: alert, in: name)
          return listed
        }
      }
    }
    let filter = AlertFilter(filter)
    let alerts = all.inOrder().filter(filter.lets)
    guard alertGrouping != .state else { return alerts }
    return alertGrouping.groups(alerts).flatMap(\.alerts)
  }
}
