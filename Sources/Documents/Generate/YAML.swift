/// YAML that a program reads: block style, and every text a double-quoted scalar, so that nothing
/// that stands in a text is ever read as YAML.
package indirect enum YAML: Hashable, Sendable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case null
  case list([YAML])
  /// In this order.
  case map([Entry])
  /// A list's item with lines of comment before it.
  case commented([String], YAML)
  /// Written out where it stands first, with an anchor of this name; after that the name alone.
  case shared(String, YAML)

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: YAML

    package init(_ key: String, _ value: YAML) {
      self.key = key
      self.value = value
    }
  }

  package static func texts(_ texts: [String]) -> Self { .list(texts.map { .text($0) }) }

  init(_ json: JSON) {
    switch json.kind {
    case .null: self = .null
    case .bool(let value): self = .flag(value)
    case .number(let value): self = .number(value)
    case .string(let text): self = .text(text)
    case .array(let values): self = .list(values.map { YAML($0) })
    case .object(let members): self = .map(members.map { Entry($0.name, YAML($0.value)) })
    }
  }

  /// The same with another text for each.
  func mapTexts(_ change: (String) -> String) -> Self {
    switch self {
    case .text(let text): .text(change(text))
    case .list(let items): .list(items.map { $0.mapTexts(change) })
    case .map(let entries): .map(entries.map { Entry($0.key, $0.value.mapTexts(change)) })
    case .commented(let lines, let value): .commented(lines, value.mapTexts(change))
    case .shared(let name, let value): .shared(name, value.mapTexts(change))
    case .number, .flag, .null: self
    }
  }

  /// As a document's text.
  package var document: String {
    var writer = YAMLWriter()
    writer.write(self, indent: 0)
    return writer.text
  }

  /// A text as a double-quoted scalar, which is one of JSON's too unless it has characters beyond
  /// the 16 bits that JSON's `\u` can tell.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where JSON.isPlain(scalar): result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        let (mark, width) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
        result += "\\\(mark)" + String(repeating: "0", count: width - digits.count) + digits
      }
    }
    return result + "\""
  }
}

private struct YAMLWriter {
  var text = ""
  /// Names of what has been written out.
  var anchors: Set<String> = []

  /// Writes a value from the start of a line; maps and lists end theirs.
  mutating func write(_ value: YAML, indent: Int) {
    switch value {
    case .map(let entries) where !entries.isEmpty:
      for entry in entries { write(entry, indent: indent) }
    case .list(let items) where !items.isEmpty:
      for item in items { write(item: item, indent: indent) }
    default: text += margin(indent) + scalar(value) + "\n"
    }
  }

  private mutating func write(_ entry: YAML.Entry, indent: Int) {
    text += margin(indent) + Self.key(entry.key) + ":"
    if Self.isBlock(entry.value) {
      text += "\n"
      write(entry.value, indent: indent + 2)
    } else {
      text += " " + scalar(entry.value) + "\n"
    }
  }

  private mutating func write(item: YAML, indent: Int) {
    var item = item
    if case .commented(let lines, let inner) = item {
      for line in lines { text += margin(indent) + "# " + line + "\n" }
      item = inner
    }
    guard Self.isBlock(item) else {
      text += margin(indent) + "- " + scalar(item) + "\n"
      return
    }
    var inner = YAMLWriter(anchors: anchors)
    inner.write(item, indent: indent + 2)
    anchors = inner.anchors
    // The dash stands in the margin of its first line.
    text += margin(indent) + "- " + inner.text.dropFirst(indent + 2)
  }

  private func margin(_ indent: Int) -> String { String(repeating: " ", count: indent) }

  private static func isBlock(_ value: YAML) -> Bool {
    switch value {
    case .map(let entries): !entries.isEmpty
    case .list(let items): !items.isEmpty
    case .commented(_, let inner): isBlock(inner)
    default: false
    }
  }

  private mutating func scalar(_ value: YAML) -> String {
    switch value {
    case .text(let text): YAML.quoted(text)
    case .number(let number): PromQLText.number(number)
    case .flag(let flag): flag ? "true" : "false"
    case .null: "null"
    case .list: "[]"
    case .map: "{}"
    case .commented(_, let inner): scalar(inner)
    case .shared(let name, let inner):
      anchors.insert(name).inserted ? "&\(name) \(scalar(inner))" : "*\(name)"
    }
  }

  /// Words that YAML 1.1 takes for something else than a text.
  private static let words: Set<String> = [
    "y", "yes", "n", "no", "true", "false", "on", "off", "null",
  ]

  private static func key(_ key: String) -> String {
    key.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil || words.contains(key.lowercased())
      ? YAML.quoted(key) : key
  }
}
