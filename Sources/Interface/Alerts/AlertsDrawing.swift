import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// Every alert of the environments looked at, and below what can't be known of them.
  func draw(_ screen: AlertsScreen, on canvas: inout Canvas) {
    let alerts = listedAlerts(screen.filter)
    guard !screen.showsDetails else {
      // Never another one's details under somebody's eyes.
      let chosen = alerts.first { $0.id == screen.selected }
      return chosen.map { drawDetails(of: $0, showsGraph: screen.showsGraph, on: &canvas) }
        ?? drawOver(on: &canvas)
    }
    let area = drawFrame(title: "Alerts", hint: hint(of: screen), on: &canvas)
    let trouble = alertTrouble
    let room = max(0, area.size.rows - 1)
    let troubleRows = min(trouble.count, max(1, room / 3))
    var list = Canvas(size: Size(columns: area.size.columns, rows: room - troubleRows))
    let rows = listRows(alerts, isFiltered: !screen.filter.isEmpty)
    if alerts.isEmpty {
      drawNone(isFiltered: !screen.filter.isEmpty, hasTrouble: !trouble.isEmpty, on: &list)
    } else {
      draw(rows, of: alerts, selected: screen.index(in: alerts), on: &list)
    }
    canvas.place(list, at: area.origin)
    // A line apart where there is room, so that the list has an end.
    let used = alerts.isEmpty ? screen.filter.isEmpty ? 0 : 2 : rows.count + 1
    let top = area.top + min(used, list.size.rows)
    draw(trouble, rows: troubleRows, at: top, on: &canvas)
    let back = canvas.size.columns >= 50 ? "   Esc back" : ""
    let keys =
      screen.isTyping
      ? "words or matchers such as severity=critical   Enter keeps   Esc forgets"
      : (canvas.size.columns < 45 ? "Enter" : "Enter details")
        + "   x act   / filter   g group\(back)"
    let at = Point(column: 0, row: canvas.size.rows - 1)
    canvas.write(keys, at: at, style: Style(look.theme.dim))
  }

  private func drawOver(on canvas: inout Canvas) {
    let area = drawFrame(title: "Alerts", hint: "Esc back", on: &canvas)
    let text = "this alert is over: nobody tells of it any more"
    canvas.write(text, at: Point(column: 2, row: area.top), style: Style(look.theme.dim))
  }

  private func hint(of screen: AlertsScreen) -> String {
    let hint = plainHint(of: screen)
    return alertGrouping == .state ? hint : "\(alertGrouping.words); \(hint)"
  }

  private func plainHint(of screen: AlertsScreen) -> String {
    if screen.isTyping || !screen.filter.isEmpty {
      return "filter: \(screen.filter)\(screen.isTyping ? "_" : "")"
    }
    let unknown = views.map { status(of: $0) }.filter { !$0.knowsAlerts(now: now) }
    guard let first = unknown.first else { return "Esc back" }
    let asOf = first.answeredAt.map { zone.civil($0).clockWithSeconds } ?? "never"
    let name = views.count > 1 ? "\(ForeignText(first.environment.name).safe): " : ""
    return "\(name)as of \(asOf), not known now"
  }

  /// What keeps somebody from knowing what fires or who hears of it, each environment's own.
  private var alertTrouble: [Trouble] {
    let all = views.map { status(of: $0) }.flatMap { status -> [Trouble] in
      let name = views.count > 1 ? "\(ForeignText(status.environment.name).safe): " : ""
      func doubt(_ text: String) -> Trouble { Trouble(text: name + text, isCritical: false) }
      if let problem = status.problem { return [doubt("ALERTS UNKNOWN: \(problem.what)")] }
      guard status.answeredAt != nil else { return [doubt("ALERTS UNKNOWN: no answer yet")] }
      let health = status.alerting
      let alarm = health.watchdog.map { Trouble(text: name + $0.safe, isCritical: true) }
      return [alarm].compactMap { $0 } + health.doubts.map { doubt($0.safe) }
    }
    return all.filter(\.isCritical) + all.filter { !$0.isCritical }
  }

  private struct Trouble {
    var text: String
    var isCritical: Bool
  }

  private func draw(_ trouble: [Trouble], rows: Int, at top: Int, on canvas: inout Canvas) {
    for line in 0..<rows {
      let isCritical = trouble[line].isCritical
      let style = Style(isCritical ? look.theme.critical : look.theme.warning)
      let more = trouble.count - line
      let isRest = line == rows - 1 && more > 1
      let text = isRest ? "\(more) more that is not known" : trouble[line].text
      let sign = isCritical ? "!!" : "?"
      canvas.write(sign, at: Point(column: 2, row: top + line), style: style.bold)
      canvas.write(text, at: Point(column: 5, row: top + line), style: style)
    }
  }

  private func drawNone(isFiltered: Bool, hasTrouble: Bool, on canvas: inout Canvas) {
    guard isFiltered || !hasTrouble else { return }
    let text = isFiltered ? "nothing matches" : noneFiring
    canvas.write(text, at: Point(column: 2, row: 0), style: Style(look.theme.dim))
  }

  private var noneFiring: String {
    views.allSatisfy { status(of: $0).knowsAlerts(now: now) } ? "none firing" : "not known now"
  }

  private enum Row {
    case heading(String)
    case alert(Int)
  }

  /// Headings before each group.
  private func listRows(_ alerts: [ListedAlert], isFiltered: Bool) -> [Row] {
    // What is over must not look as if it were all that is to be said.
    let isOver = !isFiltered && alerts.allSatisfy { $0.group == .resolved }
    var rows: [Row] = isOver ? [.heading(noneFiring)] : []
    var place = 0
    // The alerts stand in the order of the groups already.
    for group in alertGrouping.groups(alerts) {
      rows.append(.heading(group.title))
      rows += group.alerts.indices.map { .alert(place + $0) }
      place += group.alerts.count
    }
    return rows
  }

  private func draw(
    _ rows: [Row],
    of alerts: [ListedAlert],
    selected: Int,
    on canvas: inout Canvas
  ) {
    let chosen = rows.firstIndex { if case .alert(selected) = $0 { true } else { false } } ?? 0
    let visible = canvas.size.rows
    let first = max(0, min(chosen - visible / 2, rows.count - visible))
    let line = AlertLine(alerts, state: self, columns: canvas.size.columns)
    for (offset, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      switch row {
      case .heading(let text):
        let at = Point(column: 2, row: offset)
        canvas.write(text, at: at, style: Style(look.theme.dim))
      case .alert(let index):
        line.draw(alerts[index], isSelected: index == selected, row: offset, on: &canvas)
      }
    }
  }
}

