import Glibc
import ServerSupport
import Support
import Testing

/// A guest before the screen: whatever is typed, sent by the terminal or set by the client, it is
/// the same screen of the same environment.
@Suite(.serialized)
struct GuestScreenTests {
  private static let live = ["LOBBY", "Guests may look", "● live"]

  /// Neither a shell, nor a file of the machine's, nor what the guest wasn't named.
  private func expectNothingElse(_ screen: String, _ after: String) {
    for words in ["uid=", "root:", "VAULT", "Nobody may look", "ready> ", "$ \n", "# \n"] {
      #expect(!screen.contains(words), "after \(after):\n\(screen)")
    }
  }

  /// Leaves every list and says whether the screen is still there.
  private func isStillThere(_ terminal: Tmux) async throws -> Bool {
    for _ in 0..<4 { try await terminal.press("Escape") }
    try await terminal.press("0")
    return try await eventually(within: 15) {
      let screen = try await terminal.screen()
      return screen.contains("LOBBY") && screen.contains("● live") && screen.contains("? help")
    }
  }

  // MARK: - Keys

  @Test func noKeyLeadsOut() async throws {
    let house = try await GuestHouse()
    let before = house.files
    let terminal = try await house.enter()
    _ = try await terminal.wait(for: "LOBBY", "● live")
    let pid = try #require(house.pid)
    let controls = (UInt8(0)..<32).filter { $0 != 3 }.map { ("Ctrl-\($0)", [$0]) }
    let printable = (UInt8(32)..<127).filter { $0 != UInt8(ascii: "q") }
    let plain = printable.map { (String(Unicode.Scalar($0)), [$0]) }
    let editing = ["\u{1B}[A", "\u{1B}OP", "\u{1B}[24~", "\u{1B}[3~", "\u{1B}!", "\u{1B}[1;5C"]
      .map { ("ESC" + $0.dropFirst(), Array($0.utf8)) }
    for (name, bytes) in controls + plain + editing + [("Backspace", [127])] {
      try await terminal.send(bytes)
      expectNothingElse(try await terminal.screen(), name)
      if ["?", "/", "D", "E", "V", "a", "i", "t", "y"].contains(name) {
        try await terminal.press("Escape", "Escape")
      }
    }
    #expect(try await isStillThere(terminal))
    #expect(house.pid == pid && kill(pid, 0) == 0, "one process, from the first key to the last")
    kill(pid, SIGTSTP)
    #expect(try await isStillThere(terminal), "nothing stops it")
    #expect(house.files == before, "\(house.files.subtracting(before))")
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
    // Leaving ends the session: there is no shell below.
    try await terminal.press("q")
    #expect(try await terminal.wait(for: "left 0").contains("left 0"))
  }

  @Test func theListsHoldWhatTheGuestWasNamed() async throws {
    let house = try await GuestHouse()
    let before = house.files
    let terminal = try await house.enter()
    _ = try await terminal.wait(for: "LOBBY", "● live")
    try await terminal.press("E")
    var screen = try await terminal.wait(for: "Environments", "lobby")
    #expect(screen.contains("read only"))
    #expect(screen.matches(of: #/(?m)^ [>*] \w+ /#).count == 1)
    try await terminal.press("Escape", "D")
    screen = try await terminal.wait(for: "Dashboards")
    #expect(screen.matches(of: #/(?m)^ [>*] \w+ /#).count == 1 && screen.contains("Guests may"))
    try await terminal.press("Escape", "S")
    let refusal = "nothing is saved: this session may only look"
    #expect(try await terminal.wait(for: refusal).contains(refusal))
    for list in ["E", "D", "V", "t", "/", "i", "?", "a"] {
      for words in [
        "/etc/passwd", "../secret.json", "secret", "vault", "guest.json", "!id", ":e /etc/passwd",
        "$(id)", String(repeating: "x", count: 2_000),
      ] {
        try await terminal.press(list)
        try await terminal.type(words)
        try await terminal.press("Enter", "=")
        expectNothingElse(try await terminal.screen(), "\(list) \(words.prefix(20))")
        try await terminal.press("Escape", "Escape", "Escape")
      }
    }
    #expect(try await isStillThere(terminal))
    #expect(house.files == before, "\(house.files.subtracting(before))")
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
  }

  // MARK: - Terminal answers

