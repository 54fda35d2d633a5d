import Canvas
import Metrics

/// A Grafana table: the columns of one of the panel's frames, and a row for each of its rows.
struct FieldTable {
  let look: TableLook
  let context: DrawContext
  let columns: [TableColumn]
  /// The rows' places in the frame, in the order they are shown.
  let order: [Int]
  /// Which of how many tables is shown, from 1.
  let place: (table: Int, of: Int)

  init(_ look: TableLook, _ frames: [DataFrame], in context: DrawContext) {
    self.look = look
    self.context = context
    let index = max(0, min(look.frame, frames.count - 1))
    place = (index + 1, frames.count)
    guard frames.indices.contains(index) else {
      (columns, order) = ([], [])
      return
    }
    let table = frames[index]
    columns = table.fields.indices.filter { Self.isShown(table.fields[$0]) }.map {
      TableColumn($0, of: table, in: context)
    }
    let keys = look.sorts.compactMap { sort in
      let field =
        table.fields.first { $0.displayName == sort.name }
        ?? table.fields.first { $0.name == sort.name }
      return field.map { ($0.values, sort.isDescending) }
    }
    order = RowOrder(keys: keys).sorted(table.rowCount)
  }

  private static func isShown(_ field: Field) -> Bool {
    field.config.cell.isHidden != true && field.config.graph.hidden?.fromPlot != true
  }

  /// `12 rows`, and of several tables which one.
  var heading: String {
    let rows = order.count == 1 ? "1 row" : "\(order.count) rows"
    return place.of > 1 ? "\(rows), table \(place.table) of \(place.of)" : rows
  }

  /// Most readings that are told of a table.
  private static let mostReadings = 500

  /// One for each number in each row, named by the row's texts.
  var readings: [Reading] {
    let numbers = columns.filter(\.field.values.isNumeric)
    let texts = columns.filter { if case .texts = $0.field.values { true } else { false } }
    let rows = order.prefix(Self.mostReadings / max(1, numbers.count))
    return rows.flatMap { row -> [Reading] in
      let words = texts.map { $0.shown(row).text }.filter { !$0.isEmpty }
      guard !numbers.isEmpty else {
        return [Reading(name: ForeignText(words.first ?? ""), text: words.joined(separator: " "))]
      }
      return numbers.map { column in
        let name = words + (numbers.count > 1 || words.isEmpty ? [column.head] : [])
        return column.reading(row, name: ForeignText(name.joined(separator: " ")))
      }
    }
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    guard !columns.isEmpty, !order.isEmpty else {
      canvas.write(look.noValue ?? "no data", at: .zero, style: Style(context.theme.dim).bold)
      return
    }
    let size = canvas.size
    let header = look.showsHeader && size.rows >= 2 ? 1 : 0
    let footer = TableFooter(look: look, columns: columns, rows: order.count)
    let footerRows = size.rows - header > footer.rows + 1 ? footer.rows : 0
    let room = size.rows - header - footerRows
    let shown = Array(order.prefix(order.count > room ? max(room - 1, room == 1 ? 1 : 0) : room))
    let texts = columns.enumerated().map { index, column in
      shown.map { column.shown($0).text }
        + (footerRows > 0 ? (0..<footerRows).map { footer.text(index, row: $0) } : [])
    }
    let layout = TableLayout(columns, texts, room: size.columns)
    if header > 0 { drawHeader(layout, on: &canvas) }
    for (line, row) in shown.enumerated() {
      draw(row, line: header + line, layout, on: &canvas)
    }
    if shown.count < order.count, room > 1 {
      RestLine(context: context).draw(
        [],
        count: order.count - shown.count,
        row: header + shown.count,
        on: &canvas
      )
    }
    for row in 0..<footerRows {
      drawFooter(footer, row: row, line: size.rows - footerRows + row, layout, on: &canvas)
    }
    drawHidden(layout, on: &canvas)
  }

  private func drawHeader(_ layout: TableLayout, on canvas: inout Canvas) {
    for (column, span) in zip(columns, layout.spans) {
      canvas.write(
        column.head.padded(to: span.columns, alignment: column.alignment),
        at: Point(column: span.left, row: 0),
        style: Style(context.theme.dim)
      )
    }
  }

  private func draw(_ row: Int, line: Int, _ layout: TableLayout, on canvas: inout Canvas) {
    let whole = columns.lazy.filter { $0.look == .background(isWholeRow: true) }
      .compactMap { $0.shown(row).color }.first
    if let whole {
      let style = Style(context.theme.ink(on: whole), on: whole)
      canvas.fill(
        Rect(column: 0, row: line, columns: canvas.size.columns, rows: 1),
        with: Cell(" ", style)
      )
    }
    for (column, span) in zip(columns, layout.spans) {
      TableCell(column: column, row: row, ground: whole, context: context)
        .draw(line: line, span, on: &canvas)
    }
  }

  private func drawFooter(
    _ footer: TableFooter,
    row: Int,
    line: Int,
    _ layout: TableLayout,
    on canvas: inout Canvas
  ) {
    for (index, span) in layout.spans.enumerated() {
      canvas.write(
        footer.text(index, row: row)
          .padded(to: span.columns, alignment: columns[index].alignment),
        at: Point(column: span.left, row: line),
        style: Style(context.theme.text).bold
      )
    }
  }

  /// Columns that have no room are counted, at the right end of the first row.
  private func drawHidden(_ layout: TableLayout, on canvas: inout Canvas) {
    let hidden = columns.count - layout.spans.count
    guard hidden > 0 else { return }
    let text = TableLayout.note(hidden)
    canvas.write(
      text,
      at: Point(column: max(0, canvas.size.columns - TextWidth.of(text)), row: 0),
      style: Style(context.theme.dim)
    )
  }
}
