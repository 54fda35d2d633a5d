import Documents
import Glibc
import ServerSupport
import Support
import Testing

/// From a message too many in a queue to a ticket that says it is over, every part the real one
/// but Slack and Jira.
@Suite(.serialized)
struct WholeWayTests {
  private static func product(jira: String) -> String {
    """
    { "product": "catalog", "title": "Catalog", "team": "catalog", "environments": ["stage"],
      "layouts": ["queues"],
      "slack": { "channel": "catalog-alerts", "webhook_file": "catalog.webhook" },
      "jira": {
        "server": { "url": "\(jira)", "authorization": { "credentials_file": "jira.token" } },
        "api_type": "datacenter", "project": "SHOP",
        "kinds": { "urgent": { "issue_type": "Incident" }, "bug": { "issue_type": "Bug" } } },
      "conditions": [{
        "alert": "QueueAboveLimit", "expr": "max by (queue) (rabbitmq_queue_messages)",
        "above": 50, "for": "2s", "severity": "critical", "ticket": "urgent", "panel": "Queues",
        "summary": "{{ $labels.queue }}: {{ $value }} messages waiting (limit: above 50)",
        "silence_by": ["queue"] }] }
    """
  }

  private static let layout = """
    { "title": "Queues of the catalog", "refresh": "5s", "product": "catalog",
      "time": { "from": "now-5m", "to": "now" },
      "panels": [
        { "type": "bargauge", "title": "Queues", "gridPos": { "w": 12, "h": 8 }, "max": 100,
          "targets": [{ "expr": "max by (queue) (rabbitmq_queue_messages)" }] },
        { "type": "alertlist", "title": "Alerts", "gridPos": { "w": 12, "h": 8 } }] }
    """

  @Test func aQueueGrowsAndATicketTellsOfItsEnd() async throws {
    let folder = try TemporaryFolder()
    let jira = try await JiraStandIn(.datacenter, authorization: "Bearer right")
    let slack = try await SlackStandIn()
    for (name, text) in [("jira.token", "right\n"), ("catalog.webhook", slack.url + "\n")] {
      try writeFile(folder.path + "/" + name, text)
      chmod(folder.path + "/" + name, 0o600)
    }
    try writeFile(folder.path + "/catalog.json", Self.product(jira: jira.url))
    try writeFile(folder.path + "/queues.json", Self.layout)
    let receivePort = try Web.freePort()

    // One definition makes all of them.
    for what in ["rules", "tests", "alertmanager"] {
      let made = try await Program.run([
        "generate", what, folder.path + "/catalog.json", "--output", folder.path, "--check",
        "--receive-url", "http://127.0.0.1:\(receivePort)/",
      ])
      #expect(made.status == 0, "\(what): \(made.output) \(made.errors)")
    }
    let rules = try #require(readFile(folder.path + "/rules/catalog.rules.yml"))
    let routes = try #require(readFile(folder.path + "/alertmanager.yml"))
    // As it is made, but for how long it waits: no test has five minutes.
    let quick = routes.replacing(
      "route:\n  receiver: \"fallback\"\n",
      with: "route:\n  receiver: \"fallback\"\n  group_wait: 1s\n  group_interval: 2s\n"
    )
    #expect(quick != routes)

    let rabbit = try await RealRabbitMQ()
    try rabbit.declare("orders")
    let alertmanager = try await RealAlertmanager(quick)
    let prometheus = try await RealPrometheus(
      rules: rules,
      alertmanager: alertmanager.port,
      label: "environment: stage",
      scraped: ["rabbitmq": rabbit.metricsPort]
    )
    let receive = try Child(
      [
        Program.path, "receive", "--listen", "127.0.0.1:\(receivePort)",
        folder.path + "/catalog.json",
      ],
      environment: Program.environment(home: folder.path),
      errors: folder.path + "/receive.errors"
    )
    defer { receive.signal(SIGTERM) }
    try writeFile(
      folder.path + "/config.json",
      """
      { "default_environment": "stage", "journal": "journal.jsonl",
        "products": ["catalog.json"], "layouts": ["queues.json"],
        "environments": { "stage": { "prometheus": { "url": "\(prometheus.url)" },
          "alertmanager": [{ "url": "\(alertmanager.url)" }] } } }
      """
    )
    let config = folder.path + "/config.json"
    func alerts(_ words: [String]) async throws -> Program.Result {
      try await Program.run(["alerts"] + words + ["--config", config])
    }
    func first() async throws -> JSON? {
      try await alerts(["--format", "json"]).json()["alerts"]?.array?.first
    }

    // Fifty are none too many, and the panel draws the limit by itself.
    try rabbit.publish(50, to: "orders")
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type("\(Program.path) --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "none firing", "orders", "50", "limit 50")
    #expect(slack.posts.isEmpty && jira.issues.isEmpty)

    // One more is.
    try rabbit.publish(11, to: "orders")
    _ = try await terminal.wait(for: "1 CRITICAL", "61", "QueueAboveLimit")
    let label = "alert-QueueAboveLimit.catalog.stage"
    #expect(await eventually { !jira.open(label).isEmpty && !slack.posts.isEmpty })
    let ticket = try #require(jira.open(label).first)
    #expect(jira.issues[0].fields?["issuetype"]?["name"]?.string == "Incident")
    #expect(jira.issues[0].texts.joined().contains("orders: 61 messages waiting"))
    let post = try #require(slack.posts.first).text()
    #expect(post.contains("orders: 61 messages waiting (limit: above 50)"), "\(post)")
    #expect(post.contains("danger"))
    _ = try await eventually { try await first()?["known"]?.bool == true }
    let alert = try #require(try await first())
    #expect(alert["name"]?.string == "QueueAboveLimit" && alert["known"]?.bool == true)
    #expect(alert["value"]?.number == 61 && alert["product"]?.string == "catalog")

    // Support takes it: claims it, and says in the ticket what it knows.
    try await terminal.press("a")
    _ = try await terminal.wait(for: "1 firing")
    try await terminal.press("x", "a", "C-s")
    _ = try await terminal.wait(for: "claimed by")
    try await terminal.press("x", "t")
    _ = try await terminal.wait(for: "\(ticket) is open: it gets a comment")
    try await terminal.type("the consumer hangs, restarting it")
    try await terminal.press("C-s")
    _ = try await terminal.wait(for: "\(ticket) was open: commented")
    #expect(jira.issues.count == 1, "no second one")
    #expect(jira.issues[0].texts.last?.contains("the consumer hangs, restarting it") == true)
    let shown = try #require(try await first())
    #expect(shown["claim"]?["by"]?.string?.contains("@") == true)
    #expect(shown["tickets"]?.array?.first?["key"]?.string == ticket)

    // It is over, and everybody is told.
    try rabbit.purge("orders")
    _ = try await terminal.wait(for: "none firing")
    let isTold = await eventually {
      jira.issues[0].texts.contains { $0.contains("Resolved at") }
        && slack.posts.contains { $0.text().contains("resolved: orders") }
    }
    #expect(isTold, "\(jira.issues[0].texts) \(slack.posts.map { $0.text() })")
    #expect(jira.issues.count == 1 && jira.open(label) == [ticket], "closing it is for people")
    _ = try await eventually { try await first()?["state"]?.string == "resolved" }
    #expect(try await first()?["state"]?.string == "resolved")
    let journal = try await Program.run(["journal", "--config", config])
    #expect(journal.output.contains(" claim ") && journal.output.contains(" ticket "))
    try await terminal.press("q", "q", "q")
  }
}
