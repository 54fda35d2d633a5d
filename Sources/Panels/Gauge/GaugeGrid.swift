import Canvas
import Metrics

/// A Grafana gauge's items, each a bar between two ends with its value above it.
struct GaugeGrid {
  let look: GaugeLook
  let items: [FieldItem]
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    guard !items.isEmpty else {
      NoValue(text: look.noValue, context: context).draw(on: &canvas)
      return
    }
    let isNamed =
      switch look.text {
      case .auto: look.isNamed || items.count > 1
      case .name, .valueAndName: true
      case .value, .none: false
      }
    let layout = RepeatLayout(
      direction: RepeatLayout.Direction(rawValue: look.orientation) ?? .auto,
      least: Size(columns: 12, rows: 1),
      wanted: Size(columns: 24, rows: BigDigits.rows + (isNamed ? 3 : 2)),
      gap: 2
    )
    let places = layout.places(items.count, in: canvas.size)
    for (item, place) in zip(items, places) {
      var part = Canvas(size: place.size)
      GaugeBlock(
        item: item.roomy,
        look: look,
        name: isNamed ? item.title.safe : "",
        context: context
      ).draw(on: &part)
      canvas.place(part, at: place.origin)
    }
    if places.count < items.count, canvas.size.rows > 1 {
      RestLine(context: context).draw(
        items.dropFirst(places.count).map(\.reading),
        row: canvas.size.rows - 1,
        on: &canvas
      )
    }
  }
}

extension FieldItem {
  /// With two ends that differ: a single value is measured from 0 to 100, or to itself.
  fileprivate var roomy: FieldItem {
    guard !(low < high) else { return self }
    var item = self
    item.low = min(0, low)
    item.high = low >= 0 && low <= 100 ? 100 : max(0, high)
    (item.options.min, item.options.max) = (item.low, item.high)
    return item
  }
}

/// One gauge: its name, its value, its bar, the colours of the limits below it, and the ends.
private struct GaugeBlock {
  let item: FieldItem
  let look: GaugeLook
  let name: String
  let context: DrawContext

  private var ink: Color { context.isStale ? context.theme.dim : item.color ?? context.theme.text }

  /// What is said of the value; empty where only its name is wanted, or nothing.
  private var value: String {
    look.text == .name || look.text == .none ? "" : item.text
  }

  func draw(on canvas: inout Canvas) {
    let size = canvas.size
    guard size.rows >= 2 else { return drawLine(on: &canvas) }
    // Bar, markers and ends come before big digits.
    let below = 1 + (look.showsMarkers && size.rows >= 3 ? 1 : 0) + (size.rows >= 4 ? 1 : 0)
    let named = name.isEmpty || size.rows < 3 ? 0 : 1
    let room = Size(columns: size.columns, rows: size.rows - below - named)
    let isLarge = item.number != nil && !value.isEmpty && room.rows >= BigDigits.rows
    let number = isLarge ? LargeNumber(value) : nil
    let large = number.flatMap { $0.columns <= room.columns ? $0 : nil }
    let valueRows =
      large != nil ? BigDigits.rows : value.isEmpty && (named > 0 || name.isEmpty) ? 0 : 1
    // The course and a gap, so that nobody takes it for the bar; a thicker bar if there is room.
    let course = look.showsCourse ? Course(item.course, glyphs: context.glyphs) : nil
    let courseRows = course == nil ? 0 : max(0, min(3, room.rows - valueRows - 1))
    let gap = courseRows > 0 ? 1 : 0
    let thickness = room.rows - valueRows - courseRows - gap >= 2 ? 2 : 1
    let used = named + valueRows + courseRows + gap + below + thickness - 1
    var row = max(0, size.rows - used) / 2
    if named > 0 {
      write(name, style: Style(context.theme.dim), row: row, on: &canvas)
      row += 1
    }
    if let large {
      let column = (size.columns - large.columns) / 2
      large.draw(
        on: &canvas,
        at: Point(column: column, row: row),
        style: Style(ink),
        glyphs: context.glyphs
      )
    } else if named == 0, !name.isEmpty {
      drawTitled(row: row, on: &canvas)
    } else {
      write(value, style: Style(ink).bold, row: row, on: &canvas)
    }
    row += valueRows
    course?.draw(
      in: Rect(column: 0, row: row, columns: size.columns, rows: courseRows),
      color: ink.blended(over: context.theme.ground, opacity: 0.5),
      on: &canvas
    )
    row += courseRows + gap
    drawScale(row: row, thickness: thickness, on: &canvas)
  }

