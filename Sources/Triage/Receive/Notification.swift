import Documents
import Metrics

/// What an Alertmanager sends to a webhook: its payload, version 4, by tickets.
struct Notification {
  struct Alert: Hashable {
    var isFiring: Bool
    var labels: Labels
    var annotations: Labels
    var startsAt: Timestamp
    var endsAt: Timestamp?
  }

  /// The alerts that one ticket is for.
  struct Group {
    var label: TicketLabel
    /// The most urgent of its alerts'.
    var kind: Product.Ticket.Kind
    var alerts: [Alert]
  }

  /// In the order of the payload; alerts whose rule wants no ticket are in none.
  var groups: [Group] = []
  /// What is wrong with alerts that want one.
  var faults: [Problem] = []

  /// - Throws: What is wrong with the whole.
  init(_ body: [UInt8]) throws(Problem) {
    guard let json = try? JSON(parsing: body, file: "payload"),
      let alerts = json["alerts"]?.array
    else {
      throw Self.malformed("the payload is no notification of Alertmanager's")
    }
    guard json["version"]?.string == "4" else {
      throw Self.malformed("the payload's version is not 4")
    }
    for json in alerts { try add(try Alert(json)) }
  }

  fileprivate static func malformed(_ what: String) -> Problem {
    Problem(
      what: what,
      fix: "point a `webhook_configs` of Alertmanager's here",
      code: "receive.payload"
    )
  }

  private mutating func add(_ alert: Alert) throws(Problem) {
    guard let ticket = alert.labels["ticket"], !ticket.isEmpty else { return }
    let name = alert.labels["alertname"] ?? ""
    guard let kind = Product.Ticket.Kind(rawValue: ticket.safe) else {
      let known = Product.Ticket.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      return fault("the label ticket of \(name) is \"\(ticket)\"", fix: "use one of \(known)")
    }
    for label in ["alertname", "product", "environment"] where alert.labels[label]?.isEmpty ?? true
    {
      return fault(
        "an alert \(name) wants a ticket and has no label \(label)",
        fix: "add it to the rule's labels, or to external_labels"
      )
    }
    let label = TicketLabel(
      alertname: name,
      product: alert.labels["product"] ?? "",
      environment: alert.labels["environment"] ?? ""
    )
    if let index = groups.firstIndex(where: { $0.label == label }) {
      groups[index].alerts.append(alert)
      groups[index].kind = Self.moreUrgent(groups[index].kind, kind)
    } else {
      groups.append(Group(label: label, kind: kind, alerts: [alert]))
    }
  }

  private mutating func fault(_ what: String, fix: String) {
    let problem = Problem(what: what, fix: fix, code: "receive.label")
    if !faults.contains(problem) { faults.append(problem) }
  }

  private static func moreUrgent(
    _ one: Product.Ticket.Kind,
    _ other: Product.Ticket.Kind
  ) -> Product.Ticket.Kind {
    let order = Product.Ticket.Kind.allCases
    return order.first { $0 == one || $0 == other } ?? one
  }
}

extension Notification.Alert {
  init(_ json: JSON) throws(Problem) {
    guard let status = json["status"]?.string, ["firing", "resolved"].contains(status),
      let labels = json["labels"].flatMap(Self.labels),
      let start = json["startsAt"]?.string.flatMap(Timestamp.init(rfc3339:))
    else {
      throw Notification.malformed("an alert of the payload can't be read")
    }
    self.init(
      isFiring: status == "firing",
      labels: labels,
      annotations: json["annotations"].flatMap(Self.labels) ?? [:],
      startsAt: start,
      endsAt: json["endsAt"]?.string.flatMap(Timestamp.init(rfc3339:))
    )
  }

  private static func labels(_ json: JSON) -> Labels? {
    guard let members = json.members else { return nil }
    let pairs = members.compactMap { member in
      member.value.string.map { (name: member.name, value: $0) }
    }
    return pairs.count == members.count ? Labels(pairs) : nil
  }
}

// MARK: - Drafts

extension Notification.Group {
  /// What the ticket is told: each beginning and each end of an alert, once.
  var draft: TicketDraft {
    let firing = alerts.filter(\.isFiring)
    let first = firing.first ?? alerts.first
    let summary = first?.annotations["summary"]?.safe
    let others = firing.count > 1 ? " (and \(firing.count - 1) more)" : ""
    let name = label.alertname.safe
    return TicketDraft(
      kind: kind,
      label: label,
      labels: common,
      summary: "[\(label.environment)] \(name)" + (summary.map { ": \($0)" } ?? "") + others,
      paragraphs: ["\(name) of \(label.product) fires in \(label.environment)."]
        + ["description", "runbook_url"].compactMap { first?.annotations[$0]?.safe },
      entries: alerts.map(\.entry)
    )
  }

  /// The labels that all of them have.
  private var common: Labels {
    guard let first = alerts.first else { return [:] }
    return Labels(
      all: first.labels.all.filter { label in
        alerts.allSatisfy { $0.labels[label.name.safe] == label.value }
      }
    )
  }
}

extension Notification.Alert {
  /// Its mark is Alertmanager's fingerprint and the second in which it began to fire.
  fileprivate var entry: TicketDraft.Entry {
    let mark = "\(labels.fingerprint).\(startsAt.milliseconds / 1_000)"
    let own = labels.dropping(["alertname", "product", "environment", "ticket"])
    let which = own.all.isEmpty ? "" : ": \(own.text)"
    let summary = annotations["summary"].map { "\n\($0)" } ?? ""
    guard !isFiring else {
      return TicketDraft.Entry(
        mark: mark,
        text: "Firing since \(Self.time(startsAt))\(which)\(summary)"
      )
    }
    let end = endsAt.map { " at \(Self.time($0))" } ?? ""
    return TicketDraft.Entry(
      mark: mark + ".resolved",
      text: "Resolved\(end), after it had fired since \(Self.time(startsAt))\(which)"
    )
  }

  private static func time(_ moment: Timestamp) -> String {
    let civil = Zone.utc.civil(moment)
    return "\(civil.date) \(civil.clockWithSeconds) UTC"
  }
}
