package import Documents
package import Metrics

/// What one poll of an environment told.
package struct AlertsReport: Hashable, Sendable {
  /// Of its Prometheus.
  package var alerts: [Alert]
  /// Those that only its Alertmanager has: others sent them.
  package var foreign: [Alert] = []
  /// Rules whose alerts can't be known.
  package var blind: [BlindRule]
  package var alertmanager = AlertmanagerStanding.none
  /// Nil where nobody asked.
  package var resolved: ResolvedAlerts?
  /// The rules that nothing fulfils; nil where nobody asked.
  package var normal: [Alert]?
  /// Nil where the settings name none; its alert stands nowhere else.
  package var watchdog: Watchdog?
  package var took: Duration
  /// The server's clock less the viewer's.
  package var skew: Duration

  package init(alerts: [Alert], blind: [BlindRule] = [], took: Duration, skew: Duration) {
    self.alerts = alerts
    self.blind = blind
    self.took = took
    self.skew = skew
  }

  /// With the settings' order of severities instead of the usual one.
  package func ranked(by order: SeverityOrder) -> Self {
    var report = self
    for index in report.alerts.indices { report.alerts[index].rank(by: order) }
    for index in report.foreign.indices { report.foreign[index].rank(by: order) }
    report.resolved?.rank(by: order)
    for index in report.normal?.indices ?? 0..<0 { report.normal?[index].rank(by: order) }
    return report
  }
}

/// Alerts that fired and have ended within the last hour.
package struct ResolvedAlerts: Hashable, Sendable {
  /// How far back they are told.
  package static let span = Duration.hours(1)

  package var alerts: [Alert]
  /// Why none of them can be known, or not all.
  package var problem: Problem?

  package init(_ alerts: [Alert], problem: Problem? = nil) {
    self.alerts = alerts
    self.problem = problem
  }

  mutating func rank(by order: SeverityOrder) {
    for index in alerts.indices { alerts[index].rank(by: order) }
  }

  /// What was said of them while they fired, which the server's history doesn't hold.
  mutating func remember(_ known: [Alert]) {
    guard !alerts.isEmpty else { return }
    let known = Dictionary(known.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
    for index in alerts.indices {
      guard let before = known[alerts[index].labels] else { continue }
      if !before.annotations.all.isEmpty { alerts[index].annotations = before.annotations }
      alerts[index].value = before.value
    }
  }

  /// Such as `RESOLVED UNKNOWN: …`; nil where all is known.
  package var sentence: ForeignText? {
    guard let problem else { return nil }
    let what = alerts.isEmpty ? "RESOLVED UNKNOWN" : "what is resolved is known in part"
    return ForeignText("\(what): \(problem.what)")
  }

  /// The history came too late for this report: the next one has it.
  var isLate: Bool { problem?.code == Self.lateCode }

  package static let lateCode = "history.late"
}

/// Whether it can be known what is silenced, and what is delivered.
package enum AlertmanagerStanding: Hashable, Sendable {
  /// The environment names no Alertmanager.
  case none
  case answered
  /// Some did not answer; what the others have is known.
  case partly([Problem])
  /// None answered: whatever fires may be silenced, and nobody can tell.
  case unknown([Problem])

  package init(answers: Int, problems: [Problem]) {
    switch (answers, problems.isEmpty) {
    case (0, true): self = .none
    case (_, true): self = .answered
    case (0, false): self = .unknown(problems)
    case (_, false): self = .partly(problems)
    }
  }

  package var problems: [Problem] {
    switch self {
    case .none, .answered: []
    case .partly(let problems), .unknown(let problems): problems
    }
  }

  package var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// Such as `SILENCES UNKNOWN: Alertmanager: nothing listens on …`; nil where all is known.
  package var sentence: ForeignText? {
    let first = problems.first?.what ?? ""
    switch self {
    case .none, .answered: return nil
    case .partly: return ForeignText("silences are known in part: \(first)")
    case .unknown: return ForeignText("SILENCES UNKNOWN: \(first)")
    }
  }
}
