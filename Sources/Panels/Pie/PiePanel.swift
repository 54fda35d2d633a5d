package import Canvas
package import Documents
package import Metrics

/// Shares of a whole: a pie or a donut, in little room or without colours bars.
package struct PiePanel: Panel {
  package static let names = ["piechart", "grafana-piechart-panel"]
  package static let summary = "Shares of a whole, as a pie or a donut."
  package static let minimumSize = Size(columns: 8, rows: 1)
  package static let reads = Reads.instant
  package static let defaultColorMode = "palette-classic"

  enum Word: String, CaseIterable, Sendable { case name, value, percent }
  enum Sort: String, CaseIterable, Sendable { case none, asc, desc }

  private static let legendWords = [Word.value, .percent].map(\.rawValue)

  package static let options: [PanelOption] =
    [
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
      PanelOption("pieType", .choice(["pie", "donut"]), "Whole or with a hole."),
      PanelOption("sort", .choice(Sort.allCases.map(\.rawValue)), "By value."),
      PanelOption(
        "displayLabels",
        .choices(Word.allCases.map(\.rawValue)),
        "What stands on slices that have room for it."
      ),
      ChartLegend.Place.option,
      PanelOption("legendValues", .choices(legendWords), "What stands beside names."),
    ] + FieldOptions.options

  package static let grafanaOptions: [PanelOption] =
    [
      PanelOption("pieType", .choice(["pie", "donut"]), "Whole or with a hole."),
      PanelOption("sort", .choice(Sort.allCases.map(\.rawValue)), "By value."),
      PanelOption(
        "displayLabels",
        .choices(Word.allCases.map(\.rawValue)),
        "What stands on slices that have room for it."
      ),
      PanelOption("legend.values", .choices(legendWords), "What stands beside names."),
      PanelOption("reduceOptions.calcs", .choices(Reducer.names), "How a field becomes a number."),
      PanelOption("reduceOptions.values", .boolean, "A slice for each row."),
      PanelOption("reduceOptions.fields", .string, "Which fields: a pattern; else all of numbers."),
      PanelOption("reduceOptions.limit", .integer(atLeast: 0), "The most rows."),
      PanelOption("combine.threshold", .number, "The share up to which slices are one."),
      PanelOption("combine.label", .string, "What that one is called."),
    ] + ChartLegend.Place.grafanaOptions

  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "noValue", "displayName", "thresholds", "mappings", "color",
    "custom.hideFrom",
  ]

  package var field: FieldOptions
  package var calcs: [Reducer]
  package var isDonut: Bool
  package var isPerRow: Bool
  /// The fields that are taken; nil: all of numbers.
  var wanted: CompiledMatcher?
  package var limit: Int
  var sort: Sort
  var labels: [Word]
  var legend: ChartLegend.Place
  var legendValues: [Word]
  /// Slices of at most this share are one; 0: each is its own.
  private var least: Double
  private var restName: ForeignText

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    if let config = spec.fields?.defaults { field = FieldOptions(config) }
    let calcs = options.strings("reduceOptions.calcs") ?? options.string("calc").map { [$0] } ?? []
    let known = calcs.compactMap { Reducer(named: $0) }
    self.calcs = known.isEmpty ? [.lastNotNull] : known
    isDonut = options.string("pieType") == "donut"
    isPerRow = options.bool("reduceOptions.values") ?? false
    let pattern = options.string("reduceOptions.fields").flatMap { $0.isEmpty ? nil : $0 }
    wanted = pattern.map { CompiledMatcher(.byRegexp($0)) }
    limit =
      options.integer("reduceOptions.limit").flatMap { $0 > 0 ? $0 : nil }
      ?? (spec.fields == nil ? .max : 25)
    sort = options.choice("sort") ?? .desc
    labels = (options.strings("displayLabels") ?? []).compactMap { Word(rawValue: $0) }
    legend = ChartLegend.Place(options, standard: .right)
    let words = options.strings("legendValues") ?? options.strings("legend.values")
    legendValues = (words ?? (spec.fields == nil ? ["percent"] : [])).compactMap {
      Word(rawValue: $0)
    }
    least = options.number("combine.threshold") ?? 0
    let name = options.string("combine.label") ?? ""
    restName = ForeignText(name.isEmpty ? "Others" : name)
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    items(frame, in: context).map { item in
      Reading(
        name: item.name,
        series: item.series,
        value: item.value,
        text: "\(item.text), \(item.percent)",
        color: item.color,
        state: field.state(of: item.value),
        reason: field.reason(of: item.value)
      )
    }
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let items = combined(items(frame, in: context), in: context)
    guard !canvas.size.isEmpty, !items.isEmpty else { return }
    guard context.glyphs != .ascii, context.depth.tellsSeriesApart else {
      return drawBars(items, on: &canvas, in: context)
    }
    let legend = ChartLegend(entries: items.map(entry), context: context)
    let (chart, rest) = legend.split(canvas.size, self.legend)
    guard chart.size.columns >= 8, chart.size.rows >= 4 else {
      return drawBars(items, on: &canvas, in: context)
    }
    PieDisc(items: items, hole: isDonut ? 0.6 : 0, labels: labels, context: context)
      .draw(in: chart, on: &canvas)
    if let rest { legend.draw(in: rest, self.legend, on: &canvas) }
  }

  /// Small slices as one, behind the others and in the first one's colour; one alone stays itself.
  private func combined(_ items: [Item], in context: DrawContext) -> [Item] {
    let small = items.filter { $0.share <= least }
    guard small.count > 1, var rest = small.first else { return items }
    rest.name = restName
    rest.value = small.reduce(0) { $0 + $1.value }
    rest.share = small.reduce(0) { $0 + $1.share }
    rest.text = field.shownSafely(.number(rest.value), in: context).text
    rest.percent = percent(rest.share)
    rest.series = nil
    return items.filter { $0.share > least } + [rest]
  }

  private func entry(_ item: Item) -> ChartLegend.Entry {
    ChartLegend.Entry(
      name: item.name.safe,
      color: item.color,
      sign: "■",
      values: [Word.value, .percent].filter(legendValues.contains).map { item.word($0) }
    )
  }

  /// The same shares one below the other.
  private func drawBars(_ items: [Item], on canvas: inout Canvas, in context: DrawContext) {
    let rows = canvas.size.rows
    let shown = items.count > rows ? Array(items.prefix(rows - 1)) : items
    let name = min(
      max(4, canvas.size.columns / 3),
      items.map { TextWidth.of($0.name.safe) }.max() ?? 0
    )
    let hasValue = legendValues.contains(.value) || labels.contains(.value)
    let texts = shown.map { hasValue ? "\($0.text)  \($0.percent)" : $0.percent }
    let text = texts.map { TextWidth.of($0) }.max() ?? 0
    let bar = canvas.size.columns - name - text - 2
    for (row, item) in shown.enumerated() {
      canvas.write(
        item.name.safe.fitted(to: name),
        at: Point(column: 0, row: row),
        style: Style(context.theme.text)
      )
      if bar >= 3 {
        BarDrawing(context: context).draw(
          share: item.share,
          color: item.color,
          row: row,
          left: name + 1,
          columns: bar,
          marks: [],
          on: &canvas
        )
      }
      canvas.write(
        texts[row].padded(to: text, alignment: .right),
        at: Point(column: max(name + 1, canvas.size.columns - text), row: row),
        style: Style(context.theme.text)
      )
    }
    guard items.count > shown.count else { return }
    let rest = items.dropFirst(shown.count).map { Reading(name: $0.name, text: $0.percent) }
    RestLine(context: context).draw(rest, row: rows - 1, on: &canvas)
  }
}

extension PiePanel.Item {
  func word(_ word: PiePanel.Word) -> String {
    switch word {
    case .name: name.safe
    case .value: text
    case .percent: percent
    }
  }
}
