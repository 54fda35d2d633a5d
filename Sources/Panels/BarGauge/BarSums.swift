import Canvas
import Documents
import Metrics

/// Each group's sum as one bar, cut into segments that say their names where there is room.
struct BarSums {
  let panel: BarGaugePanel
  let groups: [BarTotals.Group]
  let context: DrawContext
  /// Whether the segments are all that is drawn of their values.
  let isAlone: Bool
  /// The sum at a full bar.
  private let full: Double

  /// - Parameters:
  ///   - panel: Whose options count.
  ///   - groups: Those drawn.
  ///   - all: Those that share the scale.
  ///   - context: Of the drawing.
  ///   - isAlone: Whether nothing else says the segments' values.
  init(
    panel: BarGaugePanel,
    groups: [BarTotals.Group],
    of all: [BarTotals.Group],
    context: DrawContext,
    isAlone: Bool
  ) {
    self.panel = panel
    self.groups = groups
    self.context = context
    self.isAlone = isAlone
    full = Self.full(all.map(\.sum).max() ?? 0)
  }

  /// Round, and a little more than the largest.
  private static func full(_ highest: Double) -> Double {
    guard highest.isFinite, highest > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= highest { power *= 10 }
    while power > highest { power /= 10 }
    let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    return (steps.first { $0 * power >= highest * 1.02 } ?? 12) * power
  }

  /// A part of a bar, in columns from its left.
  private struct Segment {
    var item: BarGaugePanel.Item
    var columns: Range<Int>
    var label: String
    /// Whether its trouble is not in its label.
    var hidesTrouble: Bool
  }

  private func text(_ group: BarTotals.Group) -> String {
    panel.field.text(group.sum, by: panel.calc, in: context)
  }

  func draw(_ index: Int, row: Int, left: Int, nameColumns: Int, on canvas: inout Canvas) {
    let group = groups[index]
    let theme = context.theme
    let valueColumns = groups.map { TextWidth.of(self.text($0)) }.max() ?? 0
    let plain = canvas.size.columns - left - valueColumns - 2
    // All bars give way for one sign, so that they keep one scale.
    let hasSigns = groups.contains { segments($0, columns: plain).contains(where: \.hidesTrouble) }
    let columns = hasSigns ? plain - 3 : plain
    canvas.write(
      group.title.fitted(to: nameColumns),
      at: Point(column: 0, row: row),
      style: Style(theme.text)
    )
    let parts = segments(group, columns: columns)
    let text = self.text(group)
    let end = canvas.size.columns - (hasSigns ? 3 : 0)
    canvas.write(
      text,
      at: Point(column: max(0, end - TextWidth.of(text)), row: row),
      style: Style(theme.text).bold,
      columns: max(0, min(end, TextWidth.of(text)))
    )
    if let state = parts.filter(\.hidesTrouble).map(\.item.reading.state).max() {
      canvas.write(
        context.sign(state),
        at: Point(column: end + 1, row: row),
        style: Style(context.color(state)).bold
      )
    }
    guard columns > 4 else { return }
    for part in parts { draw(part, row: row, left: left, on: &canvas) }
    for column in (parts.map(\.columns.upperBound).max() ?? 0)..<columns {
      canvas[left + column, row] = Cell(Character(context.dot), Style(theme.faint))
    }
  }

  private func segments(_ group: BarTotals.Group, columns: Int) -> [Segment] {
    var sum = 0.0
    var start = 0
    return group.items.map { item in
      sum += max(0, item.value)
      let end = max(
        start,
        (sum / full * Double(max(0, columns))).whole(from: 0, to: max(0, columns))
      )
      defer { start = end }
      let trouble = item.reading.state > .ok ? " " + context.sign(item.reading.state) : ""
      let value = isAlone ? " \(Digits.fixed(item.value, 0))" : ""
      let name = item.reading.name.safe
      let room = columns > 4 ? end - start : 0
      let said = [name + value + trouble, name + trouble].first { TextWidth.of($0) + 2 <= room }
      return Segment(
        item: item,
        columns: start..<end,
        label: said ?? (TextWidth.of(name) + 2 <= room ? name : ""),
        hidesTrouble: said == nil && !trouble.isEmpty
      )
    }
  }

  private func draw(_ segment: Segment, row: Int, left: Int, on canvas: inout Canvas) {
    guard !segment.columns.isEmpty else { return }
    let color = panel.color(segment.item, in: context)
    let flat = context.glyphs == .ascii || !context.depth.tellsSeriesApart
    let style = Style(context.theme.ink(on: color), on: color)
    for column in segment.columns {
      canvas[left + column, row] = flat ? Cell("=", Style(color)) : Cell(" ", style)
    }
    if flat {
      canvas[left + segment.columns.upperBound - 1, row] = Cell("|", Style(context.theme.text))
    }
    canvas.write(
      segment.label,
      at: Point(column: left + segment.columns.lowerBound + 1, row: row),
      style: flat ? Style(color) : style
    )
  }
}

extension BarGaugePanel {
  /// A shade of grey by its place, where its value gives none.
  func color(_ item: Item, in context: DrawContext) -> Color {
    item.reading.color ?? context.theme.ramp[item.place % context.theme.ramp.count]
  }
}
