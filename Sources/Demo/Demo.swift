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
    try Files.write(to: folder + "/history.om") { emit in
      Exposition.history(story, emit: emit)
    }
    supervisor.tell("history")
    guard let exporter = try? await Exporter.start(story) else {
      throw DemoError(what: "no port of 127.0.0.1 could be opened", fix: "")
    }
    do throws(DemoError) {
      let ports = try await startServers(
        exporter: exporter,
        folder: folder,
        supervisor: supervisor,
        progress: progress
      )
      return RunningDemo(
        story: story,
        prometheusPort: ports.prometheus,
        alertmanagerPort: ports.alertmanager,
        folder: folder,
        exporter: exporter,
        supervisor: supervisor
      )
    } catch {
      await exporter.stop()
      throw error
    }
  }

  private static func startServers(
    exporter: Exporter,
    folder: String,
    supervisor: Supervisor,
    progress: @Sendable (String) -> Void
  ) async throws(DemoError) -> (prometheus: Int, alertmanager: Int) {
    try Files.write(DemoFiles.rules, to: folder + "/rules.yml")
    try Files.write(DemoFiles.alertmanager, to: folder + "/alertmanager.yml")
    guard await Files.appears(folder + "/done", seconds: 60),
      Files.text(folder + "/done") == "0\n"
    else {
      throw DemoError(
        what: "promtool could not make the history: \(Files.lastLine(folder + "/promtool.log"))",
        fix: ""
      )
    }
    // A port that was free may be taken a moment later: then others are tried.
    for _ in 0..<3 {
      progress("starting Prometheus and Alertmanager ...")
      guard let port = Ports.free(), let other = Ports.free() else { continue }
      try Files.write(
        DemoFiles.prometheus(port: port, exporterPort: exporter.port, alertmanagerPort: other),
        to: folder + "/prometheus.yml"
      )
      supervisor.tell("serve \(port) \(other)")
      guard try await isReady(port: port, folder: folder, supervisor: supervisor) else { continue }
      progress("waiting for the first alerts ...")
      try await firstEvaluation(port: port, folder: folder, supervisor: supervisor)
      return (port, other)
    }
    throw DemoError(
      what: "Prometheus did not start: \(Files.lastLine(folder + "/prometheus.log"))",
      fix: ""
    )
  }

  /// - Returns: False where somebody else has taken the port.
  private static func isReady(
    port: Int,
    folder: String,
    supervisor: Supervisor
  ) async throws(DemoError) -> Bool {
    let log = folder + "/prometheus.log"
    for _ in 0..<300 {
      // Whoever took the port may be ready, too: so this comes first.
      if supervisor.hasEnded(prometheus: port) {
        if Files.text(log).contains("address already in use") { return false }
        throw DemoError(
          what: "Prometheus ended before it was ready: \(Files.lastLine(log))",
          fix: ""
        )
      }
      if await Ports.get(port: port, path: "/-/ready")?.hasPrefix("HTTP/1.1 200") == true {
        return true
      }
      try? await Task.sleep(for: .milliseconds(50))
    }
    throw DemoError(
      what: "Prometheus was not ready after 15 s: \(Files.lastLine(log))",
      fix: "is this machine very busy?"
    )
  }

  /// Rules are evaluated some seconds after the start; before that nothing could fire.
  private static func firstEvaluation(
    port: Int,
    folder: String,
    supervisor: Supervisor
  ) async throws(DemoError) {
    for _ in 0..<80 {
      let answer = await Ports.get(port: port, path: "/api/v1/alerts")
      if answer?.contains("\"alertname\"") == true { return }
      if supervisor.hasEnded(prometheus: port) {
        throw DemoError(
          what: "Prometheus ended: \(Files.lastLine(folder + "/prometheus.log"))",
          fix: ""
        )
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

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
}
