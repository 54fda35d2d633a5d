import Canvas
import Metrics

/// A Grafana stat panel's items, each in a block of its own.
struct StatGrid {
  let look: StatLook
  let items: [FieldItem]
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    guard !items.isEmpty else {
      NoValue(text: look.noValue, context: context).draw(on: &canvas)
      return
    }
    let layout = RepeatLayout(
      direction: RepeatLayout.Direction(rawValue: look.orientation) ?? .auto,
      least: Size(columns: min(10, leastColumns), rows: 1),
      wanted: Size(columns: wantedColumns, rows: BigDigits.rows + (showsName ? 1 : 0)),
      gap: look.isFilled ? 1 : 3,
      isFilled: look.isFilled
    )
    let places = layout.places(items.count, in: canvas.size)
    let common = common(places, isList: places.first?.size.columns == canvas.size.columns)
    for (item, place) in zip(items, places) {
      var part = Canvas(size: place.size)
      StatBlock(item: item, look: look, common: common, context: context).draw(on: &part)
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

  /// What is alike in all blocks, so that they can be compared.
  private func common(_ places: [Rect], isList: Bool) -> StatBlock.Common {
    let least = Size(
      columns: places.map(\.size.columns).min() ?? 0,
      rows: places.map(\.size.rows).min() ?? 0
    )
    let numbers = items.prefix(places.count).compactMap { item in
      item.number.flatMap { _ in LargeNumber(item.text)?.columns }
    }
    let hasCourse =
      look.showsCourse
      && items.prefix(places.count).contains { Course($0.course, glyphs: context.glyphs) != nil }
    return StatBlock.Common(
      showsName: showsName,
      hasCourse: hasCourse,
      digits: Size(columns: numbers.max() ?? 0, rows: least.rows),
      text: items.prefix(places.count).map { TextWidth.of($0.text) }.max() ?? 0,
      columns: least.columns,
      isList: isList
    )
  }

  private var showsName: Bool {
    switch look.text {
    case .auto: items.count > 1
    case .valueAndName: true
    case .value, .name, .none: false
    }
  }

  /// What the longest text takes.
  private var leastColumns: Int {
    look.text == .none
      ? 2
      : items.map { TextWidth.of(look.text == .name ? $0.title.safe : $0.text) }
        .max() ?? 1
  }

  /// What the longest text takes in big digits.
  private var wantedColumns: Int {
    let texts = look.text == .name ? [] : items.prefix(50).map(\.text)
    return max(leastColumns, texts.compactMap { LargeNumber($0)?.columns }.max() ?? 0) + 2
  }
}
