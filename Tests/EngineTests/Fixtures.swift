import Canvas
import Documents
import Engine
import HTTP
import Interface
import Metrics
import Panels
import Prometheus
import ServerSupport
import Synchronization

/// Environments, dashboards and states that the tests of this folder share.
enum Fixture {
  static func environment(
    _ name: String = "stage",
    url: String = "http://127.0.0.1:9090",
    variables: [String: String] = [:]
  ) -> Documents.Environment {
    Documents.Environment(
      name: name,
      prometheus: Connection(url: url),
      variables: variables
    )
  }

  /// A panel of each way of asking: nothing, an instant, a range, a count, the alerts.
  static let layout = """
    {
      "title": "Uploads",
      "variables": [{ "name": "system", "type": "query", "query": "label_values(up, system)" }],
      "panels": [
        { "type": "text", "title": "Words", "content": "hello" },
        { "type": "stat", "title": "Up", "targets": [{ "expr": "up{system='$system'}" }] },
        { "type": "timeseries", "title": "Rate", "targets": [{ "expr": "rate(x_total[5m])" }] },
        { "type": "timeseries", "title": "Count", "interval": "5m", "drawStyle": "bars",
          "targets": [{ "count": "uploads_total", "by": ["file_type"] }] },
        { "type": "bargauge", "title": "Queues", "max": 100, "targets": [{ "expr": "queues" }] },
        { "type": "alertlist", "title": "Alerts" }
      ]
    }
    """

  static func opened(_ text: String = layout, file: String = "uploads.json") throws
    -> OpenedDashboard
  {
    let opened = try DashboardFile.open(Array(text.utf8), file: file, kinds: PanelCatalog.kinds)
    return OpenedDashboard(dashboard: opened.dashboard, problems: opened.problems)
  }

  static func state(
    _ environments: [Documents.Environment],
    layout: String = layout
  ) throws -> State {
    State(
      size: Size(columns: 100, rows: 40),
      look: Look(zone: .utc),
      now: Clock.now,
      opened: try opened(layout),
      environments: environments,
      watching: environments.map(\.name)
    )
  }

  /// The panels that ask the server themselves, by title.
  static func statuses(_ state: State, view: Int = 0) -> [String: PanelState.Status] {
    let asking = state.views[view].panels.filter { !$0.spec.targets.isEmpty }
    return Dictionary(
      asking.map { ($0.spec.title, $0.status(now: state.now)) },
      uniquingKeysWith: { $1 }
    )
  }
}

/// A request as a Prometheus reads it.
struct Asked: Hashable, Sendable {
  /// After `/api/v1`.
  var path: String
  /// Of the form or the address, in the order they came, decoded.
  var fields: [[String]]

  var expression: String { self["query"] ?? "" }
  subscript(name: String) -> String? { fields.first { $0.first == name }?.last }

  init(url: String, body: String) {
    let parts = url.split(separator: "?", maxSplits: 1)
    path = parts[0].split(separator: "/api/v1", maxSplits: 1).last.map(String.init) ?? ""
    let form = body.isEmpty ? parts.dropFirst().first.map(String.init) ?? "" : body
    fields = form.split(separator: "&").map { field in
      field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { Self.decoded($0) }
    }
  }

  init(_ request: Request) {
    self.init(url: request.url, body: String(decoding: request.body, as: UTF8.self))
  }

  init(_ request: FakeServer.Received) { self.init(url: request.uri, body: request.body) }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), let code = UInt8(digits, radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a small healthy Prometheus says.
enum Canned {
  /// The whole body; nil where it has no such endpoint.
  static func body(_ asked: Asked) -> String? {
    data(asked).map { #"{"status":"success","data":\#($0)}"# }
  }

  private static func data(_ asked: Asked) -> String? {
    switch asked.path {
    case "/query": vector(#"{"a":"1"}"#, "7")
    case "/query_range":
      #"{"resultType":"matrix","result":[{"metric":{"a":"1"},"#
        + #""values":[[\#(asked["start"] ?? "0"),"1"]]}]}"#
    case "/labels": #"["__name__","job"]"#
    case "/series": #"[{"__name__":"up","job":"a","x":"1"},{"job":"b"}]"#
    case "/rules": #"{"groups":[]}"#
    case "/status/buildinfo": #"{"version":"3.5.0","revision":"r","branch":"b"}"#
    case let path where path.hasPrefix("/label/"): #"["bitrix","opus"]"#
    default: nil
    }
  }

  static func vector(_ metric: String, _ value: String) -> String {
    #"{"resultType":"vector","result":[{"metric":\#(metric),"value":[1795539761,"\#(value)"]}]}"#
  }

  static func response(_ asked: Asked) -> Response {
    guard let body = body(asked) else { return Response(status: 404) }
    return Response(body: Array(body.utf8))
  }

  static func success(_ data: String) -> Response {
    Response(body: Array(#"{"status":"success","data":\#(data)}"#.utf8))
  }

  static func error(_ status: Int, _ type: String, _ text: String) -> Response {
    let body = #"{"status":"error","errorType":"\#(type)","error":"\#(text)"}"#
    return Response(status: status, body: Array(body.utf8))
  }

  /// The same over the network.
  static func steps(_ request: FakeServer.Received) -> [FakeServer.Step] {
    body(Asked(request)).map { .json($0) } ?? .reply(404, "404 page not found")
  }
}

/// A source whose server is a closure; it keeps what was asked.
final class CannedSource: Sendable {
  typealias Reply = @Sendable (Asked) async throws(TransportError) -> Response

  private let log = Mutex<[Asked]>([])
  private let reply: Reply

  init(_ reply: @escaping Reply = { Canned.response($0) }) { self.reply = reply }

  var asked: [Asked] { log.withLock { $0 } }

  func source(_ environment: Documents.Environment = Fixture.environment()) -> Source {
    let transport = Transport { (request) async throws(TransportError) -> Response in
      let asked = Asked(request)
      self.log.withLock { $0.append(asked) }
      return try await self.reply(asked)
    }
    return Source(
      environment: environment,
      client: PrometheusClient(url: environment.prometheus.url, transport: transport)
    )
  }
}

/// A door that opens once.
final class Latch: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.finish() }
  func wait() async { for await _ in stream {} }
}

/// Messages from the inbox until there are so many.
func collect(_ inbox: Inbox, _ count: Int) async -> [Message] {
  var messages: [Message] = []
  for await _ in inbox.wakeups {
    messages += inbox.drain()
    if messages.count >= count { break }
  }
  return messages
}

extension Message {
  /// Of an answer to a panel.
  var answer: (key: PanelKey, generation: Int, result: Result<[Answer], Problem>)? {
    guard case .answered(let key, let generation, let result) = self else { return nil }
    return (key, generation, result)
  }

  var moment: Timestamp? {
    guard case .tick(let moment) = self else { return nil }
    return moment
  }

  var opened: (file: String, result: Result<OpenedDashboard, Problem>)? {
    guard case .opened(let file, let result) = self else { return nil }
    return (file, result)
  }
}

extension Result {
  var error: Failure? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}
