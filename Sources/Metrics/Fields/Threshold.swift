/// A limit that a value crosses, and what that means.
package struct Threshold: Hashable, Sendable {
  package enum Condition: Hashable, Sendable {
    case above(Double)
    case below(Double)
    /// Grafana's `value`: at least.
    case atLeast(Double)
  }

  package enum State: String, Hashable, Sendable, CaseIterable { case warning, critical }

  package var condition: Condition
  package var state: State?
  package var color: String?

  package init(_ condition: Condition, state: State? = nil, color: String? = nil) {
    self.condition = condition
    self.state = state
    self.color = color
  }

  package var limit: Double {
    switch condition {
    case .above(let limit), .below(let limit), .atLeast(let limit): limit
    }
  }

  package func isCrossed(by value: Double) -> Bool {
    switch condition {
    case .above(let limit): value > limit
    case .below(let limit): value < limit
    case .atLeast(let limit): value >= limit
    }
  }
}
