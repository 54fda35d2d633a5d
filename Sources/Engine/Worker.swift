package import Documents
package import Interface
import Metrics
import Panels

/// The one actor: it performs effects and posts what came of them.
///
/// A newer question of the same panel cancels the older one. Nobody asks it for state.
package actor Worker {
  private var sources: [String: Source]
  private let library: LiveLibrary
  let inbox: Inbox
  private let desk: Desk
  private let connect: @Sendable (Documents.Environment) -> Source
  private var running: [PanelKey: Task<Void, Never>] = [:]
  private var graphing: Task<Void, Never>?
  /// What somebody has decided and is under way, by its generation.
  private var acting: [Int: Task<Void, Never>] = [:]
  /// The question of what is being typed.
  private var completing: Task<Void, Never>?
  /// What metrics are, by environment.
  var metadata: [String: Metadata] = [:]

  /// As long as somebody types on, nothing is asked.
  let typingPause: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - sources: By environment, at the start.
  ///   - library: What `open` looks in.
  ///   - inbox: Where answers go.
  ///   - desk: Who does what people decide.
  ///   - typingPause: Waits as long as nothing is asked while somebody types a query; throws when
  ///     it is cancelled.
  ///   - connect: Makes the source of an environment that comes later.
  package init(
    sources: [String: Source],
    library: LiveLibrary,
    inbox: Inbox,
    desk: Desk = .closed,
    typingPause: @escaping @Sendable () async throws -> Void = {
      try await Task.sleep(for: .milliseconds(120))
    },
    connect: @escaping @Sendable (Documents.Environment) -> Source
  ) {
    self.desk = desk
    self.typingPause = typingPause
    self.sources = sources
    self.library = library
    self.inbox = inbox
    self.connect = connect
  }

  package func perform(_ effect: Effect) async {
    switch effect {
    case .query(let key, let environment, let generation, let queries):
      guard let source = sources[environment] else { return }
      ask(key, generation: generation, queries, from: source)
    case .alerts(let environment, let generation, let withResolved, let withNormal):
      guard let source = sources[environment] else { return }
      Task { [inbox] in
        let result = await source.alerts(withResolved: withResolved, withNormal: withNormal)
        inbox.post(
          .alertsAnswered(environment: environment, generation: generation, result)
        )
      }
    case .alertGraph(let environment, let generation, let queries):
      guard let source = sources[environment] else { return }
      askGraph(generation: generation, queries, from: source)
    case .variable(let view, let environment, let name, let generation, let request, let range):
      guard let source = sources[environment] else { return }
      Task { [inbox] in
        let result = await source.rows(of: request, range: range)
        inbox.post(
          .variableAnswered(view: view, name: name, generation: generation, result)
        )
      }
    case .detect(let environment): detect(environment)
    case .explain(let key, let environment, let expression, let range):
      guard let source = sources[environment] else { return }
      Task { [inbox] in
        let reason = await source.reason(whyEmpty: expression, over: range)
        inbox.post(.explained(key, expression: expression, reason: reason))
      }
    case .retryNow(let environment):
      await sources[environment]?.retryNow()
    // The screen's own.
    case .bell, .copy: break
    case .save(let name, let text):
      save(text, as: name)
    case .complete(let environment, let generation, let question, let range):
      guard let source = sources[environment] else { return }
      completing?.cancel()
      completing = Task {
        await complete(question, range: range, generation: generation, from: source)
      }
    case .prepare(let act, let generation): prepare(act, generation)
    case .act(let act, let generation): perform(act, generation)
    case .saveQueries(let file, let changes):
      Task { [library, inbox] in inbox.post(.queriesSaved(library.now.save(changes, in: file))) }
    case .open(let file):
      let (library, inbox) = (library.now, inbox)
      Task { inbox.post(.opened(file: file, library.open(file))) }
    case .connect(let environments): reconnect(environments)
    }
  }

  private func detect(_ environment: String) {
    Task { [inbox, source = sources[environment]] in
      if let dialect = await source?.dialect() {
        inbox.post(.detected(environment: environment, dialect))
      }
    }
  }

  private func prepare(_ act: Act, _ generation: Int) {
    Task { [inbox, desk, source = sources[act.environment]] in
      let result = await desk.preview(act, at: source)
      inbox.post(.prepared(generation: generation, result))
    }
  }

  /// It goes on when the screen has turned to something else, and to its end when somebody leaves.
  private func perform(_ act: Act, _ generation: Int) {
    acting[generation] = Task { [inbox, desk, source = sources[act.environment]] in
      let result = await desk.perform(act, at: source)
      acting[generation] = nil
      inbox.post(.acted(generation: generation, result))
    }
  }

  /// A line that drops must not leave half of a silence, or a ticket that no journal tells of.
  private func finishActs() async {
    let end = ContinuousClock.now + Self.longestFinish
    while !acting.isEmpty, ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private static let longestFinish = Duration.seconds(20)

  private func ask(
    _ key: PanelKey,
    generation: Int,
    _ queries: [Query],
    from source: Source
  ) {
    running[key]?.cancel()
    running[key] = Task { [inbox] in
      let result = await source.answers(queries)
      if !Task.isCancelled { inbox.post(.answered(key, generation: generation, result)) }
    }
  }

  private func askGraph(generation: Int, _ queries: [Query], from source: Source) {
    graphing?.cancel()
    graphing = Task { [inbox] in
      let result = await source.answers(queries)
      if !Task.isCancelled { inbox.post(.alertGraphAnswered(generation: generation, result)) }
    }
  }

  /// From now on these are asked; whose connection stays the same keeps it.
  private func reconnect(_ environments: [Documents.Environment]) {
    let old = sources
    sources = Dictionary(
      environments.map { environment in
        guard var source = old[environment.name],
          source.environment.hasSameServers(as: environment)
        else { return (environment.name, connect(environment)) }
        source.environment = environment
        return (environment.name, source)
      },
      uniquingKeysWith: { $1 }
    )
    for (name, source) in old
    where sources[name]?.environment.hasSameServers(as: source.environment) != true {
      metadata[name] = nil
      // What is under way there ends with it: nobody waits for its answers any more.
      Task { await source.shutdown() }
    }
  }

  private func save(_ text: String, as name: String) {
    Task { [inbox] in
      let result: Result<String, Problem> = Result { () throws(Problem) in
        try Files.writeNew(Array(text.utf8), to: name)
        return name
      }
      inbox.post(.saved(result))
    }
  }

  package func stop() async {
    await finishActs()
    for task in running.values { task.cancel() }
    completing?.cancel()
    graphing?.cancel()
    for entry in metadata.values { entry.loading?.cancel() }
    for source in sources.values { await source.shutdown() }
  }
}
