package import Documents
package import Metrics

/// What a panel asks at one refresh, and how the answers become its frame.
package struct PanelPlan: Hashable, Sendable {
  package struct Ask: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
      case data
      /// Completed bars of a count: their answer never changes.
      case bars
      /// The bar that is still being counted.
      case openBar
      /// What a count over a span has before its first whole bar and after its last.
      case remainder
      /// Whether no series means zero, on the grid of the data.
      case zeroWhile
      case zeroWhileOpen
      /// What the panel's range showed earlier.
      case past
    }

    /// Index of the panel's target.
    package var target: Int
    package var role: Role
    package var query: Query

    /// Whether the same question can have another answer later.
    package var isImmutable: Bool {
      switch query.span {
      case .range: role == .bars || role == .zeroWhile || role == .past
      case .instant(let moment): role == .bars && moment != nil
      }
    }
  }

  package var asks: [Ask]
  package var targets: [Target]
  package var range: TimeRange
  package var step: Duration?
  package var openBar: TimeRange?
  /// What stands for `{{…}}`-less legends, with variables filled in; by target.
  package var legends: [String?]
  /// How much earlier that is which the panel is compared with.
  package var compared: Duration?
}

/// What planning depends on besides the panel.
package struct PlanContext: Sendable {
  /// The dashboard's range, ends resolved.
  package var range: TimeRange
  /// Whether the range ends now and moves with time.
  package var endsNow: Bool
  /// By the server's clock.
  package var now: Timestamp
  package var zone: Zone
  /// Points that the plot can tell apart.
  package var points: Int
  package var scrapeInterval: Duration
  package var dialect: CountExpression.Dialect
  package var variables: VariableResolver
  /// How much earlier that is which a range is compared with; nil: with nothing.
  package var compared: Duration?

  package init(
    range: TimeRange,
    endsNow: Bool,
    now: Timestamp,
    zone: Zone,
    points: Int,
    scrapeInterval: Duration,
    dialect: CountExpression.Dialect,
    variables: VariableResolver
  ) {
    self.range = range
    self.endsNow = endsNow
    self.now = now
    self.zone = zone
    self.points = points
    self.scrapeInterval = scrapeInterval
    self.dialect = dialect
    self.variables = variables
  }

  /// How long after a bar's end its last samples may still come in.
  package var settle: Duration { min(scrapeInterval, .seconds(30)) }
}
