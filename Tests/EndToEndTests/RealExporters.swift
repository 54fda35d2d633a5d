import Documents
import Glibc
import Support

/// Servers of many kinds from Debian with their exporters, and one Prometheus that scrapes them:
/// what the dashboards of real projects ask about.
///
/// Each is on a port of 127.0.0.1 and ends with this value, or with the test runner.
final class RealExporters {
  let alertmanager: RealAlertmanager
  let prometheus: RealPrometheus
  /// Settings whose only environment is these servers.
  let settings: String
  private let redis: RealServer
  private let bind: RealServer
  private let apache: RealServer
  private let others: [RealServer]

  init() async throws {
    alertmanager = try await RealAlertmanager()
    redis = try RealServer { port, folder in
      ["redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    }
    let statistics = try Web.freePort()
    bind = try RealServer(bindFiles(statistics)) { _, folder in
      ["/usr/sbin/named", "-f", "-c", folder + "/named.conf"]
    }
    apache = try RealServer(apacheFiles) { _, folder in
      // One process: what a killed one has forked would live on.
      ["/usr/sbin/apache2", "-X", "-f", folder + "/apache.conf"]
    }
    let postgres = try RealServer { port, _ in ["sh", "-c", postgresScript, "postgres", "\(port)"] }
    let exporters = try Self.exporters(
      redis: redis.port,
      bind: (statistics, bind.folder.path + "/pid"),
      apache: apache.port,
      postgres: postgres.port
    )
    others = [postgres] + exporters.values.map { $0.server }
    for exporter in exporters.values { try await exporter.server.wait(for: exporter.ready) }
    prometheus = try await RealPrometheus(
      rules: yardRules,
      alertmanager: alertmanager.port,
      scraped: exporters.mapValues { $0.server.port }.merging(
        ["alertmanager": alertmanager.port],
        uniquingKeysWith: { $1 }
      ),
      targetLabels: "cluster: yard, namespace: yard, service: yard",
      writesToItself: true
    )
    settings = prometheus.folder.path + "/settings.json"
    try writeFile(
      settings,
      """
      { "environments": { "yard": {
        "prometheus": { "url": "\(prometheus.url)", "scrape_interval": "1s" } } } }
      """
    )
  }

  private static func exporters(
    redis: Int,
    bind: (port: Int, pid: String),
    apache: Int,
    postgres: Int
  ) throws -> [String: (server: RealServer, ready: String)] {
    let node = try RealServer { port, _ in
      [
        "prometheus-node-exporter", "--web.listen-address=127.0.0.1:\(port)",
        "--collector.processes", "--collector.interrupts", "--collector.tcpstat",
      ]
    }
    let ofRedis = try RealServer { port, _ in
      [
        "prometheus-redis-exporter", "-redis.addr", "redis://127.0.0.1:\(redis)",
        "-web.listen-address", "127.0.0.1:\(port)",
      ]
    }
    let ofBind = try RealServer { port, _ in
      [
        "prometheus-bind-exporter", "--bind.stats-url=http://127.0.0.1:\(bind.port)/",
        "--bind.pid-file=\(bind.pid)", "--web.listen-address=127.0.0.1:\(port)",
      ]
    }
    let ofApache = try RealServer { port, _ in
      [
        "prometheus-apache-exporter", "--telemetry.address=127.0.0.1:\(port)",
        "--scrape_uri=http://127.0.0.1:\(apache)/server-status?auto",
      ]
    }
    let ofPostgres = try RealServer { port, _ in
      [
        "env", "DATA_SOURCE_NAME=postgresql://yard@127.0.0.1:\(postgres)/yard?sslmode=disable",
        "prometheus-postgres-exporter", "--web.listen-address=127.0.0.1:\(port)",
      ]
    }
    return [
      "node-exporter": (node, "node_load1 "), "redis": (ofRedis, "redis_up 1"),
      "bind": (ofBind, "bind_up 1"), "apache": (ofApache, "apache_up 1"),
      "postgres": (ofPostgres, "pg_up 1"),
    ]
  }

  /// A little work for each server, so that their counters move.
  func work() {
    let commands = "SET a 1 EX 600\r\nGET a\r\nGET b\r\nINCR n\r\nQUIT\r\n"
    _ = Web.exchange(redis.port, Array(commands.utf8))
    _ = Web.get(apache.port, "/server-status")
    _ = Web.exchange(bind.port, nameQuery)
  }

  /// Works until rates over a minute have points for so many seconds.
  func settle(seconds: Int) async throws {
    let rates = "count(rate(node_cpu_seconds_total[1m] offset \(seconds)s))"
    let hasRates = try await eventually(within: 120) {
      work()
      try await Task.sleep(for: .milliseconds(450))
      return try Web.data(prometheus.port, "/api/v1/query", [("query", rates)])["result"]?.array?
        .isEmpty == false
    }
    guard hasRates else { throw CannotWrite(path: "Prometheus scraped no node exporter") }
  }
}

/// A server from Debian, on a port of its own and with files of its own.
final class RealServer {
  let port: Int
  let folder: TemporaryFolder
  private let supervisor: Supervisor

  /// - Parameters:
  ///   - files: Their text by their names, made of its port and its folder.
  ///   - words: Its program and the arguments, made of the same.
  /// - Throws: Where there is no port, folder or shell.
  init(
    _ files: (_ port: Int, _ folder: String) -> [String: String] = { _, _ in [:] },
    words: (_ port: Int, _ folder: String) -> [String]
  ) throws {
    port = try Web.freePort()
    folder = try TemporaryFolder()
    for (name, text) in files(port, folder.path) { try writeFile(folder.path + "/" + name, text) }
    supervisor = try Supervisor(words(port, folder.path), folder: folder.path)
    supervisor.tell("start")
  }

  /// Waits until its metrics say something.
  func wait(for text: String) async throws {
    guard await eventually({ Web.get(port, "/metrics")?.contains("\n" + text) == true }) else {
      throw CannotWrite(path: "no \(text): " + (readFile(folder.path + "/log") ?? ""))
    }
  }
}
