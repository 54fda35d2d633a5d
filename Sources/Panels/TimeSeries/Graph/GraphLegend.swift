import Canvas
import Metrics

/// The names of a Grafana panel's series, with the numbers that its file asks for.
struct GraphLegend {
  private struct Entry {
    var sign: String
    var color: Color
    var name: String
    /// One per calculation.
    var texts: [String]
    /// It is named, but its line is left out.
    var isOut: Bool
  }

  private let options: LegendOptions
  private let context: DrawContext
  private let entries: [Entry]

  /// nil where a panel of this size has no room for it.
  init?(panel: TimeSeriesPanel, series: [FrameSeries], size: Size, context: DrawContext) {
    options = panel.legendOptions
    guard options.mode != .hidden, size.rows >= 6 || options.isBeside(size) else { return nil }
    self.context = context
    let looks = panel.graphLooks(of: series, in: context)
    let shown = series.indices.filter { !(series[$0].config?.graph.hidden?.fromLegend ?? false) }
    let options = options
    entries = Self.sorted(shown, of: series, options).map { place in
      let isOut = series[place].config?.graph.hidden?.fromPlot ?? false
      let field = looks[place].field
      let mark = context.glyphs == .ascii ? "#" : "■"
      let fill = context.depth.tellsSeriesApart ? nil : looks[place].fill.map { String($0) }
      return Entry(
        sign: isOut ? "-" : fill ?? mark,
        color: isOut ? context.theme.dim : looks[place].color,
        name: series[place].name.safe,
        texts: options.calcs.map { calc in
          calc.value(of: series[place]).map { field.text($0, by: calc, in: context) }
            ?? field.noValue ?? "-"
        },
        isOut: isOut
      )
    }
  }

  /// Series without a number come last.
  private static func sorted(
    _ places: [Int],
    of series: [FrameSeries],
    _ options: LegendOptions
  ) -> [Int] {
    let isDown = options.isDescending
    switch options.sort {
    case nil: return places
    case .name?:
      return places.sorted {
        isDown ? series[$1].name < series[$0].name : series[$0].name < series[$1].name
      }
    case .number(let calc)?:
      let numbers = places.map { place in
        calc.value(of: series[place]).flatMap { $0.isNaN ? nil : $0 }
          ?? (isDown ? -.infinity : .infinity)
      }
      return zip(places, numbers).sorted { isDown ? $0.1 > $1.1 : $0.1 < $1.1 }.map(\.0)
    }
  }

  // MARK: - Room

  /// Where it stands on a panel; empty where there is no room for it.
  func area(of size: Size) -> Rect {
    let none = Rect(column: 0, row: size.rows, columns: 0, rows: 0)
    guard !entries.isEmpty else { return none }
    if options.isBeside(size) {
      let asked = options.width.map { ($0 / 8).whole(from: 8, to: size.columns) }
      let most = asked ?? size.columns * 9 / 20
      let columns = min(most, naturalColumns, size.columns - 30)
      return Rect(column: size.columns - columns, row: 0, columns: columns, rows: size.rows)
    }
    let rows: Int
    switch options.mode {
    case .table:
      rows = min(entries.count + (options.calcs.isEmpty ? 0 : 1), max(2, size.rows * 2 / 5))
    case .list: rows = min(listRows(size.columns), max(1, size.rows / 4))
    case .hidden: rows = 0
    }
    return Rect(column: 0, row: size.rows - rows, columns: size.columns, rows: rows)
  }

  private var naturalColumns: Int {
    let names = entries.map { TextWidth.of($0.name) }.max() ?? 0
    guard options.mode == .table else {
      return (entries.map { TextWidth.of(line($0)) }.max() ?? 0) + 3
    }
    return 3 + names + widths(options.calcs.count).map { $0 + 2 }.reduce(0, +)
  }

  /// Of the first columns of numbers.
  private func widths(_ count: Int) -> [Int] {
    (0..<count).map { place in
      max(
        TextWidth.of(options.calcs[place].legendTitle),
        entries.map { TextWidth.of($0.texts[place]) }.max() ?? 0
      )
    }
  }

  private func listRows(_ columns: Int) -> Int {
    var (rows, column) = (1, 0)
    for entry in entries {
      let width = TextWidth.of(line(entry)) + 4
      if column > 0, column + width - 2 > columns { (rows, column) = (rows + 1, 0) }
      column += width
    }
    return rows
  }

  /// One line such as `name  Last *: 3  Max: 9`.
  private func line(_ entry: Entry) -> String {
    let numbers = zip(options.calcs, entry.texts).map { "\($0.legendTitle): \($1)" }
    return ([entry.name] + numbers).joined(separator: "  ")
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas, area: Rect) {
    guard !area.size.isEmpty else { return }
    var own = Canvas(size: area.size)
    // At the right a column parts it from the plot's axis.
    let left = area.left > 0 ? 1 : 0
    if options.mode == .table {
      drawTable(on: &own, left: left)
    } else if area.left > 0 {
      drawColumn(on: &own, left: left)
    } else {
      drawList(on: &own)
    }
    canvas.place(own, at: area.origin)
  }

