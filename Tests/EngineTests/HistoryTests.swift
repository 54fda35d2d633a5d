import Documents
import Engine
import HTTP
import Interface
import Metrics
import Testing

/// What has ended lately, by Prometheus' history.
@Suite(.timeLimit(.minutes(5))) struct HistoryTests {
  /// When the alerts of the history became active: long ago, by any clock of a test.
  private static let began = 1_700_000_000

  private static func rule(_ name: String, _ more: String = "", health: String = "ok") -> String {
    #"{"type":"alerting","name":"\#(name)","state":"inactive","health":"\#(health)","#
      + #""query":"x > 1","duration":30,"labels":{"severity":"page","team":"{{ $labels.t }}"},"#
      + #""annotations":{"summary":"{{ $value }} wait","runbook_url":"https://wiki/\#(name)"}\#(more)}"#
  }

  private static let living =
    #","alerts":[{"labels":{"alertname":"Living","severity":"page"},"state":"pending"}]"#

  private static let rules =
    #"{"groups":[{"name":"g","interval":15,"rules":["#
    + [
      rule("Over"), rule("Twice"), rule("Twice"), rule("Living", living),
      rule("Blind", health: "unknown"),
      rule("Lines").replacing("x > 1", with: #"x\n  > 1"#),
    ].joined(separator: ",") + "]}]}"

  private static func series(_ labels: String, _ samples: [(ago: Int, began: Int)], end: Int)
    -> String
  {
    let values = samples.map { "[\(end - $0.ago),\"\($0.began)\"]" }
    return #"{"metric":{"__name__":"ALERTS_FOR_STATE",\#(labels)},"#
      + #""values":[\#(values.joined(separator: ","))]}"#
  }

  /// A server whose history says that five alerts have fired.
  private func server(
    after latch: Latch? = nil,
    history: (@Sendable (Asked) -> Response)? = nil
  ) -> CannedSource {
    CannedSource { request in
      switch request.path {
      case "/rules": return Canned.success(Self.rules)
      case "/query_range":
        await latch?.wait()
        if let history { return history(request) }
        let end = Int(Double(request["end"] ?? "0") ?? 0)
        let page = #""severity":"page""#
        let all = [
          Self.series(
            #""alertname":"Over","queue":"a",\#(page)"#,
            [(900, Self.began), (600, Self.began + 7), (585, Self.began + 7)],
            end: end
          ),
          Self.series(#""alertname":"Twice",\#(page)"#, [(30, Self.began)], end: end),
          Self.series(#""alertname":"Living",\#(page)"#, [(30, Self.began)], end: end),
          Self.series(#""alertname":"Blind",\#(page)"#, [(30, Self.began)], end: end),
          Self.series(#""alertname":"NoRule""#, [(0, -1)], end: end),
        ]
        return Canned.success(
          #"{"resultType":"matrix","result":[\#(all.joined(separator: ","))]}"#
        )
      default: return Response(status: 404)
      }
    }
  }

  @Test func whatFiredAndFiresNoMoreIsResolved() async throws {
    let server = server()
    let report = try await server.source().alerts(withResolved: true).get()
    let resolved = try #require(report.resolved)
    #expect(resolved.problem == nil)
    #expect(resolved.alerts.map(\.name) == ["NoRule", "Over", "Twice"], "\(resolved.alerts)")
    let over = resolved.alerts[1]
    #expect(over.state == .resolved)
    #expect(over.labels == ["alertname": "Over", "queue": "a", "severity": "page"])
    #expect(over.activeAt == Timestamp(seconds: Int64(Self.began + 7)), "of the last firing")
    let question = try #require(server.asked.first { $0.path == "/query_range" })
    #expect(
      question.expression
        == #"ALERTS_FOR_STATE and ignoring(alertstate) ALERTS{alertstate="firing"}"#
    )
    #expect(question["step"] == "15.000")
    let end = try #require(Double(question["end"] ?? ""))
    #expect(end - (Double(question["start"] ?? "") ?? 0) == 3_600)
    #expect(over.endsAt == Timestamp(seconds: Int64(end) - 570), "a step after the last sample")
    #expect(over.rule?.expression == "x > 1")
    #expect(over.rule?.interval == .seconds(15))
    #expect(over.annotations == ["runbook_url": "https://wiki/Over"], "templates say nothing")
    #expect(resolved.alerts[2].rule == nil, "two rules may have made it")
    let new = resolved.alerts[0]
    #expect(new.activeAt == Timestamp(seconds: Int64(end)), "the value is no time")
    #expect(try #require(new.endsAt) < Timestamp(seconds: Int64(end) + 15), "not in the future")
  }

  /// Without a question more: of what nobody can tell it isn't said that all is well.
  @Test func aRuleThatNothingFulfilsIsNormal() async throws {
    let server = server()
    let report = try await server.source().alerts(withNormal: true).get()
    let normal = try #require(report.normal)
    #expect(normal.map(\.name) == ["Over", "Twice", "Twice", "Lines"])
    #expect(normal.allSatisfy { $0.state == .normal && $0.annotations == [:] })
    #expect(normal[0].labels == ["severity": "page", "team": "{{ $labels.t }}"])
    #expect(normal.allSatisfy { $0.rule?.expression == "x > 1" })
    #expect(server.asked.map(\.path).filter { $0 == "/rules" }.count == 1)
    #expect(try await server.source().alerts().get().normal == nil)
  }

  @Test func itIsAskedOnlyWhereSomebodyLooksAndRarely() async throws {
    let server = server()
    let source = server.source()
    var report = try await source.alerts().get()
    #expect(report.resolved == nil)
    #expect(!server.asked.contains { $0.path == "/query_range" })
    for _ in 0..<3 { report = try await source.alerts(withResolved: true).get() }
    #expect(report.resolved?.alerts.count == 3)
    #expect(server.asked.count { $0.path == "/query_range" } == 1)
    #expect(server.asked.count { $0.path == "/rules" } == 4)
  }

  @Test func aHistoryThatCantBeReadIsNoEmptyList() async throws {
    let broken = server { _ in Response(status: 403) }
    let report = try await broken.source().alerts(withResolved: true).get()
    let resolved = try #require(report.resolved)
    #expect(resolved.alerts.isEmpty)
    #expect(resolved.problem?.place == "stage")
    #expect(
      resolved.sentence == "RESOLVED UNKNOWN: 127.0.0.1:9090 does not allow this (403)",
      "\(resolved)"
    )
  }

  @Test func aPartialHistoryIsToldBesideWhatItHas() async throws {
    let partial = server { request in
      let series = Self.series(#""alertname":"Over","queue":"a""#, [(60, 1)], end: 1_800_000_000)
      let data = #"{"resultType":"matrix","result":[\#(series)]}"#
      let body = #"{"status":"success","warnings":["store is down"],"data":\#(data)}"#
      return Response(body: Array(body.utf8))
    }
    let report = try await partial.source().alerts(withResolved: true).get()
    #expect(report.resolved?.alerts.map(\.name) == ["Over"])
    #expect(
      report.resolved?.sentence
        == "what is resolved is known in part: the answer is partial: store is down"
    )
    #expect(report.resolved?.problem?.severity == .warning)
  }

  /// It hangs: what fires is told all the same, and the history comes with the next answer.
  @Test func aHistoryThatHangsDelaysNothing() async throws {
    let latch = Latch()
    let source = server(after: latch).source()
    let report = try await source.alerts(patience: .milliseconds(20), withResolved: true).get()
    #expect(report.alerts.map(\.state) == [.pending])
    #expect(report.resolved?.problem?.what == "the history of alerts did not come in time")
    latch.open()
    var next = report
    while next.resolved?.problem != nil { next = try await source.alerts(withResolved: true).get() }
    #expect(next.resolved?.alerts.count == 3)
  }
}
