import Canvas
import Metrics

/// One item of a Grafana stat panel: its name, its value as large as there is room, its course.
struct StatBlock {
  /// What is alike in all blocks of a panel.
  struct Common {
    var showsName: Bool
    var hasCourse: Bool
    /// The widest number in big digits, and the rows of the lowest block.
    var digits: Size
    /// Columns of the longest value.
    var text: Int
    /// Of the narrowest block.
    var columns: Int
    /// Whether the blocks are as wide as the panel.
    var isList: Bool
  }

  let item: FieldItem
  let look: StatLook
  let common: Common
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    if let ground { canvas.fill(canvas.bounds, with: Cell(" ", Style(ink, on: ground))) }
    let inner = inner(canvas.size)
    if isWide(inner.size) { return drawWide(inner, on: &canvas) }
    var rest = inner
    if common.showsName {
      if inner.size.rows == 1 { return drawLine(inner, on: &canvas) }
      drawName(rest, on: &canvas)
      rest.origin.row += 1
      rest.size.rows -= 1
    }
    drawStacked(rest, on: &canvas)
  }

  // MARK: - Colours

  private var ground: Color? {
    guard look.isFilled else { return nil }
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

  private func style(_ color: Color) -> Style { Style(color, on: ground ?? .terminal) }

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

  /// A margin, where there is a ground to be seen and room.
  private func inner(_ size: Size) -> Rect {
    let margin = look.isFilled && size.columns >= TextWidth.of(text) + 2 ? 1 : 0
    return Rect(column: margin, row: 0, columns: size.columns - 2 * margin, rows: size.rows)
  }

  /// In percent, from the first value to the last; nil where it isn't asked for or there is none.
  private var change: Double? {
    guard look.showsChange, let course = item.course else { return nil }
    return Reducer.diffperc.value(of: course).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The change with its direction: `▲ 12.5%`.
  private var changeText: String {
    guard let change else { return "" }
    let (up, down) = context.glyphs == .ascii ? ("+", "-") : ("▲ ", "▼ ")
    return (change > 0 ? up : change < 0 ? down : "") + Unit("percent").text(abs(change))
  }

  private var changeInk: Color {
    guard ground == nil else { return ink }
    guard let change, change != 0, !context.isStale else { return context.theme.dim }
    switch look.change {
    case .sameAsValue: return ink
    case .standard: return change > 0 ? context.theme.good : context.theme.critical
    case .inverted: return change > 0 ? context.theme.critical : context.theme.good
    }
  }

  /// Big digits where the numbers of all blocks fit; a name and words are never large.
  private func large(_ size: Size, named: Int) -> LargeNumber? {
    let margin = look.isFilled ? 2 : 0
    guard look.text != .name, look.text != .none, item.number != nil,
      common.digits.rows - named >= BigDigits.rows, size.rows >= BigDigits.rows,
      common.digits.columns + margin <= common.columns
    else { return nil }
    return LargeNumber(text)
  }

  // MARK: - Layouts

  /// Whether the name stands left of the value: twice and a half as wide as high, of cells that are
  /// twice as high as wide.
  private func isWide(_ size: Size) -> Bool {
    guard look.isWide, common.showsName, showsValue, size.columns > 5 * size.rows,
      size.rows > 1 || common.isList
    else { return false }
    let isLarge = common.digits.rows >= BigDigits.rows && common.digits.columns > 0
    let value = max(isLarge ? common.digits.columns : 0, common.text)
    return value + 2 + min(8, TextWidth.of(item.title.safe)) <= min(size.columns, common.columns)
  }

  /// Name left, value right, the course below both.
  private func drawWide(_ rect: Rect, on canvas: inout Canvas) {
    let number = large(rect.size, named: 0)
    let columns = number?.columns ?? TextWidth.of(text)
    let rows = number == nil ? 1 : BigDigits.rows
    let free = rect.size.rows - rows
    let courseRows = common.hasCourse ? min(free, max(1, rect.size.rows / 2)) : 0
    let top = rect.top + (free - courseRows) / 2
    drawCourse(rows: courseRows, on: &canvas)
    let room = rect.size.columns - columns - 2
    let middle = top + (rows - 1) / 2
    let end = canvas.write(
      item.title.safe.fitted(to: room),
      at: Point(column: rect.left, row: middle),
      style: style(nameInk)
    )
    drawText(number, at: Point(column: rect.right - columns, row: top), on: &canvas)
    let left = rows > 1 ? rect.left : end + 1
    guard TextWidth.of(changeText) <= rect.left + room - left else { return }
    canvas.write(
      changeText,
      at: Point(column: left, row: rows > 1 ? middle + 1 : middle),
      style: style(changeInk)
    )
  }

  /// `name: value` in one row.
  private func drawLine(_ rect: Rect, on canvas: inout Canvas) {
    let value = text.fitted(to: rect.size.columns)
    let room = rect.size.columns - TextWidth.of(value) - 1
    var column = rect.left
    if room >= 2, showsValue {
      let name = item.title.safe.fitted(to: room - 1) + ":"
      column = canvas.write(name, at: rect.origin, style: style(nameInk)) + 1
    } else if !showsValue {
      drawName(rect, on: &canvas)
    }
    let end = canvas.write(value, at: Point(column: column, row: rect.top), style: style(ink).bold)
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
    let number = large(rect.size, named: common.showsName ? 1 : 0)
    let value = number == nil ? text.fitted(to: rect.size.columns) : text
    let columns = number?.columns ?? TextWidth.of(value)
    let rows = !showsValue ? 0 : number == nil ? 1 : BigDigits.rows
    let changes = changeText.isEmpty || rect.size.rows <= rows ? 0 : 1
    let free = rect.size.rows - rows - changes
    let isBelow = common.hasCourse && free > 0
    let isBeside = common.hasCourse && !isBelow && rect.size.columns - columns >= 8
    let isCentred = !isBeside && (look.isCentred || !common.showsName)
    let left = rect.left + (isCentred ? max(0, rect.size.columns - columns) / 2 : 0)
    let courseRows = isBelow ? (showsValue ? min(free, max(1, rect.size.rows * 2 / 5)) : free) : 0
    let top = rect.top + (free - courseRows) / 2
    drawCourse(rows: courseRows, on: &canvas)
    drawText(number, value, at: Point(column: left, row: top), on: &canvas)
    if changes > 0 {
      let width = TextWidth.of(changeText)
      let start = isCentred ? rect.left + max(0, rect.size.columns - width) / 2 : rect.left
      canvas.write(changeText, at: Point(column: start, row: top + rows), style: style(changeInk))
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

  /// In the lowest rows, to the very edges.
  private func drawCourse(rows: Int, on canvas: inout Canvas) {
    let (size, rows) = (canvas.size, max(0, rows))
    draw(Rect(column: 0, row: size.rows - rows, columns: size.columns, rows: rows), on: &canvas)
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
    guard look.showsCourse, !rect.size.isEmpty else { return }
    let own = context.isStale ? context.theme.dim : item.color ?? context.theme.bar
    let color = ground.map { ink.blended(over: $0, opacity: 0.4) }
    Course(item.course, glyphs: context.glyphs)?.draw(
      in: rect,
      color: color ?? own.blended(over: context.theme.ground, opacity: 0.6),
      on: &canvas
    )
  }
}
