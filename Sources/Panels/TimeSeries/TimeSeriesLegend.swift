import Canvas
import Metrics

extension TimeSeriesPanel {
  /// Rows that the legend takes: none in little room, at most a third of the panel.
  func legendRows(_ series: [FrameSeries], size: Size, in context: DrawContext) -> Int {
    guard legend != .hidden, size.rows >= 6, !series.isEmpty else { return 0 }
    switch legend {
    case .table: return min(series.count + 1, max(2, size.rows / 3))
    case .list:
      let widths = series.map { TextWidth.of(entry($0, in: context)) + 4 }
      var (rows, column) = (1, 0)
      for width in widths {
        if column > 0, column + width > size.columns {
          rows += 1
          column = 0
        }
        column += width
      }
      return min(rows, max(1, size.rows / 4))
    case .hidden: return 0
    }
  }

  /// One line such as `name  last 3  max 9`.
  private func entry(_ series: FrameSeries, in context: DrawContext) -> String {
    let numbers = calcs.map { calc in "\(calc.title) \(text(calc, of: series, in: context))" }
    return ([series.name.safe] + numbers).joined(separator: "  ")
  }

  private func text(_ calc: Reducer, of series: FrameSeries, in context: DrawContext) -> String {
    calc.value(of: series).map { field.text($0, by: calc, in: context) } ?? "-"
  }

  func drawLegend(
    _ series: [FrameSeries],
    on canvas: inout Canvas,
    area: Rect,
    in context: DrawContext
  ) {
    switch legend {
    case .table: drawTable(series, on: &canvas, area: area, in: context)
    case .list: drawList(series, on: &canvas, area: area, in: context)
    case .hidden: break
    }
  }

  /// The series' sign: what its bars are filled with, where colour alone doesn't tell.
  private func sign(_ look: SeriesLook, in context: DrawContext) -> String {
    look.fill.map { String($0) } ?? (context.glyphs == .ascii ? "#" : "■")
  }

  private func drawList(
    _ series: [FrameSeries],
    on canvas: inout Canvas,
    area: Rect,
    in context: DrawContext
  ) {
    let looks = looks(of: series, in: context)
    var (row, column) = (area.top, 0)
    for (index, one) in series.enumerated() {
      let width = min(area.size.columns, TextWidth.of(entry(one, in: context)) + 2)
      if column > 0, column + width > area.size.columns {
        row += 1
        column = 0
      }
      let isLastRow = row == area.bottom - 1
      let rest = series.count - index
      if row >= area.bottom || (isLastRow && rest > 1 && column + width + 8 > area.size.columns) {
        canvas.write(
          "+\(rest)",
          at: Point(column: column, row: min(row, area.bottom - 1)),
          style: Style(context.theme.dim)
        )
        return
      }
      canvas.write(
        sign(looks[index], in: context),
        at: Point(column: column, row: row),
        style: Style(looks[index].color)
      )
      canvas.write(
        entry(one, in: context).fitted(to: area.size.columns - 2),
        at: Point(column: column + 2, row: row),
        style: Style(context.theme.dim)
      )
      column += width + 2
    }
  }

  private func drawTable(
    _ series: [FrameSeries],
    on canvas: inout Canvas,
    area: Rect,
    in context: DrawContext
  ) {
    let looks = looks(of: series, in: context)
    let calcs = self.calcs.isEmpty ? [.min, .max, .mean, .lastNotNull] : self.calcs
    let dim = Style(context.theme.dim)
    let width = 10
    let nameColumns = max(4, area.size.columns - calcs.count * width - 2)
    for (place, calc) in calcs.enumerated() {
      canvas.write(
        calc.title.padded(to: width, alignment: .right),
        at: Point(column: 2 + nameColumns + place * width, row: area.top),
        style: dim
      )
    }
    for (index, one) in series.prefix(area.size.rows - 1).enumerated() {
      let row = area.top + 1 + index
      canvas.write(
        sign(looks[index], in: context),
        at: Point(column: 0, row: row),
        style: Style(looks[index].color)
      )
      let isCut = index == area.size.rows - 2 && series.count > index + 1
      let name = isCut ? "\(one.name.safe) +\(series.count - index - 1)" : one.name.safe
      canvas.write(
        name.fitted(to: nameColumns - 1),
        at: Point(column: 2, row: row),
        style: Style(context.theme.text)
      )
      for (place, calc) in calcs.enumerated() {
        let text = text(calc, of: one, in: context)
        canvas.write(
          text.padded(to: width, alignment: .right),
          at: Point(column: 2 + nameColumns + place * width, row: row),
          style: dim
        )
      }
    }
  }
}
