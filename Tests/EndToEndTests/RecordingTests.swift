import Glibc
import Support
import Testing

/// A real server recorded by the built program, which ends badly; then played.
@Suite(.serialized)
struct RecordingTests {
  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: AlwaysOn
            expr: vector(1)
            labels: { severity: warning }
            annotations: { summary: "it is always on" }

    """

  /// Records until so many bytes are there, then ends it by a signal.
  private func record(
    _ server: RealPrometheus,
    to path: String,
    signal number: Int32
  ) async throws -> (status: Int32, errors: String) {
    let errors = "\(path).err"
    let process = try Child(
      [Program.path, "record", "prometheus", "--prometheus", server.url, "-o", path]
        + ["--refresh", "1s"],
      environment: Program.environment(home: server.folder.path),
      errors: errors
    )
    // The first answers come at once; after those that come next there is something to play.
    #expect(await eventually(within: 60) { size(path) > 1_000 })
    try await Task.sleep(for: .seconds(3))
    let first = size(path)
    #expect(await eventually(within: 60) { size(path) > first + 500 })
    process.signal(number)
    return (await process.end(within: 20), readFile(errors) ?? "")
  }

  private func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  @Test func killedInTheMidstItIsPlayed() async throws {
    let server = try await RealPrometheus(rules: Self.rules)
    let folder = try TemporaryFolder()
    let path = folder.path + "/killed.rec"
    let (status, errors) = try await record(server, to: path, signal: SIGKILL)
    #expect(status == 128 + SIGKILL)
    #expect(errors == "")
    try await server.kill()

    // Printed, without the server.
    let frame = try await Program.run(["replay", path, "--once", "--size", "120x40"])
    #expect(frame.status == 0, "\(frame.errors)")
    for words in ["REPLAY", "recorded", "Prometheus", "AlwaysOn", "1 WARNING", "end of "] {
      #expect(frame.output.contains(words), "\(words):\n\(frame.output)")
    }
    #expect(!frame.output.contains("connection refused"))

    // Cut as a kill in the midst of a write would.
    let cut = folder.path + "/cut.rec"
    let whole = size(path)
    let copy = try Child(
      ["dd", "if=\(path)", "of=\(cut)", "bs=1", "count=\(whole - 7)"],
      environment: Program.environment(home: folder.path)
    )
    #expect(await copy.end(within: 20) == 0)
    let early = try await Program.run(["replay", cut, "--once", "--size", "120x40"])
    #expect(early.status == 0)
    #expect(early.output.contains("REPLAY"))
    let sentence =
      #/promwall: .*cut\.rec: error: the recording ends early: \d+ bytes at the end can't be read; all before is played\n/#
    #expect(early.errors.wholeMatch(of: sentence) != nil, "\(early.errors)")

    try await watch(path)
  }

  /// In a terminal: it plays, pauses, steps and goes to its ends.
  private func watch(_ path: String) async throws {
    let terminal = try await Tmux(columns: 120, rows: 40)
    try await terminal.type("\(Program.path) replay \(path); echo left $?\n")
    var screen = try await terminal.wait(for: "REPLAY", "1x ", " of ")
    #expect(screen.contains("REPLAY"))
    try await terminal.type(">>")
    screen = try await terminal.wait(for: "4x ")
    try await terminal.press("End")
    screen = try await terminal.wait(for: "end of ", "AlwaysOn")
    #expect(screen.contains("AlwaysOn"))
    // A step holds it, however short the recording is.
    try await terminal.type(",")
    screen = try await terminal.wait(for: "PAUSED")
    try await terminal.press("Home")
    try await terminal.type("..")
    screen = try await terminal.wait(for: ": answered", "PAUSED")
    #expect(screen.contains(#/message \d+ of \d+: /#))
    try await terminal.type("q")
    #expect(try await terminal.wait(for: "left 0").contains("left 0"))
  }

  @Test func aSignalEndsItWell() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let path = folder.path + "/ended.rec"
    let (status, errors) = try await record(server, to: path, signal: SIGINT)
    #expect(status == 0)
    #expect(
      errors.wholeMatch(of: #/.*ended\.rec: \d+s, \d+ answers, [\d.]+ kB\n/#) != nil,
      "\(errors)"
    )
    let frame = try await Program.run(["replay", path, "--once"])
    #expect(frame.status == 0)
    #expect(frame.errors == "")

    // Never over a file.
    let again = try await Program.run(
      ["record", "prometheus", "--prometheus", server.url, "-o", path, "--for", "1s"]
    )
    #expect(again.status == 64)
    #expect(again.errors.contains("it is there already; name another"))
  }

  @Test func aFullDiskKeepsWhatWasComplete() async throws {
    let server = try await RealPrometheus()
    let folder = try TemporaryFolder()
    let path = folder.path + "/full.rec"
    let command =
      "ulimit -f 8; exec \(Program.path) record prometheus --refresh 1s"
      + " --prometheus \(server.url) -o \(path)"
    let process = try Child(
      ["sh", "-c", command],
      environment: Program.environment(home: folder.path),
      errors: folder.path + "/err"
    )
    #expect(await process.end(within: 60) == 1)
    let errors = readFile(folder.path + "/err") ?? ""
    #expect(
      errors == "promwall: \(path): error: the recording can't go on: file too large;"
        + " what was recorded till then is kept\n"
    )
    let frame = try await Program.run(["replay", path, "--once"])
    #expect(frame.status == 0)
    #expect(frame.errors == "")
  }

  @Test func nobodyAnswersIsSaidAndRecorded() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/none.rec"
    let result = try await Program.run(
      ["record", "prometheus", "--prometheus", "http://127.0.0.1:1", "-o", path, "--for", "2s"]
    )
    #expect(result.status == 3)
    #expect(result.errors.contains("connection refused"))
    let frame = try await Program.run(["replay", path, "--once"])
    #expect(frame.status == 0)
    #expect(frame.output.contains("ALERTS UNKNOWN"))
  }

  @Test(arguments: [
    (["replay", "/nowhere"], Int32(1), "can't be read: no such file or directory"),
    (["replay", "/etc/hostname"], 1, "this is no recording; `promwall record NAME -o FILE`"),
    (["replay", "x", "-e", "prod"], 64, "a recording has its own server, range and variables"),
    (["replay", "x", "--speed", "3"], 64, "--speed is one of 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64"),
    (["replay", "x", "--at", "noon"], 64, "--at \"noon\" is no time; write one such as 13:40"),
    (["record", "overview", "-o", "/nowhere/x"], 64, "the recording can't be begun: no such file"),
    (["record", "overview", "-o", "x", "--for", "soon"], 64, "--for \"soon\" is no span"),
    (["record", "overview", "-o", "x", "--read-only"], 64, "--read-only writes nothing"),
    (["record", "overview", "-o", "x", "--max-size", "1"], 64, "--max-size"),
    (["record", "overview"], 64, "Missing expected argument '--output <file>'"),
  ])
  func whatCannotBeIsOneSentence(arguments: [String], status: Int32, words: String) async throws {
    let result = try await Program.run(arguments)
    #expect(result.status == status)
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
