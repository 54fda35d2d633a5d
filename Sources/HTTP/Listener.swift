import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server: whole requests in, whole answers out, one for each connection.
///
/// Whoever is slow, sends too much or comes when too many are there already is sent away.
package final class Listener: Sendable {
  package struct Incoming: Hashable, Sendable {
    package var method: String
    /// Without the query.
    package var path: String
    package var headers: [Header]
    package var body: [UInt8]

    /// The first field of that name; case doesn't matter.
    package subscript(name: String) -> String? {
      let wanted = name.lowercased()
      return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// `application/json` of `Application/JSON; charset=utf-8`; empty where none is told.
    package var mediaType: String {
      Form.trimmed((self["Content-Type"] ?? "").prefix { $0 != ";" }).lowercased()
    }
  }

  package struct Reply: Hashable, Sendable {
    package var status: Int
    /// Plain text.
    package var body: String
    package var headers: [Header]

    package init(_ status: Int, _ body: String = "", headers: [Header] = []) {
      self.status = status
      self.body = body
      self.headers = headers
    }
  }

  package struct Limits: Hashable, Sendable {
    /// Of a request's body.
    package var bytes = 8 << 20
    /// From the connection to the request's last byte.
    package var patience = Duration.seconds(10)
    /// At a time.
    package var connections = 64

    package init() {}
  }

  /// Why nothing can listen there, in the system's words.
  package struct CannotListen: Error { package var reason: String }

  private let channel: any Channel
  private let desk: Desk
  /// The port that was given, or found where that was 0.
  package let port: Int

  private init(channel: any Channel, desk: Desk) {
    self.channel = channel
    self.desk = desk
    port = channel.localAddress?.port ?? 0
  }

  package static func start(
    host: String,
    port: Int,
    limits: Limits = Limits(),
    answer: @escaping @Sendable (Incoming) async -> Reply
  ) async throws(CannotListen) -> Listener {
    let desk = Desk(limits: limits, answer: answer)
    let socket = try listening(host: host, port: port)
    do {
      let channel = try await ServerBootstrap(group: networkThread)
        .childChannelInitializer { channel in
          guard desk.admit() else { return channel.close() }
          channel.closeFuture.whenComplete { _ in desk.leave() }
          return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
            try pipeline.addHandler(Visit(channel, desk: desk))
          }
        }
        .withBoundSocket(socket).get()
      return Listener(channel: channel, desk: desk)
    } catch {
      throw CannotListen(reason: "the socket can't be used")
    }
  }

  /// A socket that no child inherits, as it would the library's own: one that did would keep the
  /// port after us.
  private static func listening(host: String, port: Int) throws(CannotListen) -> CInt {
    guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: port) else {
      throw CannotListen(reason: "the name can't be resolved")
    }
    let family = address.protocol == .inet6 ? AF_INET6 : AF_INET
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    var isReused: CInt = 1
    setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_REUSEADDR,
      &isReused,
      socklen_t(MemoryLayout<CInt>.size)
    )
    let isListening = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) == 0 }
    guard isListening, listen(descriptor, 128) == 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      close(descriptor)
      throw CannotListen(reason: reason)
    }
    return descriptor
  }

  /// Takes no more, and waits for the answers under way, but not longer than so.
  package func stop(within grace: Duration) async {
    try? await channel.close()
    let end = ContinuousClock.now + grace
    while desk.isBusy, ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// What all connections share.
private final class Desk: Sendable {
  private struct Count {
    var connections = 0
    var answers = 0
  }

  let limits: Listener.Limits
  private let answer: @Sendable (Listener.Incoming) async -> Listener.Reply
  private let count = Mutex(Count())

  init(
    limits: Listener.Limits,
    answer: @escaping @Sendable (Listener.Incoming) async -> Listener.Reply
  ) {
    self.limits = limits
    self.answer = answer
  }

  func admit() -> Bool {
    count.withLock { count in
      guard count.connections < limits.connections else { return false }
      count.connections += 1
      return true
    }
  }

  func leave() { count.withLock { $0.connections -= 1 } }

  var isBusy: Bool { count.withLock { $0.answers > 0 } }

  /// Answers to the end, even if nobody waits for it any more.
  func serve(_ request: Listener.Incoming, on channel: any Channel) {
    count.withLock { $0.answers += 1 }
    Task {
      let reply = await answer(request)
      channel.eventLoop.execute {
        send(reply, on: channel) { self.count.withLock { $0.answers -= 1 } }
      }
    }
  }
}

/// One connection: it collects a request, has it answered, and closes.
private final class Visit: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  private let desk: Desk
  private var request: Listener.Incoming?
  private var isTooLarge = false
  private let timer: Scheduled<Void>

  init(_ channel: any Channel, desk: Desk) {
    self.desk = desk
    let patience = desk.limits.patience.components
    let limit = TimeAmount.nanoseconds(
      patience.seconds * 1_000_000_000 + patience.attoseconds / 1_000_000_000
    )
    timer = channel.eventLoop.scheduleTask(in: limit) {
      send(Listener.Reply(408, "the request took too long\n"), on: channel)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      request = Listener.Incoming(
        method: head.method.rawValue,
        path: String(head.uri.prefix { $0 != "?" }),
        headers: head.headers.map { Header($0.name, $0.value) },
        body: []
      )
    case .body(let buffer):
      // The rest is let go by: who is closed upon while sending doesn't see why.
      isTooLarge =
        isTooLarge || (request?.body.count ?? 0) + buffer.readableBytes > desk.limits.bytes
      if isTooLarge {
        request?.body = []
      } else {
        request?.body.append(contentsOf: buffer.readableBytesView)
      }
    case .end:
      guard let request = request.take() else { return }
      timer.cancel()
      guard !isTooLarge else {
        let limit = "\(desk.limits.bytes >> 20) MiB"
        return send(Listener.Reply(413, "a request has at most \(limit)\n"), on: context.channel)
      }
      desk.serve(request, on: context.channel)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { timer.cancel() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

/// Writes an answer and closes; on the channel's own thread.
private func send(
  _ reply: Listener.Reply,
  on channel: any Channel,
  then: @escaping @Sendable () -> Void = {}
) {
  let body = ByteBuffer(string: reply.body)
  var head = HTTPResponseHead(
    version: .http1_1,
    status: HTTPResponseStatus(statusCode: reply.status),
    headers: [
      "Content-Type": "text/plain; charset=utf-8", "Content-Length": "\(body.readableBytes)",
      "Connection": "close",
    ]
  )
  for header in reply.headers { head.headers.add(name: header.name, value: header.value) }
  channel.write(HTTPServerResponsePart.head(head), promise: nil)
  channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
  let giveUp = channel.eventLoop.scheduleTask(in: .seconds(5)) { channel.close(promise: nil) }
  channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in
    giveUp.cancel()
    channel.close(promise: nil)
    then()
  }
}
