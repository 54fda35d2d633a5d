import Canvas
import Metrics

/// What a value is shown as.
struct ValueLook: Hashable {
  var text: String
  /// nil where nothing says a colour.
  var color: Color?

  /// Text and colour of one value of a field.
  ///
  /// - Parameters:
  ///   - value: Of the field.
  ///   - field: Unit, decimals and thresholds.
  ///   - config: With mappings, of a Grafana panel.
  ///   - tint: The field's own colour.
  ///   - context: Theme, zone and clock.
  init(
    _ value: FieldValue,
    of field: FieldOptions,
    config: FieldConfig? = nil,
    tint: String? = nil,
    in context: DrawContext
  ) {
    let mapping = config?.mappings?.first { $0.stands(for: value) }
    let own: Color? =
      if case .number(let number) = value { field.color(of: number, in: context) } else { nil }
    let mapped = context.isStale ? nil : mapping?.color.flatMap { context.theme.color(named: $0) }
    color = mapped ?? tint.flatMap { context.theme.color(named: $0) } ?? own
    text = mapping?.text.map { ForeignText($0).safe } ?? Self.plain(value, of: field, in: context)
  }

  private static func plain(
    _ value: FieldValue,
    of field: FieldOptions,
    in context: DrawContext
  ) -> String {
    switch value {
    case .null, .trend: field.noValue ?? ""
    case .time(let moment):
      Unit("dateTimeAsIso").text(
        Double(moment.milliseconds),
        zone: context.zone,
        now: context.now
      )
    case .number(let number): field.text(number, by: .lastNotNull, in: context)
    case .text(let text): ForeignText(text).safe
    case .boolean(let isTrue): isTrue ? "True" : "False"
    }
  }
}

extension ValueMapping {
  /// Whether it says what this value is shown as.
  fileprivate func stands(for value: FieldValue) -> Bool {
    switch (match, value) {
    case (.value(let text), .number(let number)): return Double(text) == number
    case (.value(let text), .text(let own)): return text == own
    case (.value(let text), .boolean(let isTrue)): return text == (isTrue ? "true" : "false")
    case (.range(let low, let high), .number(let number)):
      return number >= low ?? -.infinity && number <= high ?? .infinity
    case (.null, .null), (.nullOrNaN, .null), (.yes, .boolean(true)), (.no, .boolean(false)):
      return true
    case (.nan, .number(let number)), (.nullOrNaN, .number(let number)): return number.isNaN
    case (.empty, .text(let own)): return own.isEmpty
    default: return false
    }
  }
}
