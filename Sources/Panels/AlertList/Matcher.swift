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
    if operation == .matches || operation == .notMatches, pattern == nil { return nil }
  }

  /// Of the whole text, as Alertmanager has it.
  private var pattern: Pattern? { Pattern("^(?:\(value))$") }

  /// The same test for many label sets; a pattern is read once.
  ///
  /// A label that isn't there is empty.
  package func compiled() -> (Labels) -> Bool {
    func text(_ labels: Labels) -> String { labels[label]?.raw ?? "" }
    switch operation {
    case .equal: return { text($0) == value }
    case .notEqual: return { text($0) != value }
    case .matches, .notMatches:
      let pattern = pattern
      let isWanted = operation == .matches
      return { (pattern?.matches(text($0)) ?? false) == isWanted }
    }
  }

  package func matches(_ labels: Labels) -> Bool { compiled()(labels) }
}
