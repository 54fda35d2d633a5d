import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// What a panel really asked, and what came of it.
  func drawInspect(on canvas: inout Canvas) {
    guard let state = focused else { return }
    let area = drawFrame(
      title: "Inspect: \(ForeignText(state.spec.title).safe)",
      hint: "Esc back",
      on: &canvas
    )
    var body = Canvas(size: area.size)
    var row = -overlayScroll
    for (text, style) in inspection(of: state) {
      // The caret stands under its place only where nothing is wrapped.
      if text.hasSuffix("^"), text.contains("\n") {
        row = draw(excerpt: text, on: &body, row: row, style: style)
        continue
      }
      for line in Wrap.lines(text, columns: area.size.columns - 1) {
        body.write(line, at: Point(column: 0, row: row), style: style)
        row += 1
      }
      if text.isEmpty { row += 1 }
    }
    canvas.place(body, at: area.origin)
  }

  private func inspection(of state: PanelState) -> [(String, Style)] {
    let (theme, dim) = (look.theme, Style(look.theme.dim))
    let text = Style(theme.text)
    let status = state.status(now: now)
    var lines: [(String, Style)] = [
      ("\(state.spec.type), \(status.rawValue.replacing("_", with: " "))", text)
    ]
    if !state.spec.description.isEmpty {
      lines.append((ForeignText(state.spec.description).safe, dim))
    }
    if let problem = state.problem {
      lines.append((problem.what, Style(theme.warning)))
      if let excerpt = problem.excerpt { lines.append((excerpt, text)) }
      lines.append((problem.fix, dim))
    }
    for problem in state.spec.problems { lines.append((problem.description, Style(theme.warning))) }
    guard let plan = state.plan else { return lines }
    for (index, ask) in plan.asks.enumerated() {
      lines.append(("", text))
      lines.append((ForeignText(ask.query.expression).safe, text.bold))
      lines.append((describe(ask), dim))
      guard state.answers.indices.contains(index) else { continue }
      lines.append((describe(state.answers[index]), dim))
      for warning in state.answers[index].warnings {
        lines.append(("warning: \(warning.safe)", Style(theme.warning)))
      }
      for info in state.answers[index].infos { lines.append(("info: \(info.safe)", dim)) }
    }
    return lines
  }

  private func describe(_ ask: PanelPlan.Ask) -> String {
    switch ask.query.span {
    case .instant(let moment):
      return "at \(moment.map { zone.civil($0).clockWithSeconds } ?? "the server's now")"
    case .range(let range, let step):
      let (start, end) = (zone.civil(range.start), zone.civil(range.end))
      let times =
        "\(start.date) \(start.clockWithSeconds) to \(end.date) \(end.clockWithSeconds)"
      return "\(times) \(end.abbreviation), step \(RangeText.words(step))"
    }
  }

  private func describe(_ answer: Answer) -> String {
    let points = answer.series.reduce(0) { $0 + $1.timestamps.count }
    return "\(answer.series.count) series, \(points) points, \(answer.bytes) bytes in"
      + " \(answer.took.milliseconds) ms"
  }
}
