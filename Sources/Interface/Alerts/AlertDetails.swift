import Canvas
import Documents
import Metrics
import Panels
import Triage

extension State {
  /// All that is known of one alert.
  func drawDetails(of listed: ListedAlert, showsGraph: Bool, on canvas: inout Canvas) {
    let area = drawFrame(
      title: listed.alert.name.safe,
      hint: listed.isKnown ? "Esc back" : "not known now",
      on: &canvas
    )
    let room = max(0, area.size.rows - 1)
    let graphRows = showsGraph ? room : alertGraphRows(listed, rows: room)
    if graphRows > 0 {
      var graph = Canvas(size: Size(columns: area.size.columns, rows: graphRows))
      drawAlertGraph(of: listed, on: &graph)
      canvas.place(graph, at: Point(column: 0, row: area.top + room - graphRows))
    }
    var body = Canvas(size: Size(columns: area.size.columns, rows: room - graphRows))
    var row = -overlayScroll
    for (name, text, style) in details(of: listed) {
      let start = name.isEmpty && text.isEmpty ? 0 : Self.detailColumn
      body.write(name, at: Point(column: 2, row: row), style: Style(look.theme.dim))
      let lines = Wrap.lines(text, columns: area.size.columns - start - 1)
      for (offset, line) in lines.enumerated() {
        body.write(line, at: Point(column: start, row: row + offset), style: style)
      }
      row += max(1, lines.count)
    }
    canvas.place(body, at: area.origin)
    canvas.write(
      detailKeys(of: listed, showsGraph: showsGraph, columns: canvas.size.columns),
      at: Point(column: 0, row: canvas.size.rows - 1),
      style: Style(look.theme.dim)
    )
  }

  /// As many as there is room for; the way back stands in the title too.
  private func detailKeys(of listed: ListedAlert, showsGraph: Bool, columns: Int) -> String {
    var keys = [showsGraph ? "Enter words" : "Enter graph", "x act", "hl next alert"]
    if !showsGraph { keys.append("jk scroll") }
    if listed.alert.runbook != nil { keys.append("y runbook") }
    if let product = listed.alert.labels["product"] { keys.append("D panels of \(product.safe)") }
    keys.append("Esc back")
    return keys.reduce("") { line, key in
      let longer = line.isEmpty ? key : "\(line)   \(key)"
      return TextWidth.of(longer) <= columns ? longer : line
    }
  }

  private static let detailColumn = 16

  private typealias Detail = (name: String, text: String, style: Style)

  private func details(of listed: ListedAlert) -> [Detail] {
    let alert = listed.alert
    let text = Style(look.theme.text)
    let color: Color =
      alert.state != .firing || !listed.isKnown
      ? look.theme.text
      : alert.rank == .critical
        ? look.theme.critical : alert.rank == .warning ? look.theme.warning : look.theme.text
    var details: [Detail] = [
      (
        "state", "\(alert.state.rawValue), \(alert.severity.safe)\(age(of: listed))",
        Style(color).bold
      ),
      ("environment", ForeignText(listed.environment).safe, text),
    ]
    if let claim = listed.claim {
      let age = "\(Age.long(now - claim.at)) ago"
      let words = claim.text.map { ": \($0.safe)" } ?? ""
      details.append(("claimed", "by \(claim.by.safe) \(age)\(words)", text.bold))
    }
    for ticket in listed.work.tickets {
      let address = ticket.url.map { "  \($0.safe)" } ?? ""
      details.append(("ticket", ticket.key.safe + address, text.bold))
    }
    if let verdict = listed.work.verdict { details.append(("verdict", verdict.safe, text)) }
    for note in listed.work.notes {
      let age = "\(Age.long(now - note.at)) ago"
      details.append(("note", "\(note.text?.safe ?? "") (\(note.by.safe), \(age))", text))
    }
    let (first, rest) = (["summary", "description"], alert.annotations)
    for annotation in rest.keeping(first).all.reversed() + rest.dropping(Set(first)).all {
      details.append((annotation.name.safe, annotation.value.safe, text))
    }
    if let value = alert.value {
      details.append(("value", Int64(exactly: value).map { "\($0)" } ?? "\(value)", text))
    }
    if let rule = alert.rule {
      details.append(("expression", rule.expression.safe, text))
      let waits = rule.holdsFor > .zero ? ", for \(rule.holdsFor.promQL)" : ""
      details.append(("evaluated", "every \(rule.interval.promQL)\(waits)", text))
    }
    // Whether anybody is told matters more than labels, which may be below what is seen.
    details.append(("", "", text))
    details += delivery(of: listed)
    details.append(("", "", text))
    for (index, label) in alert.labels.all.enumerated() {
      let name = index == 0 ? "labels" : ""
      details.append((name, "\(label.name.safe)=\"\(label.value.safe)\"", text))
    }
    return details
  }

  private func age(of listed: ListedAlert) -> String {
    guard let start = listed.alert.activeAt else { return "" }
    func moment(_ moment: Timestamp) -> String {
      let civil = zone.civil(moment)
      return "\(civil.date) \(civil.clockWithSeconds)"
    }
    guard let end = listed.alert.endsAt else {
      return ", since \(Age.long(now + listed.skew - start)) (\(moment(start)))"
    }
    return ", ended \(Age.long(now + listed.skew - end)) ago (\(moment(end)))"
      + ", began \(Age.long(end - start)) before"
  }

  private func delivery(of listed: ListedAlert) -> [Detail] {
    let (text, loud) = (Style(look.theme.text), Style(look.theme.warning))
    let delivery = listed.alert.delivery
    let standing = environments.first { $0.environment.name == listed.environment }?.alertmanager
    var details: [Detail] = []
    switch delivery.known {
    case true?:
      let others = listed.isForeign ? ", sent by another than this Prometheus" : ""
      details.append(("Alertmanager", "has it\(others)", text))
    case nil where listed.alert.state == .resolved && standing == .answered:
      details.append(("Alertmanager", "has it no more", text))
    case true? where listed.alert.state == .resolved:
      details.append(("Alertmanager", "has it still", text))
    case false? where listed.alert.state == .pending:
      details.append(("Alertmanager", "is told when it fires", text))
    case false?:
      let loss = delivery.isMissing ? "doesn't have it: nobody is told" : "doesn't have it yet"
      details.append(("Alertmanager", loss, delivery.isMissing ? loud : text))
    case nil where standing == AlertmanagerStanding.none:
      details.append(("Alertmanager", "the settings name none for this environment", text))
    case nil:
      let reason = standing?.sentence?.safe ?? "not matched: its labels there are others"
      details.append(("Alertmanager", reason, loud))
    }
    // A guest need not know how the house is called.
    if !delivery.receivers.isEmpty, !isReadOnly {
      let names = delivery.receivers.map(\.safe).joined(separator: ", ")
      details.append(("receivers", names, text))
    }
    for silence in delivery.silencedBy {
      details.append(("silence", silence.sentence(now: now, zone: zone), text))
      let matchers = silence.matchers.map(\.safe).joined(separator: " ")
      details.append(
        ("", [matchers, silence.id.safe].filter { !$0.isEmpty }.joined(separator: "  "), text)
      )
    }
    if !delivery.inhibitedBy.isEmpty {
      let count = delivery.inhibitedBy.count
      details.append(
        (
          "inhibited",
          "by \(count) other alert\(count == 1 ? "" : "s") that fire\(count == 1 ? "s" : "")", text
        )
      )
    }
    if !delivery.mutedBy.isEmpty {
      details.append(("muted", "at \(delivery.mutedBy.map(\.safe).joined(separator: ", "))", text))
    }
    return details
  }
}