  /// What terminals answer to questions that nobody asked.
  @Test(arguments: [
    "\u{1B}[?62;22c", "\u{1B}[>0;10;1c", "\u{1B}[c", "\u{1B}[0n", "\u{1B}[30;100R",
    "\u{1B}]52;c;aWQK\u{7}", "\u{1B}]52;c;!\u{1B}\\", "\u{1B}]10;rgb:ffff/ffff/ffff\u{7}",
    "\u{1B}P1$r0m\u{1B}\\", "\u{1B}P>|xterm(1)\n!id\n\u{1B}\\", "\u{1B}]0;id\n\u{7}",
    "\u{1B}[200~\u{1A}\u{1C}\n!id\n:q\n\u{9B}31m\u{202E}\u{1B}[201~",
    "\u{1B}[M   ", "\u{1B}[<0;65535;65535M", "\u{1B}[<64;1;1M\u{1B}[<65;-1;-1m", "\u{1B}[I\u{1B}[O",
    "\u{9B}c\u{9D}52;c;?\u{9C}", "\u{1B}[99999999999999999999;1~",
  ])
  func anAnswerOfTheTerminalIsNoWayOut(answer: String) async throws {
    let house = try await GuestHouse()
    let terminal = try await house.enter()
    _ = try await terminal.wait(for: "LOBBY", "● live")
    let title = try await terminal.title()
    // On the dashboard, and where it is typed into a list.
    for list in ["", "D", "/", "t"] {
      if !list.isEmpty { try await terminal.press(list) }
      // One of them may leave, as `q` does, but by no other way.
      try await terminal.send(Array(answer.replacing("q", with: "").utf8))
      expectNothingElse(try await terminal.screen(), "\(Array(answer.utf8))")
      #expect(try await isStillThere(terminal), "\(Array(answer.utf8)) in \(list)")
    }
    // Bytes that are no text.
    try await terminal.send([0xFF, 0xFE, 0xC0, 0xAF, 0xE2, 0x80, 0xF5])
    #expect(try await isStillThere(terminal))
    #expect(try await terminal.title() == title)
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
  }

  // MARK: - Environment variables

  /// As Debian's sshd takes them, and as one takes them that lets everything through.
  @Test(arguments: ["LANG LC_*", "*"])
  func noVariableArrives(accepts: String) async throws {
    let house = try await GuestHouse(accepts: accepts)
    let evil = try TemporaryFolder()
    mkdir(evil.path + "/promwall", 0o700)
    let settings = """
      { "default_environment": "vault", "environments":
        { "vault": { "prometheus": { "url": "\(house.forbidden.url)" } } } }
      """
    try writeFile(evil.path + "/promwall/config.json", settings)
    let junk = String(repeating: "../%n%s", count: 100)
    let variables = [
      "LC_ALL": junk, "LC_CTYPE": "xx_YY.UTF-9", "LC_PROMETHEUS_URL": house.forbidden.url,
      "LANG": "../../../etc/passwd", "TERMINFO": evil.path, "TERMINFO_DIRS": evil.path,
      "TERMCAP": ":co#0:", "HOME": evil.path, "XDG_CONFIG_HOME": evil.path,
      "PROMWALL_CONFIG": evil.path + "/promwall/config.json",
      "PROMETHEUS_URL": house.forbidden.url, "LD_PRELOAD": evil.path + "/none.so",
      "LD_LIBRARY_PATH": evil.path, "PATH": evil.path, "LINES": "99999", "COLUMNS": "99999",
      "NCURSES_TRACE": "8191", "SWIFT_BACKTRACE": "enable=yes", "TMPDIR": evil.path,
      "http_proxy": house.forbidden.url, "HTTP_PROXY": house.forbidden.url, "TZ": junk,
      "SSL_CERT_FILE": evil.path, "ENV": evil.path + "/rc",
      // The user's own shell reads it before it runs the line, and then no line helps: the README
      // says to leave AcceptEnv alone.
      accepts == "*" ? "UNHEARD_OF" : "BASH_ENV": evil.path + "/rc",
      "PROMWALL_READ_ONLY": "no", "EDITOR": "id", "PAGER": "id", "NO_COLOR": "", "COLORTERM": "x",
    ]
    try writeFile(evil.path + "/rc", "id >\(house.folder.path)/trespass\n")
    let words = variables.map { "\($0)=\"\($1)\"" }.joined(separator: " ")
    let terminal = try await house.enter(["-A", "-X", "-o", "SetEnv=\(words)"])
    let screen = try await terminal.wait(for: "LOBBY", "● live")
    #expect(Self.live.allSatisfy { screen.contains($0) }, "\(screen)")
    expectNothingElse(screen, "start")
    // Neither a variable of the client's, nor an agent's socket, nor a display.
    #expect(Set(house.environment.keys) == ["TERM", "LANG"], "\(house.environment)")
    #expect(house.environment["LANG"] == "C.UTF-8")
    #expect(names(in: evil.path).sorted() == [".", "..", "promwall", "rc"])
    #expect(!house.files.contains("trespass"))
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
  }

  // MARK: - The process

  /// What a trap would leave behind could hold credentials.
  @Test func noMemoryIsLeftBehind() async throws {
    let house = try await GuestHouse()
    let terminal = try await house.enter()
    _ = try await terminal.wait(for: "LOBBY", "● live")
    let pid = try #require(house.pid)
    let limits = try #require(readFile("/proc/\(pid)/limits"))
    #expect(limits.contains(#/Max core file size +0 +0 /#))
    // What may not be dumped belongs to root, whoever runs it.
    var status = stat()
    #expect(stat("/proc/\(pid)/environ", &status) == 0 && status.st_uid == 0)
    #expect(names(in: "/proc/\(pid)/task").count > 2, "it runs")
  }
}
