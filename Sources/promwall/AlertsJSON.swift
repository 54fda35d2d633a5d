import Documents
import Interface
import Metrics
import Triage

/// `alerts --format json`: text is as it came, escaped as JSON.
struct AlertsJSON {
  var alerts: [ListedAlert]
  var doubts: [AlertDoubt]

  var json: JSON {
    JSON.object([("alerts", .array(alerts.map(alert))), ("problems", .array(doubts.map(problem)))])
  }

  private func alert(_ listed: ListedAlert) -> JSON {
    let alert = listed.alert
    return JSON.object([
      ("name", .string(alert.name.raw)), ("state", .string(alert.state.rawValue)),
      ("severity", .string(alert.severity.raw)), ("environment", .string(listed.environment)),
      ("product", alert.labels["product"].map { .string($0.raw) } ?? .null),
      ("labels", labels(alert.labels)), ("annotations", labels(alert.annotations)),
      ("activeAt", alert.activeAt.map { .number($0.seconds) } ?? .null),
      ("endsAt", alert.endsAt.map { .number($0.seconds) } ?? .null),
      ("value", alert.value.map { $0.isFinite ? .number($0) : .null } ?? .null),
      ("known", alert.delivery.known.map { .bool($0) } ?? .null),
      ("silencedBy", .array(alert.delivery.silencedBy.map(silence))),
      ("claim", claim(of: listed)), ("tickets", .array(listed.work.tickets.map(ticket))),
      ("verdict", listed.work.verdict.map { .string($0.raw) } ?? .null),
    ])
  }

  private func claim(of listed: ListedAlert) -> JSON.Kind {
    guard let claim = listed.claim else { return .null }
    let fields: [(String, JSON.Kind)] = [
      ("by", .string(claim.by.raw)), ("at", .number(claim.at.seconds)),
    ]
    return .object(fields.map { member($0.0, $0.1) })
  }

  private func ticket(_ ticket: JournalRecord.Ticket) -> JSON {
    JSON.object([
      ("key", .string(ticket.key.raw)), ("url", ticket.url.map { .string($0.raw) } ?? .null),
      ("kind", ticket.kind.map { .string($0.raw) } ?? .null),
    ])
  }

  /// In Alertmanager's words.
  private func silence(_ silence: Silence) -> JSON {
    JSON.object([
      ("id", .string(silence.id.raw)), ("createdBy", .string(silence.createdBy.raw)),
      ("comment", .string(silence.comment.raw)),
      ("startsAt", silence.startsAt.map { .number($0.seconds) } ?? .null),
      ("endsAt", silence.endsAt.map { .number($0.seconds) } ?? .null),
    ])
  }

  private func problem(_ doubt: AlertDoubt) -> JSON {
    JSON.object([
      ("severity", .string(doubt.problem.severity.rawValue)),
      ("environment", .string(doubt.environment)), ("what", .string(doubt.problem.what)),
      ("fix", .string(doubt.problem.fix)), ("code", .string(doubt.problem.code)),
    ])
  }

  private func labels(_ labels: Labels) -> JSON.Kind {
    .object(labels.all.map { member($0.name.raw, .string($0.value.raw)) })
  }

  private func member(_ name: String, _ kind: JSON.Kind) -> JSON.Member {
    JSON.Member(name: name, position: SourcePosition(line: 1, column: 1), value: JSON(kind))
  }
}
