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

  package init(
    id: String,
    time: Timestamp,
    by: ForeignText,
    environment: ForeignText,
    product: ForeignText? = nil,
    kind: ForeignText,
    firing: Firing? = nil,
    text: ForeignText? = nil
  ) {
    self.id = id
    self.time = time
    self.by = by
    self.environment = environment
    self.product = product
    self.kind = kind
    self.firing = firing
    self.text = text
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
    return JSON(.object(members.map { JSON.Member($0.0, $0.1) })).text()
  }

  /// Reads a line of the file; nil where it is none of ours.
  package init?(line: ArraySlice<UInt8>) {
    guard let json = try? JSON(parsing: Array(line), file: "journal"),
      let id = json["id"]?.string, let kind = json["type"]?.string,
      let time = json["t"]?.string.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    func text(_ name: String) -> ForeignText? { json[name]?.string.map { ForeignText($0) } }
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
      text: text("text")
    )
  }
}
