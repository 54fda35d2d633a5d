import Canvas
import Metrics

/// The names of a Grafana panel's series, with the numbers that its file asks for.
struct GraphLegend {
  /// A series as it is drawn.
  struct Item {
    var series: FrameSeries
    var field: FieldOptions
    var color: Color
    /// What stands for the colour where that tells nothing.
    var fill: Character?
  }

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

  init(_ items: [Item], options: LegendOptions, context: DrawContext) {
    self.options = options
    self.context = context
    let shown = items.filter { !($0.series.config?.graph.hidden?.fromLegend ?? false) }
    entries = Self.sorted(shown, options).map { item in
      let isOut = item.series.config?.graph.hidden?.fromPlot ?? false
      let mark = context.glyphs == .ascii ? "#" : "■"
      return Entry(
        sign: isOut ? "-" : item.fill.map { String($0) } ?? mark,
        color: isOut ? context.theme.dim : item.color,
        name: item.series.name.safe,
        texts: options.calcs.map { calc in
          calc.value(of: item.series).map { item.field.text($0, by: calc, in: context) }
            ?? item.field.noValue ?? "-"
        },
        isOut: isOut
      )
    }
  }

  /// Series without a number come last.
  private static func sorted(_ items: [Item], _ options: LegendOptions) -> [Item] {
    let isDown = options.isDescending
    switch options.sort {
    case nil: return items
    case .name?:
      return items.sorted {
        isDown ? $1.series.name < $0.series.name : $0.series.name < $1.series.name
      }
    case .number(let calc)?:
      let numbers = items.map { item in
        calc.value(of: item.series).flatMap { $0.isNaN ? nil : $0 }
          ?? (isDown ? -.infinity : .infinity)
      }
      return zip(items, numbers).sorted { isDown ? $0.1 > $1.1 : $0.1 < $1.1 }.map(\.0)
    }
  }

  // MARK: - Room

  /// Where it stands on a panel; empty where there is no room for it.
  func area(of size: Size) -> Rect {
    let none = Rect(column: 0, row: size.rows, columns: 0, rows: 0)
    guard !entries.isEmpty, options.hasRoom(on: size) else { return none }
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

  /// What an area leaves to the chart, from the upper left corner on.
  static func chart(beside area: Rect, of size: Size) -> Size {
    area.left > 0
      ? Size(columns: area.left, rows: size.rows) : Size(columns: size.columns, rows: area.top)
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
        TextWidth.of(options.calcs[place].grafanaTitle),
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
    let numbers = zip(options.calcs, entry.texts).map { "\($0.grafanaTitle): \($1)" }
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
          calc.grafanaTitle.padded(to: width + 2, alignment: .right),
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
  /// Whether a panel of this size has room for it.
  func hasRoom(on size: Size) -> Bool { mode != .hidden && (size.rows >= 6 || isBeside(size)) }

  /// Whether it stands at the right of a panel of this size, where there is room for a plot.
  fileprivate func isBeside(_ size: Size) -> Bool {
    placement == .right && size.columns >= 50 && size.rows >= 3
  }
}
