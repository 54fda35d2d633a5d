package import Canvas
package import Documents
package import Metrics

/// The single values that a Grafana panel shows: its fields, each reduced, or each of their rows.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldDisplay.ts`.
package struct FieldItems: Hashable, Sendable {
  /// The keys of a Grafana panel's `options` that it reads.
  package static let grafanaOptions: [PanelOption] = [
    PanelOption("reduceOptions.calcs", .choices(Reducer.names), "How a field becomes one number."),
    PanelOption("reduceOptions.fields", .string, "Which fields: a pattern; else all of numbers."),
    PanelOption("reduceOptions.values", .boolean, "Each row, not each field."),
    PanelOption("reduceOptions.limit", .integer(atLeast: 0), "The most rows."),
  ]

  /// What it reads of a field's configuration.
  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "noValue", "displayName", "thresholds",
    "mappings", "color", "custom.hideFrom",
  ]

  /// In order, at least one.
  package var calcs: [Reducer]
  /// A pattern of names; nil: the fields of numbers.
  private var wanted: CompiledMatcher?
  /// Each row is an item.
  package var isByRow: Bool
  /// Of rows.
  package var limit: Int

  /// What stands for no item at all, where the file says so.
  package var noValue: String?

  /// Colours that the file gives to rows by their titles.
  package var rowColors: [ForeignText: String] = [:]

  /// - Parameters:
  ///   - options: The panel's.
  ///   - fields: What its file says of all fields.
  package init(_ options: Options, fields: FieldRules = FieldRules()) {
    noValue = fields.defaults.noValue
    for override in fields.overrides {
      guard case .byName(let name) = override.matcher, let color = override.config.color?.fixed
      else { continue }
      rowColors[ForeignText(name)] = color
    }
    let names = options.strings("reduceOptions.calcs") ?? ["lastNotNull"]
    let known = names.compactMap { Reducer(named: $0) }
    calcs = known.isEmpty ? [.last] : known
    let pattern = options.string("reduceOptions.fields").flatMap { $0.isEmpty ? nil : $0 }
    wanted = pattern.map { CompiledMatcher(.byRegexp($0)) }
    isByRow = options.bool("reduceOptions.values") ?? false
    limit = options.integer("reduceOptions.limit").flatMap { $0 > 0 ? $0 : nil } ?? 25
  }

  /// What a reader is told of each item, or of there being none.
  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    let items = items(frame, in: context)
    guard items.isEmpty, let noValue else { return items.map(\.reading) }
    return [Reading(name: "", value: Double(noValue), text: noValue)]
  }

  /// The items of a Grafana panel, in the order of its fields.
  package func items(_ frame: Frame, in context: DrawContext) -> [FieldItem] {
    var items: [FieldItem] = []
    var series = 0
    for table in frame.frames {
      for place in table.fields.indices {
        let isSeries = table.time != nil && table.fields[place].isGraphed
        defer { series += isSeries ? 1 : 0 }
        guard isShown(place, of: table) else { continue }
        let maker = ItemMaker(
          table: table,
          place: place,
          series: isSeries ? series : nil,
          context: context
        )
        if isByRow {
          items += (0..<min(table.rowCount, max(0, limit - items.count))).map { row in
            var item = maker.item(row: row)
            let color = context.isStale ? nil : rowColors[item.title]
            item.color = color.flatMap { context.theme.color(named: $0) } ?? item.color
            return item
          }
        } else {
          items += calcs.map { maker.item($0) }
        }
      }
    }
    return items
  }

  private func isShown(_ place: Int, of table: DataFrame) -> Bool {
    let field = table.fields[place]
    guard field.config.graph.hidden?.fromPlot != true else { return false }
    return wanted?.matches(fieldAt: place, in: table) ?? field.values.isNumeric
  }
}

