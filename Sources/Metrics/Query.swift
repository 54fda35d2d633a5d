/// A PromQL question, ready to be sent: variables are filled in.
package struct Query: Hashable, Sendable {
  package var expression: String
  package var span: Span

  package init(_ expression: String, _ span: Span) {
    self.expression = expression
    self.span = span
  }

  package enum Span: Hashable, Sendable {
    /// At a moment, or where nil at the server's own now.
    case instant(Timestamp?)
    /// Every `step` from start to end, both included.
    case range(TimeRange, step: Duration)
  }
}

/// What a server said to one query.
package struct Answer: Hashable, Sendable {
  package var series: [Series]
  /// Partial data and the like: a mark on the panel.
  package var warnings: [ForeignText]
  /// Hints, shown on inspection only.
  package var infos: [ForeignText]
  /// When the answer came, by the server's clock.
  package var at: Timestamp
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// From sending to the last byte.
  package var took: Duration
  /// How many series the server had, where it had more than we keep.
  package var truncatedFrom: Int?

  package init(
    series: [Series],
    warnings: [ForeignText] = [],
    infos: [ForeignText] = [],
    at: Timestamp,
    bytes: Int = 0,
    took: Duration = .zero,
    truncatedFrom: Int? = nil
  ) {
    self.series = series
    self.warnings = warnings
    self.infos = infos
    self.at = at
    self.bytes = bytes
    self.took = took
    self.truncatedFrom = truncatedFrom
  }
}
