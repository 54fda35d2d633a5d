import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// The connections of one service, made anew when a file of `tls_config` changes.
final class ConnectionPool: Sendable {
  /// What the connections were made for.
  private struct Identity: Hashable {
    var files: [FileStamp]
    /// The host to connect to, where the certificate is checked against another name.
    var host: String?
    var proxy: ProxyServer?
  }

  private struct Current {
    var client: HTTPClient?
    var identity: Identity?
    var isShutDown = false
  }

  private let configuration: HTTPConfiguration
  private let environment: ProxyEnvironment
  private let current = Mutex(Current())

  init(_ configuration: HTTPConfiguration, environment: ProxyEnvironment) {
    self.configuration = configuration
    self.environment = environment
  }

  deinit {
    if let client = current.withLock({ $0.client }) { Self.retire(client) }
  }

  /// The proxy for a server; nil where it is reached without one.
  func proxy(for address: WebAddress) throws(TransportError) -> ProxyServer? {
    try configuration.proxy.server(for: address, environment: environment)
  }

  func client(for address: WebAddress) throws(TransportError) -> HTTPClient {
    let hasOtherName = address.isSecure && configuration.tls.serverName != nil
    let identity = Identity(
      files: FileStamp.of(TLSSetup.files(configuration.tls)),
      host: hasOtherName ? address.host : nil,
      proxy: try proxy(for: address)
    )
    return try current.withLock { current throws(TransportError) in
      if current.isShutDown { throw .closed(address.origin) }
      if let client = current.client, current.identity == identity { return client }
      let client = HTTPClient(
        eventLoopGroup: networkThread,
        configuration: try settings(for: identity)
      )
      if let old = current.client { Self.retire(old) }
      current.client = client
      current.identity = identity
      return client
    }
  }

  func shutdown() async {
    let client = current.withLock { current in
      defer { current.client = nil }
      current.isShutDown = true
      return current.client
    }
    try? await client?.shutdown()
  }

  private static func retire(_ client: HTTPClient) { Task { try? await client.shutdown() } }

  private func settings(
    for identity: Identity
  ) throws(TransportError) -> HTTPClient.Configuration {
    var settings = HTTPClient.Configuration(
      tlsConfiguration: try TLSSetup.configuration(configuration.tls),
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(connectSeconds)),
      proxy: identity.proxy.map(proxy),
      decompression: .enabled(limit: .size(Request.defaultMaximumBytes))
    )
    // One request per connection at a time, so that a dead one spoils one request only; what
    // HTTP/2 would save, four connections don't need.
    settings.httpVersion = .http1Only
    settings.connectionPool.idleTimeout = .seconds(300)
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 8
    settings.connectionPool.retryConnectionEstablishment = false
    settings.http1_1ConnectionDebugInitializer = { keptAlive($0) }
    if let host = identity.host, let name = configuration.tls.serverName {
      settings.dnsOverride = [name: host]
    }
    return settings
  }

  private func proxy(_ server: ProxyServer) -> HTTPClient.Configuration.Proxy {
    var proxy = HTTPClient.Configuration.Proxy.server(
      host: server.address.host,
      port: server.address.port
    )
    for header in configuration.proxy.connectHeaders {
      proxy.connectHeaders.add(name: header.name, value: header.value)
    }
    return proxy
  }
}

let connectSeconds: Int64 = 5

/// One thread for all connections of the process: a dashboard is never limited by it.
let networkThread = MultiThreadedEventLoopGroup(numberOfThreads: 1)

/// Lets the kernel find dead connections, an idle one after a minute.
///
/// One that waits for an acknowledgement counts as dead after 30 s: VPNs and address translators
/// drop connections without a word.
private func keptAlive(_ channel: any Channel) -> EventLoopFuture<Void> {
  let options: [(ChannelOptions.Types.SocketOption, Int)] = [
    (.init(level: .socket, name: .so_keepalive), 1),
    (.init(level: .tcp, name: .init(rawValue: TCP_KEEPIDLE)), 30),
    (.init(level: .tcp, name: .init(rawValue: TCP_KEEPINTVL)), 10),
    (.init(level: .tcp, name: .init(rawValue: TCP_KEEPCNT)), 3),
    (.init(level: .tcp, name: .init(rawValue: TCP_USER_TIMEOUT)), 30_000),
  ]
  let set = options.map { channel.setOption($0.0, value: $0.1) }
  return EventLoopFuture.andAllComplete(set, on: channel.eventLoop)
}
