import Glibc
import Support
import Testing

/// The demo as somebody meets it who types the README's first command.
@Suite(.serialized)
struct DemoProgramTests {
  @Test func oneFrameShowsTheWholeProduct() async throws {
    let result = try await Program.run(["demo", "--once", "--size", "160x48"])
    #expect(result.status == 0, "\(result.errors)")
    for words in [
      "DEMO", "Catalog uploads", "xml", "pdf", "xlsx", "jpg", "csv", "docx", "Bitrix, automatic",
      "Opus, by hand", "so far in this bar", "receive", "validate", "convert", "load", "index",
      "orders", "ErrorMessage", "QueueAboveLimit", "above 0",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
    // Stages in seconds, and their sum.
    #expect(result.output.contains(#/load +[█▏▎▍▌▋▊▉·]* +\d+\.\d s !/#))
    #expect(!result.output.contains("error"), "\(result.output)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 49 && lines[48].isEmpty, "48 rows")
  }

  @Test func twoAtOnceAndAKillLeaveNothing() async throws {
    let folder = try TemporaryFolder()
    var terminals: [Tmux] = []
    for _ in 0..<2 {
      let terminal = try await Tmux(
        columns: 80,
        rows: 24,
        environment: ["TMPDIR": folder.path]
      )
      try await terminal.type(
        "\(Program.path) demo & echo $! >>\(folder.path)/pids; fg; echo left $?\n"
      )
      terminals.append(terminal)
    }
    for terminal in terminals {
      #expect(try await terminal.wait(for: "● live", "Bitrix", within: 60).contains("● live"))
    }
    #expect(demoFolders(in: folder).count == 2)
    let servers = processes(naming: folder.path)
    #expect(servers.count >= 4, "two Prometheus and two Alertmanagers: \(servers)")
    // One leaves by its key, one is killed.
    try await terminals[0].press("q")
    #expect(try await terminals[0].wait(for: "left 0").contains("left 0"))
    let pids = (readFile(folder.path + "/pids") ?? "").split(separator: "\n")
    #expect(pids.count == 2)
    let second = try #require(pids.last.flatMap { pid_t($0) })
    #expect(kill(second, SIGKILL) == 0)
    let isClean = await eventually {
      demoFolders(in: folder).isEmpty && processes(naming: folder.path).isEmpty
    }
    #expect(isClean, "\(demoFolders(in: folder)) \(processes(naming: folder.path))")
  }

  @Test func withoutPrometheusOneSentenceSaysWhatToInstall() async throws {
    let folder = try TemporaryFolder()
    let result = try await Program.run(["demo", "--once"], environment: ["PATH": folder.path])
    #expect(result.status == 3)
    #expect(
      result.errors == "promwall: prometheus is not on PATH;"
        + " apt-get install -y prometheus prometheus-alertmanager\n"
    )
  }

  private func demoFolders(in folder: TemporaryFolder) -> [String] {
    names(in: folder.path).filter { $0.hasPrefix("promwall-demo-") }
  }

  /// Processes whose working folder lies below a path: the servers of a demo.
  private func processes(naming path: String) -> [String] {
    names(in: "/proc").filter { name in
      guard name.allSatisfy(\.isNumber) else { return false }
      var buffer = [CChar](repeating: 0, count: 4_096)
      let count = readlink("/proc/\(name)/cwd", &buffer, buffer.count - 1)
      guard count > 0 else { return false }
      let target = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      return target.hasPrefix(path + "/promwall-demo-")
    }
  }
}
