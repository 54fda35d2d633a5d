import Canvas
import Metrics

/// Alerts as lines; in little width without the columns that can be done without.
struct AlertTable {
  let alerts: [Alert]
  /// Labels whose values make groups; empty: none.
  var groupBy: [String] = []
  /// Of which only the number is told.
  var cut: [Alert] = []
  let context: DrawContext

  private enum Line {
    /// What the alerts below have in common, and how many they are.
    case group(String, Int)
    case alert(Alert)
  }

  /// Those of a group together, in the order of the first ones; those that lack a label last.
  private var lines: [Line] {
    guard !groupBy.isEmpty else { return alerts.map { .alert($0) } }
    var groups: [(values: [ForeignText]?, alerts: [Alert])] = []
    for alert in alerts {
      let found = groupBy.compactMap { alert.labels[$0] }
      let values = found.count == groupBy.count ? found : nil
      if let place = groups.firstIndex(where: { $0.values == values }) {
        groups[place].alerts.append(alert)
      } else {
        groups.append((values, [alert]))
      }
    }
    let sorted = groups.filter { $0.values != nil } + groups.filter { $0.values == nil }
    return sorted.flatMap { values, alerts in
      [.group(title(values), alerts.count)] + alerts.map { .alert($0) }
    }
  }

  private func title(_ values: [ForeignText]?) -> String {
    let names = groupBy.map { ForeignText($0).safe }
    guard let values else { return "without " + names.joined(separator: ", ") }
    return zip(names, values).map { "\($0)=\($1.safe)" }.joined(separator: ", ")
  }

  /// - Returns: How many rows it took.
  @discardableResult
  func draw(on canvas: inout Canvas) -> Int {
    guard !canvas.size.isEmpty else { return 0 }
    let isWide = canvas.size.columns >= 100
    var row = 0
    if isWide, canvas.size.rows >= 4 {
      drawHeader(on: &canvas)
      row = 1
    }
    let lines = lines
    let room = canvas.size.rows - row
    let isCut = lines.count > room || !cut.isEmpty
    var shown = lines.prefix(isCut ? max(0, min(lines.count, room - 1)) : lines.count)
    // The title of a group of which nothing is seen says nothing.
    if isCut, case .group? = shown.last { shown.removeLast() }
    for line in shown {
      switch line {
      case .group(let title, let count): draw(title, count, row: row, on: &canvas)
      case .alert(let alert) where isWide: drawWide(alert, row: row, on: &canvas)
      case .alert(let alert): drawNarrow(alert, row: row, on: &canvas)
      }
      row += 1
    }
    guard isCut, row < canvas.size.rows else { return row }
    let unseen = lines.dropFirst(shown.count).compactMap { line -> Alert? in
      if case .alert(let alert) = line { alert } else { nil }
    }
    let rest = unseen + cut
    let firing = rest.count { $0.state == .firing }
    canvas.write(
      "+\(rest.count) more" + (firing > 0 ? ", \(firing) firing" : ""),
      at: Point(column: 3, row: row),
      style: Style(context.theme.dim)
    )
    return row + 1
  }

  private func draw(_ title: String, _ count: Int, row: Int, on canvas: inout Canvas) {
    let end = canvas.write(
      title.fitted(to: max(0, canvas.size.columns - 8)),
      at: Point(column: 0, row: row),
      style: Style(context.theme.text).bold
    )
    canvas.write("  \(count)", at: Point(column: end, row: row), style: Style(context.theme.dim))
  }

  /// Columns where each part begins: sign, severity, state, since, alert, what.
  private let places = (severity: 3, state: 13, since: 23, alert: 30, what: 50)

  private func drawHeader(on canvas: inout Canvas) {
    let style = Style(context.theme.dim)
    for (column, text) in [
      (places.severity, "severity"), (places.state, "state"), (places.since, "since"),
      (places.alert, "alert"), (places.what, "what"),
    ] {
      canvas.write(text, at: Point(column: column, row: 0), style: style)
    }
  }

  /// The colour and weight of an alert: only what fires, and is known to fire, has any.
  private func style(_ alert: Alert) -> Style {
    guard alert.state == .firing, !context.isStale else { return Style(context.theme.dim) }
    switch alert.rank {
    case .critical: return Style(context.theme.critical).bold
    case .warning: return Style(context.theme.warning).bold
    case .other: return Style(context.theme.text)
    }
  }

  private func sign(_ alert: Alert) -> String {
    guard alert.state == .firing else { return context.isStale ? "?" : "" }
    if context.isStale { return "?" }
    switch alert.rank {
    case .critical: return "!!"
    case .warning: return "!"
    case .other: return ""
    }
  }

  private func age(_ alert: Alert) -> Duration? {
    (alert.endsAt ?? alert.activeAt).map { context.now - $0 }
  }

  private func text(_ alert: Alert) -> Style {
    Style(alert.state == .firing && !context.isStale ? context.theme.text : context.theme.dim)
  }

  private func drawWide(_ alert: Alert, row: Int, on canvas: inout Canvas) {
    let style = style(alert)
    let plain = text(alert)
    let isLoud = alert.state == .firing && alert.rank != .other
    let severity = isLoud ? alert.severity.safe.uppercased() : alert.severity.safe
    canvas.write(sign(alert), at: Point(column: 0, row: row), style: style)
    canvas.write(severity.fitted(to: 9), at: Point(column: places.severity, row: row), style: style)
    canvas.write(alert.state.rawValue, at: Point(column: places.state, row: row), style: plain)
    let age = age(alert).map { Age.long($0).padded(to: 5, alignment: .right) } ?? ""
    canvas.write(age, at: Point(column: places.since, row: row), style: plain)
    var name = plain
    if alert.state == .firing { name = name.bold }
    canvas.write(
      alert.name.safe.fitted(to: places.what - places.alert - 1),
      at: Point(column: places.alert, row: row),
      style: name
    )
    canvas.write(
      AlertListPanel.what(alert).safe.fitted(to: canvas.size.columns - places.what),
      at: Point(column: places.what, row: row),
      style: plain
    )
  }

  private func drawNarrow(_ alert: Alert, row: Int, on canvas: inout Canvas) {
    let style = style(alert)
    let columns = canvas.size.columns
    canvas.write(sign(alert), at: Point(column: 0, row: row), style: style)
    let nameColumns = min(20, max(8, columns / 3))
    canvas.write(
      alert.name.safe.fitted(to: nameColumns),
      at: Point(column: 3, row: row),
      style: style
    )
    let age = age(alert).map { Age.short($0) } ?? ""
    let sentence = AlertListPanel.what(alert).safe
    let state = alert.state.rawValue
    let words: String =
      switch alert.state {
      case .firing: sentence
      // A condition may be long.
      case .normal: "\(state), \(sentence)"
      case .pending, .silenced, .inhibited, .resolved: "\(sentence), \(state)"
      }
    let end = columns - 5
    let start = 3 + nameColumns + 1
    let what = words.fitted(to: max(0, end - start - 1))
    canvas.write(what, at: Point(column: start, row: row), style: text(alert))
    canvas.write(
      age.padded(to: 5, alignment: .right),
      at: Point(column: end, row: row),
      style: Style(context.theme.dim)
    )
  }
}
