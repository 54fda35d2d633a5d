import Glibc
import Support
import Testing

/// Random keys and sizes, as a child at the keyboard would have it.
struct KeyStormTests {
  /// 100,000 where `PROMWALL_KEYS` says so; fewer show most faults in less time.
  private static var count: Int {
    getenv("PROMWALL_KEYS").flatMap { Int(String(cString: $0)) } ?? 10_000
  }

  /// All but what leaves: `q` and Ctrl-C.
  private static let keys =
    "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789+-[]{}=/?!:.,<>|@#$%^&*()_~"
    .map(String.init)
    + [
      "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Enter", "Escape", "Tab",
      "BTab", "BSpace", "Space", "Delete", "F1", "F12", "C-a", "C-z", "C-l", "C-s", "C-u", "M-x",
    ]

  /// Also what is written, into a copy: edited queries and pictures.
  @Test func noKeysHarmAFileThatIsEdited() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let path = folder.path + "/layout.json"
    try writeFile(
      path,
      """
      { "title": "Storm", "panels": [
        { "type": "timeseries", "title": "A", "targets": [{ "expr": "up" }, { "expr": "a" }] },
        { "type": "stat", "title": "B", "targets": [{ "count": "b_total" }] } ] }
      """
    )
    let terminal = try await Tmux(columns: 100, rows: 30)
    try await terminal.type(
      "cd \(folder.path); \(Program.path) layout.json --prometheus \(server.url); echo left $?\n"
    )
    _ = try await terminal.wait(for: "● live")
    var random = SeededRandom(seed: 20_261_126)
    let keys = Self.keys.filter { $0 != "C-z" } + ["e", "e", "e", "C-s", "C-k", "C-w", "\"", "{"]
    for _ in 0..<max(4, Self.count / 500) {
      try await terminal.press((0..<300).compactMap { _ in keys.randomElement(using: &random) })
      try await terminal.resize(
        columns: Int.random(in: 10...200, using: &random),
        rows: Int.random(in: 4...50, using: &random)
      )
      let screen = try await terminal.screen()
      try #require(!screen.contains(#/(?m)^left \d/#), "\(screen)")
    }
    try await terminal.press("C-c")
    #expect(try await terminal.wait(for: "left 0", within: 60).contains("left 0"))
    let check = try await Program.run(["check", path])
    #expect(check.status == 0, "\(check.output)\n\(readFile(path) ?? "")")
  }

  @Test func noKeysAndNoSizesHarm() async throws {
    let server = try await RealPrometheus()
    let terminal = try await Tmux(columns: 100, rows: 30)
    try await terminal.type("stty -a | cksum; echo before\n")
    let before = try await terminal.wait(for: "\nbefore")
    try await terminal.type(
      "\(Program.path) prometheus --prometheus \(server.url) --read-only; echo left $?\n"
    )
    _ = try await terminal.wait(for: "● live")
    var random = SeededRandom(seed: 20_261_125)
    var pressed = 0
    while pressed < Self.count {
      let some = (0..<500).compactMap { _ in Self.keys.randomElement(using: &random) }
      try await terminal.press(some)
      pressed += some.count
      try await terminal.resize(
        columns: Int.random(in: 1...220, using: &random),
        rows: Int.random(in: 1...60, using: &random)
      )
      let screen = try await terminal.screen()
      try #require(!screen.contains(#/(?m)^left \d/#), "after \(pressed) keys\n\(screen)")
    }
    // It is still there, and answers.
    try await terminal.resize(columns: 100, rows: 30)
    for _ in 0..<6 { try await terminal.press("Escape") }
    _ = try await terminal.wait(for: "127.0.0.1", "UTC", within: 60)
    try await terminal.press("C-c")
    _ = try await terminal.wait(for: "left 0")
    try await terminal.type("clear; stty -a | cksum; echo before\n")
    let after = try await terminal.wait(for: "\nbefore")
    let sum = before.split(separator: "\n").first { $0.contains(" ") && !$0.contains("stty") }
    #expect(after.contains(try #require(sum)), "the terminal is as it was")
  }
}
