import Glibc
import ServerSupport
import Support
import Testing

/// A guest who comes by ssh without a terminal, or with a terminal of any sort: no way to a shell,
/// a file, another environment, a write or the settings.
@Suite(.serialized)
struct GuestTests {
  private let house: GuestHouse

  init() async throws { house = try await GuestHouse() }

  struct Attempt: Sendable, CustomTestStringConvertible {
    var what: String
    var options: [String] = []
    var command: [String] = []
    var environment: [String: String] = [:]

    var testDescription: String { what }
  }

  // MARK: - Commands

  /// Whatever is asked for, what runs is the program, which says that it has no terminal.
  @Test(arguments: [
    Attempt(what: "a shell's command", command: ["sh", "-c", "id"]),
    Attempt(what: "a shell", command: ["/bin/bash", "-i"]),
    Attempt(what: "nothing, without a terminal", options: ["-T"]),
    Attempt(what: "another environment", command: ["promwall", "-e", "vault"]),
    Attempt(what: "the settings", command: ["promwall", "check", "guest.json"]),
    Attempt(what: "words for a shell to split", command: ["; id; $(id) `id` && id | id\nid"]),
    Attempt(what: "the sftp subsystem", options: ["-s"], command: ["sftp"]),
    Attempt(what: "a subsystem of another name", options: ["-s"], command: ["netconf"]),
  ])
  func noCommandRuns(attempt: Attempt) async throws {
    let result = try await house.run(
      house.sshd.client(attempt.options, command: attempt.command)
    )
    let sentence =
      "promwall: there is no terminal to watch on;"
      + " use `promwall render NAME --format text` in a pipe\n"
    #expect(result.output.isEmpty, "\(result.output)")
    if attempt.options == ["-s"] {
      // sshd throws away what a subsystem says on standard error, and knows only one.
      #expect(result.status == 64 || result.status == 255)
    } else {
      // Before it stands what the user's own shell may say of its own start.
      #expect(result.status == 64 && result.errors.hasSuffix(sentence), "\(result.errors)")
    }
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
  }

  @Test(arguments: [["-O"], ["-s"]])
  func noFileIsCopied(options: [String]) async throws {
    let before = house.files
    let (mine, theirs) = (house.folder.path + "/guest.json", house.folder.path + "/copied")
    let result = try await house.run(house.sshd.copier(options, from: mine, to: theirs))
    #expect(result.status != 0)
    #expect(house.files == before, "\(house.files.subtracting(before))")
  }

  // MARK: - Forwarding

  @Test func noPortIsForwardedThere() async throws {
    let target = "127.0.0.1:\(house.forbidden.port)"
    let direct = try await house.run(house.sshd.client(["-W", target]))
    #expect(direct.status == 255 && direct.output.isEmpty)
    #expect(direct.errors.contains("stdio forwarding failed"), "\(direct.errors)")
    let (plain, socks) = (try Web.freePort(), try Web.freePort())
    let client = try Child(
      house.sshd.client([
        "-N", "-L", "127.0.0.1:\(plain):\(target)", "-D", "127.0.0.1:\(socks)",
      ]),
      environment: Program.environment(home: house.folder.path)
    )
    let isUp = await eventually {
      EmptyNetwork.listener(on: plain) != nil && EmptyNetwork.listener(on: socks) != nil
    }
    #expect(isUp, "the client listens, and only the server can say no")
    let request = Array("GET /api/v1/rules HTTP/1.0\r\n\r\n".utf8)
    #expect(Web.exchange(plain, request).map { String(decoding: $0, as: UTF8.self) } ?? "" == "")
    // SOCKS5 without a password, to an IPv4 address.
    let port = UInt16(house.forbidden.port)
    let connect: [UInt8] = [
      5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, UInt8(port >> 8), UInt8(port & 0xFF),
    ]
    let answer = Web.exchange(socks, connect + request) ?? []
    #expect(!String(decoding: answer, as: UTF8.self).contains("HTTP"))
    #expect(house.trespasses.isEmpty, "\(house.trespasses)")
    client.signal(SIGTERM)
    client.reap()
  }

