import Glibc
import Support
import Testing

/// The settings and the folders of layouts are changed below a wall that runs.
@Suite(.serialized)
struct ReloadTests {
  private let folder: TemporaryFolder
  private var config: String { folder.path + "/config.json" }

  init() throws { folder = try TemporaryFolder() }

  private func layout(_ title: String, _ number: Int) -> String {
    """
    { "title": "\(title)", "refresh": "1s", "panels": [
      { "type": "stat", "title": "Port \(number)", "targets": [{ "expr": "up" }] },
      { "type": "table", "title": "Who", "targets": [{ "expr": "up" }] }
    ] }
    """
  }

  private func settings(_ environments: KeyValuePairs<String, String>) -> String {
    let entries = environments.map { name, url in
      #""\#(name)": { "prometheus": { "url": "\#(url)", "scrape_interval": "1s" } }"#
    }
    return """
      {
        "default_environment": "\(environments[0].key)",
        "environments": { \(entries.joined(separator: ", ")) },
        "layouts": ["layouts"]
      }
      """
  }

  /// As editors save: the name goes to a new file.
  private func save(_ text: String) throws {
    try writeFile(config + "~", text)
    #expect(rename(config + "~", config) == 0)
  }

  private func start(
    _ environments: KeyValuePairs<String, String>,
    flags: String = "",
    columns: Int = 150
  ) async throws -> Tmux {
    mkdir(folder.path + "/layouts", 0o700)
    try writeFile(folder.path + "/layouts/first.json", layout("The first", 1))
    try writeFile(config, settings(environments))
    let terminal = try await Tmux(columns: columns, rows: 30)
    try await terminal.type("\(Program.path) first --config \(config) \(flags)\n")
    _ = try await see(terminal, "● live", "The first")
    return terminal
  }

  /// The screen that shows all of these words.
  private func see(
    _ terminal: Tmux,
    _ words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    var screen = ""
    let isSeen = try await eventually(within: 20) {
      screen = try await terminal.screen()
      return words.allSatisfy { screen.contains($0) }
    }
    #expect(isSeen, "\(words)\n\(screen)", sourceLocation: sourceLocation)
    return screen
  }

  /// Waits until some words are gone.
  private func isGone(_ words: String, _ terminal: Tmux) async throws -> Bool {
    try await eventually { try await !terminal.screen().contains(words) }
  }

  @Test func aDayOfEdits() async throws {
    let (one, two) = (try await RealPrometheus(), try await RealPrometheus())
    let terminal = try await start(["stage": one.url], flags: "--log \(folder.path)/log")
    _ = try await see(terminal, "127.0.0.1:\(one.port)")

    // Another environment is in E, though E is open.
    try await terminal.press("E")
    _ = try await see(terminal, "Environments", "stage")
    try save(settings(["stage": one.url, "night": two.url]))
    var screen = try await see(terminal, "night", "live")
    #expect(screen.contains(" > stage"))
    try await terminal.press("Escape")

    // A broken save is told, and its mending.
    try save(settings(["stage": one.url]).replacing("interval\"", with: "intervall\""))
    screen = try await see(terminal, "(the last good one stays)", "● live")
    #expect(
      screen.contains("config.json:") && screen.contains("did you mean `scrape_interval`?"),
      "\(screen)"
    )
    #expect(screen.contains("127.0.0.1:\(one.port)"))
    try await terminal.press("E")
    _ = try await see(terminal, "night")
    try await terminal.press("Escape")
    #expect(unlink(config) == 0)
    try await Task.sleep(for: .seconds(2))
    #expect(try await terminal.screen().contains("(the last good one stays)"))
    try save(settings(["stage": one.url, "night": two.url]))
    #expect(try await isGone("last good one", terminal))

    // Another address is another server's data.
    try save(settings(["stage": two.url]))
    screen = try await see(terminal, "127.0.0.1:\(two.port)", "● live")
    #expect(!screen.contains("127.0.0.1:\(one.port)") && screen.contains(" STAGE "))

