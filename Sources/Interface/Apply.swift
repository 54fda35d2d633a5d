import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// Takes one message and tells what is to be done about it.
  package mutating func apply(_ message: Message) -> [Effect] {
    switch message {
    case .tick(let moment):
      guard replay == nil else {
        play(until: moment)
        return []
      }
      now = moment
      return turnPlaylist() + askDue()
    case .keyPressed(let key):
      delayPlaylist()
      return press(key)
    case .resized(let size):
      self.size = size
      keepPlace()
      return askDue()
    case .answered(let key, let generation, let result):
      return receive(result, for: key, generation: generation)
    case .explained(let key, let expression, let reason):
      guard let panel = self[key], panel.explanation?.expression == expression else { return [] }
      views[key.view].panels[key.panel].explanation?.reason = reason
      views[key.view].panels[key.panel].explanation?.isAsked = false
      return []
    case .alertGraphAnswered(let generation, let result):
      alertGraph?.receive(result, generation: generation, now: now)
      return []
    case .alertsAnswered(let name, let generation, let result):
      return receive(result, from: name, generation: generation)
    case .variableAnswered(let view, let name, let generation, let result):
      return receive(result, forVariable: name, view: view, generation: generation)
    case .detected(let name, let dialect):
      for index in environments.indices where environments[index].environment.name == name {
        environments[index].dialect = dialect
        environments[index].isDetected = true
      }
      return []
    case .opened(let file, let result): return open(file, result)
    case .reconfigured(let result): return reconfigure(result)
    case .listed(let entries, let playable):
      list(entries, playable: playable)
      return []
    case .claimed(let claims):
      self.claims = claims
      return []
    case .saved(.success(let name)):
      tell("saved as \(ForeignText(name).safe)")
      return []
    case .saved(.failure(let problem)):
      tell(problem.description, isTrouble: true)
      return []
    case .completed(let generation, let result):
      receive(result, generation: generation)
      return []
    case .prepared(let generation, let result): return receive(result, generation: generation)
    case .acted(let generation, let result): return receive(result, generation: generation)
    case .queriesSaved(let result): return receiveSaved(result)
    case .resumed: return replay == nil ? resume() : []
    }
  }

  /// Questions under way are lost and every due time may be wrong: the machine slept, the process
  /// was stopped, or the clock was set.
  private mutating func resume() -> [Effect] {
    func capped(_ moment: Timestamp?) -> Timestamp? { moment.map { min($0, now) } }
    alertGraph = nil
    for index in environments.indices {
      environments[index].asking = nil
      environments[index].due = now
      environments[index].answeredAt = capped(environments[index].answeredAt)
      environments[index].failingSince = capped(environments[index].failingSince)
    }
    for view in views.indices {
      for panel in views[view].panels.indices {
        let known = views[view].panels[panel].answeredAt
        views[view].panels[panel].answeredAt = capped(known)
      }
    }
    return refreshAll()
  }

  private mutating func receive(
    _ result: Result<[Answer], Problem>,
    for key: PanelKey,
    generation: Int
  ) -> [Effect] {
    guard !key.isAnnotations else {
      return receiveAnnotations(result, view: key.view, generation: generation)
    }
    guard let before = self[key], before.asking?.generation == generation else { return [] }
    views[key.view].panels[key.panel].receive(result, generation: generation, now: now)
    let panel = views[key.view].panels[key.panel]
    let failed: Problem? = if case .failure(let problem) = result { problem } else { nil }
    if failed?.code == Problem.tooHeavyCode, panel.plan?.step != nil, !panel.isCoarse {
      views[key.view].panels[key.panel].isCoarse = true
      views[key.view].panels[key.panel].due = now
      return askDue()
    }
    if failed != nil, let asked = before.asking?.since,
      let back = status(of: views[key.view]).backSince, asked < back
    {
      // Lost while the server was away; how long to wait then says nothing of now.
      views[key.view].panels[key.panel].due = now
      return askDue()
    }
    views[key.view].panels[key.panel].due = nextDue(
      panel,
      in: views[key.view],
      failed: failed
    )
    if failed?.isNoAnswer == true { return doubt(views[key.view].environment.name) }
    return explain(key)
  }

  /// A panel got no answer: whether anything does is asked at once, so that nobody reads alerts
  /// beside it that may be over.
  private mutating func doubt(_ name: String) -> [Effect] {
    for index in environments.indices where environments[index].environment.name == name {
      guard environments[index].problem == nil, environments[index].asking == nil else { continue }
      // Many panels fail at once; the first one's doubt stands for all.
      let isFresh = environments[index].answeredAt.map { now - $0 < .seconds(5) } ?? false
      if !isFresh { environments[index].due = now }
    }
    return askDue()
  }

  /// Asks once why a panel's first expression has no data; it is forgotten when there is some.
  private mutating func explain(_ key: PanelKey) -> [Effect] {
    guard let panel = self[key], panel.status(now: now) == .noData,
      let expression = panel.plan?.asks.first?.query.expression
    else {
      views[key.view].panels[key.panel].explanation = nil
      return []
    }
    guard panel.explanation?.expression != expression else { return [] }
    views[key.view].panels[key.panel].explanation = .init(expression: expression)
    let view = views[key.view]
    return [
      .explain(
        key,
        environment: view.environment.name,
        expression: expression,
        range(of: view).range
      )
    ]
  }

  private mutating func receive(
    _ result: Result<AlertsReport, Problem>,
    from name: String,
    generation: Int
  ) -> [Effect] {
    guard let index = environments.firstIndex(where: { $0.environment.name == name }) else {
      return []
    }
    let before = environments[index]
    let wasFailing = before.failingSince != nil
    environments[index].receive(
      result.map { $0.ranked(by: severities) },
      generation: generation,
      now: now
    )
    for view in views.indices where views[view].environment.name == name {
      tellAlertPanels(view: view)
    }
    let begun = environments[index].begun(since: before)
    let isUnwatched =
      before.answeredAt != nil && before.watchdog?.alarm == nil
      && environments[index].watchdog?.alarm != nil
    let rings = isKiosk && watchedEnvironments.contains(name) && (!begun.isEmpty || isUnwatched)
    let effects: [Effect] = rings ? [.bell] : []
    let isCritical = isUnwatched || begun.contains { $0.rank == .critical }
    let jumps = isCritical ? jump(to: name) : []
    guard wasFailing, environments[index].failingSince == nil else { return effects + jumps }
    // The server is back: whatever failed meanwhile is asked at once.
    for view in views.indices where views[view].environment.name == name {
      if views[view].variablesDue != nil { views[view].variablesDue = now }
      for panel in views[view].panels.indices where views[view].panels[panel].problem != nil {
        views[view].panels[panel].due = now
      }
    }
    return effects + jumps
  }

  /// Panels that list alerts draw from what the screen asks anyway.
  mutating func tellAlertPanels(view index: Int) {
    let status = status(of: views[index])
    let range = range(of: views[index]).range
    for place in views[index].panels.indices {
      guard let panel = views[index].panels[place].panel, type(of: panel).reads == .alerts else {
        continue
      }
      let frame = status.alertFrame(
        range: range,
        now: now,
        of: views[index].panels[place].listedStates
      )
      let known = views[index].panels[place].frame
      views[index].panels[place].answeredAt = status.answeredAt
      views[index].panels[place].due = status.due
      switch (status.problem, known) {
      case (nil, _): views[index].panels[place].content = .live(frame)
      case (let problem?, .some(let old)):
        views[index].panels[place].content = .stale(old, problem)
      case (let problem?, nil): views[index].panels[place].content = .failed(problem)
      }
    }
  }

  private mutating func receive(
    _ result: Result<[String], Problem>,
    forVariable name: String,
    view: Int,
    generation: Int
  ) -> [Effect] {
    guard views.indices.contains(view), views[view].variablesAsked[name] == generation else {
      return []
    }
    switch result {
    case .success(let rows): views[view].resolver.answer(name, rows: rows)
    case .failure(let problem):
      views[view].resolver.fail(name, problem)
      let wait = problem.retryAfter.map { max($0, .seconds(1)) } ?? Schedule.retryInterval
      views[view].variablesDue = now + wait
    }
    views[view].variablesAsked[name] = nil
    remakePanels(view: view)
    return askDue()
  }

  private mutating func open(
    _ file: String,
    _ result: Result<OpenedDashboard, Problem>
  ) -> [Effect] {
    switch result {
    case .failure(let problem):
      reloadProblem = problem
      return []
    case .success(let opened):
      reloadProblem = nil
      let isReload = opened.dashboard.file == dashboard.file
      // What the server told of variables that stay the same is not asked again: nothing flickers.
      let keepsVariables = isReload && opened.dashboard.variables == dashboard.variables
      dashboard = opened.dashboard
      documentProblems = opened.problems
      if !isReload {
        (from, to) = (dashboard.from, dashboard.to)
        (earlierRanges, cursor, hidden) = ([], nil, [:])
        (page, scroll, isFullScreen) = (0, 0, false)
        turnedRows = []
        annotationChoice = .asWritten
      }
      keepEdit()
      for index in views.indices {
        let known = isReload ? views[index].panels : []
        if !keepsVariables { views[index] = makeView(views[index].environment) }
        if isReload, !known.isEmpty {
          // Their answers would come for places that may be others' now.
          views[index].panels = known.map { panel in
            var panel = panel
            panel.asking = nil
            return panel
          }
          let range = writtenRange(of: views[index])
          views[index].makePanels(dashboard, writtenRange: range)
        }
        views[index].annotations = AnnotationState()
      }
      if !isReload { focus = PanelKey(view: focus.view, panel: 0) }
      keepEditedFocus()
      keepPlace()
      return askDue()
    }
  }

  /// Asks everything that is seen now, whatever is due.
  mutating func refreshAll() -> [Effect] {
    guard replay == nil else { return [] }
    for view in views.indices {
      if views[view].variablesDue != nil { views[view].variablesDue = now }
      askVariablesOfRange(view: view)
      askAnnotationsAnew(view: view)
      for panel in views[view].panels.indices {
        views[view].panels[panel].asking = nil
        views[view].panels[panel].plan = nil
        views[view].panels[panel].isCoarse = false
        views[view].panels[panel].answers = []
        views[view].panels[panel].due = now
      }
    }
    let watched = Set(views.map(\.environment.name)).sorted()
    return watched.map { .retryNow(environment: $0) } + askDue()
  }

  /// A variable has another value: there may be other panels, and keys act on the same as before.
  mutating func remakePanels(view: Int) {
    let (before, id) = (views[view].panels.map(\.spec.id), focused?.spec.id)
    let range = writtenRange(of: views[view])
    views[view].makePanels(dashboard, writtenRange: range)
    guard before != views[view].panels.map(\.spec.id), view == focus.view else { return }
    focus.panel = views[view].panels.firstIndex { $0.spec.id == id } ?? focus.panel
    keepPlace()
  }

  /// Variables whose options depend on the range are asked again.
  mutating func askVariablesOfRange(view: Int) {
    guard replay == nil else { return }
    views[view].resolver.rangeChanged()
    for (name, _) in views[view].resolver.pending { views[view].variablesAsked[name] = nil }
  }

  /// Looks at another environment, with the same dashboard, range, picks and place.
  mutating func watch(_ names: [String]) -> [Effect] {
    let wanted = names.compactMap { name in
      environments.first { $0.environment.name == name }?.environment
    }
    guard !wanted.isEmpty else { return [] }
    views = wanted.map { makeView($0) }
    focus.view = min(focus.view, views.count - 1)
    let forgotten = forgetRemoved()
    keepPlace()
    return forgotten + askDue()
  }

  /// Gives a variable these values from now on.
  mutating func pick(_ name: String, values: [String]) -> [Effect] {
    chosen[name] = values
    for index in views.indices {
      views[index].resolver.choose(name, values: values)
      views[index].variablesAsked = [:]
      remakePanels(view: index)
      views[index].forgetAnswers()
      askAnnotationsAnew(view: index)
    }
    return askDue()
  }
}
