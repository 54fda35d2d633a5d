package import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// Paints the whole screen anew; the display finds what has changed.
  package func draw(on canvas: inout Canvas) {
    var known = DrawnPanels()
    draw(on: &canvas, keeping: &known)
  }

  /// The same, with what is still true of the frame before.
  package func draw(on canvas: inout Canvas, keeping known: inout DrawnPanels) {
    defer { canvas.paintGround(of: look.theme, depth: look.depth) }
    guard !canvas.size.isEmpty, !views.isEmpty else { return }
    known.begin(colorTable)
    drawParts(on: &canvas, keeping: &known)
    dimForNight(&canvas)
  }

  private func drawParts(on canvas: inout Canvas, keeping known: inout DrawnPanels) {
    guard canvas.size.columns >= 20, canvas.size.rows >= 6 else {
      drawTooSmall(on: &canvas)
      return
    }
    switch overlay {
    case .help: drawHelp(on: &canvas)
    case .inspect: drawInspect(on: &canvas)
    case .alerts(let screen): draw(screen, on: &canvas)
    case .act(let screen): draw(screen, on: &canvas)
    case .handover(let title, let text): drawHandover(title: title, text: text, on: &canvas)
    case .picker(let picker): draw(picker, on: &canvas)
    case nil: return drawDashboard(on: &canvas, keeping: &known)
    }
    // Keys answer here too: nobody should think that nothing was copied.
    drawTold(on: &canvas, row: canvas.size.rows - 1)
  }

  /// The least that must be seen: where one is, whether it is live, what fires.
  private func drawTooSmall(on canvas: inout Canvas) {
    let line = topLine()
    canvas.write(line.badge + line.live, at: .zero)
    canvas.write(line.alerts, at: Point(column: 0, row: 1))
    canvas.write(
      "needs 20x6, has \(canvas.size)",
      at: Point(column: 0, row: 2),
      style: Style(look.theme.dim)
    )
  }

  private func drawDashboard(on canvas: inout Canvas, keeping known: inout DrawnPanels) {
    let plan = screenPlan
    topLine().draw(on: &canvas, row: plan.top)
    if let row = plan.notice, let notice {
      canvas.write(notice, at: Point(column: 0, row: row))
    }
    if let row = plan.legend { drawLegend(on: &canvas, row: row) }
    if let area = plan.edit { drawEdit(on: &canvas, in: area) }
    if let row = plan.scrub { drawScrub(on: &canvas, row: row) }
    if views.count > 1, !isFullScreen { drawViewHeaders(on: &canvas, row: plan.body.top) }
    if showsHints {
      drawHints(on: &canvas, row: plan.body.top + 1)
      drawFooter(on: &canvas, row: plan.footer ?? canvas.size.rows - 1)
      return
    }
    for (view, area) in viewAreas {
      var body = Canvas(size: area.size)
      if isFullScreen {
        body = drawn(focus, size: area.size, keeping: &known)
      } else {
        for place in placesOnPage(view: view) {
          let key = PanelKey(view: view, panel: place.panel)
          let panel = drawn(key, size: place.rect.size, gap: place.gap, keeping: &known)
          body.place(panel, at: place.rect.origin)
        }
      }
      canvas.place(body, at: area.origin)
    }
    if let row = plan.footer { drawFooter(on: &canvas, row: row) }
  }

  /// Nothing is configured and nothing answers: how to begin.
  private var showsHints: Bool {
    let status = status(of: views[focus.view])
    return !hints.isEmpty && status.answeredAt == nil && status.problem != nil
  }

  private func drawHints(on canvas: inout Canvas, row: Int) {
    let (theme, columns) = (look.theme, canvas.size.columns)
    let what = "No Prometheus answers at \(views[focus.view].environment.prometheus.url) yet."
    let next = drawWrapped(what, on: &canvas, row: row, style: Style(theme.text))
    canvas.write(
      "This screen starts by itself when it does. Or begin with:".fitted(to: columns),
      at: Point(column: 0, row: next),
      style: Style(theme.dim)
    )
    for (index, hint) in hints.enumerated() {
      canvas.write(
        hint,
        at: Point(column: 2, row: next + 2 + index),
        style: Style(theme.text).bold
      )
    }
  }

  /// Side by side, each environment has its own badge, liveness and alerts above its panels.
  private func drawViewHeaders(on canvas: inout Canvas, row: Int) {
    let areas = viewAreas
    guard areas.count > 1 else {
      var column = 0
      for index in views.indices {
        column = canvas.write(tab(view: index), at: Point(column: column, row: row)) + 1
      }
      return
    }
    for (view, area) in areas {
      let spans = header(view: view, columns: area.size.columns)
      canvas.write(spans, at: Point(column: area.left, row: row), columns: area.size.columns)
    }
  }

  // MARK: - Notice

  /// Beyond it a clock is wrong, and whoever compares times by eye is misled.
  private static let tolerableSkew = Duration.seconds(30)

  /// Trouble with the server, the file or a variable, in one line.
  var notice: [Span]? {
    let warning = Style(look.theme.warning)
    guard views.indices.contains(focus.view) else { return nil }
    let view = views[focus.view]
    let status = status(of: view)
    if status.isRemoved {
      let name = ForeignText(view.environment.name).safe
      let way = isKiosk ? "" : " (E)"
      return [
        Span(
          "\(name) is no longer in the settings; it stays until another one is chosen\(way)",
          warning
        )
      ]
    }
    if let problem = status.problem {
      let since = status.failingSince.map {
        " since \(zone.civil($0).clockWithSeconds)"
      }
      let next = status.due.map { "; next try in \(Age.long(max(.zero, $0 - now)))" }
      let trying = status.asking == nil ? next ?? "" : "; trying now"
      return [Span("\(problem.what)\(since ?? "")\(trying)", warning)]
    }
    if let alarm = status.watchdog?.alarm {
      return [Span(alarm.safe, Style(look.theme.critical).bold)]
    }
    if let reason = staleReason { return [Span(reason, warning)] }
    if abs(status.skew.milliseconds) > Self.tolerableSkew.milliseconds {
      let way = status.skew > .zero ? "ahead of" : "behind"
      let span = Age.long(.milliseconds(abs(status.skew.milliseconds)))
      return [
        Span(
          "the server's clock is \(span) \(way) this machine's; set the wrong one right",
          warning
        )
      ]
    }
    if let problem = reloadProblem ?? settingsProblem {
      return [Span(unread(problem), warning)]
    }
    if let blind = status.blind.first {
      let more = status.blind.count > 1 ? ", and \(status.blind.count - 1) more" : ""
      return [Span("the rule \(blind.sentence.safe)\(more)", warning)]
    }
    let trouble = status.deliveryTrouble
    if let first = trouble.first {
      let more = trouble.count > 1 ? ", and \(trouble.count - 1) more" : ""
      return [Span("\(first.safe)\(more)", warning)]
    }
    if let problem = view.resolver.problems.first { return [Span(problem.description, warning)] }
    if let problem = view.annotations.problem, !shownAnnotations.isEmpty {
      return [Span("annotations: \(problem.description)", warning)]
    }
    if let count = replay?.undecoded, count > 0 {
      return [Span("\(count) answers of the recording can't be read; they are left out", warning)]
    }
    let errors = documentProblems.filter { $0.severity == .error }
    guard let first = errors.first else { return nil }
    let more = errors.count > 1 ? " and \(errors.count - 1) more" : ""
    return [Span("\(first.description)\(more)", warning)]
  }

  /// A file that was saved and can't be used; what is in force must be seen however long it is.
  private func unread(_ problem: Problem) -> String {
    let end = " (the last good one stays)"
    let room = size.columns - TextWidth.of(end)
    var problem = problem
    if TextWidth.of(problem.description) > room {
      problem.file = problem.file?.split(separator: "/").last.map(String.init)
    }
    return problem.description.fitted(to: max(0, room)) + end
  }

  /// Why a panel is stale while the server answers otherwise; the first one's.
  ///
  /// Whether it is on the screen can't matter: the line takes room that decides what is.
  private var staleReason: String? {
    let panels = views[focus.view].panels
    for index in panels.indices {
      guard case .stale(_, let problem) = panels[index].content else { continue }
      return "\(ForeignText(panels[index].spec.title).safe): \(problem.what)"
    }
    return nil
  }

  // MARK: - Footer

  private func drawFooter(on canvas: inout Canvas, row: Int) {
    let theme = look.theme
    var right = elsewhere
    if let playlist, playlist.stops.count > 1 {
      let held = playlist.heldSince[playlist.place] == nil ? "" : ", held by what is critical"
      let text = "  \(playlist.place + 1) of \(playlist.stops.count)\(held)"
      right.append(Span(text, Style(theme.dim)))
    }
    let pages = grid(view: focus.view).pages.count
    if !isFullScreen, dashboard.fit, pages > 1 {
      right.append(Span("  page \(page + 1) of \(pages), Space", Style(theme.dim)))
    }
    let width = canvas.size.columns
    canvas.write(right, at: Point(column: max(0, width - right.columns), row: row))
    if let edit { return drawEditKeys(edit, on: &canvas, row: row) }
    if toldNow != nil { return drawTold(on: &canvas, row: row) }
    // Nobody presses a key on a wall.
    guard !isKiosk else { return }
    drawKeys(on: &canvas, row: row, room: width - right.columns - 2)
  }

  private func drawTold(on canvas: inout Canvas, row: Int) {
    guard let told = toldNow else { return }
    let style = Style(told.isTrouble ? look.theme.warning : look.theme.text).bold
    let width = canvas.size.columns
    let text = told.text.fitted(to: width)
    // Over a list a line of the list may stand there.
    canvas.write(
      overlay == nil ? text : text.padded(to: width),
      at: Point(column: 0, row: row),
      style: style
    )
  }

  private func drawKeys(on canvas: inout Canvas, row: Int, room: Int) {
    let width = canvas.size.columns
    let gap = width >= 120 ? 3 : 2
    var keys = replay == nil ? KeyHelp.all.filter(\.isInFooter) : KeyHelp.footerInReplay
    if isFullScreen { keys.insert(KeyHelp("Esc", "back"), at: 0) }
    if dashboard.variables.allSatisfy(\.isHidden) { keys.removeAll { $0.keys == "V" } }
    if isReadOnly { keys.removeAll { $0.keys == "e" } }
    if replay == nil, status(of: views[focus.view]).problem != nil {
      keys.insert(KeyHelp("r", "try now"), at: 1)
    }
    // The way out is always told; of the others the last ones give way.
    while keys.columns(gap: gap) > room, let last = keys.dropLast().indices.last {
      keys.remove(at: last)
    }
    draw(keys, on: &canvas, row: row, gap: gap)
  }

  func draw(_ keys: [KeyHelp], on canvas: inout Canvas, row: Int, gap: Int) {
    let theme = look.theme
    var column = 0
    for key in keys {
      column = canvas.write(
        "\(key.keys) ",
        at: Point(column: column, row: row),
        style: Style(theme.text)
      )
      column =
        canvas.write(key.what, at: Point(column: column, row: row), style: Style(theme.dim)) + gap
    }
  }

  /// What is not ok on the pages that aren't seen.
  private var elsewhere: [Span] {
    guard !isFullScreen else { return [] }
    let troubled = pagedPanels(view: focus.view).subtracting(seenPanels()).sorted()
      .map { PanelKey(view: focus.view, panel: $0) }
      .filter { isInTrouble($0) }
    // Critical before unknown before warning; the first of the worst is named.
    let ranks = troubled.map { rank(of: $0) }
    guard let worst = ranks.max(), let place = ranks.firstIndex(of: worst),
      let panel = self[troubled[place]]
    else { return [] }
    let (sign, color) =
      switch worst {
      case 3: ("!!", look.theme.critical)
      case 2: ("?", look.theme.warning)
      default: ("!", look.theme.warning)
      }
    let more = troubled.count > 1 ? " and \(troubled.count - 1) more" : ""
    let name = ForeignText(panel.spec.title).safe
    return [Span("\(sign) \(name)\(more)", Style(color))]
  }

  /// 3 critical, 2 not known, 1 warning.
  private func rank(of key: PanelKey) -> Int {
    guard let status = self[key]?.status(now: now), status == .live || status == .partial else {
      return 2
    }
    return worst(key)?.state == .critical ? 3 : 1
  }
}
