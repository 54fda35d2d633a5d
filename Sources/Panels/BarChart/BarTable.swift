import Canvas
import Documents
import Metrics

/// What a bar chart draws: categories, and in each a bar of every kind.
struct BarTable: Hashable {
  struct Kind: Hashable {
    var name: ForeignText
    /// Whose limits are drawn, and by which values are told and coloured.
    var field: FieldOptions
    var color: Color
    /// One per category; NaN where there is none.
    var values: [Double]
    var texts: [String]
    /// Of single bars; nil: the kind's.
    var colors: [Color?]
    var isInLegend = true
    var fill: Character?
    var style = GraphStyle()
  }

  var categories: [String] = []
  var kinds: [Kind] = []
  /// The names of the categories aren't told.
  var hidesNames = false

  /// A category per series of a layout, which has one bar, its last value.
  init(series: [FrameSeries], field: FieldOptions, calc: Reducer, in context: DrawContext) {
    categories = series.map(\.name.safe)
    let values = series.map { calc.value(of: $0) ?? .nan }
    let kind = Kind(
      name: "",
      field: field,
      color: context.theme.bar,
      values: values,
      texts: values.map { $0.isNaN ? "" : field.text($0, by: calc, in: context) },
      colors: zip(series, values).map { series, value in
        field.color(of: value, in: context)
          ?? context.colors.color(of: series, theme: context.theme)
      },
      isInLegend: false
    )
    kinds = series.isEmpty ? [] : [kind]
  }

  /// A category per row of a Grafana panel's frames, which has a bar for each field of numbers.
  init(
    frames: [DataFrame],
    xField: String?,
    colorField: String? = nil,
    in context: DrawContext
  ) {
    let named = frames.first { Self.names(in: $0, xField) != nil }
    if let named, let names = Self.names(in: named, xField) {
      categories = (0..<named.rowCount).map { row in
        FieldOptions(names).shownSafely(names.values[row], in: context).text
      }
      hidesNames = names.config.graph.axis == .hidden
      add(named.fields.filter { $0 != names }, in: context) { $0 }
      if let colorField { color(by: colorField, of: named, in: context) }
    } else {
      addTimes(frames, in: context)
    }
    let fills = BarPlot.fills(kinds.map(\.color), in: context)
    for place in kinds.indices { kinds[place].fill = fills[place] }
  }

  /// Bars get the colours that another field's values have.
  private mutating func color(by name: String, of frame: DataFrame, in context: DrawContext) {
    let field = frame.fields.first { $0.displayName.raw == name || $0.name.raw == name }
    guard let field else { return }
    let options = FieldOptions(field)
    let colors = categories.indices.map { row in
      options.shownSafely(field.values[row], in: context).color
    }
    for place in kinds.indices { kinds[place].colors = colors }
  }

  /// The field that names the bars: the one asked for, else the first of words.
  private static func names(in frame: DataFrame, _ xField: String?) -> Field? {
    if let xField {
      return frame.fields.first { $0.displayName.raw == xField || $0.name.raw == xField }
    }
    return frame.fields.first { if case .texts = $0.values { true } else { false } }
  }

  /// Without words the moments are the categories, over all frames.
  private mutating func addTimes(_ frames: [DataFrame], in context: DrawContext) {
    var all: Set<Int64> = []
    for frame in frames {
      if case .times(let times)? = frame.time?.values { all.formUnion(times) }
    }
    let moments = all.filter { $0 != Column.noTime }.sorted()
    let isLong = (moments.last ?? 0) - (moments.first ?? 0) > 86_400_000
    categories = moments.map { moment in
      let civil = context.zone.civil(Timestamp(milliseconds: moment))
      return isLong ? "\(civil.date.dropFirst(5)) \(civil.clock)" : civil.clock
    }
    for frame in frames {
      guard case .times(let times)? = frame.time?.values else { continue }
      let rows = Dictionary(zip(times, times.indices)) { $1 }
      add(frame.fields, in: context) { row in rows[moments[row]] }
    }
  }

  /// - Parameters:
  ///   - fields: Those of numbers become kinds.
  ///   - context: Theme and clock.
  ///   - row: The field's row of a category.
  private mutating func add(
    _ fields: [Field],
    in context: DrawContext,
    row: (Int) -> Int?
  ) {
    for field in fields where field.config.graph.hidden?.fromPlot != true {
      guard case .numbers(let numbers) = field.values else { continue }
      let options = FieldOptions(field)
      let values = categories.indices.map { place in row(place).map { numbers[$0] } ?? .null }
      let looks = values.map { value in
        options.shownSafely(value.isNull ? .null : .number(value), in: context)
      }
      let series = FrameSeries(name: field.displayName, config: field.config, tint: field.tint)
      kinds.append(
        Kind(
          name: field.displayName,
          field: options,
          color: looks.last { $0.color != nil && field.tint == nil }?.color
            ?? context.colors.color(of: series, theme: context.theme),
          values: values,
          texts: looks.map(\.text),
          colors: looks.map(\.color),
          isInLegend: field.config.graph.hidden?.fromLegend != true,
          style: field.config.graph
        )
      )
    }
  }

  /// The bars of a category as pieces from zero on.
  ///
  /// - Returns: One list per bar: of each kind its own, or stacked all in one.
  func pieces(_ category: Int, _ stacking: BarChartPanel.Stacking) -> [[BarPlot.Piece]] {
    let values = kinds.map { kind in
      kind.values[category].isFinite ? kind.values[category] : 0
    }
    guard stacking != .none else {
      return kinds.indices.map { [piece($0, category, from: 0, to: values[$0])] }
    }
    let greatest = values.map { abs($0) }.max() ?? 0
    let whole = greatest > 0 ? values.reduce(0) { $0 + abs($1) / greatest } : 1
    var (above, below) = (0.0, 0.0)
    var pieces: [BarPlot.Piece] = []
    for (place, value) in values.enumerated() where value != 0 {
      let value = stacking == .percent ? value / greatest / whole : value
      let start = value > 0 ? above : below
      pieces.append(piece(place, category, from: start, to: start + value))
      if value > 0 { above += value } else { below += value }
    }
    return [pieces.sorted { $0.low < $1.low }]
  }

  // MARK: - Axis

  /// Whether numbers of the axis are told, and on which side: that of the first that tells any.
  var axis: GraphStyle.Axis {
    let places = kinds.map { $0.style.axis ?? .auto }
    return places.first { $0 != .hidden } ?? (kinds.isEmpty ? .auto : .hidden)
  }

  /// The ends that the axis has as long as no value is beyond them.
  var softEnds: (low: Double?, high: Double?) {
    (kinds.compactMap(\.style.axisSoftMin).min(), kinds.compactMap(\.style.axisSoftMax).max())
  }

  private func piece(_ kind: Int, _ category: Int, from: Double, to: Double) -> BarPlot.Piece {
    BarPlot.Piece(
      low: min(from, to),
      high: max(from, to),
      color: kinds[kind].colors[category] ?? kinds[kind].color,
      fill: kinds[kind].fill,
      ramp: kinds[kind].ramp
    )
  }
}

extension BarTable.Kind {
  /// What colours each part of a bar by the value that it stands at.
  fileprivate var ramp: FieldOptions? {
    style.gradient == "scheme" && field.display?.config.color?.isByValue == true ? field : nil
  }
}
