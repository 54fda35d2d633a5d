import Canvas
import Documents
import Metrics

/// One bar below the other: name, bar with the limit marked, value.
struct BarList {
  let panel: BarGaugePanel
  let items: [BarGaugePanel.Item]
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty, !items.isEmpty else { return }
    let rows = canvas.size.rows
    let shown = items.count > rows ? Array(items.prefix(rows - 1)) : items
    let nameColumns = min(
      max(4, canvas.size.columns / 3),
      (items.map { TextWidth.of($0.reading.name.safe) }.max() ?? 0)
    )
    let valueColumns = items.map { TextWidth.of($0.reading.text) }.max() ?? 0
    let left = nameColumns + (canvas.size.columns >= 50 ? 2 : 1)
    let bar = canvas.size.columns - left - valueColumns - (canvas.size.columns >= 50 ? 5 : 4)
    for (row, item) in shown.enumerated() {
      draw(item, row: row, left: left, columns: bar, nameColumns: nameColumns, on: &canvas)
    }
    if items.count > shown.count {
      RestLine(context: context).draw(
        items.dropFirst(shown.count).map(\.reading),
        row: rows - 1,
        on: &canvas
      )
    } else if shown.count < rows, bar >= 10 {
      drawLimits(left: left, columns: bar, row: shown.count, on: &canvas)
    }
  }

  private func draw(
    _ item: BarGaugePanel.Item,
    row: Int,
    left: Int,
    columns: Int,
    nameColumns: Int,
    on canvas: inout Canvas
  ) {
    let reading = item.reading
    canvas.write(
      reading.name.safe.fitted(to: nameColumns),
      at: Point(column: 0, row: row),
      style: Style(context.theme.text)
    )
    if columns >= 3 {
      BarDrawing(context: context).draw(
        share: item.value / panel.full(items),
        color: color(item),
        row: row,
        left: left,
        columns: columns,
        marks: marks(columns),
        on: &canvas
      )
    }
    let isTrouble = reading.state > .ok
    let style = Style(
      isTrouble ? context.color(reading.state) : context.theme.text,
      on: .terminal,
      isTrouble ? .bold : []
    )
    let sign = context.sign(reading.state)
    let end = canvas.size.columns - 3
    let text = reading.text
    canvas.write(
      text,
      at: Point(column: max(nameColumns + 1, end - TextWidth.of(text)), row: row),
      style: style
    )
    canvas.write(
      sign,
      at: Point(column: canvas.size.columns - 2, row: row),
      style: Style(context.color(reading.state))
    )
  }

  private func color(_ item: BarGaugePanel.Item) -> Color {
    let plain =
      panel.order.isEmpty
      ? context.theme.bar : context.theme.ramp[item.place % context.theme.ramp.count]
    return item.reading.color ?? plain
  }

  /// Columns in which a limit is marked.
  private func marks(_ columns: Int) -> [Int] {
    let full = panel.full(items)
    return panel.field.thresholds.filter { $0.state != nil && !panel.field.isPercentage }
      .map { ($0.limit / full * Double(columns)).rounded(.down).whole(from: 0, to: columns) }
      .filter { $0 > 0 && $0 < columns }
  }

  /// The limits' numbers below their marks.
  private func drawLimits(left: Int, columns: Int, row: Int, on canvas: inout Canvas) {
    let full = panel.full(items)
    var free = 0
    for threshold in panel.field.thresholds
    where threshold.state != nil && !panel.field.isPercentage {
      let column =
        left
        + (threshold.limit / full * Double(columns)).rounded(.down).whole(from: 0, to: columns)
      let text = panel.field.text(threshold.limit)
      let start = column - TextWidth.of(text) / 2
      guard threshold.limit > 0, threshold.limit < full, start >= free else { continue }
      canvas.write(text, at: Point(column: start, row: row), style: Style(context.theme.dim))
      free = start + TextWidth.of(text) + 1
    }
  }
}

/// A bar in eighths of a cell, dots behind it, and marks across.
struct BarDrawing {
  let context: DrawContext

  /// - Parameters:
  ///   - share: Of the whole length, 0...1; more is cut.
  ///   - color: Of the bar.
  ///   - row: Where.
  ///   - left: Its first column.
  ///   - columns: Of the whole length.
  ///   - marks: Columns of the limits, from the bar's left.
  ///   - canvas: Drawn on.
  func draw(
    share: Double,
    color: Color,
    row: Int,
    left: Int,
    columns: Int,
    marks: [Int],
    on canvas: inout Canvas
  ) {
    guard columns > 0 else { return }
    let safe = share.isFinite ? max(0, min(1, share)) : 0
    var eighths = (safe * Double(columns * 8)).whole(from: 0, to: columns * 8)
    if safe > 0, eighths == 0 { eighths = 1 }
    for column in 0..<columns {
      let filled = max(0, min(8, eighths - column * 8))
      let isMark = marks.contains(column)
      let place = left + column
      if isMark {
        let line: Character = context.glyphs == .ascii ? "|" : "│"
        let style =
          filled == 8 && context.glyphs != .ascii
          ? Style(context.theme.ink(on: color), on: color) : Style(context.theme.dim)
        canvas[place, row] = Cell(line, style)
      } else if filled == 0 {
        canvas[place, row] = Cell(Character(context.dot), Style(context.theme.faint))
      } else if context.glyphs == .ascii {
        canvas[place, row] = Cell(filled >= 4 ? "#" : ".", Style(color))
      } else {
        canvas[place, row] = Cell(Blocks.left(filled), Style(color))
      }
    }
  }
}
