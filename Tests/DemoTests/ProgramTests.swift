import Demo
import Glibc
import Metrics
import Support
import Testing

/// In a process of its own, whose PATH and TMPDIR are its own.
@Suite(.timeLimit(.minutes(5))) struct ProgramTests {
  private static func failure() async -> DemoError? {
    do throws(DemoError) {
      let demo = try await Demo.start(now: Timestamp(seconds: 1_795_539_750)) { _ in }
      await demo.stop()
      return nil
    } catch {
      return error
    }
  }

  private static let fix = "apt-get install -y prometheus prometheus-alertmanager"

  /// A folder of programs that are scripts.
  private static func folder(_ programs: [(name: String, script: String)]) -> String? {
    var template = Array("/tmp/promwall-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { return nil }
    let path = String(cString: UnsafePointer(made))
    for (name, script) in programs {
      try? writeFile("\(path)/\(name)", "#!/bin/sh\n\(script)\n")
      chmod("\(path)/\(name)", 0o700)
    }
    return path
  }

  @Test func aMissingPrometheusIsOneSentence() async {
    await #expect(processExitsWith: .success) {
      setenv("PATH", "/nowhere", 1)
      let error = await Self.failure()
      #expect(error == DemoError(what: "prometheus is not on PATH", fix: Self.fix))
    }
  }

  @Test func aMissingAlertmanagerIsOneSentence() async {
    await #expect(processExitsWith: .success) {
      let bin = try #require(Self.folder([("prometheus", ""), ("promtool", "")]))
      setenv("PATH", "/nowhere:\(bin)", 1)
      let error = await Self.failure()
      #expect(error == DemoError(what: "alertmanager is not on PATH", fix: Self.fix))
      for name in ["prometheus", "promtool", ""] { remove("\(bin)/\(name)") }
    }
  }

  @Test func whatPromtoolSaysIsTold() async {
    await #expect(processExitsWith: .success) {
      let programs = [
        ("prometheus", ""), ("alertmanager", ""),
        ("promtool", "echo hm; echo disk is full; exit 1"),
      ]
      let bin = try #require(Self.folder(programs))
      let temporary = try #require(Self.folder([]))
      setenv("PATH", "\(bin):/usr/bin:/bin", 1)
      setenv("TMPDIR", temporary, 1)
      let before = Self.listeners
      let error = await Self.failure()
      #expect(
        error
          == DemoError(what: "promtool could not make the history: disk is full", fix: "")
      )
      // Empty, or it could not be removed.
      #expect(rmdir(temporary) == 0)
      #expect(Self.listeners == before, "the exporter still listens")
      for name in ["prometheus", "promtool", "alertmanager", ""] { remove("\(bin)/\(name)") }
    }
  }

  @Test func aFolderThatCantBeMadeIsTold() async {
    await #expect(processExitsWith: .success) {
      let programs = [("prometheus", ""), ("alertmanager", ""), ("promtool", "")]
      let bin = try #require(Self.folder(programs))
      setenv("PATH", bin, 1)
      setenv("TMPDIR", "/nowhere", 1)
      let error = await Self.failure()
      #expect(error?.what == "no folder could be made in /nowhere")
      #expect(error?.fix == "set TMPDIR")
      for name in ["prometheus", "promtool", "alertmanager", ""] { remove("\(bin)/\(name)") }
    }
  }

  /// How many sockets of this process listen; some come from the servers of other tests, whose
  /// process started this one.
  private static var listeners: Int {
    (0..<256).count { descriptor in
      var (listens, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
      return getsockopt(Int32(descriptor), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0
        && listens != 0
    }
  }

  /// Other ports don't help; a port that was taken is another matter.
  @Test func aPrometheusThatDiesIsTold() async {
    await #expect(processExitsWith: .success) {
      let prometheus = """
        [ -e once ] && { yes starting | head -c 100000; echo; echo disk is full; exit 1; }
        touch once; echo listen tcp: bind: address already in use; exit 1
        """
      let programs = [
        ("prometheus", prometheus), ("alertmanager", "exec sleep 60"), ("promtool", ""),
      ]
      let bin = try #require(Self.folder(programs))
      let temporary = try #require(Self.folder([]))
      setenv("PATH", "\(bin):/usr/bin:/bin", 1)
      setenv("TMPDIR", temporary, 1)
      let before = Self.listeners
      let error = await Self.failure()
      #expect(
        error == DemoError(what: "Prometheus ended before it was ready: disk is full", fix: "")
      )
      #expect(rmdir(temporary) == 0)
      #expect(Self.listeners == before, "the exporter still listens")
      for name in ["prometheus", "promtool", "alertmanager", ""] { remove("\(bin)/\(name)") }
    }
  }

  /// As a user who presses Ctrl-C at once: what makes the history ends with us, too.
  @Test func nothingOutlivesAProcessThatEndsWhileHistoryIsMade() async throws {
    let temporary = try #require(Self.folder([]))
    let bin = try #require(
      Self.folder([("prometheus", ""), ("alertmanager", ""), ("promtool", "")])
    )
    let note = "\(bin)/pid"
    let script = "#!/bin/sh\necho $$ >\(note).new; mv \(note).new \(note); exec sleep 60\n"
    try writeFile("\(bin)/promtool", script)
    await #expect(processExitsWith: .success) {
      [bin = bin as String, temporary = temporary as String, note = note as String] in
      setenv("PATH", "\(bin):/usr/bin:/bin", 1)
      setenv("TMPDIR", temporary, 1)
      let demo = Task { await Self.failure() }
      while access(note, F_OK) != 0 { try await Task.sleep(for: .milliseconds(20)) }
      _ = demo
      exit(0)
    }
    let pid = try #require(readFile(note).flatMap { pid_t($0.filter(\.isNumber)) })
    var isOver = false
    for _ in 0..<1_000 where !isOver {
      isOver = kill(pid, 0) != 0 && rmdir(temporary) == 0
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(isOver, "promtool \(kill(pid, 0) != 0 ? "ended" : "still runs")")
    for name in ["prometheus", "promtool", "alertmanager", "pid", ""] { remove("\(bin)/\(name)") }
  }
}
