import Metrics

/// Grafana's rule for the distance of two points (`rangeutil.ts`, `pkg/promlib/models/query.go`).
package enum StepRule {
  /// Nice steps, and below which exact one each is taken; in milliseconds.
  private static let table: [(below: Int64, step: Int64)] = [
    (10, 1), (15, 10), (35, 20), (75, 50), (150, 100), (350, 200), (750, 500), (1_500, 1_000),
    (3_500, 2_000), (7_500, 5_000), (12_500, 10_000), (17_500, 15_000), (25_000, 20_000),
    (45_000, 30_000), (90_000, 60_000), (210_000, 120_000), (450_000, 300_000),
    (750_000, 600_000), (1_050_000, 900_000), (1_500_000, 1_200_000), (2_700_000, 1_800_000),
    (5_400_000, 3_600_000), (9_000_000, 7_200_000), (16_200_000, 10_800_000),
    (32_400_000, 21_600_000), (86_400_000, 43_200_000), (604_800_000, 86_400_000),
    (1_814_400_000, 604_800_000), (3_628_800_000, 2_592_000_000),
  ]

  private static let year: Int64 = 31_536_000_000

  /// The nice step nearest to an exact one; it may be smaller.
  package static func nice(_ exact: Duration) -> Duration {
    let milliseconds = exact.milliseconds
    return .milliseconds(table.first { milliseconds < $0.below }?.step ?? year)
  }

  /// The step of a query.
  ///
  /// Where Grafana's nice step would give more points than the plot can tell apart, the next one
  /// up is taken, so that a column never holds two points.
  package static func step(range: Duration, points: Int, minimum: Duration) -> Duration {
    let points = Int64(max(1, min(points, 11_000)))
    let exact = Duration.milliseconds(range.milliseconds / points)
    guard exact > minimum else { return max(minimum, .milliseconds(1)) }
    var step = max(nice(exact), minimum)
    while range.milliseconds / step.milliseconds > points, let next = next(after: step) {
      step = next
    }
    return step
  }

  private static func next(after step: Duration) -> Duration? {
    let all = table.map(\.step) + [year]
    if let next = all.first(where: { $0 > step.milliseconds }) { return .milliseconds(next) }
    return nil
  }

  /// `$__rate_interval`: wide enough that a rate always has two samples.
  package static func rateInterval(interval: Duration, scrape: Duration) -> Duration {
    max(interval + scrape, scrape * 4)
  }
}
