import Glibc
import Support
import Testing

/// Tests leave nothing behind, however they end.
@Suite(.timeLimit(.minutes(2))) struct SupervisorTests {
  @Test func aServerEndsWithAKilledProcess() async throws {
    let folder = try TemporaryFolder()
    let note = folder.path + "/note"
    await #expect(processExitsWith: .signal(SIGKILL)) { [note = note as String] in
      let server = try await RealPrometheus()
      try writeFile(note, "\(server.port) \(server.folder.path)")
      kill(getpid(), SIGKILL)
      _ = server.port
    }
    let words = try #require(readFile(note)).split(separator: " ")
    let port = try #require(Int(words[0]))
    let isGone = await eventually(within: 10) {
      Web.get(port, "/-/ready") == nil && access(String(words[1]), F_OK) != 0
    }
    #expect(isGone, "a server of \(words[1]) still listens on \(port)")
  }

  @Test func aServerEndsWithItsValue() async throws {
    var server: RealPrometheus? = try await RealPrometheus()
    let port = try #require(server?.port)
    let folder = try #require(server?.folder.path)
    server = nil
    #expect(Web.get(port, "/-/ready") == nil)
    #expect(access(folder, F_OK) != 0)
  }
}
