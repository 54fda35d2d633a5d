import Documents
import Engine
import Interface
import Metrics
import ServerSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct EngineRunTests {
  private static let layout = """
    {
      "title": "Checked",
      "variables": [
        { "name": "system", "type": "query", "query": "label_values(up, system)" },
        { "name": "kind", "type": "textbox", "query": "xml" }
      ],
      "panels": [
        { "type": "text", "title": "Words", "content": "hello" },
        { "type": "stat", "title": "Good", "targets": [{ "expr": "up{a='$system',b='$kind'}" }] },
        { "type": "stat", "title": "Bad", "targets": [{ "expr": "sum(" }] },
        { "type": "timeseries", "title": "Plot", "targets": [{ "expr": "rate(x[5m])" }] }
      ]
    }
    """

  private func server() async throws -> FakeServer {
    try await FakeServer { request in
      guard Asked(request).expression == "sum(" else { return Canned.steps(request) }
      let text = #"invalid parameter \"query\": 1:5: parse error: unexpected end of input"#
      return .json(
        #"{"status":"error","errorType":"bad_data","error":"\#(text)"}"#,
        status: 400
      )
    }
  }

  private func problems(
    _ environment: Documents.Environment,
    chosen: [String: [String]] = [:],
    asking name: String = "stage"
  ) async throws -> [Problem] {
    let dashboard = try Fixture.opened(Self.layout, file: "checked.json").dashboard
    let engine = EngineRun(environments: [environment], library: Library(shipped: []))
    let problems = await engine.problems(
      ofQueriesIn: dashboard,
      environment: name,
      chosen: chosen
    )
    #expect(await engine.problems(ofQueriesIn: nil, environment: name, chosen: [:]) == [])
    await engine.stop()
    return problems
  }

  /// Those too that the file disables: `A` shows them.
  @Test func theQueriesOfAnnotationsAreAsked() async throws {
    let server = try await server()
    let file = """
      { "schemaVersion": 39, "panels": [], "annotations": { "list": [
        { "name": "Good", "expr": "deploys" }, { "name": "Bad", "enable": false, "expr": "sum(" }
      ] } }
      """
    let dashboard = try Fixture.opened(file, file: "annotated.json").dashboard
    let engine = EngineRun(
      environments: [Fixture.environment(url: server.url)],
      library: Library(shipped: [])
    )
    let found = await engine.problems(ofQueriesIn: dashboard, environment: "stage", chosen: [:])
    await engine.stop()
    await server.stop()
    #expect(found.count == 1)
    let start = #"annotated.json: error: the annotation "Bad": the query is not valid: "#
    #expect(found.first?.description.hasPrefix(start) == true, "\(found)")
  }

  @Test func aRefusedQueryIsAFaultOfTheFile() async throws {
    let server = try await server()
    let found = try await problems(Fixture.environment(url: server.url))
    await server.stop()
    #expect(found.count == 1)
    #expect(
      found.first?.description
        == "checked.json:10:5: error: the query is not valid: unexpected end of input "
        + "at line 1, column 5; mend the expression"
    )
    #expect(found.first?.excerpt == "sum(\n    ^")
    let asked = server.requests.map { Asked($0).expression }
    #expect(asked == ["", "up{a='bitrix',b='xml'}", "sum(", "rate(x[5m])"])
  }

  /// As the wall itself asks: by what was chosen, else by what the environment says.
  @Test func variablesAreThoseOfTheEnvironment() async throws {
    let server = try await server()
    let environment = Fixture.environment(
      url: server.url,
      variables: ["kind": "pdf", "system": "opus"]
    )
    _ = try await problems(environment, chosen: ["system": ["bitrix"]])
    await server.stop()
    let asked = server.requests.map { Asked($0).expression }
    #expect(asked.contains("up{a='bitrix',b='pdf'}"))
  }

  @Test func whereNobodyAnswersNothingMoreIsAsked() async throws {
    let gone = try #require(ClosedPort())
    let found = try await problems(Fixture.environment(url: gone.url))
    #expect(found.map(\.isNoAnswer) == [true])
    withExtendedLifetime(gone) {}
  }

  @Test func anUnknownEnvironmentIsTold() async throws {
    let environment = Fixture.environment()
    #expect(try await problems(environment, asking: "nowhere") == [])
    let engine = EngineRun(environments: [environment], library: Library(shipped: []))
    let problem = try #require(await engine.alerts(of: "nowhere").error)
    await engine.stop()
    #expect(problem.what == "there is no such environment")
    #expect(problem.place == "nowhere")
  }

  @Test func alertsAreAsked() async throws {
    let server = try await FakeServer(Canned.steps)
    let engine = EngineRun(
      environments: [Fixture.environment(url: server.url)],
      library: Library(shipped: [])
    )
    #expect(try await engine.alerts(of: "stage").get().alerts == [])
    await engine.stop()
    await server.stop()
    #expect(server.requests.map { Asked($0).path } == ["/rules"])
    #expect(server.requests[0]["user-agent"] == "promwall/0.1.0")
  }

  @Test func effectsAreStartedInTheirOrder() async throws {
    let engine = EngineRun(
      environments: [Fixture.environment("a"), Fixture.environment("b")],
      library: Library(shipped: [])
    )
    // Of one panel only the last is answered, whatever became of those before.
    for generation in 1...50 {
      engine.perform(
        .query(PanelKey(view: 0, panel: 0), environment: "a", generation: generation, [])
      )
    }
    var generations: [Int] = []
    while generations.last != 50 {
      generations += await collect(engine.inbox, 1).compactMap(\.answer?.generation)
    }
    await engine.stop()
    #expect(generations == generations.sorted())
  }
}
