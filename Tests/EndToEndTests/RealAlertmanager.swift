import Support

/// An Alertmanager from Debian, on a port of its own and alone.
final class RealAlertmanager {
  let port: Int
  let folder: TemporaryFolder
  private let supervisor: Supervisor

  var url: String { "http://127.0.0.1:\(port)" }

  static let nobody = "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n"

  init(_ configuration: String = nobody) async throws {
    port = try Web.freePort()
    folder = try TemporaryFolder()
    supervisor = try Supervisor(
      [
        "prometheus-alertmanager", "--config.file=\(folder.path)/alertmanager.yml",
        "--storage.path=\(folder.path)/data", "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:\(port)",
      ],
      folder: folder.path
    )
    try writeFile(folder.path + "/alertmanager.yml", configuration)
    try await start()
  }

  func start() async throws {
    supervisor.tell("start")
    guard await eventually({ Web.isReady(port) }) else {
      throw CannotWrite(path: readFile(folder.path + "/log") ?? "alertmanager")
    }
  }

  /// Kills it and waits until its port is closed.
  func kill() async throws {
    supervisor.tell("kill")
    guard await eventually(within: 10, { Web.get(port, "/-/ready") == nil }) else {
      throw CannotWrite(path: "alertmanager still answers on \(url)")
    }
  }

  /// What amtool says; an error where it fails.
  @discardableResult
  func amtool(_ words: String...) async throws -> String { try await amtool(words) }

  @discardableResult
  func amtool(_ words: [String]) async throws -> String {
    let child = try Child(
      ["amtool", "--alertmanager.url=\(url)"] + words,
      environment: Program.environment(home: folder.path),
      output: folder.path + "/amtool",
      errors: folder.path + "/amtool.errors"
    )
    guard await child.end(within: 20) == 0 else {
      throw CannotWrite(path: readFile(folder.path + "/amtool.errors") ?? "amtool")
    }
    return readFile(folder.path + "/amtool") ?? ""
  }
}
