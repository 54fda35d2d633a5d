import Canvas
package import Documents
package import Metrics
import Panels

/// What is due when; pure arithmetic on the state.
package enum Schedule {
  /// Reachability, alerts and the top line, whatever the file says.
  package static let alertsInterval = Duration.seconds(15)
  /// After a failure; the environment's queue backs off further by itself.
  package static let retryInterval = Duration.seconds(5)
  /// Where neither the file nor the user says.
  package static let defaultRefresh = Duration.seconds(30)
  package static let openBarInterval = Duration.seconds(30)
  /// The most that one viewer's questions come later than another's.
  package static let mostPhase = Duration.seconds(3)
  /// The least between two questions of a panel on a page that nobody looks at.
  package static let unseenInterval = Duration.seconds(60)
}

extension State {
  /// How often a panel is asked.
  package func refreshInterval(_ panel: PanelState, in view: EnvironmentView) -> Duration {
    let scrape = view.environment.prometheus.scrapeInterval
    if panel.spec.countsBars { return max(scrape, Schedule.openBarInterval) }
    let wanted = panel.spec.refresh ?? refresh ?? dashboard.refresh ?? Schedule.defaultRefresh
    let step = panel.plan?.step.map { $0 / 2 } ?? .zero
    return max(wanted, scrape, step)
  }

  /// When a panel that was answered, or not, at `now` is asked again.
  ///
  /// Long intervals fall on the clock's own marks (17:00, 17:05), a little later, when the last
  /// samples are in; so do the bars of a count.
  package func nextDue(
    _ panel: PanelState,
    in view: EnvironmentView,
    failed: Problem?
  ) -> Timestamp? {
    let interval = refreshInterval(panel, in: view)
    if let failed {
      return now + (failed.retryAfter ?? min(interval, Schedule.retryInterval))
    }
    guard moves else { return nil }
    let settle = min(view.environment.prometheus.scrapeInterval, .seconds(30)) + phase
    if panel.spec.countsBars, let open = panel.plan?.openBar {
      return min(now + interval, max(now + .seconds(1), open.end + settle - skew(view)))
    }
    guard interval >= .minutes(1) else { return now + interval }
    return (now + .seconds(1) - settle).ceiled(to: interval) + settle
  }

  private func skew(_ view: EnvironmentView) -> Duration { status(of: view).skew }

  /// Every question that is due now.
  mutating func askDue() -> [Effect] {
    guard replay == nil else { return [] }
    return askAlerts() + askAlertGraph()
      + views.indices.flatMap { askVariables(view: $0) + askPanels(view: $0) }
  }

  private mutating func askAlerts() -> [Effect] {
    let watched = watchedEnvironments
    var effects: [Effect] = []
    for index in environments.indices {
      let status = environments[index]
      let name = status.environment.name
      let withResolved = wantsResolved(name)
      let withNormal = lists(.normal, of: name)
      // What fires is known, and somebody begins to look at what has ended or is as it should be.
      let isMore =
        withResolved && status.resolved == nil || withNormal && status.normal == nil
      let isNew = isMore && status.problem == nil
      guard status.asking == nil, isNew || status.due.map({ $0 <= now }) ?? true,
        watched.contains(name) || overlay?.showsEnvironments == true
      else { continue }
      let generation = nextGeneration()
      if !status.isDetected { effects.append(.detect(environment: name)) }
      environments[index].asking = (generation, now)
      effects.append(
        .alerts(
          environment: name,
          generation: generation,
          withResolved: withResolved,
          withNormal: withNormal
        )
      )
    }
    return effects
  }

  /// Whether anybody looks at what has ended lately: the list of alerts, or a panel of such.
  private func wantsResolved(_ name: String) -> Bool {
    if case .alerts = overlay, views.contains(where: { $0.environment.name == name }) {
      return true
    }
    return lists(.resolved, of: name)
  }

  /// Whether a panel lists what is in a state.
  private func lists(_ state: Alert.State, of name: String) -> Bool {
    views.contains { view in
      view.environment.name == name
        && view.panels.contains { $0.listedStates.contains(state) }
    }
  }

  private mutating func askVariables(view index: Int) -> [Effect] {
    var effects: [Effect] = []
    let range = range(of: views[index]).range
    if let due = views[index].variablesDue, due <= now {
      views[index].variablesDue = nil
      views[index].resolver.forgetFailures()
    }
    for (name, request) in views[index].resolver.pending
    where views[index].variablesAsked[name] == nil {
      let generation = nextGeneration()
      views[index].variablesAsked[name] = generation
      effects.append(
        .variable(
          view: index,
          environment: views[index].environment.name,
          name: name,
          generation: generation,
          request,
          range
        )
      )
    }
    return effects
  }

