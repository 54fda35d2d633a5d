import Alerts
import HTTP
import Metrics
import Synchronization
import Testing

/// Answers by path and keeps what was asked.
final class Canned: Sendable {
  private let asked = Mutex<[Request]>([])
  private let replies: [String: Response]

  init(_ replies: [String: Response]) { self.replies = replies }

  static func json(_ text: String, status: Int = 200) -> Response {
    Response(status: status, body: Array(text.utf8))
  }

  var requests: [Request] { asked.withLock { $0 } }

  func client(_ url: String = "http://localhost:9093") -> AlertmanagerClient {
    let transport = Transport { (request) async throws(TransportError) -> Response in
      self.asked.withLock { $0.append(request) }
      let path = request.url.split(separator: "/").last.map(String.init) ?? ""
      guard let reply = self.replies[path] else { throw .refused("localhost:9093") }
      return reply
    }
    return AlertmanagerClient(url: url, transport: transport)
  }
}

@Suite struct ClientTests {
  /// As 0.25 says it, and as 0.34 does.
  private static let old = """
    [{"annotations":{"summary":"73"},"endsAt":"2026-11-24T17:06:41.000Z","fingerprint":"a1",
      "receivers":[{"name":"slack"}],"startsAt":"2026-11-24T16:50:41.500Z",
      "status":{"inhibitedBy":[],"silencedBy":["s1"],"state":"suppressed"},
      "updatedAt":"2026-11-24T17:02:41.000Z","generatorURL":"http://x/graph",
      "labels":{"alertname":"Queue","queue":"orders"}}]
    """
  private static let new = """
    [{"labels":{"alertname":"Queue"},"annotations":{},"startsAt":"2026-11-24T16:50:41.500+01:00",
      "status":{"state":"active","silencedBy":[],"inhibitedBy":["f0"],"mutedBy":["night"]},
      "receivers":[{"name":"slack","labels":{}},{"name":"jira"}],"routeLabels":{"team":"a"}},
     {"labels":{}}, 7, null]
    """

  @Test(arguments: [
    ("http://h:9093", "http://h:9093/api/v2/status"),
    ("https://h/am//", "https://h/am/api/v2/status"),
    ("http://h/api/v2", "http://h/api/v2/status"), ("http://h/x?y#z", "http://h/x/api/v2/status"),
  ])
  func theBaseIsJoined(url: String, probe: String) {
    #expect(AlertmanagerClient.probe(url: url).url == probe)
  }

  @Test func alertsOfOldAndNewVersionsAreRead() async throws {
    let canned = Canned(["alerts": Canned.json(Self.old)])
    let old = try #require(try await canned.client().alerts().first)
    #expect(old.labels == ["alertname": "Queue", "queue": "orders"])
    #expect(old.annotations == ["summary": "73"])
    #expect(old.startsAt == Timestamp(milliseconds: 1_795_539_041_500))
    #expect(old.silencedBy == ["s1"])
    #expect(old.mutedBy == [])
    #expect(old.receivers == ["slack"])
    let request = try #require(canned.requests.first)
    #expect(request.method == .get)
    #expect(request.url == "http://localhost:9093/api/v2/alerts")
    #expect(request.isUrgent, "it goes ahead of whatever waits")
    let alerts = try await Canned(["alerts": Canned.json(Self.new)]).client().alerts()
    #expect(alerts.count == 1, "what has no labels is no alert")
    #expect(alerts[0].inhibitedBy == ["f0"])
    #expect(alerts[0].mutedBy == ["night"])
    #expect(alerts[0].receivers == ["slack", "jira"])
  }

