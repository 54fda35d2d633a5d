import HTTP
package import Metrics

/// A group of rules, which the server evaluates together.
package struct RuleGroup: Hashable, Sendable {
  package var name: ForeignText
  package var file: ForeignText
  package var interval: Duration
  package var lastEvaluation: Timestamp?
  package var rules: [Rule]
}

/// A rule as the server has loaded it.
package struct Rule: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable { case alerting, recording }
  package enum State: String, Hashable, Sendable, CaseIterable { case firing, pending, inactive }

  package var name: ForeignText
  package var kind: Kind
  /// Of an alerting rule; inactive where the server tells none.
  package var state: State
  package var query: ForeignText
  /// Its group's.
  package var interval: Duration
  /// Its `for`.
  package var duration: Duration
  package var keepFiringFor: Duration
  package var labels: Labels
  package var annotations: Labels
  package var alerts: [Alert]
  /// `ok`, `err` or `unknown`.
  package var health: ForeignText
  package var lastError: ForeignText?
}

/// Alerts as a server told them at once.
package struct AlertsAnswer: Hashable, Sendable {
  /// The most severe and the oldest first.
  package var alerts: [Alert]
  /// The alerting rules whose alerts can't be known, in the order of the server.
  package var blind: [BlindRule]
  /// Every alerting rule; none where the server tells of none.
  package var rules: [Rule]
  /// From sending the question to the last byte; waiting in a queue doesn't count.
  package var took: Duration
}

extension AlertsAnswer {
  /// What its rules watch over and find as it should be, each as an alert with the rule's labels.
  package var normal: [Alert] {
    let unknown = Set(blind.map(\.name))
    let calm = rules.filter { rule in
      rule.state == .inactive && rule.alerts.isEmpty && !unknown.contains(rule.name)
    }
    return calm.map { rule in
      var alert = Alert(
        name: rule.name,
        state: .normal,
        labels: rule.labels,
        // Templates, which nobody fills in.
        annotations: [:],
        activeAt: nil,
        value: nil
      )
      // It stands where other alerts have their summary: in one line.
      let words = rule.query.raw.split(whereSeparator: \.isWhitespace)
      alert.rule = AlertRule(
        expression: ForeignText(words.joined(separator: " ")),
        interval: rule.interval,
        holdsFor: rule.duration
      )
      return alert
    }
  }
}

extension PrometheusClient {
  /// All rules, with the alerts of those that alert.
  package func ruleGroups() async throws(QueryError) -> [RuleGroup] {
    try await groups([], isUrgent: false).groups
  }

  /// The alerts that fire or are pending now; asked ahead of whatever waits.
  ///
  /// Servers without rules of their own are asked for the series `ALERTS`, which has no
  /// annotations.
  package func alerts() async throws(QueryError) -> AlertsAnswer {
    do throws(QueryError) {
      let (groups, took) = try await groups([("type", "alert")], isUrgent: true)
      return AlertsAnswer(
        alerts: Self.sorted(groups.flatMap(\.rules).flatMap(\.alerts)),
        blind: groups.flatMap { $0.blind(at: serverNow()) },
        rules: groups.flatMap(\.rules).filter { $0.kind == .alerting },
        took: took
      )
    } catch {
      // A proxy may keep rules from us though queries pass; the first failure says more than a
      // second one.
      switch error.kind {
      case .notFound, .forbidden, .loginPage, .notPrometheus, .other: break
      default: throw error
      }
      let query = Query("ALERTS", .instant(nil))
      guard let answer = try? await answer(query, deadline: .seconds(15)) else { throw error }
      return AlertsAnswer(
        alerts: Self.sorted(answer.series.compactMap(Alert.init)),
        blind: [],
        rules: [],
        took: answer.took
      )
    }
  }

  private func groups(
    _ fields: [(name: String, value: String)],
    isUrgent: Bool
  ) async throws(QueryError) -> (groups: [RuleGroup], took: Duration) {
    let (data, took) = try await timedValue("/rules", fields, method: .get, isUrgent: isUrgent)
    return ((data["groups"]?.elements ?? []).map { RuleGroup($0) }, took)
  }