  @Test(arguments: ["-R", "-R socket"])
  func noPortIsForwardedBack(way: String) async throws {
    let port = try Web.freePort()
    let listen = way == "-R" ? "127.0.0.1:\(port)" : house.folder.path + "/socket"
    let result = try await house.run(
      house.sshd.client([
        "-N", "-o", "ExitOnForwardFailure=yes", "-R", "\(listen):127.0.0.1:\(house.allowed.port)",
      ])
    )
    #expect(result.status == 255)
    #expect(result.errors.contains("remote port forwarding failed"), "\(result.errors)")
  }

  // MARK: - TERM

  private static var usesBash: Bool {
    getpwuid(getuid()).flatMap { $0.pointee.pw_shell }.map { String(cString: $0) }?
      .hasSuffix("/bash") ?? false
  }

  @Test(arguments: [
    // Of an empty one bash makes a dumb one.
    ("", Self.usesBash ? "TERM is dumb" : "TERM is not set"), ("dumb", "TERM is dumb"),
    ("../../etc/passwd", "this machine doesn't know the terminal TERM names"),
    ("/etc/passwd", "this machine doesn't know the terminal TERM names"),
    ("x/../../../../etc/passwd", "this machine doesn't know the terminal TERM names"),
    (":co#80:", "this machine doesn't know the terminal TERM names"),
    ("unknown", "this machine doesn't know the terminal TERM names"),
    ("lpr", "this machine doesn't know the terminal TERM names"),
    ("%s%n%n", "this machine doesn't know the terminal TERM names"),
    ("\"; id; \"", "this machine doesn't know the terminal TERM names"),
    ("$(id)`id`", "this machine doesn't know the terminal TERM names"),
    ("xterm\u{1B}[2J\nid", "this machine doesn't know the terminal TERM names"),
    (String(repeating: "x", count: 10_000), "this machine doesn't know the terminal TERM names"),
  ])
  func aLyingTERMGivesOneSentence(term: String, sentence: String) async throws {
    let result = try await house.run(house.sshd.client(["-tt"]), environment: ["TERM": term])
    #expect(result.status == 64)
    #expect(
      result.output.hasSuffix("promwall: \(sentence); try TERM=xterm-256color\r\n")
        && result.output.matches(of: /promwall:/).count == 1,
      "\(result.output)\(result.errors)"
    )
    #expect(house.allowed.requests.isEmpty)
  }

  /// Terminals that can't do what the program asks for: whatever they show, there is no trap.
  @Test(arguments: [
    "vt52", "vt100-am", "adm3a", "tvi912", "hp2645", "ibm3151", "sun", "xterm+256color",
  ])
  func aPoorTerminalIsNoTrap(term: String) async throws {
    let terminal = try await Tmux(columns: 100, rows: 30)
    // Into a file: what such a terminal leaves on the screen may hide it.
    let left = house.folder.path + "/left"
    try await terminal.type("TERM=\(term) sh \(try house.sshd.script()); echo $? >\(left)\n")
    let isUp = await eventually { readFile(left) == "64\n" || !house.allowed.requests.isEmpty }
    #expect(isUp)
    guard readFile(left) != "64\n" else { return }
    try await terminal.press("C-c")
    #expect(await eventually { readFile(left) == "0\n" }, "\(readFile(left) ?? "it stays")")
  }

  /// The client names the size, up to what sixteen bits hold.
  @Test(arguments: [(1, 1), (2, 3), (65_535, 65_535), (1, 65_535), (65_535, 1)])
  func anySizeIsBorne(columns: Int, rows: Int) async throws {
    let terminal = try await house.enter(
      before: "stty columns \(columns) rows \(rows); trap : WINCH; "
    )
    #expect(await eventually { !house.allowed.requests.isEmpty })
    let pid = try #require(house.pid)
    let memory = (readFile("/proc/\(pid)/statm") ?? "").split(separator: " ").dropFirst().first
    let megabytes = memory.flatMap { Int($0) }.map { $0 * 4 / 1_024 }
    #expect(try #require(megabytes) < 600)
    try await terminal.press("C-c")
    #expect(await eventually(within: 60) { kill(pid, 0) != 0 })
    try await terminal.type("stty columns 100 rows 30; clear\n")
    try await terminal.type("echo alive\n")
    #expect(try await terminal.wait(for: "\nalive").contains("\nalive"))
  }
}
