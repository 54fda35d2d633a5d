package import Canvas
package import Documents
package import Metrics

/// The alerts of Prometheus' rules, the worst first.
package struct AlertListPanel: Panel {
  package static let names = ["alertlist"]
  package static let summary = "What fires and what is about to."
  package static let minimumSize = Size(columns: 16, rows: 1)
  package static let reads = Reads.alerts
  package static let options: [PanelOption] = [
    PanelOption(
      "states",
      .choices(Alert.State.allCases.map(\.rawValue)),
      "Which alerts are listed."
    ),
    PanelOption("matchers", .strings, "Only alerts with these labels: severity=\"critical\"."),
    PanelOption("maxItems", .integer(atLeast: 1), "At most so many."),
    PanelOption("sort", .choice(["importance", "oldest", "newest", "name"]), "What comes first."),
  ]

  package var states: Set<Alert.State>
  package var matchers: [Matcher]
  package var maxItems: Int
  package var sort: String
  /// Part of the names of those listed.
  package var nameFilter = ""

  package init(_ spec: PanelSpec) throws(Problem) {
    let names = spec.options.strings("states") ?? ["firing", "pending", "silenced"]
    states = Set(names.compactMap(Alert.State.init(rawValue:)))
    var matchers: [Matcher] = []
    for text in spec.options.strings("matchers") ?? [] {
      matchers.append(try Self.matcher(text))
    }
    self.matchers = matchers
    maxItems = spec.options.integer("maxItems") ?? 100
    sort = spec.options.string("sort") ?? "importance"
    try read(grafana: spec.options)
  }

  static func matcher(_ text: String) throws(Problem) -> Matcher {
    if let matcher = Matcher(parsing: text) { return matcher }
    throw Problem(
      what: "`\(ForeignText(text).safe)` is no matcher",
      place: "",
      fix: "write such as severity=\"critical\" or queue=~\"orders.*\"",
      code: "alertlist.matcher"
    )
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    let listed = alerts(frame)
    let counts = Alert.State.allCases.compactMap { state -> String? in
      let count = listed.count { $0.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    if context.isStale {
      return Heading(unit: "as of \(context.zone.civil(frame.at).clock), not known now")
    }
    let health = frame.alerting
    let blind = health?.blind.count ?? 0
    let unknown = blind > 0 ? ["\(blind) rule\(blind == 1 ? "" : "s") unknown"] : []
    let all =
      (health?.watchdog == nil ? [] : ["watchdog missing"]) + counts + unknown
      + (health?.resolved == nil ? [] : ["resolved unknown"])
      + (health?.delivery.isEmpty ?? true ? [] : ["delivery in doubt"])
    return Heading(unit: all.isEmpty ? "none firing" : all.joined(separator: ", "))
  }

  func alerts(_ frame: Frame) -> [Alert] {
    let wanted = frame.alerts.filter { alert in
      states.contains(alert.state) && matchers.allSatisfy { $0.matches(alert.labels) }
        && (nameFilter.isEmpty || alert.name.safe.contains(nameFilter))
    }
    let order: (Alert, Alert) -> Bool
    switch sort {
    case "oldest": order = { ($0.activeAt ?? .distant) < ($1.activeAt ?? .distant) }
    case "newest": order = { ($0.activeAt ?? .distant) > ($1.activeAt ?? .distant) }
    case "name": order = { $0.name < $1.name }
    case "nameDescending": order = { $0.name > $1.name }
    default:
      order = { left, right in
        let (a, b) = (Self.importance(left), Self.importance(right))
        guard a == b else { return a < b }
        // Of what is over the last one comes first.
        if let a = left.endsAt, let b = right.endsAt { return a > b }
        return (left.activeAt ?? .distant) < (right.activeAt ?? .distant)
      }
    }
    return Array(wanted.sorted(by: order).prefix(maxItems))
  }

  /// Firing before the rest, the severe before the mild.
  private static func importance(_ alert: Alert) -> (Int, Int) {
    (Alert.State.allCases.firstIndex(of: alert.state) ?? 0, alert.severityPlace)
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    let alarm = frame.alerting?.watchdog.map { alarm in
      Reading(name: alarm, text: "", state: .critical, reason: "")
    }
    return [alarm].compactMap { $0 }
      + alerts(frame).map { alert in
        let fires = alert.state == .firing
        let state: Reading.State =
          !fires
          ? .ok : alert.rank == .critical ? .critical : alert.rank == .warning ? .warning : .ok
        return Reading(
          name: alert.name,
          labels: alert.labels,
          value: alert.value,
          text: Self.what(alert).safe,
          state: state,
          reason: alert.state.rawValue
        )
      }
  }

  /// An alert in a sentence: its summary, else its labels.
  package static func what(_ alert: Alert) -> ForeignText {
    alert.annotations["summary"] ?? alert.annotations["message"] ?? alert.annotations["description"]
      ?? ForeignText(alert.labels.dropping(["alertname", "severity"]).text)
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let alerts = alerts(frame)
    // What can't be known is told below what is, and never crowds it out.
    let unknown =
      [frame.alerting?.watchdog].compactMap { $0 } + (frame.alerting?.doubts ?? [])
    let lines = context.isStale ? 0 : min(unknown.count, max(1, canvas.size.rows / 3))
    guard lines == 0 else {
      let isCritical = frame.alerting?.watchdog != nil
      draw(alerts, above: unknown, lines, isFirstCritical: isCritical, on: &canvas, context)
      return
    }
    guard !alerts.isEmpty else {
      let text = context.isStale ? "not known now" : "none firing"
      canvas.write(text, at: .zero, style: Style(context.theme.dim))
      return
    }
    AlertTable(alerts: alerts, context: context).draw(on: &canvas)
  }

  private func draw(
    _ alerts: [Alert],
    above warnings: [ForeignText],
    _ lines: Int,
    isFirstCritical: Bool,
    on canvas: inout Canvas,
    _ context: DrawContext
  ) {
    let size = canvas.size
    let header = size.columns >= 100 ? 1 : 0
    let rows = alerts.isEmpty ? 0 : min(alerts.count + header, size.rows - lines)
    var table = Canvas(size: Size(columns: size.columns, rows: rows))
    AlertTable(alerts: alerts, context: context).draw(on: &table)
    canvas.place(table, at: .zero)
    for line in 0..<lines {
      let more = warnings.count - line
      let isLast = line == lines - 1 && more > 1
      let text = isLast ? "\(more) more, not known or not delivered" : warnings[line].safe
      let isCritical = isFirstCritical && line == 0
      let style = Style(isCritical ? context.theme.critical : context.theme.warning)
      canvas.write(
        isCritical ? "!!" : "?",
        at: Point(column: 0, row: rows + line),
        style: style.bold
      )
      canvas.write(text, at: Point(column: 3, row: rows + line), style: style)
    }
  }
}

extension Timestamp {
  /// Later than anything that is told.
  fileprivate static let distant = Timestamp(milliseconds: .max)
}
