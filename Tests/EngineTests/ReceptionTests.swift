import Alerts
import Documents
import Engine
import HTTP
import Interface
import Metrics
import Prometheus
import Synchronization
import Testing

/// What Alertmanager says, beside what Prometheus says.
@Suite(.timeLimit(.minutes(5))) struct ReceptionTests {
  private static let rules =
    #"{"groups":[{"name":"g","interval":15,"rules":[{"type":"alerting","name":"Down","#
    + #""state":"firing","query":"up == 0","duration":30,"alerts":[{"labels":"#
    + #"{"alertname":"Down"},"state":"firing","activeAt":"2020-01-01T00:00:00Z"}]}]}]}"#

  private static let received =
    #"[{"labels":{"alertname":"Down","env":"prod"},"status":{"state":"suppressed","#
    + #""silencedBy":["s1"],"inhibitedBy":[]},"receivers":[{"name":"slack"}]}]"#

  private static let silences =
    #"[{"id":"s1","status":{"state":"active"},"createdBy":"anna","comment":"known","matchers":[]}]"#

  /// An Alertmanager by its answers; what it is asked waits for the latch, where there is one.
  private func alertmanager(
    _ alerts: String = received,
    status: Int = 200,
    after latch: Latch? = nil
  ) -> AlertmanagerClient {
    let transport = Transport { (request) async throws(TransportError) -> Response in
      await latch?.wait()
      let body = request.url.hasSuffix("/alerts") ? alerts : Self.silences
      return Response(status: status, body: Array(body.utf8))
    }
    return AlertmanagerClient(url: "http://127.0.0.1:9093", transport: transport)
  }

  private func source(
    _ alertmanagers: AlertmanagerClient...,
    config: String? = "global:\\n  external_labels:\\n    env: prod\\n"
  ) -> Source {
    let canned = CannedSource { asked in
      switch asked.path {
      case "/rules": return Canned.success(Self.rules)
      case "/status/config":
        guard let config else { return Response(status: 403) }
        return Canned.success("{\"yaml\":\"\(config)\"}")
      default: return Response(status: 404)
      }
    }
    return Source(
      environment: Fixture.environment(),
      client: canned.source().client,
      alertmanagers: alertmanagers
    )
  }

  @Test func anAlertIsSilencedWithWhoAndWhy() async throws {
    let report = try await source(alertmanager()).alerts().get()
    let alert = try #require(report.alerts.first)
    #expect(alert.state == .silenced)
    #expect(alert.delivery.silencedBy.first?.createdBy == "anna")
    #expect(alert.delivery.silencedBy.first?.comment == "known")
    #expect(alert.rule?.expression == "up == 0")
    #expect(alert.rule?.holdsFor == .seconds(30))
    #expect(report.alertmanager == .answered)
    #expect(report.foreign == [])
  }

  @Test func withoutAnAlertmanagerNothingIsAsked() async throws {
    let report = try await source().alerts().get()
    #expect(report.alertmanager == .none)
    #expect(report.alerts.first?.state == .firing)
    #expect(report.alerts.first?.delivery.known == nil)
  }

  @Test func whatFiresAndIsNotThereIsMissing() async throws {
    let report = try await source(alertmanager("[]")).alerts().get()
    #expect(report.alerts.first?.delivery.isMissing == true)
  }

  /// A proxy that keeps the configuration: the labels differ, and nobody knows why.
  @Test func withoutExternalLabelsItIsNotMatched() async throws {
    let report = try await source(alertmanager(), config: nil).alerts().get()
    #expect(report.alerts.first?.state == .firing)
    #expect(report.alerts.first?.delivery.known == nil)
    #expect(report.alertmanager == .answered)
  }

  @Test func oneThatFailsMakesSilencesUnknownAndHidesNothing() async throws {
    let report = try await source(alertmanager(status: 500)).alerts().get()
    #expect(report.alerts.map(\.state) == [.firing])
    #expect(report.alerts.first?.delivery.known == nil)
    #expect(report.alertmanager.isUnknown)
    let problem = try #require(report.alertmanager.problems.first)
    #expect(problem.what.hasPrefix("Alertmanager at 127.0.0.1:9093 failed (500)"))
    #expect(problem.place == "stage")
  }

  @Test func ofTwoOneThatFailsLeavesWhatTheOtherHas() async throws {
    let both = source(alertmanager(status: 401), alertmanager())
    let report = try await both.alerts().get()
    #expect(report.alerts.map(\.state) == [.silenced])
    guard case .partly(let problems) = report.alertmanager else {
      Issue.record("\(report.alertmanager)")
      return
    }
    #expect(problems.count == 1)
    let absent = try await source(alertmanager(status: 401), alertmanager("[]")).alerts().get()
    #expect(absent.alerts.first?.delivery.known == nil, "the other may have it")
    #expect(absent.alerts.first?.delivery.isMissing == false)
  }

  /// It hangs: Prometheus' word stands at once, and what comes later is there the next time.
  @Test func oneThatHangsDelaysNothingTwice() async throws {
    let latch = Latch()
    let source = source(alertmanager(after: latch))
    var report = try await source.alerts(patience: .milliseconds(20)).get()
    #expect(report.alerts.map(\.state) == [.firing])
    #expect(report.alertmanager.problems.map(\.what) == ["Alertmanager gave no answer in time"])
    // With all the patience of the world it would wait for ever here.
    report = try await source.alerts(patience: .seconds(100_000)).get()
    #expect(report.alerts.map(\.state) == [.firing])
    latch.open()
    while report.alertmanager != .answered { report = try await source.alerts().get() }
    #expect(report.alerts.map(\.state) == [.silenced])
  }

  @Test func whatPrometheusCantSayIsItsProblemAlone() async throws {
    let canned = CannedSource { _ in Response(status: 503) }
    let source = Source(
      environment: Fixture.environment(),
      client: canned.source().client,
      alertmanagers: [alertmanager()]
    )
    let problem = try #require(await source.alerts().error)
    #expect(problem.what == "127.0.0.1:9090 is starting and answers nothing yet")
  }

  // MARK: - Watchdog

  private func watched(
    _ alertmanagers: AlertmanagerClient...,
    name: String = "Down",
    rules: String = rules
  ) -> Source {
    var environment = Fixture.environment()
    environment.watchdog = name
    let canned = CannedSource { asked in
      switch asked.path {
      case "/rules": Canned.success(rules)
      case "/status/config":
        Canned.success(#"{"yaml":"global:\n  external_labels:\n    env: prod\n"}"#)
      default: Response(status: 404)
      }
    }
    let client = canned.source().client
    return Source(environment: environment, client: client, alertmanagers: alertmanagers)
  }

  private func standing(_ source: Source) async throws -> Watchdog.Standing? {
    let report = try await source.alerts().get()
    #expect(!report.alerts.contains { $0.name == report.watchdog?.name }, "it is no fire")
    #expect(!report.foreign.contains { $0.name == report.watchdog?.name })
    return report.watchdog?.standing
  }

  @Test func aWatchdogThatFiresIsNoFire() async throws {
    #expect(try await standing(watched()) == .fires)
    #expect(try await standing(watched(alertmanager(), alertmanager())) == .fires, "silenced too")
    let report = try await source(alertmanager()).alerts().get()
    #expect(report.watchdog == nil && report.alerts.count == 1, "the settings name none")
  }

  @Test func aWatchdogThatDoesNotFireIsMissing() async throws {
    let other = watched(alertmanager(), name: "Watchdog")
    #expect(try await standing(other) == .silent)
    #expect(try await other.alerts().get().alerts.map(\.name) == ["Down"])
    let pending = Self.rules.replacing(#""state":"firing""#, with: #""state":"pending""#)
    #expect(try await standing(watched(rules: pending)) == .silent)
  }

  @Test func rightAfterAStartNobodyKnowsYet() async throws {
    let new =
      #"{"groups":[{"name":"g","interval":15,"rules":[{"type":"alerting","name":"Down","#
      + #""state":"inactive","health":"unknown","query":"up == 0","alerts":[]}]}]}"#
    #expect(try await standing(watched(rules: new)) == .unknown)
  }

  @Test func eachAlertmanagerMustHaveTheWatchdog() async throws {
    #expect(
      try await standing(watched(alertmanager(), alertmanager("[]")))
        == .undelivered(missing: 1, of: 2)
    )
    #expect(try await standing(watched(alertmanager("[]"))) == .undelivered(missing: 1, of: 1))
    // What one that gives no answer has is not known, and said elsewhere.
    #expect(try await standing(watched(alertmanager(), alertmanager(status: 500))) == .fires)
    let young = Self.rules.replacing("2020-01-01T00:00:00Z", with: "2999-01-01T00:00:00Z")
    #expect(
      try await standing(watched(alertmanager("[]"), rules: young)) == .fires,
      "it is on its way"
    )
  }
}
