import Alerts
import Documents
import Interface
import Metrics
import Prometheus

/// What fired lately, asked of Prometheus' own history beside what fires now, and far less often.
struct History: Sendable {
  private let poll: Poll<FiringHistory>
  private let place: String

  init(_ prometheus: PrometheusClient, step: Duration, place: String) {
    self.place = place
    poll = Poll(lasts: Self.lasts, failureLasts: .seconds(10)) {
      do throws(QueryError) {
        return .success(try await prometheus.firings(within: ResolvedAlerts.span, step: step))
      } catch {
        return .failure(Problem(error, place: place))
      }
    }
  }

  private static let lasts = Duration.seconds(60)

  func answer(within patience: Duration) async -> Result<FiringHistory, Problem> {
    await poll.result(within: patience)
      ?? .failure(
        Problem(
          what: "the history of alerts did not come in time",
          place: place,
          fix: "it is asked again",
          code: ResolvedAlerts.lateCode
        )
      )
  }
}

extension AlertsReport {
  /// Tells what has ended, of what fired lately.
  ///
  /// An alert whose rule can't be evaluated has not ended: nobody knows.
  ///
  /// - Parameters:
  ///   - history: What fired lately, or why that is not known.
  ///   - rules: The server's, for what history does not hold.
  ///   - now: By the clock of Prometheus.
  mutating func takeResolved(
    of history: Result<FiringHistory, Problem>,
    rules: [Rule],
    now: Timestamp
  ) {
    switch history {
    case .failure(let problem): resolved = ResolvedAlerts([], problem: problem)
    case .success(let history):
      let living = Set(alerts.map(\.labels))
      let unknown = Set(blind.map(\.name))
      let ended = history.firings.filter { firing in
        !living.contains(firing.labels) && !unknown.contains(firing.name)
      }
      var problem = history.gap.map { gap in
        Problem(what: gap.safe, place: "", fix: "", code: "history.partial")
      }
      problem?.severity = .warning
      resolved = ResolvedAlerts(
        ended.map { Alert(ended: $0, rules: rules, now: now) },
        problem: problem
      )
    }
  }
}

extension FiringHistory.Firing {
  fileprivate var name: ForeignText { labels["alertname"] ?? "" }
}

extension Alert {
  fileprivate init(ended firing: FiringHistory.Firing, rules: [Rule], now: Timestamp) {
    self.init(
      name: firing.name,
      state: .resolved,
      labels: firing.labels,
      annotations: [:],
      activeAt: firing.activeAt,
      value: nil
    )
    endsAt = min(firing.endsAt, now)
    // Two rules of one name may say different things.
    let own = rules.filter { $0.name == firing.name && $0.mayMake(firing.labels) }
    guard let rule = own.first, own.count == 1 else { return }
    self.rule = AlertRule(
      expression: rule.query,
      interval: rule.interval,
      holdsFor: rule.duration
    )
    annotations = Labels(all: rule.annotations.all.filter { !$0.value.isTemplate })
  }
}

extension Rule {
  /// Whether an alert with these labels may be this rule's.
  fileprivate func mayMake(_ labels: Labels) -> Bool {
    let fixed = self.labels.all.filter { !$0.value.isTemplate }
    return Set(fixed).isSubset(of: labels.all)
  }
}

extension ForeignText {
  /// Whether Prometheus would fill something in.
  fileprivate var isTemplate: Bool { safe.contains("{{") }
}
