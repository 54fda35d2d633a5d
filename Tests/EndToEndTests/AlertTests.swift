import Documents
import Support
import Testing

/// What fires in a real Prometheus, and what a real Alertmanager makes of it.
@Suite(.serialized)
struct AlertTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: QueueAboveLimit
            expr: vector(73) > 50
            labels: { severity: critical, product: catalog, evil: "\\e]0;x\\a\\r\\u202E" }
            annotations: { summary: "orders: {{ $value }} wait", runbook_url: "https://wiki/q" }
          - alert: NeverMind
            expr: vector(1) > 2

    """

  private let folder: TemporaryFolder
  private let alertmanager: RealAlertmanager
  private let prometheus: RealPrometheus

  init() async throws {
    folder = try TemporaryFolder()
    alertmanager = try await RealAlertmanager()
    prometheus = try await RealPrometheus(rules: Self.rules, alertmanager: alertmanager.port)
    try writeFile(
      folder.path + "/config.json",
      """
      {
        "default_environment": "stage",
        "environments": {
          "stage": {
            "prometheus": { "url": "\(prometheus.url)" },
            "alertmanager": [{ "url": "\(alertmanager.url)" }]
          }
        }
      }
      """
    )
  }

  private func alerts(_ words: String...) async throws -> Program.Result {
    try await Program.run(["alerts", "--config", folder.path + "/config.json"] + words)
  }

  private func first() async throws -> JSON? {
    try await alerts("--format", "json").json()["alerts"]?.array?.first
  }

  /// Once Alertmanager has it.
  private func arrived() async throws -> JSON {
    var alert: JSON?
    _ = try await eventually {
      alert = try await first()
      return alert?["known"]?.bool == true
    }
    return try #require(alert)
  }

  /// No control but line feeds, nothing that turns text.
  private func expectHarmless(_ text: String) {
    let bad = text.unicodeScalars.filter { scalar in
      scalar != "\n" && (scalar.value < 0x20 || (0x202A...0x202E).contains(scalar.value))
    }
    #expect(bad.isEmpty, "\(bad.map { String($0.value, radix: 16) })")
  }

  @Test func anAlertIsSilencedAndKnownNoMore() async throws {
    let alert = try await arrived()
    #expect(alert["name"]?.string == "QueueAboveLimit")
    #expect(alert["state"]?.string == "firing")
    #expect(alert["severity"]?.string == "critical")
    #expect(alert["environment"]?.string == "stage")
    #expect(alert["product"]?.string == "catalog")
    #expect(alert["labels"]?["evil"]?.string == "\u{1B}]0;x\u{7}\r\u{202E}", "JSON has it as it is")
    #expect(alert["annotations"]?["summary"]?.string == "orders: 73 wait")
    #expect(alert["value"]?.number == 73)
    #expect((alert["activeAt"]?.number ?? 0) > 1_700_000_000)
    #expect(alert["silencedBy"]?.array?.isEmpty == true)
    #expect(alert["tickets"]?.array?.isEmpty == true)
    #expect(alert["claim"] != nil)

    let terminal = try await Tmux(columns: 120, rows: 50)
    let title = try await terminal.title()
    let config = folder.path + "/config.json"
    try await terminal.type("\(Program.path) prometheus --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "1 CRITICAL")
    try await terminal.press("a")
    _ = try await terminal.wait(for: "1 firing", "QueueAboveLimit", "orders: 73 wait")

    try await alertmanager.amtool(
      "silence",
      "add",
      "alertname=QueueAboveLimit",
      "--author",
      "anna\u{1B}[31m",
      "--duration",
      "1h",
      "--comment",
      "consumer\u{1B}]0;y\u{7} restarted"
    )
    let silenced = try #require(try await first())
    #expect(silenced["state"]?.string == "silenced")
    let silence = try #require(silenced["silencedBy"]?.array?.first)
    #expect(silence["createdBy"]?.string == "anna\u{1B}[31m")
    #expect(silence["comment"]?.string == "consumer\u{1B}]0;y\u{7} restarted")
    let table = try await alerts("severity=critical", "cluster=eu-1")
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("by anna␛[31m: consumer␛]0;y␇ restarted"), "\(table.output)")
    expectHarmless(table.output)
    var screen = try await terminal.wait(
      for: "none firing, 1 silenced",
      "by anna␛[31m: consumer␛]0;y␇ restarted"
    )
    expectHarmless(screen)
    try await terminal.press("Enter")
    screen = try await terminal.wait(for: "vector(73) > 50", "nobody", "https://wiki/q", "evil=")
    expectHarmless(screen)
    #expect(try await terminal.title() == title, "the title was set")

    // Alertmanager is gone: whatever it silenced is shown as firing.
    try await alertmanager.kill()
    try await terminal.press("Escape")
    screen = try await terminal.wait(for: "SILENCES UNKNOWN", "1 CRITICAL", "1 firing")
    #expect(!screen.contains("silenced"))
    let blind = try await alerts("--format", "json")
    #expect(blind.status == 3)
    #expect(blind.errors.contains("connection refused"), "\(blind.errors)")
    let told = try blind.json()
    #expect(told["alerts"]?.array?.first?["state"]?.string == "firing")
    #expect(told["alerts"]?.array?.first?["known"]?.isNull == true)
    #expect(told["problems"]?.array?.first?["environment"]?.string == "stage")
    try await terminal.press("Escape", "q")
  }

  @Test func matchersAndOthersAlerts() async throws {
    _ = try await arrived()
    try await alertmanager.amtool(
      "alert",
      "add",
      "Watchdog",
      "severity=none",
      "--annotation=summary=on"
    )
    let all = try await alerts()
    #expect(all.status == 0, "\(all.errors)")
    #expect(all.output.contains("Watchdog"))
    #expect(all.output.contains("on (sent by others)"), "\(all.output)")
    let groups = try await alerts("--group-by", "product").output
    let headings = groups.split(separator: "\n").filter { !$0.contains("  ") }
    #expect(
      headings == ["catalog: 1 firing", "without the label product: 1 sent by others"],
      "\(groups)"
    )
    let names = { (words: [String]) in
      try await Program.run(
        ["alerts", "--config", folder.path + "/config.json", "--format", "json"] + words
      ).json()["alerts"]?.array?.compactMap { $0["name"]?.string }
    }
    #expect(try await names([]) == ["QueueAboveLimit", "Watchdog"])
    #expect(try await names(["alertname=~\"Queue.*\""]) == ["QueueAboveLimit"])
    #expect(try await names(["Watchdog"]) == ["Watchdog"])
    #expect(try await names(["severity!=critical"]) == ["Watchdog"])
    #expect(try await names(["severity=critical", "product=other"]) == [])
  }

  /// Both at once: one whose alerts nobody gets, and one that is not there.
  @Test func aGapInDeliveryAndAnEnvironmentThatIsGone() async throws {
    let lonely = try await RealPrometheus(rules: Self.rules)
    let other = try TemporaryFolder()
    let config = other.path + "/config.json"
    try writeFile(
      config,
      """
      { "environments": {
          "lonely": { "prometheus": { "url": "\(lonely.url)" },
            "alertmanager": [{ "url": "\(alertmanager.url)" }] },
          "gone": { "prometheus": { "url": "http://127.0.0.1:\(try Web.freePort())" } } } }
      """
    )
    let ask = ["alerts", "--config", config, "-e", "lonely"]
    let isTold = try await eventually(within: 110) {
      try await Program.run(ask).output.contains(
        "?  lonely: QueueAboveLimit fires, and Alertmanager doesn't have it: nobody is told"
      )
    }
    #expect(isTold)
    let both = try await Program.run(ask + ["-e", "gone", "--format", "json"])
    #expect(both.status == 3)
    #expect(both.errors.contains("connection refused"))
    let root = try both.json()
    let mine = root["alerts"]?.array?.filter { $0["environment"]?.string == "lonely" } ?? []
    #expect(mine.contains { $0["known"]?.bool == false && $0["state"]?.string == "firing" })
    let told = root["problems"]?.array?.compactMap { $0["environment"]?.string }
    #expect(Set(told ?? []) == ["gone", "lonely"])
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type("\(Program.path) prometheus --config \(config) -e lonely\n")
    _ = try await terminal.wait(
      for: "1 CRITICAL",
      "QueueAboveLimit fires, and Alertmanager doesn't"
    )
    try await terminal.press("q")
  }
}