  /// `name value` in the middle of a row.
  private func drawTitled(row: Int, on canvas: inout Canvas) {
    let columns = canvas.size.columns
    let value = value.fitted(to: columns)
    let short = name.fitted(to: max(0, columns - TextWidth.of(value) - 1))
    let width = TextWidth.of(short) + 1 + TextWidth.of(value)
    let next = canvas.write(
      short,
      at: Point(column: max(0, columns - width) / 2, row: row),
      style: Style(context.theme.dim)
    )
    canvas.write(value, at: Point(column: next + 1, row: row), style: Style(ink).bold)
  }

  /// In the middle.
  private func write(_ text: String, style: Style, row: Int, on canvas: inout Canvas) {
    let text = text.fitted(to: canvas.size.columns)
    let column = (canvas.size.columns - TextWidth.of(text)) / 2
    canvas.write(text, at: Point(column: column, row: row), style: style)
  }

  /// Name, bar and value in one row.
  private func drawLine(on canvas: inout Canvas) {
    let columns = canvas.size.columns
    let value = value.fitted(to: columns)
    let short = name.fitted(to: max(0, min(columns / 3, columns - TextWidth.of(value) - 6)))
    let next = canvas.write(short, at: .zero, style: Style(context.theme.dim))
    let left = next + (next > 0 ? 1 : 0)
    let bar = columns - left - TextWidth.of(value) - 1
    if bar >= 3 { drawBar(Rect(column: left, row: 0, columns: bar, rows: 1), on: &canvas) }
    canvas.write(
      value,
      at: Point(column: max(left, columns - TextWidth.of(value)), row: 0),
      style: Style(ink).bold
    )
  }

  private func drawBar(_ rect: Rect, on canvas: inout Canvas) {
    let neutral = item.config.neutral ?? look.neutral
    InkBar(
      ink: BarInk(item: item, mode: .basic, context: context),
      start: item.share(of: neutral)
    ).drawLying(in: rect, on: &canvas)
  }

  /// The bar, the limits' colours below it, and its ends.
  private func drawScale(row: Int, thickness: Int, on canvas: inout Canvas) {
    let columns = canvas.size.columns
    drawBar(Rect(column: 0, row: row, columns: columns, rows: thickness), on: &canvas)
    var row = row + thickness
    if look.showsMarkers, row < canvas.size.rows {
      let markers = BarInk(item: item, mode: .lcd, context: context)
      for column in 0..<columns {
        let color = markers.color(at: (Double(column) + 0.5) / Double(columns))
        canvas[column, row] = Cell(context.glyphs == .ascii ? "-" : "▔", Style(color))
      }
      row += 1
    }
    guard row < canvas.size.rows else { return }
    drawEnds(row: row, on: &canvas)
  }

  private func drawEnds(row: Int, on canvas: inout Canvas) {
    let columns = canvas.size.columns
    let (low, high) = (text(item.low), text(item.high))
    let end = columns - TextWidth.of(high)
    var free = canvas.write(low, at: Point(column: 0, row: row), style: Style(context.theme.dim))
    guard end > free else { return }
    canvas.write(high, at: Point(column: end, row: row), style: Style(context.theme.dim))
    guard look.showsLabels else { return }
    for threshold in item.options.thresholds {
      let limit = item.limit(of: threshold)
      guard limit.isFinite, limit > item.low, limit < item.high else { continue }
      let label = text(limit)
      let width = TextWidth.of(label)
      let middle = (item.share(of: limit) * Double(columns)).whole(from: 0, to: columns)
      // Beside the high end a little to the left of its place, rather than nowhere.
      let column = min(middle - width / 2, end - width - 1)
      guard column > free, column + width >= middle else { continue }
      let color = threshold.color.flatMap { context.theme.color(named: $0) }
      free = canvas.write(
        label,
        at: Point(column: column, row: row),
        style: Style(context.isStale ? context.theme.dim : color ?? context.theme.text)
      )
    }
  }

  private func text(_ number: Double) -> String {
    item.options.shownSafely(.number(number), in: context).text
  }
}
