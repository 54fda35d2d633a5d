import Documents
package import Metrics

/// An alert's expression, parted at its comparison with a number where it has just one.
///
/// What stands on the one side can be drawn as a line and the number as its threshold; any other
/// expression is asked as it is.
package struct AlertExpression: Hashable, Sendable {
  /// What to ask for.
  package var asked: String
  /// Without a state; of `==` and `!=` too the number is worth a line.
  package var threshold: Threshold?

  package init(_ expression: ForeignText) {
    asked = expression.raw
    let characters = Array(expression.raw)
    let tokens = QueryToken.all(in: characters).filter { $0.kind != .comment }
    guard let inner = Self.unwrapped(tokens[...]), let place = Self.comparison(in: inner),
      let sign = Self.signs[inner[place].text]
    else { return }
    let (left, right) = (inner[..<place], inner[(place + 1)...])
    func text(_ tokens: ArraySlice<QueryToken>) -> String {
      guard let first = tokens.first, let last = tokens.last else { return "" }
      return String(characters[first.range.lowerBound..<last.range.upperBound])
    }
    if let number = Self.number(right), Self.number(left) == nil, !left.isEmpty {
      (asked, threshold) = (text(left), Threshold(sign.condition(number)))
    } else if let number = Self.number(left), Self.number(right) == nil, !right.isEmpty {
      (asked, threshold) = (text(right), Threshold(sign.turned.condition(number)))
    }
  }

  private enum Sign {
    case above, below, atLeast, atMost

    var turned: Self {
      switch self {
      case .above: .below
      case .below: .above
      case .atLeast: .atMost
      case .atMost: .atLeast
      }
    }

    func condition(_ number: Double) -> Threshold.Condition {
      switch self {
      case .above: .above(number)
      case .below, .atMost: .below(number)
      case .atLeast: .atLeast(number)
      }
    }
  }

  private static let signs: [String: Sign] = [
    ">": .above, "<": .below, ">=": .atLeast, "<=": .atMost, "==": .atLeast, "!=": .atLeast,
  ]

  /// Without the brackets around the whole; nil where brackets don't match.
  private static func unwrapped(_ tokens: ArraySlice<QueryToken>) -> ArraySlice<QueryToken>? {
    var depth = 0
    var closesEarly = false
    for (place, token) in zip(tokens.indices, tokens) {
      depth += token.depth
      guard depth >= 0 else { return nil }
      if depth == 0, place < tokens.endIndex - 1 { closesEarly = true }
    }
    guard depth == 0 else { return nil }
    guard !closesEarly, tokens.count > 2, tokens.first?.text == "(" else { return tokens }
    return unwrapped(tokens.dropFirst().dropLast())
  }

  /// Where the only comparison outside all brackets stands; nil where there are more, or none, or
  /// anything that binds less than one.
  private static func comparison(in tokens: ArraySlice<QueryToken>) -> Int? {
    var depth = 0
    var found: Int?
    for (place, token) in zip(tokens.indices, tokens) {
      depth += token.depth
      guard depth == 0 else { continue }
      if let word = token.word, ["and", "or", "unless", "bool"].contains(word) { return nil }
      guard token.kind == .sign, signs[token.text] != nil else { continue }
      guard found == nil else { return nil }
      found = place
    }
    return found
  }

  /// A number with or without signs and brackets; nil for all else.
  private static func number(_ tokens: ArraySlice<QueryToken>) -> Double? {
    guard let tokens = unwrapped(tokens), let first = tokens.first else { return nil }
    if first.text == "-" { return number(tokens.dropFirst()).map { -$0 } }
    if first.text == "+" { return number(tokens.dropFirst()) }
    // The tokens of 1e-3 are three.
    let text = tokens.map(\.text).joined().lowercased()
    guard first.kind == .number || text == "inf",
      zip(tokens, tokens.dropFirst()).allSatisfy({ $0.range.upperBound == $1.range.lowerBound })
    else { return nil }
    if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16).map(Double.init) }
    return Double(text.replacing("_", with: ""))
      ?? Duration(promQL: text).map { $0.inSeconds }
  }
}

extension QueryToken {
  fileprivate var depth: Int {
    guard kind == .sign else { return 0 }
    switch text {
    case "(", "[", "{": return 1
    case ")", "]", "}": return -1
    default: return 0
    }
  }
}
