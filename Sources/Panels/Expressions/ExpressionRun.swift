import Documents
import Metrics

/// What targets compute from the answers of others.
///
/// Source: Grafana, `pkg/expr/commands.go`.
struct ExpressionRun {
  var targets: [Target]
  /// With variables filled in, by target.
  var formulas: [String?]
  var range: TimeRange
  private var known: [Int: [MathValue]] = [:]
  /// What is being computed: it can't be its own input.
  private var open: Set<Int> = []

  init(targets: [Target], formulas: [String?], range: TimeRange) {
    self.targets = targets
    self.formulas = formulas
    self.range = range
  }

  mutating func take(_ values: [MathValue], of target: Int) { known[target] = values }

  mutating func values(of index: Int) -> [MathValue] {
    if let values = known[index] { return values }
    guard case .computed(let expression) = targets[index].question, open.count < 50,
      open.insert(index).inserted
    else { return [] }
    let values = Array(computed(expression, formulas[index]).prefix(MathPairs.most))
    open.remove(index)
    known[index] = values
    return values
  }

  private mutating func values(named refId: String) -> [MathValue] {
    targets.firstIndex { $0.refId == refId }.map { values(of: $0) } ?? []
  }

  private mutating func computed(_ expression: ServerExpression, _ formula: String?)
    -> [MathValue]
  {
    switch expression.kind {
    case .math:
      guard let math = MathExpression(formula ?? expression.text) else { return [] }
      var answers: [String: [MathValue]] = [:]
      for name in math.names { answers[name] = values(named: name) }
      return MathRun(answers: answers).values(of: math)
    case .reduce(let input, let reducer, let gaps):
      return values(named: input).map { value in
        .number(Self.reduced(value.values, reducer, gaps), value.labels)
      }
    case .resample(let input, let window, let down, let up):
      let rule = Resampling(range: range, window: window, down: down, up: up)
      return values(named: input).map(rule.resampled)
    case .threshold(let input, let evaluator):
      return values(named: input).map { value in
        value.mapping { $0.isNull ? $0 : evaluator.holds($0) ? 1 : 0 }
      }
    case .conditions(let conditions): return [.number(holds(conditions) ? 1 : 0)]
    }
  }

  static func reduced(_ values: [Double], _ reducer: String, _ gaps: ServerExpression.Gaps)
    -> Double
  {
    var values = values
    switch gaps {
    case .strict:
      if reducer != "count", reducer != "last", values.contains(where: \.isNaN) { return .nan }
    case .dropped: values = values.filter(\.isFinite)
    case .replaced(let value): values = values.map { $0.isFinite ? $0 : value }
    }
    switch reducer {
    case "count": return Double(values.count)
    case "sum": return values.reduce(0, +)
    default: break
    }
    guard let last = values.last else { return .nan }
    switch reducer {
    case "mean", "avg": return values.reduce(0, +) / Double(values.count)
    case "min": return values.min() ?? last
    case "max": return values.max() ?? last
    case "median":
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    default: return last
    }
  }

  /// Of old alerts: one answer for all series.
  private mutating func holds(_ conditions: [ServerExpression.Condition]) -> Bool {
    var result = false
    for (place, condition) in conditions.enumerated() {
      let answers = values(named: condition.input)
      let numbers = answers.map { Self.classic($0.values, condition.reducer) }
      let isMet =
        numbers.contains { condition.evaluator.holds($0) }
        || numbers.isEmpty && condition.evaluator.comparison == .noValue
      if place == 0 {
        result = isMet
      } else {
        result = condition.isAlternative ? result || isMet : result && isMet
      }
    }
    return result
  }

  /// The reducers that only old alerts have see what is there alone.
  private static func classic(_ values: [Double], _ reducer: String) -> Double {
    let present = values.filter { !$0.isNaN }
    guard let first = present.first, let last = present.last else {
      return reducer.hasPrefix("count") ? 0 : .nan
    }
    switch reducer {
    case "diff": return last - first
    case "diff_abs": return abs(last - first)
    case "percent_diff": return first == 0 ? .nan : (last - first) / abs(first) * 100
    case "count_non_null": return Double(present.count)
    case "count": return Double(values.count)
    default: return reduced(present, reducer, .dropped)
    }
  }
}

/// A series at even moments.
struct Resampling {
  var range: TimeRange
  var window: Duration
  var down: String
  var up: String

  /// The most moments of one series.
  static let most = 10_000

  func resampled(_ value: MathValue) -> MathValue {
    guard let times = value.timestamps, window.milliseconds > 0 else { return value }
    var result = MathValue(labels: value.labels, timestamps: [], values: [])
    var moments: [Int64] = []
    var place = 0
    var last = Double.null
    var moment = range.start.milliseconds
    while moment <= range.end.milliseconds, moments.count < Self.most {
      var found: [Double] = []
      while place < times.count, times[place] <= moment {
        last = value.values[place]
        found.append(last)
        place += 1
      }
      moments.append(moment)
      if found.isEmpty {
        let next = place < times.count ? value.values[place] : .null
        result.values.append(up == "pad" ? last : up == "backfilling" ? next : .null)
      } else {
        result.values.append(ExpressionRun.reduced(found, down, .strict))
      }
      moment += window.milliseconds
    }
    result.timestamps = moments
    return result
  }
}
