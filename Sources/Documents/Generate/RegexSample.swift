/// A text that a regular expression of PromQL's matches, for the simple ones that people write.
enum RegexSample {
  /// - Returns: nil where the pattern has something that is not understood.
  static func matching(_ pattern: String) -> String? {
    var reader = Reader(rest: pattern.unicodeScalars[...])
    guard let text = reader.alternatives(), reader.rest.isEmpty else { return nil }
    return text
  }

  /// Whether the empty text is one of those, which a series without the label has; nil where the
  /// pattern is not understood.
  static func matchesEmpty(_ pattern: String) -> Bool? {
    var reader = Reader(rest: pattern.unicodeScalars[...])
    guard reader.alternatives() != nil, reader.rest.isEmpty else { return nil }
    return reader.canBeEmpty
  }

  private struct Reader {
    var rest: Substring.UnicodeScalarView
    /// Of what has been read last.
    var canBeEmpty = true

    /// `a|b`: the first one's text.
    mutating func alternatives() -> String? {
      var first: String?
      var anyIsEmpty = false
      repeat {
        guard let text = sequence() else { return nil }
        first = first ?? text
        anyIsEmpty = anyIsEmpty || canBeEmpty
      } while take("|")
      canBeEmpty = anyIsEmpty
      return first
    }

    private mutating func sequence() -> String? {
      var text = ""
      var isEmpty = true
      while let next = rest.first, next != "|", next != ")" {
        guard let piece = atom() else { return nil }
        let atomIsEmpty = canBeEmpty
        if take("*") {
          // None of it.
        } else if take("?") {
          text += piece
        } else {
          _ = take("+")
          text += piece
          isEmpty = isEmpty && atomIsEmpty
        }
        // Lazy, or a count: not understood.
        if let next = rest.first, "?*+{".unicodeScalars.contains(next) { return nil }
      }
      canBeEmpty = isEmpty
      return text
    }

    private mutating func atom() -> String? {
      guard let scalar = rest.popFirst() else { return nil }
      canBeEmpty = false
      switch scalar {
      case ".": return "x"
      case "(":
        if take("?") { guard take(":") else { return nil } }
        guard let text = alternatives(), take(")") else { return nil }
        return text
      case "[": return oneOfClass()
      case "\\": return escaped()
      case "*", "+", "?", "{", "}", "]", "^", "$": return nil
      default: return String(scalar)
      }
    }

    /// `[a-z_]`: its first one.
    private mutating func oneOfClass() -> String? {
      guard let first = rest.popFirst(), !"^[]\\".unicodeScalars.contains(first) else {
        return nil
      }
      while let scalar = rest.popFirst() {
        if scalar == "]" { return String(first) }
        if scalar == "\\" || scalar == "[" { return nil }
      }
      return nil
    }

    private mutating func escaped() -> String? {
      guard let scalar = rest.popFirst() else { return nil }
      switch scalar {
      case "d": return "0"
      case "w": return "x"
      case "s": return " "
      case _ where scalar.properties.isAlphabetic || scalar.properties.numericType != nil:
        return nil
      default: return String(scalar)
      }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == scalar else { return false }
      rest.removeFirst()
      return true
    }
  }
}