  private static func sorted(_ alerts: [Alert]) -> [Alert] {
    alerts.sorted { left, right in
      if left.rank != right.rank { return left.rank > right.rank }
      let (leftStart, rightStart) = (left.activeAt, right.activeAt)
      if let leftStart, let rightStart, leftStart != rightStart { return leftStart < rightStart }
      return (left.name, left.labels) < (right.name, right.labels)
    }
  }
}

extension RuleGroup {
  /// The alerting rules that the server has not evaluated, or not when it should have.
  ///
  /// - Parameter now: By the server's clock.
  /// - Returns: Each with its reason, in the order of the group.
  func blind(at now: Timestamp) -> [BlindRule] {
    // Three intervals, and at least as long as clocks and a busy server may be off.
    let age = lastEvaluation.map { now - $0 }
    let isLate = age.map { interval > .zero && $0 > max(interval * 3, .seconds(60)) } ?? false
    return rules.filter { $0.kind == .alerting }.compactMap { rule in
      switch rule.health.raw {
      case "unknown": return BlindRule(name: rule.name, reason: .notEvaluated)
      case "err":
        return BlindRule(name: rule.name, reason: .failing(rule.lastError ?? "no reason is told"))
      default:
        guard isLate, let age else { return nil }
        return BlindRule(name: rule.name, reason: .late(age))
      }
    }
  }

  init(_ value: WireValue) {
    name = value.text("name")
    file = value.text("file")
    lastEvaluation = value["lastEvaluation"]?.string.flatMap(Timestamp.init(rfc3339:))
    let interval = value.seconds("interval") ?? .zero
    self.interval = interval
    rules = (value["rules"]?.elements ?? []).map { Rule($0, interval: interval) }
  }
}

extension Rule {
  init(_ value: WireValue, interval: Duration) {
    let name = value.text("name")
    self.name = name
    kind = value["type"]?.string.flatMap(Kind.init) ?? .recording
    state = value["state"]?.string.flatMap(State.init) ?? .inactive
    query = value.text("query")
    self.interval = interval
    duration = value.seconds("duration") ?? .zero
    keepFiringFor = value.seconds("keepFiringFor") ?? .zero
    labels = value["labels"]?.labels ?? [:]
    annotations = value["annotations"]?.labels ?? [:]
    alerts = (value["alerts"]?.elements ?? []).compactMap { Alert($0, ruleName: name) }
    let rule = AlertRule(expression: query, interval: interval, holdsFor: duration)
    for index in alerts.indices { alerts[index].rule = rule }
    health = value.text("health")
    lastError = value["lastError"]?.string.map { ForeignText($0) }
  }
}

extension Alert {
  /// Of `/rules` or `/alerts`; nil for an inactive one.
  init?(_ value: WireValue, ruleName: ForeignText = "") {
    guard let state = value["state"]?.string.flatMap(Self.state) else { return nil }
    let labels = value["labels"]?.labels ?? [:]
    self.init(
      name: labels["alertname"] ?? ruleName,
      state: state,
      labels: labels,
      annotations: value["annotations"]?.labels ?? [:],
      activeAt: value["activeAt"]?.string.flatMap(Timestamp.init(rfc3339:)),
      value: value["value"]?.number
    )
  }

  /// Of the series `ALERTS`, where rules can't be asked for.
  init?(_ series: Series) {
    guard let state = series.labels["alertstate"].flatMap({ Self.state($0.raw) }) else {
      return nil
    }
    let labels = series.labels.dropping(["__name__", "alertstate"])
    self.init(
      name: labels["alertname"] ?? "",
      state: state,
      labels: labels,
      annotations: [:],
      activeAt: nil,
      value: nil
    )
  }

  private static func state(_ word: String) -> State? {
    switch word {
    case "firing": .firing
    case "pending": .pending
    default: nil
    }
  }
}
