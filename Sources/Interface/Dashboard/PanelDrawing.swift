import Canvas
import Documents
import Metrics
package import Panels

extension State {
  /// One panel with its title, on a canvas of its own.
  ///
  /// - Parameters:
  ///   - key: The panel.
  ///   - size: Of the canvas.
  ///   - gap: Columns at its right that all but a plot leave blank.
  ///   - known: What was drawn before, and is kept.
  /// - Returns: The title's rule and what is below it.
  func drawn(
    _ key: PanelKey,
    size: Size,
    gap: Int = 0,
    keeping known: inout DrawnPanels
  ) -> Canvas {
    var canvas = Canvas(size: size)
    guard let state = self[key], !size.isEmpty else { return canvas }
    if state.spec.type == "row" {
      drawRow(state, key, colors: known.colors, on: &canvas)
      return canvas
    }
    let hasTitle = !(state.spec.title.isEmpty && state.panel.map { type(of: $0).reads } == .nothing)
    if hasTitle {
      titleRule(key, columns: size.columns, colors: known.colors)
        .draw(on: &canvas, row: 0, columns: size.columns - gap, theme: look.theme)
    }
    let top = hasTitle ? 1 : 0
    // Breathing room below, where there is room.
    let bottom = size.rows >= 9 && self.size.rows >= 40 && !isFullScreen ? 1 : 0
    let isPlot = sharesLegend && state.panel.map { type(of: $0).reads == .range } ?? false
    let columns = isPlot && state.frame?.isEmpty == false ? size.columns : size.columns - gap
    let body = Size(columns: columns, rows: size.rows - top - bottom)
    let drawn = drawnBody(state, key, size: body, keeping: &known)
    canvas.place(drawn, at: Point(column: 0, row: top))
    return canvas
  }

  private func drawnBody(
    _ state: PanelState,
    _ key: PanelKey,
    size: Size,
    keeping known: inout DrawnPanels
  ) -> Canvas {
    var canvas = Canvas(size: size)
    let theme = look.theme
    switch state.content {
    case .loading:
      guard let panel = state.panel, type(of: panel).reads == .nothing else {
        let mark = look.glyphs == .ascii ? "..." : "···"
        canvas.write(mark, at: .zero, style: Style(theme.faint))
        return canvas
      }
      canvas = drawn(panel, emptyFrame(key), state, key, size: size, keeping: &known)
    case .failed(let problem): drawProblem(problem, on: &canvas)
    case .live(let frame), .stale(let frame, _):
      guard let panel = state.panel else { return canvas }
      if frame.isEmpty, panel.noValue == nil, type(of: panel).reads != .nothing,
        type(of: panel).reads != .alerts
      {
        drawNoData(state, on: &canvas)
      } else {
        canvas = drawn(panel, frame, state, key, size: size, keeping: &known)
      }
      if state.status(now: now) == .stale { dim(&canvas) }
    }
    return canvas
  }

  private func drawn(
    _ panel: any Panel,
    _ frame: Frame,
    _ state: PanelState,
    _ key: PanelKey,
    size: Size,
    keeping known: inout DrawnPanels
  ) -> Canvas {
    let least = type(of: panel).minimumSize
    guard size.holds(least) else {
      var canvas = Canvas(size: size)
      canvas.write("needs \(least)", at: .zero, style: Style(look.theme.dim))
      return canvas
    }
    let context = context(view: key.view, panel: state, colors: known.colors)
    var frame = frame
    if type(of: panel).reads == .range {
      frame.annotations = annotations(view: key.view, of: state.spec)
    }
    return known.body(of: key, state.spec, frame, size: size, in: context) { canvas in
      panel.draw(frame, on: &canvas, in: context)
    }
  }

  private func emptyFrame(_ key: PanelKey) -> Frame {
    Frame(range: range(of: views[key.view]).range, at: now)
  }

  /// Old data is seen to be old: every colour half gone.
  private func dim(_ canvas: inout Canvas) {
    let ground = look.theme.ground
    // Neighbours look alike as a rule, and mixing takes long.
    var last: (bright: Style, dimmed: Style)?
    canvas.restyle(canvas.bounds) { style in
      if let last, last.bright == style {
        style = last.dimmed
        return
      }
      let bright = style
      style.foreground = style.foreground.blended(over: ground, opacity: 0.5)
      if style.foreground.isTerminal { style.foreground = look.theme.dim }
      style.background = style.background.blended(over: ground, opacity: 0.5)
      last = (bright, style)
    }
  }

