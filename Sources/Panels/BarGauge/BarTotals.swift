import Canvas
import Documents
import Metrics

/// Bars in a column per group, and below them each group's sum as one bar cut into segments.
///
///               Bitrix                    Opus
///     receive   █▎··············  2.1 s   ▊···············  1.4 s
///     load      ███████████▉····  41.3 s ! ██████▌········  22.8 s
///     Bitrix    ▒▒▒convert▒load▒▒▒▒▒▒▒▒▒··················   77.7 s
struct BarTotals {
  let panel: BarGaugePanel
  let items: [BarGaugePanel.Item]
  let context: DrawContext

  private struct Group {
    var name: ForeignText
    var items: [BarGaugePanel.Item]
    var sum: Double { items.reduce(0) { $0 + max(0, $1.value) } }

    /// Capitalised, as a heading.
    var title: String {
      let text = name.safe
      return text.isEmpty ? "total" : text.prefix(1).uppercased() + text.dropFirst()
    }
  }

  private var groups: [Group] {
    var names: [ForeignText] = []
    for item in items where !names.contains(item.group) { names.append(item.group) }
    return names.sorted().map { name in
      Group(name: name, items: items.filter { $0.group == name })
    }
  }

  private var stages: [ForeignText] {
    var names: [ForeignText] = []
    for item in items where !names.contains(item.reading.name) { names.append(item.reading.name) }
    return names
  }

  func draw(on canvas: inout Canvas) {
    let groups = groups
    guard !canvas.size.isEmpty, !groups.isEmpty else { return }
    let stages = stages
    let nameColumns = min(
      canvas.size.columns / 3,
      (stages.map { TextWidth.of($0.safe) } + groups.map { TextWidth.of($0.title) }).max() ?? 0
    )
    let left = nameColumns + 2
    let groupColumns = (canvas.size.columns - left) / groups.count
    let header = groups.count > 1 ? 1 : 0
    let needed = header + stages.count + groups.count
    var row = 0
    if groupColumns >= 22, canvas.size.rows >= needed {
      if header > 0 {
        for (index, group) in groups.enumerated() {
          canvas.write(
            group.title,
            at: Point(column: left + index * groupColumns, row: 0),
            style: Style(context.theme.dim)
          )
        }
        row = 1
      }
      for stage in stages {
        drawStage(
          stage,
          groups,
          row: row,
          nameColumns: nameColumns,
          left: left,
          groupColumns: groupColumns,
          on: &canvas
        )
        row += 1
      }
    }
    for group in groups where row < canvas.size.rows {
      drawTotal(group, of: groups, row: row, left: left, nameColumns: nameColumns, on: &canvas)
      row += 1
    }
  }

  private func drawStage(
    _ stage: ForeignText,
    _ groups: [Group],
    row: Int,
    nameColumns: Int,
    left: Int,
    groupColumns: Int,
    on canvas: inout Canvas
  ) {
    canvas.write(
      stage.safe.fitted(to: nameColumns),
      at: Point(column: 0, row: row),
      style: Style(context.theme.text)
    )
    let valueColumns = items.map { TextWidth.of($0.reading.text) }.max() ?? 0
    for (index, group) in groups.enumerated() {
      guard let item = group.items.first(where: { $0.reading.name == stage }) else { continue }
      let start = left + index * groupColumns
      let bar = groupColumns - valueColumns - 5
      BarDrawing(context: context).draw(
        share: item.value / panel.full(items),
        color: color(item),
        row: row,
        left: start,
        columns: bar,
        marks: [],
        on: &canvas
      )
      let state = item.reading.state
      let end = start + bar + 1 + valueColumns
      canvas.write(
        item.reading.text,
        at: Point(column: end - TextWidth.of(item.reading.text), row: row),
        style: Style(state > .ok ? context.color(state) : context.theme.text)
      )
      canvas.write(
        context.sign(state),
        at: Point(column: end + 1, row: row),
        style: Style(context.color(state))
      )
    }
  }

  private func color(_ item: BarGaugePanel.Item) -> Color {
    item.reading.color ?? context.theme.ramp[item.place % context.theme.ramp.count]
  }

  /// The sum at a full bar: round, and a little more than the largest.
  private func full(_ groups: [Group]) -> Double {
    let highest = groups.map(\.sum).max() ?? 0
    guard highest.isFinite, highest > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= highest { power *= 10 }
    while power > highest { power /= 10 }
    let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    return (steps.first { $0 * power >= highest * 1.02 } ?? 12) * power
  }

  private func drawTotal(
    _ group: Group,
    of groups: [Group],
    row: Int,
    left: Int,
    nameColumns: Int,
    on canvas: inout Canvas
  ) {
    let theme = context.theme
    let text = panel.field.text(group.sum)
    let valueColumns = (groups.map { TextWidth.of(panel.field.text($0.sum)) }.max() ?? 0)
    let columns = canvas.size.columns - left - valueColumns - 2
    canvas.write(
      group.title.fitted(to: nameColumns),
      at: Point(column: 0, row: row),
      style: Style(theme.text)
    )
    canvas.write(
      text,
      at: Point(column: canvas.size.columns - TextWidth.of(text), row: row),
      style: Style(theme.text).bold
    )
    guard columns > 4 else { return }
    let full = full(groups)
    var sum = 0.0
    var start = 0
    for item in group.items {
      sum += max(0, item.value)
      let end = (sum / full * Double(columns)).whole(from: 0, to: columns)
      drawSegment(item, row: row, from: left + start, to: left + end, on: &canvas)
      start = max(start, end)
    }
    for column in start..<columns {
      canvas[left + column, row] = Cell(Character(context.dot), Style(theme.faint))
    }
  }

  private func drawSegment(
    _ item: BarGaugePanel.Item,
    row: Int,
    from start: Int,
    to end: Int,
    on canvas: inout Canvas
  ) {
    guard end > start else { return }
    let color = color(item)
    let flat = context.glyphs == .ascii || context.depth == .mono
    let style = Style(color.luminance > 0.12 ? context.theme.ground : context.theme.text, on: color)
    for column in start..<end {
      canvas[column, row] = flat ? Cell("=", Style(color)) : Cell(" ", style)
    }
    if flat { canvas[end - 1, row] = Cell("|", Style(context.theme.text)) }
    let name = item.reading.name.safe
    let sign =
      item.reading.state > .ok || context.isStale ? " " + context.sign(item.reading.state) : ""
    let isAlone = canvas.size.rows < stages.count
    let value = isAlone ? " \(Digits.fixed(item.value, 0))" : ""
    let trouble = item.reading.state > .ok ? sign : ""
    for label in [name + value + trouble, name + trouble, name]
    where TextWidth.of(label) + 2 <= end - start {
      canvas.write(
        label,
        at: Point(column: start + 1, row: row),
        style: flat ? Style(color) : style
      )
      break
    }
  }
}
