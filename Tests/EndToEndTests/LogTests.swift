import Glibc
import Support
import Testing

/// A log names servers and files: nobody but its owner may read it.
struct LogTests {
  private let folder: TemporaryFolder
  private var log: String { folder.path + "/log" }

  init() async throws { folder = try TemporaryFolder() }

  private func run() async throws -> Program.Result {
    try await Program.run(["environments", "--prometheus", "http://127.0.0.1:1", "--log", log])
  }

  private func mode() -> mode_t? {
    var status = stat()
    return stat(log, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  @Test(arguments: [mode_t(0o644), 0o660, 0o606, 0o600, 0o700])
  func anOlderFileIsMadePrivateAndKept(before: mode_t) async throws {
    try writeFile(log, "older\n")
    #expect(chmod(log, before) == 0)
    #expect(try await run().status == 3)
    #expect(mode() == before & 0o700)
    let text = try #require(readFile(log))
    #expect(text.hasPrefix("older\n") && text.contains(" info start command=environments "))
  }

  /// Its owner could read it, and others whom the owner lets.
  @Test(.enabled(if: getuid() == 0, "giving a file away takes root"))
  func aFileOfAnotherUserIsRefused() async throws {
    try writeFile(log, "")
    #expect(chmod(log, 0o600) == 0 && chown(log, 1, 1) == 0)
    let result = try await run()
    #expect(result.status == 64)
    #expect(
      result.errors
        == "promwall: the log file \(log) belongs to another user;"
        + " --log takes a file of your own\n"
    )
    #expect(readFile(log) == "")
  }

  /// What isn't a file keeps nothing, and isn't ours to close to others.
  @Test func aPipeKeepsItsMode() async throws {
    #expect(mkfifo(log, 0o600) == 0 && chmod(log, 0o644) == 0)
    let reader = open(log, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    try #require(reader >= 0)
    defer { close(reader) }
    #expect(try await run().status == 3)
    #expect(mode() == 0o644)
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(reader, &buffer, buffer.count)
    #expect(String(decoding: buffer[..<max(0, count)], as: UTF8.self).contains(" info start "))
  }
}
