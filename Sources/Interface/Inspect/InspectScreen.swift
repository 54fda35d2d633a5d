import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// What a panel really asked, and what came of it.
  func drawInspect(on canvas: inout Canvas) {
    guard let state = focused else { return }
    let (own, whole) = (panelLinks, dashboardLinks)
    let area = drawFrame(
      title: "Inspect: \(ForeignText(state.spec.title).safe)",
      hint: own.isEmpty && whole.isEmpty ? "Esc back" : "1-9 copy a link, Esc back",
      on: &canvas
    )
    var body = Canvas(size: area.size)
    var row = -overlayScroll
    let lines =
      facts(of: state) + told(own, from: 1) + questions(of: state)
      + told(whole, from: own.reduce(1) { $0 + $1.links.count })
    for line in lines {
      // The caret stands under its place only where nothing is wrapped.
      if line.text.hasSuffix("^"), line.text.contains("\n") {
        row = draw(excerpt: line.text, on: &body, row: row, style: line.style)
        continue
      }
      for text in Wrap.lines(line.text, columns: area.size.columns - 1 - line.indent) {
        body.write(text, at: Point(column: line.indent, row: row), style: line.style)
        row += 1
      }
      if line.text.isEmpty { row += 1 }
    }
    canvas.place(body, at: area.origin)
  }

  private struct Line {
    var text: String
    var style: Style
    var indent = 0

    init(_ text: String, _ style: Style, indent: Int = 0) {
      (self.text, self.style, self.indent) = (text, style, indent)
    }
  }

  /// Links, each with the digit that copies its address.
  private func told(_ groups: [ToldLinks], from first: Int) -> [Line] {
    let (text, dim) = (Style(look.theme.text), Style(look.theme.dim))
    var number = first
    return groups.flatMap { group -> [Line] in
      var lines = [Line("", text), Line(group.heading, dim)]
      for link in group.links {
        let address = ForeignText(link.address).safe
        let digit = number < 10 ? "\(number) " : ""
        let title = link.title.isEmpty ? address : link.title.safe
        let column = link.column.map { " (\($0.safe))" } ?? ""
        lines.append(Line(digit + title + column, text.bold, indent: digit.isEmpty ? 2 : 0))
        if !link.title.isEmpty { lines.append(Line(address, text, indent: 2)) }
        number += 1
      }
      return lines
    }
  }

  /// What the panel is and how it stands.
  private func facts(of state: PanelState) -> [Line] {
    let (theme, dim) = (look.theme, Style(look.theme.dim))
    let text = Style(theme.text)
    let status = state.status(now: now)
    var lines = [
      Line("\(state.spec.type), \(status.rawValue.replacing("_", with: " "))", text)
    ]
    if !state.spec.description.isEmpty {
      lines.append(Line(ForeignText(state.spec.description).safe, dim))
    }
    if let problem = state.problem {
      lines.append(Line(problem.what, Style(theme.warning)))
      if let excerpt = problem.excerpt { lines.append(Line(excerpt, text)) }
      lines.append(Line(problem.fix, dim))
    }
    lines += state.spec.problems.map { Line($0.description, Style(theme.warning)) }
    return lines + state.spec.remarks.map { Line($0.sentence, dim) }.sorted { $0.text < $1.text }
  }

  /// What it asked, and what came of it.
  private func questions(of state: PanelState) -> [Line] {
    let (theme, dim) = (look.theme, Style(look.theme.dim))
    var lines: [Line] = []
    for (index, ask) in (state.plan?.asks ?? []).enumerated() {
      lines.append(Line("", dim))
      lines.append(Line(ForeignText(ask.query.expression).safe, Style(theme.text).bold))
      lines.append(Line(describe(ask), dim))
      guard state.answers.indices.contains(index) else { continue }
      lines.append(Line(describe(state.answers[index]), dim))
      for warning in state.answers[index].warnings {
        lines.append(Line("warning: \(warning.safe)", Style(theme.warning)))
      }
      for info in state.answers[index].infos { lines.append(Line("info: \(info.safe)", dim)) }
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
