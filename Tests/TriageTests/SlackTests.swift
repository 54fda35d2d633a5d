import Documents
import Glibc
import HTTP
import Metrics
import ServerSupport
import Testing
import Triage

struct SlackTests {
  private let slack: SlackStandIn
  private let folder: TestFolder
  private let service = HTTPService(
    HTTPConfiguration(followsRedirects: false),
    userAgent: "test/1"
  )
  private let waits = JiraFixture.Waits()

  init() async throws {
    slack = try await SlackStandIn()
    folder = try TestFolder()
  }

  private func client(
    _ address: String? = nil,
    mode: mode_t = 0o600,
    deadline: Duration? = nil
  ) throws -> SlackClient {
    let file = try folder.file("webhook", (address ?? slack.url) + "\n", mode: mode)
    let inner = service.transport
    let transport = Transport { (request) async throws(TransportError) -> Response in
      var request = request
      if let deadline { request.deadline = deadline }
      return try await inner.send(request)
    }
    return SlackClient(
      Product.Channel(name: "#catalog-alerts", webhookFile: file),
      transport: transport,
      clock: JiraFixture.clock(waits)
    )
  }

  static let post = SlackPost(
    severity: "critical",
    title: "[prod] QueueAboveLimit firing 12m: queue=orders 73 > 50",
    paragraphs: ["73 > 50 for 5m\nsince 13:36 UTC", "orders & returns"],
    links: [
      SlackPost.Link(title: "SHOP-12", url: "https://jira/browse/SHOP-12?a=1&b=2"),
      SlackPost.Link(title: "runbook", url: "https://wiki/q"),
    ],
    chart: "100┤    ╭──╮\n 50┼────╯  ╰─",
    footer: "anna@ops1 · promwall"
  )

  private func blocks() throws -> [String] {
    let attachment = try #require(slack.posts.first?["attachments"]?.array?.first)
    return (attachment["blocks"]?.array ?? []).compactMap { block in
      (block["text"] ?? block["elements"]?.array?.first)?["text"]?.string
    }
  }

