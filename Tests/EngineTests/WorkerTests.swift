import Documents
import Engine
import HTTP
import Interface
import Metrics
import Panels
import ServerSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct WorkerTests {
  private let inbox = Inbox()
  private let key = PanelKey(view: 0, panel: 0)

  private func worker(_ sources: Source..., library: Library = Library(shipped: [])) -> Worker {
    Worker(
      sources: Dictionary(
        sources.map { ($0.environment.name, $0) },
        uniquingKeysWith: { $1 }
      ),
      library: LiveLibrary(library),
      inbox: inbox
    ) { Source($0, userAgent: "test") }
  }

  private func query(
    _ expression: String,
    panel: Int = 0,
    environment: String = "stage",
    generation: Int
  ) -> Effect {
    .query(
      PanelKey(view: 0, panel: panel),
      environment: environment,
      generation: generation,
      [Query(expression, .instant(nil))]
    )
  }

  // MARK: - Queries

  @Test func answersCarryPanelAndGeneration() async throws {
    let worker = worker(CannedSource().source())
    await worker.perform(query("up", panel: 3, generation: 17))
    await worker.perform(query("up", panel: 5, generation: 18))
    let answers = await collect(inbox, 2).compactMap(\.answer).sorted {
      $0.generation < $1.generation
    }
    #expect(answers.map(\.key.panel) == [3, 5])
    #expect(answers.map(\.generation) == [17, 18])
    #expect(try answers[0].result.get()[0].series[0].values == [7])
  }

  @Test func aNewerQuestionCancelsTheOlder() async {
    let (arrived, cancelled) = (Latch(), Latch())
    let canned = CannedSource { asked in
      if asked.expression == "old" {
        arrived.open()
        try? await Task.sleep(for: .seconds(50))
        cancelled.open()
      }
      // The older is answered nevertheless, and must not be told.
      return Canned.response(asked)
    }
    let worker = worker(canned.source())
    await worker.perform(query("old", generation: 1))
    await arrived.wait()
    await worker.perform(query("new", generation: 2))
    await cancelled.wait()
    var answers = await collect(inbox, 1)
    await worker.perform(query("other", panel: 1, generation: 3))
    answers += await collect(inbox, 1)
    #expect(answers.compactMap(\.answer?.generation) == [2, 3])
  }

  @Test func panelsDontCancelEachOther() async {
    let (arrived, go) = (Latch(), Latch())
    let canned = CannedSource { asked in
      if asked.expression == "slow" {
        arrived.open()
        await go.wait()
      }
      return Canned.response(asked)
    }
    let worker = worker(canned.source())
    await worker.perform(query("slow", panel: 0, generation: 1))
    await arrived.wait()
    await worker.perform(query("fast", panel: 1, generation: 2))
    let first = await collect(inbox, 1)
    go.open()
    let second = await collect(inbox, 1)
    #expect((first + second).compactMap(\.answer?.generation) == [2, 1])
  }

  @Test func aDeadEnvironmentDelaysNoOther() async throws {
    // It takes connections and says nothing, as a firewall does.
    let dead = try await FakeServer { _ in [] }
    let alive = try await FakeServer(Canned.steps)
    let worker = worker(
      Source(Fixture.environment("dead", url: dead.url), userAgent: "test"),
      Source(Fixture.environment("alive", url: alive.url), userAgent: "test")
    )
    for panel in 0..<20 {
      await worker.perform(query("x\(panel)", panel: panel, environment: "dead", generation: panel))
    }
    for panel in 20..<40 {
      await worker.perform(
        query("x\(panel)", panel: panel, environment: "alive", generation: panel)
      )
    }
    let answers = await collect(inbox, 20).compactMap(\.answer)
    await worker.stop()
    await dead.stop()
    await alive.stop()
    #expect(answers.map(\.key.panel).sorted() == Array(20..<40))
    #expect(answers.allSatisfy { $0.result.error == nil })
  }

  @Test func anUnknownEnvironmentIsNotAsked() async {
    let canned = CannedSource()
    let worker = worker(canned.source())
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60))
    await worker.perform(query("a", environment: "nowhere", generation: 1))
    await worker.perform(.alerts(environment: "nowhere", generation: 2, withResolved: false))
    await worker.perform(.detect(environment: "nowhere"))
    await worker.perform(
      .variable(
        view: 0,
        environment: "nowhere",
        name: "v",
        generation: 3,
        .labelNames(matching: nil),
        range
      )
    )
    await worker.perform(query("b", generation: 4))
    let messages = await collect(inbox, 1)
    #expect(messages.count == 1)
    #expect(messages.compactMap(\.answer?.generation) == [4])
    #expect(canned.asked.map(\.expression) == ["b"])
  }

  /// The old server's questions end, those of an environment that stays the same go on.
  @Test func anotherConnectionIsAskedInsteadOfTheOld() async throws {
    let silent = try await FakeServer { _ in [] }
    let alive = try await FakeServer(Canned.steps)
    let canned = CannedSource()
    let worker = worker(
      Source(Fixture.environment(url: silent.url), userAgent: "test"),
      canned.source(Fixture.environment("same"))
    )
    await worker.perform(query("old", generation: 1))
    while silent.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    var same = Fixture.environment("same")
    same.color = "red"
    await worker.perform(.connect([Fixture.environment(url: alive.url), same]))
    let ended = try #require(await collect(inbox, 1).compactMap(\.answer).first)
    #expect(ended.generation == 1 && ended.result.error != nil, "at once, not at its deadline")
    await worker.perform(query("new", generation: 2))
    await worker.perform(query("up", panel: 1, environment: "same", generation: 3))
    var answers: [(key: PanelKey, generation: Int, result: Result<[Answer], Problem>)] = []
    while answers.count < 2 { answers += await collect(inbox, 1).compactMap(\.answer) }
    #expect(answers.allSatisfy { $0.result.error == nil })
    #expect(canned.asked.map(\.expression) == ["up"], "by the source it had")
    await worker.perform(.connect([same]))
    await worker.perform(query("gone", generation: 4))
    await worker.perform(query("up", panel: 1, environment: "same", generation: 5))
    #expect(await collect(inbox, 1).compactMap(\.answer?.generation) == [5])
    await worker.stop()
    await silent.stop()
    await alive.stop()
    #expect(alive.requests.map { Asked($0).expression } == ["new"])
  }

  @Test func whatIsCancelledByTheStopIsNotTold() async {
    let (arrived, cancelled) = (Latch(), Latch())
    let canned = CannedSource { asked in
      arrived.open()
      try? await Task.sleep(for: .seconds(50))
      cancelled.open()
      return Canned.response(asked)
    }
    let worker = worker(canned.source())
    await worker.perform(query("up", generation: 1))
    await arrived.wait()
    await worker.stop()
    await cancelled.wait()
    for _ in 0..<100 { await Task.yield() }
    #expect(inbox.drain().isEmpty)
  }

  // MARK: - Other effects

  @Test func alertsCarryEnvironmentAndGeneration() async throws {
    let worker = worker(CannedSource().source())
    await worker.perform(.alerts(environment: "stage", generation: 9, withResolved: false))
    let message = try #require(await collect(inbox, 1).first)
    guard case .alertsAnswered("stage", generation: 9, .success(let report)) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(report.alerts.isEmpty)
  }

  @Test func aVariableCarriesViewNameAndGeneration() async throws {
    let worker = worker(CannedSource().source())
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60))
    await worker.perform(
      .variable(
        view: 1,
        environment: "stage",
        name: "system",
        generation: 4,
        .labelValues(label: "system", matching: nil),
        range
      )
    )
    let message = try #require(await collect(inbox, 1).first)
    guard case .variableAnswered(1, "system", generation: 4, .success(let rows)) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(rows == ["bitrix", "opus"])
  }

  @Test func whatTheServerCanIsTold() async throws {
    let worker = worker(CannedSource().source())
    await worker.perform(.detect(environment: "stage"))
    let message = try #require(await collect(inbox, 1).first)
    guard case .detected("stage", .portable) = message else {
      Issue.record("\(message)")
      return
    }
  }

  @Test func aDashboardIsOpened() async throws {
    let bytes = Array(Fixture.layout.utf8)
    let worker = worker(library: Library(shipped: [(name: "uploads", bytes: bytes)]))
    await worker.perform(.open(file: "uploads"))
    await worker.perform(.open(file: "uplaods"))
    let opened = await collect(inbox, 2).compactMap(\.opened)
    let good = try #require(opened.first { $0.file == "uploads" })
    #expect(try good.result.get().dashboard.title == "Uploads")
    let bad = try #require(opened.first { $0.file == "uplaods" })
    #expect(bad.result.error?.fix == "did you mean \"uploads\"?")
  }
}
