import Documents
import Support
import Testing

/// Silences and verdicts, by commands and by the form, at a real Prometheus and Alertmanager.
@Suite(.serialized)
struct ActingTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: QueueAboveLimit
            expr: label_replace(vector(73), "queue", "orders", "", "") > 50
            labels: { severity: critical, product: catalog }
            annotations: { summary: "orders wait" }
          - alert: QueueAboveLimit
            expr: label_replace(vector(61), "queue", "mail", "", "") > 50
            labels: { severity: critical, product: catalog }
            annotations: { summary: "mail waits" }

    """

  private let folder: TemporaryFolder
  private let alertmanager: RealAlertmanager
  private let prometheus: RealPrometheus

  init() async throws {
    folder = try TemporaryFolder()
    alertmanager = try await RealAlertmanager()
    prometheus = try await RealPrometheus(rules: Self.rules, alertmanager: alertmanager.port)
    try configure()
    _ = try await eventually { try await known().count == 2 }
  }

  private func configure(alertmanagers: Int = 1, journal: String = "journal.jsonl") throws {
    let list = Array(repeating: #"{ "url": "\#(alertmanager.url)" }"#, count: alertmanagers)
    try writeFile(
      folder.path + "/config.json",
      """
      {
        "default_environment": "stage",
        "journal": "\(journal)",
        "environments": { "stage": {
          "prometheus": { "url": "\(prometheus.url)" },
          "alertmanager": [\(list.joined(separator: ","))]
        } }
      }
      """
    )
  }

  private func alerts(_ words: [String]) async throws -> Program.Result {
    try await Program.run(["alerts"] + words + ["--config", folder.path + "/config.json"])
  }

  private func listed() async throws -> [JSON] {
    try await alerts(["--format", "json"]).json()["alerts"]?.array ?? []
  }

  private func known() async throws -> [JSON] {
    try await listed().filter { $0["known"]?.bool == true }
  }

  private func states() async throws -> [String: String] {
    Dictionary(
      try await listed().map {
        ($0["labels"]?["queue"]?.string ?? "", $0["state"]?.string ?? "")
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private func journal() throws -> [JSON] {
    let text = readFile(folder.path + "/journal.jsonl") ?? ""
    return try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8), file: "j") }
  }

  private static let silence = [
    "silence", "alertname=QueueAboveLimit", "queue=orders", "--comment", "consumer restarted",
  ]

  @Test func aSilenceIsMadeAndEnded() async throws {
    let dry = try await alerts(Self.silence + ["--dry-run"])
    #expect(
      dry.output
        == "would be silenced for 1h: alertname=\"QueueAboveLimit\" queue=\"orders\"\n"
    )
    #expect(dry.errors.contains("it hides 1 alert now; in the last 7 days"), "\(dry.errors)")
    #expect(try await states()["orders"] == "firing")
    #expect(try await alerts(Self.silence).errors.contains("there is no terminal to ask on"))
    // Twice the same server is one cluster: one silence.
    try configure(alertmanagers: 2)
    let done = try await alerts(Self.silence + ["--yes", "--duration", "2h"])
    #expect(done.status == 0 && done.output.hasPrefix("silenced for 2h: "), "\(done.errors)")
    #expect(try await states() == ["orders": "silenced", "mail": "firing"])
    let silences = try await listed().flatMap { $0["silencedBy"]?.array ?? [] }
    #expect(silences.count == 1)
    let silence = try #require(silences.first)
    #expect(silence["comment"]?.string == "consumer restarted")
    #expect(silence["createdBy"]?.string?.contains("@") == true)
    let span = (silence["endsAt"]?.number ?? 0) - (silence["startsAt"]?.number ?? 0)
    #expect((7_100...7_210).contains(span), "\(span)")
    let id = try #require(silence["id"]?.string)
    let record = try #require(try journal().last)
    #expect(record["type"]?.string == "silence" && record["silence"]?["id"]?.string == id)
    #expect(record["text"]?.string == "consumer restarted")

    let over = try await alerts(["unsilence", id, "--yes"])
    #expect(over.status == 0, "\(over.errors)")
    #expect(try await states()["orders"] == "firing")
    #expect(try journal().last?["type"]?.string == "unsilence")
    let unknown = try await alerts(["unsilence", "00000000-0000-4000-8000-000000000000", "--yes"])
    #expect(unknown.status == 1, "\(unknown.output)")
    #expect(unknown.errors.contains("no Alertmanager that answers has this silence"))
    // Over already: that is what was wanted.
    #expect(try await alerts(["unsilence", id, "--yes"]).status == 0)
  }

  @Test func whatGoesTooFarIsRefusedBeforeAnythingIsDone() async throws {
    let wide = try await alerts(["silence", "severity=critical", "--comment", "x", "--yes"])
    #expect(wide.status == 1)
    #expect(
      wide.errors.contains(
        "a silence names at least the alert or the product; add alertname or product"
      )
    )
    let pattern = try await alerts([
      "silence", "alertname=~\".+\"", "--comment", "x", "--yes",
    ])
    #expect(pattern.status == 1 && pattern.errors.contains("without a pattern"))
    let long = String(repeating: "x", count: 17_000)
    let words17 = ["silence", "alertname=QueueAboveLimit", "--comment", long, "--yes"]
    #expect(try await alerts(words17).errors.contains("the text is too long for the journal"))
    // The journal can't grow: nothing is done that it couldn't tell of.
    let line = #"{"v":1,"id":"1","t":"2026-11-24T17:02:41Z","by":"a","env":"x","type":"note"}"#
    try writeFile(
      folder.path + "/journal.jsonl",
      String(repeating: line + "\n", count: 40)
    )
    let words = Self.silence + ["--yes", "--config", folder.path + "/config.json"]
    let quoted = (["alerts"] + words).map { "'\($0)'" }.joined(separator: " ")
    let child = try Child(
      ["sh", "-c", "ulimit -f 2; exec \(Program.path) \(quoted)"],
      environment: Program.environment(home: folder.path),
      errors: folder.path + "/errors"
    )
    #expect(await child.end(within: 30) == 1)
    let told = readFile(folder.path + "/errors") ?? ""
    #expect(
      told.contains("the journal can't be written: file too large; nothing was done"),
      "\(told)"
    )
    #expect(try await states()["orders"] == "firing")
    #expect(try journal().count == 40)
    try configure(journal: "/dev/full")
    let device = try await alerts(Self.silence + ["--yes"])
    #expect(device.status == 1 && device.errors.contains("the journal is no regular file"))
    try configure()
    try await alertmanager.kill()
    let gone = try await alerts(Self.silence + ["--yes"])
    #expect(gone.status == 3, "\(gone.errors)")
    #expect(gone.errors.contains("connection refused") && gone.errors.contains("nothing was done"))
    #expect(try journal().count == 40)
  }

  @Test func theFormSilencesWhatItSays() async throws {
    let terminal = try await Tmux(columns: 120, rows: 30)
    let config = folder.path + "/config.json"
    try await terminal.type("\(Program.path) prometheus --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "2 CRITICAL")
    try await terminal.press("a")
    _ = try await terminal.wait(for: "2 firing")
    try await terminal.press("x", "s")
    _ = try await terminal.wait(for: "hides now  2 alerts", "[ ] queue=")
    // To its queue alone.
    try await terminal.press("Tab", "Right", "Right", "Right", "Space")
    var screen = try await terminal.wait(for: "[x] queue=", "hides now  1 alert;")
    try await terminal.press("Tab", "Right", "Tab")
    try await terminal.type("consumer restarted")
    screen = try await terminal.wait(for: "(2h)", "comment    consumer restarted")
    #expect(screen.contains("Ctrl-S silence it"))
    #expect(try await states().values.allSatisfy { $0 == "firing" }, "nothing before Ctrl-S")
    try await terminal.press("C-s")
    _ = try await terminal.wait(for: "silenced for 2h", "1 silenced", "1 firing")
    #expect(try await states().values.sorted() == ["firing", "silenced"])
    // And is it right?
    try await terminal.press("x", "v", "Tab", "Right", "C-s")
    _ = try await terminal.wait(for: "called false")
    #expect(try journal().last?["verdict"]?.string == "false")
    try await terminal.press("q", "q")
    let list = try await alerts(["--format", "json"]).json()["alerts"]?.array ?? []
    #expect(list.contains { $0["verdict"]?.string == "false" })
  }
}
