import Metrics

/// The form that a reference asks of a value: `${x:csv}`, `${x:join: or }`, `${__from:date:YYYY}`.
///
/// Source: Grafana's scenes, `variables/interpolation/formatRegistry.ts`. One that isn't known is
/// `glob`, as there.
struct VariableFormat {
  /// What stands before the first colon.
  var name: String
  /// What stands behind it; nil without a colon.
  var argument: String?

  init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = parts.first.map(String.init) ?? ""
    argument = parts.count > 1 ? String(parts[1]) : nil
  }

  private static let names: Set<String> = [
    "csv", "customqueryparam", "date", "distributed", "doublequote", "glob", "html", "join", "json",
    "lucene", "percentencode", "pipe", "queryparam", "raw", "regex", "singlequote", "sqlstring",
    "text", "uriencode",
  ]

  var isKnown: Bool { Self.names.contains(name) }

  /// - Parameters:
  ///   - value: What the variable stands for.
  ///   - variable: Its name, for the forms of an address.
  ///   - zone: Whose clock tells dates.
  /// - Returns: The value in this form.
  func text(_ value: Interpolation.Value, of variable: String, zone: Zone) -> String {
    let values = value.value.values
    let all = values.joined(separator: ",")
    // Whether Grafana has a list here, though it be of one value.
    let isList = value.isArray || values.count > 1
    switch name {
    case "raw", "csv": return all
    case "pipe": return values.joined(separator: "|")
    case "join": return values.joined(separator: argument ?? ",")
    case "regex":
      let escaped = values.map(Self.escapedRegex)
      return escaped.count == 1 ? escaped[0] : "(\(escaped.joined(separator: "|")))"
    case "text": return value.value.isAll ? "All" : value.value.texts.joined(separator: " + ")
    case "json": return isList ? JSON(.array(values.map { JSON(.string($0)) })).text() : all
    case "singlequote":
      return values.map { "'\($0.replacing("'", with: "\\'"))'" }.joined(separator: ",")
    case "doublequote":
      return values.map { "\"\($0.replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
    case "sqlstring":
      return values.map {
        "'\($0.replacing("'", with: "''").replacing("\"", with: "\\\""))'"
      }.joined(separator: ",")
    case "distributed":
      return values.enumerated().map { $0.offset == 0 ? $0.element : "\(variable)=\($0.element)" }
        .joined(separator: ",")
    case "lucene": return isList ? Self.lucene(values) : Self.escapedLucene(all)
    case "html": return Self.html(values.joined(separator: ", "))
    case "percentencode": return Self.percentEncoded(isList ? "{\(all)}" : all)
    case "uriencode": return Self.percentEncoded(isList ? "{\(all)}" : all, keeping: Self.uri)
    case "queryparam":
      return value.value.isAll
        ? "var-\(variable)=\(VariableValue.all)" : Self.query(values, name: "var-\(variable)")
    case "customqueryparam": return custom(values, of: variable)
    case "date": return date(all, zone: zone)
    default: return Self.glob(values)
    }
  }

  static func glob(_ values: [String]) -> String {
    values.count == 1 ? values[0] : "{\(values.joined(separator: ","))}"
  }

  /// - Parameters:
  ///   - milliseconds: Since 1970 UTC, in digits.
  ///   - zone: Whose clock a pattern tells; ISO 8601 is in UTC.
  /// - Returns: As ISO 8601, as the argument wants it, or `NaN`.
  func date(_ milliseconds: String, zone: Zone) -> String {
    guard let number = Int64(milliseconds), number.magnitude <= Self.lastMilliseconds else {
      return "NaN"
    }
    let moment = Timestamp(milliseconds: number)
    switch argument {
    case "ms": return milliseconds
    case "seconds": return Digits.fixed(moment.seconds, 0)
    case nil, "iso": return DatePattern("YYYY-MM-DD[T]HH:mm:ss.SSS[Z]").text(moment, zone: .utc)
    case let pattern?: return DatePattern(pattern).text(moment, zone: zone)
    }
  }

  /// Of JavaScript's dates.
  private static let lastMilliseconds: UInt64 = 8_640_000_000_000_000

  // MARK: - Escapes

  static func escapedRegex(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\^$*+?.()|[]{}/".contains(character) { result += "\\" }
      result.append(character)
    }
  }

  private static func lucene(_ values: [String]) -> String {
    guard !values.isEmpty else { return "__empty__" }
    return "(" + values.map { "\"\(escapedLucene($0))\"" }.joined(separator: " OR ") + ")"
  }

  private static func escapedLucene(_ text: String) -> String {
    guard Double(text) == nil else { return text }
    return text.reduce(into: "") { result, character in
      if "!*+-=<>&|()[]{}^~?:\\/\"".contains(character) || character.isWhitespace { result += "\\" }
      result.append(character)
    }
  }

  private static func html(_ text: String) -> String {
    let escapes: [Character: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", "/": "&#47;", "\"": "&quot;",
    ]
    return text.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
  }

  private static func query(_ values: [String], name: String, prefix: String = "") -> String {
    values.map { "\(name)=\(prefix)\(percentEncoded($0))" }.joined(separator: "&")
  }

  /// The argument is a name and what stands before each value: `name:prefix`.
  private func custom(_ values: [String], of variable: String) -> String {
    let parts = (argument ?? "").split(separator: ":", omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    return Self.query(
      values,
      name: Self.percentEncoded(name.isEmpty ? variable : name),
      prefix: parts.count > 1 ? Self.percentEncoded(String(parts[1])) : ""
    )
  }

  /// What an address' own signs are.
  private static let uri = ";,/?:@&=+$#"

  /// By RFC 3986, in UTF-8.
  static func percentEncoded(_ text: String, keeping kept: String = "") -> String {
    text.utf8.map { byte in
      let scalar = UnicodeScalar(byte)
      let isPlain =
        scalar.properties.isAlphabetic && byte < 0x80
        || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte) || kept.utf8.contains(byte)
      if isPlain { return String(scalar) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