/// One single value that a Grafana panel shows.
package struct FieldItem: Hashable, Sendable {
  package var title: ForeignText
  /// As it stands; text where the field is of text.
  package var value: FieldValue
  /// The value with its unit, or what is mapped to it.
  package var text: String
  /// By the field's colour mode and the value; nil where nothing gives one, or the data is old.
  package var color: Color?
  /// The ends that bars are measured by: the field's, else those of its or of all data.
  package var low: Double
  package var high: Double
  /// The field's own values over time, where it has any.
  package var course: FrameSeries?
  /// With both ends set.
  package var options: FieldOptions
  package var config: FieldConfig
  /// The field's own colour: a name or `#rrggbb`.
  package var tint: String?
  package var labels: Labels
  /// Its place among the frame's series.
  package var series: Int?

  package var number: Double? { value.number }

  /// How far a value is from the low end to the high one, 0...1; 0 where nothing can be said.
  package func share(of number: Double?) -> Double {
    guard let number, !number.isNaN, high > low else { return 0 }
    return max(0, min(1, (number - low) / (high - low)))
  }

  /// The value at which a threshold begins.
  package func limit(of threshold: Threshold) -> Double {
    options.isPercentage && threshold.limit.isFinite
      ? low + (high - low) * threshold.limit / 100 : threshold.limit
  }

  /// Of its own value, 0...1.
  package var percent: Double { share(of: number) }

  /// The colour that a value of this field would have, for bars coloured by place.
  package func color(at number: Double, in context: DrawContext) -> Color? {
    options.color(of: number, in: context)
  }

  private var state: Reading.State {
    if case .text = value { return .ok }
    return options.state(of: number)
  }

  package var reading: Reading {
    Reading(
      name: title,
      labels: labels,
      series: series,
      value: number,
      text: text,
      color: color,
      state: state,
      reason: options.reason(of: number)
    )
  }
}

extension Field {
  /// Whether its values are a series of the panel's frame: a yes is 1 there, a no 0.
  var isGraphed: Bool {
    switch values {
    case .numbers, .booleans: true
    case .times, .texts, .trends: false
    }
  }

  /// Its configuration with both ends set: the file's, else those of the data; of percentages 0 to
  /// 100.
  var measuredOptions: FieldOptions {
    var options = FieldOptions(self)
    let whole: (Double, Double)? =
      switch config.unit {
      case "percent": (0, 100)
      case "percentunit": (0, 1)
      default: nil
      }
    let (low, high) = whole ?? config.dataEnds.map { ($0.low, $0.high) } ?? (0, 100)
    let (start, end) = (config.min ?? low, config.max ?? high)
    (options.min, options.max) = (Swift.min(start, end), Swift.max(start, end))
    return options
  }
}

extension FieldOptions {
  /// A value as it is shown, in a line that is safe to draw, whatever a server or a file says.
  func shownSafely(_ value: FieldValue, in context: DrawContext) -> ShownValue {
    var shown = shown(value, in: context)
    shown.text = ForeignText(shown.text).safe
    return shown
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

/// Makes the items of one field.
struct ItemMaker {
  var table: DataFrame
  var place: Int
  /// Among the frame's series.
  var series: Int?
  var context: DrawContext

  private var field: Field { table.fields[place] }

  func item(_ calc: Reducer) -> FieldItem {
    item(calc.value(of: field.values), title: field.displayName, course: course)
  }

  func item(row: Int) -> FieldItem {
    item(field.values[row], title: RowTitle(table: table, place: place).title(row: row))
  }

  private var course: FrameSeries? {
    guard let (rows, times) = table.timed, case .numbers(let values) = rows.fields[place].values
    else { return nil }
    return FrameSeries(
      name: field.displayName,
      refId: table.refId,
      labels: field.labels,
      timestamps: times,
      values: values,
      config: field.config,
      tint: field.tint
    )
  }

  private func item(
    _ value: FieldValue,
    title: ForeignText,
    course: FrameSeries? = nil
  ) -> FieldItem {
    let options = field.measuredOptions
    let (low, high) = (options.min ?? 0, options.max ?? 100)
    var shown = options.shownSafely(value, in: context)
    if shown.text.isEmpty { shown.text = "no data" }
    return FieldItem(
      title: title,
      value: value,
      text: shown.text,
      color: shown.color,
      low: low,
      high: high,
      course: course,
      options: options,
      config: field.config,
      tint: field.tint,
      labels: field.labels,
      series: series
    )
  }
}

/// What a row of a table is called: its texts, and the field where it has several numbers.
struct RowTitle {
  var table: DataFrame
  var place: Int

  func title(row: Int) -> ForeignText {
    let field = table.fields[place]
    if let name = field.config.displayName, !name.isEmpty {
      return ForeignText(FieldTemplate(field: field, frame: table, row: row).filled(name))
    }
    var words: [String] = []
    var numbers = 0
    for (index, other) in table.fields.enumerated() where index != place {
      switch other.values {
      case .texts(let values): words.append(values[row] ?? "")
      case .numbers: numbers += 1
      case .times, .booleans, .trends: break
      }
    }
    words.removeAll { $0.isEmpty }
    if numbers > 0 || words.isEmpty { words.append(field.displayName.raw) }
    return ForeignText(words.joined(separator: " "))
  }
}
