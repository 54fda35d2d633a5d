import Canvas
import Documents
import Metrics
import Panels
import Triage

extension State {
  func draw(_ screen: ActScreen, on canvas: inout Canvas) {
    guard let form = screen.form else { return drawMenu(screen, on: &canvas) }
    var lines = FormLines(state: self, columns: canvas.size.columns)
    lines.write(form, of: screen)
    let area = drawFrame(title: title(of: form), hint: "Esc back", on: &canvas)
    // What keeps it from being done and what is to be pressed are always seen.
    let fault = form.problem ?? form.previewProblem ?? form.preview?.obstacle
    let warnings = fault.map { Wrap.lines($0.sentence, columns: area.size.columns - 3) } ?? []
    let foot = min(area.size.rows, min(warnings.count, 3) + 1)
    let room = area.size.rows - foot
    let first = max(0, min(lines.focused - room + 2, lines.rows.count - room))
    for (offset, spans) in lines.rows.dropFirst(first).prefix(room).enumerated() {
      canvas.write(spans, at: Point(column: 1, row: area.top + offset))
    }
    let warning = Style(look.theme.warning)
    for (offset, text) in warnings.prefix(3).enumerated() {
      canvas.write(text, at: Point(column: 2, row: area.top + room + offset), style: warning)
    }
    canvas.write(buttons(form), at: Point(column: 1, row: canvas.size.rows - 1))
  }

  private func title(of form: ActForm) -> String {
    switch form.kind {
    case .claim: "Claim"
    case .note: "Note"
    case .verdict: "Verdict"
    case .silence: form.silences.isEmpty ? "Silence" : "Edit silence"
    case .unsilence: "End silence"
    case .ticket: "Ticket"
    case .post: "Post"
    }
  }

  private func buttons(_ form: ActForm) -> [Span] {
    let (text, dim) = (Style(look.theme.text), Style(look.theme.dim))
    if form.isSending {
      return [Span("under way …", text.bold), Span("   Esc leaves it to go on", dim)]
    }
    if form.isLeaving {
      return [Span("Esc again throws it away; any other key goes on", Style(look.theme.warning))]
    }
    let does: String =
      switch form.kind {
      case .claim: "claim it"
      case .note: "write it down"
      case .verdict: "say so"
      case .silence: "silence it"
      case .unsilence: "end it now"
      case .ticket: form.preview?.open == nil ? "make it" : "comment on it"
      case .post: "post it"
      }
    var cancel = text
    if form.focus == .cancel { cancel.attributes.insert(.reverse) }
    return [
      Span("[ Cancel ]", cancel), Span("   Ctrl-S ", text.bold), Span(does, text),
      Span("   Tab next", dim),
    ]
  }

  private func drawMenu(_ screen: ActScreen, on canvas: inout Canvas) {
    let title =
      switch screen.subject {
      case .alert(let listed): listed.alert.name.safe
      case .panel(let title, _): ForeignText(title).safe
      }
    let area = drawFrame(title: title, hint: "nothing is done before Ctrl-S", on: &canvas)
    let theme = look.theme
    let entries = actEntries(of: screen)
    let words = 2 + (entries.map { TextWidth.of($0.word) }.max() ?? 0)
    let room = max(1, area.size.rows - 1)
    let first = max(0, min(screen.selected - room + 1, entries.count - room))
    for (offset, entry) in entries.dropFirst(first).prefix(room).enumerated() {
      let isChosen = first + offset == screen.selected
      let can = entry.obstacle == nil
      let row = area.top + offset
      let style = Style(can ? theme.text : theme.faint)
      canvas.write(isChosen ? ">" : " ", at: Point(column: 0, row: row), style: style.bold)
      canvas.write(
        [
          Span("\(entry.key)  ", can ? style.bold : style),
          Span(entry.word.padded(to: words), isChosen && can ? style.bold : style),
          Span(entry.obstacle ?? entry.what, Style(can ? theme.dim : theme.faint)),
        ],
        at: Point(column: 2, row: row)
      )
    }
    canvas.write(
      "Enter or its letter opens   jk choose   Esc back".fitted(to: canvas.size.columns),
      at: Point(column: 0, row: canvas.size.rows - 1),
      style: Style(theme.dim)
    )
  }
}

