import Canvas
import Metrics

/// A line through a plot at the cursor, the span from its mark, and beside it what each series is
/// there.
struct CursorReadout {
  struct Value {
    var name: String
    var text: String
    /// -∞ where there is none.
    var number: Double
    var color: Color
    var fill: Character?
  }

  var range: TimeRange
  var context: DrawContext

  /// - Parameters:
  ///   - cursor: What is pointed at.
  ///   - place: Where a moment stands in the plot, as a column; nil outside.
  ///   - values: In the order of the list.
  ///   - plot: Drawn on.
  func draw(
    _ cursor: TimeCursor,
    column place: (Timestamp) -> Int?,
    values: () -> [Value],
    on plot: inout Canvas
  ) {
    guard plot.size.columns > 0, let column = place(cursor.moment) else { return }
    if let mark = cursor.mark {
      let other = place(mark) ?? 0
      shade(from: min(column, other), to: max(column, other), on: &plot)
    }
    let line: Character = context.glyphs == .ascii ? "|" : "│"
    for row in 0..<plot.size.rows {
      let below = plot[column, row]
      // Over a bar the line stands on the bar's colour.
      let ground = below.character == "█" ? below.style.foreground : below.style.background
      plot[column, row] = Cell(line, Style(context.theme.text, on: ground))
    }
    draw(values(), at: cursor.moment, beside: column, on: &plot)
  }

  private func shade(from first: Int, to last: Int, on plot: inout Canvas) {
    let area = Rect(column: first, row: 0, columns: last - first + 1, rows: plot.size.rows)
    plot.restyle(area) { style in
      if style.background.isTerminal { style.background = context.theme.faint }
    }
    guard !context.depth.tellsSeriesApart else { return }
    let mark: Character = context.glyphs == .ascii ? "-" : "─"
    for column in first...last where plot[column, 0].character == " " {
      plot[column, 0] = Cell(mark, Style(context.theme.text))
    }
  }

  /// The list beside the line, on the side that has more room.
  private func draw(
    _ values: [Value],
    at moment: Timestamp,
    beside column: Int,
    on plot: inout Canvas
  ) {
    let nameColumns = min(24, values.map { TextWidth.of($0.name) }.max() ?? 0)
    let textColumns = values.map { TextWidth.of($0.text) }.max() ?? 0
    let civil = context.zone.civil(moment)
    let isDay = range.length <= .hours(24)
    let time =
      (isDay ? civil.clockWithSeconds : "\(civil.date) \(civil.clock)")
      + context.zone.distinction(of: moment)
    let width = max(TextWidth.of(time), nameColumns + textColumns + 3) + 2
    let isRight = plot.size.columns - column - 1 >= column
    guard (isRight ? plot.size.columns - column - 1 : column) >= width else { return }
    let left = isRight ? column + 1 : column - width
    let lines = min(values.count, plot.size.rows - 1)
    let ground = Style(context.theme.text, on: context.theme.paper)
    plot.fill(
      Rect(column: left, row: 0, columns: width, rows: lines + 1),
      with: Cell(" ", ground)
    )
    plot.write(time, at: Point(column: left + 1, row: 0), style: ground.bold)
    let mark = context.glyphs == .ascii ? "#" : "■"
    for (row, value) in values.prefix(max(0, lines)).enumerated() {
      let at = Point(column: left + 1, row: row + 1)
      plot.write(
        value.fill.map { String($0) } ?? mark,
        at: at,
        style: Style(value.color, on: context.theme.paper)
      )
      let rest = values.count - lines
      let name = row == lines - 1 && rest > 0 ? "\(value.name) +\(rest)" : value.name
      plot.write(
        name.fitted(to: nameColumns),
        at: Point(column: at.column + 2, row: at.row),
        style: Style(context.theme.dim, on: context.theme.paper)
      )
      plot.write(
        value.text,
        at: Point(column: left + width - 1 - TextWidth.of(value.text), row: at.row),
        style: ground
      )
    }
  }

  /// The point nearest to a moment, not further than a step.
  static func value(of series: FrameSeries, at moment: Timestamp, step: Duration?) -> Double? {
    let limit = (series.step ?? step)?.milliseconds ?? .max
    let nearest = series.timestamps.indices.min {
      abs(series.timestamps[$0] - moment.milliseconds)
        < abs(series.timestamps[$1] - moment.milliseconds)
    }
    guard let nearest, abs(series.timestamps[nearest] - moment.milliseconds) < limit,
      !series.values[nearest].isNaN
    else { return nil }
    return series.values[nearest]
  }

  /// Where a moment stands in a plot of lines; nil outside.
  func column(of moment: Timestamp, columns: Int) -> Int? {
    let length = range.length.milliseconds
    let along = (moment - range.start).milliseconds
    guard length > 0, along >= 0, along <= length else { return nil }
    return (Double(along) / Double(length) * Double(columns - 1)).whole(from: 0, to: columns - 1)
  }
}

extension Plot {
  /// The highest value first.
  func drawCursor(_ slots: Slots?, on plot: inout Canvas) {
    guard let cursor = context.cursor else { return }
    let readout = CursorReadout(range: frame.range, context: context)
    let columns = plot.size.columns
    func column(_ moment: Timestamp) -> Int? {
      guard let slots else { return readout.column(of: moment, columns: columns) }
      return slots.index(of: moment.milliseconds).map { index in
        let range = slots.columns(of: index)
        return range.lowerBound + range.count / 2
      }
    }
    readout.draw(
      cursor,
      column: column,
      values: { values(at: cursor.moment, slots: slots) },
      on: &plot
    )
  }

  /// What each series is at a moment, the highest first; those without a value there last.
  private func values(at moment: Timestamp, slots: Slots?) -> [CursorReadout.Value] {
    let looks = panel.looks(of: series, in: context)
    var index: Int?
    var bars: Bars?
    if let slots {
      index = slots.index(of: moment.milliseconds)
      bars = Bars(series: series, frame: frame, slots: slots, sums: sumsNeighbours)
    }
    return series.indices.map { place in
      let number =
        index.flatMap { bars?.values[place][$0] }
        ?? (slots == nil
          ? CursorReadout.value(of: series[place], at: moment, step: frame.step) : nil)
      return CursorReadout.Value(
        name: series[place].name.safe,
        text: number.map(panel.field.text) ?? "-",
        number: number ?? -.infinity,
        color: looks[place].color,
        fill: looks[place].fill
      )
    }.sorted { $0.number > $1.number }
  }
}
