import Documents
import Support
import Testing

/// A server whose labels want to take the terminal over: every way out shows them harmless, and
/// queries and JSON have them as they are.
struct HostileTests {
  /// Sets the window's title, goes back to the line's start, turns the direction, and is long.
  private static let value =
    "\u{1B}]0;x\u{7}\r\u{202E}" + String(repeating: "w", count: 5_000) + "\u{200B}'\"end"

  private static let layout = """
    {
      "title": "Hostile",
      "time": { "from": "now-10m", "to": "now" },
      "variables": [{ "name": "v", "type": "query", "query": "label_values(hostile, v)" }],
      "panels": [
        { "type": "timeseries", "title": "Lines of $v", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "max_over_time(hostile{v='$v'}[1h])", "legendFormat": "{{v}}" }] },
        { "type": "table", "title": "Table", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "max_over_time(hostile{v='$v'}[1h])" }] },
        { "type": "bargauge", "title": "Bars", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "max_over_time(hostile{v=~'$v'}[1h])", "legendFormat": "{{v}}" }] },
        { "type": "stat", "title": "Stat", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "max_over_time(hostile{v='$v'}[1h])", "legendFormat": "{{v}}" }] }
      ]
    }
    """

  private let server: RealPrometheus
  private let folder: TemporaryFolder
  private var file: String { folder.path + "/hostile.json" }

  init() async throws {
    folder = try TemporaryFolder()
    try writeFile(folder.path + "/hostile.json", Self.layout)
    let now = wallClock()
    let written = Self.value.replacing("\"", with: "\\\"")
    let samples = (0..<40).map { "hostile{v=\"\(written)\"} 7 \(now - 600 + 15 * Int64($0))\n" }
    server = try await RealPrometheus(
      history: "# TYPE hostile gauge\n" + samples.joined() + "# EOF\n"
    )
  }

  private func render(_ format: String) async throws -> Program.Result {
    let result = try await Program.run([
      "render", file, "--prometheus", server.url, "--format", format, "--size", "100x40",
    ])
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  /// No control but line feeds, nothing that turns or hides text.
  private func expectHarmless(_ text: String, _ name: String) {
    let bad = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case ..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    #expect(bad.isEmpty, "\(name) has \(bad.map { String($0.value, radix: 16) })")
  }

  @Test func textAndPicturesAreHarmless() async throws {
    for format in ["text", "svg"] {
      let output = try await render(format).output
      expectHarmless(output, format)
      #expect(output.contains("␛]0;x␇␍‹202E›www"), "\(format) shows what was there")
    }
    let colored = try await render("ansi").output
    // Nothing begins with ESC but the colours, which are ours.
    expectHarmless(colored.replacing(#/\u{1B}\[[0-9;:]*m/#, with: ""), "ansi")
    #expect(colored.contains("\u{1B}["))
  }

  @Test func jsonAndQueriesHaveItAsItIs() async throws {
    let root = try await render("json").json()
    let panels = try #require(root["panels"]?.array)
    #expect(panels.count == 4)
    for panel in panels {
      #expect(panel["state"]?.string == "live", "\(panel["title"]?.string ?? "")")
      let series = try #require(panel["series"]?.array?.first)
      #expect(series["labels"]?["v"]?.string == Self.value)
      #expect(series["points"]?.array?.last?.array?[1].number == 7)
    }
    // Given by a flag it asks for the same series.
    let chosen = try await Program.run([
      "render", file, "--prometheus", server.url, "--format", "json", "--var", "v=\(Self.value)",
    ])
    #expect(chosen.status == 0)
    let first = try chosen.json()["panels"]?.array?.first
    #expect(first?["series"]?.array?.first?["labels"]?["v"]?.string == Self.value)
  }

  @Test func theTerminalIsNotTakenOver() async throws {
    let terminal = try await Tmux(columns: 100, rows: 30)
    let title = try await terminal.title()
    try await terminal.type("\(Program.path) \(file) --prometheus \(server.url)\n")
    var screen = try await terminal.wait(for: "● live", "␛]0;x␇␍‹202E›w")
    #expect(screen.contains("␛]0;x␇␍‹202E›w"))
    expectHarmless(screen, "the screen")
    try await terminal.press("V")
    screen = try await terminal.wait(for: "Variables")
    expectHarmless(screen, "the variables")
    try await terminal.press("Escape", "i")
    screen = try await terminal.wait(for: "hostile{v=")
    expectHarmless(screen, "the query")
    #expect(try await terminal.title() == title, "the title was set")
    try await terminal.press("Escape", "q")
  }
}