extension State {
  /// Who is on it by now, which may be somebody else since the form was opened.
  fileprivate func claim(on screen: ActScreen) -> Claims.Claim? {
    screen.alert.flatMap { claims.work(on: $0, in: screen.environment).claim }
  }
}

extension Problem {
  fileprivate var sentence: String { fix.isEmpty ? what : "\(what); \(fix)" }
}

/// A form's lines, named at their left.
private struct FormLines {
  let state: State
  let columns: Int
  private(set) var rows: [[Span]] = []
  /// The row with the focus.
  private(set) var focused = 0

  init(state: State, columns: Int) {
    self.state = state
    self.columns = columns
  }

  private static let names = 11
  private var text: Style { Style(state.look.theme.text) }
  private var dim: Style { Style(state.look.theme.dim) }
  private var loud: Style { Style(state.look.theme.warning).bold }

  mutating func write(_ form: ActForm, of screen: ActScreen) {
    if case .alert(let listed) = screen.subject { write("alert", alert(listed), text) }
    if form.kind == .claim, let claim = state.claim(on: screen) {
      let words = claim.text.map { ": \($0.safe)" } ?? ""
      write("claimed", "by \(claim.by.safe) \(Age.long(state.now - claim.at)) ago\(words)", loud)
    }
    if form.kind == .silence { writeSilence(form, of: screen) }
    if form.kind == .unsilence, let silence = form.silences.first {
      write("silence", silence.sentence(now: state.now, zone: state.zone), text)
      write("", silence.matchers.map(\.safe).joined(separator: " "), dim)
    }
    if form.kind == .ticket || form.kind == .verdict { writeChoices(form) }
    if form.kind == .ticket { writeTicket(form, screen.product) }
    writeComment(form)
    write("by", state.author.safe, text)
    write("read by", readers(form, screen), dim)
    guard form.kind == .post || form.kind == .ticket, !screen.chart.isEmpty else { return }
    rows.append([])
    for line in screen.chart { rows.append([Span(line.fitted(to: columns - 2), dim)]) }
  }

  private func alert(_ listed: ListedAlert) -> String {
    let labels = listed.alert.labels.dropping(["alertname", "product", "severity", "ticket"]).all
    let shown = labels.map { "\($0.name.safe)=\"\($0.value.safe)\"" }.joined(separator: " ")
    let age =
      listed.alert.activeAt.map { ", since \(Age.long(state.now + listed.skew - $0))" } ?? ""
    let doubt = listed.isKnown ? "" : "; not known now"
    return "\(listed.alert.name.safe) \(shown)".trimmed + age + doubt
  }

  private mutating func write(_ name: String, _ value: String, _ style: Style) {
    let lines = Wrap.lines(value, columns: columns - Self.names - 2)
    for (index, line) in lines.enumerated() {
      rows.append([Span((index == 0 ? name : "").padded(to: Self.names), dim), Span(line, style)])
    }
  }

  // MARK: - Fields

  private mutating func writeSilence(_ form: ActForm, of screen: ActScreen) {
    if form.focus == .matchers { focused = rows.count }
    var line = [Span("matchers".padded(to: Self.names), dim)]
    var width = Self.names
    for (index, entry) in form.matchers.enumerated() {
      let mark = entry.isOn ? "[x] " : "[ ] "
      let word = mark + entry.matcher.text.safe
      let isHere = form.focus == .matchers && form.matcher == index
      if width > Self.names, width + TextWidth.of(word) > columns - 2 {
        rows.append(line)
        line = [Span("".padded(to: Self.names), dim)]
        width = Self.names
      }
      if isHere { focused = rows.count }
      var style = entry.isOn ? text : dim
      if isHere { style.attributes.insert(.reverse) }
      line += [Span(word.fitted(to: columns - Self.names - 2), style), Span("  ", dim)]
      width += TextWidth.of(word) + 2
    }
    rows.append(line)
    if form.focus == .matchers { write("", "Left Right move, Space turns on and off", dim) }
    writeHidden(form)
    if form.focus == .until { focused = rows.count }
    let span = ActForm.spans[form.span]
    let end = state.now + span
    let (civil, today) = (state.zone.civil(end), state.zone.civil(state.now))
    let day = civil.date == today.date ? "" : "\(civil.date) "
    var style = text
    if form.focus == .until { style.attributes.insert(.reverse) }
    rows.append([
      Span("until".padded(to: Self.names), dim),
      Span("\(day)\(civil.clock) (\(span.promQL))", style),
      Span("   Left Right change, at most 24h", dim),
    ])
  }

