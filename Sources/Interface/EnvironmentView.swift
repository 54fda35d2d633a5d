package import Documents
package import Metrics
package import Panels

/// The dashboard on one environment.
package struct EnvironmentView: Sendable {
  package var environment: Documents.Environment
  package var resolver: VariableResolver
  package var panels: [PanelState] = []
  package var annotations = AnnotationState()
  /// Variables asked for and not answered, by name, with the generation of the question.
  package var variablesAsked: [String: Int] = [:]
  /// When variables that could not be asked for are asked again.
  package var variablesDue: Timestamp?

  package init(environment: Documents.Environment, resolver: VariableResolver) {
    self.environment = environment
    self.resolver = resolver
  }
}

/// What is known of an environment as a whole, whether it is looked at or not.
package struct EnvironmentStatus: Sendable {
  package var environment: Documents.Environment
  /// The last alerts that were told, and when, by the viewer's clock.
  package var alerts: [Alert] = []
  /// Alerts that only its Alertmanager has.
  package var foreign: [Alert] = []
  /// Whether what is silenced can be known.
  package var alertmanager = AlertmanagerStanding.none
  /// Rules of which nobody can tell whether they fire.
  package var blind: [BlindRule] = []
  /// Those that have ended lately; nil while nobody wants to know.
  package var resolved: ResolvedAlerts?
  /// The rules that nothing fulfils; nil while nobody wants to know.
  package var normal: [Alert]?
  package var watchdog: Watchdog?
  package var answeredAt: Timestamp?
  package var took: Duration?
  /// The server's clock less the viewer's.
  package var skew = Duration.zero
  package var problem: Problem?
  /// Since when it does not answer.
  package var failingSince: Timestamp?
  /// When it last came back.
  var backSince: Timestamp?
  /// How the server counts best, as far as it has told.
  package var dialect = CountExpression.Dialect.portable
  /// Whether it has told since it last came back.
  package var isDetected = false
  package var asking: (generation: Int, since: Timestamp)?
  package var due: Timestamp?
  /// The settings have it no more, and somebody still looks at it.
  package var isRemoved = false

  package init(environment: Documents.Environment) { self.environment = environment }

  /// Whether what is known of the alerts may be believed at this moment.
  package func knowsAlerts(now: Timestamp) -> Bool {
    guard problem == nil, answeredAt != nil else { return false }
    guard let due else { return true }
    return now <= due + PanelState.deadline
  }

  /// Firing alerts by severity; those that are silenced or inhibited are none.
  package func firing(_ rank: SeverityRank) -> Int {
    alerts.count { $0.state == .firing && $0.rank == rank }
  }

  /// `2 silenced, 1 inhibited`; nil where nothing is.
  package var quieted: String? {
    let told = [Alert.State.silenced, .inhibited].compactMap { state -> String? in
      let count = alerts.count { $0.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    return told.isEmpty ? nil : told.joined(separator: ", ")
  }

  /// What is wrong on the way from what fires to whoever should hear of it.
  package var deliveryTrouble: [ForeignText] {
    [alertmanager.sentence].compactMap { $0 }
      + alerts.filter(\.delivery.isMissing).map(\.missingSentence)
  }

  /// Why the alerts may not be the whole truth, though the server has told of them.
  package var alerting: AlertingHealth {
    AlertingHealth(
      blind: blind.map(\.sentence),
      delivery: deliveryTrouble,
      resolved: resolved?.sentence,
      watchdog: watchdog?.alarm
    )
  }

  /// What panels that list alerts draw.
  func alertFrame(range: TimeRange, now: Timestamp, of states: Set<Alert.State>) -> Frame {
    let ended = states.contains(.resolved) ? resolved?.alerts ?? [] : []
    let calm = states.contains(.normal) ? normal ?? [] : []
    var frame = Frame(alerts: alerts + ended + calm, range: range, at: now + skew)
    var health = alerting
    if !states.contains(.resolved) { health.resolved = nil }
    frame.alerting = health
    frame.warnings = health.blind + [health.resolved].compactMap { $0 }
    frame.infos = health.delivery
    return frame
  }

  mutating func rank(by order: SeverityOrder) {
    for index in alerts.indices { alerts[index].rank(by: order) }
    for index in foreign.indices { foreign[index].rank(by: order) }
    resolved?.rank(by: order)
    for index in normal?.indices ?? 0..<0 { normal?[index].rank(by: order) }
  }

  package mutating func receive(
    _ result: Result<AlertsReport, Problem>,
    generation: Int,
    now: Timestamp
  ) {
    guard asking?.generation == generation else { return }
    asking = nil
    switch result {
    case .success(var report):
      report.resolved?.remember(alerts + (resolved?.alerts ?? []))
      alerts = report.alerts
      resolved = report.resolved
      normal = report.normal
      watchdog = report.watchdog
      foreign = report.foreign
      alertmanager = report.alertmanager
      blind = report.blind
      answeredAt = now
      took = report.took
      skew = report.skew
      problem = nil
      if failingSince != nil { backSince = now }
      failingSince = nil
      // Right after a server's start the first evaluation is near.
      let isWarmingUp = blind.contains { $0.reason == .notEvaluated }
      let isSoon = isWarmingUp || report.resolved?.isLate == true
      due = now + (isSoon ? Schedule.retryInterval : Schedule.alertsInterval)
    case .failure(let problem):
      self.problem = problem
      failingSince = failingSince ?? now
      // It may come back as another version.
      isDetected = false
      due = now + (problem.retryAfter.map { max($0, .seconds(1)) } ?? Schedule.retryInterval)
    }
  }
}
