import Documents
import HTTP
import Metrics
import ServerSupport
import Synchronization
import Testing
import Triage

/// What Alertmanager sends, and what Jira has then.
struct BridgeTests {
  private struct Sent {
    var name = "QueueAboveLimit"
    var isFiring = true
    var product: String? = "catalog"
    var environment: String? = "prod"
    var ticket: String? = "bug"
    var queue = "orders"
    var start = "2026-11-25T20:00:00.123456789Z"

    var json: String {
      let labels: [(String, String?)] = [
        ("alertname", name), ("product", product), ("environment", environment),
        ("ticket", ticket), ("queue", queue),
      ]
      let pairs = labels.compactMap { name, value in value.map { "\"\(name)\":\"\($0)\"" } }
      let end = isFiring ? "0001-01-01T00:00:00Z" : "2026-11-25T20:10:00Z"
      return """
        {"status":"\(isFiring ? "firing" : "resolved")","labels":{\(pairs.joined(separator: ","))},
         "annotations":{"summary":"\(queue): 73 wait","runbook_url":"https://wiki/q"},
         "startsAt":"\(start)","endsAt":"\(end)","generatorURL":"http://prometheus/graph",
         "fingerprint":"0"}
        """
    }
  }

  private func payload(_ alerts: Sent..., version: String = "4") -> [UInt8] {
    let list = alerts.map(\.json).joined(separator: ",")
    return Array(
      """
      {"version":"\(version)","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing",
       "receiver":"tickets","groupLabels":{},"commonLabels":{},"commonAnnotations":{},
       "externalURL":"http://alertmanager","alerts":[\(list)]}
      """.utf8
    )
  }

  private func bridge(_ fixture: JiraFixture) -> Bridge {
    Bridge(products: ["catalog", "bare"], clients: ["catalog": fixture.client])
  }

  @Test(arguments: Product.Jira.APIType.allCases)
  func aFiringAlertBecomesATicket(type: Product.Jira.APIType) async throws {
    let fixture = try await JiraFixture(type)
    let delivery = await bridge(fixture).deliver(payload(Sent()))
    #expect(delivery.failures.isEmpty && delivery.refusals.isEmpty)
    #expect(delivery.filed.map { $0.ticket?.key } == ["SHOP-1"])
    #expect(delivery.filed[0].label == JiraFixture.label)
    let issue = try fixture.issue()
    #expect(issue.summary == "[prod] QueueAboveLimit: orders: 73 wait")
    #expect(issue.labels == ["alert", "alert-QueueAboveLimit.catalog.prod", "kind-bug"])
    let labels: Labels = [
      "alertname": "QueueAboveLimit", "product": "catalog", "environment": "prod",
      "ticket": "bug", "queue": "orders",
    ]
    let text = issue.texts[0].replacing("{ ", with: "{")
    let lines = [
      "QueueAboveLimit of catalog fires in prod.", "https://wiki/q", "Labels: \(labels.text)",
      "Firing since 2026-11-25 20:00:00 UTC: {queue=\"orders\"}\norders: 73 wait",
      "promwall: \(labels.fingerprint).1795636800",
    ]
    for line in lines { #expect(text.contains(line), "\(line)") }
    // Again and again, as Alertmanager does.
    let again = await bridge(fixture).deliver(payload(Sent()))
    #expect(again.filed.map { $0.ticket?.outcome } == [.known])
    #expect(try fixture.issue().comments.isEmpty)
  }

  @Test func whatIsNewIsToldInTheOpenTicket() async throws {
    let fixture = try await JiraFixture(.cloud)
    let bridge = bridge(fixture)
    _ = await bridge.deliver(payload(Sent()))
    let second = Sent(ticket: "urgent", queue: "returns", start: "2026-11-25T20:05:00Z")
    let both = await bridge.deliver(payload(Sent(), second))
    #expect(both.filed.map { $0.ticket?.outcome } == [.commented])
    let resolved = await bridge.deliver(payload(Sent(isFiring: false), second))
    #expect(resolved.filed.map { $0.ticket?.outcome } == [.commented])
    let same = await bridge.deliver(payload(Sent(isFiring: false), second))
    #expect(same.filed.map { $0.ticket?.outcome } == [.known])
    let texts = try fixture.issue().texts
    #expect(texts.count == 3)
    #expect(texts[1].hasPrefix("Firing since 2026-11-25 20:05:00 UTC: {queue=\"returns\"}\n"))
    #expect(
      texts[2].hasPrefix(
        "Resolved at 2026-11-25 20:10:00 UTC, after it had fired since 2026-11-25 20:00:00 UTC:"
          + " {queue=\"orders\"}\n"
      )
    )
  }

  @Test func anEndMakesNoTicketAndClosesNone() async throws {
    let fixture = try await JiraFixture(.cloud)
    let bridge = bridge(fixture)
    let none = await bridge.deliver(payload(Sent(isFiring: false)))
    #expect(none.filed.count == 1)
    #expect(none.filed[0].ticket == nil)
    #expect(none.failures.isEmpty && none.refusals.isEmpty)
    #expect(fixture.jira.issues.isEmpty)
    _ = await bridge.deliver(payload(Sent()))
    _ = await bridge.deliver(payload(Sent(isFiring: false)))
    #expect(try fixture.issue().isDone == false)
    // Somebody closed it, and it fires anew.
    fixture.jira.close("SHOP-1")
    let anew = await bridge.deliver(payload(Sent(start: "2026-11-25T21:00:00Z")))
    #expect(anew.filed.map { $0.ticket?.key } == ["SHOP-2"])
  }

