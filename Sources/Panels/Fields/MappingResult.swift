import Metrics

extension ValueMapping {
  /// What stands for a value.
  struct Result: Hashable, Sendable {
    var text: String?
    var color: String?
  }

  /// Source: Grafana, `packages/grafana-data/src/utils/valueMappings.ts`.
  ///
  /// - Returns: nil where the mapping isn't for this value.
  func result(for value: FieldValue) -> Result? {
    switch match {
    case .value(let wanted): return Self.key(value) == wanted ? own : nil
    case .range(let low, let high):
      guard let number = Self.number(value), !number.isNaN else { return nil }
      return number >= low ?? -.infinity && number <= high ?? .infinity ? own : nil
    case .regex(let source):
      guard case .text(let written) = value, let pattern = Pattern(grafana: source),
        pattern.matches(written)
      else { return nil }
      return Result(text: text.map { pattern.replacing(written, with: $0) }, color: color)
    case .null: return value == .null ? own : nil
    case .nan: return Self.isNaN(value) ? own : nil
    case .nullOrNaN: return value == .null || Self.isNaN(value) ? own : nil
    case .yes: return Self.key(value) == "true" ? own : nil
    case .no: return Self.key(value) == "false" ? own : nil
    case .empty: return value == .text("") ? own : nil
    }
  }

  private var own: Result { Result(text: text, color: color) }

  /// The text that a value is looked up by.
  private static func key(_ value: FieldValue) -> String? {
    switch value {
    case .null, .trend: nil
    case .time(let moment): "\(moment.milliseconds)"
    case .number(let number):
      number.isInfinite
        ? number > 0 ? "Infinity" : "-Infinity" : GrafanaDigits.plain(number)
    case .text(let text): text
    case .boolean(let yes): yes ? "true" : "false"
    }
  }

  private static func number(_ value: FieldValue) -> Double? {
    switch value {
    case .null, .boolean: nil
    case .number(let number): number
    case .time(let moment): Double(moment.milliseconds)
    case .text(let text): text.leadingNumber
    case .trend(let series): Reducer.lastNotNull.value(of: series)
    }
  }

  private static func isNaN(_ value: FieldValue) -> Bool {
    switch value {
    case .number(let number): number.isNaN
    case .text(let text): text.asNumber.isNaN
    case .null, .time, .boolean, .trend: false
    }
  }
}

extension String {
  /// As JavaScript's `Number`: of nothing 0, of what is no number NaN.
  var asNumber: Double {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty else { return 0 }
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    return isPlain ? Double(text) ?? .nan : ["Infinity", "+Inf"].contains(text) ? .infinity : .nan
  }

  /// The number that a text begins with.
  fileprivate var leadingNumber: Double? {
    let text = drop(while: \.isWhitespace)
    let run = text.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    return (0..<run.count).lazy.compactMap { Double(run.dropLast($0)) }.first
  }
}
