package import Canvas
package import Documents
package import Metrics

/// Values over time: lines in braille; bars and stacked areas in eighths of a cell.
///
/// A point at t describes the time up to it, so its bar stands in the slot that ends at t.
package struct TimeSeriesPanel: Panel {
  package static let names = ["timeseries", "graph"]
  package static let summary = "Lines, bars and stacks over time."
  package static let minimumSize = Size(columns: 12, rows: 2)
  package static let reads = Reads.range
  package static let showsPast = true

  package enum DrawStyle: String, CaseIterable, Sendable { case line, bars, points }
  package enum Stacking: String, CaseIterable, Sendable { case none, normal, percent }
  package enum LegendMode: String, CaseIterable, Sendable { case list, table, hidden }

  package static let options: [PanelOption] =
    [
      PanelOption(
        "drawStyle",
        .choice(DrawStyle.allCases.map(\.rawValue)),
        "How points are drawn."
      ),
      PanelOption("stacking", .choice(Stacking.allCases.map(\.rawValue)), "One on the other."),
      PanelOption("fillOpacity", .number, "Above 0 what is under a line is filled."),
      PanelOption("spanNulls", .boolean, "A line goes on over missing points."),
      PanelOption(
        "legend",
        .choice(LegendMode.allCases.map(\.rawValue)),
        "The names below the plot."
      ),
      PanelOption("legendCalcs", .choices(Reducer.names), "Numbers beside the names."),
      PanelOption("axisSoftMin", .number, "The axis begins at most here."),
      PanelOption("axisSoftMax", .number, "The axis ends at least here."),
      PanelOption("thresholdLines", .boolean, "Thresholds as lines across the plot."),
    ] + FieldOptions.options

  package var field: FieldOptions
  package var drawStyle: DrawStyle
  package var stacking: Stacking
  package var isFilled: Bool
  package var spansNulls: Bool
  package var legend: LegendMode
  package var calcs: [Reducer]
  package var softMinimum: Double?
  package var softMaximum: Double?
  package var showsThresholds: Bool
  /// What its file says of fields, if that is Grafana's: then each series has its own style.
  var isGraph: Bool
  /// How such a panel draws what no rule says otherwise.
  private var graphDraw: GraphStyle.Draw
  var legendOptions: LegendOptions
  var tooltip: TooltipOptions
  private var clocks: PanelClocks

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    let counts = spec.targets.contains { if case .count = $0.question { true } else { false } }
    drawStyle = options.choice("drawStyle") ?? (counts ? .bars : .line)
    stacking = options.choice("stacking") ?? (counts ? .normal : .none)
    isFilled = (options.number("fillOpacity") ?? 0) > 0
    spansNulls = options.bool("spanNulls") ?? false
    legend = options.choice("legend") ?? .list
    calcs = (options.strings("legendCalcs") ?? []).compactMap { Reducer(named: $0) }
    softMinimum = options.number("axisSoftMin")
    softMaximum = options.number("axisSoftMax")
    showsThresholds =
      options.bool("thresholdLines") ?? !field.thresholds.allSatisfy { $0.state == nil }
    isGraph = spec.fields != nil
    graphDraw = spec.fields?.defaults.graph.draw ?? .line
    legendOptions = LegendOptions(options)
    tooltip = TooltipOptions(options)
    clocks = PanelClocks(options)
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int {
    let plot = max(10, columns - 6)
    if isGraph { return graphDraw == .bars ? plot : plot * Dots.across(glyphs) }
    return drawStyle == .line && !isStackedArea ? plot * Dots.across(glyphs) : plot
  }

  var isStackedArea: Bool { drawStyle == .line && stacking != .none && isFilled }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    let frame = shown(frame, in: context)
    if isGraph { return Heading(unit: ForeignText(Graph.caption(of: frame)).safe) }
    guard frame.series.contains(where: \.isCount), let step = frame.step else {
      return Heading(unit: unitText)
    }
    let plot = Plot(panel: self, frame: frame, series: frame.series, context: context)
    let scale = plot.scale(Size(columns: columns, rows: 8))
    let slots = Slots(frame: frame, step: step, columns: columns - scale.gutter)
    let total = frame.series.reduce(0) { sum, series in
      sum + series.values.filter(\.isFinite).reduce(0, +)
    }
    let opens = frame.series.compactMap(\.open)
    let unit = "per \(Self.span(slots.width))"
    let all = Digits.grouped(total + opens.reduce(0, +))
    guard frame.openBar != nil else {
      return Heading(unit: unit, note: "\(all) total", shortNote: all)
    }
    // Nothing known of the open bar is not "0 so far".
    let open = opens.isEmpty ? "?" : Digits.grouped(opens.reduce(0, +))
    return Heading(
      unit: unit,
      note: "\(all) total, \(open) so far in this bar",
      shortNote: "\(Digits.grouped(total)), now \(open)"
    )
  }

  private var unitText: String {
    switch field.unit.id {
    case "s": "seconds"
    case let id where id.hasPrefix("suffix:"): String(id.dropFirst(7)).trimmingSpaces
    // The labels of the axis say it.
    default: ""
    }
  }

  /// A span in short words: `5 min`, `1 h`.
  static func span(_ span: Duration) -> String {
    let seconds = span.milliseconds / 1_000
    switch seconds {
    case 0: return "\(span.milliseconds) ms"
    case let s where s % 86_400 == 0: return "\(s / 86_400) d"
    case let s where s % 3_600 == 0: return "\(s / 3_600) h"
    case let s where s % 60 == 0: return "\(s / 60) min"
    default: return "\(seconds) s"
    }
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    let looks = isGraph ? graphLooks(of: frame.series, in: context) : []
    return order(frame, in: context).map { place in
      let series = frame.series[place]
      return field.own(series).reading(
        of: series,
        at: place,
        value: Reducer.lastNotNull.value(of: series),
        color: isGraph
          ? looks[place].color : context.colors.color(of: series, theme: context.theme),
        in: context
      )
    }
  }

  /// In the order of the colour table, so that every panel stacks alike; then as answered.
  func ordered(_ frame: Frame, in context: DrawContext) -> [FrameSeries] {
    order(frame, in: context).map { frame.series[$0] }
  }

  private func order(_ frame: Frame, in context: DrawContext) -> [Int] {
    // Grafana's order says which lies on which.
    if isGraph { return Array(frame.series.indices) }
    let places = frame.series.map { context.colors.order(of: $0) }
    return frame.series.indices.sorted { (places[$0], $0) < (places[$1], $1) }
  }

  /// Without the series that somebody has hidden.
  private func shown(_ frame: Frame, in context: DrawContext) -> Frame {
    guard !context.hidden.isEmpty else { return frame }
    var frame = frame
    frame.series.removeAll { context.hidden.contains($0.name) }
    frame.past?.series.removeAll { context.hidden.contains($0.name) }
    return frame
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let all = frame.series
    let frame = shown(frame, in: context)
    if isGraph {
      return drawGraph(frame, all: all, on: &canvas, in: clocks.applied(to: context))
    }
    let series = ordered(frame, in: context)
    let legendRows =
      context.closeUp != nil
      ? closeUpRows(all, size: canvas.size)
      : context.showsLegend ? legendRows(series, size: canvas.size, in: context) : 0
    var plot = Canvas(
      size: Size(columns: canvas.size.columns, rows: canvas.size.rows - legendRows)
    )
    Plot(panel: self, frame: frame, series: series, context: context).draw(on: &plot)
    canvas.place(plot, at: .zero)
    if legendRows > 0 {
      let area = Rect(
        column: 0,
        row: canvas.size.rows - legendRows,
        columns: canvas.size.columns,
        rows: legendRows
      )
      if let closeUp = context.closeUp {
        drawCloseUp(closeUp, all, on: &canvas, area: area, in: context)
      } else {
        drawLegend(series, on: &canvas, area: area, in: context)
      }
    }
  }
}

extension String {
  /// Without the spaces at both ends.
  package var trimmingSpaces: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