  @Test func oneTicketForEachNameProductAndEnvironment() async throws {
    let fixture = try await JiraFixture(.cloud)
    let delivery = await bridge(fixture).deliver(
      payload(
        Sent(queue: "a"),
        Sent(environment: "stage"),
        Sent(ticket: "urgent", queue: "b"),
        Sent(name: "Errors", ticket: nil),
        Sent(name: "Errors", ticket: "adjust")
      )
    )
    #expect(
      delivery.filed.map(\.label.text) == [
        "alert-QueueAboveLimit.catalog.prod", "alert-QueueAboveLimit.catalog.stage",
        "alert-Errors.catalog.prod",
      ]
    )
    let first = fixture.jira.issues[0]
    #expect(first.key == "OPS-1", "the most urgent kind counts")
    #expect(first.summary == "[prod] QueueAboveLimit: a: 73 wait (and 1 more)")
    #expect(fixture.jira.issues.map(\.project) == ["OPS", "SHOP", "SHOP"])
    let silent = await bridge(fixture).deliver(payload(Sent(name: "Silent", ticket: nil)))
    #expect(silent.filed.isEmpty && silent.failures.isEmpty && silent.refusals.isEmpty)
    #expect(fixture.jira.issues.count == 3)
  }

  /// Several at once for one label take turns: without them each would find nothing.
  @Test func deliveriesAtOnceMakeOneTicket() async throws {
    let fixture = try await JiraFixture(.cloud)
    let bridge = bridge(fixture)
    for _ in 0..<8 { fixture.jira.next(.search, .received, .slow(milliseconds: 20)) }
    let outcomes = await withTaskGroup(of: FiledTicket.Outcome?.self) { group in
      for number in 0..<8 {
        let body = payload(Sent(start: "2026-11-25T20:0\(number % 2):00Z"))
        group.addTask { await bridge.deliver(body).filed.first?.ticket?.outcome }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .created } == 1)
    #expect(outcomes.count { $0 == .commented } == 1)
    #expect(outcomes.count { $0 == .known } == 6)
    #expect(fixture.jira.issues.count == 1)
  }

  @Test func whatJiraDoesNotTakeIsNotDone() async throws {
    let fixture = try await JiraFixture(.cloud)
    fixture.jira.next(
      .create,
      .received,
      .answer(400, #"{"errorMessages":[],"errors":{"labels":"Not on the screen."}}"#)
    )
    let bridge = bridge(fixture)
    let delivery = await bridge.deliver(payload(Sent(), Sent(environment: "stage")))
    #expect(
      delivery.failures.map(\.what) == [
        "Jira at 127.0.0.1:\(fixture.jira.port) refused the ticket (400): labels:"
          + " Not on the screen."
      ]
    )
    #expect(delivery.filed.map(\.label.environment) == ["stage"], "the others are made")
  }

  @Test func whoIsNotKnownWaits() async throws {
    let fixture = try await JiraFixture(.cloud)
    let delivery = await bridge(fixture).deliver(
      payload(Sent(product: "cat\\u001b"), Sent(product: "bare"))
    )
    #expect(
      delivery.failures.map(\.description) == [
        "there is no product cat␛, and QueueAboveLimit wants a ticket; give promwall receive its"
          + " file",
        "the product bare has no Jira, and QueueAboveLimit wants a ticket; add `jira` to the"
          + " product's file and start promwall receive again",
      ]
    )
  }

  @Test func whatCanNeverSucceedIsRefused() async throws {
    let fixture = try await JiraFixture(.cloud)
    let delivery = await bridge(fixture).deliver(
      payload(
        Sent(ticket: "hug\\u001b"),
        Sent(product: nil),
        Sent(environment: nil),
        Sent(environment: nil, queue: "b"),
        Sent()
      )
    )
    #expect(
      delivery.refusals.map(\.description) == [
        "the label ticket of QueueAboveLimit is \"hug␛\"; use one of urgent, bug, adjust",
        "an alert QueueAboveLimit wants a ticket and has no label product; add it to the rule's"
          + " labels, or to external_labels",
        "an alert QueueAboveLimit wants a ticket and has no label environment; add it to the"
          + " rule's labels, or to external_labels",
      ]
    )
    #expect(delivery.filed.count == 1, "the others are made")
  }

  @Test(arguments: [
    ("", "the payload is no notification of Alertmanager's"),
    ("[]", "the payload is no notification of Alertmanager's"),
    (#"{"version":"4","alerts":{}}"#, "the payload is no notification of Alertmanager's"),
    (#"{"version":"5","alerts":[]}"#, "the payload's version is not 4"),
    (#"{"version":"4","alerts":[7]}"#, "an alert of the payload can't be read"),
    (
      #"{"version":"4","alerts":[{"status":"firing","labels":{"a":1},"startsAt":"2026-11-25T20:00:00Z"}]}"#,
      "an alert of the payload can't be read"
    ),
    (
      #"{"version":"4","alerts":[{"status":"up","labels":{},"startsAt":"2026-11-25T20:00:00Z"}]}"#,
      "an alert of the payload can't be read"
    ),
    (
      #"{"version":"4","alerts":[{"status":"firing","labels":{},"startsAt":"yesterday"}]}"#,
      "an alert of the payload can't be read"
    ),
    (String(repeating: "[", count: 100_000), "the payload is no notification of Alertmanager's"),
  ])
  func malformedPayloads(body: String, what: String) async throws {
    let fixture = try await JiraFixture(.cloud)
    let delivery = await bridge(fixture).deliver(Array(body.utf8))
    #expect(
      delivery.refusals.map(\.description) == [
        "\(what); point a `webhook_configs` of Alertmanager's here"
      ]
    )
    #expect(delivery.filed.isEmpty && delivery.failures.isEmpty)
    #expect(fixture.jira.uris.isEmpty)
  }
}
