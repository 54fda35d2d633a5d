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

  private func axis(labels: Int) -> Axis {
    if panel.stacking == .percent { return Axis(low: 0, high: 1, ticks: [0, 0.5, 1]) }
    let ends = pieces.joined().joined().flatMap { [$0.low, $0.high] }
    var (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    let (field, soft) = (panel.field, table.softEnds)
    if table.kinds.contains(where: { $0.style.isCentredOnZero == true }) {
      high = max(abs(low), abs(high))
      low = -high
    }
    // A soft end holds as long as no value is beyond it; bars begin at zero, whatever the axis.
    let least = isStacked ? low : table.kinds.joinedValues.min() ?? 0
    let softLow = soft.low.flatMap { least >= $0 ? $0 : nil }
    let softHigh = soft.high.flatMap { high <= $0 ? $0 : nil }
    let (hardLow, hardHigh) = (field.min ?? softLow, field.max ?? softHigh)
    if low >= 0, hardLow ?? 0 == 0, hardHigh == nil { return .fromZero(to: high, isWhole: false) }
    return .round(
      low...max(low, high),
      hardLow: hardLow,
      hardHigh: hardHigh,
      labels: labels
    )
  }

  private func labels(_ axis: Axis) -> [String] {
    let increment = axis.ticks.count > 1 ? axis.ticks[1] - axis.ticks[0] : 1
    return axis.ticks.map { tick in
      panel.stacking == .percent
        ? Unit("percentunit").text(tick, decimals: 0)
        : panel.field.tick(tick, increment: increment, in: context)
    }
  }

  // MARK: - Upright

  private func drawUpright(on canvas: inout Canvas) {
    let hasNames = canvas.size.rows >= 3 && !table.hidesNames
    let showsValues = panel.showValue != .never && !isStacked && canvas.size.rows >= 4
    let rows = canvas.size.rows - (hasNames ? 1 : 0)
    let top = showsValues ? 1 : 0
    let axis = axis(labels: max(2, rows / 3))
    let labels = labels(axis)
    let isHidden = table.axis == .hidden
    let gutter = isHidden ? 0 : BarPlot.gutter(labels, columns: canvas.size.columns)
    let room = canvas.size.columns - gutter
    let count = max(1, min(table.categories.count, room / (perCategory + 1)))
    let group = max(1, room / count)
    let thickness = max(1, min(10, (group - 1) / perCategory))
    let plot = BarPlot(axis: axis, context: context)
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
    let limits = BarLimits(table: table, axis: axis, isLying: false, context: context)
    limits.draw(on: &inner) { plot.draw(bars, on: &$0) }
    let left = table.axis == .right ? 0 : gutter
    canvas.place(inner, at: Point(column: left, row: top))
    var side = Canvas(size: Size(columns: gutter, rows: rows - top))
    plot.drawLabels(labels, gutter: gutter, rows: rows - top, on: &side)
    canvas.place(side, at: Point(column: left > 0 ? 0 : room, row: top))
    if showsValues {
      let places = Places(group: group, thickness: thickness, margin: margin, left: left)
      drawValues(places, count: count, axis: axis, rows: rows - top, on: &canvas)
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
    axis: Axis,
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
        let height = (axis.share(max(0, value)) * Double(rows)).rounded(.up)
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
    let bars = pieces.prefix(count).enumerated().flatMap { category, bars in
      bars.enumerated().map { place, pieces in
        BarPlot.Bar(start: category * spread + place, thickness: 1, pieces: pieces)
      }
    }
    var inner = Canvas(size: Size(columns: room, rows: size.rows))
    let axis = axis(labels: 3)
    BarLimits(table: table, axis: axis, isLying: true, context: context).draw(on: &inner) {
      BarPlot(axis: axis, isLying: true, context: context).draw(bars, on: &$0)
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

extension [BarTable.Kind] {
  fileprivate var joinedValues: [Double] { flatMap(\.values).filter(\.isFinite) }
}
