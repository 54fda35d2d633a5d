import Documents
import Glibc
import ServerSupport
import Support
import Synchronization

/// A real `promwall receive` before a stand-in for Jira, which both may be killed and started again.
final class Receiver: Sendable {
  let jira: JiraStandIn
  let port: Int
  let folder: TemporaryFolder
  private let child = Mutex<Child?>(nil)
  private let words: [String]

  /// - Parameters:
  ///   - type: Which Jira it is.
  ///   - words: More of the command line.
  /// - Throws: Where no port is free.
  init(_ type: Product.Jira.APIType = .cloud, _ words: [String] = []) async throws {
    jira = try await JiraStandIn(type, authorization: "Bearer right")
    port = try Web.freePort()
    folder = try TemporaryFolder()
    self.words = words
    try writeFile(folder.path + "/jira.token", "right\n")
    chmod(folder.path + "/jira.token", 0o600)
    try writeFile(
      folder.path + "/catalog.json",
      """
      { "product": "catalog", "environments": ["prod"],
        "jira": {
          "server": { "url": "\(jira.url)",
            "authorization": { "credentials_file": "jira.token" } },
          "api_type": "\(type.rawValue)", "project": "SHOP",
          "kinds": { "urgent": { "issue_type": "Incident" }, "bug": { "issue_type": "Bug" } } } }
      """
    )
  }

  func start() async throws {
    let command = [
      Program.path, "receive", "--listen", "127.0.0.1:\(port)", folder.path + "/catalog.json",
      "--log", folder.path + "/log",
    ]
    let process = try Child(
      command + words,
      environment: Program.environment(home: folder.path),
      errors: folder.path + "/errors"
    )
    child.withLock { $0 = process }
    guard await eventually({ Web.get(port, "/-/healthy")?.contains("healthy") == true }) else {
      throw CannotWrite(path: errors)
    }
  }

  func signal(_ number: Int32) { child.withLock { $0?.signal(number) } }

  func end(within seconds: Int) async -> Int32? {
    await child.withLock { $0 }?.end(within: seconds)
  }

  var errors: String { readFile(folder.path + "/errors") ?? "" }
  var log: String { readFile(folder.path + "/log") ?? "" }

  /// An Alertmanager's configuration that sends everything here.
  var configuration: String {
    """
    route:
      receiver: tickets
      group_by: [alertname, product, environment]
      group_wait: 100ms
      group_interval: 1s
      repeat_interval: 1h
    receivers:
      - name: tickets
        webhook_configs: [{ url: "http://127.0.0.1:\(port)/" }]

    """
  }
}
