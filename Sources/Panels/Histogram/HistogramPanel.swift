package import Canvas
package import Documents
package import Metrics

/// How often values fall into each of equal spans.
package struct HistogramPanel: Panel {
  package static let names = ["histogram"]
  package static let summary = "How often values occur, in bars."
  package static let minimumSize = Size(columns: 10, rows: 3)
  package static let reads = Reads.range
  package static let defaultColorMode = "palette-classic"

  private static let own: [PanelOption] = [
    PanelOption("bucketSize", .number, "How wide a bar's span is; else a round one is chosen."),
    PanelOption("bucketCount", .integer(atLeast: 1), "About how many bars, without a size."),
    PanelOption("bucketOffset", .number, "Where a span begins."),
    PanelOption("combine", .boolean, "All series in one count."),
  ]

  package static let options: [PanelOption] =
    own + [ChartLegend.Place.option] + FieldOptions.options

  package static let grafanaOptions: [PanelOption] =
    own + LegendOptions.options

  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "displayName", "color", "custom.hideFrom", "custom.lineWidth",
    "custom.fillOpacity",
  ]

  package var field: FieldOptions
  package var bucketSize: Double?
  package var bucketCount: Int
  package var offset: Double
  package var combines: Bool
  var legend: LegendOptions

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    if let config = spec.fields?.defaults { field = FieldOptions(config) }
    bucketSize = options.number("bucketSize").flatMap { $0 > 0 ? $0 : nil }
    bucketCount = options.integer("bucketCount") ?? 30
    offset = options.number("bucketOffset") ?? 0
    combines = options.bool("combine") ?? false
    legend = LegendOptions(options)
    // A layout's word.
    switch options.choice("legend", as: ChartLegend.Place.self) {
    case .right?: legend.placement = .right
    case .hidden?: legend.mode = .hidden
    case .bottom?, nil: break
    }
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns * 2 }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    frame.series.enumerated().map { place, series in
      let (own, value) = (field.own(series), Reducer.lastNotNull.value(of: series))
      return own.reading(
        of: series,
        at: place,
        value: value,
        color: own.color(of: value, in: context),
        in: context
      )
    }
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    guard !canvas.size.isEmpty else { return }
    let all = Self.series(of: frame)
    let counts = HistogramCounts(
      all.map(\.values),
      size: bucketSize,
      count: bucketCount,
      offset: offset,
      combines: combines
    )
    guard !counts.series.isEmpty else { return }
    let colors = all.map { context.colors.color(of: $0, theme: context.theme) }
    let fills = BarPlot.fills(colors, in: context)
    let looks = Array(zip(colors, fills))
    let items = zip(all, looks).map { series, look in
      GraphLegend.Item(series: series, field: field.own(series), color: look.0, fill: look.1)
    }
    // The numbers are those of the values, not of their counts.
    let legend = GraphLegend(combines ? [] : items, options: legend, context: context)
    let area = legend.area(of: canvas.size)
    var chart = Canvas(size: GraphLegend.chart(beside: area, of: canvas.size))
    draw(counts, looks, on: &chart, in: context)
    canvas.place(chart, at: .zero)
    legend.draw(on: &canvas, area: area)
  }

  /// All columns of numbers, those of tables too.
  private static func series(of frame: Frame) -> [FrameSeries] {
    let all =
      frame.frames.isEmpty
      ? frame.series
      : frame.frames.flatMap(\.fields).compactMap { field in
        guard case .numbers(let values) = field.values else { return nil }
        return FrameSeries(
          name: field.displayName,
          labels: field.labels,
          values: values,
          config: field.config,
          tint: field.tint
        )
      }
    return all.filter { $0.config?.graph.hidden?.fromPlot != true }
  }

  private func draw(
    _ counts: HistogramCounts,
    _ looks: [(Color, Character?)],
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    let rows = canvas.size.rows - (canvas.size.rows >= 4 ? 1 : 0)
    let axis = Axis.fromZero(to: counts.highest, isWhole: true)
    let labels = axis.ticks.map { Digits.fixed($0, 0) }
    let gutter = BarPlot.gutter(labels, columns: canvas.size.columns)
    let room = canvas.size.columns - gutter
    let fitted = counts.fitted(to: room)
    let shownAxis = Axis.fromZero(to: fitted.highest, isWhole: true)
    // All of the room, but no bar wider than anybody needs.
    let plotted = min(room, fitted.count * 8)
    let edges = (0...fitted.count).map { $0 * plotted / max(1, fitted.count) }
    let bars = (0..<fitted.count).map { bucket in
      let width = edges[bucket + 1] - edges[bucket]
      return BarPlot.Bar(
        start: edges[bucket],
        // A gap between bars, where they are wide enough for one.
        thickness: width >= 4 ? width - 1 : width,
        pieces: pieces(bucket, of: fitted, looks)
      )
    }
    let plot = BarPlot(axis: shownAxis, context: context)
    plot.drawLabels(
      shownAxis.ticks.map { Digits.fixed($0, 0) },
      gutter: gutter,
      rows: rows,
      on: &canvas
    )
    var inner = Canvas(size: Size(columns: room, rows: rows))
    plot.draw(bars, on: &inner)
    canvas.place(inner, at: Point(column: gutter, row: 0))
    guard rows < canvas.size.rows else { return }
    drawBounds(fitted, edges: edges.map { $0 + gutter }, row: rows, on: &canvas, in: context)
  }

  /// Series before each other, the least in front, so that each one's height is seen.
  private func pieces(
    _ bucket: Int,
    of counts: HistogramCounts,
    _ looks: [(Color, Character?)]
  ) -> [BarPlot.Piece] {
    let order = counts.series.indices.sorted {
      (counts.series[$0][bucket], $0) < (counts.series[$1][bucket], $1)
    }
    var low = 0.0
    return order.compactMap { place in
      let high = counts.series[place][bucket]
      guard high > low else { return nil }
      defer { low = high }
      return BarPlot.Piece(low: low, high: high, color: looks[place].0, fill: looks[place].1)
    }
  }

  /// Where spans begin, as many as have room.
  private func drawBounds(
    _ counts: HistogramCounts,
    edges: [Int],
    row: Int,
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    var free = 0
    for bucket in 0...counts.count {
      let text = field.text(counts.start + Double(bucket) * counts.size)
      let column = edges[bucket]
      guard column >= free, column + TextWidth.of(text) <= canvas.size.columns else { continue }
      canvas.write(text, at: Point(column: column, row: row), style: Style(context.theme.dim))
      free = column + TextWidth.of(text) + 2
    }
  }
}
