import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// The first line stays on every screen, so that nobody reads a list and misses a fire.
  func drawFrame(title: String, hint: String, on canvas: inout Canvas) -> Rect {
    topLine().draw(on: &canvas, row: 0)
    let rule = TitleRule(
      title: title,
      unit: "",
      note: hint,
      shortNote: "",
      noteColor: look.theme.dim,
      isFocused: false,
      glyphs: look.glyphs
    )
    var line = Canvas(size: Size(columns: canvas.size.columns, rows: 1))
    rule.draw(on: &line, row: 0, columns: line.size.columns, theme: look.theme)
    let top = canvas.size.rows >= 20 ? 2 : 1
    canvas.place(line, at: Point(column: 0, row: top))
    return Rect(
      column: 0,
      row: top + 1,
      columns: canvas.size.columns,
      rows: canvas.size.rows - top - 1
    )
  }

  func drawHelp(on canvas: inout Canvas) {
    let area = drawFrame(title: "Keys", hint: "Esc back", on: &canvas)
    let theme = look.theme
    let marks: [(String, String)] = [
      ("!!  !  ?", "critical, warning, not known"),
      (look.glyphs == .ascii ? ".." : "╌╌", "on a bar chart: nothing is known of this time"),
      ("~", "the server's answer was partial; i says why"),
    ]
    let keyLines = (replay == nil ? KeyHelp.all : KeyHelp.allInReplay).map { ($0.keys, $0.what) }
    let lines: [(String, String)] = keyLines + [("", "")] + marks
    for (row, line) in lines.dropFirst(overlayScroll).enumerated() where row < area.size.rows {
      let at = Point(column: 1, row: area.top + row)
      canvas.write(line.0.padded(to: 14), at: at, style: Style(theme.text).bold)
      canvas.write(line.1, at: Point(column: 16, row: at.row), style: Style(theme.dim))
    }
  }

  /// Text to be copied by hand where the terminal has no clipboard for programs.
  func drawHandover(title: String, text: String, on canvas: inout Canvas) {
    let area = drawFrame(
      title: title,
      hint: "copied, if the terminal takes it; Esc back",
      on: &canvas
    )
    var body = Canvas(size: area.size)
    drawWrapped(text, on: &body, row: 1, style: Style(look.theme.text))
    canvas.place(body, at: area.origin)
  }

  /// All alerts of the environment on the whole screen.
  func drawAlerts(on canvas: inout Canvas) {
    let status = status(of: views[focus.view])
    let known = status.knowsAlerts(now: now)
    let asOf = status.answeredAt.map { zone.civil($0).clockWithSeconds } ?? "never"
    let hint = known ? "Esc back" : "as of \(asOf), not known now"
    let area = drawFrame(title: "Alerts", hint: hint, on: &canvas)
    guard let panel = PanelCatalog.alertList() else { return }
    var body = Canvas(size: area.size)
    let skew = status.skew
    var frame = Frame(
      alerts: status.alerts,
      range: range(of: views[focus.view]).range,
      at: now + skew
    )
    frame.warnings = status.blind.map(\.sentence)
    var context = DrawContext(
      theme: look.theme,
      glyphs: look.glyphs,
      depth: look.depth,
      zone: zone,
      now: now + skew
    )
    context.isStale = !known
    panel.draw(frame, on: &body, in: context)
    canvas.place(body, at: area.origin)
  }
}
