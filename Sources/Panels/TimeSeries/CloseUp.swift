import Canvas
package import Metrics

/// How a panel that fills the screen lists its series.
package struct CloseUp: Hashable, Sendable {
  /// The row that keys act on, in the list's order.
  package var selected = 0
  /// What the list is sorted by, the highest first.
  package var sort = Reducer.lastNotNull

  package static let columns: [Reducer] = [.min, .max, .mean, .lastNotNull, .sum]

  package init() {}

  /// The series' places in the list's order: the highest first, those without a value last.
  package func order(of series: [FrameSeries]) -> [Int] {
    let values = series.map { sort.value(of: $0) ?? -.infinity }
    return series.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
  }

  /// Sorts by the next column.
  package mutating func sortByNext() {
    let place = Self.columns.firstIndex(of: sort) ?? 0
    sort = Self.columns[(place + 1) % Self.columns.count]
    selected = 0
  }
}

extension TimeSeriesPanel {
  /// Rows of the list: all it needs, at most half the screen.
  func closeUpRows(_ series: [FrameSeries], size: Size) -> Int {
    size.rows >= 8 ? min(series.count + 1, size.rows / 2) : 0
  }

  /// Counts are said whole, as in the title.
  private func number(_ calc: Reducer, of series: FrameSeries) -> String {
    guard let value = calc.value(of: series) else { return "-" }
    let isWhole = series.isCount && value == value.rounded()
    return isWhole ? Digits.grouped(value) : field.own(series).text(value)
  }

  /// Every series with its numbers, also those that are hidden; the selected one in sight.
  func drawCloseUp(
    _ closeUp: CloseUp,
    _ series: [FrameSeries],
    on canvas: inout Canvas,
    area: Rect,
    in context: DrawContext
  ) {
    let order = closeUp.order(of: series)
    let looks = looks(of: series, in: context)
    let width = 11
    let names = max(4, area.size.columns - CloseUp.columns.count * width - 4)
    for (place, calc) in CloseUp.columns.enumerated() {
      let isSorted = calc == closeUp.sort
      let title = isSorted ? calc.title + (context.glyphs == .ascii ? " v" : " ▾") : calc.title
      canvas.write(
        title.padded(to: width, alignment: .right),
        at: Point(column: 4 + names + place * width, row: area.top),
        style: isSorted ? Style(context.theme.text).bold : Style(context.theme.dim)
      )
    }
    let visible = max(0, area.size.rows - 1)
    let selected = min(closeUp.selected, order.count - 1)
    let first = max(0, min(selected - visible / 2, order.count - visible))
    for (row, place) in order.dropFirst(first).prefix(visible).enumerated() {
      let at = area.top + 1 + row
      let isHidden = context.hidden.contains(series[place].name)
      let style = Style(isHidden ? context.theme.faint : context.theme.text)
      if first + row == selected {
        canvas.write("> ", at: Point(column: 0, row: at), style: Style(context.theme.text).bold)
      }
      let mark = looks[place].fill.map { String($0) } ?? (context.glyphs == .ascii ? "#" : "■")
      canvas.write(
        isHidden ? "-" : mark,
        at: Point(column: 2, row: at),
        style: Style(isHidden ? context.theme.dim : looks[place].color)
      )
      canvas.write(
        series[place].name.safe.fitted(to: names - 1),
        at: Point(column: 4, row: at),
        style: first + row == selected ? style.bold : style
      )
      for (column, calc) in CloseUp.columns.enumerated() {
        let text = number(calc, of: series[place])
        canvas.write(
          text.padded(to: width, alignment: .right),
          at: Point(column: 4 + names + column * width, row: at),
          style: Style(isHidden ? context.theme.faint : context.theme.dim)
        )
      }
    }
  }
}
