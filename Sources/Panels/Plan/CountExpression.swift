import Metrics

/// PromQL for whole counts of a counter over a window: how often it went up, not an estimate.
///
/// `increase()` extrapolates and loses a series' first value; the telescoping form takes the
/// difference of each window's last sample and the last one before it, so that neighbouring bars
/// add up exactly. Source: prometheus.io/docs, functions; measured on 2.42.
package struct CountExpression: Hashable, Sendable {
  /// What the server can do better than the portable form.
  package enum Dialect: Hashable, Sendable {
    case portable
    /// `increase(c[w] anchored)`, behind `promql-extended-range-selectors` since 3.x.
    case anchored
    /// VictoriaMetrics' `increase` doesn't extrapolate.
    case victoriaMetrics
  }

  /// A vector selector; variables are filled in.
  package var selector: String
  package var by: [String]
  package var dialect: Dialect

  package init(selector: String, by: [String], dialect: Dialect = .portable) {
    self.selector = selector
    self.by = by
    self.dialect = dialect
  }

  /// How far back a series' last sample is looked for before the window: the longest outage that
  /// a count bridges.
  package static let memory = Duration.hours(1)

  /// The longest piece of a long window; a counter's reset in it loses what was before.
  package static let longestPiece = Duration.hours(1)

  /// The count of each `by` group in the window that ends at the evaluation time.
  package func expression(over window: Duration) -> String {
    switch dialect {
    case .anchored: return sum("increase(\(selector)[\(window.promQL)] anchored)")
    case .victoriaMetrics: return sum("increase(\(selector)[\(window.promQL)])")
    case .portable: return telescoping(over: window)
    }
  }

  /// The count over a long window as the sum of its `piece`s, each exact through resets.
  ///
  /// Both ends of the window must be multiples of `piece`: a subquery evaluates nowhere else.
  package func expression(over window: Duration, inPiecesOf piece: Duration) -> String {
    guard dialect == .portable, window > piece else { return expression(over: window) }
    let span = (window - .milliseconds(1)).promQL
    return "sum_over_time((\(telescoping(over: piece)))[\(span):\(piece.promQL)])"
  }

  /// Four arms, each series in the first that has it: it went on; it fell, so it was reset; it was
  /// born while its target was up, so it began at 0; it was born unseen, so it counts from its
  /// first sample.
  ///
  /// The window leaves out its left edge, which belongs to the window before: range selectors
  /// include that edge until 3.0.
  private func telescoping(over window: Duration) -> String {
    let open = (window - .milliseconds(1)).promQL
    let last = "last_over_time(\(selector)[\(open)])"
    let before = "last_over_time(\(selector)[\(Self.memory.promQL)] offset \(window.promQL))"
    let wasUp = "and on (job, instance) (up offset \(window.promQL) == 1)"
    return sum(
      "((\(last) - \(before)) >= 0)"
        + " or (\(last) < \(before))"
        + " or ((\(last) unless \(before)) \(wasUp))"
        + " or ((\(last) - min_over_time(\(selector)[\(open)])) unless \(before))"
    )
  }

  private func sum(_ inner: String) -> String {
    by.isEmpty ? "sum(\(inner))" : "sum by (\(by.joined(separator: ", "))) (\(inner))"
  }
}
