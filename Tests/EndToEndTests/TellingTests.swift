import Documents
import Glibc
import ServerSupport
import Support
import Testing

/// Tickets in Jira and posts in Slack, made by hand: by commands and by the form.
@Suite(.serialized)
struct TellingTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: QueueAboveLimit
            expr: label_replace(vector(73), "queue", "<!channel> {noformat}", "", "") > 50
            labels: { severity: critical, product: catalog }
            annotations: { summary: "orders: 73 wait", runbook_url: "https://wiki.example/q" }
          - alert: Homeless
            expr: vector(1)
            labels: { severity: warning }

    """

  private let folder: TemporaryFolder
  private let prometheus: RealPrometheus
  private let jira: JiraStandIn
  private let slack: SlackStandIn

  init() async throws {
    folder = try TemporaryFolder()
    prometheus = try await RealPrometheus(rules: Self.rules)
    jira = try await JiraStandIn(.cloud, authorization: "Bearer s3cret-token")
    slack = try await SlackStandIn()
    for (name, text) in [("jira.token", "s3cret-token\n"), ("shop.webhook", slack.url + "\n")] {
      try writeFile(folder.path + "/" + name, text)
      chmod(folder.path + "/" + name, 0o600)
    }
    try writeFile(
      folder.path + "/catalog.json",
      """
      { "product": "catalog", "layouts": ["board"],
        "slack": { "channel": "catalog-alerts", "webhook_file": "shop.webhook" },
        "jira": { "server": { "url": "\(jira.url)",
            "authorization": { "credentials_file": "jira.token" } },
          "api_type": "cloud", "project": "SHOP",
          "kinds": { "urgent": { "issue_type": "Incident", "priority": "Highest" } } },
        "conditions": [{ "alert": "QueueAboveLimit", "expr": "vector(73)", "above": 50,
          "panel": "Queues" }] }
      """
    )
    try writeFile(
      folder.path + "/board.json",
      """
      { "title": "Board", "product": "catalog", "panels": [{ "type": "bargauge",
        "title": "Queues", "max": 100, "targets": [{ "expr": "vector(73)" }] }] }
      """
    )
    try writeFile(
      folder.path + "/config.json",
      """
      { "default_environment": "stage", "journal": "journal.jsonl",
        "products": ["catalog.json"], "layouts": ["board.json"],
        "environments": { "stage": { "prometheus": { "url": "\(prometheus.url)" } } } }
      """
    )
    _ = try await eventually { try await run(["--format", "json"]).output.contains("firing") }
  }

  private func run(_ words: [String]) async throws -> Program.Result {
    try await Program.run(["alerts"] + words + ["--config", folder.path + "/config.json"])
  }

  private static let queue = ["alertname=QueueAboveLimit", "--yes"]

  @Test func aTicketIsMadeOnceAndThenCommentedOn() async throws {
    let words = ["ticket", "--kind", "urgent"] + Self.queue
    let dry = try await run(words + ["--dry-run"])
    #expect(dry.output.hasPrefix("would become a ticket (urgent): QueueAboveLimit"))
    #expect(jira.issues.isEmpty)
    let made = try await run(words + ["--comment", "consumer {hangs} @all"])
    #expect(made.status == 0 && made.output.hasPrefix("SHOP-1 made: "), "\(made.errors)")
    let issue = try #require(jira.issues.first)
    #expect(issue.labels.contains("alert-QueueAboveLimit.catalog.stage"))
    #expect(issue.summary == "[stage] QueueAboveLimit: orders: 73 wait")
    #expect(issue.fields?["issuetype"]?["name"]?.string == "Incident")
    let text = issue.texts.joined()
    for word in ["consumer {hangs} @all", "firing since", "> 50", "critical", "█", "limit 50"] {
      #expect(text.contains(word), "\(word) in \(text)")
    }
    let again = try await run(words + ["--comment", "still hangs"])
    #expect(again.output.hasPrefix("SHOP-1 was open: commented: "), "\(again.errors)")
    #expect(again.errors.contains("SHOP-1 is open: it gets a comment"))
    let same = try await run(words + ["--comment", "still hangs"])
    #expect(same.output.hasPrefix("SHOP-1 knows it already"), "\(same.output)")
    #expect(jira.issues.count == 1 && jira.issues[0].comments.count == 1)
    let alert = try await run(["--format", "json", "alertname=QueueAboveLimit"]).json()
    let tickets = alert["alerts"]?.array?.first?["tickets"]?.array ?? []
    #expect(tickets.map { $0["key"]?.string } == ["SHOP-1"])
    #expect(tickets.first?["url"]?.string == "\(jira.url)/browse/SHOP-1")
    jira.close("SHOP-1")
    let anew = try await run(words)
    #expect(anew.output.hasPrefix("SHOP-2 made"), "\(anew.output) \(anew.errors)")
  }

  @Test func whatCannotBeToldSaysWhy() async throws {
    let homeless = try await run(["post", "alertname=Homeless", "--yes"])
    #expect(homeless.status == 1)
    #expect(homeless.errors.contains("no product of the settings has this alert"))
    jira.next(
      .create,
      .received,
      .answer(
        400,
        #"{"errorMessages":[],"errors":{"priority":"Field 'priority' cannot be set"}}"#
      )
    )
    let ticket = ["ticket", "--kind", "urgent"] + Self.queue
    let refused = try await run(ticket)
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains("priority: Field 'priority' cannot be set"),
      "\(refused.errors)"
    )
    try writeFile(folder.path + "/jira.token", "wrong\n")
    let unauthorized = try await run(ticket)
    #expect(
      unauthorized.status != 0 && unauthorized.errors.contains("401"),
      "\(unauthorized.errors)"
    )
    slack.next(.reply(403, "action_prohibited"))
    let prohibited = try await run(["post"] + Self.queue)
    #expect(prohibited.status != 0, "\(prohibited.errors)")
    chmod(folder.path + "/shop.webhook", 0o644)
    let open = try await run(["post"] + Self.queue)
    #expect(open.status != 0 && open.errors.contains("shop.webhook"), "\(open.errors)")
    for result in [refused, unauthorized, prohibited, open] {
      #expect(!(result.output + result.errors).contains("sEcReT"), "a secret is told")
      #expect(!(result.output + result.errors).contains("s3cret"), "a secret is told")
    }
    #expect(jira.issues.isEmpty && slack.posts.isEmpty)
    #expect(readFile(folder.path + "/journal.jsonl") ?? "" == "", "nothing was done")
    try writeFile(folder.path + "/catalog.json", #"{ "product": "catalog", "slak": {} }"#)
    let broken = try await run(["post"] + Self.queue)
    #expect(broken.status == 1 && broken.errors.contains("did you mean `slack`?"))
  }

  @Test func theFormPostsThePanel() async throws {
    let terminal = try await Tmux(columns: 120, rows: 30)
    let config = folder.path + "/config.json"
    try await terminal.type("\(Program.path) board --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "1 CRITICAL", "73")
    try await terminal.press("a")
    _ = try await terminal.wait(for: "QueueAboveLimit")
    try await terminal.press("x", "p")
    let form = try await terminal.wait(for: "all who read catalog-alerts", "Queues", "limit 50")
    #expect(form.contains("Ctrl-S post it"))
    #expect(slack.posts.isEmpty)
    try await terminal.type("the consumer hangs")
    try await terminal.press("C-s")
    _ = try await terminal.wait(for: "posted to catalog-alerts")
    let post = try #require(slack.posts.first).text()
    #expect(post.contains("[stage] QueueAboveLimit: orders: 73 wait"))
    #expect(post.contains("the consumer hangs") && post.contains("https://wiki.example/q"))
    #expect(post.contains("█") && post.contains("limit 50"), "the panel as text")
    #expect(!post.contains("<!channel>"))
    // And a ticket, with the panel in it.
    try await terminal.press("x", "t")
    _ = try await terminal.wait(for: "a new Incident, Highest in SHOP")
    try await terminal.press("C-s")
    _ = try await terminal.wait(for: "SHOP-1 made", "SHOP-1; ")
    #expect(jira.issues.first?.texts.joined().contains("█") == true)
    try await terminal.press("q", "q")
  }
}
