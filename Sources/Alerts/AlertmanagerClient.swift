package import HTTP
package import Metrics

/// Asks one Alertmanager by version 2 of its API.
package struct AlertmanagerClient: Sendable {
  let base: String
  let origin: String
  private let transport: Transport

  /// - Parameters:
  ///   - url: The server's, with or without a path; `/api/v2` is added unless it ends so.
  ///   - transport: Usually a `RequestQueue`'s.
  package init(url: String, transport: Transport) {
    base = Self.base(of: url)
    origin = (try? WebAddress(url))?.origin ?? WebAddress.shown(url)
    self.transport = transport
  }

  /// `http://host/path/api/v2`, of whatever people paste.
  static func base(of url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    while text.last == "/" { text.removeLast() }
    return text.hasSuffix("/api/v2") ? String(text) : text + "/api/v2"
  }

  /// A question that costs a server nothing, to see whether it is back.
  package static func probe(url: String) -> Request {
    Request(.get, base(of: url) + "/status", deadline: .seconds(10))
  }

  /// Every alert that it has now, whatever its state.
  package func alerts() async throws(AlertmanagerError) -> [ReceivedAlert] {
    try await list("/alerts").compactMap(ReceivedAlert.init)
  }

  /// The silences that are or will be in force.
  ///
  /// Old servers can't be asked for these alone: expired ones are left out here.
  package func silences() async throws(AlertmanagerError) -> [Silence] {
    try await list("/silences").filter { $0["status"]?["state"]?.string != "expired" }
      .compactMap(Silence.init)
  }

  /// Both, asked at once.
  package func snapshot() async throws(AlertmanagerError) -> AlertmanagerSnapshot {
    async let silences = result { () throws(AlertmanagerError) in try await self.silences() }
    let alerts = try await alerts()
    return AlertmanagerSnapshot(alerts: alerts, silences: try await silences.get())
  }

  private func result<Value: Sendable>(
    _ body: () async throws(AlertmanagerError) -> Value
  ) async -> Result<Value, AlertmanagerError> {
    do throws(AlertmanagerError) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  private func list(_ path: String) async throws(AlertmanagerError) -> [LooseValue] {
    var request = Request(.get, base + path, deadline: .seconds(10))
    request.headers.append(Header("Accept", "application/json"))
    request.isUrgent = true
    let response = try await send(request)
    guard response.status == 200 else { throw AlertmanagerError(response, from: origin) }
    return try await elements(response)
  }

  func send(_ request: Request) async throws(AlertmanagerError) -> Response {
    do throws(TransportError) {
      return try await transport.send(request)
    } catch {
      throw AlertmanagerError(error)
    }
  }

  /// Off the caller's actor: a long list takes some milliseconds.
  @concurrent
  private func elements(_ response: Response) async throws(AlertmanagerError) -> [LooseValue] {
    guard case .array(let values)? = LooseValue(response.body) else {
      throw AlertmanagerError(noListIn: response, from: origin)
    }
    return values
  }
}
