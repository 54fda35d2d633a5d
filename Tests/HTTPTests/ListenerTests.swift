import HTTP
import ServerSupport
import Synchronization
import Testing

struct ListenerTests {
  private static func echo(_ limits: Listener.Limits = Listener.Limits()) async throws -> Listener {
    try await Listener.start(host: "127.0.0.1", port: 0, limits: limits) { request in
      Listener.Reply(
        201,
        "\(request.method) \(request.path) \(request.body.count) \(request["x-word"] ?? "none")",
        headers: [Header("Retry-After", "7")]
      )
    }
  }

  private func post(_ listener: Listener, bytes: Int) async throws -> Response {
    let service = HTTPService(userAgent: "test/1")
    let response = try await service.transport.send(
      Request(
        .post,
        "http://127.0.0.1:\(listener.port)/a/b?c=d",
        headers: [Header("X-Word", "yes")],
        body: [UInt8](repeating: 0x61, count: bytes)
      )
    )
    await service.shutdown()
    return response
  }

  @Test func aRequestIsAnswered() async throws {
    let listener = try await Self.echo()
    let response = try await post(listener, bytes: 1_000_000)
    #expect(response.status == 201)
    #expect(String(decoding: response.body, as: UTF8.self) == "POST /a/b 1000000 yes")
    #expect(response["Retry-After"] == "7")
    #expect(response["Connection"] == "close")
    await listener.stop(within: .seconds(1))
  }

  @Test func aBodyHasALimit() async throws {
    var limits = Listener.Limits()
    limits.bytes = 1 << 20
    let listener = try await Self.echo(limits)
    #expect(try await post(listener, bytes: 1 << 20).status == 201)
    let response = try await post(listener, bytes: (1 << 20) + 1)
    #expect(response.status == 413)
    #expect(String(decoding: response.body, as: UTF8.self) == "a request has at most 1 MiB\n")
    await listener.stop(within: .seconds(1))
  }

  @Test(arguments: [
    "", "POST / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab",
  ])
  func whoeverIsSlowIsSentAway(beginning: String) async throws {
    var limits = Listener.Limits()
    limits.patience = .milliseconds(200)
    let listener = try await Self.echo(limits)
    let answer = await Wire.exchange(listener.port, beginning)
    #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
    #expect(answer.hasSuffix("\r\n\r\nthe request took too long\n"))
    await listener.stop(within: .seconds(1))
  }

  @Test func nonsenseIsRefused() async throws {
    let listener = try await Self.echo()
    let answer = await Wire.exchange(listener.port, "\u{16}\u{3}\u{1}\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
    await listener.stop(within: .seconds(1))
  }

  @Test func thereIsRoomForSoMany() async throws {
    var limits = Listener.Limits()
    limits.connections = 1
    limits.patience = .seconds(20)
    let listener = try await Self.echo(limits)
    let first = Wire.connected(listener.port)
    // It is counted once it was accepted, which is before the next one is.
    #expect(await Wire.exchange(listener.port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n") == "")
    Wire.close(first)
    var answer = ""
    for _ in 0..<200 where answer.isEmpty {
      answer = await Wire.exchange(listener.port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    }
    #expect(answer.hasPrefix("HTTP/1.1 201 "))
    await listener.stop(within: .seconds(1))
  }

  /// The answer under way is given, then nobody is there.
  @Test func theEndWaitsForAnswers() async throws {
    let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    let listener = try await Listener.start(host: "127.0.0.1", port: 0) { _ in
      hasBegun.yield()
      for await _ in released { break }
      return Listener.Reply(200, "done")
    }
    async let response = post(listener, bytes: 1)
    for await _ in begun { break }
    async let stopped: Void = listener.stop(within: .seconds(20))
    release.yield()
    #expect(try await response.status == 200)
    await stopped
    await #expect(throws: TransportError.refused("127.0.0.1:\(listener.port)")) {
      try await post(listener, bytes: 1)
    }
  }

  @Test func aTakenPortIsTold() async throws {
    let listener = try await Self.echo()
    let error = await #expect(throws: Listener.CannotListen.self) {
      _ = try await Listener.start(host: "127.0.0.1", port: listener.port) { _ in .init(200) }
    }
    #expect(error?.reason == "address already in use")
    await listener.stop(within: .seconds(1))
  }
}
