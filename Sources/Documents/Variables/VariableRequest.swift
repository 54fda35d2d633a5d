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
      let selector = "{__name__=~\".*\(Self.quoted(inner)).*\"}"
      self = .labelNames(matching: inner.isEmpty ? nil : selector)
    } else if let inner = Self.argument(of: "label_values", in: text) {
      // The label comes after the last comma; a selector has commas of its own.
      guard let comma = Self.lastComma(of: inner) else {
        self = .labelValues(label: Self.unquoted(inner), matching: nil)
        return
      }
      let selector = Self.trimmed(inner[..<comma])
      let label = Self.trimmed(inner[inner.index(after: comma)...])
      self = .labelValues(
        label: Self.unquoted(label),
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

  /// The last comma outside of strings and brackets; where they don't match, the last of all.
  private static func lastComma(of text: String) -> String.Index? {
    var comma: String.Index?
    var depth = 0
    var quote: Character?
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if let open = quote {
        isEscaped = character == "\\" && open != "`"
        if character == open { quote = nil }
      } else if "\"'`".contains(character) {
        quote = character
      } else if "({[".contains(character) {
        depth += 1
      } else if ")}]".contains(character) {
        depth -= 1
      } else if character == ",", depth == 0 {
        comma = index
      }
    }
    return depth == 0 && quote == nil ? comma : text.lastIndex(of: ",")
  }

  /// A regular expression for the inside of a PromQL string.
  ///
  /// Values of variables come with their backslashes doubled already, as Grafana has it; what the
  /// file's author has written mostly has single ones.
  private static func quoted(_ pattern: String) -> String {
    pattern.replacing("\\\\", with: "\\").replacing("\\", with: "\\\\")
      .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  /// A label's name, which may stand in quotes: `"http.route"`.
  private static func unquoted(_ name: String) -> String {
    guard let quote = name.first, "\"'`".contains(quote), name.count >= 2, name.last == quote else {
      return name
    }
    let inner = name.dropFirst().dropLast()
    guard quote != "`" else { return String(inner) }
    var result = ""
    var isEscaped = false
    for character in inner {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        let escapes: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r"]
        result.append(isEscaped ? escapes[character] ?? character : character)
        isEscaped = false
      }
    }
    return result
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
