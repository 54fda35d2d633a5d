import Documents
import Interface
import Metrics
import Triage

/// An act in the words of those who are told of it.
extension Act {
  /// What Jira is told: a ticket's whole text, or a comment's.
  func draft(
    _ kind: Product.Ticket.Kind,
    _ label: TicketLabel,
    by author: ForeignText,
    now: Timestamp
  ) -> TicketDraft {
    let labels = alert?.labels ?? [:]
    let said = comment.isEmpty ? "made this ticket" : comment
    return TicketDraft(
      kind: kind,
      label: label,
      labels: labels,
      summary: "[\(label.environment.safe)] \(headline)",
      paragraphs: facts(now: now),
      entries: [
        TicketDraft.Entry(mark: mark(by: author), text: "\(author.safe): \(said)\n\(age(now: now))")
      ],
      chart: chart.isEmpty ? nil : chart.joined(separator: "\n")
    )
  }

  /// The same words about the same firing are told once, also where somebody tries again.
  private func mark(by author: ForeignText) -> String {
    var labels: Labels = [
      "by": author.safe, "comment": comment, "firing": alert?.labels.fingerprint ?? "",
    ]
    labels = Labels(
      all: labels.all + [
        Labels.Label(name: "since", value: ForeignText(alert?.activeAt?.rfc3339 ?? ""))
      ]
    )
    return "by.\(labels.fingerprint)"
  }

  func post(by author: ForeignText, now: Timestamp) -> SlackPost {
    var links: [SlackPost.Link] = []
    if let runbook = alert?.runbook?.safe {
      links.append(SlackPost.Link(title: "runbook", url: runbook))
    }
    let place = "[\(ForeignText(environment).safe)]"
    return SlackPost(
      severity: alert?.severity ?? "none",
      title: alert == nil ? "\(place) \(ForeignText(title).safe)" : "\(place) \(headline)",
      paragraphs: [comment] + (alert == nil ? [] : facts(now: now)),
      links: links,
      chart: chart.isEmpty ? nil : chart.joined(separator: "\n"),
      footer: author.safe
    )
  }

  /// Such as `QueueAboveLimit: orders: 73 messages waiting`.
  private var headline: String {
    guard let alert else { return title }
    let summary = alert.annotations["summary"].map { ": \($0.safe)" } ?? ""
    return alert.name.safe + summary
  }

  private func facts(now: Timestamp) -> [String] {
    guard let alert else { return [] }
    let own = alert.labels.dropping(["alertname", "product", "severity"])
    var facts = [
      "\(alert.severity.safe), \(age(now: now))" + (own.all.isEmpty ? "" : ": \(own.text)")
    ]
    if let description = alert.annotations["description"] { facts.append(description.safe) }
    if let rule = alert.rule {
      let waits = rule.holdsFor > .zero ? ", for \(rule.holdsFor.promQL)" : ""
      facts.append("\(rule.expression.safe)\(waits)")
    }
    return facts
  }

  private func age(now: Timestamp) -> String {
    guard let alert else { return "" }
    guard let start = alert.activeAt else { return alert.state.rawValue }
    let civil = Zone.utc.civil(start)
    return "\(alert.state.rawValue) since \(civil.date) \(civil.clockWithSeconds) UTC"
  }

  /// Why nobody can be told.
  func unconfigured(_ key: String) -> Problem {
    guard let product else {
      return Problem(
        what: "no product of the settings has this alert",
        fix: "add its product to `products`, or the label `product` to its rule",
        code: "act.product"
      )
    }
    return Problem(
      what: "the product \(ForeignText(product.name).safe) has no `\(key)`",
      fix: "add it to the product's file",
      code: "act.product"
    )
  }
}

extension FiledTicket {
  /// Such as `CAT-12 made`.
  var sentence: String {
    let key = ForeignText(key).safe
    let twin = duplicateOf.map { "; \(ForeignText($0).safe) was made at the same moment" } ?? ""
    switch outcome {
    case .created: return "\(key) made\(twin)"
    case .commented: return "\(key) was open: commented"
    case .known: return "\(key) knows it already"
    }
  }
}