/// How one alert stands in the list.
private struct AlertLine {
  let state: State
  let columns: Int
  let isWide: Bool
  let environment: Int
  let name: Int

  init(_ alerts: [ListedAlert], state: State, columns: Int) {
    self.state = state
    self.columns = columns
    isWide = columns >= 100
    let names = alerts.map { TextWidth.of($0.alert.name.safe) }.max() ?? 0
    name = min(max(5, names), columns / (isWide ? 4 : 3))
    let environments = alerts.map { TextWidth.of(ForeignText($0.environment).safe) }.max() ?? 0
    environment = state.views.count > 1 ? min(environments, columns / 8) + 1 : 0
  }

  private var theme: Theme { state.look.theme }

  /// Only what fires, and is known to fire, has a colour.
  private func loud(_ listed: ListedAlert) -> Style {
    guard listed.alert.state == .firing, listed.isKnown else { return Style(theme.dim) }
    switch listed.alert.rank {
    case .critical: return Style(theme.critical).bold
    case .warning: return Style(theme.warning).bold
    case .other: return Style(theme.text)
    }
  }

  private func sign(_ listed: ListedAlert) -> String {
    guard listed.isKnown else { return "?" }
    guard listed.alert.state == .firing else { return "" }
    switch listed.alert.rank {
    case .critical: return "!!"
    case .warning: return "!"
    case .other: return ""
    }
  }

  func draw(_ listed: ListedAlert, isSelected: Bool, row: Int, on canvas: inout Canvas) {
    let alert = listed.alert
    let isLoud = alert.state == .firing && listed.isKnown
    let plain = Style(isLoud || isSelected ? theme.text : theme.dim)
    let age = listed.age(now: state.now)
    var column = 2
    func write(_ text: String, _ width: Int, _ style: Style) {
      let at = Point(column: column, row: row)
      canvas.write(text.fitted(to: max(0, width)), at: at, style: style)
      column += width + 1
    }
    if isSelected { canvas.write(">", at: Point(column: 0, row: row), style: plain.bold) }
    write(sign(listed), 2, loud(listed))
    if isWide {
      let severity = alert.severity.safe
      write(isLoud && alert.rank != .other ? severity.uppercased() : severity, 9, loud(listed))
    }
    write((age.map { Age.short($0) } ?? "").padded(to: 4, alignment: .right), 5, plain)
    if environment > 0 { write(ForeignText(listed.environment).safe, environment, plain) }
    write(alert.name.safe, name + 1, isLoud || isSelected ? plain.bold : plain)
    let what = listed.what(now: state.now, zone: state.zone)
    write(state.alertGrouping == .state ? what : listed.withState(what), columns - column, plain)
  }
}
