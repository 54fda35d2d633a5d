import Glibc
import Support

/// A Prometheus from Debian, on a port of its own and with data of its own.
final class RealPrometheus {
  let port: Int
  let folder: TemporaryFolder
  private let supervisor: Supervisor

  var url: String { "http://127.0.0.1:\(port)" }

  /// - Parameters:
  ///   - rules: Its rules' file; empty for none.
  ///   - history: OpenMetrics text that its storage holds from the start.
  ///   - alertmanager: The port of whom it sends alerts to, with a label of its own.
  ///   - label: That label, as YAML has it.
  ///   - scraped: The ports of what it scrapes besides itself, by their jobs.
  ///   - targetLabels: Further labels of all that it scrapes, as YAML has them.
  ///   - writesToItself: Whether it sends `up` to itself, as `copied_up`, by remote write.
  /// - Throws: What the server or promtool said, where one did not start.
  init(
    rules: String = "",
    history: String = "",
    alertmanager: Int? = nil,
    label: String = "cluster: eu-1",
    scraped: [String: Int] = [:],
    targetLabels: String = "",
    writesToItself: Bool = false
  ) async throws {
    port = try Web.freePort()
    folder = try TemporaryFolder()
    supervisor = try Supervisor(
      [
        "prometheus", "--config.file=\(folder.path)/prometheus.yml",
        "--storage.tsdb.path=\(folder.path)/data",
        "--web.listen-address=127.0.0.1:\(port)",
        // What was sent before it had found an Alertmanager is sent again at once.
        "--rules.alert.resend-delay=1s",
      ] + (writesToItself ? ["--web.enable-remote-write-receiver"] : []),
      folder: folder.path
    )
    try writeFile(folder.path + "/rules.yml", rules.isEmpty ? "groups: []\n" : rules)
    let alerting = alertmanager.map {
      "alerting: { alertmanagers: [{ static_configs: [{ targets: [\"127.0.0.1:\($0)\"] }] }] }"
    }
    let labels = alertmanager == nil ? "" : ", external_labels: { \(label) }"
    let jobs = ([("prometheus", port)] + scraped.map { ($0.key, $0.value) }).map { job, port in
      let target = "targets: [\"127.0.0.1:\(port)\"], labels: { \(targetLabels) }"
      return "  - job_name: \(job)\n    static_configs: [{ \(target) }]\n"
    }.joined()
    try writeFile(
      folder.path + "/prometheus.yml",
      """
      global: { scrape_interval: 1s, evaluation_interval: 1s\(labels) }
      \(alerting ?? "")
      rule_files: ["rules.yml"]
      \(writesToItself ? Self.remoteWrite(port) : "")
      scrape_configs:
      \(jobs)
      """
    )
    if !history.isEmpty {
      try writeFile(folder.path + "/history.om", history)
      let words = ["promtool", "tsdb", "create-blocks-from", "openmetrics"]
      let promtool = try Child(
        words + [folder.path + "/history.om", folder.path + "/data"],
        environment: Program.environment(home: folder.path),
        errors: folder.path + "/promtool.log"
      )
      guard await promtool.end(within: 60) == 0 else {
        throw CannotWrite(path: readFile(folder.path + "/promtool.log") ?? "promtool")
      }
    }
    try await start()
  }

  func start() async throws {
    supervisor.tell("start")
    guard await eventually({ Web.isReady(port) }) else {
      throw CannotWrite(path: readFile(folder.path + "/log") ?? "prometheus")
    }
  }

  /// Kills it and waits until its port is closed.
  func kill() async throws {
    supervisor.tell("kill")
    guard await eventually(within: 10, { Web.get(port, "/-/ready") == nil }) else {
      throw CannotWrite(path: "prometheus still answers on \(url)")
    }
  }

  /// One metric alone and renamed: what comes back is not sent again.
  private static func remoteWrite(_ port: Int) -> String {
    """
    remote_write:
      - url: http://127.0.0.1:\(port)/api/v1/write
        write_relabel_configs:
          - { source_labels: [__name__], regex: up, action: keep }
          - { target_label: __name__, replacement: copied_up }
    """
  }
}
