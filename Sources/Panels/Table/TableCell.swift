import Canvas
import Metrics

/// One cell of a Grafana table.
struct TableCell {
  let column: TableColumn
  let row: Int
  /// Of the whole row, where it has one.
  let ground: Color?
  let context: DrawContext

  private var plain: Style {
    guard let ground else { return Style(context.isStale ? context.theme.dim : context.theme.text) }
    return Style(context.theme.ink(on: ground), on: ground)
  }

  func draw(line: Int, _ span: TableLayout.Span, on canvas: inout Canvas) {
    guard span.columns > 0 else { return }
    let shown = column.shown(row)
    switch column.look {
    case .text, .links, .markdown, .background(isWholeRow: true):
      write(shown.text, plain, line, span, on: &canvas)
    case .coloredText:
      let own = ground == nil ? shown.color : nil
      let style = own.map { Style($0) } ?? plain
      write(shown.text, style, line, span, on: &canvas)
    case .background(isWholeRow: false):
      guard let color = shown.color else {
        return write(shown.text, plain, line, span, on: &canvas)
      }
      let style = Style(context.theme.ink(on: color), on: color)
      canvas.fill(
        Rect(column: span.left - 1, row: line, columns: span.columns + 2, rows: 1),
        with: Cell(" ", style)
      )
      write(shown.text, style, line, span, on: &canvas)
    case .pill: drawPills(shown, line: line, span, on: &canvas)
    case .bar(let mode): drawBar(mode, line: line, span, on: &canvas)
    case .course: drawCourse(shown, line: line, span, on: &canvas)
    }
  }

  private func write(
    _ text: String,
    _ style: Style,
    _ line: Int,
    _ span: TableLayout.Span,
    on canvas: inout Canvas
  ) {
    canvas.write(
      column.fitted(text, to: span.columns),
      at: Point(column: span.left, row: line),
      style: style
    )
  }

  /// Value right, bar left of it.
  private func drawBar(
    _ mode: BarInk.Mode,
    line: Int,
    _ span: TableLayout.Span,
    on canvas: inout Canvas
  ) {
    let item = column.maker.item(row: row).grounded
    guard item.number != nil else {
      return write(column.shown(row).text, plain, line, span, on: &canvas)
    }
    let valueMode = column.field.config.cell.valueMode
    let value = valueMode == "hidden" ? "" : item.text.fitted(to: span.columns)
    let bar = span.columns - (value.isEmpty ? 0 : span.value + 1)
    if bar >= 2 {
      InkBar(ink: BarInk(item: item, mode: mode, context: context)).drawLying(
        in: Rect(column: span.left, row: line, columns: bar, rows: 1),
        on: &canvas
      )
    }
    let color = valueMode == "text" ? nil : item.color
    canvas.write(
      value,
      at: Point(column: span.left + span.columns - TextWidth.of(value), row: line),
      style: color.map { Style($0) } ?? plain
    )
  }

  /// The last value right, the course left of it.
  private func drawCourse(
    _ shown: ShownValue,
    line: Int,
    _ span: TableLayout.Span,
    on canvas: inout Canvas
  ) {
    let isHidden = column.field.config.cell.valueMode == "hidden"
    let value = isHidden ? "" : shown.text.fitted(to: span.columns)
    let columns = span.columns - (isHidden ? 0 : span.value + 1)
    let color = context.isStale ? context.theme.dim : shown.color ?? context.theme.bar
    if case .trend(let series) = column.field.values[row], columns >= 2 {
      Course(series, glyphs: context.glyphs)?.draw(
        in: Rect(column: span.left, row: line, columns: columns, rows: 1),
        color: ground.map { plain.foreground.blended(over: $0, opacity: 0.4) } ?? color,
        on: &canvas
      )
    }
    canvas.write(
      value,
      at: Point(column: span.left + span.columns - TextWidth.of(value), row: line),
      style: plain
    )
  }

  /// Each word of a list on a ground of its own: `a,b` or `["a","b"]`.
  private func drawPills(
    _ shown: ShownValue,
    line: Int,
    _ span: TableLayout.Span,
    on canvas: inout Canvas
  ) {
    let isMapped = column.field.config.mappings?.isEmpty == false || column.field.tint != nil
    let words = shown.text.split { ",[]\"".contains($0) }.map { String($0.trimmed) }
    var left = span.left
    let end = span.left + span.columns
    for word in words where !word.isEmpty && left + 3 <= end {
      let palette = context.theme.palette
      let hashed =
        palette.isEmpty
        ? context.theme.bar
        : palette[Int(ColorTable.hash(word) % UInt64(palette.count))]
      let color = context.isStale ? context.theme.faint : (isMapped ? shown.color : nil) ?? hashed
      let text = " " + word.fitted(to: end - left - 2) + " "
      let style = Style(context.theme.ink(on: color), on: color)
      left = canvas.write(text, at: Point(column: left, row: line), style: style) + 1
    }
  }
}

extension Substring {
  /// Without spaces at its ends.
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
