package import Canvas
package import Documents
package import Metrics

/// Bars of named values, beside or on each other, upright or lying.
package struct BarChartPanel: Panel {
  package static let names = ["barchart"]
  package static let summary = "Bars of named values, upright or lying."
  package static let minimumSize = Size(columns: 10, rows: 2)
  package static let reads = Reads.instant
  package static let defaultColorMode = "palette-classic"

  enum Stacking: String, CaseIterable, Sendable { case none, normal, percent }
  enum Orientation: String, CaseIterable, Sendable { case auto, horizontal, vertical }
  enum ShowValue: String, CaseIterable, Sendable { case auto, always, never }

  private static let orientation = PanelOption(
    "orientation",
    .choice(Orientation.allCases.map(\.rawValue)),
    "Whether bars stand or lie."
  )
  private static let showValue = PanelOption(
    "showValue",
    .choice(ShowValue.allCases.map(\.rawValue)),
    "Numbers on bars, where they have room."
  )

  package static let options: [PanelOption] =
    [
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
      orientation, showValue,
    ] + FieldOptions.options

  package static let grafanaOptions: [PanelOption] =
    [
      orientation, showValue,
      PanelOption("xField", .string, "The field that names the bars."),
      PanelOption("colorByField", .string, "The field whose values colour the bars."),
      PanelOption("stacking", .choice(Stacking.allCases.map(\.rawValue)), "Bars on each other."),
    ] + LegendOptions.options

  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "noValue", "displayName", "thresholds",
    "mappings", "color", "custom.hideFrom", "custom.lineWidth", "custom.fillOpacity",
    "custom.gradientMode", "custom.thresholdsStyle", "custom.axisLabel", "custom.axisPlacement",
    "custom.axisSoftMin", "custom.axisSoftMax", "custom.axisCenteredZero",
    "custom.scaleDistribution",
  ]

  package var field: FieldOptions
  package var calc: Reducer
  package var xField: String?
  package var colorField: String?
  var stacking: Stacking
  var orientation: Orientation
  var showValue: ShowValue
  var legend: LegendOptions

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    if let config = spec.fields?.defaults { field = FieldOptions(config) }
    calc = options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
    xField = options.string("xField").flatMap { $0.isEmpty ? nil : $0 }
    colorField = options.string("colorByField").flatMap { $0.isEmpty ? nil : $0 }
    stacking = options.choice("stacking") ?? .none
    orientation = options.choice("orientation") ?? .auto
    showValue = options.choice("showValue") ?? .auto
    legend = LegendOptions(options)
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    let labels = frame.frames.lazy.flatMap(\.fields).compactMap(\.config.graph.axisLabel)
    return Heading(unit: labels.first.map { ForeignText($0).safe } ?? "")
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    frame.series.enumerated().map { place, series in
      let (own, value) = (field.own(series), calc.value(of: series))
      let color = own.color(of: value, in: context)
      return own.reading(of: series, at: place, value: value, by: calc, color: color, in: context)
    }
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let table =
      frame.frames.isEmpty
      ? BarTable(series: frame.series, field: field, calc: calc, in: context)
      : BarTable(frames: frame.frames, xField: xField, colorField: colorField, in: context)
    guard !canvas.size.isEmpty, !table.categories.isEmpty, !table.kinds.isEmpty else { return }
    let items = table.kinds.filter(\.isInLegend).map { kind in
      GraphLegend.Item(
        series: FrameSeries(name: kind.name, values: kind.values),
        field: kind.field,
        color: kind.color,
        fill: kind.fill
      )
    }
    let legend = GraphLegend(items, options: legend, context: context)
    let area = legend.area(of: canvas.size)
    var chart = Canvas(size: GraphLegend.chart(beside: area, of: canvas.size))
    BarChart(panel: self, table: table, context: context).draw(on: &chart)
    canvas.place(chart, at: .zero)
    legend.draw(on: &canvas, area: area)
  }
}
