import NIOCore
import NIOPosix
import Synchronization

/// The way to a server, which can be cut as a cable is: nothing comes through, and nobody is told.
package final class Line: Sendable {
  private let listener: any Channel
  private let wires: Wires
  package let port: Int

  package var url: String { "http://127.0.0.1:\(port)" }

  /// Listens on a free port of 127.0.0.1 and passes everything on to another one.
  package init(to target: Int) async throws {
    let wires = Wires()
    listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Nothing is read before there is somebody to hand it to.
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { near in
        near.eventLoop.makeCompletedFuture {
          try near.pipeline.syncOperations.addHandler(Connecting(to: target, wires: wires))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = listener.localAddress?.port ?? 0
    self.wires = wires
  }

  package func cut() { wires.cut() }

  /// What was open while it was cut has lost bytes and ends.
  package func mend() { wires.mend() }

  package func stop() async { try? await listener.close() }
}

/// The open connections, and whether anything goes through them.
private final class Wires: Sendable {
  private struct State {
    var isCut = false
    var channels: [any Channel] = []
  }

  private let state = Mutex(State())

  var isCut: Bool { state.withLock { $0.isCut } }

  func add(_ channels: [any Channel]) {
    state.withLock { state in
      state.channels.removeAll { !$0.isActive }
      state.channels += channels
    }
    for channel in channels {
      channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
    }
  }

  func cut() { state.withLock { $0.isCut = true } }

  func mend() {
    let spoiled = state.withLock { state in
      defer { state = State() }
      return state.channels
    }
    for channel in spoiled { channel.close(promise: nil) }
  }
}

/// Finds the other side of a connection that has just come in.
private final class Connecting: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let target: Int
  private let wires: Wires

  init(to target: Int, wires: Wires) {
    self.target = target
    self.wires = wires
  }

  func channelActive(context: ChannelHandlerContext) {
    let (near, wires) = (context.channel, wires)
    ClientBootstrap(group: context.eventLoop)
      .channelOption(.autoRead, value: false)
      .connect(host: "127.0.0.1", port: target)
      .flatMapThrowing { far in
        try near.pipeline.syncOperations.addHandler(Passing(to: far, wires: wires))
        try far.pipeline.syncOperations.addHandler(Passing(to: near, wires: wires))
        wires.add([near, far])
      }
      .whenFailure { _ in near.close(promise: nil) }
  }
}

/// Hands on what one side says to the other.
private final class Passing: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let wires: Wires

  init(to other: any Channel, wires: Wires) {
    self.other = other
    self.wires = wires
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !wires.isCut else { return }
    other.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    // An end is news too, and does not come through.
    if !wires.isCut { other.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
