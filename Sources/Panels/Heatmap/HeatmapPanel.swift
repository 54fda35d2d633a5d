package import Canvas
package import Documents
package import Metrics

/// Buckets over time, the fuller the more conspicuous.
package struct HeatmapPanel: Panel {
  package static let names = ["heatmap"]
  package static let summary = "Histograms over time: the fuller a bucket, the brighter."
  package static let minimumSize = Size(columns: 10, rows: 2)
  package static let reads = Reads.range

  private static let scheme = PanelOption(
    "scheme",
    .choice(HeatScheme.names),
    "The colours from low to high."
  )

  package static let options: [PanelOption] = [
    PanelOption("calculate", .boolean, "Counts all points instead of showing series as rows."),
    scheme,
    PanelOption("reverse", .boolean, "Colours from high to low."),
    PanelOption("yUnit", .string, "The unit of the buckets' bounds."),
    PanelOption("unit", .string, "Grafana's unit id of what buckets hold."),
    PanelOption("decimals", .integer(atLeast: 0), "Digits after the point."),
    PanelOption("min", .number, "What has the lowest colour."),
    PanelOption("max", .number, "What has the highest colour."),
  ]

  package var colors: HeatColors
  package var counting: HeatCounting?
  /// Of the buckets' bounds.
  package var rowUnit: Unit
  package var rowDecimals: Int?
  package var isReversed: Bool
  /// Buckets outside are left out.
  package var low: Double?
  package var high: Double?
  /// Of what buckets hold.
  package var cellUnit: Unit
  package var cellDecimals: Int?
  package var showsLegend: Bool
  package var hasRowLabels: Bool
  /// The bounds stand right of the cells.
  package var isRight: Bool
  /// Rows begin at the bounds that they are called by, instead of ending there.
  package var beginsAtBound: Bool
  package var axisLabel: String
  /// Targets whose series are buckets that each count the ones below them, too.
  package var cumulative: Set<Int>
  package var isGrafana: Bool

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    isGrafana = spec.fields != nil
    colors = HeatColors(options, isGrafana: isGrafana)
    counting = options.bool("calculate") == true ? HeatCounting(options) : nil
    rowUnit = Unit(options.string("yAxis.unit") ?? options.string("yUnit") ?? "short")
    rowDecimals = options.integer("yAxis.decimals")
    isReversed = options.bool("yAxis.reverse") ?? false
    low = HeatCounting.number(options, "yAxis.min")
    high = HeatCounting.number(options, "yAxis.max")
    let unit = options.string("cellValues.unit") ?? options.string("unit")
    cellUnit = Unit(unit ?? spec.fields?.defaults.unit ?? "short")
    cellDecimals = options.integer("cellValues.decimals") ?? options.integer("decimals")
    showsLegend = options.bool("legend.show") ?? true
    hasRowLabels = options.string("yAxis.axisPlacement") != "hidden"
    isRight = options.string("yAxis.axisPlacement") == "right"
    beginsAtBound = options.string("rowsFrame.layout") == "ge"
    axisLabel = hasRowLabels ? options.string("yAxis.axisLabel") ?? "" : ""
    let formats = spec.targets.enumerated().filter { $0.element.format == .heatmap }
    cumulative = Set(formats.map(\.offset))
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading(unit: ForeignText(axisLabel).safe)
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    frame.series.enumerated().map { place, series in
      let value = Reducer.lastNotNull.value(of: series)
      return Reading(
        name: series.name,
        labels: series.labels,
        series: place,
        value: value,
        text: value.map { cellUnit.text($0, decimals: cellDecimals) } ?? "no data",
        state: value == nil ? .unknown : .ok
      )
    }
  }

  /// What is drawn, from the lowest row to the highest.
  func grid(_ frame: Frame) -> HeatGrid {
    let series = frame.series.filter { $0.config?.graph.hidden?.fromPlot != true }
    if series.contains(where: { !$0.histograms.isEmpty }) {
      return clipped(HeatGrid(histogramsOf: series, step: frame.step))
    }
    if let counting {
      return HeatGrid(
        points: series,
        counting: counting.grid(low: low, high: high),
        range: frame.range
      )
    }
    return clipped(
      HeatGrid(
        series: series,
        isCumulative: isCumulative(frame),
        beginsAtBound: beginsAtBound,
        step: frame.step
      )
    )
  }

  /// Whether buckets are still as the server counts them.
  ///
  /// Series of a layout are where each has a bound. A Grafana target says so by its format; columns
  /// of one frame are buckets by themselves already.
  private func isCumulative(_ frame: Frame) -> Bool {
    guard isGrafana else {
      return !frame.series.isEmpty && frame.series.allSatisfy { $0.labels["le"] != nil }
    }
    return !cumulative.isEmpty && frame.series.allSatisfy { cumulative.contains($0.target) }
      && frame.frames.allSatisfy { one in one.fields.count(where: \.values.isNumeric) <= 1 }
  }

  private func clipped(_ grid: HeatGrid) -> HeatGrid {
    var grid = grid
    grid.rows.removeAll { row in
      if let low, let end = row.high, end <= low { return true }
      if let high, let start = row.low, start >= high { return true }
      return false
    }
    if isReversed { grid.rows.reverse() }
    return grid
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let grid = grid(frame)
    guard !canvas.size.isEmpty, !grid.rows.isEmpty else { return }
    HeatDrawing(panel: self, grid: grid, range: frame.range, context: context).draw(on: &canvas)
  }
}

