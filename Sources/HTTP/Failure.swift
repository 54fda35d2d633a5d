import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// Turns what the network libraries throw into our own words.
struct Failure {
  var address: WebAddress
  /// What the certificate is checked against, where that isn't the host.
  var serverName: String?
  var proxy: ProxyServer?
  /// Whether the answer had begun.
  var hasHead: Bool

  func transportError(_ error: any Error) async -> TransportError {
    switch error {
    case let error as TransportError: error
    case is CancellationError: .cancelled
    case let error as NIOConnectionError: connection(error)
    case let error as HTTPClientError: client(error)
    case let error as IOError: system(error.errnoCode)
    case let error as ChannelError: channel(error)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: await tls("\(error)")
    case is SocketAddressError: .cannotResolve(host: address.host)
    case let error as NIOHTTPDecompression.DecompressionError:
      error == .limit ? .tooLarge(limit: Request.defaultMaximumBytes) : .truncated(address.origin)
    case is NIOHTTPDecompression.ExtraDecompressionError: .truncated(address.origin)
    case is HTTPParserError: hasHead ? .truncated(address.origin) : .notHTTP(address.origin)
    default: .other(address.origin, reason: plain("\(type(of: error))"))
    }
  }

  private var closed: TransportError {
    hasHead ? .truncated(address.origin) : .closed(address.origin)
  }

  private func connection(_ error: NIOConnectionError) -> TransportError {
    let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
    let hasTimedOut = error.connectionErrors.contains {
      if case .connectTimeout? = $0.error as? ChannelError { true } else { false }
    }
    let failure: TransportError =
      if let code = codes.first(where: { $0 != ECONNREFUSED }) {
        system(code)
      } else if !codes.isEmpty {
        .refused(address.origin)
      } else if hasTimedOut {
        .timedOutConnecting(address.origin, after: .seconds(connectSeconds))
      } else {
        .cannotResolve(host: error.host)
      }
    guard proxy != nil else { return failure }
    let reason =
      switch failure {
      case .refused: "connection refused"
      case .cannotResolve: "its name cannot be resolved"
      case .timedOutConnecting: "it did not accept a connection"
      default: "it cannot be reached"
      }
    return ofProxy(reason)
  }

  private func client(_ error: HTTPClientError) -> TransportError {
    switch error {
    case .cancelled: Task.isCancelled ? .cancelled : closed
    case .remoteConnectionClosed, .uncleanShutdown, .alreadyShutdown, .requestStreamCancelled:
      closed
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
      .timedOutConnecting(address.origin, after: .seconds(connectSeconds))
    case .deadlineExceeded, .readTimeout, .writeTimeout:
      .timedOut(address.origin, after: .seconds(connectSeconds))
    case .httpProxyHandshakeTimeout: ofProxy("it did not answer CONNECT")
    case .proxyAuthenticationRequired: ofProxy("it wants a password")
    case .invalidProxyResponse: ofProxy("it refused to connect us")
    default: .other(address.origin, reason: plain(error.shortDescription))
    }
  }

  private func system(_ code: CInt) -> TransportError {
    switch code {
    case ECONNREFUSED: .refused(address.origin)
    case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN: closed
    case ETIMEDOUT: hasHead ? closed : .timedOutConnecting(address.origin, after: .seconds(30))
    default: .unreachable(address.origin, reason: String(cString: strerror(code)))
    }
  }

  private func channel(_ error: ChannelError) -> TransportError {
    switch error {
    case .connectTimeout: .timedOutConnecting(address.origin, after: .seconds(connectSeconds))
    case .ioOnClosedChannel, .alreadyClosed, .eof, .inputClosed, .outputClosed: closed
    default: .other(address.origin, reason: plain("\(error)"))
    }
  }

  private func ofProxy(_ reason: String) -> TransportError {
    .proxy(proxy?.address.origin ?? "", reason: reason, source: proxy?.source ?? "proxy_url")
  }

  private func plain(_ text: String) -> String {
    String(decoding: text.utf8.prefix(200).filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self)
  }

  /// The library's message names no certificate, so we look at the server's ourselves.
  private func tls(_ message: String) async -> TransportError {
    if message.contains("uncleanShutdown") { return closed }
    guard let cause = TLSCause(message: message) else {
      return .tls(address.origin, .other(plain(message)))
    }
    var certificate: PeerCertificate?
    if cause.concernsCertificate, proxy == nil {
      certificate = await PeerCertificate.shown(
        by: address,
        to: serverName ?? address.host
      )
    }
    let now = WallClock.milliseconds() / 1_000
    return .tls(address.origin, cause.fault(certificate, now: now))
  }
}