  @Test func aPostHasColourTextChartAndLinks() async throws {
    try await client().post(Self.post)
    #expect(slack.posts.count == 1)
    #expect(slack.posts[0]["text"]?.string == Self.post.title.replacing(">", with: "&gt;"))
    let attachment = slack.posts[0]["attachments"]?.array?.first
    #expect(attachment?["color"]?.string == "danger")
    #expect(attachment?["fallback"]?.string == Self.post.title.replacing(">", with: "&gt;"))
    #expect(
      try blocks() == [
        "73 &gt; 50 for 5m\nsince 13:36 UTC\n\norders &amp; returns",
        "```\n100┤    ╭──╮\n 50┼────╯  ╰─\n```",
        "<https://jira/browse/SHOP-12?a=1&amp;b=2|SHOP-12> · <https://wiki/q|runbook>",
        "anna@ops1 · promwall",
      ]
    )
  }

  @Test(arguments: [
    ("page", false, "danger"), ("warning", false, "warning"), ("none", false, "#808080"),
    ("critical", true, "good"),
  ])
  func severityIsTheColour(severity: String, isResolved: Bool, color: String) async throws {
    var post = Self.post
    post.severity = ForeignText(severity)
    post.isResolved = isResolved
    try await client().post(post)
    #expect(slack.posts[0]["attachments"]?.array?.first?["color"]?.string == color)
  }

  @Test(arguments: [
    "<!channel>", "<!here|x>", "<@U012AB3CD>", "<#C0123|general>", "<https://evil|https://bank>",
    "&lt;!channel&gt;", "<\u{301}!channel>", "```", "`", "a\u{202E}b", "\u{1B}[31m", "a\u{200B}b",
    "\u{0}", "\u{E0041}", "a\rb",
  ])
  func hostileTextIsText(hostile: String) async throws {
    var post = Self.post
    post.title = hostile
    post.paragraphs = [hostile]
    post.chart = "a\n\(hostile)\nb"
    post.footer = hostile
    post.links = [
      SlackPost.Link(title: hostile, url: "https://wiki/q"),
      SlackPost.Link(title: "x", url: "https://wiki/\(hostile)|<!channel>"),
      SlackPost.Link(title: "y", url: "javascript:alert(1)"),
    ]
    try await client().post(post)
    let blocks = try blocks()
    let title = try #require(slack.posts[0]["text"]?.string)
    for text in [title, blocks[0], blocks[1], blocks[3]] {
      #expect(!text.unicodeScalars.contains { $0 == "<" || $0 == ">" }, "\(text)")
      #expect(
        !text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }
      )
      #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .format })
    }
    #expect(blocks[1].split(separator: "```", omittingEmptySubsequences: false).count == 3)
    #expect(blocks[2].hasPrefix("<https://wiki/q|"))
    #expect(blocks[2].hasSuffix(" · y: javascript:alert(1)"))
    #expect(blocks[2].unicodeScalars.count { $0 == "<" } == 1, "\(blocks[2])")
    let first = slack.posts[0]["attachments"]?.array?.first?["blocks"]?.array?.first
    #expect(first?["text"]?["verbatim"]?.bool == true)
  }

  @Test func whatIsTooLongIsCut() async throws {
    var post = Self.post
    let long = String(repeating: "<&🙂\n", count: 10_000)
    post.title = long
    post.paragraphs = [long, long]
    post.chart = long
    post.footer = long
    post.links = (0..<200).map { SlackPost.Link(title: "\($0)", url: "https://wiki/\($0)") }
    try await client().post(post)
    #expect(slack.posts.count == 1, "within all limits")
    #expect(try blocks()[0].hasSuffix("…"))
  }

  // MARK: - Failures

  private static let newWebhook =
    "make a new incoming webhook and put its address into FOLDER/webhook"

  static let failures: [(steps: [FakeServer.Step], what: String, fix: String)] = [
    (
      .reply(400, "invalid_payload"),
      "Slack refused the post to #catalog-alerts (400: invalid_payload)",
      "check what FOLDER/webhook names, and whether #catalog-alerts takes posts"
    ),
    (
      .reply(403, "action_prohibited\u{1B}[31m"),
      "Slack does not allow the post to #catalog-alerts (403: action_prohibited␛[31m)",
      "ask the workspace's admins"
    ),
    (
      .reply(404, "no_service"),
      "Slack no longer has the webhook of #catalog-alerts (404: no_service)", newWebhook
    ),
    (
      .reply(404, "nothing at /services/T0001/B0001/sEcReTsEcReT"),
      "Slack no longer has the webhook of #catalog-alerts (404)", newWebhook
    ),
    (
      .reply(410, "channel_is_archived"),
      "the channel #catalog-alerts is archived (410: channel_is_archived)",
      "name another one's webhook"
    ),
    (
      .reply(200, #"{"ok":false,"error":"invalid_auth"}"#),
      "Slack did not say ok to the post to #catalog-alerts"
        + #" (200: {"ok":false,"error":"invalid_auth"})"#,
      newWebhook
    ),
    (
      .reply(200, "<html>Log in</html>"),
      "Slack did not say ok to the post to #catalog-alerts (200)", newWebhook
    ),
    (
      .reply(429, "", headers: ["Retry-After: 31"]),
      "Slack takes no more posts to #catalog-alerts now (429)", "try again in 31 s"
    ),
    (.reply(500, "rollup_error"), "Slack failed (500: rollup_error)", "try again later"),
    (
      .reply(302, "", headers: ["Location: https://evil/sEcReTsEcReT"]),
      "the webhook of #catalog-alerts redirects to another address", newWebhook
    ),
    (
      [.close],
      "Slack: ORIGIN closed the connection without an answer; it may have been posted all the same",
      "look into #catalog-alerts before you try again"
    ),
  ]

  @Test(arguments: failures.indices)
  func eachIsOneSentence(index: Int) async throws {
    let (steps, what, fix) = Self.failures[index]
    slack.next(steps)
    let client = try client()
    let problem = await problem { () throws(Problem) in try await client.post(Self.post) }
    let origin = slack.url.split(separator: "/")[1]
    #expect(problem?.what == what.replacing("ORIGIN", with: origin))
    #expect(problem?.fix == fix.replacing("FOLDER", with: folder.path))
    #expect(problem?.description.contains("sEcReT") == false)
    #expect(slack.count == 1, "a post is not repeated")
  }

  @Test func aTimeOutMayHavePosted() async throws {
    slack.next([.wait(milliseconds: 20_000)])
    let client = try client(deadline: .milliseconds(300))
    let problem = await problem { () throws(Problem) in try await client.post(Self.post) }
    #expect(problem?.what.hasSuffix("within 300 ms; it may have been posted all the same") == true)
    #expect(slack.count == 1)
  }

  @Test func slackSaysWhenToComeAgain() async throws {
    slack.next(.reply(429, "", headers: ["Retry-After: 3"]))
    try await client().post(Self.post)
    #expect(waits.all == [.seconds(3)])
    #expect(slack.posts.count == 1)
  }

  @Test(arguments: [
    "hooks.slack.com/services/T/B/sEcReT", "http://hooks.slack.com/services/T/B/sEcReT",
    "https://user:sEcReT@hooks.slack.com/x", "https://hooks.slack.com/\nsEcReT",
    "https://:0/sEcReT",
  ])
  func whatIsNoAddressIsNotShown(text: String) async throws {
    let client = try client(text)
    let problem = await problem { () throws(Problem) in try await client.post(Self.post) }
    #expect(
      problem?.description
        == "what \(folder.path)/webhook holds is no https address; put the address of an incoming"
        + " webhook into it: https://hooks.slack.com/services/…"
    )
  }

  @Test func aFileThatOthersReadIsRefused() async throws {
    let client = try client(mode: 0o640)
    let problem = await problem { () throws(Problem) in try await client.post(Self.post) }
    #expect(
      problem?.description
        == "the webhook of #catalog-alerts: others may read or change the secret file"
        + " \(folder.path)/webhook (mode 640); run: chmod 600 \(folder.path)/webhook"
    )
    #expect(slack.count == 0)
  }
}
