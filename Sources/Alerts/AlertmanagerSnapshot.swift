package import Metrics

/// An alert as Alertmanager has received it.
package struct ReceivedAlert: Hashable, Sendable {
  package var labels: Labels
  package var annotations: Labels
  package var startsAt: Timestamp?
  /// Ids of silences.
  package var silencedBy: [ForeignText]
  package var inhibitedBy: [ForeignText]
  /// Since 0.28.
  package var mutedBy: [ForeignText]
  package var receivers: [ForeignText]

  package init(
    labels: Labels,
    annotations: Labels = [:],
    startsAt: Timestamp? = nil,
    silencedBy: [ForeignText] = [],
    inhibitedBy: [ForeignText] = [],
    mutedBy: [ForeignText] = [],
    receivers: [ForeignText] = []
  ) {
    self.labels = labels
    self.annotations = annotations
    self.startsAt = startsAt
    self.silencedBy = silencedBy
    self.inhibitedBy = inhibitedBy
    self.mutedBy = mutedBy
    self.receivers = receivers
  }

  var isSuppressed: Bool { !silencedBy.isEmpty || !inhibitedBy.isEmpty }
}

/// All that Alertmanager has at a moment.
package struct AlertmanagerSnapshot: Hashable, Sendable {
  package var alerts: [ReceivedAlert]
  package var silences: [Silence]

  package init(alerts: [ReceivedAlert] = [], silences: [Silence] = []) {
    self.alerts = alerts
    self.silences = silences
  }

  /// What several Alertmanagers have, each alert and each silence once.
  ///
  /// Those of a cluster say the same. Of independent ones each tells people by itself, so an alert
  /// is quiet only if every one that has it keeps it quiet.
  package static func union(_ snapshots: [Self]) -> Self {
    var whole = Self()
    var places: [Labels: Int] = [:]
    var silences: Set<ForeignText> = []
    for snapshot in snapshots {
      for alert in snapshot.alerts {
        if let place = places[alert.labels] {
          whole.alerts[place].merge(alert)
        } else {
          places[alert.labels] = whole.alerts.count
          whole.alerts.append(alert)
        }
      }
      whole.silences += snapshot.silences.filter { silences.insert($0.id).inserted }
    }
    return whole
  }
}

extension ReceivedAlert {
  fileprivate mutating func merge(_ other: Self) {
    if isSuppressed, other.isSuppressed {
      silencedBy.append(new: other.silencedBy)
      inhibitedBy.append(new: other.inhibitedBy)
    } else {
      silencedBy = []
      inhibitedBy = []
    }
    mutedBy = mutedBy.filter(other.mutedBy.contains)
    receivers.append(new: other.receivers)
    startsAt = [startsAt, other.startsAt].compactMap { $0 }.min()
  }
}

extension [ForeignText] {
  fileprivate mutating func append(new others: [ForeignText]) {
    append(contentsOf: others.filter { !contains($0) })
  }
}
