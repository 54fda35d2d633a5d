import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The live transport of one environment's server: connections, credentials, TLS, deadlines.
///
/// Redirects are followed on the same origin alone, so that credentials never leave it. All
/// services of the process share one network thread; each has its own connections and waits for
/// nobody else's.
package final class HTTPService: Sendable {
  private let configuration: HTTPConfiguration
  private let userAgent: String
  private let credentials: Credentials
  private let tokenService: HTTPService?
  private let pool: ConnectionPool
  /// Whether a connection may be an old one, whose reset says nothing of the server.
  private let hasAnswered = Atomic(false)

  /// - Parameters:
  ///   - configuration: How to reach the server.
  ///   - userAgent: `name/version`.
  ///   - environment: What `proxy_from_environment` reads.
  package init(
    _ configuration: HTTPConfiguration = HTTPConfiguration(),
    userAgent: String,
    environment: ProxyEnvironment = .process
  ) {
    self.configuration = configuration
    self.userAgent = userAgent
    pool = ConnectionPool(configuration, environment: environment)
    let tokenService = configuration.oauth2.map {
      HTTPService(
        HTTPConfiguration(tls: $0.tls, proxy: configuration.proxy),
        userAgent: userAgent,
        environment: environment
      )
    }
    self.tokenService = tokenService
    var tokens: TokenSource?
    if let settings = configuration.oauth2, let tokenService {
      tokens = TokenSource(settings, transport: tokenService.transport)
    }
    credentials = Credentials(configuration, tokens: tokens)
  }

  package var transport: Transport {
    Transport { (request) async throws(TransportError) -> Response in
      try await self.send(request)
    }
  }

  /// Closes all connections; requests under way fail.
  package func shutdown() async {
    await pool.shutdown()
    await tokenService?.shutdown()
  }

  private func send(_ request: Request) async throws(TransportError) -> Response {
    let address = try WebAddress(request.url)
    return try await raced(request.deadline, address) {
      () async -> Result<Response, TransportError> in
      do throws(TransportError) {
        return .success(try await self.authorized(request, address))
      } catch {
        return .failure(error)
      }
    }
  }

  /// With a new token, once, where the server turned the cached one down.
  private func authorized(
    _ request: Request,
    _ address: WebAddress
  ) async throws(TransportError) -> Response {
    let headers = try await credentials.headers()
    let response = try await followed(request, address, headers)
    guard response.status == 401, credentials.canRefresh else { return response }
    let refused = headers.last { $0.name == "Authorization" }?.value
    let renewed = try await credentials.headers(refusing: refused)
    return try await followed(request, address, renewed)
  }

  private func followed(
    _ request: Request,
    _ address: WebAddress,
    _ headers: [Header]
  ) async throws(TransportError) -> Response {
    var request = request
    var address = address
    for _ in 0...Self.mostRedirects {
      let response = try await exchanged(request, address, headers)
      guard [301, 302, 303, 307, 308].contains(response.status),
        let location = response["Location"]
      else { return response }
      let here = address.origin
      guard configuration.followsRedirects else {
        let target = (try? address.resolved(location))?.url ?? location
        throw .redirectNotFollowed(from: here, to: WebAddress.shown(target))
      }
      guard let next = try? address.resolved(location), next.hasSameOrigin(as: address) else {
        throw .redirected(from: here, to: WebAddress.shown(location))
      }
      address = next
      if response.status == 303 {
        request.method = .get
        request.body = []
        request.headers.removeAll { $0.name.lowercased() == "content-type" }
      }
    }
    throw .redirected(from: address.origin, to: WebAddress.shown(address.url))
  }

  private static let mostRedirects = 3

  /// Once more where a kept connection turned out to be closed, if that can do no harm.
  private func exchanged(
    _ request: Request,
    _ address: WebAddress,
    _ headers: [Header]
  ) async throws(TransportError) -> Response {
    do throws(TransportError) {
      return try await exchange(request, address, headers)
    } catch {
      guard case .closed = error, request.isIdempotent, !Task.isCancelled,
        hasAnswered.load(ordering: .relaxed)
      else { throw error }
      return try await exchange(request, address, headers)
    }
  }

  private func exchange(
    _ request: Request,
    _ address: WebAddress,
    _ headers: [Header]
  ) async throws(TransportError) -> Response {
    let client = try pool.client(for: address)
    let outgoing = outgoing(request, address, headers)
    let clock = ContinuousClock()
    let start = clock.now
    let sentAt = WallClock.milliseconds()
    var hasHead = false
    do {
      let response = try await client.execute(outgoing, deadline: .distantFuture)
      hasHead = true
      hasAnswered.store(true, ordering: .relaxed)
      let receivedAt = WallClock.milliseconds()
      let fields = response.headers.map { Header($0.name, $0.value) }
      let body = try await Self.collected(response, limit: request.maximumBytes)
      return Response(
        status: Int(response.status.code),
        headers: fields,
        body: body,
        elapsed: start.duration(to: clock.now),
        sentAt: sentAt,
        receivedAt: receivedAt
      )
    } catch {
      let failure = Failure(
        address: address,
        serverName: configuration.tls.serverName,
        proxy: try? pool.proxy(for: address),
        hasHead: hasHead
      )
      throw await failure.transportError(error)
    }
  }

  private func outgoing(
    _ request: Request,
    _ address: WebAddress,
    _ headers: [Header]
  ) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: address.url)
    if let name = configuration.tls.serverName, address.isSecure {
      // The pool connects to the real host; TLS and the certificate's check see this name.
      var named = address
      named.host = name
      outgoing.url = named.url
      outgoing.headers.replaceOrAdd(name: "Host", value: address.origin)
    }
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for header in request.headers + headers {
      outgoing.headers.add(name: header.name, value: header.value)
    }
    outgoing.headers.replaceOrAdd(name: "User-Agent", value: userAgent)
    // Prometheus matches the token exactly: with `;q=` it would not compress. On this machine
    // compressing costs more than it saves; without the field the library would add its own.
    let encoding = address.isLoopback ? "identity" : "gzip"
    outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: encoding)
    if request.method == .post { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
    return outgoing
  }

  private static func collected(_ response: HTTPClientResponse, limit: Int) async throws -> [UInt8]
  {
    var bytes: [UInt8] = []
    if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }) {
      bytes.reserveCapacity(max(0, min(length, limit)))
    }
    for try await buffer in response.body {
      guard bytes.count + buffer.readableBytes <= limit else {
        throw TransportError.tooLarge(limit: limit)
      }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    return bytes
  }
}

/// The outcome of `work`, or `timedOut` when the deadline passes first; `work` is cancelled then.
private func raced(
  _ deadline: Duration,
  _ address: WebAddress,
  _ work: @escaping @Sendable () async -> Result<Response, TransportError>
) async throws(TransportError) -> Response {
  let outcome = await withTaskGroup(of: Result<Response, TransportError>.self) { group in
    group.addTask { await work() }
    group.addTask {
      do {
        try await Task.sleep(for: deadline)
        return .failure(.timedOut(address.origin, after: deadline))
      } catch {
        return .failure(.cancelled)
      }
    }
    let first = await group.next() ?? .failure(.cancelled)
    group.cancelAll()
    return first
  }
  if Task.isCancelled { throw .cancelled }
  return try outcome.get()
}
