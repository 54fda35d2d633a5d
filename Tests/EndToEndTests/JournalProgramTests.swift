import Documents
import Glibc
import Support
import Testing

/// What people do about alerts, written down by the built program.
struct JournalProgramTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: QueueAboveLimit
            expr: label_replace(vector(73), "queue", "orders", "", "")
            labels: { severity: warning, product: catalog }
          - alert: Calm
            expr: label_replace(vector(1), "queue", "mail", "", "")

    """

  /// A server, and how to run the program on it with a journal of its own.
  private final class House {
    let server: RealPrometheus
    let folder: TemporaryFolder
    var journal: String { folder.path + "/state/journal.jsonl" }

    init() async throws {
      server = try await RealPrometheus(rules: JournalProgramTests.rules)
      folder = try TemporaryFolder()
      try writeFile(
        folder.path + "/config.json",
        """
        { "default_environment": "prod", "journal": "\(folder.path)/state/journal.jsonl",
          "environments": {
            "prod": { "prometheus": { "url": "\(server.url)" } },
            "shop": { "prometheus": { "url": "\(server.url)" }, "read_only": true } } }
        """
      )
      let fires = try await eventually {
        try await run(["render", "overview", "--summary"]).output.contains("2 alerts fire")
      }
      #expect(fires)
    }

    func run(_ words: [String]) async throws -> Program.Result {
      try await Program.run(words + ["--config", folder.path + "/config.json"])
    }
  }

  @Test func claimsAndNotesAreWrittenAndRead() async throws {
    let house = try await House()
    let claim = try await house.run(
      ["alerts", "claim", "alertname=QueueAboveLimit", "--comment", "restarting", "--yes"]
    )
    #expect(claim.status == 0, "\(claim.errors)")
    #expect(claim.output.contains(#"QueueAboveLimit{product="catalog", queue="orders""#))
    let note = try await house.run(
      ["alerts", "note", "queue=~orders|mail", "--comment", "seen \u{1B}[31m before", "--yes"]
    )
    #expect(note.status == 0 && note.output.split(separator: "\n").count == 2, "\(note)")

    let all = try await house.run(["journal"])
    let lines = all.output.split(separator: "\n")
    #expect(all.status == 0 && lines.count == 3, "\(all.output)")
    #expect(lines[0].contains(" claim ") && lines[0].hasSuffix("restarting"))
    #expect(!all.output.contains("\u{1B}"))
    let json = try await house.run(["journal", "--format", "json", "queue=orders"]).json()
    let records = try #require(json["records"]?.array)
    #expect(records.map { $0["type"]?.string } == ["claim", "note"])
    #expect(records[1]["text"]?.string == "seen \u{1B}[31m before", "kept as it was written")
    #expect(records[0]["product"]?.string == "catalog" && records[0]["env"]?.string == "prod")
    #expect(records[0]["activeAt"]?.string != nil)
    let notes = try await house.run(["journal", "--type", "note", "alertname=Calm"])
    #expect(notes.output.split(separator: "\n").count == 1)
    #expect(try await house.run(["journal", "--by", "nobody-of-that-name"]).output.isEmpty)
    #expect(try await house.run(["journal", "--to", "now-1h"]).output.isEmpty)

    // A guest sees none of it, and nobody acts where it is not allowed, not clear or not possible.
    for (words, code, sentence) in [
      (["journal", "--read-only"], 64, "a guest does not see the journal"),
      (["alerts", "claim", "queue=orders", "--yes", "--read-only"], 64, "a guest changes nothing"),
      (["alerts", "claim", "queue=orders", "--yes", "-e", "shop"], 64, "shop is read only"),
      (["alerts", "claim", "queue=orders"], 64, "there is no terminal to ask on"),
      (["alerts", "claim", "queue=nowhere", "--yes"], 1, "no alert of prod matches"),
      (["alerts", "claim", "nonsense", "--yes"], 64, "is no matcher"),
      (["alerts", "claim"], 64, "matcher"),
    ] as [([String], Int32, String)] {
      let result = try await house.run(words)
      #expect(result.status == code, "\(words): \(result.status) \(result.errors)")
      #expect(result.errors.contains(sentence), "\(words): \(result.errors)")
    }
    let dry = try await house.run(["alerts", "claim", "queue=orders", "--dry-run"])
    #expect(dry.status == 0 && dry.output.hasPrefix("would be claimed: QueueAboveLimit"))
    #expect(readFile(house.journal)?.split(separator: "\n").count == 3, "nothing was added")
    try await house.server.kill()
    let gone = try await house.run(["alerts", "claim", "queue=orders", "--yes"])
    #expect(gone.status == 3 && gone.errors.contains("connection refused"), "\(gone.errors)")
  }

  @Test func aScreenThatStandsShowsWhoIsOnIt() async throws {
    let house = try await House()
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type(
      "\(Program.path) prometheus --config \(house.folder.path)/config.json\n"
    )
    _ = try await terminal.wait(for: "● live")
    try await terminal.press("a")
    #expect(!(try await terminal.wait(for: "QueueAboveLimit")).contains("claimed"))
    let words = ["alerts", "claim", "queue=orders", "--comment", "on it", "--yes"]
    #expect(try await house.run(words).status == 0)
    #expect(try await terminal.wait(for: "claimed by ").contains("QueueAboveLimit"))
    let json = try await house.run(["alerts", "--format", "json", "queue=orders"]).json()
    let claim = json["alerts"]?.array?.first?["claim"]
    #expect(claim?["by"]?.string?.contains("@") == true && claim?["at"]?.number != nil)
    try await terminal.press("q", "q")
  }

  /// 1,000 writes each where `PROMWALL_WRITES` says so.
  private static let writes =
    getenv("PROMWALL_WRITES").flatMap { Int(String(cString: $0)) } ?? 25

  /// Eight at once, and some of them killed at any moment: what was confirmed is there.
  @Test func nothingThatWasConfirmedIsLost() async throws {
    let house = try await House()
    let folder = house.folder.path
    let confirmed = try await withThrowingTaskGroup(of: [String].self) { group in
      for writer in 0..<8 {
        group.addTask { try await Self.write(writer, folder) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let text = try #require(readFile(house.journal))
    #expect(text.hasSuffix("\n"))
    let records = try text.split(separator: "\n").map { line in
      try JSON(parsing: Array(line.utf8), file: "journal")
    }
    let written = records.compactMap { $0["text"]?.string }
    #expect(written.count == records.count && Set(written).count == written.count, "none torn")
    #expect(Set(confirmed).subtracting(written).isEmpty)
    #expect(!confirmed.isEmpty)
  }

  /// - Returns: The texts that the program has said are written.
  private static func write(_ writer: Int, _ folder: String) async throws -> [String] {
    var random = SeededRandom(seed: UInt64(writer))
    var confirmed: [String] = []
    for number in 0..<writes {
      let text = "\(writer) \(number)"
      let output = "\(folder)/out-\(writer)-\(number)"
      let child = try Child(
        [
          Program.path, "alerts", "note", "alertname=Calm", "--comment", text, "--yes",
          "--config", "\(folder)/config.json",
        ],
        environment: Program.environment(home: folder),
        output: output
      )
      if Int.random(in: 0..<5, using: &random) == 0 {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0..<80, using: &random)))
        child.signal(SIGKILL)
      }
      _ = await child.end(within: 60)
      // A word on the way out says that it is on the disk, whatever became of the process.
      if readFile(output)?.contains("noted by") == true { confirmed.append(text) }
      unlink(output)
    }
    return confirmed
  }
}
