import Support

/// A RabbitMQ from Debian with its Prometheus plugin, on ports of its own and with an `epmd` of its
/// own.
final class RealRabbitMQ {
  /// Where its metrics are, each queue's own.
  let metricsPort: Int
  private let managementPort: Int
  private let folder: TemporaryFolder
  private let supervisor: Supervisor

  /// The shell stands for both: what it has started ends with it, however it ends.
  private static let script = """
    me=$$
    cd "$HOME"
    epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 & epmd=$!
    (
      while kill -0 "$me" 2>/dev/null; do
        [ ! -s pid ] || beam=$(cat pid)
        sleep 0.1
      done
      kill -KILL "$epmd" ${beam:-}
    ) >/dev/null 2>&1 &
    /usr/lib/rabbitmq/bin/rabbitmq-server
    """

  init() async throws {
    let ports = try (0..<5).map { _ in try Web.freePort() }
    (managementPort, metricsPort) = (ports[0], ports[1])
    let folder = try TemporaryFolder()
    self.folder = folder
    try writeFile(
      folder.path + "/rabbitmq.conf",
      """
      listeners.tcp.default = 127.0.0.1:\(ports[2])
      management.tcp.ip = 127.0.0.1
      management.tcp.port = \(managementPort)
      prometheus.tcp.ip = 127.0.0.1
      prometheus.tcp.port = \(metricsPort)
      prometheus.return_per_object_metrics = true
      collect_statistics_interval = 1000

      """
    )
    try writeFile(
      folder.path + "/plugins",
      "[rabbitmq_management,rabbitmq_prometheus].\n"
    )
    let settings = [
      "HOME": folder.path, "ERL_EPMD_PORT": "\(ports[3])", "ERL_EPMD_ADDRESS": "127.0.0.1",
      "RABBITMQ_NODENAME": "promwall-\(ports[4])@localhost", "RABBITMQ_DIST_PORT": "\(ports[4])",
      "RABBITMQ_MNESIA_BASE": folder.path + "/data", "RABBITMQ_LOG_BASE": folder.path + "/logs",
      "RABBITMQ_LOGS": "-", "RABBITMQ_CONFIG_FILE": folder.path + "/rabbitmq.conf",
      "RABBITMQ_ENABLED_PLUGINS_FILE": folder.path + "/plugins",
      "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_PID_FILE": folder.path + "/pid",
      "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    ]
    supervisor = try Supervisor(
      ["env"] + settings.map { "\($0)=\($1)" } + ["sh", "-c", Self.script],
      folder: folder.path
    )
    supervisor.tell("start")
    guard await eventually(within: 90, { status("GET", "/api/overview") == 200 }) else {
      throw CannotWrite(path: readFile(folder.path + "/log") ?? "rabbitmq-server")
    }
  }

  func declare(_ queue: String) throws {
    guard status("PUT", "/api/queues/%2f/\(queue)", body: "{}") == 201 else {
      throw CannotWrite(path: "RabbitMQ did not make the queue \(queue)")
    }
  }

  func publish(_ count: Int, to queue: String) throws {
    let body =
      #"{"properties":{},"routing_key":"\#(queue)","payload":"x","payload_encoding":"string"}"#
    for _ in 0..<count {
      guard status("POST", "/api/exchanges/%2f/amq.default/publish", body: body) == 200 else {
        throw CannotWrite(path: "RabbitMQ did not take a message for \(queue)")
      }
    }
  }

  func purge(_ queue: String) throws {
    guard status("DELETE", "/api/queues/%2f/\(queue)/contents") == 204 else {
      throw CannotWrite(path: "RabbitMQ did not purge \(queue)")
    }
  }

  /// As `guest`, whom it lets in from this machine alone.
  private func status(_ method: String, _ path: String, body: String = "") -> Int? {
    let head = [
      "\(method) \(path) HTTP/1.1", "Host: localhost", "Authorization: Basic Z3Vlc3Q6Z3Vlc3Q=",
      "Content-Type: application/json", "Content-Length: \(body.utf8.count)", "Connection: close",
    ]
    let text = head.joined(separator: "\r\n") + "\r\n\r\n" + body
    return Web.exchange(managementPort, Array(text.utf8)).flatMap { answer in
      Int(String(decoding: answer.dropFirst(9).prefix(3), as: UTF8.self))
    }
  }
}
