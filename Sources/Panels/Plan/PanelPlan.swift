package import Documents
package import Metrics

/// What a panel asks at one refresh, and how the answers become its frame.
package struct PanelPlan: Hashable, Sendable {
  package struct Ask: Hashable, Sendable {
    /// The raw values stand in recordings: new ones come last.
    package enum Role: UInt8, Hashable, Sendable, CaseIterable {
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

    package init(target: Int, role: Role, query: Query) {
      self.target = target
      self.role = role
      self.query = query
    }

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
  ///
  /// Of a target that is computed it is the formula.
  package var legends: [String?]
  /// How answers become fields, where the file configures fields: Grafana's; not recorded.
  package var shape: FieldShape?

  /// How much earlier that is which the panel is compared with; the questions alone tell it, so
  /// that a recording does.
  var compared: Duration? {
    guard let past = asks.first(where: { $0.role == .past }),
      case .range(let earlier, _) = past.query.span
    else { return nil }
    for ask in asks where ask.role != .past && ask.target == past.target {
      if case .range(let range, _) = ask.query.span, ask.query.expression == past.query.expression {
        return range.start - earlier.start
      }
    }
    return nil
  }

  package init(
    asks: [Ask],
    targets: [Target],
    range: TimeRange,
    step: Duration?,
    openBar: TimeRange?,
    legends: [String?]
  ) {
    self.asks = asks
    self.targets = targets
    self.range = range
    self.step = step
    self.openBar = openBar
    self.legends = legends
  }
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