extension HeatmapPanel {
  private static let places = ["auto", "left", "right", "hidden"]
  /// A row around its bound is as tall as any, and called by it.
  private static let layouts = ["auto", "le", "ge", "unknown"]

  package static let grafanaOptions: [PanelOption] = [
    PanelOption("calculate", .boolean, "Counts all points instead of showing series as rows."),
    PanelOption("calculation.xBuckets.mode", .choice(["size", "count"]), "How time is cut."),
    PanelOption("calculation.xBuckets.value", .string, "How long or how many."),
    PanelOption("calculation.yBuckets.mode", .choice(["size", "count"]), "How values are cut."),
    PanelOption("calculation.yBuckets.value", .string, "How wide or how many."),
    PanelOption("calculation.yBuckets.scale.type", .choice(["linear", "log"]), "Of the buckets."),
    PanelOption("calculation.yBuckets.scale.log", .number, "The base."),
    PanelOption("color.mode", .choice(["scheme", "opacity"]), "Many colours or one."),
    PanelOption("color.scheme", .choice(HeatScheme.names), "The colours from low to high."),
    PanelOption("color.fill", .string, "The one colour."),
    PanelOption("color.scale", .choice(["linear", "exponential"]), "How the one colour fades."),
    PanelOption("color.exponent", .number, "How fast the one colour fades."),
    PanelOption("color.steps", .integer(atLeast: 2), "How many colours."),
    PanelOption("color.reverse", .boolean, "Colours from high to low."),
    PanelOption("color.min", .number, "What has the lowest colour."),
    PanelOption("color.max", .number, "What has the highest colour."),
    PanelOption("filterValues.le", .number, "Cells up to this are left out."),
    PanelOption("filterValues.ge", .number, "Cells from this on are left out."),
    PanelOption("yAxis.unit", .string, "The unit of the buckets' bounds."),
    PanelOption("yAxis.decimals", .integer(atLeast: 0), "Digits of the buckets' bounds."),
    PanelOption("yAxis.reverse", .boolean, "The lowest bucket at the top."),
    PanelOption("yAxis.axisPlacement", .choice(places), "Where bounds are told."),
    PanelOption("yAxis.axisLabel", .string, "What the bounds are."),
    PanelOption("yAxis.min", .number, "The lowest bucket."),
    PanelOption("yAxis.max", .number, "The highest bucket."),
    PanelOption("cellValues.unit", .string, "The unit of what buckets hold."),
    PanelOption("cellValues.decimals", .integer(atLeast: 0), "Digits of what buckets hold."),
    PanelOption("legend.show", .boolean, "Whether the colours are told."),
    PanelOption("showValue", .choice(["never", "auto", "always"]), "Grafana, too, writes none."),
    PanelOption("rowsFrame.layout", .choice(layouts), "A row ends or begins at its bound."),
    PanelOption("rowsFrame.value", .string, "What a pointer would say."),
  ]

  package static let grafanaFields: Set<String> = ["unit", "displayName", "custom.hideFrom"]
}
