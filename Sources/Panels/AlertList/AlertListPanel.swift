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
  /// Labels whose values make groups; empty: none.
  package var groupBy: [String] = []
  /// How many rules stand there, instead of their alerts.
  package var countsRules = false

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
    // All of them: what is cut from the list counts too.
    let listed = wanted(frame)
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
    return Heading(unit: all.isEmpty ? noneWords : all.joined(separator: ", "))
  }

  /// Of states that it doesn't list it says nothing.
  private var noneWords: String {
    guard !states.contains(.firing) else { return "none firing" }
    let words = Alert.State.allCases.filter(states.contains).map(\.rawValue)
    return words.isEmpty ? "none" : "none \(words.joined(separator: " or "))"
  }

  func alerts(_ frame: Frame) -> [Alert] { Array(wanted(frame).prefix(maxItems)) }

  /// What it is about, in order, also beyond the most that are listed.
  private func wanted(_ frame: Frame) -> [Alert] {
    let part = nameFilter.lowercased()
    let wanted = frame.alerts.filter { alert in
      states.contains(alert.state) && matchers.allSatisfy { $0.matches(alert.labels) }
        && (part.isEmpty || alert.name.safe.lowercased().contains(part))
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
    return wanted.sorted(by: order)
  }

  /// Firing before the rest, the severe before the mild.
  private static func importance(_ alert: Alert) -> (Int, Int) {
    (Alert.State.allCases.firstIndex(of: alert.state) ?? 0, alert.severityPlace)
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    let alarm = frame.alerting?.watchdog.map { alarm in
      Reading(name: alarm, text: "", state: .critical, reason: "")
    }
    // What is as it should be is counted beside the title.
    return [alarm].compactMap { $0 }
      + alerts(frame).filter { $0.state != .normal }.map { alert in
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

  /// An alert in a sentence: its summary, else its labels; a rule's condition.
  package static func what(_ alert: Alert) -> ForeignText {
    if alert.state == .normal, let rule = alert.rule { return rule.expression }
    return alert.annotations["summary"] ?? alert.annotations["message"] ?? alert.annotations[
      "description"
    ]
      ?? ForeignText(alert.labels.dropping(["alertname", "severity"]).text)
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    // What can't be known is told below what is, and never crowds it out.
    let unknown =
      [frame.alerting?.watchdog].compactMap { $0 } + (frame.alerting?.doubts ?? [])
    let size = canvas.size
    let lines = context.isStale ? 0 : min(unknown.count, max(1, size.rows / 3))
    var top = Canvas(size: Size(columns: size.columns, rows: max(0, size.rows - lines)))
    let used = drawKnown(frame, isAlone: lines == 0, on: &top, context)
    canvas.place(top, at: .zero)
    let isCritical = frame.alerting?.watchdog != nil
    for line in 0..<lines {
      let more = unknown.count - line
      let isLast = line == lines - 1 && more > 1
      let text = isLast ? "\(more) more, not known or not delivered" : unknown[line].safe
      let isCritical = isCritical && line == 0
      let style = Style(isCritical ? context.theme.critical : context.theme.warning)
      canvas.write(
        isCritical ? "!!" : "?",
        at: Point(column: 0, row: used + line),
        style: style.bold
      )
      canvas.write(text, at: Point(column: 3, row: used + line), style: style)
    }
  }

  /// - Returns: How many rows it took.
  private func drawKnown(
    _ frame: Frame,
    isAlone: Bool,
    on canvas: inout Canvas,
    _ context: DrawContext
  ) -> Int {
    let wanted = wanted(frame)
    if countsRules { return AlertCount(alerts: wanted, context: context).draw(on: &canvas) }
    guard !wanted.isEmpty else {
      let text = context.isStale ? "not known now" : noneWords
      if isAlone { canvas.write(text, at: .zero, style: Style(context.theme.dim)) }
      return 0
    }
    let table = AlertTable(
      alerts: Array(wanted.prefix(maxItems)),
      groupBy: groupBy,
      cut: Array(wanted.dropFirst(maxItems)),
      context: context
    )
    return table.draw(on: &canvas)
  }
}

extension Timestamp {
  /// Later than anything that is told.
  fileprivate static let distant = Timestamp(milliseconds: .max)
}
