import Glibc
package import Metrics

/// A series in one number, by Grafana's names (`fieldReducer.ts`).
package enum Reducer: String, Hashable, Sendable, CaseIterable {
  case lastNotNull, last, firstNotNull, first, min, max, mean, sum, count, range, delta, diff
  case median, stdDev

  /// Grafana's older words for some of them, besides its own.
  package init?(named name: String) {
    switch name {
    case "current": self = .lastNotNull
    case "avg": self = .mean
    case "total": self = .sum
    default: self.init(rawValue: name)
    }
  }

  package static let names = allCases.map(\.rawValue) + ["current", "avg", "total"]

  /// The column's heading in a legend.
  package var title: String {
    switch self {
    case .lastNotNull, .last: "last"
    case .firstNotNull, .first: "first"
    case .sum: "total"
    case .stdDev: "stddev"
    default: rawValue
    }
  }

  /// The one number that a series comes to, NaN not counted; nil where there is nothing.
  package func value(of series: FrameSeries) -> Double? {
    let all = series.values
    let values = all.filter { !$0.isNaN }
    switch self {
    case .last: return all.last
    case .first: return all.first
    case .count: return Double(values.count)
    case .sum: return values.reduce(0, +)
    default: break
    }
    guard let first = values.first, let last = values.last else { return nil }
    switch self {
    case .lastNotNull: return last
    case .firstNotNull: return first
    case .min: return values.min()
    case .max: return values.max()
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .range: return (values.max() ?? last) - (values.min() ?? first)
    case .diff: return last - first
    case .delta:
      return zip(values, values.dropFirst()).reduce(0) { sum, pair in
        sum + (pair.1 >= pair.0 ? pair.1 - pair.0 : pair.1)
      }
    case .median:
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    case .stdDev:
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return sqrt(squares / Double(values.count))
    case .last, .first, .count, .sum: return nil
    }
  }
}