  private mutating func writeHidden(_ form: ActForm) {
    guard let preview = form.preview else {
      write("hides now", form.previewProblem == nil ? "asking …" : "not known", dim)
      return
    }
    let count = preview.hides.count
    let week =
      preview.lastWeek.map { "; in the last 7 days it would have hidden \($0)" }
      ?? "; the last 7 days are not known"
    write("hides now", "\(count) alert\(count == 1 ? "" : "s")\(week)", count > 1 ? loud : text)
    for labels in preview.hides.prefix(3) {
      write("", labels.dropping(["product", "environment"]).text, dim)
    }
    if count > 3 { write("", "and \(count - 3) more", dim) }
  }

  private mutating func writeChoices(_ form: ActForm) {
    if form.focus == .kind { focused = rows.count }
    var line = [Span("kind".padded(to: Self.names), dim)]
    for (index, choice) in form.choices.enumerated() {
      var style = index == form.choice ? text.bold : dim
      if index == form.choice, form.focus == .kind { style.attributes.insert(.reverse) }
      line += [Span(choice.word, style), Span("   ", dim)]
    }
    rows.append(line)
    write("", form.choices[form.choice].what, dim)
  }

  private mutating func writeTicket(_ form: ActForm, _ product: Product?) {
    guard let jira = product?.jira else { return }
    if let open = form.preview?.open {
      write("ticket", "\(open.key.safe) is open: it gets a comment", loud)
      return
    }
    let ticket = jira.ticket(ActForm.tickets[form.choice])
    let priority = ticket.priority.map { ", \($0)" } ?? ""
    let known =
      form.preview == nil && form.previewProblem == nil ? ", looking for an open one …" : ""
    write(
      "ticket",
      ForeignText("a new \(ticket.issueType)\(priority) in \(ticket.project ?? jira.project)").safe
        + known,
      text
    )
  }

  private mutating func writeComment(_ form: ActForm) {
    let width = columns - Self.names - 2
    let layout = QueryRows(form.comment, columns: width)
    let isHere = form.focus == .comment
    for (index, row) in layout.rows.enumerated() {
      var line = [Span((index == 0 ? "comment" : "").padded(to: Self.names), dim)]
      let words = row.pieces.map(\.text).joined()
      guard isHere, layout.cursor.row == index else {
        let isEmpty = form.comment.characters.isEmpty
        line.append(
          isEmpty ? Span(form.needsComment ? "needed" : "may be left out", dim) : Span(words, text)
        )
        rows.append(line)
        continue
      }
      focused = rows.count
      var (before, at, after) = ("", " ", "")
      for piece in row.pieces {
        if piece.column < layout.cursor.column {
          before += piece.text
        } else if piece.column == layout.cursor.column {
          at = piece.text
        } else {
          after += piece.text
        }
      }
      var cursor = text
      cursor.attributes.insert(.reverse)
      rows.append(line + [Span(before, text), Span(at, cursor), Span(after, text)])
    }
  }

  private func readers(_ form: ActForm, _ screen: ActScreen) -> String {
    switch form.kind {
    case .claim, .note, .verdict: return "all who look at these alerts with promwall"
    case .silence, .unsilence:
      return "all who use this Alertmanager; nobody is told of the alert meanwhile"
    case .ticket: return "all who may read the project in Jira"
    case .post:
      let channel = screen.product?.slack?.channel(in: screen.environment).name ?? ""
      return "all who read \(ForeignText(channel).safe)"
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
