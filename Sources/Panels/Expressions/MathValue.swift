import Metrics

/// What expressions compute with: a series, or a number, each of some labels.
///
/// Source: Grafana, `pkg/expr/mathexp`.
struct MathValue: Hashable {
  var labels: Labels
  /// Milliseconds; nil: a number, which holds at every moment.
  var timestamps: [Int64]?
  /// `Double.null` where there is none; of a number one value.
  var values: [Double]

  static func number(_ value: Double, _ labels: Labels = [:]) -> MathValue {
    MathValue(labels: labels, timestamps: nil, values: [value])
  }

  func mapping(_ change: (Double) -> Double) -> MathValue {
    MathValue(labels: labels, timestamps: timestamps, values: values.map(change))
  }

  /// Both together where they are of one moment.
  func combined(with other: MathValue, labels: Labels, _ change: (Double, Double) -> Double)
    -> MathValue
  {
    switch (timestamps, other.timestamps) {
    case (nil, nil):
      return .number(change(values.first ?? .null, other.values.first ?? .null), labels)
    case (nil, let times?):
      let value = values.first ?? .null
      return MathValue(
        labels: labels,
        timestamps: times,
        values: other.values.map { change(value, $0) }
      )
    case (let times?, nil):
      let value = other.values.first ?? .null
      return MathValue(labels: labels, timestamps: times, values: values.map { change($0, value) })
    case (let times?, let others?):
      return series(times, other.values, others, labels, change)
    }
  }

  private func series(
    _ times: [Int64],
    _ otherValues: [Double],
    _ others: [Int64],
    _ labels: Labels,
    _ change: (Double, Double) -> Double
  ) -> MathValue {
    var result = MathValue(labels: labels, timestamps: [], values: [])
    var moments: [Int64] = []
    var place = 0
    for (time, value) in zip(times, values) {
      while place < others.count, others[place] < time { place += 1 }
      guard place < others.count, place < otherValues.count, others[place] == time else { continue }
      moments.append(time)
      result.values.append(change(value, otherValues[place]))
    }
    result.timestamps = moments
    return result
  }
}

/// Which values of two sides belong together: those of equal labels, and those of which one has
/// all labels of the other.
enum MathPairs {
  struct Pair {
    var left: Int
    var right: Int
    var labels: Labels
  }

  /// More than these nobody can read.
  static let most = 10_000

  static func made(_ left: [MathValue], _ right: [MathValue]) -> [Pair] {
    let (first, second) = (groups(left), groups(right))
    var pairs: [Pair] = []
    for (names, members) in first {
      for (otherNames, others) in second {
        let common = names.count <= otherNames.count ? names : otherNames
        guard common.allSatisfy(Set(names.count <= otherNames.count ? otherNames : names).contains)
        else { continue }
        let index = Dictionary(grouping: others) { right[$0].labels.keeping(common) }
        for one in members {
          for other in index[left[one].labels.keeping(common)] ?? [] where pairs.count < most {
            let isWider = names.count >= otherNames.count
            pairs.append(
              Pair(
                left: one,
                right: other,
                labels: isWider ? left[one].labels : right[other].labels
              )
            )
          }
        }
      }
    }
    // One and one belong together whatever they are called.
    if pairs.isEmpty, left.count == 1, right.count == 1 {
      return [Pair(left: 0, right: 0, labels: [:])]
    }
    return pairs.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
  }

  /// Values by the names of their labels.
  private static func groups(_ values: [MathValue]) -> [[String]: [Int]] {
    Dictionary(grouping: values.indices) { values[$0].labels.all.map(\.name.raw) }
  }
}
