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
      canvas.write(look.noValue ?? "no data", at: .zero, style: Style(context.theme.dim).bold)
      return
    }
    let layout = RepeatLayout(
      direction: RepeatLayout.Direction(rawValue: look.orientation) ?? .auto,
      least: Size(columns: min(10, leastColumns), rows: 1),
      wanted: Size(columns: wantedColumns, rows: BigDigits.rows + (showsName ? 1 : 0))
    )
    let places = layout.places(items.count, in: canvas.size)
    for (item, place) in zip(items, places) {
      var part = Canvas(size: place.size)
      StatBlock(item: item, look: look, showsName: showsName, context: context).draw(on: &part)
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
