/// What a target computes from other targets' answers: Grafana's "expressions", which its server
/// works out.
///
/// Source: Grafana, `pkg/expr`.
package struct ServerExpression: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `text` is a formula.
    case math
    /// Each series in one number; nil of `replacement` leaves out what is no number.
    case reduce(input: String, reducer: String, Gaps)
    case resample(input: String, window: Duration, down: String, up: String)
    case threshold(input: String, Evaluator)
    case conditions([Condition])
  }

  /// What becomes of values that are no numbers.
  package enum Gaps: Hashable, Sendable {
    /// One of them makes the result none.
    case strict
    case dropped
    case replaced(by: Double)
  }

  package struct Evaluator: Hashable, Sendable {
    package enum Comparison: String, Hashable, Sendable, CaseIterable {
      case gt, lt, gte, lte, eq, ne
      case within = "within_range"
      case outside = "outside_range"
      case withinOrEnds = "within_range_included"
      case outsideOrEnds = "outside_range_included"
      case noValue = "no_value"
    }

    package var comparison: Comparison
    package var limits: [Double]

    package init(_ comparison: Comparison, _ limits: [Double]) {
      self.comparison = comparison
      self.limits = limits
    }

    package func holds(_ value: Double) -> Bool {
      let first = limits.first ?? 0
      let second = limits.dropFirst().first ?? first
      let (low, high) = (min(first, second), max(first, second))
      switch comparison {
      case .gt: return value > first
      case .lt: return value < first
      case .gte: return value >= first
      case .lte: return value <= first
      case .eq: return value == first
      case .ne: return value != first
      case .within: return value > low && value < high
      case .outside: return value < low || value > high
      case .withinOrEnds: return value >= low && value <= high
      case .outsideOrEnds: return value <= low || value >= high
      case .noValue: return value.isNaN
      }
    }
  }

  package struct Condition: Hashable, Sendable {
    package var input: String
    package var reducer: String
    package var evaluator: Evaluator
    /// How it goes together with those before it.
    package var isAlternative: Bool

    package init(input: String, reducer: String, evaluator: Evaluator, isAlternative: Bool) {
      self.input = input
      self.reducer = reducer
      self.evaluator = evaluator
      self.isAlternative = isAlternative
    }
  }

  package var kind: Kind
  /// The formula, or the input's `refId`.
  package var text: String

  package init(_ kind: Kind, text: String = "") {
    self.kind = kind
    self.text = text
  }

  /// The `refId`s of the targets it is computed from.
  package var inputs: Set<String> {
    switch kind {
    case .math: MathExpression(text)?.names ?? []
    case .reduce(let input, _, _), .resample(let input, _, _, _), .threshold(let input, _): [input]
    case .conditions(let conditions): Set(conditions.map(\.input))
    }
  }
}
