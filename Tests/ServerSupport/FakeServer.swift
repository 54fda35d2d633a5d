import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server on a free loopback port that answers as a script says, down to the bytes.
package final class FakeServer: Sendable {
  /// A request as it came.
  package struct Received: Hashable, Sendable {
    package var method: String
    /// Path and query.
    package var uri: String
    package var headers: [String]
    package var body: String
    /// Which connection it came on, from 0.
    package var connection: Int

    package var path: String { String(uri.prefix { $0 != "?" }) }

    /// The first field of that name, in lowercase.
    package subscript(name: String) -> String? {
      headers.first { $0.lowercased().hasPrefix(name + ": ") }.map {
        String($0.dropFirst(name.count + 2))
      }
    }
  }

  package typealias Script = @Sendable (Received) -> [Step]

  /// One thing that the server does for a request, after the one before.
  package enum Step: Sendable {
    case send([UInt8])
    case wait(milliseconds: Int64)
    /// Sends a piece again and again until the other side goes away.
    case endless([UInt8])
    case close
    /// Closes so that the other side gets a reset.
    case reset
  }

  /// What a server with TLS shows, and what it demands.
  package struct TLS: Sendable {
    package var certificate: String
    package var key: String
    /// The authority that clients must be signed by.
    package var clientAuthority: String?

    package init(certificate: String, key: String, clientAuthority: String? = nil) {
      self.certificate = certificate
      self.key = key
      self.clientAuthority = clientAuthority
    }
  }

  private let channel: any Channel
  private let log: RequestLog
  private let isSecure: Bool
  package let port: Int

  /// Listens, at a free port unless one is named, then answers each request by `script`.
  package init(tls: TLS? = nil, port: Int = 0, _ script: @escaping Script) async throws {
    let log = RequestLog()
    let context = try tls.map { try NIOSSLContext(configuration: Self.configuration($0)) }
    let listener = try Self.listener(port)
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        let connection = log.connect()
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
          try pipeline.addHandler(ScriptHandler(connection: connection, log: log, script: script))
        }
      }
      .withBoundSocket(listener).get()
    self.port = channel.localAddress?.port ?? 0
    self.log = log
    isSecure = tls != nil
  }

  package var url: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)" }
  package var namedURL: String { "\(isSecure ? "https" : "http")://localhost:\(port)" }

  /// All requests until now, oldest first.
  package var requests: [Received] { log.received.withLock { $0 } }

  /// Stops listening; connections end with their clients.
  package func stop() async { try? await channel.close() }

  /// A socket that listens at a port of 127.0.0.1, and that no child inherits, as it would NIO's
  /// own: one that did would keep the port after us.
  private static func listener(_ port: Int) throws -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    var (isReused, length): (Int32, Int) = (1, MemoryLayout<Int32>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(length))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    length = MemoryLayout<sockaddr_in>.size
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(length)) == 0 && listen(descriptor, 128) == 0
      }
    }
    guard isListening else {
      let error = IOError(errnoCode: errno, reason: "bind")
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func configuration(_ tls: TLS) throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem))
    )
    configuration.minimumTLSVersion = .tlsv12
    if let authority = tls.clientAuthority {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .file(authority)
    }
    return configuration
  }
}

/// What came in, from all connections.
private final class RequestLog: Sendable {
  let received = Mutex<[FakeServer.Received]>([])
  private let connections = Atomic(0)

  func connect() -> Int { connections.add(1, ordering: .relaxed).oldValue }
}

/// Collects a request, then does the steps of its script.
private final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let connection: Int
  private let log: RequestLog
  private let script: FakeServer.Script
  private var current: FakeServer.Received?

  init(connection: Int, log: RequestLog, script: @escaping FakeServer.Script) {
    self.connection = connection
    self.log = log
    self.script = script
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      current = FakeServer.Received(
        method: head.method.rawValue,
        uri: head.uri,
        headers: head.headers.map { "\($0.name): \($0.value)" },
        body: "",
        connection: connection
      )
    case .body(let buffer): current?.body += String(buffer: buffer)
    case .end:
      guard let request = current else { return }
      log.received.withLock { $0.append(request) }
      if request.method == "CONNECT" { return tunnel(context.channel) }
      perform(script(request)[...], on: context.channel)
    }
  }

  /// A proxy that is the end of its own tunnels: what comes next is read as HTTP again.
  private func tunnel(_ channel: any Channel) {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    guard let decoder else { return }
    let fresh = ByteToMessageHandler(HTTPRequestDecoder())
    guard (try? pipeline.addHandler(fresh, position: .after(decoder))) != nil else { return }
    pipeline.removeHandler(decoder).whenComplete { _ in
      perform([.send([UInt8]("HTTP/1.1 200 Tunnel\r\n\r\n".utf8))], on: channel)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // As Go's server answers what it doesn't understand.
    let reply = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    let channel = context.channel
    channel.writeAndFlush(reply).whenComplete { _ in channel.close(promise: nil) }
  }
}

/// Does the steps one after another.
private func perform(_ steps: ArraySlice<FakeServer.Step>, on channel: any Channel) {
  guard let step = steps.first else { return }
  let rest = steps.dropFirst()
  switch step {
  case .send(let bytes):
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess { perform(rest, on: channel) }
  case .wait(let pause):
    channel.eventLoop.scheduleTask(in: .milliseconds(pause)) { perform(rest, on: channel) }
  case .endless(let bytes):
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess { perform(steps, on: channel) }
  case .close: channel.close(promise: nil)
  case .reset:
    guard let socket = channel as? any SocketOptionProvider else { return }
    socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
