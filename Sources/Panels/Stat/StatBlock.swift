import Canvas
import Metrics

/// One item of a Grafana stat panel: its name, its value as large as there is room, its course.
struct StatBlock {
  let item: FieldItem
  let look: StatLook
  let showsName: Bool
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    if let ground { canvas.fill(canvas.bounds, with: Cell(" ", Style(ink, on: ground))) }
    let inner = inner(canvas.size)
    var rest = inner
    if isWide(inner.size) {
      drawWide(inner, on: &canvas)
      rest.origin.row += textRows(inner.size)
      rest.size.rows -= textRows(inner.size)
      drawCourse(below: rest, in: canvas.bounds, on: &canvas)
      return
    }
    if showsName {
      if inner.size.rows == 1 { return drawLine(inner, on: &canvas) }
      drawName(rest, on: &canvas)
      rest.origin.row += 1
      rest.size.rows -= 1
    }
    drawStacked(rest, on: &canvas)
  }

  // MARK: - Colours

  private var isFilled: Bool { look.coloring == .background || look.coloring == .backgroundSolid }

  private var ground: Color? {
    guard isFilled else { return nil }
    return context.isStale ? context.theme.faint : item.color ?? context.theme.faint
  }

  /// Of the value.
  private var ink: Color {
    if let ground { return context.theme.ink(on: ground) }
    if context.isStale { return context.theme.dim }
    return look.coloring == .none ? context.theme.text : item.color ?? context.theme.text
  }

  private var nameInk: Color {
    guard let ground else { return showsValue ? context.theme.dim : ink }
    return ink.blended(over: ground, opacity: 0.8)
  }

  // MARK: - Parts

  private var showsValue: Bool { look.text != .none }

  /// What stands large: the value, or the name instead of it.
  private var text: String {
    switch look.text {
    case .none: ""
    case .name: item.title.safe
    case .auto, .value, .valueAndName: item.text
    }
  }

  private var course: Course? {
    look.showsCourse ? Course(item.course, glyphs: context.glyphs) : nil
  }

  /// A margin, where there is a ground to be seen and room.
  private func inner(_ size: Size) -> Rect {
    let margin = isFilled && size.columns >= TextWidth.of(text) + 2 ? 1 : 0
    return Rect(column: margin, row: 0, columns: size.columns - 2 * margin, rows: size.rows)
  }

  /// `▲ 12.5%`; empty where it isn't asked for or there is none.
  private var change: String {
    guard look.showsChange, let course = item.course,
      let percent = Reducer.diffperc.value(of: course), percent.isFinite
    else { return "" }
    let isASCII = context.glyphs == .ascii
    let sign = percent > 0 ? (isASCII ? "+" : "▲ ") : percent < 0 ? (isASCII ? "-" : "▼ ") : ""
    return sign + Unit("percent").text(abs(percent))
  }

  private var changeInk: Color {
    guard !isFilled, !context.isStale, let course = item.course,
      let percent = Reducer.diffperc.value(of: course), percent != 0
    else { return isFilled ? ink : context.theme.dim }
    switch look.change {
    case .sameAsValue: return ink
    case .standard: return percent > 0 ? context.theme.good : context.theme.critical
    case .inverted: return percent > 0 ? context.theme.critical : context.theme.good
    }
  }

  /// Big digits where the text is a number that fits; a name and words are never large.
  private func large(_ size: Size) -> LargeNumber? {
    guard look.text != .name, look.text != .none, item.number != nil, size.rows >= BigDigits.rows,
      let number = LargeNumber(text), number.columns <= size.columns
    else { return nil }
    return number
  }

  private func style(_ color: Color) -> Style {
    Style(color, on: ground ?? .terminal)
  }

  // MARK: - Layouts

  /// Whether the name stands left of the value: twice and a half as wide as high, of cells that are
  /// twice as high as wide.
  private func isWide(_ size: Size) -> Bool {
    guard look.isWide, showsName, showsValue, size.columns > 5 * size.rows else { return false }
    let columns = large(size)?.columns ?? TextWidth.of(text)
    return columns + 2 + min(8, TextWidth.of(item.title.safe)) <= size.columns
  }

  private func textRows(_ size: Size) -> Int { large(size) == nil ? 1 : BigDigits.rows }

  /// Name left, value right.
  private func drawWide(_ rect: Rect, on canvas: inout Canvas) {
    let number = large(rect.size)
    let columns = number?.columns ?? TextWidth.of(text)
    let rows = textRows(rect.size)
    let hasCourse = course != nil && rect.size.rows > rows
    let top = hasCourse ? rect.top : rect.top + (rect.size.rows - rows) / 2
    let room = rect.size.columns - columns - 2
    let middle = top + rows / 2 - (change.isEmpty || rows == 1 ? 0 : 1)
    let end = canvas.write(
      item.title.safe.fitted(to: room),
      at: Point(column: rect.left, row: middle),
      style: style(nameInk)
    )
    let isBeside = rows == 1
    if TextWidth.of(change) + (isBeside ? end - rect.left + 1 : 0) <= room {
      canvas.write(
        change,
        at: Point(column: isBeside ? end + 1 : rect.left, row: isBeside ? middle : middle + 1),
        style: style(changeInk)
      )
    }
    drawText(number, at: Point(column: rect.right - columns, row: top), on: &canvas)
  }

  /// `name: value` in one row.
  private func drawLine(_ rect: Rect, on canvas: inout Canvas) {
    let value = text.fitted(to: rect.size.columns)
    let room = rect.size.columns - TextWidth.of(value) - 1
    var column = rect.left
    if room >= 2 {
      let name = item.title.safe.fitted(to: room - 1) + ":"
      column = canvas.write(name, at: rect.origin, style: style(nameInk)) + 1
    }
    let end = canvas.write(
      value,
      at: Point(column: column, row: rect.top),
      style: style(ink).bold
    )
    drawCourse(beside: end, in: rect, on: &canvas)
  }

  private func drawName(_ rect: Rect, on canvas: inout Canvas) {
    let name = item.title.safe.fitted(to: rect.size.columns)
    let left = look.isCentred ? (rect.size.columns - TextWidth.of(name)) / 2 : 0
    canvas.write(
      name,
      at: Point(column: rect.left + left, row: rect.top),
      style: style(nameInk)
    )
  }

  /// The value, how it changed, and its course below or, where there is no row, beside it.
  private func drawStacked(_ rect: Rect, on canvas: inout Canvas) {
    let number = large(rect.size)
    let rows = showsValue ? textRows(rect.size) : 0
    let value = number == nil ? text.fitted(to: rect.size.columns) : text
    let columns = number?.columns ?? TextWidth.of(value)
    let changes = change.isEmpty || rect.size.rows <= rows ? 0 : 1
    let free = rect.size.rows - rows - changes
    let isBelow = course != nil && free > 0
    let isBeside = course != nil && !isBelow && rect.size.columns - columns >= 8
    let isCentred = !isBeside && (look.isCentred || !showsName)
    let left = rect.left + (isCentred ? max(0, rect.size.columns - columns) / 2 : 0)
    let courseRows = isBelow ? min(free, max(1, rect.size.rows * 2 / 5)) : 0
    let top = rect.top + (free - courseRows) / 2
    if isBelow {
      let below = Rect(
        column: rect.left,
        row: rect.bottom - courseRows,
        columns: rect.size.columns,
        rows: courseRows
      )
      drawCourse(below: below, in: canvas.bounds, on: &canvas)
    }
    drawText(number, value, at: Point(column: left, row: top), on: &canvas)
    if changes > 0 {
      let width = TextWidth.of(change)
      let start = isCentred ? rect.left + max(0, rect.size.columns - width) / 2 : rect.left
      canvas.write(change, at: Point(column: start, row: top + rows), style: style(changeInk))
    }
    if isBeside { drawCourse(beside: left + columns, in: rect, on: &canvas) }
  }

  private func drawText(
    _ number: LargeNumber?,
    _ short: String? = nil,
    at point: Point,
    on canvas: inout Canvas
  ) {
    if let number {
      number.draw(on: &canvas, at: point, style: style(ink), glyphs: context.glyphs)
    } else {
      canvas.write(short ?? text, at: point, style: style(ink).bold)
    }
  }

  // MARK: - Course

  private func drawCourse(below rect: Rect, in bounds: Rect, on canvas: inout Canvas) {
    let rows = min(rect.size.rows, max(1, bounds.size.rows / 2))
    // To the very edges, beyond the text's margin.
    draw(
      Rect(column: 0, row: rect.bottom - rows, columns: bounds.size.columns, rows: rows),
      on: &canvas
    )
  }

  private func drawCourse(beside column: Int, in rect: Rect, on canvas: inout Canvas) {
    guard rect.right - column >= 8 else { return }
    draw(
      Rect(
        column: column + 2,
        row: rect.top,
        columns: rect.right - column - 2,
        rows: rect.size.rows
      ),
      on: &canvas
    )
  }

  private func draw(_ rect: Rect, on canvas: inout Canvas) {
    let own = context.isStale ? context.theme.dim : item.color ?? context.theme.bar
    let base = ground ?? context.theme.ground
    let line = ground == nil ? own : ink.blended(over: base, opacity: 0.55)
    course?.draw(
      in: rect,
      line: line,
      area: line.blended(over: base, opacity: 0.45),
      on: &canvas
    )
  }
}
