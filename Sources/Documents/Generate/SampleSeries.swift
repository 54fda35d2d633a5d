import Metrics

/// A series that gives an expression a value of our choice, for tests of rules.
///
/// It exists for what is read as a selector, alone or under aggregations and functions that leave
/// the value of a single series as it is.
package struct SampleSeries: Hashable, Sendable {
  package enum Slope: Hashable, Sendable {
    /// The series' value is the expression's.
    case level
    /// The expression is the increase of the series per second.
    case rate
    /// The expression is the increase of the series in the range.
    case increase
  }

  /// As promtool writes a series: `up{job="shop"}`.
  package var series: String
  package var slope = Slope.level
  /// How far back the expression looks; nil where it looks at one moment.
  package var range: Duration?

  /// - Returns: nil where an expression is anything else.
  package init?(_ expression: String) {
    var reader = SampleReader(expression)
    guard let sample = reader.expression(), reader.isAtEnd else { return nil }
    self = sample
  }

  fileprivate init(series: String) { self.series = series }
}

/// A series that makes a comparison such as `up{job="shop"} == 1` answer.
package struct SampleAnswer: Hashable, Sendable {
  package var series: String
  package var value: Double

  package init?(_ expression: String) {
    var reader = SampleReader(expression)
    guard let sample = reader.expression(), sample.slope == .level, sample.range == nil else {
      return nil
    }
    series = sample.series
    if reader.isAtEnd {
      value = 1
      return
    }
    guard let sign = reader.takeComparison(), let number = reader.takeNumber(), reader.isAtEnd
    else { return nil }
    switch sign {
    case "==", ">=", "<=": value = number
    case ">", "!=": value = number + 1
    default: value = number - 1
    }
  }
}

private struct SampleReader {
  private var tokens: ArraySlice<QueryToken>

  init(_ expression: String) {
    tokens = QueryToken.all(in: Array(expression)).filter { $0.kind != .comment }[...]
  }

  var isAtEnd: Bool { tokens.isEmpty }

  mutating func expression() -> SampleSeries? {
    if take("(") {
      guard let inner = expression(), take(")") else { return nil }
      return inner
    }
    guard let token = tokens.first else { return nil }
    guard token.kind == .word, let word = token.word, next(1)?.text != "{" else {
      return selector()
    }
    if ["sum", "avg", "min", "max"].contains(word) { return aggregation() }
    guard next(1)?.text == "(" else { return selector() }
    return function(word)
  }

  private mutating func aggregation() -> SampleSeries? {
    tokens.removeFirst()
    guard grouping(), take("("), let inner = expression(), take(")"), grouping() else {
      return nil
    }
    return inner
  }

  /// `by (a, b)` or `without (a)`, if it stands here; false where it isn't whole.
  private mutating func grouping() -> Bool {
    guard let word = tokens.first?.word, ["by", "without"].contains(word) else { return true }
    tokens.removeFirst()
    guard take("("), let end = tokens.firstIndex(where: { $0.text == ")" }) else { return false }
    let isList = tokens[..<end].allSatisfy { $0.kind == .word || $0.text == "," }
    tokens = tokens[(end + 1)...]
    return isList
  }

  private mutating func function(_ name: String) -> SampleSeries? {
    let slopes: [String: SampleSeries.Slope] = [
      "last_over_time": .level, "avg_over_time": .level, "min_over_time": .level,
      "max_over_time": .level, "rate": .rate, "increase": .increase,
    ]
    guard let slope = slopes[name] else { return nil }
    tokens.removeFirst()
    guard take("("), var sample = selector(), take("["), let text = tokens.popFirst()?.text,
      let range = Duration(promQL: text), range > .zero, take("]"), take(")")
    else { return nil }
    sample.slope = slope
    sample.range = range
    return sample
  }

  private mutating func selector() -> SampleSeries? {
    var values: [(name: String, value: String)] = []
    var negations: [(name: String, sign: String, value: String)] = []
    if let token = tokens.first, token.kind == .word {
      tokens.removeFirst()
      guard next(0)?.text != "(", !["offset", "bool"].contains(token.word) else { return nil }
      values.append(("__name__", token.text))
    }
    if take("{") {
      while !take("}") {
        guard matcher(&values, &negations) else { return nil }
        _ = take(",")
      }
    }
    guard !values.isEmpty, Set(values.map(\.name)).count == values.count else { return nil }
    for (name, sign, value) in negations {
      let own = values.first { $0.name == name }?.value
      if sign == "!=" {
        if own == value { return nil }
        if own == nil, value.isEmpty { values.append((name, "x")) }
      } else if own != nil || RegexSample.matchesEmpty(value) != false {
        return nil
      }
    }
    return SampleSeries(series: Self.text(values))
  }

  private mutating func matcher(
    _ values: inout [(name: String, value: String)],
    _ negations: inout [(name: String, sign: String, value: String)]
  ) -> Bool {
    guard let name = tokens.popFirst(), name.kind == .word, let sign = tokens.popFirst()?.text,
      let literal = tokens.popFirst(), literal.kind == .string(isClosed: true),
      let value = PromQLText.unquoted(literal.text)
    else { return false }
    switch sign {
    case "=": values.append((name.text, value))
    case "=~":
      guard let sample = RegexSample.matching(value) else { return false }
      values.append((name.text, sample))
    case "!=", "!~": negations.append((name.text, sign, value))
    default: return false
    }
    return true
  }

  private static func text(_ values: [(name: String, value: String)]) -> String {
    let name = values.first { $0.name == "__name__" }?.value
    let labels = values.filter { $0.name != "__name__" && !$0.value.isEmpty }.map {
      "\($0.name)=\(PromQLText.quoted($0.value))"
    }
    guard let name else { return "sample{\(labels.joined(separator: ", "))}" }
    guard name.isEmpty || name.wholeMatch(of: /[A-Za-z_:][A-Za-z0-9_:]*/) == nil else {
      return labels.isEmpty ? name : "\(name){\(labels.joined(separator: ", "))}"
    }
    return "{\((["__name__=\(PromQLText.quoted(name))"] + labels).joined(separator: ", "))}"
  }

  mutating func takeComparison() -> String? {
    guard let sign = tokens.first?.text, ["==", "!=", ">", "<", ">=", "<="].contains(sign) else {
      return nil
    }
    tokens.removeFirst()
    return sign
  }

  mutating func takeNumber() -> Double? {
    let sign: Double = take("-") ? -1 : 1
    guard let token = tokens.popFirst(), token.kind == .number else { return nil }
    return Double(token.text).map { $0 * sign }
  }

  private func next(_ distance: Int) -> QueryToken? { tokens.dropFirst(distance).first }

  private mutating func take(_ text: String) -> Bool {
    guard tokens.first?.text == text else { return false }
    tokens.removeFirst()
    return true
  }
}
