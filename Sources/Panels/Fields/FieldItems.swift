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
  package var pattern: String?
  /// Each row is an item.
  package var isByRow: Bool
  /// Of rows.
  package var limit: Int

  /// What stands for no item at all, where the file says so.
  package var noValue: String?

  package init(_ options: Options, noValue: String? = nil) {
    self.noValue = noValue
    let names = options.strings("reduceOptions.calcs") ?? ["lastNotNull"]
    let known = names.compactMap { Reducer(named: $0) }
    calcs = known.isEmpty ? [.last] : known
    pattern = options.string("reduceOptions.fields").flatMap { $0.isEmpty ? nil : $0 }
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
    let ends = DataEnds(frame.frames)
    var items: [FieldItem] = []
    var series = 0
    for table in frame.frames {
      for place in table.fields.indices {
        let isSeries = table.time != nil && table.fields[place].values.isNumeric
        defer { series += isSeries ? 1 : 0 }
        guard isShown(table.fields[place], in: table) else { continue }
        let maker = ItemMaker(
          table: table,
          place: place,
          series: isSeries ? series : nil,
          ends: ends,
          context: context
        )
        if isByRow {
          items += (0..<min(table.rowCount, max(0, limit - items.count))).map {
            maker.item(row: $0)
          }
        } else {
          items += calcs.map { maker.item($0) }
        }
      }
    }
    return items
  }

  private func isShown(_ field: Field, in table: DataFrame) -> Bool {
    guard field.config.graph.hidden?.fromPlot != true else { return false }
    guard let pattern else { return field.values.isNumeric }
    return FieldMatcher.byRegexp(pattern).matches(field, in: table)
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
    ShownValue(.number(number), by: options, tint: tint, in: context).color
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

/// The least and the greatest number of all fields.
struct DataEnds {
  var all: (low: Double, high: Double)?

  init(_ frames: [DataFrame]) { all = Self.ends(of: frames.flatMap(\.fields)) }

  static func ends(of fields: [Field]) -> (low: Double, high: Double)? {
    var ends: (low: Double, high: Double)?
    for field in fields {
      guard case .numbers(let values) = field.values else { continue }
      for value in values where value.isFinite {
        ends = ends.map { (min($0.low, value), max($0.high, value)) } ?? (value, value)
      }
    }
    return ends
  }

  /// Of percentages 0 to 100 where the file sets nothing.
  func ends(of field: Field) -> (low: Double, high: Double) {
    let config = field.config
    let whole: (Double, Double)? =
      switch config.unit {
      case "percent": (0, 100)
      case "percentunit": (0, 1)
      default: nil
      }
    let data = config.hasOwnEnds == true ? Self.ends(of: [field]) : all
    let (low, high) = whole ?? data ?? (0, 100)
    let (start, end) = (config.min ?? low, config.max ?? high)
    return start > end ? (end, start) : (start, end)
  }
}

/// Makes the items of one field.
struct ItemMaker {
  var table: DataFrame
  var place: Int
  /// Among the frame's series.
  var series: Int?
  var ends: DataEnds
  var context: DrawContext

  private var field: Field { table.fields[place] }

  func item(_ calc: Reducer) -> FieldItem {
    item(calc.value(of: field.values), title: field.displayName, course: course)
  }

  func item(row: Int) -> FieldItem {
    item(field.values[row], title: RowTitle(table: table, place: place).title(row: row))
  }

  private var course: FrameSeries? {
    guard case .numbers(let values) = field.values, case .times(let times)? = table.time?.values
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
    let (low, high) = ends.ends(of: field)
    var options = FieldOptions(field.config)
    (options.min, options.max) = (low, high)
    let shown = ShownValue(value, by: options, tint: field.tint, empty: "no data", in: context)
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
    if let name = table.fields[place].config.displayName, !name.isEmpty {
      return ForeignText(cells(of: row, in: table.fields[place].displayName.raw))
    }
    var words: [String] = []
    var numbers = 0
    for (index, field) in table.fields.enumerated() where index != place {
      switch field.values {
      case .texts(let values): words.append(values[row] ?? "")
      case .numbers: numbers += 1
      case .times, .booleans, .trends: break
      }
    }
    words.removeAll { $0.isEmpty }
    if numbers > 0 || words.isEmpty { words.append(table.fields[place].displayName.raw) }
    return ForeignText(words.joined(separator: " "))
  }

  /// Fills in `$__cell_0` and `${__cell_0}`.
  private func cells(of row: Int, in template: String) -> String {
    guard template.contains("__cell_") else { return template }
    var text = template
    // From the last on: the first of eleven is the head of the eleventh.
    for (index, field) in table.fields.enumerated().reversed() {
      let cell = Self.text(field.values[row])
      text = text.replacing("${__cell_\(index)}", with: cell)
        .replacing("$__cell_\(index)", with: cell)
    }
    return text
  }

  private static func text(_ value: FieldValue) -> String {
    switch value {
    case .null, .trend: ""
    case .text(let words): words
    case .number(let number): Digits.fixed(number, nil)
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .time(let moment): "\(moment.milliseconds)"
    }
  }
}

extension Reducer {
  /// What a column comes to; of texts and moments only what needs no sums.
  package func value(of column: Column) -> FieldValue {
    switch column {
    case .numbers(let values):
      let number = value(of: FrameSeries(name: "", values: values))
      return number.map { $0.isNull ? .null : .number($0) } ?? .null
    case .times, .texts, .booleans, .trends: break
    }
    let all = (0..<column.count).map { column[$0] }
    let there = all.filter { $0 != .null }
    switch self {
    case .last: return all.last ?? .null
    case .lastNotNull: return there.last ?? .null
    case .first: return all.first ?? .null
    case .firstNotNull: return there.first ?? .null
    case .count: return .number(Double(there.count))
    case .countAll: return .number(Double(all.count))
    case .distinctCount: return .number(Double(Set(all).count))
    case .changeCount:
      return .number(Double(zip(all, all.dropFirst()).count { $0.0 != $0.1 }))
    case .allIsNull: return .number(there.isEmpty ? 1 : 0)
    case .min: return there.min { ($0.number ?? 0) < ($1.number ?? 0) } ?? .null
    case .max: return there.max { ($0.number ?? 0) < ($1.number ?? 0) } ?? .null
    case .range, .mean, .sum, .delta, .diff, .median, .stdDev, .variance, .step, .diffperc, .logmin,
      .allIsZero, .percentile:
      return .null
    }
  }
}
