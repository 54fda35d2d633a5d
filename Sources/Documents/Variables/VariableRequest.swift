import Metrics

/// What a query variable asks the server; selectors and expressions are raw PromQL.
package enum VariableRequest: Hashable, Sendable {
  case labelNames(matching: String?)
  case labelValues(label: String, matching: String?)
  /// Names of metrics that match a regular expression.
  case metrics(String)
  case queryResult(String)
  case series(String)

  /// Reads Grafana's query language of variables (`metric_find_query.ts`).
  ///
  /// - Parameter query: Variables in it are filled in.
  package init(parsing query: String) {
    let text = Self.trimmed(query[...])
    if let inner = Self.argument(of: "label_names", in: text) {
      let selector = inner.isEmpty ? nil : "{__name__=~\".*\(inner).*\"}"
      self = .labelNames(matching: selector)
    } else if let inner = Self.argument(of: "label_values", in: text) {
      // The label comes after the last comma; a selector has commas of its own.
      guard let comma = inner.lastIndex(of: ",") else {
        self = .labelValues(label: inner, matching: nil)
        return
      }
      let selector = Self.trimmed(inner[..<comma])
      let label = Self.trimmed(inner[inner.index(after: comma)...])
      self = .labelValues(
        label: label,
        matching: selector.isEmpty || selector == "{}" ? nil : selector
      )
    } else if let inner = Self.argument(of: "metrics", in: text) {
      self = .metrics(inner)
    } else if let inner = Self.argument(of: "query_result", in: text) {
      self = .queryResult(inner)
    } else {
      self = .series(text)
    }
  }

  private static func argument(of function: String, in text: String) -> String? {
    guard text.hasPrefix(function + "("), text.hasSuffix(")") else { return nil }
    return trimmed(text.dropFirst(function.count + 1).dropLast())
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