    // One that is removed stays, and says so, until somebody chooses another.
    try save(settings(["night": one.url]))
    screen = try await see(terminal, "stage is no longer in the settings", "● live")
    #expect(screen.contains("127.0.0.1:\(two.port)"))
    try await terminal.press("E")
    try await terminal.type("night")
    try await terminal.press("Enter")
    screen = try await see(terminal, " NIGHT ", "● live", "127.0.0.1:\(one.port)")
    #expect(!screen.contains("no longer"))
    try await terminal.press("q")
    let log = try #require(readFile(folder.path + "/log"))
    #expect(log.matches(of: #/ info reload file=\S+config.json\n/#).count >= 4, "\(log)")
    #expect(log.matches(of: #/ error reload failure="\S+config.json:\d+:\d+: /#).count == 1)
  }

  @Test func dashboardsComeAndGo() async throws {
    let server = try await RealPrometheus()
    let terminal = try await start(["stage": server.url])
    try await terminal.press("D")
    var screen = try await see(terminal, "Dashboards", "The first")
    #expect(!screen.contains("▾"), "one folder is a flat list")
    mkdir(folder.path + "/layouts/deeper", 0o700)
    try writeFile(folder.path + "/layouts/deeper/second.json", layout("The second", 2))
    screen = try await see(terminal, "▾ layouts", "▸ deeper")
    #expect(!screen.contains("The second"), "what is new is closed")
    try await terminal.type("second")
    try await terminal.press("Enter")
    _ = try await see(terminal, "Port 2", "● live")
    #expect(unlink(folder.path + "/layouts/deeper/second.json") == 0)
    try await terminal.press("D")
    let isGone = try await eventually {
      try await !terminal.screen().contains(#/(?m)^ [ >*] +The second/#)
    }
    #expect(isGone)
    try await terminal.press("Escape")
    _ = try await see(terminal, "Port 2", "● live")
    try await terminal.press("q")
  }

  @Test func aGuestSeesNothingOfIt() async throws {
    let (one, two) = (try await RealPrometheus(), try await RealPrometheus())
    let terminal = try await start(
      ["lobby": one.url, "vault": two.url],
      flags: "--read-only -e lobby"
    )
    try writeFile(folder.path + "/layouts/other.json", layout("The other", 2))
    try save(settings(["lobby": two.url, "vault": two.url, "attic": one.url]))
    _ = try await see(terminal, "127.0.0.1:\(two.port)", "● live")
    try await terminal.press("E")
    var screen = try await see(terminal, "Environments", "lobby")
    #expect(!screen.contains("vault") && !screen.contains("attic"), "\(screen)")
    try await terminal.press("Escape", "D")
    screen = try await see(terminal, "Dashboards", "The first")
    #expect(!screen.contains("The other") && !screen.contains("Prometheus"), "\(screen)")
    try await terminal.press("Escape")
    try save(settings(["lobby": two.url]).replacing("\"lobby\",", with: "\"vault\","))
    screen = try await see(terminal, "the settings can't be used")
    #expect(!screen.contains("vault") && screen.contains("(the last good one stays)"))
    try await terminal.press("q")
  }

  /// What the command line names is not the settings' to change.
  @Test func anAddressOfTheCommandLineStays() async throws {
    let (one, two) = (try await RealPrometheus(), try await RealPrometheus())
    let name = "127.0.0.1:\(one.port)"
    let terminal = try await start(["stage": two.url], flags: "--prometheus \(one.url)")
    try save(settings(["night": two.url, name: two.url]))
    try await terminal.press("E")
    let screen = try await see(terminal, "night", "live")
    #expect(screen.matches(of: #/(?m)^ [>* ] 127\.0\.0\.1/#).count == 1, "\(screen)")
    try await terminal.press("Escape", "r")
    let dashboard = try await see(terminal, "Port 1", "● live")
    #expect(dashboard.contains("instance=") || dashboard.contains(name), "\(dashboard)")
    #expect(!dashboard.contains("127.0.0.1:\(two.port)"))
    try await terminal.press("q")
  }
}
