import Documents
import Interface
import Metrics

/// What Alertmanager said of a report's alerts, behind all that older recordings hold of it.
extension PackedWriter {
  mutating func reception(of report: AlertsReport) {
    list(report.alerts) { $0.reception(of: $1) }
    list(report.foreign) {
      $0.alert($1)
      $0.reception(of: $1)
    }
    switch report.alertmanager {
    case .none: byte(0)
    case .answered: byte(1)
    case .partly: byte(2)
    case .unknown: byte(3)
    }
    list(report.alertmanager.problems) { $0.problem($1) }
    // Without any a record is as it was, and older programs read it.
    let isPlain = report.resolved == nil && report.watchdog == nil && report.normal == nil
    guard !isPlain else { return }
    optional(report.resolved) { writer, resolved in
      writer.list(resolved.alerts) {
        $0.alert($1)
        $0.reception(of: $1)
        $0.optional($1.endsAt) { $0.moment($1) }
      }
      writer.optional(resolved.problem) { $0.problem($1) }
    }
    optional(report.watchdog) { $0.watchdog($1) }
    guard let normal = report.normal else { return }
    list(normal) {
      $0.alert($1)
      $0.reception(of: $1)
    }
  }

  private mutating func watchdog(_ watchdog: Watchdog) {
    foreign(watchdog.name)
    switch watchdog.standing {
    case .fires: byte(0)
    case .unknown: byte(1)
    case .silent: byte(2)
    case .undelivered(let missing, let all):
      byte(3)
      count(missing)
      count(all)
    }
  }

  private mutating func reception(of alert: Alert) {
    optional(alert.rule) { writer, rule in
      writer.foreign(rule.expression)
      writer.span(rule.interval)
      writer.span(rule.holdsFor)
    }
    let delivery = alert.delivery
    optional(delivery.known) { $0.flag($1) }
    flag(delivery.isMissing)
    list(delivery.silencedBy) { $0.silence($1) }
    for texts in [delivery.inhibitedBy, delivery.mutedBy, delivery.receivers] {
      list(texts) { $0.foreign($1) }
    }
    optional(delivery.labels) { $0.labels($1) }
  }

  private mutating func silence(_ silence: Silence) {
    foreign(silence.id)
    list(silence.matchers) { $0.foreign($1) }
    optional(silence.startsAt) { $0.moment($1) }
    optional(silence.endsAt) { $0.moment($1) }
    foreign(silence.createdBy)
    foreign(silence.comment)
  }
}

extension PackedReader {
  /// Completes a report; of an older recording there is no more to know.
  mutating func readReception(of report: inout AlertsReport) throws(Damage) {
    guard !isAtEnd else { return }
    let known = try list { (reader) throws(Damage) in try reader.reception() }
    guard known.count == report.alerts.count else { throw Damage() }
    for (index, known) in known.enumerated() {
      (report.alerts[index].rule, report.alerts[index].delivery) = known
    }
    report.foreign = try list { (reader) throws(Damage) in try reader.receivedAlert() }
    let kind = try byte()
    let problems = try list { (reader) throws(Damage) in try reader.problem() }
    switch (kind, problems.isEmpty) {
    case (0, true): report.alertmanager = .none
    case (1, true): report.alertmanager = .answered
    case (2, false): report.alertmanager = .partly(problems)
    case (3, false): report.alertmanager = .unknown(problems)
    default: throw Damage()
    }
    guard !isAtEnd else { return }
    report.resolved = try optional { (reader) throws(Damage) in try reader.resolved() }
    report.watchdog = try optional { (reader) throws(Damage) in try reader.watchdog() }
    guard !isAtEnd else { return }
    report.normal = try list { (reader) throws(Damage) in try reader.receivedAlert() }
  }

  private mutating func receivedAlert() throws(Damage) -> Alert {
    var alert = try alert()
    (alert.rule, alert.delivery) = try reception()
    return alert
  }

  private mutating func resolved() throws(Damage) -> ResolvedAlerts {
    ResolvedAlerts(
      try list { (reader) throws(Damage) in
        var alert = try reader.receivedAlert()
        alert.endsAt = try reader.optional { (reader) throws(Damage) in try reader.moment() }
        return alert
      },
      problem: try optional { (reader) throws(Damage) in try reader.problem() }
    )
  }

  private mutating func watchdog() throws(Damage) -> Watchdog {
    let name = try foreign()
    switch try byte() {
    case 0: return Watchdog(name: name, standing: .fires)
    case 1: return Watchdog(name: name, standing: .unknown)
    case 2: return Watchdog(name: name, standing: .silent)
    case 3:
      guard let missing = Int(exactly: try whole()), let all = Int(exactly: try whole()) else {
        throw Damage()
      }
      return Watchdog(name: name, standing: .undelivered(missing: missing, of: all))
    default: throw Damage()
    }
  }

  private mutating func reception() throws(Damage) -> (AlertRule?, Delivery) {
    let rule = try optional { (reader) throws(Damage) in
      AlertRule(
        expression: try reader.foreign(),
        interval: try reader.span(),
        holdsFor: try reader.span()
      )
    }
    var delivery = Delivery(known: try optional { (reader) throws(Damage) in try reader.flag() })
    delivery.isMissing = try flag()
    delivery.silencedBy = try list { (reader) throws(Damage) in try reader.silence() }
    delivery.inhibitedBy = try texts()
    delivery.mutedBy = try texts()
    delivery.receivers = try texts()
    delivery.labels = try optional { (reader) throws(Damage) in try reader.labels() }
    return (rule, delivery)
  }

  private mutating func texts() throws(Damage) -> [ForeignText] {
    try list { (reader) throws(Damage) in try reader.foreign() }
  }

  private mutating func silence() throws(Damage) -> Silence {
    Silence(
      id: try foreign(),
      matchers: try texts(),
      startsAt: try optional { (reader) throws(Damage) in try reader.moment() },
      endsAt: try optional { (reader) throws(Damage) in try reader.moment() },
      createdBy: try foreign(),
      comment: try foreign()
    )
  }
}
