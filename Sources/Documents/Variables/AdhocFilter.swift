/// A matcher that a dashboard adds to every vector selector of its queries.
package struct AdhocFilter: Hashable, Sendable {
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case notMatches = "!~"
    /// One of several values, each as it stands.
    case oneOf = "=|"
    case noneOf = "!=|"
  }

  package var key: String
  package var operation: Operation
  /// At least one; more than one only of `oneOf` and `noneOf`.
  package var values: [String]

  package init(key: String, _ operation: Operation, _ values: [String]) {
    self.key = key
    self.operation = operation
    self.values = values
  }

  /// As PromQL has it: `job="shop"`.
  var matcher: String {
    let name = Self.isPlain(key) ? key : Self.quoted(key)
    switch operation {
    case .equal, .notEqual, .matches, .notMatches:
      return "\(name)\(operation.rawValue)\(Self.quoted(values.first ?? ""))"
    case .oneOf, .noneOf:
      let pattern = values.map(VariableFormat.escapedRegex).joined(separator: "|")
      return "\(name)\(operation == .oneOf ? "=~" : "!~")\(Self.quoted(pattern))"
    }
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.first?.isNumber == false
      && name.allSatisfy { $0.isPartOfName && $0 != ":" }
  }

  /// As a string of PromQL: what it says is what stands here.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.replacing("\n", with: "\\n"))\""
  }

  // MARK: - Expressions

  /// Words that are no metrics, and those that a list of labels follows.
  private static let words: Set<String> = [
    "and", "or", "unless", "offset", "bool", "inf", "nan", "atan2", "smoothed", "anchored",
  ]
  private static let grouping: Set<String> = [
    "by", "without", "on", "ignoring", "group_left", "group_right",
  ]

  /// An expression with these matchers in each of its vector selectors.
  ///
  /// What stands in strings, comments, ranges and lists of labels is left as it is.
  static func adding(_ filters: [Self], to expression: String) -> String {
    guard !filters.isEmpty else { return expression }
    let characters = Array(expression)
    let tokens = QueryToken.all(in: characters).filter { $0.kind != .comment }
    let text = filters.map(\.matcher).joined(separator: ",")
    var insertions: [(at: Int, text: String)] = []
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      switch (token.kind, token.text) {
      case (.sign, "["): index = end(of: "]", in: tokens, from: index)
      case (.sign, "{"):
        let close = end(of: "}", in: tokens, from: index)
        if close < tokens.count {
          insertions.append(insertion(text, in: tokens[index...close]))
        }
        index = close
      case (.word, _):
        if grouping.contains(token.word ?? ""), next?.text == "(" {
          index = end(of: ")", in: tokens, from: index)
        } else if isMetric(token, before: next) {
          insertions.append((token.range.upperBound, "{\(text)}"))
        }
      default: break
      }
      index += 1
    }
    var result = characters
    for insertion in insertions.sorted(by: { $0.at > $1.at }) {
      result.insert(contentsOf: Array(insertion.text), at: insertion.at)
    }
    return String(result)
  }

  /// A name that no braces follow; where they do, the braces take the matchers.
  private static func isMetric(_ token: QueryToken, before next: QueryToken?) -> Bool {
    guard let word = token.word, !words.contains(word), !grouping.contains(word) else {
      return false
    }
    guard let next else { return true }
    if next.text == "(" || next.text == "{" { return false }
    // An aggregation whose grouping stands before its argument.
    return next.word != "by" && next.word != "without"
  }

  /// Before the closing brace, after what stands there.
  private static func insertion(
    _ text: String,
    in braces: ArraySlice<QueryToken>
  ) -> (at: Int, text: String) {
    let inner = braces.dropFirst().dropLast()
    let at = inner.last?.range.upperBound ?? braces[braces.startIndex].range.upperBound
    return (at, (inner.isEmpty || inner.last?.text == "," ? "" : ",") + text)
  }

  /// The place of the next such sign; the end where there is none.
  private static func end(of sign: String, in tokens: [QueryToken], from index: Int) -> Int {
    tokens[index...].firstIndex { $0.kind == .sign && $0.text == sign } ?? tokens.count
  }
}