  private func drawNoData(_ state: PanelState, on canvas: inout Canvas) {
    let theme = look.theme
    let words = state.spec.fields?.defaults.noValue.map { ForeignText($0).safe } ?? "no data"
    canvas.write(words.fitted(to: canvas.size.columns), at: .zero, style: Style(theme.dim).bold)
    let expression = state.plan?.asks.first.map { $0.query.expression }
    let text =
      expression.map { "no series for \(ForeignText($0).safe)" }
      ?? "the panel has no query, or hides all it has"
    let reason = state.explanation?.reason ?? text
    drawWrapped(reason, on: &canvas, row: 1, style: Style(theme.dim))
  }

  /// The error in the panel's own place: what, and what to do.
  private func drawProblem(_ problem: Problem, on canvas: inout Canvas) {
    let theme = look.theme
    var row = drawWrapped(problem.what, on: &canvas, row: 0, style: Style(theme.warning))
    if let excerpt = problem.excerpt {
      row = draw(excerpt: excerpt, on: &canvas, row: row, style: Style(theme.text))
    }
    drawWrapped(problem.fix, on: &canvas, row: row, style: Style(theme.dim))
  }

  /// A line of an expression and the `^` under its fault, the fault in sight.
  @discardableResult
  func draw(excerpt: String, on canvas: inout Canvas, row: Int, style: Style) -> Int {
    let lines = excerpt.split(separator: "\n", omittingEmptySubsequences: false)
    let fault = lines.last?.count ?? 0
    let hidden = max(0, fault + 4 - canvas.size.columns)
    for (offset, line) in lines.enumerated() where row + offset < canvas.size.rows {
      canvas.write(line.dropFirst(hidden), at: Point(column: 0, row: row + offset), style: style)
    }
    return row + lines.count
  }

  /// Text over several rows, broken at spaces; returns the row after the last.
  @discardableResult
  func drawWrapped(_ text: String, on canvas: inout Canvas, row: Int, style: Style) -> Int {
    var row = row
    for line in Wrap.lines(text, columns: canvas.size.columns) where row < canvas.size.rows {
      canvas.write(line, at: Point(column: 0, row: row), style: style)
      row += 1
    }
    return row
  }

  private func drawRow(
    _ state: PanelState,
    _ key: PanelKey,
    colors: ColorTable,
    on canvas: inout Canvas
  ) {
    let isClosed = isClosed(state.spec)
    let mark = look.glyphs == .ascii ? (isClosed ? "> " : "v ") : (isClosed ? "▸ " : "▾ ")
    var rule = titleRule(key, columns: canvas.size.columns, colors: colors)
    rule.title = mark + rule.title
    rule.note = isClosed ? "Enter opens" : ""
    rule.shortNote = ""
    rule.draw(on: &canvas, row: 0, columns: canvas.size.columns, theme: look.theme)
  }
}

/// Breaking text into lines.
enum Wrap {
  static func lines(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        var word = String(word)
        if !line.isEmpty, TextWidth.of(line) + 1 + TextWidth.of(word) > columns {
          lines.append(line)
          line = ""
        }
        while TextWidth.of(word) > columns {
          let head = String(word.prefix(columns))
          lines.append(head)
          word = String(word.dropFirst(head.count))
        }
        line += line.isEmpty ? word : " " + word
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }
}

extension State {
  /// A panel's text rows as they stand on the screen; empty where it isn't on any page.
  package func drawnRows(_ key: PanelKey) -> [String] {
    let places = grid(view: key.view).pages.flatMap { $0 }
    guard let place = places.first(where: { $0.panel == key.panel }) else { return [] }
    var known = DrawnPanels()
    known.begin(colorTable)
    let canvas = drawn(key, size: place.rect.size, gap: place.gap, keeping: &known)
    return canvas.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What surrounds a panel while it draws.
  package func drawContext(_ key: PanelKey) -> DrawContext {
    guard let panel = self[key] else { return DrawContext(theme: look.theme, now: now) }
    return context(view: key.view, panel: panel, colors: colorTable)
  }
}
