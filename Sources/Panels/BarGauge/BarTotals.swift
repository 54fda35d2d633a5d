import Canvas
import Documents
import Metrics

/// Bars in a column per group, and below them each group's sum as one bar cut into segments.
///
///               Bitrix                    Opus
///     receive   █▎··············  2.1 s   ▊···············  1.4 s
///     load      ███████████▉····  41.3 s ! ██████▌········  22.8 s
///     Bitrix    ▒▒▒convert▒load▒▒▒▒▒▒▒▒▒··················   77.7 s
///
/// Where columns would be too narrow, each group's bars stand below its sum. Of bars that don't
/// all fit the worst are drawn.
struct BarTotals {
  let panel: BarGaugePanel
  let items: [BarGaugePanel.Item]
  let context: DrawContext

  struct Group {
    var name: ForeignText
    var items: [BarGaugePanel.Item]
    var sum: Double { items.reduce(0) { $0 + max(0, $1.value) } }
    var state: Reading.State { items.map(\.reading.state).max() ?? .ok }

    /// Capitalised, as a heading.
    var title: String {
      let text = name.safe
      return text.isEmpty ? "total" : text.prefix(1).uppercased() + text.dropFirst()
    }
  }

  /// Where names, bars and columns stand.
  private struct Form {
    var nameColumns: Int
    var left: Int
    var groupColumns: Int
  }

