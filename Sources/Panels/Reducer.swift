import Glibc
package import Metrics

/// A series in one number, by Grafana's names.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/fieldReducer.ts`. A missing value is
/// NaN here, null there; like Grafana's newest version none but `first`, `last`, `countAll`,
/// `changeCount` and `distinctCount` sees it. `allValues` and `uniqueValues` come to a list, no
/// number: `Reducer.list` has them.
package enum Reducer: Hashable, Sendable {
  case lastNotNull, last, firstNotNull, first, min, max, mean, sum, count, range, delta, diff
  case median, stdDev, variance, step, diffperc, logmin, allIsZero, allIsNull, changeCount
  case distinctCount, countAll
  /// From 1 to 99.
  case percentile(Int)

  private static let named: [(name: String, reducer: Reducer)] = [
    ("lastNotNull", .lastNotNull), ("last", .last), ("firstNotNull", .firstNotNull),
    ("first", .first), ("min", .min), ("max", .max), ("mean", .mean), ("sum", .sum),
    ("count", .count), ("range", .range), ("delta", .delta), ("diff", .diff), ("median", .median),
    ("stdDev", .stdDev), ("variance", .variance), ("step", .step), ("diffperc", .diffperc),
    ("logmin", .logmin), ("allIsZero", .allIsZero), ("allIsNull", .allIsNull),
    ("changeCount", .changeCount), ("distinctCount", .distinctCount), ("countAll", .countAll),
  ]

  /// Grafana's older words for some of them, and the one of its editor.
  private static let older: [(name: String, reducer: Reducer)] = [
    ("current", .lastNotNull), ("avg", .mean), ("total", .sum), ("minAboveZero", .logmin),
  ]

  private static let percentiles: [(name: String, reducer: Reducer)] = (1...99).map {
    ("p\($0)", .percentile($0))
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: (named + older + percentiles).map { ($0.name, $0.reducer) }
  )

  package init?(named name: String) {
    guard let reducer = Self.byName[name] else { return nil }
    self = reducer
  }

  package static let names = (named + older + percentiles).map(\.name)

  static let all = (named + percentiles).map(\.reducer)

  /// The column's heading in a legend.
  package var title: String {
    switch self {
    case .lastNotNull, .last: "last"
    case .firstNotNull, .first: "first"
    case .sum: "total"
    case .stdDev: "stddev"
    case .diffperc: "diff %"
    case .logmin: "min > 0"
    case .allIsZero: "all zero"
    case .allIsNull: "all null"
    case .changeCount: "changes"
    case .distinctCount: "distinct"
    case .countAll: "count all"
    case .percentile(let share): "p\(share)"
    case .min, .max, .mean, .count, .range, .delta, .diff, .median, .variance, .step:
      Self.named.first { $0.reducer == self }?.name ?? ""
    }
  }

  /// The unit of what it gives; nil: that of the series.
  package var unit: Unit? {
    switch self {
    case .count, .countAll, .changeCount, .distinctCount: Unit("none")
    case .diffperc: Unit("percent")
    case .allIsZero, .allIsNull: Unit("bool")
    case .lastNotNull, .last, .firstNotNull, .first, .min, .max, .mean, .sum, .range, .delta, .diff,
      .median, .stdDev, .variance, .step, .logmin, .percentile:
      nil
    }
  }

  /// The one number that a series comes to, a yes as 1 and a no as 0; nil where there is nothing.
  package func value(of series: FrameSeries) -> Double? {
    let all = series.values
    let values = all.filter { !$0.isNaN }
    switch self {
    case .last: return all.last
    case .first: return all.first
    // What is no number is one to Grafana, only what is missing isn't counted.
    case .count: return Double(series.config == nil ? values.count : all.count { !$0.isNull })
    case .countAll: return Double(all.count)
    case .sum: return values.reduce(0, +)
    case .allIsNull: return values.isEmpty ? 1 : 0
    case .allIsZero: return !values.isEmpty && values.allSatisfy { $0 == 0 } ? 1 : 0
    case .changeCount:
      return Double(zip(all, all.dropFirst()).count { !Self.isSame($0.0, $0.1) })
    case .distinctCount:
      return Double(Set(values).count + (values.count < all.count ? 1 : 0))
    case .lastNotNull, .firstNotNull, .min, .max, .mean, .range, .delta, .diff, .median, .stdDev,
      .variance, .step, .diffperc, .logmin, .percentile:
      guard let first = values.first, let last = values.last else { return nil }
      return value(of: values, first: first, last: last)
    }
  }

  private static func isSame(_ left: Double, _ right: Double) -> Bool {
    left == right || left.isNaN && right.isNaN
  }

  /// Of numbers only, and at least one.
  private func value(of values: [Double], first: Double, last: Double) -> Double? {
    switch self {
    case .firstNotNull: first
    case .min: values.min()
    case .max: values.max()
    case .mean: Self.mean(values)
    case .range: (values.max() ?? last) - (values.min() ?? first)
    case .diff: last - first
    // Of nothing there is no share.
    case .diffperc: first == 0 ? nil : (last - first) / first * 100
    case .step: zip(values, values.dropFirst()).map { $1 - $0 }.min()
    case .logmin: values.filter { $0 > 0 }.min()
    case .delta: Self.delta(values)
    case .variance: Self.variance(values)
    case .stdDev: sqrt(Self.variance(values))
    case .median: Self.median(values)
    case .percentile(let share):
      // The nearest value that there is, of two the later.
      values.sorted()[((values.count - 1) * share + 50) / 100]
    case .lastNotNull, .last, .first, .count, .countAll, .sum, .allIsNull, .allIsZero, .changeCount,
      .distinctCount:
      last
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// What a counter has counted: after a reset it counts from zero.
  private static func delta(_ values: [Double]) -> Double {
    zip(values, values.dropFirst()).reduce(0) { sum, pair in
      sum + (pair.1 >= pair.0 ? pair.1 - pair.0 : pair.1)
    }
  }

  /// Of all values, not of a sample.
  private static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
