package import Metrics

/// What fired within a span of time, by the series that the server writes of its alerts.
package struct FiringHistory: Hashable, Sendable {
  /// An alert's last time of firing.
  package struct Firing: Hashable, Sendable {
    package var labels: Labels
    /// When it became active, be it before the span; it fired after its rule's `for`.
    package var activeAt: Timestamp
    /// The first step at which it fired no more; of one that fires on, one after the last.
    package var endsAt: Timestamp
  }

  package var firings: [Firing]
  /// Why there may be more; a server's own words among them.
  package var gap: ForeignText?
}

extension PrometheusClient {
  /// What fired within the span up to now, also what fires still.
  ///
  /// - Parameters:
  ///   - span: How far back.
  ///   - step: How exact ends are; what fired for less may be missed.
  /// - Returns: Of each alert its last time of firing.
  /// - Throws: Why it can't be known.
  package func firings(within span: Duration, step: Duration) async throws(QueryError)
    -> FiringHistory
  {
    let now = serverNow()
    // The value is when the alert became active, which tells two firings from one.
    let query = Query(
      #"ALERTS_FOR_STATE and ignoring(alertstate) ALERTS{alertstate="firing"}"#,
      .range(TimeRange(start: now - span, end: now), step: step)
    )
    let answer = try await answer(query)
    let gap: ForeignText?
    if let count = answer.truncatedFrom {
      gap = ForeignText("there are \(count) alerts, of which \(answer.series.count) were read")
    } else {
      gap = answer.warnings.first.map { ForeignText("the answer is partial: \($0.safe)") }
    }
    return FiringHistory(
      firings: answer.series.compactMap { FiringHistory.Firing($0, step: step) },
      gap: gap
    )
  }
}

extension FiringHistory.Firing {
  /// Of the series `ALERTS_FOR_STATE`, while its alert fires.
  init?(_ series: Series, step: Duration) {
    guard let (time, seconds) = series.last else { return nil }
    labels = series.labels.dropping(["__name__"])
    let isTime = seconds.isFinite && seconds > 0 && seconds <= time.seconds
    activeAt = isTime ? Timestamp(milliseconds: Int64(seconds * 1_000)) : time
    endsAt = time + step
  }
}
