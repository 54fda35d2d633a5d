import Canvas
package import Documents
import Metrics

/// What a Grafana panel is read and drawn by.
extension TimeSeriesPanel {
  package static let defaultColorMode = "palette-classic"

  package static let grafanaOptions =
    LegendOptions.options + TooltipOptions.options + [PanelClocks.option]

  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "noValue", "displayName", "thresholds",
    "mappings", "color", "custom.drawStyle", "custom.lineInterpolation", "custom.lineWidth",
    "custom.lineStyle",
    "custom.fillOpacity", "custom.fillBelowTo", "custom.gradientMode", "custom.showPoints",
    "custom.spanNulls", "custom.insertNulls", "custom.stacking", "custom.transform",
    "custom.barAlignment", "custom.axisPlacement", "custom.axisLabel", "custom.axisSoftMin",
    "custom.axisSoftMax", "custom.axisCenteredZero", "custom.scaleDistribution",
    "custom.thresholdsStyle", "custom.hideFrom",
  ]

  /// What a series is known by, settled once for a whole drawing.
  struct GraphLook {
    var field: FieldOptions
    var color: Color
    /// What stands for the colour where there is none.
    var fill: Character?
  }

  func graphLooks(of series: [FrameSeries], in context: DrawContext) -> [GraphLook] {
    series.map { one in
      let field = field.own(one)
      return GraphLook(
        field: field,
        color: graphColor(of: one, field, in: context),
        fill: context.colors.fill(of: one, glyphs: context.glyphs)
      )
    }
  }

  /// Its own colour, or that of its last, least or highest value.
  private func graphColor(
    of series: FrameSeries,
    _ field: FieldOptions,
    in context: DrawContext
  ) -> Color {
    if series.tint == nil, series.config?.color?.isByValue ?? false {
      let calc: Reducer
      switch series.config?.color?.seriesBy {
      case "min"?: calc = .min
      case "max"?: calc = .max
      default: calc = .lastNotNull
      }
      if let color = field.color(of: calc.value(of: series), in: context) { return color }
    }
    // What it is read by has its configuration already.
    return field.display?.color(of: series).color(in: context.theme)
      ?? context.colors.color(of: series, theme: context.theme)
  }

  private func legend(of series: [FrameSeries], in context: DrawContext) -> GraphLegend {
    let items = zip(series, graphLooks(of: series, in: context)).map { series, look in
      GraphLegend.Item(
        series: series,
        field: look.field,
        color: look.color,
        fill: context.depth.tellsSeriesApart ? nil : look.fill
      )
    }
    return GraphLegend(items, options: legendOptions, context: context)
  }

  func drawGraph(
    _ frame: Frame,
    all: [FrameSeries],
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    var area = Rect(column: 0, row: canvas.size.rows, columns: 0, rows: 0)
    var legend: GraphLegend?
    if context.closeUp != nil {
      let rows = closeUpRows(all, size: canvas.size)
      area = Rect(
        column: 0,
        row: canvas.size.rows - rows,
        columns: canvas.size.columns,
        rows: rows
      )
    } else if context.showsLegend, legendOptions.hasRoom(on: canvas.size) {
      legend = self.legend(of: frame.series, in: context)
      area = legend?.area(of: canvas.size) ?? area
    }
    var plot = Canvas(size: GraphLegend.chart(beside: area, of: canvas.size))
    Graph(panel: self, frame: frame, context: context, rows: plot.size.rows).draw(on: &plot)
    canvas.place(plot, at: .zero)
    if let closeUp = context.closeUp {
      if !area.size.isEmpty { drawCloseUp(closeUp, all, on: &canvas, area: area, in: context) }
    } else {
      legend?.draw(on: &canvas, area: area)
    }
  }
}

extension FieldColor {
  /// Whether each value has a colour, not each series.
  var isByValue: Bool { mode == "thresholds" || mode.hasPrefix("continuous-") }
}
