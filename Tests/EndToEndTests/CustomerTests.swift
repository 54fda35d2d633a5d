import Documents
import Support
import Testing

/// A customer's session: their own product's dashboards and alerts, and nothing else.
@Suite(.serialized)
struct CustomerTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: QueueAboveLimit
            expr: vector(73) > 50
            labels: { severity: warning, product: catalog }
            annotations: { summary: "orders: 73 wait" }
          - alert: SecretProject
            expr: vector(1)
            labels: { severity: critical, product: skunkworks }
          - alert: HostDown
            expr: vector(1)
            labels: { severity: critical }

    """

  private let folder: TemporaryFolder
  private let alertmanager: RealAlertmanager
  private let prometheus: RealPrometheus

  init() async throws {
    folder = try TemporaryFolder()
    alertmanager = try await RealAlertmanager()
    prometheus = try await RealPrometheus(rules: Self.rules, alertmanager: alertmanager.port)
    try writeFile(
      folder.path + "/catalog.json",
      #"{ "product": "catalog", "visible_to": ["acme"], "layouts": ["mine"] }"#
    )
    try writeFile(
      folder.path + "/skunkworks.json",
      #"{ "product": "skunkworks", "layouts": ["theirs"] }"#
    )
    for (name, title) in [("mine", "Our uploads"), ("theirs", "Skunkworks")] {
      try writeFile(
        folder.path + "/\(name).json",
        """
        { "title": "\(title)", "panels": [
          { "type": "table", "title": "Number", "unit": "none", "targets": [{ "expr": "vector(4711)" }] },
          { "type": "alertlist", "title": "Alerts" }] }
        """
      )
    }
    try writeFile(
      folder.path + "/config.json",
      """
      { "default_environment": "acme", "journal": "journal.jsonl",
        "products": ["catalog.json", "skunkworks.json"], "layouts": ["mine.json", "theirs.json"],
        "environments": {
          "acme": { "customer": "acme", "prometheus": { "url": "\(prometheus.url)" },
            "alertmanager": [{ "url": "\(alertmanager.url)" }] },
          "nobody": { "customer": "nobody", "prometheus": { "url": "\(prometheus.url)" } },
          "headoffice": { "prometheus": { "url": "\(prometheus.url)" } } } }
      """
    )
    _ = try await eventually {
      let told = try await run(["alerts", "-e", "headoffice", "--format", "json"])
      return try told.json()["alerts"]?.array?.count == 3
    }
  }

  private func run(_ words: [String]) async throws -> Program.Result {
    try await Program.run(words + ["--config", folder.path + "/config.json"])
  }

  @Test func commandsTellTheirOwnAlone() async throws {
    let staff = try await run(["alerts", "-e", "headoffice", "--format", "json"]).json()
    #expect(staff["alerts"]?.array?.count == 3)
    let own = try await run(["alerts", "--format", "json"]).json()
    #expect(own["alerts"]?.array?.map { $0["name"]?.string } == ["QueueAboveLimit"])
    let none = try await run(["alerts", "-e", "nobody", "--format", "json"]).json()
    #expect(none["alerts"]?.array?.isEmpty == true, "who is named nowhere sees nothing")
    for (words, sentence) in [
      (["alerts", "claim", "alertname=QueueAboveLimit", "--yes"], "acme is read only"),
      (["alerts", "silence", "product=catalog", "--comment", "x", "--yes"], "acme is read only"),
      (["journal"], "a guest does not see the journal"),
      (["record", "mine", "-o", folder.path + "/rec", "--for", "1s"], "a guest writes nothing"),
      (["render", "theirs"], "no command, layout or file \"theirs\""),
      (["render", folder.path + "/theirs.json"], "there is no file"),
      (["render", "mine", "-e", "acme", "--panel", "Nothing"], "there is no panel"),
    ] {
      let result = try await run(words)
      #expect(result.status != 0, "\(words)")
      #expect(result.errors.contains(sentence), "\(words): \(result.errors)")
    }
    let list = try await run(["environments"])
    #expect(!list.output.contains("headoffice") && list.output.contains("acme"), "\(list.output)")
    #expect(try await run(["render", "mine"]).output.contains("4711"))
    #expect(readFile(folder.path + "/journal.jsonl") == nil)
  }

  @Test func theScreenNamesNothingElse() async throws {
    let terminal = try await Tmux(columns: 120, rows: 30)
    let config = folder.path + "/config.json"
    try await terminal.type("clear; \(Program.path) --config \(config)\n")
    var screens = [try await terminal.wait(for: "Our uploads", "1 WARNING", "4711")]
    #expect(!screens[0].contains("CRITICAL"), "others' alerts are not counted")
    try await alertmanager.amtool(
      "silence",
      "add",
      "alertname=QueueAboveLimit",
      "--author",
      "anna@ops1",
      "--duration",
      "1h",
      "--comment",
      "known at headquarters"
    )
    try await terminal.press("a")
    screens.append(try await terminal.wait(for: "1 silenced"))
    try await terminal.press("x")
    screens.append(try await terminal.wait(for: "this session may only look"))
    try await terminal.press("Enter")
    screens.append(try await terminal.wait(for: "silenced, warning"))
    try await terminal.press("Escape", "Escape", "D")
    screens.append(try await terminal.wait(for: "Our uploads", "Dashboards"))
    try await terminal.press("Escape", "E")
    screens.append(try await terminal.wait(for: "Environments"))
    try await terminal.press("Escape", "i")
    screens.append(try await terminal.wait(for: "vector(4711)"))
    try await prometheus.kill()
    try await terminal.press("Escape", "r")
    screens.append(try await terminal.wait(for: "ALERTS UNKNOWN"))
    try await terminal.press("E")
    screens.append(try await terminal.wait(for: "Environments"))
    for word in [
      "Skunkworks", "skunkworks", "SecretProject", "HostDown", "headoffice", "headquarters", "anna",
      "127.0.0.1", "vector(73)",
    ] {
      for screen in screens { #expect(!screen.contains(word), "\(word) on \(screen)") }
    }
    try await terminal.press("Escape", "q")
  }
}