  @Test func expiredSilencesAreLeftOutAndMatchersReadAsAmtoolWritesThem() async throws {
    let silence = { (id: String, state: String) in
      """
      {"id":"\(id)","status":{"state":"\(state)"},"createdBy":"anna@ops1","comment":"restarted",
       "startsAt":"2026-11-24T17:00:00Z","endsAt":"2026-11-24T18:00:00Z","matchers":[
         {"name":"a","value":"x","isRegex":false},
         {"name":"b","value":"y.*","isRegex":true,"isEqual":true},
         {"name":"c","value":"q\\"z","isRegex":false,"isEqual":false},
         {"name":"d","value":"w","isRegex":true,"isEqual":false}]}
      """
    }
    let all = ["active", "pending", "expired"].map { silence("id-\($0)", $0) }
    let canned = Canned(["silences": Canned.json("[\(all.joined(separator: ","))]")])
    let silences = try await canned.client().silences()
    #expect(silences.map(\.id) == ["id-active", "id-pending"])
    #expect(silences[0].createdBy == "anna@ops1")
    #expect(silences[0].comment == "restarted")
    #expect(silences[0].endsAt == Timestamp(seconds: 1_795_543_200))
    #expect(
      silences[0].matchers.map(\.safe)
        == [#"a="x""#, #"b=~"y.*""#, #"c!="q\"z""#, #"d!~"w""#]
    )
  }

  @Test func aSnapshotIsBothOrNothing() async throws {
    let alerts = ["alerts": Canned.json(Self.old)]
    let both = alerts.merging(["silences": Canned.json("[]")]) { $1 }
    #expect(try await Canned(both).client().snapshot().alerts.count == 1)
    await #expect(throws: AlertmanagerError.self) { try await Canned(alerts).client().snapshot() }
  }

  @Test(arguments: [
    (401, "", "Alertmanager at h:9093 wants credentials, or other ones (401)"),
    (403, "", "Alertmanager at h:9093 does not allow this (403)"),
    (404, "nope", "h:9093 has no API v2 of Alertmanager at this path (404)"),
    (410, "", "h:9093 has no API v2 of Alertmanager at this path (410)"),
    (429, "", "Alertmanager at h:9093 takes no more requests now (429)"),
    (503, "<html>", "a proxy at h:9093 cannot reach Alertmanager (503)"),
    (500, "\"bad \\u001b matcher\"", "Alertmanager at h:9093 failed (500): bad ␛ matcher"),
    (
      422, "{\"code\":612,\"message\":\"matchers is required\"}",
      "Alertmanager at h:9093 failed (422): matchers is required"
    ),
    (500, "plain\nsecond", "Alertmanager at h:9093 failed (500): plain"),
    (200, "<html>login", "h:9093 sent a web page instead of alerts, probably a login"),
    (200, "{\"status\":\"success\"}", "what h:9093 sent is no answer of Alertmanager"),
    (200, "[", "what h:9093 sent is no answer of Alertmanager"),
    (302, "", "what h:9093 sent is no answer of Alertmanager"),
  ])
  func eachFailureIsOneSentence(status: Int, body: String, what: String) async {
    let canned = Canned(["alerts": Canned.json(body, status: status)])
    let error = await #expect(throws: AlertmanagerError.self) {
      try await canned.client("http://h:9093").alerts()
    }
    #expect(error?.what == what)
  }

  @Test func noSecretOfTheURLIsTold() async {
    let error = await #expect(throws: AlertmanagerError.self) {
      try await Canned(["alerts": Canned.json("", status: 401)])
        .client("https://anna:hunter2@h/x?token=abc").alerts()
    }
    #expect(error?.description.contains("hunter2") == false)
    #expect(error?.description.contains("abc") == false)
  }

  @Test func whatTheNetworkSaysIsAlertmanagers() async {
    let error = await #expect(throws: AlertmanagerError.self) {
      try await Canned([:]).client().alerts()
    }
    #expect(
      error?.what == "Alertmanager: nothing listens on localhost:9093 (connection refused)"
    )
  }

  /// Whatever comes, it is an answer or a failure.
  @Test func brokenBodiesAreFailures() async {
    let bytes = Array(Self.old.utf8)
    for end in stride(from: 0, to: bytes.count - 1, by: 7) {
      let canned = Canned(["alerts": Response(body: Array(bytes[..<end]))])
      await #expect(throws: AlertmanagerError.self) { try await canned.client().alerts() }
    }
  }
}
