import Canvas
import Metrics

/// The bars of a bar chart with their axis, names and numbers.
struct BarChart {
  let panel: BarChartPanel
  let table: BarTable
  let context: DrawContext

  private var isStacked: Bool { panel.stacking != .none }
  private var perCategory: Int { isStacked ? 1 : table.kinds.count }

  /// All pieces, by category and bar.
  private var pieces: [[[BarPlot.Piece]]] {
    table.categories.indices.map { table.pieces($0, panel.stacking) }
  }

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    switch panel.orientation {
    case .horizontal: drawLying(on: &canvas)
    case .vertical: drawUpright(on: &canvas)
    case .auto:
      let (columns, rows) = (canvas.size.columns, canvas.size.rows)
      let widest = table.categories.map { TextWidth.of($0) }.max() ?? 0
      let each = max(min(widest, 8), perCategory) + 1
      let fits = table.categories.count * each + 6 <= columns
      if columns >= rows * 2, rows >= 4, fits {
        drawUpright(on: &canvas)
      } else {
        drawLying(on: &canvas)
      }
    }
  }

  /// With the bars as they lie on it.
  private func scale(labels: Int) -> (scale: BarScale, pieces: [[[BarPlot.Piece]]]) {
    let pieces = pieces
    let scale = BarScale(
      Array(pieces.joined().joined()),
      of: table,
      panel: panel,
      labels: labels,
      in: context
    )
    return (scale, pieces.map { $0.map { $0.map(scale.placed) } })
  }

  // MARK: - Upright

  private func drawUpright(on canvas: inout Canvas) {
    let hasNames = canvas.size.rows >= 3 && !table.hidesNames
    let showsValues = panel.showValue != .never && !isStacked && canvas.size.rows >= 4
    let rows = canvas.size.rows - (hasNames ? 1 : 0)
    let top = showsValues ? 1 : 0
    let (scale, pieces) = scale(labels: max(2, rows / 3))
    let isHidden = table.axis == .hidden
    let gutter = isHidden ? 0 : BarPlot.gutter(scale.labels, columns: canvas.size.columns)
    let room = canvas.size.columns - gutter
    let count = max(1, min(table.categories.count, room / (perCategory + 1)))
    let group = max(1, room / count)
    let thickness = max(1, min(10, (group - 1) / perCategory))
    let plot = BarPlot(axis: scale.axis, context: context)
    var inner = Canvas(size: Size(columns: room, rows: rows - top))
    let margin = (group - thickness * perCategory) / 2
    let bars = pieces.prefix(count).enumerated().flatMap { category, bars in
      bars.enumerated().map { place, pieces in
        BarPlot.Bar(
          start: category * group + margin + place * thickness,
          thickness: thickness,
          pieces: pieces
        )
      }
    }
    let limits = BarLimits(table: table, scale: scale, isLying: false, context: context)
    limits.draw(on: &inner) { plot.draw(bars, on: &$0) }
    let left = table.axis == .right ? 0 : gutter
    canvas.place(inner, at: Point(column: left, row: top))
    var side = Canvas(size: Size(columns: gutter, rows: rows - top))
    plot.drawLabels(scale.labels, gutter: gutter, rows: rows - top, on: &side)
    canvas.place(side, at: Point(column: left > 0 ? 0 : room, row: top))
    if showsValues {
      let places = Places(group: group, thickness: thickness, margin: margin, left: left)
      drawValues(places, count: count, scale, rows: rows - top, on: &canvas)
    }
    if hasNames { drawNames(count: count, group: group, left: left, row: rows, on: &canvas) }
  }

  /// Where upright bars stand.
  private struct Places {
    var group: Int
    var thickness: Int
    var margin: Int
    var left: Int
  }

  /// Each bar's number above it, where it has room.
  private func drawValues(
    _ places: Places,
    count: Int,
    _ scale: BarScale,
    rows: Int,
    on canvas: inout Canvas
  ) {
    let room = perCategory == 1 ? places.group - 1 : places.thickness
    for category in 0..<count {
      for (place, kind) in table.kinds.enumerated() {
        let (text, value) = (kind.texts[category], kind.values[category])
        let width = TextWidth.of(text)
        guard width <= room || panel.showValue == .always, value.isFinite else { continue }
        let start = places.left + category * places.group + places.margin
        let center = start + place * places.thickness + places.thickness / 2
        let share = scale.axis.share(scale.place(max(0, value)))
        let height = (share * Double(rows)).rounded(.up)
        let spot = Point(
          column: max(places.left, center - min(width, room) / 2),
          row: rows - height.whole(from: 0, to: rows)
        )
        let ground = canvas[spot.column, spot.row].style.background
        let style = Style(context.theme.text, on: ground)
        canvas.write(text.fitted(to: room), at: spot, style: style)
      }
    }
  }

  private func drawNames(
    count: Int,
    group: Int,
    left: Int,
    row: Int,
    on canvas: inout Canvas
  ) {
    let rest = table.categories.count - count
    let note = rest > 0 ? "+\(rest)" : ""
    let free = canvas.size.columns - (note.isEmpty ? 0 : note.count + 1)
    let dim = Style(context.theme.dim)
    for (place, name) in table.categories.prefix(count).enumerated() {
      let column = left + place * group
      guard column + group - 1 <= free else { break }
      canvas.write(
        name.padded(to: max(1, group - 1), alignment: .center),
        at: Point(column: column, row: row),
        style: dim
      )
    }
    canvas.write(note, at: Point(column: canvas.size.columns - note.count, row: row), style: dim)
  }

  // MARK: - Lying

  private func drawLying(on canvas: inout Canvas) {
    let size = canvas.size
    // A line between categories, where bars of several kinds stand together and there is room.
    let isLoose =
      perCategory > 1 && table.categories.count * (perCategory + 1) - 1 <= size.rows
    let each = perCategory + (isLoose ? 1 : 0)
    let all = table.categories.count
    let fitting = (size.rows + (isLoose ? 1 : 0)) / each
    let count = all <= fitting ? all : max(1, (size.rows - 1) / each)
    let spread = all == count && perCategory == 1 && size.rows >= all * 2 ? 2 : each
    let widest = table.categories.map { TextWidth.of($0) }.max() ?? 0
    let names = table.hidesNames ? 0 : min(max(4, size.columns / 3), widest)
    let texts = table.kinds.flatMap { $0.texts.prefix(count) }
    let numbers =
      isStacked || panel.showValue == .never ? 0 : texts.map { TextWidth.of($0) }.max() ?? 0
    let room = max(0, size.columns - names - 1 - (numbers > 0 ? numbers + 1 : 0))
    let (scale, pieces) = scale(labels: 3)
    let bars = pieces.prefix(count).enumerated().flatMap { category, bars in
      bars.enumerated().map { place, pieces in
        BarPlot.Bar(start: category * spread + place, thickness: 1, pieces: pieces)
      }
    }
    var inner = Canvas(size: Size(columns: room, rows: size.rows))
    BarLimits(table: table, scale: scale, isLying: true, context: context).draw(on: &inner) {
      BarPlot(axis: scale.axis, isLying: true, context: context).draw(bars, on: &$0)
    }
    canvas.place(inner, at: Point(column: names + 1, row: 0))
    for category in 0..<count {
      let row = category * spread
      canvas.write(
        table.categories[category].fitted(to: names),
        at: Point(column: 0, row: row),
        style: Style(context.theme.text)
      )
      guard numbers > 0 else { continue }
      for (place, kind) in table.kinds.enumerated() {
        canvas.write(
          kind.texts[category].padded(to: numbers, alignment: .right),
          at: Point(column: size.columns - numbers, row: row + place),
          style: Style(context.theme.text)
        )
      }
    }
    if all > count {
      let rest = table.categories.dropFirst(count).map { Reading(name: ForeignText($0)) }
      RestLine(context: context).draw(rest, row: size.rows - 1, on: &canvas)
    }
  }
}
