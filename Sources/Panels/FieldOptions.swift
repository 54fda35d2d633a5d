package import Canvas
package import Documents
package import Metrics

/// What a panel's values are and mean: unit, decimals, ends, thresholds.
package struct FieldOptions: Hashable, Sendable {
  package var unit: Unit
  package var decimals: Int?
  package var min: Double?
  package var max: Double?
  package var noValue: String?
  package var thresholds: [Threshold]
  package var isPercentage: Bool
  /// Where a Grafana panel's fields say how; then mappings and colour modes count.
  var display: FieldDisplay?

  package static let options: [PanelOption] = [
    PanelOption("unit", .string, "Grafana's unit id: short, bytes, s, percent, suffix: s."),
    PanelOption("decimals", .integer(atLeast: 0), "Digits after the point."),
    PanelOption("min", .number, "The low end of the axis or bar."),
    PanelOption("max", .number, "The high end of the axis or bar."),
    PanelOption("noValue", .string, "What stands for no data."),
    PanelOption("thresholds", .thresholds, "Limits, and what crossing them means."),
    PanelOption(
      "thresholdsMode",
      .choice(["absolute", "percentage"]),
      "Limits as values, or of min to max."
    ),
  ]

  package init(_ options: Options) {
    unit = Unit(options.string("unit") ?? "short")
    decimals = options.integer("decimals")
    min = options.number("min")
    max = options.number("max")
    noValue = options.string("noValue")
    thresholds = options.thresholds("thresholds") ?? []
    isPercentage = options.string("thresholdsMode") == "percentage"
  }

  /// As a Grafana panel's fields have it.
  ///
  /// - Parameters:
  ///   - config: After its defaults and overrides.
  ///   - tint: The field's own colour, which its values have too unless the mode asks them.
  package init(_ config: FieldConfig, tint: String? = nil) {
    display = FieldDisplay(config: config, tint: tint)
    unit = Unit(config.unit ?? "none")
    decimals = config.decimals
    min = config.min
    max = config.max
    noValue = config.noValue
    thresholds = config.thresholds ?? []
    isPercentage = config.hasPercentageThresholds ?? false
  }

  /// As a column of a Grafana panel has it.
  package init(_ field: Field) {
    self.init(field.config, tint: field.tint)
    display?.showsMilliseconds = field.spansLessThanAMinute
  }

  /// What holds for a series: its own configuration, else the panel's options.
  package func own(_ series: FrameSeries) -> FieldOptions {
    series.config.map { FieldOptions($0, tint: series.tint) } ?? self
  }

  package func text(_ value: Double) -> String {
    currentDisplay?.shown(FieldValue(value), zone: .local, now: nil).text
      ?? unit.text(value, decimals: decimals)
  }

  /// - Parameters:
  ///   - value: What the series came to.
  ///   - calc: How; a count of values has no unit, a share of change is in percent.
  ///   - context: Whose clock and zone tell dates.
  /// - Returns: The value in its unit.
  package func text(_ value: Double, by calc: Reducer, in context: DrawContext) -> String {
    guard var display = currentDisplay else {
      return (calc.unit ?? unit)
        .text(value, decimals: decimals, zone: context.zone, now: context.now)
    }
    if let unit = calc.unit { display.config.unit = unit.id }
    return display.shown(FieldValue(value), zone: context.zone, now: context.now).text
  }

  /// What a reduced value is written as; of none what stands for it.
  private func text(_ value: Double?, by calc: Reducer, in context: DrawContext) -> String {
    guard let value else {
      let shown = currentDisplay?.shown(.null, zone: context.zone, now: context.now).text
      return shown.flatMap { $0.isEmpty ? nil : $0 } ?? noValue ?? "no data"
    }
    return text(value, by: calc, in: context)
  }

  /// The value that a threshold's limit stands for, between these ends.
  private func measured(_ value: Double) -> Double {
    guard isPercentage else { return value }
    let (low, high) = (min ?? 0, max ?? 100)
    return high > low ? (value - low) / (high - low) * 100 : 0
  }

  /// The thresholds with a state that a value has crossed, the worst last.
  private func crossed(_ value: Double) -> [Threshold] {
    thresholds.filter { $0.state != nil && $0.isCrossed(by: measured(value)) }
      .sorted { ($0.state == .critical ? 1 : 0) < ($1.state == .critical ? 1 : 0) }
  }

  package func state(of value: Double?) -> Reading.State {
    guard let value, !value.isNaN else { return .unknown }
    switch crossed(value).last?.state {
    case .critical?: return .critical
    case .warning?: return .warning
    case nil: return .ok
    }
  }

  /// What was crossed: `73 > 50`.
  package func reason(of value: Double?) -> String {
    guard let value, let threshold = crossed(value).last else { return "" }
    let sign: String
    switch threshold.condition {
    case .above: sign = ">"
    case .below: sign = "<"
    case .atLeast: sign = ">="
    }
    let limit = Digits.fixed(threshold.limit, nil)
    return "\(text(value)) \(sign) \(isPercentage ? limit + "%" : text(threshold.limit))"
  }

  /// The limit that was crossed, in words: `above 50`; empty where none was.
  package func limit(of value: Double?) -> String {
    guard let value, let threshold = crossed(value).last else { return "" }
    let word: String
    switch threshold.condition {
    case .above: word = "above"
    case .below: word = "below"
    case .atLeast: word = "at least"
    }
    let limit = Digits.fixed(threshold.limit, nil)
    return "\(word) \(isPercentage ? limit + "%" : text(threshold.limit))"
  }

  /// The colour of a value: its state's, else the one its threshold gives; nil where neither says.
  package func color(of value: Double?, in context: DrawContext) -> Color? {
    guard !context.isStale else { return nil }
    if let display = currentDisplay {
      return display.shown(FieldValue(value ?? .null), zone: context.zone, now: nil).color
        .color(in: context.theme)
    }
    guard let value, !value.isNaN else { return nil }
    switch state(of: value) {
    case .critical: return context.theme.critical
    case .warning: return context.theme.warning
    case .ok, .unknown: break
    }
    let plain = thresholds.filter { $0.state == nil && $0.isCrossed(by: measured(value)) }
    return plain.last?.color.flatMap { context.theme.color(named: $0) }
  }

  /// - Parameters:
  ///   - series: What is told of.
  ///   - place: Its index among the frame's series.
  ///   - value: What it is reduced to.
  ///   - calc: How it was reduced.
  ///   - color: Of the value.
  ///   - context: Whose clock and zone tell dates.
  /// - Returns: What a reader is told.
  package func reading(
    of series: FrameSeries,
    at place: Int,
    value: Double?,
    by calc: Reducer = .lastNotNull,
    color: Color?,
    in context: DrawContext
  ) -> Reading {
    Reading(
      name: series.name,
      labels: series.labels,
      series: place,
      value: value,
      text: text(value, by: calc, in: context),
      color: color,
      state: state(of: value),
      reason: reason(of: value)
    )
  }
}

extension DrawContext {
  /// The sign beside a value in trouble; stale, it is not known any more.
  package func sign(_ state: Reading.State) -> String {
    switch state {
    case .ok: isStale ? "?" : ""
    case .unknown: "?"
    case .warning: isStale ? "?" : "!"
    case .critical: isStale ? "?" : "!!"
    }
  }

  /// The colour of a state; grey where the data is old.
  package func color(_ state: Reading.State) -> Color {
    guard !isStale else { return theme.dim }
    switch state {
    case .ok: return theme.text
    case .unknown: return theme.dim
    case .warning: return theme.warning
    case .critical: return theme.critical
    }
  }

  package var dot: String { glyphs == .ascii ? "." : "·" }
}
