import Canvas
import Metrics

/// A Grafana bar gauge's items: bars below each other with name and value, or beside each other.
struct InkBars {
  let look: InkLook
  let items: [FieldItem]
  let context: DrawContext

  init(look: InkLook, items: [FieldItem], context: DrawContext) {
    self.look = look
    self.items = items.map(\.grounded)
    self.context = context
  }

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    guard !items.isEmpty else {
      NoValue(text: look.noValue, context: context).draw(on: &canvas)
      return
    }
    let legend = look.showsLegend && canvas.size.rows >= 3 ? 1 : 0
    var bars = Canvas(size: Size(columns: canvas.size.columns, rows: canvas.size.rows - legend))
    isLying(in: bars.size) ? drawLying(on: &bars) : drawStanding(on: &bars)
    canvas.place(bars, at: .zero)
    if legend > 0 { drawLegend(row: bars.size.rows, on: &canvas) }
  }

  private func drawLegend(row: Int, on canvas: inout Canvas) {
    var column = 0
    for item in items where column < canvas.size.columns {
      let mark = context.glyphs == .ascii ? "#" : "■"
      let own = context.isStale ? context.theme.dim : item.color ?? context.theme.bar
      column = canvas.write(mark, at: Point(column: column, row: row), style: Style(own)) + 1
      column =
        canvas.write(
          item.title.safe.fitted(to: max(0, canvas.size.columns - column)),
          at: Point(column: column, row: row),
          style: Style(context.theme.dim)
        ) + 2
    }
  }

  /// Panels wider than high have standing bars, unless they say otherwise; too low or too narrow
  /// for those, lying ones.
  private func isLying(in size: Size) -> Bool {
    guard size.rows >= 4, (size.columns + 1) / items.count >= 4 else { return true }
    switch look.orientation {
    case "horizontal": return true
    case "vertical": return false
    default: return size.columns <= 2 * size.rows
    }
  }

  private var showsNames: Bool {
    look.name != .hidden && (items.count > 1 || look.isNamed)
  }

  private func text(_ item: FieldItem) -> String { look.value == .hidden ? "" : item.text }

  private func style(of item: FieldItem) -> Style {
    let own = look.value == .text ? nil : item.color
    return Style(context.isStale ? context.theme.dim : own ?? context.theme.text).bold
  }

  private func bar(_ item: FieldItem) -> InkBar {
    InkBar(
      ink: BarInk(
        item: item,
        mode: BarInk.Mode(rawValue: look.mode) ?? .gradient,
        context: context
      ),
      showsRest: look.showsRest
    )
  }

  // MARK: - Lying

  private func drawLying(on canvas: inout Canvas) {
    let size = canvas.size
    let isAbove =
      showsNames && look.name != .left && size.rows >= items.count * (look.name == .top ? 2 : 3)
    let each = isAbove ? 2 : 1
    let most = max(1, items.count * each > size.rows ? (size.rows - 1) / each : items.count)
    let shown = Array(items.prefix(most))
    let height = max(each, min(size.rows / shown.count, 5))
    let names = shown.map { TextWidth.of($0.title.safe) }.max() ?? 0
    let nameColumns = showsNames && !isAbove ? min(max(4, size.columns / 3), names) : 0
    let valueColumns = min(size.columns, shown.map { TextWidth.of(text($0)) }.max() ?? 0)
    let left = nameColumns + (nameColumns > 0 ? 1 : 0)
    let bar = size.columns - left - valueColumns - (valueColumns > 0 ? 1 : 0)
    for (index, item) in shown.enumerated() {
      let top = index * height
      // Between bars that are higher than a row is one that is free.
      let thickness = max(1, height - (isAbove ? 1 : 0) - (height > each ? 1 : 0))
      if nameColumns > 0 || isAbove {
        canvas.write(
          item.title.safe.fitted(to: isAbove ? size.columns : nameColumns),
          at: Point(column: 0, row: top + (isAbove ? 0 : (thickness - 1) / 2)),
          style: Style(context.theme.text)
        )
      }
      let rect = Rect(
        column: left,
        row: top + (isAbove ? 1 : 0),
        columns: max(0, bar),
        rows: thickness
      )
      if bar >= 2 { self.bar(item).drawLying(in: rect, on: &canvas) }
      let value = text(item).fitted(to: size.columns)
      canvas.write(
        value,
        at: Point(
          column: max(left, size.columns - TextWidth.of(value)),
          row: rect.top + (thickness - 1) / 2
        ),
        style: style(of: item)
      )
    }
    drawRest(after: shown.count, on: &canvas)
  }

  // MARK: - Standing

  private func drawStanding(on canvas: inout Canvas) {
    let size = canvas.size
    let hasName = showsNames
    let hasValue = look.value != .hidden
    for (index, item) in items.enumerated() {
      let left = index * (size.columns + 1) / items.count
      let right = (index + 1) * (size.columns + 1) / items.count - 1
      let columns = right - left
      let rect = Rect(
        column: left,
        row: hasValue ? 1 : 0,
        columns: columns,
        rows: size.rows - (hasValue ? 1 : 0) - (hasName ? 1 : 0)
      )
      bar(item).drawStanding(in: rect, on: &canvas)
      write(text(item), style: style(of: item), row: 0, left: left, columns, on: &canvas)
      if hasName {
        write(
          item.title.safe,
          style: Style(context.theme.text),
          row: size.rows - 1,
          left: left,
          columns,
          on: &canvas
        )
      }
    }
  }

  /// In the middle of a bar's columns.
  private func write(
    _ text: String,
    style: Style,
    row: Int,
    left: Int,
    _ columns: Int,
    on canvas: inout Canvas
  ) {
    let text = text.fitted(to: columns)
    let column = left + (columns - TextWidth.of(text)) / 2
    canvas.write(text, at: Point(column: column, row: row), style: style)
  }

  private func drawRest(after count: Int, on canvas: inout Canvas) {
    guard count < items.count, canvas.size.rows > 1 else { return }
    RestLine(context: context).draw(
      items.dropFirst(count).map(\.reading),
      row: canvas.size.rows - 1,
      on: &canvas
    )
  }
}
