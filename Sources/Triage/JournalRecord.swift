import Documents
package import Metrics

/// One line of the journal: who did what about which alert, and when.
///
/// Lines of kinds that this version doesn't know are kept and shown as they are.
package struct JournalRecord: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// "I am on it"; no silence.
    case claim
    case note
    /// Somebody has looked and says what the alert was.
    case verdict
    /// Alertmanager was told to keep it quiet.
    case silence
    case unsilence
    /// A task was made of it.
    case ticket
    /// It was told in the product's channel.
    case post
  }

  /// Whether an alert was right.
  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case real
    /// There was no such trouble.
    case falsePositive = "false"
    /// True, and nothing to do about it.
    case noise
    case test
  }

  /// The issue that was made of an alert, or commented on.
  package struct Ticket: Hashable, Sendable {
    /// Such as `SHOP-12`.
    package var key: ForeignText
    /// Where people read it.
    package var url: ForeignText?
    /// A word of `Product.Ticket.Kind`.
    package var kind: ForeignText?

    package init(key: ForeignText, url: ForeignText? = nil, kind: ForeignText? = nil) {
      self.key = key
      self.url = url
      self.kind = kind
    }
  }

  /// A silence of Alertmanager's.
  package struct SilenceReference: Hashable, Sendable {
    package var id: ForeignText
    /// nil where it was ended.
    package var until: Timestamp?

    package init(id: ForeignText, until: Timestamp? = nil) {
      self.id = id
      self.until = until
    }
  }

  /// The alert that it is about: one firing is an environment, labels and a beginning.
  package struct Firing: Hashable, Sendable {
    package var labels: Labels
    package var activeAt: Timestamp?

    package init(labels: Labels, activeAt: Timestamp?) {
      self.labels = labels
      self.activeAt = activeAt
    }

    package var name: ForeignText { labels["alertname"] ?? "" }

    /// Such as `QueueAboveLimit{queue="orders"}`; safe to show.
    package var line: String {
      let others = labels.dropping(["alertname"])
      return name.safe + (others.all.isEmpty ? "" : others.text)
    }
  }

  /// Grows with time, so that lines of several files can be put in order.
  package var id: String
  package var time: Timestamp
  /// `user@host`.
  package var by: ForeignText
  package var environment: ForeignText
  package var product: ForeignText?
  /// A `Kind`'s word, or that of a later version.
  package var kind: ForeignText
  package var firing: Firing?
  package var text: ForeignText?
  /// A `Verdict`'s word, or that of a later version.
  package var verdict: ForeignText?
  package var ticket: Ticket?
  package var silence: SilenceReference?

  package init(
    id: String,
    time: Timestamp,
    by: ForeignText,
    environment: ForeignText,
    product: ForeignText? = nil,
    kind: ForeignText,
    firing: Firing? = nil,
    text: ForeignText? = nil,
    verdict: ForeignText? = nil,
    ticket: Ticket? = nil,
    silence: SilenceReference? = nil
  ) {
    self.id = id
    self.time = time
    self.by = by
    self.environment = environment
    self.product = product
    self.kind = kind
    self.firing = firing
    self.text = text
    self.verdict = verdict
    self.ticket = ticket
    self.silence = silence
  }
}

extension JournalRecord {
  /// The version of the lines that are written.
  package static let version = 1

  /// Its line in the file, without the end of the line.
  package var line: String {
    var members: [(String, JSON.Kind)] = [
      ("v", .number(Double(Self.version))), ("id", .string(id)),
      ("t", .string(time.rfc3339)), ("by", .string(by.raw)), ("env", .string(environment.raw)),
    ]
    if let product { members.append(("product", .string(product.raw))) }
    members.append(("type", .string(kind.raw)))
    if let firing {
      members.append(("alertname", .string(firing.name.raw)))
      members.append(("fp", .string(firing.labels.fingerprint)))
      if let moment = firing.activeAt { members.append(("activeAt", .string(moment.rfc3339))) }
      let labels = firing.labels.all.map { JSON.Member($0.name.raw, .string($0.value.raw)) }
      members.append(("labels", .object(labels)))
    }
    if let text { members.append(("text", .string(text.raw))) }
    if let verdict { members.append(("verdict", .string(verdict.raw))) }
    if let ticket {
      let parts = [("key", ticket.key), ("url", ticket.url), ("kind", ticket.kind)]
      members.append(("ticket", .object(Self.members(parts))))
    }
    if let silence {
      let until = silence.until.map { ForeignText($0.rfc3339) }
      members.append(("silence", .object(Self.members([("id", silence.id), ("until", until)]))))
    }
    return JSON(.object(members.map { JSON.Member($0.0, $0.1) })).text()
  }

  private static func members(_ parts: [(String, ForeignText?)]) -> [JSON.Member] {
    parts.compactMap { name, text in text.map { JSON.Member(name, .string($0.raw)) } }
  }

  /// Reads a line of the file; nil where it is none of ours.
  package init?(line: ArraySlice<UInt8>) {
    guard let json = try? JSON(parsing: Array(line), file: "journal"),
      let id = json["id"]?.string, let kind = json["type"]?.string,
      let time = json["t"]?.string.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    func text(_ name: String, of json: JSON? = json) -> ForeignText? {
      json?[name]?.string.map { ForeignText($0) }
    }
    let (ticket, silence) = (json["ticket"], json["silence"])
    let labels = json["labels"]?.members?.compactMap { member in
      member.value.string.map { (name: member.name, value: $0) }
    }
    self.init(
      id: id,
      time: time,
      by: text("by") ?? "",
      environment: text("env") ?? "",
      product: text("product"),
      kind: ForeignText(kind),
      firing: labels.map {
        Firing(
          labels: Labels($0),
          activeAt: json["activeAt"]?.string.flatMap(Timestamp.init(rfc3339:))
        )
      },
      text: text("text"),
      verdict: text("verdict"),
      ticket: text("key", of: ticket).map {
        Ticket(key: $0, url: text("url", of: ticket), kind: text("kind", of: ticket))
      },
      silence: text("id", of: silence).map {
        let until = text("until", of: silence).flatMap { Timestamp(rfc3339: $0.raw) }
        return SilenceReference(id: $0, until: until)
      }
    )
  }
}