  private mutating func askPanels(view index: Int) -> [Effect] {
    guard views[index].resolver.isComplete else { return [] }
    let seen = asksAll ? Set(views[index].panels.indices) : seenPanels(view: index)
    let others = asksAll ? [] : pagedPanels(view: index).subtracting(seen)
    // Laid out for the first panel that is asked, for all the others too.
    var columns: [Int: Int]?
    return askAnnotations(view: index)
      + views[index].panels.indices.compactMap { panel in
        let key = PanelKey(view: index, panel: panel)
        if seen.contains(panel) || others.contains(panel) && isDueUnseen(key) {
          return ask(key, columns: &columns)
        }
        // Nobody looks: it is asked at once when somebody does, and is not late till then.
        if moves, views[index].panels[panel].due.map({ $0 <= now }) ?? false {
          views[index].panels[panel].due = nil
        }
        return nil
      }
  }

  /// What isn't on the screen is asked too, for the footer tells of its trouble, but less often.
  private func isDueUnseen(_ key: PanelKey) -> Bool {
    guard let answeredAt = views[key.view].panels[key.panel].answeredAt else { return true }
    return now >= answeredAt + Schedule.unseenInterval
  }

  /// Asks one panel if it is due, has something to ask and isn't being asked.
  ///
  /// - Parameters:
  ///   - key: The panel.
  ///   - columns: Of the plots by their panels' ids, once anybody has asked for them.
  /// - Returns: The question; nil where there is none to ask now.
  private mutating func ask(_ key: PanelKey, columns: inout [Int: Int]?) -> Effect? {
    // Only the one panel, not its view: who holds that has all panels copied by the first change.
    let state = views[key.view].panels[key.panel]
    guard let panel = state.panel, state.asking == nil else { return nil }
    // A question that somebody has changed is asked also while the screen stands still.
    guard !isPaused || state.plan == nil else { return nil }
    guard state.answeredAt == nil || moves || state.due != nil else { return nil }
    guard state.due.map({ $0 <= now }) ?? true else { return nil }
    if let problem = views[key.view].resolver.failure(in: state.spec) {
      let retry = views[key.view].variablesDue ?? now + Schedule.retryInterval
      views[key.view].panels[key.panel].fail(problem)
      views[key.view].panels[key.panel].due = retry
      return nil
    }
    let widths = columns ?? plotColumns
    columns = widths
    let own = widths[state.spec.id] ?? size.columns
    switch plan(panel, state: state, columns: own, view: views[key.view]) {
    case .failure(let problem):
      views[key.view].panels[key.panel].content = .failed(problem)
      views[key.view].panels[key.panel].due = now + Schedule.defaultRefresh
      return nil
    case .success(let plan):
      guard !plan.asks.isEmpty else {
        if type(of: panel).reads == .instant || type(of: panel).reads == .range {
          views[key.view].panels[key.panel].receiveNothing(plan, now: now)
        }
        return nil
      }
      let generation = nextGeneration()
      let known = state.knownAnswers(to: plan)
      views[key.view].panels[key.panel].asking = .init(
        generation: generation,
        plan: plan,
        known: known,
        since: now
      )
      let queries = plan.asks.indices.filter { known[$0] == nil }.map { plan.asks[$0].query }
      return .query(
        key,
        environment: views[key.view].environment.name,
        generation: generation,
        queries
      )
    }
  }

  private func plan(
    _ panel: any Panel,
    state: PanelState,
    columns: Int,
    view: EnvironmentView
  ) -> Result<PanelPlan, Problem> {
    let planner = planner(panel, state: state, columns: columns, view: view)
    return Result { () throws(Problem) in try planner.plan() }
  }

  /// Plans what a panel of a view asks now.
  func planner(
    _ panel: any Panel,
    state: PanelState,
    columns: Int,
    view: EnvironmentView
  ) -> Planner {
    let (range, endsNow) = range(of: view)
    let points = panel.plotPoints(columns: columns, glyphs: look.glyphs)
    var context = PlanContext(
      range: range,
      endsNow: endsNow,
      now: now + status(of: view).skew,
      zone: zone,
      points: state.isCoarse ? max(1, points / 2) : points,
      scrapeInterval: view.environment.prometheus.scrapeInterval,
      dialect: status(of: view).dialect,
      variables: view.resolver
    )
    if type(of: panel).showsPast { context.compared = comparison?.span }
    return Planner(spec: state.spec, reads: type(of: panel).reads, context: context)
  }
}

extension PanelState {
  /// Of the alerts that it lists; none of another panel.
  var listedStates: Set<Alert.State> { (panel as? AlertListPanel)?.states ?? [] }

  /// The answers that a new plan need not ask for again.
  func knownAnswers(to plan: PanelPlan) -> [Int: Answer] {
    guard let old = self.plan, old.asks.count == answers.count else { return [:] }
    var known: [Int: Answer] = [:]
    for (index, ask) in plan.asks.enumerated() where ask.isImmutable {
      if let place = old.asks.firstIndex(of: ask) { known[index] = answers[place] }
    }
    // All of it known would leave nothing to ask, and the panel would never be answered.
    return known.count == plan.asks.count ? [:] : known
  }
}

extension PanelSpec {
  /// Whether it draws counts as bars, so that completed ones are asked for once.
  package var countsBars: Bool {
    targets.contains { target in
      guard case .count = target.question, target.instant != true else { return false }
      return PanelCatalog.reads(type) == .range
    }
  }
}
