package import Metrics

/// Values that follow from the query being asked.
package struct BuiltIns: Hashable, Sendable {
  package var interval: Duration
  package var rateInterval: Duration
  package var range: TimeRange
  /// Whose clock tells dates in a pattern.
  package var zone: Zone
  /// How an address says the range: `from=now-6h&to=now`; nil: by its ends.
  package var writtenRange: String?

  package init(
    interval: Duration,
    rateInterval: Duration,
    range: TimeRange,
    zone: Zone = .local
  ) {
    self.interval = interval
    self.rateInterval = rateInterval
    self.range = range
    self.zone = zone
  }

  /// By Grafana's rules: `$__interval` has one unit, cut; `$__range` is in whole seconds.
  var values: [String: String] {
    let seconds = (range.length.milliseconds + 500) / 1_000
    return [
      "__interval": Self.oneUnit(interval), "__interval_ms": "\(interval.milliseconds)",
      "__rate_interval": rateInterval.promQL, "__rate_interval_ms": "\(rateInterval.milliseconds)",
      "__range": "\(seconds)s", "__range_s": "\(seconds)",
      "__range_ms": "\(range.length.milliseconds)",
      "__from": "\(range.start.milliseconds)", "__to": "\(range.end.milliseconds)",
      "__url_time_range": writtenRange
        ?? "from=\(range.start.milliseconds)&to=\(range.end.milliseconds)",
      "__timezone": zone == .local ? "browser" : zone.word,
    ]
  }

  /// As Grafana writes an interval: its largest unit, cut.
  static func oneUnit(_ span: Duration) -> String {
    let milliseconds = span.milliseconds
    for (unit, width) in [
      ("y", 31_536_000_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
    ] as [(String, Int64)] where milliseconds >= width {
      return "\(milliseconds / width)\(unit)"
    }
    return "\(milliseconds)ms"
  }
}

/// Filling variables into text.
///
/// Forms: `$x`, `${x}`, `${x:format}`, `[[x]]`, `[[x:format]]`. A name is as long as it can be, so
/// `$job` never eats `$job_name`. Names that aren't known stay as they are; so do `$1` and `$`.
package struct Interpolation: Sendable {
  struct Value: Sendable {
    var value: VariableValue
    /// Multi or with All: regular expressions are escaped.
    var isList: Bool
    /// Multi, or All: Grafana has a list, though it be of one value.
    var isArray: Bool
    var allValue: String?
  }

  var values: [String: Value]
  var builtIns: [String: String]
  var zone: Zone
  /// For every selector of a panel's query.
  var filters: [AdhocFilter] = []

  /// A panel's query: an expression with the dashboard's filters.
  package func query(_ text: String) -> String {
    AdhocFilter.adding(filters, to: expression(text))
  }

  /// For PromQL: a list becomes `(a|b)`, each escaped.
  ///
  /// Inside a string of the expression a value can't end it: quotes and line ends are escaped.
  package func expression(_ text: String) -> String { filled(text, default: promQL) }

  /// For titles, legends and intervals: a list becomes `{a,b}`.
  package func text(_ text: String) -> String {
    filled(text) { value, _ in VariableFormat.glob(Self.raw(value)) }
  }

  /// For titles of Grafana's: the texts of values, `a + b`, and `All`.
  package func title(_ text: String) -> String {
    filled(text) { value, _ in VariableFormat("text").text(value, of: "", zone: zone) }
  }

  /// For an address: whatever is filled in is encoded, so that the address stays one.
  ///
  /// - Parameters:
  ///   - text: The address as its file has it.
  ///   - own: What a name stands for that is no variable, `__value.raw`; nil: nobody knows it.
  /// - Returns: A line that is safe to show and to copy; a script stays `about:blank`.
  package func address(_ text: String, own: (String) -> String? = { _ in nil }) -> String {
    Address.safe(
      filled(text, own: own) { value, _ in
        VariableFormat("uriencode").text(value, of: "", zone: zone)
      }
    )
  }

  /// For the title of an address: a list becomes `{a,b}`.
  package func text(_ text: String, own: (String) -> String?) -> String {
    filled(text, own: own) { value, _ in VariableFormat.glob(Self.raw(value)) }
  }

  /// For regular expressions: a list becomes `(a|b)`, each escaped.
  func pattern(_ text: String) -> String {
    filled(text) { value, _ in VariableFormat("regex").text(value, of: "", zone: zone) }
  }

  /// Forms that references in a text ask for and that nobody knows; they are filled in as `glob`.
  static func unknownFormats(in text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 == "$" || $0 == "[" }) {
      rest = rest[start...]
      guard let (reference, length) = reference(rest) else {
        rest.removeFirst()
        continue
      }
      rest = rest.dropFirst(length)
      // What begins like this is Grafana's own, and mostly not filled in.
      guard let format = reference.format, !reference.name.hasPrefix("__") else { continue }
      let name = VariableFormat(format).name
      if !VariableFormat(format).isKnown, !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// - Parameters:
  ///   - text: With references.
  ///   - own: What is known besides variables, and before them.
  ///   - plain: The form of a value whose reference names none, inside the quotes it stands in.
  /// - Returns: The text with every known reference filled in.
  private func filled(
    _ text: String,
    own: (String) -> String? = { _ in nil },
    default plain: (Value, Character?) -> String
  ) -> String {
    guard text.contains(where: { $0 == "$" || $0 == "[" }) else { return text }
    var result = ""
    var rest = text[...]
    var string = OpenString()
    while let start = rest.firstIndex(where: { $0 == "$" || $0 == "[" }) {
      result += rest[..<start]
      string.read(rest[..<start])
      rest = rest[start...]
      if let (reference, length) = Self.reference(rest),
        let value = replacement(reference, own: own, default: plain, in: string.quote)
      {
        result += value
        rest = rest.dropFirst(length)
      } else {
        string.read(rest.prefix(1))
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }

  /// Whether a place in an expression lies inside a string, and of which quotes.
  private struct OpenString {
    var quote: Character?
    private var isEscaped = false

    mutating func read(_ text: Substring) {
      for character in text {
        if isEscaped {
          isEscaped = false
        } else if character == "\\", quote != nil, quote != "`" {
          isEscaped = true
        } else if character == quote {
          quote = nil
        } else if quote == nil, "'\"`".contains(character) {
          quote = character
        }
      }
    }
  }

  private struct Reference {
    var name: String
    var format: String?
  }

  /// Of its inside, in characters: each start of one looks for its end.
  private static let longestReference = 200

  /// The reference that a text begins with, and its length in characters.
  private static func reference(_ text: Substring) -> (Reference, Int)? {
    func isWord(_ character: Character) -> Bool {
      character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
    for (open, close) in [("${", "}"), ("[[", "]]")] where text.hasPrefix(open) {
      guard let end = text.dropFirst(2).prefix(longestReference).firstRange(of: close) else {
        return nil
      }
      let inner = text[text.index(text.startIndex, offsetBy: 2)..<end.lowerBound]
      let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      // Grafana's own may go on with any name of a field: `__data.fields["Pod name"]`.
      guard let name = parts.first, !name.isEmpty,
        name.hasPrefix("__") || name.allSatisfy({ isWord($0) || $0 == "." })
      else { return nil }
      let length = text.distance(from: text.startIndex, to: end.upperBound)
      return (
        Reference(name: String(name), format: parts.count > 1 ? String(parts[1]) : nil), length
      )
    }
    guard text.hasPrefix("$") else { return nil }
    let name = text.dropFirst().prefix(while: isWord)
    guard let first = name.first, !first.isNumber else { return nil }
    return (Reference(name: String(name)), name.count + 1)
  }

  private func replacement(
    _ reference: Reference,
    own: (String) -> String?,
    default plain: (Value, Character?) -> String,
    in quote: Character?
  ) -> String? {
    let format = reference.format.map(VariableFormat.init)
    if let text = own(reference.name) {
      let value = Value(value: VariableValue(values: [text]), isList: false, isArray: false)
      return format?.text(value, of: reference.name, zone: zone) ?? plain(value, quote)
    }
    if let text = builtIns[reference.name] {
      guard ["__from", "__to"].contains(reference.name), let format, format.name == "date" else {
        return text
      }
      return format.date(text, zone: zone)
    }
    if reference.name == "__all_variables" { return allVariables }
    guard let value = values[reference.name] else { return nil }
    if value.value.isAll, let all = value.allValue {
      return custom(all, of: reference.name, format) { value, inner in
        plain(value, inner ?? quote)
      }
    }
    return format.map { $0.text(value, of: reference.name, zone: zone) } ?? plain(value, quote)
  }

  /// Every variable as an address has it.
  private var allVariables: String {
    values.sorted { $0.key < $1.key }.map { name, value in
      VariableFormat("queryparam").text(value, of: name, zone: zone)
    }.joined(separator: "&")
  }

  /// What the file has for All: as it stands, but for variables in it and few forms.
  private func custom(
    _ all: String,
    of name: String,
    _ format: VariableFormat?,
    default plain: (Value, Character?) -> String
  ) -> String {
    var others = self
    others.values[name] = nil
    let text = others.filled(all, default: plain)
    switch format?.name {
    case "text": return "All"
    case "percentencode": return VariableFormat.percentEncoded(text)
    case "queryparam": return "var-\(name)=\(VariableValue.all)"
    default: return text
    }
  }

  // MARK: - Formats

  private func promQL(_ value: Value, in quote: Character?) -> String {
    // Outside of a string a value is a piece of PromQL; there it has Grafana's form.
    let apostrophe = quote == nil ? "\\\\'" : "'"
    let text: String
    if value.isList {
      let escaped = Self.raw(value).map { Self.escapedInString($0, apostrophe: apostrophe) }
      text = escaped.count == 1 ? escaped[0] : "(\(escaped.joined(separator: "|")))"
    } else {
      text = value.value.values.joined(separator: ",").replacing("\\", with: "\\\\")
        .replacing("'", with: apostrophe)
    }
    guard let quote, quote != "`" else { return text }
    return text.replacing(String(quote), with: quote == "'" ? "\\x27" : "\\x22")
      .replacing("\n", with: "\\n")
  }

  /// Escaped as a regular expression that stands inside a PromQL string.
  private static func escapedInString(_ text: String, apostrophe: String) -> String {
    var result = ""
    for character in text {
      if character == "\\" {
        result += "\\\\\\\\"
      } else if character == "'" {
        result += apostrophe
      } else if "$^*{}[]+?.()|".contains(character) {
        result += "\\\\" + String(character)
      } else {
        result.append(character)
      }
    }
    return result
  }

  private static func raw(_ value: Value) -> [String] { value.value.values }
}
