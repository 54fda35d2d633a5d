package import Canvas
package import Metrics

/// A value as a reader sees it: its text and its colour by a field's configuration.
///
/// The one place that turns a Grafana panel's values into text and colour, for single values and
/// tables alike.
package struct ShownValue: Hashable, Sendable {
  package var text: String
  /// nil where the configuration gives none, or the data is old.
  package var color: Color?

  package init(text: String, color: Color? = nil) {
    self.text = text
    self.color = color
  }

  /// - Parameters:
  ///   - value: Any; of text and what isn't there no unit is told.
  ///   - options: Of its field.
  ///   - tint: The field's own colour: a name or `#rrggbb`.
  ///   - empty: What stands for a value that isn't there, where the field says nothing of it.
  ///   - context: Whose theme, clock and zone.
  package init(
    _ value: FieldValue,
    by options: FieldOptions,
    tint: String? = nil,
    empty: String = "",
    in context: DrawContext
  ) {
    let number = value.number
    switch value {
    case .null: text = options.noValue ?? empty
    case .text(let words): text = ForeignText(words).safe
    case .boolean(let isTrue): text = isTrue ? "True" : "False"
    case .time(let moment):
      let unit = options.unit.id == "none" ? Unit("dateTimeAsIso") : options.unit
      text = unit.text(Double(moment.milliseconds), zone: context.zone, now: context.now)
    case .number(let number):
      text = options.unit.text(
        number,
        decimals: options.decimals,
        zone: context.zone,
        now: context.now
      )
    case .trend(let series):
      let last = Reducer.lastNotNull.value(of: series)
      text = last.map { options.text($0, by: .lastNotNull, in: context) } ?? empty
    }
    let own = context.isStale ? nil : tint.flatMap { context.theme.color(named: $0) }
    color = own ?? options.color(of: number, in: context)
  }
}

extension FieldValue {
  /// As thresholds and ends measure it; nil where there is none.
  package var number: Double? {
    switch self {
    case .null, .text: nil
    case .number(let number): number
    case .boolean(let isTrue): isTrue ? 1 : 0
    case .time(let moment): Double(moment.milliseconds)
    case .trend(let series): Reducer.lastNotNull.value(of: series)
    }
  }
}
