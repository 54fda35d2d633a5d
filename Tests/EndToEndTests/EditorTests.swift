import Documents
import Glibc
import Support
import Testing

/// A query edited in a real terminal, completed by a real Prometheus, saved in a real file.
@Suite(.serialized)
struct EditorTests {
  /// With all that a formatter would change.
  private static let layout =
    "\u{FEFF}{ \"title\":\"Editing\" ,\r\n\t\"refresh\": \"5s\", \"time\": { \"from\": \"now-5m\" },\r\n"
    + "  \"panels\" : [ { \"type\": \"timeseries\", \"title\": \"Requests\",\r\n"
    + "    \"$comment\": \"größe 界\", \"targets\": [ { \"expr\" : \"up{job='prometheus'}\" } ] },\r\n"
    + "    {\"type\":\"stat\",\"title\":\"Targets\",\"targets\":[{\"expr\":\"count(up)\"}]} ] }\r\n\r\n"

  private func start(
    _ server: RealPrometheus,
    _ folder: TemporaryFolder,
    _ flags: String = ""
  ) async throws -> Tmux {
    try writeFile(folder.path + "/layout.json", Self.layout)
    let hasSamples = try await eventually {
      let query = [("query", "prometheus_http_requests_total")]
      return try Web.data(server.port, "/api/v1/query", query)["result"]?.array?.isEmpty == false
    }
    #expect(hasSamples)
    let terminal = try await Tmux(columns: 110, rows: 30)
    try await terminal.type(
      "cd \(folder.path); \(Program.path) layout.json --prometheus \(server.url) \(flags)\n"
    )
    _ = try await terminal.wait(for: "● live", "Requests", "Targets")
    return terminal
  }

  private func file(_ folder: TemporaryFolder) -> String? {
    readFile(folder.path + "/layout.json")
  }

  @Test func typedCompletedAskedAndSaved() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let terminal = try await start(server, folder)
    let mode = chmod(folder.path + "/layout.json", 0o640)
    #expect(mode == 0)
    try await terminal.press("e")
    var screen = try await terminal.wait(for: "up{job='prometheus'}", "Ctrl-S save")
    #expect(!screen.contains("Targets"), "the panel fills the screen")

    // The server's metrics, with what they are; then its labels and their values.
    try await terminal.press("C-u")
    try await terminal.type("prometheus_http_requests")
    screen = try await terminal.wait(
      for: " > prometheus_http_requests_total",
      "counter",
      within: 10
    )
    #expect(screen.contains("Counter of HTTP requests"), "\(screen)")
    try await terminal.press("Tab")
    try await terminal.type("{hand")
    #expect(try await terminal.wait(for: " > handler", within: 10).contains(" > handler"))
    try await terminal.press("Tab")
    _ = try await terminal.wait(for: "/api/v1/query", within: 10)
    try await terminal.type("/api/v1/ru")
    _ = try await terminal.wait(for: " > /api/v1/rules", within: 10)
    try await terminal.press("Down", "Enter")
    let query = #"prometheus_http_requests_total{handler="/api/v1/rules""#
    _ = try await terminal.wait(for: query, within: 10)
    try await terminal.type("}")

    // Asked: the graph is another one.
    #expect(!(try await terminal.screen()).contains("edited"))
    try await terminal.press("Enter")
    screen = try await terminal.wait(for: "Requests, edited", "not saved", "200", within: 10)
    #expect(screen.contains("Requests, edited"), "\(screen)")
    #expect(file(folder) == Self.layout, "nothing is written yet")

    try await terminal.press("C-s")
    screen = try await terminal.wait(for: "saved in layout.json", "Targets", within: 10)
    #expect(screen.contains("saved in layout.json"), "\(screen)")
    let written = query.replacing("\"", with: "\\\"") + "}"
    #expect(file(folder) == Self.layout.replacing("up{job='prometheus'}", with: written))
    var status = stat()
    #expect(stat(folder.path + "/layout.json", &status) == 0 && status.st_mode & 0o777 == 0o640)

    // Read again by itself, and opened again with what was saved.
    try await Task.sleep(for: .seconds(2))
    try await terminal.press("e")
    #expect(try await terminal.wait(for: query + "}", within: 10).contains(query))
    try await terminal.press("Escape", "q")
  }

  @Test func aFaultIsShownAndEscThrowsItAway() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let terminal = try await start(server, folder)
    try await terminal.press("e", "C-u")
    try await terminal.paste("sum by (job) (\n  rate(up[5m])\n))")
    _ = try await terminal.wait(for: "sum by (job) (\n  rate(up[5m])\n))")
    try await terminal.press("Enter")
    var screen = try await terminal.wait(for: "unexpected right parenthesis", "^")
    #expect(screen.contains("the query is not valid"), "\(screen)")
    try await terminal.press("BSpace", "Enter")
    screen = try await terminal.wait(for: "Requests, edited", "mean")
    #expect(!screen.contains("not valid"))
    try await terminal.press("Escape")
    _ = try await terminal.wait(for: "Esc again throws the change away")
    try await terminal.press("Escape")
    screen = try await terminal.wait(for: "Targets", "? help")
    #expect(!screen.contains("edited"))
    #expect(file(folder) == Self.layout)
    try await terminal.press("q")
  }

  @Test func whatSomebodyElseHasWrittenIsNotOverwritten() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let terminal = try await start(server, folder)
    try await terminal.press("e")
    try await terminal.type(" + 1")
    _ = try await terminal.wait(for: " + 1", "not asked yet")
    let theirs = Self.layout.replacing("up{job='prometheus'}", with: "vector(7)")
    try writeFile(folder.path + "/layout.json", theirs)
    try await terminal.press("C-s")
    let screen = try await terminal.wait(for: "it no longer says there what was opened")
    #expect(screen.contains("up{job='prometheus'} + 1"), "what was typed is still there")
    #expect(file(folder) == theirs)
    try await terminal.press("C-c")
  }

  @Test func aGuestAndALayoutWithoutAFileAreRefused() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let guest = try await start(server, folder, "--read-only")
    try await guest.press("e")
    let refusal = "queries are not edited: this session may only look"
    #expect(try await guest.wait(for: refusal).contains(refusal))
    let terminal = try await Tmux(columns: 110, rows: 30)
    try await terminal.type("\(Program.path) prometheus --prometheus \(server.url)\n")
    _ = try await terminal.wait(for: "● live", "Targets up")
    try await terminal.press("e")
    try await terminal.type(" + 0")
    try await terminal.press("C-s")
    let screen = try await terminal.wait(for: "this layout is promwall's own and has no file")
    #expect(screen.contains("~/.config/promwall/layouts"), "\(screen)")
    try await terminal.press("C-c")
  }
}
