/// Numbers and strings as PromQL writes them.
package enum PromQLText {
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf" }
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
    return String(value)
  }

  /// In double quotes, as matchers of Prometheus and of every Alertmanager take them.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// What a string of PromQL stands for; nil where it can't be read.
  package static func unquoted(_ literal: String) -> String? {
    guard literal.count >= 2, let quote = literal.first, literal.last == quote else { return nil }
    let inner = literal.dropFirst().dropLast()
    guard quote != "`" else { return String(inner) }
    var result = String.UnicodeScalarView()
    var rest = inner.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.append(scalar)
        continue
      }
      guard let mark = rest.popFirst(), let meant = escapes[mark] ?? numbered(mark, &rest) else {
        return nil
      }
      result.append(meant)
    }
    return String(result)
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}",
    "\\": "\\", "\"": "\"", "'": "'",
  ]

  /// `\u00e9`, `\U0001F525`; what tells single bytes is left to Prometheus.
  private static func numbered(
    _ mark: Unicode.Scalar,
    _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar? {
    let width = mark == "u" ? 4 : mark == "U" ? 8 : 0
    let digits = rest.prefix(width)
    guard width > 0, digits.count == width else { return nil }
    rest = rest.dropFirst(width)
    return UInt32(String(digits), radix: 16).flatMap { Unicode.Scalar($0) }
  }
}

/// Text within Go's templates, as Prometheus and Alertmanager have them.
package enum GoTemplate {
  /// A text that stands for itself.
  ///
  /// A text that ends in `{` must not be followed by an action.
  package static func literal(_ text: String) -> String {
    // By scalars, for Go sees no marks: `{{` with an accent is an action too.
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "{", rest.first == "{" {
        rest.removeFirst()
        result.append(contentsOf: "{{ \"{{\" }}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
