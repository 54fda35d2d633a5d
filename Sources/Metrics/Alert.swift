/// An alert as Prometheus' rules tell it, with what Alertmanager says of it.
package struct Alert: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case firing, pending, silenced, inhibited, resolved
    /// Of a rule that no series fulfils.
    case normal
  }

  package var name: ForeignText
  package var state: State
  package var labels: Labels
  package var annotations: Labels
  package var activeAt: Timestamp?
  /// Of one that is resolved.
  package var endsAt: Timestamp?
  package var value: Double?
  /// Nil of an alert that only Alertmanager has, and where rules can't be asked for.
  package var rule: AlertRule?
  package var delivery = Delivery()
  /// How bad, for colours and counts.
  package private(set) var rank: SeverityRank
  /// Where its severity stands among all; the worst have the least.
  package private(set) var severityPlace: Int

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
    (rank, severityPlace) = SeverityOrder.usual.standing(of: labels["severity"]?.raw ?? "")
  }

  /// Takes the settings' order of severities instead of the usual one.
  package mutating func rank(by order: SeverityOrder) {
    (rank, severityPlace) = order.standing(of: severity.raw)
  }

  /// The address of what to do about it, as its rule's author wrote it.
  package var runbook: ForeignText? { annotations["runbook_url"] ?? annotations["runbook"] }
  /// The label `severity`; `none` where the rule gives none.
  package var severity: ForeignText { labels["severity"] ?? "none" }
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

/// The values of the label `severity`, the worst first.
///
/// A listed name that is one of the usual words counts as what that word means. Another one counts
/// as the next usual word after it in the list; where the list has none of them, its first name
/// is critical and its second a warning. What isn't listed comes last, in the order of the usual
/// words, and keeps their colours.
package struct SeverityOrder: Hashable, Sendable {
  private var standings: [String: Standing] = [:]
  private let listed: Int

  private struct Standing: Hashable {
    var rank: SeverityRank
    var place: Int
  }

  /// Critical, warning, and all else.
  package static let usual = SeverityOrder([])

  /// - Parameter names: The worst first; letters of any case. Empty for the usual words.
  package init(_ names: [String]) {
    let names = names.map { $0.lowercased() }
    listed = names.count
    let usual = names.map(SeverityRank.init)
    let hasUsual = usual.contains { $0 != .other }
    for (place, name) in names.enumerated() where standings[name] == nil {
      let next = usual[place...].first { $0 != .other }
      let own = place == 0 ? SeverityRank.critical : place == 1 ? .warning : .other
      standings[name] = Standing(rank: hasUsual ? next ?? .other : own, place: place)
    }
  }

  package func standing(of severity: String) -> (rank: SeverityRank, place: Int) {
    if let known = standings[severity.lowercased()] { return (known.rank, known.place) }
    let rank = SeverityRank(severity)
    return (rank, listed + SeverityRank.critical.rawValue - rank.rawValue)
  }
}
