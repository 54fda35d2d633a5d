import Canvas
import Documents
import Metrics

/// Names with their colours, beside a chart or below it.
struct ChartLegend {
  enum Place: String, CaseIterable, Sendable { case right, bottom, hidden }

  struct Entry: Hashable {
    var name: String
    var color: Color
    var sign: Character
    /// Right of the name: value, share.
    var values: [String] = []

    var width: Int { 2 + TextWidth.of(name) + values.reduce(0) { $0 + 2 + TextWidth.of($1) } }
  }

  var entries: [Entry]
  let context: DrawContext

  /// The chart's place, and the legend's where there is room for one.
  func split(_ size: Size, _ place: Place) -> (chart: Rect, legend: Rect?) {
    let whole = Rect(origin: .zero, size: size)
    guard !entries.isEmpty else { return (whole, nil) }
    switch place {
    case .hidden: return (whole, nil)
    case .right:
      guard size.columns >= 24 else { return split(size, .bottom) }
      let names = entries.map { TextWidth.of($0.name) }.max() ?? 0
      let columns = min(2 + names + valueWidths.reduce(0) { $0 + $1 + 2 }, size.columns / 2)
      return (
        Rect(column: 0, row: 0, columns: size.columns - columns - 2, rows: size.rows),
        Rect(column: size.columns - columns, row: 0, columns: columns, rows: size.rows)
      )
    case .bottom:
      guard size.rows >= 6 else { return (whole, nil) }
      let rows = min(lines(size.columns).count, max(1, size.rows / 4))
      return (
        Rect(column: 0, row: 0, columns: size.columns, rows: size.rows - rows),
        Rect(column: 0, row: size.rows - rows, columns: size.columns, rows: rows)
      )
    }
  }

  /// Of the columns of values, where one entry stands below the other.
  private var valueWidths: [Int] {
    (0..<(entries.map(\.values.count).max() ?? 0)).map { place in
      entries.map { place < $0.values.count ? TextWidth.of($0.values[place]) : 0 }.max() ?? 0
    }
  }

  /// Entries in lines, as many in each as fit.
  private func lines(_ columns: Int) -> [[Entry]] {
    var lines: [[Entry]] = [[]]
    var width = 0
    for entry in entries {
      if width > 0, width + entry.width > columns {
        lines.append([])
        width = 0
      }
      lines[lines.count - 1].append(entry)
      width += entry.width + 2
    }
    return lines
  }

  func draw(in area: Rect, _ place: Place, on canvas: inout Canvas) {
    guard !area.size.isEmpty else { return }
    if place == .right, area.left > 0 {
      drawColumn(in: area, on: &canvas)
    } else {
      drawLines(in: area, on: &canvas)
    }
  }

  private func drawColumn(in area: Rect, on canvas: inout Canvas) {
    let isCut = entries.count > area.size.rows
    let shown = isCut ? area.size.rows - 1 : entries.count
    let top = area.top + (area.size.rows - min(entries.count, area.size.rows)) / 2
    let widths = valueWidths
    let room = max(1, area.size.columns - 2 - widths.reduce(0) { $0 + $1 + 2 })
    for (index, entry) in entries.prefix(shown).enumerated() {
      let row = top + index
      write(entry, name: room, at: Point(column: area.left, row: row), on: &canvas)
      var right = area.right
      for (place, width) in widths.enumerated().reversed() {
        if place < entry.values.count, right - width >= area.left + 3 {
          canvas.write(
            entry.values[place].padded(to: width, alignment: .right),
            at: Point(column: right - width, row: row),
            style: Style(context.theme.text)
          )
        }
        right -= width + 2
      }
    }
    if isCut {
      writeRest(
        entries.count - shown,
        at: Point(column: area.left, row: area.bottom - 1),
        on: &canvas
      )
    }
  }

  private func drawLines(in area: Rect, on canvas: inout Canvas) {
    let lines = lines(area.size.columns)
    var told = 0
    for (index, line) in lines.prefix(area.size.rows).enumerated() {
      let isLast = index == area.size.rows - 1 && lines.count > area.size.rows
      var column = area.left
      for entry in line {
        let row = area.top + index
        let rest = entries.count - told
        if isLast, column > area.left, column + entry.width + 6 > area.right {
          writeRest(rest, at: Point(column: column, row: row), on: &canvas)
          return
        }
        let next = write(
          entry,
          name: area.right - column - 2 - (isLast ? 5 : 0),
          at: Point(column: column, row: row),
          on: &canvas
        )
        column = entry.values.reduce(next) { at, value in
          canvas.write(
            "  " + value,
            at: Point(column: at, row: row),
            style: Style(context.theme.text)
          )
        }
        column += 2
        told += 1
      }
      if isLast {
        writeRest(
          entries.count - told,
          at: Point(column: column, row: area.top + index),
          on: &canvas
        )
      }
    }
  }

  @discardableResult
  private func write(
    _ entry: Entry,
    name columns: Int,
    at point: Point,
    on canvas: inout Canvas
  ) -> Int {
    canvas.write(String(entry.sign), at: point, style: Style(entry.color))
    return canvas.write(
      entry.name.fitted(to: columns),
      at: Point(column: point.column + 2, row: point.row),
      style: Style(context.theme.dim)
    )
  }

  private func writeRest(_ count: Int, at point: Point, on canvas: inout Canvas) {
    guard count > 0 else { return }
    canvas.write("+\(count)", at: point, style: Style(context.theme.dim))
  }
}

extension ChartLegend.Place {
  /// As a layout or a Grafana panel has it.
  init(_ options: Options, standard: Self) {
    if options.bool("legend.showLegend") == false
      || options.string("legend.displayMode") == "hidden"
    {
      self = .hidden
    } else {
      self = options.choice("legend") ?? options.choice("legend.placement") ?? standard
    }
  }

  static let option = PanelOption(
    "legend",
    .choice(allCases.map(\.rawValue)),
    "Where names stand."
  )

  static let grafanaOptions = [
    PanelOption("legend.showLegend", .boolean, "Whether names are shown."),
    PanelOption(
      "legend.displayMode",
      .choice(["list", "table", "hidden", "visible"]),
      "Drawn as a list."
    ),
    PanelOption("legend.placement", .choice(["bottom", "right"]), "Where names stand."),
  ]
}
