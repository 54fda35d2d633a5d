package import Canvas
package import Metrics

/// A value as a panel draws it.
package struct ShownValue: Hashable, Sendable {
  /// One line; empty where there is nothing to say.
  package var text: String
  /// nil where the data is old, or nothing gives a colour.
  package var color: Color?
  /// Where it lies between its ends, 0 to 1; beyond them less or more.
  package var percent: Double?

  package init(text: String, color: Color? = nil, percent: Double? = nil) {
    self.text = text
    self.color = color
    self.percent = percent
  }
}

extension FieldOptions {
  /// A value as it is written, coloured and placed: a Grafana panel's by its mappings, unit and
  /// colour mode, else by unit and thresholds.
  package func shown(_ value: FieldValue, in context: DrawContext) -> ShownValue {
    if let display = currentDisplay {
      let shown = display.shown(value, zone: context.zone, now: context.now)
      return ShownValue(
        text: shown.text,
        color: context.isStale ? nil : shown.color.color(in: context.theme),
        percent: shown.percent
      )
    }
    switch value {
    case .null: return ShownValue(text: noValue ?? "")
    case .text(let text): return ShownValue(text: text)
    case .boolean(let yes): return ShownValue(text: Unit("bool").text(yes ? 1 : 0))
    case .time(let moment):
      let number = Double(moment.milliseconds)
      let unit = unit.isDate ? unit : Unit("dateTimeAsIso")
      return ShownValue(text: unit.text(number, zone: context.zone, now: context.now))
    case .number(let number): return shown(number, in: context)
    case .trend(let series):
      guard let last = Reducer.lastNotNull.value(of: series) else {
        return ShownValue(text: noValue ?? "")
      }
      return shown(last, in: context)
    }
  }

  private func shown(_ number: Double, in context: DrawContext) -> ShownValue {
    let (low, high) = (min ?? 0, max ?? 100)
    return ShownValue(
      text: unit.text(number, decimals: decimals, zone: context.zone, now: context.now),
      color: color(of: number, in: context),
      percent: high > low && !number.isNaN ? (number - low) / (high - low) : nil
    )
  }

  /// A tick of an axis: of a Grafana panel by its mappings and with its neighbours' decimals.
  ///
  /// - Parameters:
  ///   - value: Where it stands.
  ///   - increment: From one tick to the next.
  ///   - context: Whose clock and zone tell dates.
  /// - Returns: One line.
  package func tick(_ value: Double, increment: Double, in context: DrawContext) -> String {
    guard let display = currentDisplay else { return unit.text(value, decimals: decimals) }
    if let mapped = display.mapped(.number(value))?.text { return mapped }
    return unit.tick(
      value,
      increment: increment,
      decimals: decimals,
      zone: context.zone,
      now: context.now
    )
  }

  /// The display with what a panel has set since: ends, decimals.
  var currentDisplay: FieldDisplay? {
    guard var display else { return nil }
    if display.config.unit != nil || unit.id != "none" { display.config.unit = unit.id }
    display.config.decimals = decimals
    display.config.min = min
    display.config.max = max
    display.config.noValue = noValue
    return display
  }
}

extension FieldValue {
  init(_ value: Double) { self = value.isNull ? .null : .number(value) }
}

extension Field {
  /// Whether its moments need milliseconds to be told apart.
  var spansLessThanAMinute: Bool {
    guard case .times(let times) = values, times.count > 1, let first = times.first,
      let last = times.last, first != Column.noTime, last != Column.noTime
    else { return false }
    return last.subtractingReportingOverflow(first).partialValue.magnitude < 60_000
  }
}
