import Metrics

/// A formula over other targets' answers: `$A / $B * 100`.
///
/// Source: Grafana, `pkg/expr/mathexp/parse`.
package indirect enum MathExpression: Hashable, Sendable {
  case number(Double)
  /// What another target answered, by its `refId`.
  case answer(String)
  case negated(MathExpression)
  case not(MathExpression)
  case binary(MathExpression, String, MathExpression)
  case call(String, MathExpression)

  /// Functions of one argument; those without any are numbers.
  static let functions: Set<String> = [
    "abs", "log", "round", "ceil", "floor", "is_nan", "is_inf", "is_null", "is_number",
  ]

  /// In characters; a longer formula is none.
  static let longest = 5_000

  /// nil: no formula, or with a word that nobody knows.
  package init?(_ text: String) {
    guard text.count <= Self.longest else { return nil }
    var parser = MathParser(text)
    guard let expression = parser.parse() else { return nil }
    self = expression
  }

  package var names: Set<String> {
    switch self {
    case .number: []
    case .answer(let name): [name]
    case .negated(let inner), .not(let inner), .call(_, let inner): inner.names
    case .binary(let left, _, let right): left.names.union(right.names)
    }
  }
}

/// Reads a formula; each rank of operators binds tighter than the one before.
private struct MathParser {
  private var rest: Substring
  /// Of nested parts; chains of operators are as deep on their left.
  private var depth = 0
  private var length = 0

  private static let ranks: [[String]] = [
    ["||"], ["&&"], ["==", "!=", ">=", "<=", ">", "<"], ["+", "-"], ["*", "/", "%"], ["**"],
  ]

  init(_ text: String) { rest = Substring(text) }

  mutating func parse() -> MathExpression? {
    guard let expression = ranked(0) else { return nil }
    skipSpace()
    return rest.isEmpty ? expression : nil
  }

  private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard rest.hasPrefix(text) else { return false }
    rest.removeFirst(text.count)
    return true
  }

  private mutating func takeSign(_ rank: Int) -> String? {
    skipSpace()
    // A power is no product.
    if rank == 4, rest.hasPrefix("**") { return nil }
    return Self.ranks[rank].first { take($0) }
  }

  private mutating func ranked(_ rank: Int) -> MathExpression? {
    guard rank < Self.ranks.count else { return operand() }
    guard var left = ranked(rank + 1) else { return nil }
    while let sign = takeSign(rank) {
      length += 1
      // What works it out goes as deep as a chain is long.
      guard length <= 200, let right = ranked(rank + 1) else { return nil }
      left = .binary(left, sign, right)
    }
    return left
  }

  private mutating func operand() -> MathExpression? {
    guard depth < 50 else { return nil }
    depth += 1
    defer { depth -= 1 }
    if take("(") {
      guard let inner = ranked(0), take(")") else { return nil }
      return inner
    }
    if take("-") { return operand().map { .negated($0) } }
    if take("!") { return operand().map { .not($0) } }
    if take("${") {
      guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
      let name = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      return .answer(name)
    }
    if take("$") {
      let name = word()
      return name.isEmpty ? nil : .answer(name)
    }
    if rest.first?.isLetter == true { return call() }
    return number()
  }

  private mutating func word() -> String {
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    rest = rest.dropFirst(word.count)
    return String(word)
  }

  private mutating func call() -> MathExpression? {
    let name = word()
    guard take("(") else { return nil }
    let constants: [String: Double] = [
      "nan": .nan, "inf": .infinity, "infn": -.infinity, "null": .null,
    ]
    if let constant = constants[name] { return take(")") ? .number(constant) : nil }
    guard MathExpression.functions.contains(name), let inner = ranked(0), take(")") else {
      return nil
    }
    return .call(name, inner)
  }

  private mutating func number() -> MathExpression? {
    var digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "x" || $0 == "X" }
    let after = rest.dropFirst(digits.count)
    if after.first == "e" || after.first == "E" {
      let sign = after.dropFirst().prefix { $0 == "+" || $0 == "-" }.prefix(1)
      let power = after.dropFirst(1 + sign.count).prefix(while: \.isNumber)
      guard !power.isEmpty else { return nil }
      digits = rest.prefix(digits.count + 1 + sign.count + power.count)
    }
    guard !digits.isEmpty, let value = Double(digits) else { return nil }
    rest = rest.dropFirst(digits.count)
    return .number(value)
  }
}