  private func drawSign(_ entry: Entry, at point: Point, on canvas: inout Canvas) {
    canvas.write(entry.sign, at: point, style: Style(entry.color))
  }

  private func style(_ entry: Entry) -> Style {
    Style(entry.isOut ? context.theme.dim : context.theme.text)
  }

  private func drawRest(_ count: Int, at point: Point, on canvas: inout Canvas) {
    canvas.write("+\(count)", at: point, style: Style(context.theme.dim))
  }

  private func drawTable(on canvas: inout Canvas, left: Int) {
    let room = canvas.size.columns - left - 2
    let visible = max(0, canvas.size.rows - (options.calcs.isEmpty ? 0 : 1))
    // The last line ends in how many more there are.
    let rest = entries.count > visible ? " +\(entries.count - visible)" : ""
    let longest =
      entries.prefix(visible).enumerated().map { index, entry in
        TextWidth.of(entry.name) + (index == visible - 1 ? rest.count : 0)
      }.max() ?? 0
    // Before names are cut to nothing the last numbers go.
    var count = options.calcs.count
    while count > 0, room - widths(count).reduce(0, { $0 + $1 + 2 }) < min(longest, 10) {
      count -= 1
    }
    let widths = widths(count)
    let names = max(0, min(longest, room - widths.reduce(0) { $0 + $1 + 2 }))
    var top = 0
    if count > 0 {
      var column = left + 2 + names
      for (calc, width) in zip(options.calcs, widths) {
        canvas.write(
          calc.legendTitle.padded(to: width + 2, alignment: .right),
          at: Point(column: column, row: 0),
          style: Style(context.theme.dim)
        )
        column += width + 2
      }
      top = 1
    }
    for (index, entry) in entries.prefix(visible).enumerated() {
      let row = top + index
      let mark = index == visible - 1 ? rest : ""
      drawSign(entry, at: Point(column: left, row: row), on: &canvas)
      canvas.write(
        entry.name.fitted(to: max(0, names - mark.count)) + mark,
        at: Point(column: left + 2, row: row),
        style: style(entry)
      )
      var column = left + 2 + names
      for (text, width) in zip(entry.texts, widths) {
        canvas.write(
          text.padded(to: width + 2, alignment: .right),
          at: Point(column: column, row: row),
          style: Style(context.theme.dim)
        )
        column += width + 2
      }
    }
  }

  /// A list at the right: one name a row.
  private func drawColumn(on canvas: inout Canvas, left: Int) {
    for (row, entry) in entries.prefix(canvas.size.rows).enumerated() {
      if row == canvas.size.rows - 1, entries.count > row + 1 {
        return drawRest(entries.count - row, at: Point(column: left, row: row), on: &canvas)
      }
      drawSign(entry, at: Point(column: left, row: row), on: &canvas)
      drawLine(entry, at: Point(column: left + 2, row: row), on: &canvas)
    }
  }

  private func drawLine(_ entry: Entry, at point: Point, on canvas: inout Canvas) {
    let room = max(0, canvas.size.columns - point.column)
    canvas.write(line(entry).fitted(to: room), at: point, style: Style(context.theme.dim))
    canvas.write(entry.name.fitted(to: room), at: point, style: style(entry))
  }

  private func drawList(on canvas: inout Canvas) {
    var (row, column) = (0, 0)
    for (index, entry) in entries.enumerated() {
      let width = min(canvas.size.columns, TextWidth.of(line(entry)) + 2)
      let rest = entries.count - index
      let isLastRow = row == canvas.size.rows - 1
      // The last row keeps room for how many more there are.
      let needed = width + (isLastRow && rest > 1 ? 2 + "+\(rest - 1)".count : 0)
      if column > 0, column + needed > canvas.size.columns {
        guard !isLastRow else {
          guard column + "+\(rest)".count <= canvas.size.columns else { return }
          return drawRest(rest, at: Point(column: column, row: row), on: &canvas)
        }
        (row, column) = (row + 1, 0)
      }
      drawSign(entry, at: Point(column: column, row: row), on: &canvas)
      drawLine(entry, at: Point(column: column + 2, row: row), on: &canvas)
      column += width + 2
    }
  }
}

extension LegendOptions {
  /// Whether it stands at the right of a panel of this size, where there is room for a plot.
  fileprivate func isBeside(_ size: Size) -> Bool {
    placement == .right && size.columns >= 50 && size.rows >= 3
  }
}
