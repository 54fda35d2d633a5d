import HTTP
import Metrics
import Prometheus
import Synchronization
import Testing

/// Keeps what was sent and answers by a closure.
final class Recorder: Sendable {
  private let sent = Mutex<[Request]>([])
  private let reply: @Sendable (Request) -> Response

  init(_ reply: @escaping @Sendable (Request) -> Response) { self.reply = reply }

  convenience init(_ data: String) {
    self.init { _ in Self.json(data) }
  }

  static func json(_ data: String, headers: [Header] = []) -> Response {
    Response(headers: headers, body: Array(#"{"status":"success","data":\#(data)}"#.utf8))
  }

  static let empty = json(#"{"resultType":"vector","result":[]}"#)

  var requests: [Request] { sent.withLock { $0 } }
  /// Method and path of each, and the form or query behind a space.
  var lines: [String] {
    requests.map { request in
      let path = request.url.drop { $0 != "9" }.drop { $0 != "/" }
      let body = String(decoding: request.body, as: UTF8.self)
      return "\(request.method.rawValue) \(path)\(body.isEmpty ? "" : " \(body)")"
    }
  }

  func client(_ url: String = "http://localhost:9090") -> PrometheusClient {
    let transport = Transport { (request) async throws(TransportError) -> Response in
      self.sent.withLock { $0.append(request) }
      return self.reply(request)
    }
    return PrometheusClient(url: url, transport: transport)
  }
}

@Suite struct ClientTests {
  @Test(arguments: [
    ("http://h:9090", "http://h:9090/api/v1"), ("http://h:9090/", "http://h:9090/api/v1"),
    ("https://h/prometheus//", "https://h/prometheus/api/v1"),
    ("http://h/api/v1", "http://h/api/v1"), ("http://h/x/api/v1/", "http://h/x/api/v1"),
    ("http://h/x?y#z", "http://h/x/api/v1"),
  ])
  func theBaseIsJoined(url: String, base: String) {
    #expect(PrometheusClient.probe(url: url).url == base + "/query")
  }

  @Test func aQueryIsAForm() async throws {
    let recorder = Recorder { _ in Recorder.empty }
    let client = recorder.client("http://h:9090/prom/")
    _ = try await client.answer(Query("rate(x[5m]) + 1", .instant(nil)))
    let moment = Timestamp(milliseconds: 1_500)
    _ = try await client.answer(Query("x", .instant(moment)), deadline: .seconds(2))
    let range = TimeRange(start: Timestamp(seconds: 60), end: Timestamp(seconds: 120))
    _ = try await client.answer(
      Query("x", .range(range, step: .milliseconds(500))),
      deadline: .milliseconds(50)
    )
    #expect(
      recorder.lines == [
        "POST /prom/api/v1/query query=rate%28x%5B5m%5D%29%20%2B%201&timeout=29.000",
        "POST /prom/api/v1/query query=x&time=1.500&timeout=1.600",
        "POST /prom/api/v1/query_range "
          + "query=x&start=60.000&end=120.000&step=0.500&timeout=0.100",
      ]
    )
    #expect(recorder.requests.allSatisfy { $0.isIdempotent })
    #expect(recorder.requests.map(\.deadline) == [.seconds(30), .seconds(2), .milliseconds(50)])
  }

  @Test(arguments: [403, 405, 501])
  func whoForbidsPostIsAskedByGet(status: Int) async throws {
    let recorder = Recorder { $0.method == .post ? Response(status: status) : Recorder.empty }
    let client = recorder.client()
    for _ in 0..<2 { _ = try await client.answer(.any) }
    let get = "GET /api/v1/query?query=up&timeout=29.000"
    #expect(recorder.lines == ["POST /api/v1/query query=up&timeout=29.000", get, get])
  }

  @Test func whoForbidsBothIsNotRemembered() async throws {
    let recorder = Recorder { _ in Response(status: 403) }
    let client = recorder.client()
    for _ in 0..<2 { _ = try? await client.answer(.any) }
    #expect(recorder.requests.map(\.method) == [.post, .get, .post, .get])
  }

  @Test func aURLTooLongIsPosted() async throws {
    let recorder = Recorder { request in
      switch (request.method, request.url.contains("/query")) {
      case (.post, true) where request.body.count < 100: Response(status: 405)
      case (.get, true) where request.url.utf8.count > 100: Response(status: 414)
      default: Recorder.empty
      }
    }
    let client = recorder.client()
    _ = try await client.answer(.any)
    _ = try await client.answer(Query(String(repeating: "x", count: 200), .instant(nil)))
    #expect(recorder.requests.map(\.method) == [.post, .get, .get, .post])
  }

  // MARK: Other endpoints

  @Test func labelsAreAsked() async throws {
    let recorder = Recorder(#"["b","a\u001b",7]"#)
    let client = recorder.client()
    let range = TimeRange(start: Timestamp(seconds: 1), end: Timestamp(seconds: 2))
    #expect(try await client.labelNames().map(\.raw) == ["b", "a\u{1B}"])
    _ = try await client.labelValues("job", matching: ["up"], range: range)
    _ = try await client.labelValues("http.status")
    #expect(
      recorder.lines == [
        "POST /api/v1/labels limit=20000",
        "GET /api/v1/label/job/values?match%5B%5D=up&start=1.000&end=2.000&limit=20000",
        "GET /api/v1/label/U__http_2e_status/values?limit=20000",
      ]
    )
  }

  @Test func seriesAreAsked() async throws {
    let recorder = Recorder(#"[{"__name__":"up","job":"a"},{}]"#)
    let series = try await recorder.client().series(matching: ["up", "x"])
    #expect(series == [["__name__": "up", "job": "a"], [:]])
    #expect(recorder.lines == ["POST /api/v1/series match%5B%5D=up&match%5B%5D=x&limit=20000"])
  }

  @Test func alertsComeFromRules() async throws {
    let alert = #"""
      {"labels":{"alertname":"Queue","severity":"warning"},"annotations":{"summary":"s"},
       "state":"firing","activeAt":"2026-11-24T10:00:00.5+01:00","value":"7.3e+01"}
      """#
    let critical = #"{"labels":{"alertname":"Down","severity":"critical"},"state":"pending"}"#
    let recorder = Recorder(
      #"""
      {"groups":[{"name":"g","file":"f","interval":15,"rules":[
        {"type":"alerting","name":"Queue","state":"firing","query":"q > 50","duration":60,
         "keepFiringFor":1.5,"labels":{},"annotations":{},"health":"ok",
         "alerts":[\#(alert),\#(critical)]},
        {"type":"alerting","name":"Quiet","state":"inactive","alerts":[{"state":"inactive"}]},
        {"type":"recording","name":"r","query":"x","health":"err","lastError":"bad"}]}]}
      """#
    )
    let alerts = try await recorder.client().alerts().alerts
    #expect(recorder.lines == ["GET /api/v1/rules?type=alert"])
    #expect(alerts.map(\.name) == ["Down", "Queue"])
    #expect(alerts.map(\.state) == [.pending, .firing])
    #expect(alerts[1].value == 73)
    #expect(alerts[1].activeAt == Timestamp(milliseconds: 1_795_510_800_500))
    #expect(alerts[1].annotations == ["summary": "s"])
    let groups = try await recorder.client().ruleGroups()
    #expect(groups[0].interval == .seconds(15))
    #expect(groups[0].rules.map(\.kind) == [.alerting, .alerting, .recording])
    #expect(groups[0].rules.map(\.state) == [.firing, .inactive, .inactive])
    #expect(groups[0].rules[0].duration == .seconds(60))
    #expect(groups[0].rules[0].keepFiringFor == .milliseconds(1_500))
    #expect(groups[0].rules[2].lastError == "bad")
  }

  @Test func rulesThatTellNothingAreNamed() async throws {
    let old = #""lastEvaluation":"2026-11-24T10:00:00Z""#
    let recorder = Recorder(
      #"""
      {"groups":[{"name":"g","file":"f","interval":15,"lastEvaluation":"0001-01-01T00:00:00Z",
        "rules":[{"type":"alerting","name":"New","state":"unknown","health":"unknown"},
        {"type":"recording","name":"r","health":"unknown"}]},
       {"name":"h","file":"f","interval":15,\#(old),"rules":[
        {"type":"alerting","name":"Late","state":"inactive","health":"ok"},
        {"type":"alerting","name":"Broken","health":"err","lastError":"many-to-many"}]},
       {"name":"i","file":"f","interval":15,"rules":[
        {"type":"alerting","name":"Fine","state":"inactive","health":"ok"}]}]}
      """#
    )
    let blind = try await recorder.client().alerts().blind
    #expect(blind.map(\.name) == ["New", "Late", "Broken"])
    #expect(blind.map(\.reason).first == .notEvaluated)
    guard case .late(let age) = blind[1].reason else {
      Issue.record("\(blind[1].reason)")
      return
    }
    #expect(age > .hours(1))
    #expect(blind[2].sentence == "Broken can't be evaluated: many-to-many")
  }

  @Test func withoutRulesTheSeriesAlertsIsAsked() async throws {
    let recorder = Recorder { request in
      if request.url.contains("/rules") { return Response(status: 404) }
      let metric = #"{"__name__":"ALERTS","alertname":"A","alertstate":"firing","x":"y"}"#
      return Recorder.json(
        #"{"resultType":"vector","result":[{"metric":\#(metric),"value":[1,"1"]}]}"#
      )
    }
    let alerts = try await recorder.client().alerts().alerts
    #expect(alerts.map(\.name) == ["A"])
    #expect(alerts[0].labels == ["alertname": "A", "x": "y"])
    #expect(alerts[0].state == .firing)
  }

  @Test func targetsAndMetadataAreRead() async throws {
    let target = #"""
      {"labels":{"job":"a"},"scrapePool":"p","scrapeUrl":"http://x/metrics","health":"down",
       "lastError":"refused","lastScrape":"2026-11-24T10:00:00Z","lastScrapeDuration":0.25,
       "scrapeInterval":"1m30s"}
      """#
    let recorder = Recorder(#"{"activeTargets":[\#(target),{}]}"#)
    let targets = try await recorder.client().targets()
    #expect(recorder.lines == ["GET /api/v1/targets?state=active"])
    #expect(targets[0].health == .down && targets[0].interval == .seconds(90))
    #expect(targets[0].lastScrapeDuration == .milliseconds(250))
    #expect(targets[1].health == .unknown && targets[1].interval == nil)
    let metadata = Recorder(#"{"up":[{"type":"gauge","help":"h","unit":""}]}"#)
    #expect(try await metadata.client().metadata(metric: "up")["up"]?[0].type == "gauge")
    #expect(metadata.lines == ["GET /api/v1/metadata?metric=up"])
  }

  // MARK: Capabilities

  @Test(arguments: [
    (#"{"version":"3.5.0","revision":"abc","branch":"HEAD"}"#, Capabilities.Flavor.prometheus),
    (#"{"version":"2.24.0"}"#, .victoriaMetrics), ("{}", .victoriaMetrics),
    (#"{"version":"2.10","revision":"r","features":{"ruler":"true"}}"#, .mimir),
    (#"{"application":"Grafana Mimir","version":"2.10","revision":"r"}"#, .mimir),
    (#"{"version":"0.35.1","revision":"r","branch":"b"}"#, .thanos),
  ])
  func theFlavorIsDetected(build: String, flavor: Capabilities.Flavor) async throws {
    let recorder = Recorder { request in
      if request.url.hasSuffix("/features") { return Response(status: 404) }
      return Recorder.json(build)
    }
    let client = recorder.client()
    #expect(try await client.capabilities().flavor == flavor)
    #expect(try await client.capabilities().hasAnchoredSelectors == false)
    #expect(recorder.requests.count == 2)
    #expect(client.flavor == flavor)
  }

  @Test func anchoredSelectorsAreDetected() async throws {
    let recorder = Recorder { request in
      request.url.hasSuffix("/features")
        ? Recorder.json(#"{"promql":{"anchored":true,"new":{}}}"#)
        : Recorder.json(#"{"version":"3.9.0","revision":"r"}"#)
    }
    #expect(try await recorder.client().capabilities().hasAnchoredSelectors)
  }

  @Test func victoriaMetricsIsAskedWithoutItsCache() async throws {
    let recorder = Recorder { request in
      request.url.contains("/status/") ? Recorder.json("{}") : Recorder.empty
    }
    let client = recorder.client()
    _ = try await client.capabilities()
    _ = try await client.answer(.any)
    #expect(recorder.lines.last == "POST /api/v1/query query=up&nocache=1&timeout=29.000")
  }

  @Test func flagsAreRead() async throws {
    let recorder = Recorder(#"{"query.timeout":"2m","x":1}"#)
    #expect(try await recorder.client().flags() == ["query.timeout": "2m"])
    #expect(recorder.lines == ["GET /api/v1/status/flags"])
  }

  // MARK: The server's clock

  @Test func theClockIsLearnedFromDate() async throws {
    let recorder = Recorder { _ in
      var response = Recorder.json(
        #"{"resultType":"vector","result":[]}"#,
        headers: [Header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]
      )
      response.sentAt = 784_111_776_900
      response.receivedAt = 784_111_777_100
      return response
    }
    let client = recorder.client()
    #expect(client.skew == .zero)
    let answer = try await client.answer(.any)
    #expect(client.skew == .milliseconds(500))
    #expect(answer.at == Timestamp(milliseconds: 784_111_777_600))
  }

  @Test func aStampOfPrometheusIsExact() {
    var skew = ClockSkew()
    skew.note(server: 10_000, sent: 9_000, received: 9_000, isPrecise: false)
    #expect(skew.milliseconds == 1_500)
    skew.note(server: 10_200, sent: 9_000, received: 9_100, isPrecise: true)
    #expect(skew.milliseconds == 1_150)
    // Whole seconds don't spoil it.
    skew.note(server: 12_000, sent: 11_000, received: 11_000, isPrecise: false)
    #expect(skew.milliseconds == 1_150)
    skew.note(server: 13_250, sent: 12_000, received: 12_000, isPrecise: true)
    #expect(abs(skew.milliseconds - 1_170) < 0.001)
  }

  @Test func aSlowAnswerTellsNothingAndAJumpAtOnce() {
    var skew = ClockSkew()
    skew.note(server: 99_000, sent: 0, received: 2_001, isPrecise: false)
    skew.note(server: 99_000, sent: 10, received: 0, isPrecise: false)
    #expect(!skew.isKnown)
    skew.note(server: 1_000, sent: 1_000, received: 1_000, isPrecise: true)
    skew.note(server: 3_601_000, sent: 2_000, received: 2_000, isPrecise: false)
    #expect(skew.milliseconds == 3_599_500)
  }
}
