package import Metrics

/// A condition on a label, as Alertmanager writes it: `=`, `!=`, `=~` and `!~`.
package struct Matcher: Hashable, Sendable {
  package enum Operation: String, Hashable, Sendable {
    case equal = "=", notEqual = "!=", matches = "=~", notMatches = "!~"
  }

  package var label: String
  package var operation: Operation
  package var value: String

  /// Reads `severity="critical"`; the quotes may be left out.
  package init?(parsing text: String) {
    guard
      let match = text.wholeMatch(
        of: /\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\s*/
      ),
      let operation = Operation(rawValue: String(match.output.2))
    else { return nil }
    label = String(match.output.1)
    self.operation = operation
    let quoted = match.output.3.map {
      String($0).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
    value = quoted ?? match.output.4.map(String.init) ?? ""
    if operation == .matches || operation == .notMatches, (try? Regex("^(?:\(value))$")) == nil {
      return nil
    }
  }

  /// The same test for many label sets; a pattern is read once.
  package func compiled() -> (Labels) -> Bool {
    guard operation == .matches || operation == .notMatches,
      let pattern = try? Regex("^(?:\(value))$")
    else { return matches }
    let wanted = operation == .matches
    return { labels in
      let isMatch = (labels[label]?.raw ?? "").wholeMatch(of: pattern) != nil
      return isMatch == wanted
    }
  }

  /// A label that isn't there is empty.
  package func matches(_ labels: Labels) -> Bool {
    let text = labels[label]?.raw ?? ""
    switch operation {
    case .equal: return text == value
    case .notEqual: return text != value
    case .matches: return matchesPattern(text)
    case .notMatches: return !matchesPattern(text)
    }
  }

  private func matchesPattern(_ text: String) -> Bool {
    guard let pattern = try? Regex("^(?:\(value))$") else { return false }
    return text.wholeMatch(of: pattern) != nil
  }
}
