/// An alert as Prometheus' rules tell it, with what Alertmanager says of it.
package struct Alert: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case firing, pending, silenced, inhibited, resolved
  }

  package var name: ForeignText
  package var state: State
  package var labels: Labels
  package var annotations: Labels
  package var activeAt: Timestamp?
  package var value: Double?
  /// Nil of an alert that only Alertmanager has, and where rules can't be asked for.
  package var rule: AlertRule?
  package var delivery = Delivery()

  package init(
    name: ForeignText,
    state: State,
    labels: Labels,
    annotations: Labels,
    activeAt: Timestamp?,
    value: Double?
  ) {
    self.name = name
    self.state = state
    self.labels = labels
    self.annotations = annotations
    self.activeAt = activeAt
    self.value = value
  }

  /// The label `severity`; `none` where the rule gives none.
  package var severity: ForeignText { labels["severity"] ?? "none" }
  package var rank: SeverityRank { SeverityRank(severity.raw) }
}

/// How bad: the words that rules use for severity, in three steps.
package enum SeverityRank: Int, Hashable, Sendable, Comparable {
  case other, warning, critical

  package init(_ severity: String) {
    switch severity.lowercased() {
    case "critical", "page", "fatal", "emergency", "crit", "error", "high": self = .critical
    case "warning", "warn", "medium", "minor", "major": self = .warning
    default: self = .other
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
