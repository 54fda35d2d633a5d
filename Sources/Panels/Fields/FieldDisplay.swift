import Metrics

/// How the values of a Grafana panel's field are written and coloured.
///
/// Source: Grafana, `packages/grafana-data/src/field/displayProcessor.ts` and `scale.ts`.
struct FieldDisplay: Hashable, Sendable {
  /// A value as it is shown.
  struct Shown: Hashable, Sendable {
    var text: String
    var color: ValueColor
    /// Where it lies between its ends, 0 to 1; beyond them less or more.
    var percent: Double
  }

  var config: FieldConfig
  /// The field's own colour, where its colour mode doesn't ask the value.
  var tint: String?
  /// Whether moments lie so near to each other that only milliseconds tell them.
  var showsMilliseconds = false

  /// - Parameters:
  ///   - value: Any; what is missing is written as the field says.
  ///   - zone: Whose clock tells dates.
  ///   - now: What today is.
  /// - Returns: What stands for it.
  func shown(_ value: FieldValue, zone: Zone, now: Timestamp?) -> Shown {
    let mapped = mapped(value)
    let number = number(value)
    let percent = percent(of: number, value)
    let text =
      mapped?.text
      ?? written(value, number: number, zone: zone, now: now)
      ?? plain(value)
    return Shown(
      text: text.isEmpty ? config.noValue ?? "" : text,
      color: mapped?.color.map { .named($0) } ?? color(of: number, value, percent: percent),
      percent: percent
    )
  }

  /// What the first mapping says that is for this value.
  func mapped(_ value: FieldValue) -> ValueMapping.Result? {
    config.mappings?.lazy.compactMap { $0.result(for: value) }.first
  }

  // MARK: - Text

  /// The number that a value stands for; nil where it is none.
  private func number(_ value: FieldValue) -> Double? {
    let number: Double? =
      switch value {
      case .null: nil
      case .number(let number): number
      case .time(let moment): Double(moment.milliseconds)
      case .boolean(let yes): yes ? 1 : 0
      case .text(let text):
        config.unit == nil || config.unit == "string" || text.isEmpty ? nil : text.asNumber
      case .trend(let series): Reducer.lastNotNull.value(of: series)
      }
    return number.flatMap { $0.isNaN ? nil : $0 }
  }

  /// In the field's unit; nil where it has none for such a value.
  private func written(
    _ value: FieldValue,
    number: Double?,
    zone: Zone,
    now: Timestamp?
  ) -> String? {
    guard let number else { return nil }
    var unit = Unit(config.unit ?? "none")
    switch value {
    case .boolean where !unit.id.hasPrefix("bool"): unit = Unit("bool")
    case .time where !unit.isDate:
      unit = Unit(showsMilliseconds ? "time:YYYY-MM-DD HH:mm:ss.SSS" : "dateTimeAsSystem")
    default: break
    }
    return unit.text(number, decimals: config.decimals, zone: zone, now: now, style: .grafana)
  }

  /// Without a unit, because it is no number.
  private func plain(_ value: FieldValue) -> String {
    switch value {
    case .null, .trend: ""
    case .number: "NaN"
    case .text(let text): text
    case .time, .boolean: ""
    }
  }

  // MARK: - Place and colour

  /// The ends that percentages are of.
  var ends: (low: Double, high: Double) {
    guard config.min != nil || config.max != nil || config.dataEnds != nil else { return (0, 100) }
    let low = config.min ?? config.dataEnds?.low ?? 0
    return (low, config.max ?? config.dataEnds?.high ?? Swift.max(low, 100))
  }

  private func percent(of number: Double?, _ value: FieldValue) -> Double {
    if case .boolean(let yes) = value { return yes ? 1 : 0 }
    guard let number, number != -.infinity else { return 0 }
    let (low, high) = ends
    let share = (number - low) / (high - low)
    return share.isNaN ? 0 : share
  }

  private func color(of number: Double?, _ value: FieldValue, percent: Double) -> ValueColor {
    let mode = config.color?.mode ?? "thresholds"
    let ramp = ColorRamp.colors(mode)
    if case .boolean(let yes) = value, ramp != nil || tint == nil {
      return .named(yes ? ramp?.last ?? "green" : ramp?.first ?? "red")
    }
    if let ramp { return .ramp(ramp, percent) }
    if let tint { return .named(tint) }
    let limits = config.thresholds ?? FieldConfig.defaultThresholds
    let measured = number.map { config.hasPercentageThresholds == true ? percent * 100 : $0 }
    let active = limits.last { $0.limit <= measured ?? -.infinity } ?? limits.first
    return .named(active?.color ?? "#808080")
  }

  /// The colour that tells the field from others: its own, or its value's.
  func color(of series: FrameSeries) -> ValueColor {
    if ColorRamp.colors(config.color?.mode ?? "") == nil, let tint { return .named(tint) }
    let calc = config.color?.seriesBy.flatMap { Reducer(named: $0) } ?? .last
    let number = calc.value(of: series).flatMap { $0.isNaN ? nil : $0 }
    let value = number ?? 0
    return color(of: value, .number(value), percent: percent(of: value, .number(value)))
  }
}

extension FieldConfig {
  /// What fields without limits have.
  static let defaultThresholds = [
    Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(80), color: "red"),
  ]
}
