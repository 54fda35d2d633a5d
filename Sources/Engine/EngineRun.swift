package import Documents
package import Interface
package import Metrics
import Panels
import Synchronization

/// The impure half, started: effects go in, messages come out of the inbox.
package struct EngineRun: Sendable {
  package let inbox = Inbox()
  /// The file whose changes are watched.
  package let openFile = OpenFile()
  private let worker: Worker
  private let sources: [String: Source]
  private let effects: AsyncStream<Effect>.Continuation

  /// - Parameters:
  ///   - environments: Every environment that may be asked.
  ///   - library: What `open` looks in.
  package init(environments: [Documents.Environment], library: Library) {
    sources = Dictionary(
      environments.map { ($0.name, Source($0, userAgent: "promwall/0.1.0")) },
      uniquingKeysWith: { $1 }
    )
    worker = Worker(sources: sources, library: library, inbox: inbox)
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

  package func alerts(of environment: String) async -> Result<AlertsReport, Problem> {
    guard let source = sources[environment] else {
      return .failure(Problem(what: "there is no such environment", place: environment))
    }
    return await source.alerts()
  }

  /// Asks the server about each query of a dashboard, once.
  package func problems(
    ofQueriesIn dashboard: Dashboard?,
    environment: String,
    chosen: [String: [String]]
  ) async -> [Problem] {
    guard let dashboard, let source = sources[environment] else { return [] }
    var resolver = VariableResolver(dashboard.variables, chosen: chosen)
    let range = TimeRange(start: Clock.now - .hours(1), end: Clock.now)
    while let (name, request) = resolver.pending.first {
      switch await source.rows(of: request, range: range) {
      case .success(let rows): resolver.answer(name, rows: rows)
      case .failure(let problem): resolver.fail(name, problem)
      }
    }
    var problems: [Problem] = []
    for spec in dashboard.panels {
      guard case .success(let panel) = PanelCatalog.make(spec) else { continue }
      let context = PlanContext(
        range: range,
        endsNow: true,
        now: range.end,
        zone: .utc,
        points: 20,
        scrapeInterval: source.environment.prometheus.scrapeInterval,
        dialect: .portable,
        variables: resolver
      )
      let planner = Planner(spec: spec, reads: type(of: panel).reads, context: context)
      guard let plan = try? planner.plan() else { continue }
      for ask in plan.asks {
        guard case .failure(var problem) = await source.answers([ask.query]) else { continue }
        problem.file = dashboard.file
        problem.position = spec.position
        problems.append(problem)
      }
    }
    return problems
  }
}

/// The path of the dashboard that is open, told by the screen and read by the watcher.
package final class OpenFile: Sendable {
  private let value = Mutex<String?>(nil)

  package init() {}

  package func set(_ path: String?) { value.withLock { $0 = path } }
  package var path: String? { value.withLock { $0 } }
}
