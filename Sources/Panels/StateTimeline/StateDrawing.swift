import Canvas
import Documents
import Metrics

/// Rows of boxes over time, with their names, the clock and the states.
struct StateDrawing {
  enum ShowValue: String, CaseIterable, Sendable { case auto, always, never }

  /// What a panel's options say of the look.
  struct Look: Hashable, Sendable {
    var showValue: ShowValue
    var alignment: TextAlignment
    var legend: ChartLegend.Place
    var clocks: PanelClocks
    /// Of boxes over the ground, 0...1.
    var opacity: Double

    init(_ options: Options, fillOpacity: Double?) {
      showValue = options.choice("showValue") ?? .auto
      alignment = options.choice("alignValue") ?? .left
      legend = ChartLegend.Place(options, standard: .bottom)
      clocks = PanelClocks(options)
      opacity = max(0.2, min(1, (fillOpacity ?? 100) / 100))
    }
  }

  let rows: [StateRow]
  let look: Look
  let range: TimeRange
  let context: DrawContext
  private let signs: StateSigns

  init(rows: [StateRow], look: Look, range: TimeRange, context: DrawContext) {
    self.rows = rows
    self.look = look
    self.range = range
    self.context = look.clocks.applied(to: context)
    signs = StateSigns(rows.flatMap(\.boxes).map(\.text), in: context)
  }

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty, !rows.isEmpty else { return }
    let legend = ChartLegend(entries: entries, context: context)
    let (area, rest) = legend.split(canvas.size, look.legend)
    var chart = Canvas(size: area.size)
    drawRows(on: &chart)
    canvas.place(chart, at: area.origin)
    if let rest { legend.draw(in: rest, look.legend, on: &canvas) }
  }

  /// Each state once; no more of them than anybody reads.
  private var entries: [ChartLegend.Entry] {
    var seen: Set<String> = []
    var entries: [ChartLegend.Entry] = []
    for row in rows where row.isInLegend {
      for box in row.boxes where box.isState && !box.text.isEmpty && seen.insert(box.text).inserted
      {
        entries.append(
          ChartLegend.Entry(
            name: box.text,
            color: box.color,
            sign: signs.fill(box.text) ?? "■"
          )
        )
      }
    }
    return entries
  }

  private func drawRows(on canvas: inout Canvas) {
    let size = canvas.size
    let clocks = size.rows >= 3 ? context.clockRows(of: size.rows) : 0
    let room = size.rows - clocks
    let isCut = rows.count > room
    let shown = isCut ? max(0, room - 1) : rows.count
    let gutter = min(size.columns / 3, (rows.map { TextWidth.of($0.name.safe) }.max() ?? 0) + 1)
    let each = max(1, min(4, room / max(1, rows.count)))
    // The last half of a line is the gap to the next row.
    let height = each >= 2 ? each - 1 : 1
    for (place, row) in rows.prefix(shown).enumerated() {
      let top = place * each
      canvas.write(
        row.name.safe.fitted(to: gutter - 1),
        at: Point(column: 0, row: top + (height - 1) / 2),
        style: Style(context.theme.dim)
      )
      var line = Canvas(size: Size(columns: size.columns - gutter, rows: height))
      draw(row, on: &line)
      if each >= 2 { drawFoot(of: line, left: gutter, row: top + height, on: &canvas) }
      canvas.place(line, at: Point(column: gutter, row: top))
    }
    if isCut, room > 0 { drawRest(rows.count - shown, from: shown, row: room - 1, on: &canvas) }
    guard clocks > 0 else { return }
    TimeLabels.draw(
      range,
      left: gutter,
      columns: size.columns - gutter,
      row: min(room, isCut ? room : rows.count * each),
      rows: clocks,
      on: &canvas,
      in: context
    )
  }

  /// The lower end of a row's boxes: half a line below.
  private func drawFoot(of line: Canvas, left: Int, row: Int, on canvas: inout Canvas) {
    for column in 0..<line.size.columns {
      let color = line[column, 0].style.background
      if !color.isTerminal { canvas[left + column, row] = Cell("▀", Style(color)) }
    }
  }

  private func drawRest(_ count: Int, from first: Int, row: Int, on canvas: inout Canvas) {
    let names = rows.dropFirst(first).prefix(20).map(\.name.safe).joined(separator: ", ")
    canvas.write(
      "+\(count) more: \(names)".fitted(to: canvas.size.columns),
      at: Point(column: 0, row: row),
      style: Style(context.theme.dim)
    )
  }

  private func draw(_ row: StateRow, on canvas: inout Canvas) {
    let (start, length) = (range.start.milliseconds, Double(range.length.milliseconds))
    guard length > 0 else { return }
    func column(_ time: Int64) -> Int {
      let share = Double(time.subtractingReportingOverflow(start).partialValue) / length
      return (share * Double(canvas.size.columns)).whole(from: 0, to: canvas.size.columns)
    }
    var free = 0
    var before: Color?
    for box in row.boxes {
      let left = max(free, column(box.start))
      let right = max(left + 1, column(box.end))
      guard left < canvas.size.columns, column(box.end) > 0 || box.end >= start else { continue }
      draw(box, from: left, to: min(right, canvas.size.columns), touches: before, on: &canvas)
      free = right
      before = box.color
    }
  }

  /// - Parameters:
  ///   - box: What is drawn.
  ///   - left: Its first column.
  ///   - right: One past its last.
  ///   - touches: The colour of the box before; of one colour a line parts them.
  ///   - canvas: Of the row.
  private func draw(
    _ box: StateRow.Box,
    from left: Int,
    to right: Int,
    touches: Color?,
    on canvas: inout Canvas
  ) {
    let columns = right - left
    guard columns > 0 else { return }
    let ground = context.theme.ground
    let color =
      ground.isTerminal ? box.color : box.color.blended(over: ground, opacity: look.opacity)
    let fill = signs.fill(box.text)
    let cell =
      fill.map { Cell($0, Style(color)) }
      ?? Cell(" ", Style(context.theme.ink(on: color), on: color))
    let area = Rect(column: left, row: 0, columns: columns, rows: canvas.size.rows)
    canvas.fill(area, with: cell)
    if touches == box.color, columns >= 2, fill == nil {
      for row in 0..<canvas.size.rows {
        canvas[left, row] = Cell("│", Style(ground.isTerminal ? .terminal : ground, on: color))
      }
    }
    let width = TextWidth.of(box.text)
    let isShown: Bool =
      switch look.showValue {
      case .never: false
      case .always: columns >= 2
      case .auto: width + 1 <= columns
      }
    guard isShown, width > 0 else { return }
    let inner = max(1, columns - 1)
    let text = box.text.fitted(to: inner).padded(to: inner, alignment: look.alignment)
    let gap = text.prefix { $0 == " " }.count
    canvas.write(
      text.trimmingSpaces,
      at: Point(
        column: left + (look.alignment == .left ? 1 : gap),
        row: (canvas.size.rows - 1) / 2
      ),
      style: fill == nil
        ? Style(context.theme.ink(on: color), on: color) : Style(context.theme.text)
    )
  }
}
