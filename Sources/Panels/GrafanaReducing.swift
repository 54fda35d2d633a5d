package import Metrics

extension Reducer {
  /// The column's heading as Grafana writes it, in legends, tables and what they sort by.
  package var grafanaTitle: String {
    switch self {
    case .lastNotNull: "Last *"
    case .last: "Last"
    case .firstNotNull: "First *"
    case .first: "First"
    case .min: "Min"
    case .max: "Max"
    case .mean: "Mean"
    case .sum: "Total"
    case .count: "Count"
    case .countAll: "Count all"
    case .range: "Range"
    case .delta: "Delta"
    case .diff: "Difference"
    case .diffperc: "Difference percent"
    case .median: "Median"
    case .stdDev: "StdDev"
    case .variance: "Variance"
    case .step: "Step"
    case .logmin: "Min (above zero)"
    case .allIsZero: "All Zeros"
    case .allIsNull: "All Nulls"
    case .changeCount: "Change Count"
    case .distinctCount: "Distinct Count"
    case .percentile(let share): "\(share)\(Self.ending(share)) %"
    }
  }

  private static func ending(_ number: Int) -> String {
    guard !(4...20).contains(number) else { return "th" }
    switch number % 10 {
    case 1: return "st"
    case 2: return "nd"
    case 3: return "rd"
    default: return "th"
    }
  }

  /// The heading of a series' column: a Grafana panel's as Grafana writes it.
  package func title(of series: [FrameSeries]) -> String {
    series.contains { $0.config != nil } ? grafanaTitle : title
  }

  /// Grafana's calculations that come to a list.
  package static let listNames = ["allValues", "uniqueValues"]

  /// - Parameters:
  ///   - name: `allValues` or `uniqueValues`.
  ///   - column: Of any type.
  /// - Returns: nil for another name.
  package static func list(_ name: String, of column: Column) -> [FieldValue]? {
    let values = (0..<column.count).map { column[$0] }
    switch name {
    case "allValues": return values
    case "uniqueValues":
      var seen: Set<FieldValue> = []
      return values.filter { seen.insert($0).inserted }
    default: return nil
    }
  }

  /// What a column comes to: of text and the like the calculations that need no number.
  package func value(of column: Column) -> FieldValue {
    let values = (0..<column.count).map { column[$0] }
    let known = values.filter { $0 != .null }
    switch self {
    case .count: return .number(Double(known.count))
    case .countAll: return .number(Double(values.count))
    case .allIsNull: return .boolean(!known.contains { !$0.isNaN })
    case .distinctCount: return .number(Double(Set(values).count))
    case .changeCount:
      return .number(Double(zip(values, values.dropFirst()).count { $0.0 != $0.1 }))
    case .last: return values.last ?? .null
    case .first: return values.first ?? .null
    case .lastNotNull: return known.last { !$0.isNaN } ?? .null
    case .firstNotNull: return known.first { !$0.isNaN } ?? .null
    case .allIsZero: return .boolean(number(of: column) == 1)
    case .min, .max, .mean, .sum, .range, .delta, .diff, .median, .stdDev, .variance, .step,
      .diffperc, .logmin, .percentile:
      guard let number = number(of: column) else { return .null }
      let keepsMoments = [.min, .max, .mean, .median].contains(self)
      guard case .times = column, keepsMoments, abs(number) < 9e18 else { return .number(number) }
      return .time(Timestamp(milliseconds: Int64(number)))
    }
  }

  /// Of numbers, moments in milliseconds and yes as 1; nil for text.
  private func number(of column: Column) -> Double? {
    let numbers: [Double]
    switch column {
    case .numbers(let values): numbers = values
    case .times(let values):
      numbers = values.map { $0 == Column.noTime ? .null : Double($0) }
    case .booleans(let values): numbers = values.map { $0.map { $0 ? 1 : 0 } ?? .null }
    case .trends(let series):
      numbers = series.map { Reducer.lastNotNull.value(of: $0) ?? .null }
    case .texts: return nil
    }
    return value(of: FrameSeries(name: "", values: numbers))
  }
}

extension FieldValue {
  var isNaN: Bool { if case .number(let number) = self { number.isNaN } else { false } }
}