  /// Columns below which a group's bars say nothing.
  private static let leastGroupColumns = 22

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
    let names = stages.map(\.safe) + groups.map(\.title)
    let nameColumns = min(canvas.size.columns / 3, names.map { TextWidth.of($0) }.max() ?? 0)
    let left = nameColumns + 2
    let form = Form(
      nameColumns: nameColumns,
      left: left,
      groupColumns: (canvas.size.columns - left) / groups.count
    )
    if groups.count > canvas.size.rows {
      drawSums(groups, form, on: &canvas)
    } else if groups.count == 1 || form.groupColumns >= Self.leastGroupColumns {
      drawBeside(groups, form, on: &canvas)
    } else {
      drawBelow(groups, form, on: &canvas)
    }
  }

  /// Only sums, and of them the worst.
  private func drawSums(_ groups: [Group], _ form: Form, on canvas: inout Canvas) {
    let kept = worst(canvas.size.rows - 1, of: groups.map { ($0.state, $0.sum) })
    let shown = kept.map { groups[$0] }
    let sums = BarSums(panel: panel, groups: shown, of: groups, context: context, isAlone: true)
    for row in shown.indices {
      sums.draw(row, row: row, left: form.left, nameColumns: form.nameColumns, on: &canvas)
    }
    let rest = groups.indices.filter { !kept.contains($0) }
    RestLine(context: context).draw(
      rest.flatMap { groups[$0].items.map(\.reading) },
      count: rest.count,
      row: canvas.size.rows - 1,
      on: &canvas
    )
  }

  /// Groups beside one another: a row for each stage, then the sums.
  private func drawBeside(_ groups: [Group], _ form: Form, on canvas: inout Canvas) {
    let stages = stages
    let header = groups.count > 1 ? 1 : 0
    let spare = canvas.size.rows - groups.count
    let fits = spare >= header + stages.count
    // In less room than a heading, a stage and the rest, only the rest is said.
    let room = fits ? stages.count : max(0, spare - header - 1)
    let kept = worst(
      room,
      of: stages.map { stage in
        let items = items.filter { $0.reading.name == stage }
        return (items.map(\.reading.state).max() ?? .ok, items.map(\.value).max() ?? 0)
      }
    )
    var row = 0
    if header > 0, !kept.isEmpty {
      for (index, group) in groups.enumerated() {
        canvas.write(
          group.title.fitted(to: form.groupColumns - 1),
          at: Point(column: form.left + index * form.groupColumns, row: 0),
          style: Style(context.theme.dim)
        )
      }
      row = 1
    }
    for stage in kept.map({ stages[$0] }) {
      drawName(stage.safe, form, row: row, on: &canvas)
      for (index, group) in groups.enumerated() {
        guard let item = group.items.first(where: { $0.reading.name == stage }) else { continue }
        let left = form.left + index * form.groupColumns
        draw(item, row: row, left: left, columns: form.groupColumns, on: &canvas)
      }
      row += 1
    }
    if !fits, spare > 0 {
      let shown = Set(kept.map { stages[$0] })
      let rest = items.map(\.reading).filter { !shown.contains($0.name) }
      let count = stages.count - kept.count
      RestLine(context: context).draw(rest, count: count, row: row, on: &canvas)
      row += 1
    }
    let sums = sums(of: groups, isAlone: kept.isEmpty)
    for index in groups.indices {
      sums.draw(
        index,
        row: row + index,
        left: form.left,
        nameColumns: form.nameColumns,
        on: &canvas
      )
    }
  }

  private func sums(of groups: [Group], isAlone: Bool) -> BarSums {
    BarSums(panel: panel, groups: groups, of: groups, context: context, isAlone: isAlone)
  }

  /// Groups below one another: each sum, then its bars.
  private func drawBelow(_ groups: [Group], _ form: Form, on canvas: inout Canvas) {
    var form = form
    // Indented by one.
    let names = stages.map { 1 + TextWidth.of($0.safe) } + groups.map { TextWidth.of($0.title) }
    form.nameColumns = min(canvas.size.columns / 3, names.max() ?? 0)
    form.left = form.nameColumns + 2
    let all = groups.flatMap(\.items)
    let spare = canvas.size.rows - groups.count
    let fits = spare >= all.count
    let room = fits ? all.count : max(0, spare - 1)
    let kept = worst(room, of: all.map { ($0.reading.state, $0.value) })
    let sums = sums(of: groups, isAlone: kept.isEmpty)
    var row = 0
    for index in groups.indices {
      sums.draw(index, row: row, left: form.left, nameColumns: form.nameColumns, on: &canvas)
      row += 1
      for item in kept.map({ all[$0] }) where item.group == groups[index].name {
        drawName(" " + item.reading.name.safe, form, row: row, on: &canvas)
        let columns = canvas.size.columns - form.left
        draw(item, row: row, left: form.left, columns: columns, on: &canvas)
        row += 1
      }
    }
    guard !fits, spare > 0 else { return }
    let rest = all.indices.filter { !kept.contains($0) }.map { all[$0].reading }
    RestLine(context: context).draw(rest, row: row, on: &canvas)
  }

  /// The places of the worst, of them the longest, in their own order.
  private func worst(_ count: Int, of all: [(state: Reading.State, value: Double)]) -> [Int] {
    guard count < all.count else { return Array(all.indices) }
    let sorted = all.indices.sorted { left, right in
      (all[right].state, all[right].value, left) < (all[left].state, all[left].value, right)
    }
    return sorted.prefix(count).sorted()
  }

  private func drawName(_ name: String, _ form: Form, row: Int, on canvas: inout Canvas) {
    canvas.write(
      name.fitted(to: form.nameColumns),
      at: Point(column: 0, row: row),
      style: Style(context.theme.text)
    )
  }

  /// A bar, its value and its sign in so many columns.
  private func draw(
    _ item: BarGaugePanel.Item,
    row: Int,
    left: Int,
    columns: Int,
    on canvas: inout Canvas
  ) {
    let reading = item.reading
    let valueColumns = items.map { TextWidth.of($0.reading.text) }.max() ?? 0
    BarDrawing(context: context).draw(
      share: item.value / panel.full(items),
      color: panel.color(item, in: context),
      row: row,
      left: left,
      columns: columns - valueColumns - 5,
      marks: [],
      on: &canvas
    )
    let end = left + columns - 4
    let start = max(left, end - TextWidth.of(reading.text))
    canvas.write(
      reading.text.fitted(to: max(0, end - start)),
      at: Point(column: start, row: row),
      style: Style(reading.state > .ok ? context.color(reading.state) : context.theme.text)
    )
    canvas.write(
      context.sign(reading.state),
      at: Point(column: end + 1, row: row),
      style: Style(context.color(reading.state))
    )
  }
}
