import Canvas
import Documents
import Metrics

/// The plot of a time series panel: axis, bars or lines, thresholds.
struct Plot {
  let panel: TimeSeriesPanel
  let frame: Frame
  let series: [FrameSeries]
  let context: DrawContext

  /// The y-axis of a plot of a size, and the columns that its labels take from it.
  struct Scale {
    var axis: Axis
    var labels: [String]
    /// Columns for the labels and the gap beside them; 0 where they would take half.
    var gutter: Int
  }

  /// The axis depends on how many bars fit, and that on how wide the axis' labels are.
  func scale(_ size: Size) -> Scale {
    let least = (size.columns >= 60 ? 4 : 3) + 1
    var scale = Scale(axis: Axis(low: 0, high: 1, ticks: []), labels: [], gutter: least)
    for _ in 0..<2 {
      scale.axis = axis(rows: size.rows, columns: size.columns - scale.gutter)
      scale.labels = scale.axis.ticks.map(label)
      let needed = max(least, (scale.labels.map { TextWidth.of($0) }.max() ?? 0) + 1)
      if needed == scale.gutter { break }
      scale.gutter = needed
    }
    if scale.gutter > size.columns / 2 { scale.gutter = 0 }
    return scale
  }

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    let hasTimes = canvas.size.rows >= 5
    let rows = canvas.size.rows - (hasTimes ? 1 : 0)
    let scale = scale(Size(columns: canvas.size.columns, rows: rows))
    let (axis, gutter) = (scale.axis, scale.gutter)
    if gutter > 0 {
      drawLabels(axis, labels: scale.labels, gutter: gutter, rows: rows, on: &canvas)
    }
    var plot = Canvas(size: Size(columns: canvas.size.columns - gutter, rows: rows))
    let slots = slots(columns: plot.size.columns)
    if drawsBars {
      drawBars(slots, axis: axis, on: &plot)
    } else {
      drawLines(axis, on: &plot)
    }
    drawThresholds(axis, on: &plot)
    if !frame.spans.isEmpty { shadeSpans(on: &plot) }
    let annotations = AnnotationMarks(frame: frame, context: context, slots: slots)
    annotations.draw(on: &plot)
    drawCursor(slots, on: &plot)
    annotations.drawNote(on: &plot)
    canvas.place(plot, at: Point(column: gutter, row: 0))
    if hasTimes {
      let columns = plot.size.columns
      drawTimes(slots, gutter: gutter, plotColumns: columns, row: rows, on: &canvas)
      annotations.drawAxis(gutter: gutter, plotColumns: columns, row: rows, on: &canvas)
    }
  }

  // MARK: - What is drawn

  var drawsBars: Bool {
    (panel.drawStyle == .bars || panel.isStackedArea) && frame.step != nil && !hasNegatives
  }

  /// All that the y-axis is shared with, this panel's own frame first.
  private var sharers: [Frame] { [frame] + context.peers }

  private var hasNegatives: Bool {
    sharers.contains { frame in
      (frame.series + pastSeries(of: frame)).contains { $0.values.contains { $0 < 0 } }
    }
  }

  func pastSeries(of frame: Frame) -> [FrameSeries] { frame.past?.series ?? [] }

  func slots(columns: Int) -> Slots? { slots(of: frame, columns: columns) }

  private func slots(of frame: Frame, columns: Int) -> Slots? {
    guard drawsBars, let step = frame.step else { return nil }
    return Slots(frame: frame, step: step, columns: columns)
  }

  /// The axis that holds everything drawn.
  func axis(rows: Int, columns: Int) -> Axis {
    let labels = max(2, rows / 3)
    if drawsBars, panel.stacking == .percent { return Axis(low: 0, high: 1, ticks: [0, 0.5, 1]) }
    if drawsBars {
      let stacks = sharers.map { highestStack(of: $0, columns: columns) }
      let highest = max(stacks.max() ?? 0, panel.softMaximum ?? 0)
      if let hard = panel.field.max, hard > 0 {
        return Axis(low: 0, high: hard, ticks: [0, hard / 2, hard])
      }
      return .fromZero(to: highest, isWhole: sumsNeighbours)
    }
    let values = sharers.flatMap { $0.series + pastSeries(of: $0) }.flatMap(\.values)
      .filter(\.isFinite)
    var low = values.min() ?? 0
    var high = values.max() ?? 0
    low = min(low, panel.softMinimum ?? low)
    high = max(high, panel.softMaximum ?? high)
    return .round(
      low...max(low, high),
      hardLow: panel.field.min,
      hardHigh: panel.field.max,
      labels: labels
    )
  }

  /// The highest sum of a bar, at the width at which bars are drawn.
  private func highestStack(of frame: Frame, columns: Int) -> Double {
    guard let slots = slots(of: frame, columns: columns) else { return 0 }
    return [frame.series, pastSeries(of: frame)].flatMap { series in
      let bars = Bars(series: series, frame: frame, slots: slots, sums: sumsNeighbours)
      return (0..<slots.count).map { bars.height($0, isStacked: panel.stacking != .none) }
    }.max() ?? 0
  }

  /// Counts add up; rates and gauges don't, of them the highest is drawn.
  var sumsNeighbours: Bool { sharers.contains { $0.series.contains(where: \.isCount) } }

  // MARK: - Axes

  private func label(_ value: Double) -> String {
    if drawsBars, panel.stacking == .percent { return Digits.fixed(value * 100, nil) + "%" }
    return panel.field.unit.text(value, decimals: panel.field.decimals.map { value == 0 ? 0 : $0 })
  }

  private func row(_ value: Double, axis: Axis, rows: Int) -> Int {
    (Double(rows) * (1 - axis.share(value))).whole(from: 0, to: rows - 1)
  }

  private func drawLabels(
    _ axis: Axis,
    labels: [String],
    gutter: Int,
    rows: Int,
    on canvas: inout Canvas
  ) {
    var taken: Set<Int> = []
    // The ends are said first; in little room the middle is left out.
    let order = Array(zip(axis.ticks, labels)).sorted { left, _ in
      left.0 == axis.low || left.0 == axis.high
    }
    for (value, text) in order {
      let row = row(value, axis: axis, rows: rows)
      guard !taken.contains(row), !taken.contains(row - 1) || rows > 8 else { continue }
      taken.insert(row)
      canvas.write(
        text.padded(to: gutter - 1, alignment: .right),
        at: Point(column: 0, row: row),
        style: Style(context.theme.dim)
      )
    }
  }

  private func drawTimes(
    _ slots: Slots?,
    gutter: Int,
    plotColumns: Int,
    row: Int,
    on canvas: inout Canvas
  ) {
    let scale: TimeScale
    var gutter = gutter
    if let slots {
      let first = slots.columns(of: 0).lowerBound
      scale = TimeScale(
        start: slots.start(of: 0),
        end: slots.start(of: slots.count),
        columns: slots.columns(of: slots.count - 1).upperBound - first
      )
      gutter += first
    } else {
      scale = TimeScale(start: frame.range.start, end: frame.range.end, columns: plotColumns)
    }
    for (column, text) in scale.labels(zone: context.zone, room: scale.columns) {
      canvas.write(
        text,
        at: Point(column: gutter + column, row: row),
        style: Style(context.theme.dim)
      )
    }
  }

  private func drawThresholds(_ axis: Axis, on plot: inout Canvas) {
    guard panel.showsThresholds else { return }
    let line: Character = context.glyphs == .ascii ? "-" : "╌"
    for threshold in panel.field.thresholds {
      let share = axis.share(threshold.limit)
      guard threshold.limit.isFinite, share > 0, share <= 1, plot.size.rows > 0 else { continue }
      let color = color(of: threshold)
      let row = row(threshold.limit, axis: axis, rows: plot.size.rows)
      for column in 0..<plot.size.columns where plot[column, row].character == " " {
        plot[column, row] = Cell(line, Style(color))
      }
    }
  }

  func color(of threshold: Threshold) -> Color {
    guard !context.isStale else { return context.theme.dim }
    switch threshold.state {
    case .critical?: return context.theme.critical
    case .warning?: return context.theme.warning
    case nil: return threshold.color.flatMap { context.theme.color(named: $0) } ?? context.theme.dim
    }
  }

  func color(of series: FrameSeries) -> Color {
    context.colors.color(of: series, theme: context.theme)
  }
}
