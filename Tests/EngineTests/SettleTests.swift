import Documents
import Engine
import Interface
import Metrics
import Panels
import ServerSupport
import Synchronization
import Testing

/// Output that is no screen: everything is asked once, and answered or not.
@MainActor @Suite(.timeLimit(.minutes(5))) struct SettleTests {
  private func settled(
    _ environments: [Documents.Environment],
    layout: String = Fixture.layout,
    deadline: Duration = .seconds(30)
  ) async throws -> State {
    let engine = EngineRun(environments: environments, library: Library(shipped: []))
    let state = await settle(
      try Fixture.state(environments, layout: layout),
      inbox: engine.inbox,
      deadline: deadline,
      perform: engine.perform
    )
    await engine.stop()
    return state
  }

  @Test func everyPanelIsAnswered() async throws {
    let server = try await FakeServer(Canned.steps)
    let state = try await settled([Fixture.environment(url: server.url)])
    await server.stop()
    #expect(state.isSettled)
    #expect(
      Fixture.statuses(state) == ["Up": .live, "Rate": .live, "Count": .live, "Queues": .live]
    )
    #expect(state.views[0].resolver.values["system"]?.values == ["bitrix"])
    #expect(state.environments[0].answeredAt != nil)
    let asked = server.requests.map(Asked.init)
    #expect(asked.contains { $0.expression == "up{system='bitrix'}" })
    // Each question once: the bars and the open bar of the count are two.
    let queries = asked.filter { $0.path.hasPrefix("/query") }
    #expect(queries.count == 5)
    #expect(Set(queries).count == 5)
    #expect(asked.count { $0.path == "/rules" } == 1)
  }

  @Test func panelsBelowTheScreenAreAskedToo() async throws {
    let server = try await FakeServer(Canned.steps)
    let panels = (1...40).map {
      #"{ "type": "stat", "title": "P\#($0)", "targets": [{ "expr": "up + \#($0)" }] }"#
    }
    let layout = #"{ "fit": false, "panels": [\#(panels.joined(separator: ","))] }"#
    let state = try await settled([Fixture.environment(url: server.url)], layout: layout)
    await server.stop()
    #expect(state.isSettled)
    #expect(Fixture.statuses(state).count == 40)
    #expect(Fixture.statuses(state).values.allSatisfy { $0 == .live })
  }

  @Test func whoNeverAnswersStaysLoadingAtTheDeadline() async throws {
    let server = try await FakeServer { request in
      Asked(request).expression == "rate(x_total[5m])" ? [] : Canned.steps(request)
    }
    let patient = ["Up", "Count", "Queues"]
    var statuses: [String: PanelState.Status] = [:]
    // A busy machine may need longer for the others.
    for deadline in [2, 10, 40] where !patient.allSatisfy({ statuses[$0] == .live }) {
      let state = try await settled(
        [Fixture.environment(url: server.url)],
        deadline: .seconds(deadline)
      )
      #expect(!state.isSettled)
      statuses = Fixture.statuses(state)
      #expect(statuses["Rate"] == .loading)
    }
    await server.stop()
    #expect(
      statuses == ["Up": .live, "Rate": .loading, "Count": .live, "Queues": .live]
    )
  }

  @Test func anEnvironmentThatIsDownFailsAndTheOtherIsAnswered() async throws {
    let server = try await FakeServer(Canned.steps)
    let gone = try #require(ClosedPort())
    let state = try await settled([
      Fixture.environment("prod", url: gone.url), Fixture.environment("stage", url: server.url),
    ])
    await server.stop()
    #expect(state.isSettled)
    #expect(Fixture.statuses(state, view: 0).values.allSatisfy { $0 == .error })
    #expect(Fixture.statuses(state, view: 1).values.allSatisfy { $0 == .live })
    let problem = try #require(state.environments[0].problem)
    #expect(problem.what == "nothing listens on 127.0.0.1:\(gone.port) (connection refused)")
    #expect(problem.place == "prod")
    #expect(problem.isNoAnswer)
    withExtendedLifetime(gone) {}
  }

  enum Fault: String, CaseIterable {
    case unavailable, failed, garbage, brokenOff, refused

    var steps: [FakeServer.Step] {
      switch self {
      case .unavailable: .reply(503, "Service Unavailable")
      case .failed: .json(#"{"status":"error","errorType":"internal","error":"disk"}"#, status: 500)
      case .garbage: .reply(200, "<html>log in</html>", headers: ["Content-Type: text/html"])
      case .brokenOff: .short(#"{"status":"success","da"#, promised: 500)
      case .refused:
        .json(
          #"{"status":"error","errorType":"bad_data","error":"1:1: parse error: no"}"#,
          status: 400
        )
      }
    }
  }

  /// Fails the n-th request for n = 1, 2, … until a run has no n-th request.
  @Test(arguments: Fault.allCases)
  func whicheverRequestFailsEveryPanelSettles(fault: Fault) async throws {
    var (number, hasFailed) = (0, true)
    while hasFailed {
      number += 1
      try #require(number < 30)
      let (count, failing) = (Counter(), number)
      let server = try await FakeServer { request in
        count.next() == failing ? fault.steps : Canned.steps(request)
      }
      let state = try await settled([Fixture.environment(url: server.url)])
      await server.stop()
      hasFailed = server.requests.count >= number
      #expect(state.isSettled, "\(fault), request \(number)")
      let statuses = Fixture.statuses(state).values
      #expect(statuses.allSatisfy { $0 != .loading }, "\(fault), request \(number)")
      if !hasFailed { #expect(statuses.allSatisfy { $0 == .live }) }
    }
    // The alerts, a variable and five queries; what the server is and has, nobody waits for.
    #expect((8...10).contains(number))
  }
}

final class Counter: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
