import Glibc
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix

/// The product's `/metrics`, live, on a free port of 127.0.0.1.
package struct Exporter: Sendable {
  package let port: Int
  private let channel: any Channel

  package static func start(_ story: Story) async throws -> Exporter {
    // NIO's own sockets are inherited by every child.
    guard let listener = Ports.listener() else { throw IOError(errnoCode: errno, reason: "bind") }
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Page(story: story))
        }
      }
    let channel = try await bootstrap.withBoundSocket(listener.descriptor).get()
    return Exporter(port: listener.port, channel: channel)
  }

  package func stop() async { try? await channel.close() }
}

/// Answers every request with the samples of its moment.
private final class Page: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let story: Story

  init(story: Story) { self.story = story }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Timestamp(
      milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    )
    let body = ByteBuffer(string: Exposition.scrape(story, at: now))
    let head = HTTPResponseHead(
      version: .http1_1,
      status: .ok,
      headers: [
        "Content-Type": "text/plain; version=0.0.4", "Content-Length": "\(body.readableBytes)",
      ]
    )
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
