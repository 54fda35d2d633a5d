import Glibc
import Support
import Testing

/// The built program in a real terminal, watching real servers.
@Suite(.serialized)
struct WatchTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: AlwaysOn
            expr: vector(1)
            labels: { severity: warning }
            annotations: { summary: "it is always on" }

    """

  private func settings(_ environments: [(String, RealPrometheus)], in folder: TemporaryFolder)
    throws -> String
  {
    let entries = environments.map { name, server in
      #""\#(name)": { "prometheus": { "url": "\#(server.url)", "scrape_interval": "1s" } }"#
    }
    let path = folder.path + "/config.json"
    try writeFile(
      path,
      """
      {
        "default_environment": "\(environments[0].0)",
        "environments": { \(entries.joined(separator: ", ")) }
      }
      """
    )
    return path
  }

  @Test func aNightOfTheWall() async throws {
    let (stage, prod) = (
      try await RealPrometheus(rules: Self.rules), try await RealPrometheus()
    )
    let folder = try TemporaryFolder()
    let config = try settings([("stage", stage), ("prod", prod)], in: folder)
    let terminal = try await Tmux(columns: 100, rows: 30)
    try await terminal.type("stty -a | cksum; echo before\n")
    let before = try await terminal.wait(for: "\nbefore")

    // Start.
    try await terminal.type("\(Program.path) prometheus --config \(config); echo left $?\n")
    var screen = try await terminal.wait(for: "STAGE", "● live", "1 WARNING", "AlwaysOn")
    #expect(screen.contains("it is always on"))
    #expect(!screen.contains("before"), "the alternate screen covers what was there")

    // Switch environment.
    try await terminal.press("E")
    screen = try await terminal.wait(for: "Environments", "stage", "prod")
    try await terminal.type("prod")
    try await terminal.press("Enter")
    screen = try await terminal.wait(for: " PROD", "● live", "none firing")
    #expect(screen.contains("none firing"))
    try await terminal.press("E")
    try await terminal.type("stage")
    try await terminal.press("Enter")
    _ = try await terminal.wait(for: " STAGE", "1 WARNING")

    // Resize.
    for (columns, rows) in [(60, 16), (20, 6), (160, 48)] {
      try await terminal.resize(columns: columns, rows: rows)
      let fits = try await eventually {
        let lines = try await terminal.screen().split(
          separator: "\n",
          omittingEmptySubsequences: false
        )
        return lines.count >= rows && lines[0].contains("STAGE")
          && (rows < 8 ? lines[0].contains("!1") : lines[rows - 1].contains("? help"))
      }
      #expect(fits, "\(columns)x\(rows)")
    }

    // Kill the server: stale, its age grows, the alerts are unknown, and keys still work.
    try await stage.kill()
    screen = try await terminal.wait(for: "ALERTS UNKNOWN", "STALE", within: 90)
    #expect(screen.contains("ALERTS UNKNOWN"))
    #expect(!screen.contains("none firing"))
    #expect(!screen.contains("1 WARNING"))
    let young = try #require(screen.firstMatch(of: #/STALE (\d+)s/#)).1
    let grows = try await eventually {
      try await terminal.screen().firstMatch(of: #/STALE (\d+)s/#).map { Int($0.1) ?? 0 } ?? 0
        > Int(young) ?? 0
    }
    #expect(grows)
    try await terminal.press("?")
    #expect(try await terminal.wait(for: "next, previous panel", within: 5).contains("quit"))
    try await terminal.press("Escape")

    // Start it again: live.
    try await stage.start()
    screen = try await terminal.wait(for: "● live", "1 WARNING", within: 90)
    #expect(screen.contains("1 WARNING"))
    #expect(!screen.contains("STALE"))

    // Quit: the terminal is as it was.
    try await terminal.resize(columns: 100, rows: 30)
    try await terminal.press("q")
    screen = try await terminal.wait(for: "left 0")
    try await terminal.type("stty -a | cksum; echo after\n")
    screen = try await terminal.wait(for: "\nafter")
    let sums = { (text: String) in text.matches(of: #/(?m)^\d+ \d+ *$/#).map { String($0.0) } }
    #expect(screen.contains("before"), "what stood there is back:\n\(screen)")
    #expect(sums(screen).count == 2 && Set(sums(screen)) == Set(sums(before)), "\(screen)")
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalRestoresTheTerminal(number: Int32) async throws {
    let server = try await RealPrometheus()
    let terminal = try await Tmux(columns: 80, rows: 24)
    try await terminal.type(
      "\(Program.path) prometheus --prometheus \(server.url) & echo $! >\(server.folder.path)/pid;"
        + " fg; echo gone\n"
    )
    _ = try await terminal.wait(for: "● live")
    let text = try #require(readFile(server.folder.path + "/pid")).trimmedLine
    let pid = try #require(pid_t(text))
    #expect(kill(pid, number) == 0)
    let screen = try await terminal.wait(for: "gone")
    #expect(screen.contains("gone"))
    #expect(!screen.contains("● live"))
    try await terminal.type("stty -a\n")
    #expect(try await terminal.wait(for: " echo ", "icanon").contains(" echo "))
  }

  @Test func stoppedAndContinued() async throws {
    let server = try await RealPrometheus()
    let terminal = try await Tmux(columns: 80, rows: 24)
    try await terminal.type("set -m; \(Program.path) prometheus --prometheus \(server.url)\n")
    _ = try await terminal.wait(for: "● live")
    try await terminal.press("C-z")
    let screen = try await terminal.wait(for: "Stopped")
    #expect(screen.contains("Stopped"))
    try await terminal.type("fg\n")
    #expect(try await terminal.wait(for: "● live").contains("Prometheus"))
    try await terminal.press("q")
    #expect(try await terminal.wait(for: "ready>").contains("ready>"))
  }

  @Test func aPlaylistTurnsToLayoutsThatTheProgramCarries() async throws {
    let server = try await RealPrometheus()
    let terminal = try await Tmux(columns: 100, rows: 30)
    try await terminal.type(
      "\(Program.path) --playlist 5s prometheus stages --prometheus \(server.url)\n"
    )
    #expect(try await terminal.wait(for: "Targets up").contains("Targets up"))
    #expect(try await terminal.wait(for: "Stage durations").contains("Stage durations"))
    try await terminal.press("q")
  }

  /// A grey badge and its white name fell on one white, and nobody could read where they were.
  @Test(arguments: ["ansi", "xterm"])
  func theBadgeCanBeReadWithFewColours(term: String) async throws {
    let server = try await RealPrometheus()
    let terminal = try await Tmux(columns: 100, rows: 30)
    try await terminal.type(
      "TERM=\(term) \(Program.path) prometheus --prometheus \(server.url)\n"
    )
    _ = try await terminal.wait(for: "live")
    let screen = try await terminal.styledScreen()
    let before = try #require(screen.firstRange(of: "127.0.0.1:")).lowerBound
    // What is in force where the name begins.
    var colors: (foreground: String, background: String) = ("", "")
    for code in screen[..<before].matches(of: #/\u{1B}\[([0-9;:]*)m/#).flatMap({
      $0.1.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }) {
      switch code {
      case "", "0": colors = ("", "")
      case "39": colors.foreground = ""
      case "49": colors.background = ""
      default:
        guard code.count == 2 else { continue }
        let color = String(code.dropFirst())
        if code.hasPrefix("3") { colors.foreground = color }
        if code.hasPrefix("4") { colors.background = color }
      }
    }
    #expect(!colors.background.isEmpty)
    #expect(colors.foreground != colors.background, "\(screen.prefix(200).debugDescription)")
    try await terminal.press("q")
  }

  @Test func theFirstMinuteSaysHowToBeginAndStartsByItself() async throws {
    let server = try await RealPrometheus()
    try await server.kill()
    let terminal = try await Tmux(columns: 80, rows: 24)
    try await terminal.type("\(Program.path) --prometheus \(server.url)\n")
    let screen = try await terminal.wait(for: "NO ANSWER", "ALERTS UNKNOWN")
    #expect(screen.contains("connection refused"))
    try await server.start()
    #expect(try await terminal.wait(for: "● live", within: 60).contains("● live"))
    try await terminal.press("q")
  }
}

extension String {
  fileprivate var trimmedLine: String { String(prefix { $0 != "\n" }) }
}
