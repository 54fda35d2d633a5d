package import Documents
package import Interface
package import Logging
import Metrics
import Panels

/// The impure half, started: effects go in, messages come out of the inbox.
package struct EngineRun: Sendable {
  package let inbox = Inbox()
  /// The file whose changes are watched.
  package let openFile = OpenFile()
  package let library: LiveLibrary
  private let worker: Worker
  private let desk: Desk
  /// Those of the start; the worker has those of now.
  private let sources: [String: Source]
  private let effects: AsyncStream<Effect>.Continuation

  /// - Parameters:
  ///   - environments: Every environment that may be asked.
  ///   - library: What `open` looks in.
  ///   - desk: Who does what people decide; closed where nobody may.
  ///   - log: Told of each request.
  package init(
    environments: [Documents.Environment],
    library: Library,
    desk: Desk = .closed,
    log: Logger? = nil
  ) {
    self.desk = desk
    let connect = { @Sendable (environment: Documents.Environment) in
      Source(environment, userAgent: Source.userAgent, log: log)
    }
    sources = Dictionary(
      environments.map { ($0.name, connect($0)) },
      uniquingKeysWith: { $1 }
    )
    self.library = LiveLibrary(library)
    worker = Worker(
      sources: sources,
      library: self.library,
      inbox: inbox,
      desk: desk,
      connect: connect
    )
    let (stream, continuation) = AsyncStream.makeStream(of: Effect.self)
    effects = continuation
    // One reader, so that effects start in the order they were decided.
    Task { [worker] in
      for await effect in stream { await worker.perform(effect) }
    }
  }

  package func perform(_ effect: Effect) { effects.yield(effect) }

  package func stop() async {
    effects.finish()
    await worker.stop()
  }

  /// Of each environment in turn, all asked at once, so that a dead one delays no other.
  package func alerts(
    of names: [String],
    withResolved: Bool = false,
    withNormal: Bool = false
  ) async -> [(name: String, result: Result<AlertsReport, Problem>)] {
    let results = await withTaskGroup(of: (Int, Result<AlertsReport, Problem>).self) { group in
      for (index, name) in names.enumerated() {
        group.addTask {
          let result = await alerts(
            of: name,
            withResolved: withResolved,
            withNormal: withNormal
          )
          return (index, result)
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    return names.enumerated().compactMap { index, name in results[index].map { (name, $0) } }
  }

  package func alerts(
    of environment: String,
    withResolved: Bool = false,
    withNormal: Bool = false
  ) async -> Result<AlertsReport, Problem> {
    guard let source = sources[environment] else {
      return .failure(Problem(what: "there is no such environment", place: environment))
    }
    // Nobody looks at a screen meanwhile: what is silenced is worth the wait.
    return await source.alerts(
      patience: .seconds(11),
      withResolved: withResolved,
      withNormal: withNormal
    )
  }

  /// What an act would mean; nothing is done.
  package func preview(_ act: Act) async -> Result<ActPreview, Problem> {
    await desk.preview(act, at: sources[act.environment])
  }

  package func perform(_ act: Act) async -> Result<ActReceipt, Problem> {
    await desk.perform(act, at: sources[act.environment])
  }

  /// Asks the server about each query of a dashboard, once.
  ///
  /// - Returns: What it refused, and what can't be asked at all; where nobody answers that is the
  ///   last one, and nothing more is asked.
  package func problems(
    ofQueriesIn dashboard: Dashboard?,
    environment: String,
    chosen: [String: [String]]
  ) async -> [Problem] {
    guard let dashboard, let source = sources[environment] else { return [] }
    var resolver = VariableResolver(
      dashboard.variables,
      chosen: source.environment.variables.mapValues { [$0] }.merging(chosen) { $1 },
      title: dashboard.title
    )
    let range = TimeRange(start: Clock.now - .hours(1), end: Clock.now)
    while let (name, request) = resolver.pending.first {
      switch await source.rows(of: request, range: range) {
      case .success(let rows): resolver.answer(name, rows: rows)
      case .failure(let problem) where problem.isNoAnswer: return [problem]
      case .failure(let problem): resolver.fail(name, problem)
      }
    }
    var problems = resolver.problems.map { $0.placed(in: dashboard) }
    let events = annotations(of: dashboard, resolver: resolver, range: range, of: source)
    for (name, query) in events {
      guard case .failure(var problem) = await source.answers([query]) else { continue }
      if problem.isNoAnswer { return problems + [problem] }
      problem.what = "the annotation \"\(ForeignText(name).safe)\": \(problem.what)"
      problems.append(problem.placed(in: dashboard))
    }
    // Without its variables a panel has no query to judge.
    for spec in dashboard.expanded(resolver.values) where resolver.failure(in: spec) == nil {
      switch plan(spec, resolver: resolver, range: range, of: source.environment) {
      case .failure(let problem): problems.append(problem.placed(in: dashboard, at: spec))
      case .success(let asks):
        for ask in asks {
          guard case .failure(let problem) = await source.answers([ask]) else { continue }
          if problem.isNoAnswer { return problems + [problem] }
          problems.append(problem.placed(in: dashboard, at: spec))
        }
      }
    }
    return problems
  }

  /// What a dashboard's annotations would ask, those too that its file disables, each with its name.
  private func annotations(
    of dashboard: Dashboard,
    resolver: VariableResolver,
    range: TimeRange,
    of source: Source
  ) -> [(name: String, query: Query)] {
    let plan = AnnotationPlan(
      dashboard.annotations,
      shown: Set(dashboard.annotations.indices),
      context: context(resolver, range: range, of: source.environment)
    )
    return plan.asks.map { (dashboard.annotations[$0.place].name, $0.query) }
  }

  private func context(
    _ resolver: VariableResolver,
    range: TimeRange,
    of environment: Documents.Environment
  ) -> PlanContext {
    PlanContext(
      range: range,
      endsNow: true,
      now: range.end,
      zone: .utc,
      points: 20,
      scrapeInterval: environment.prometheus.scrapeInterval,
      dialect: .portable,
      variables: resolver
    )
  }

  /// What a panel would ask; nothing where reading the file has told already why it can't be drawn.
  private func plan(
    _ spec: PanelSpec,
    resolver: VariableResolver,
    range: TimeRange,
    of environment: Documents.Environment
  ) -> Result<[Query], Problem> {
    guard case .success(let panel) = PanelCatalog.make(spec) else { return .success([]) }
    let planner = Planner(
      spec: spec,
      reads: type(of: panel).reads,
      context: context(resolver, range: range, of: environment)
    )
    return Result { () throws(Problem) in try planner.plan().asks.map(\.query) }
  }
}

extension Problem {
  /// A fault of a dashboard's file, at one of its panels or of the whole.
  fileprivate func placed(in dashboard: Dashboard, at spec: PanelSpec? = nil) -> Problem {
    var problem = self
    problem.file = dashboard.file
    problem.position = position ?? spec?.position
    return problem
  }
}
