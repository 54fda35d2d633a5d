import Glibc
package import Metrics

/// Why there is no demo, and what to do.
package struct DemoError: Error, Hashable, Sendable {
  package var what: String
  package var fix: String

  package init(what: String, fix: String) {
    self.what = what
    self.fix = fix
  }
}

/// A demo that runs.
package struct RunningDemo: Sendable {
  package let story: Story
  package let prometheusURL: String
  package let alertmanagerURL: String
  package let folder: String
  private let exporter: Exporter
  private let supervisor: Supervisor

  init(
    story: Story,
    prometheusPort: Int,
    alertmanagerPort: Int,
    folder: String,
    exporter: Exporter,
    supervisor: Supervisor
  ) {
    self.story = story
    prometheusURL = "http://127.0.0.1:\(prometheusPort)"
    alertmanagerURL = "http://127.0.0.1:\(alertmanagerPort)"
    self.folder = folder
    self.exporter = exporter
    self.supervisor = supervisor
  }

  /// Stops the servers and removes their folder.
  package func stop() async {
    await supervisor.stop()
    await exporter.stop()
  }
}

/// The simulated product with a real Prometheus and a real Alertmanager of its own.
package enum Demo {
  /// Makes 24 hours of history, then starts the servers on free ports of 127.0.0.1.
  ///
  /// - Parameters:
  ///   - now: When the story's present is.
  ///   - progress: Told what is being done.
  /// - Returns: When Prometheus answers and has evaluated its rules once.
  /// - Throws: What is missing, or what the servers said.
  package static func start(
    now: Timestamp,
    progress: @Sendable (String) -> Void
  ) async throws(DemoError) -> RunningDemo {
    let prometheus = try program(["prometheus"])
    let promtool = try program(["promtool"])
    let alertmanager = try program(["prometheus-alertmanager", "alertmanager"])
    let folder = try temporaryFolder()
    let supervisor = try Supervisor(
      folder: folder,
      prometheus: prometheus,
      alertmanager: alertmanager,
      promtool: promtool
    )
    do throws(DemoError) {
      return try await start(
        Story(origin: now),
        folder: folder,
        supervisor: supervisor,
        progress: progress
      )
    } catch {
      await supervisor.stop()
      throw error
    }
  }

  private static func start(
    _ story: Story,
    folder: String,
    supervisor: Supervisor,
    progress: @Sendable (String) -> Void
  ) async throws(DemoError) -> RunningDemo {
    progress("making 24 hours of history ...")
    try write(to: folder + "/history.om") { emit in
      Exposition.history(story, emit: emit)
    }
    supervisor.tell("history")
    guard let exporter = try? await Exporter.start(story) else {
      throw DemoError(what: "no port of 127.0.0.1 could be opened", fix: "")
    }
    try write(DemoFiles.rules, to: folder + "/rules.yml")
    try write(DemoFiles.alertmanager, to: folder + "/alertmanager.yml")
    guard await appears(folder + "/done", seconds: 60), text(folder + "/done") == "0\n" else {
      throw DemoError(
        what: "promtool could not make the history: \(lastLine(folder + "/promtool.log"))",
        fix: ""
      )
    }
    // A port that was free may be taken a moment later: then others are tried.
    for _ in 0..<3 {
      progress("starting Prometheus and Alertmanager ...")
      guard let port = Ports.free(), let other = Ports.free() else { continue }
      try write(
        DemoFiles.prometheus(port: port, exporterPort: exporter.port, alertmanagerPort: other),
        to: folder + "/prometheus.yml"
      )
      supervisor.tell("serve \(port) \(other)")
      if await isReady(port: port, log: folder + "/prometheus.log") {
        progress("waiting for the first alerts ...")
        await firstEvaluation(port: port)
        return RunningDemo(
          story: story,
          prometheusPort: port,
          alertmanagerPort: other,
          folder: folder,
          exporter: exporter,
          supervisor: supervisor
        )
      }
    }
    await exporter.stop()
    throw DemoError(
      what: "Prometheus did not start: \(lastLine(folder + "/prometheus.log"))",
      fix: ""
    )
  }

  private static func isReady(port: Int, log: String) async -> Bool {
    for _ in 0..<300 {
      if await Ports.get(port: port, path: "/-/ready")?.hasPrefix("HTTP/1.1 200") == true {
        return true
      }
      if text(log).contains("address already in use") { return false }
      try? await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  /// Rules are evaluated some seconds after the start; before that nothing could fire.
  private static func firstEvaluation(port: Int) async {
    for _ in 0..<80 {
      let answer = await Ports.get(port: port, path: "/api/v1/alerts")
      if answer?.contains("\"alertname\"") == true { return }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  // MARK: - Files and programs

  /// The first of these names that is on PATH.
  private static func program(_ names: [String]) throws(DemoError) -> String {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    for name in names {
      for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
        return "\(folder)/\(name)"
      }
    }
    throw DemoError(
      what: "\(names[names.count - 1]) is not on PATH",
      fix: "apt-get install -y prometheus prometheus-alertmanager"
    )
  }

  private static func temporaryFolder() throws(DemoError) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/promwall-demo-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw DemoError(what: "no folder could be made in \(base)", fix: "set TMPDIR")
    }
    return String(cString: UnsafePointer(made))
  }

  private static func write(_ text: String, to path: String) throws(DemoError) {
    try write(to: path) { emit in emit(text) }
  }

  /// Writes what comes piece by piece.
  private static func write(
    to path: String,
    _ pieces: ((String) -> Void) -> Void
  ) throws(DemoError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DemoError(what: "\(path) can't be written", fix: "") }
    defer { close(descriptor) }
    var isWhole = true
    pieces { piece in
      isWhole = isWhole && append(piece, to: descriptor)
    }
    guard isWhole else {
      throw DemoError(what: "\(path) can't be written", fix: "is the disk full?")
    }
  }

  private static func append(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeBufferPointer(rebasing: rest)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  private static func appears(_ path: String, seconds: Int) async -> Bool {
    for _ in 0..<seconds * 50 {
      if access(path, F_OK) == 0 { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  private static func lastLine(_ path: String) -> String {
    ForeignText(text(path).split(separator: "\n").last.map(String.init) ?? "no word of why").safe
  }
}
