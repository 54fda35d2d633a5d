import HTTP
import ServerSupport
import Testing

/// A service for one test, with the connections closed after it.
@discardableResult
func withService<Result>(
  _ configuration: HTTPConfiguration = HTTPConfiguration(),
  _ body: (Transport) async throws -> Result
) async throws -> Result {
  let service = HTTPService(configuration, userAgent: "promwall/test")
  do {
    let result = try await body(service.transport)
    await service.shutdown()
    return result
  } catch {
    await service.shutdown()
    throw error
  }
}

/// The error of a request to a server that follows a script.
func failure(
  _ configuration: HTTPConfiguration = HTTPConfiguration(),
  deadline: Duration = .seconds(20),
  maximumBytes: Int = 1 << 20,
  _ script: @escaping FakeServer.Script
) async throws -> (error: TransportError?, server: FakeServer) {
  let server = try await FakeServer(script)
  let error = try await withService(configuration) { transport in
    await #expect(throws: TransportError.self) {
      try await transport.send(
        Request(.get, server.url, deadline: deadline, maximumBytes: maximumBytes)
      )
    }
  }
  await server.stop()
  return (error, server)
}

@Suite struct ServiceTests {
  @Test func aFormIsPostedAndItsAnswerRead() async throws {
    let server = try await FakeServer { _ in
      .reply(200, "hello", headers: ["Date: Sun, 06 Nov 1994 08:49:37 GMT"])
    }
    let response = try await withService { transport in
      try await transport.send(.form(server.url + "/api/v1/query", [("query", "a + b")]))
    }
    #expect(response.status == 200)
    #expect(String(decoding: response.body, as: UTF8.self) == "hello")
    #expect(response.date == 784_111_777_000)
    #expect(response.receivedAt >= response.sentAt && response.sentAt > 1_600_000_000_000)
    #expect(response.elapsed > .zero)
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.uri == "/api/v1/query")
    #expect(request.body == "query=a%20%2B%20b")
    #expect(request["content-type"] == "application/x-www-form-urlencoded")
    #expect(request["user-agent"] == "promwall/test")
    #expect(request["host"] == "127.0.0.1:\(server.port)")
    #expect(request["accept-encoding"] == "identity")
    await server.stop()
  }

  /// A name that is not loopback by its looks, but is by the proxy that answers for it.
  @Test func gzipIsAskedForElsewhere() async throws {
    let server = try await FakeServer { _ in .gzip(Gzip.stored("compressed")) }
    let proxied = HTTPConfiguration(proxy: .init(url: server.url))
    let response = try await withService(proxied) { transport in
      try await transport.send(Request(.get, "http://prometheus.example/x"))
    }
    #expect(String(decoding: response.body, as: UTF8.self) == "compressed")
    #expect(server.requests.map(\.uri) == ["prometheus.example:80", "/x"])
    #expect(server.requests.last?["accept-encoding"] == "gzip")
    #expect(server.requests.last?["host"] == "prometheus.example")
    await server.stop()
  }

  @Test func connectionsAreKept() async throws {
    let server = try await FakeServer { _ in .reply() }
    try await withService { transport in
      for _ in 0..<3 { _ = try await transport.send(Request(.get, server.url)) }
    }
    #expect(server.requests.map(\.connection) == [0, 0, 0])
    await server.stop()
  }

  @Test func aResetOfAKeptConnectionIsRepeatedOnce() async throws {
    let server = try await FakeServer { request in
      request.connection == 0 && request.uri == "/2" ? [.reset] : .reply(200, "fine")
    }
    try await withService { transport in
      _ = try await transport.send(Request(.get, server.url + "/1"))
      let second = try await transport.send(Request(.get, server.url + "/2"))
      #expect(String(decoding: second.body, as: UTF8.self) == "fine")
    }
    #expect(server.requests.map(\.uri) == ["/1", "/2", "/2"])
    await server.stop()
  }

  @Test func whatIsNotSafeToRepeatIsNotRepeated() async throws {
    let server = try await FakeServer { request in
      request.uri == "/1" ? .reply() : [.reset]
    }
    try await withService { transport in
      _ = try await transport.send(Request(.get, server.url + "/1"))
      await #expect(throws: TransportError.closed("127.0.0.1:\(server.port)")) {
        try await transport.send(.form(server.url + "/2", []))
      }
    }
    #expect(server.requests.count == 2)
    await server.stop()
  }

  // MARK: Redirects

  @Test func aRedirectOnTheSameServerKeepsTheForm() async throws {
    let server = try await FakeServer { request in
      request.path == "/old"
        ? .reply(302, headers: ["Location: /new?x=1"]) : .reply(200, request.body)
    }
    let response = try await withService { transport in
      try await transport.send(.form(server.url + "/old", [("a", "1")]))
    }
    #expect(String(decoding: response.body, as: UTF8.self) == "a=1")
    #expect(server.requests.map(\.uri) == ["/old", "/new?x=1"])
    await server.stop()
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func credentialsNeverGoToAnotherServer(status: Int) async throws {
    let folder = try TestFolder()
    let token = try folder.file("token", "hunter2")
    let other = try await FakeServer { _ in .reply() }
    let location = "http://user:hunter2@localhost:\(other.port)/steal?token=hunter2"
    let configuration = HTTPConfiguration(authorization: .init(credentialsFile: token))
    let (error, server) = try await failure(configuration) { _ in
      .reply(status, headers: ["Location: \(location)"])
    }
    let here = "127.0.0.1:\(server.port)"
    #expect(error == .redirected(from: here, to: "http://localhost:\(other.port)/steal"))
    #expect(server.requests.first?["authorization"] == "Bearer hunter2")
    #expect(other.requests.isEmpty)
    #expect(error.map { "\($0)" }?.contains("hunter2") == false)
    await other.stop()
  }

  @Test(arguments: [("/new?token=hunter2", "/new"), ("http://b.example/x", nil)])
  func aRedirectIsAnErrorWhereTheyAreNotFollowed(location: String, path: String?) async throws {
    let configuration = HTTPConfiguration(followsRedirects: false)
    let (error, server) = try await failure(configuration) { _ in
      .reply(302, headers: ["Location: \(location)"])
    }
    let target = path.map { server.url + $0 } ?? location
    #expect(error == .redirectNotFollowed(from: "127.0.0.1:\(server.port)", to: target))
    #expect(server.requests.count == 1)
  }

  @Test func redirectsInCirclesEnd() async throws {
    let (error, server) = try await failure { _ in .reply(302, headers: ["Location: /"]) }
    guard case .redirected? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.requests.count == 4)
  }

  // MARK: Bad servers

  @Test func aBodyThatBreaksOffIsTruncated() async throws {
    let (error, server) = try await failure { _ in .short("half", promised: 100) }
    #expect(error == .truncated("127.0.0.1:\(server.port)"))
  }

  @Test func aCompressedBodyThatBreaksOffIsTruncated() async throws {
    let whole = Gzip.stored(String(repeating: "x", count: 1_000))
    let (error, server) = try await failure { _ in .gzip(Array(whole.prefix(500))) }
    #expect(error == .truncated("127.0.0.1:\(server.port)"))
  }

  @Test func compressedNonsenseIsTruncated() async throws {
    let (error, server) = try await failure { _ in .gzip(Array("no gzip at all".utf8)) }
    #expect(error == .truncated("127.0.0.1:\(server.port)"))
  }

  @Test func anEndlessBodyIsCut() async throws {
    let piece = String(repeating: "x", count: 10_000)
    let (error, _) = try await failure { _ in .endless(piece) }
    #expect(error == .tooLarge(limit: 1 << 20))
  }

  @Test func aCompressedBombIsCut() async throws {
    let bomb = Gzip.zeros(200_000_000)
    #expect(bomb.count < 2_000_000)
    let (error, _) = try await failure { _ in .gzip(bomb) }
    #expect(error == .tooLarge(limit: 1 << 20))
  }

  @Test func aCompressedBombIsCutAtTheAbsoluteLimit() async throws {
    let bomb = Gzip.zeros(80_000_000)
    let (error, _) = try await failure(maximumBytes: .max) { _ in .gzip(bomb) }
    #expect(error == .tooLarge(limit: 64 << 20))
  }

  @Test func aServerThatNeverAnswersTimesOut() async throws {
    let (error, server) = try await failure(deadline: .milliseconds(200)) { _ in [] }
    #expect(error == .timedOut("127.0.0.1:\(server.port)", after: .milliseconds(200)))
  }

  @Test func aSlowBodyTimesOutInTotal() async throws {
    let (error, server) = try await failure(deadline: .milliseconds(300)) { _ in
      .drip("x", times: 1_000, everyMilliseconds: 20)
    }
    #expect(error == .timedOut("127.0.0.1:\(server.port)", after: .milliseconds(300)))
  }

  @Test func aResetWithoutAnAnswerIsClosed() async throws {
    let (error, server) = try await failure { _ in [.reset] }
    #expect(error == .closed("127.0.0.1:\(server.port)"))
  }

  @Test func whatIsNotHTTPIsTold() async throws {
    let (error, server) = try await failure { _ in
      [.send(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .close]
    }
    #expect(error == .notHTTP("127.0.0.1:\(server.port)"))
  }

  @Test func aClosedPortRefuses() async throws {
    let closed = try #require(ClosedPort())
    try await withService { transport in
      await #expect(throws: TransportError.refused("127.0.0.1:\(closed.port)")) {
        try await transport.send(Request(.get, closed.url))
      }
    }
  }

  @Test func anUnknownNameIsTold() async throws {
    try await withService { transport in
      await #expect(throws: TransportError.cannotResolve(host: "promwall.invalid")) {
        try await transport.send(Request(.get, "http://promwall.invalid:9090/"))
      }
    }
  }

  @Test func aDeadProxyIsTold() async throws {
    let closed = try #require(ClosedPort())
    let proxied = HTTPConfiguration(proxy: .init(url: closed.url))
    try await withService(proxied) { transport in
      let proxy = "127.0.0.1:\(closed.port)"
      await #expect(throws: TransportError.proxy(proxy, reason: "connection refused")) {
        try await transport.send(Request(.get, "http://prometheus.example/"))
      }
    }
  }

  @Test func cancellingEndsAtOnce() async throws {
    let server = try await FakeServer { _ in [] }
    try await withService { transport in
      let task = Task { try await transport.send(Request(.get, server.url)) }
      while server.requests.isEmpty { await Task.yield() }
      task.cancel()
      await #expect(throws: TransportError.cancelled) { try await task.value }
    }
    await server.stop()
  }

  @Test func afterShutdownNothingIsSent() async throws {
    let server = try await FakeServer { _ in .reply() }
    let service = HTTPService(userAgent: "promwall/test")
    _ = try await service.transport.send(Request(.get, server.url))
    await service.shutdown()
    await #expect(throws: TransportError.closed("127.0.0.1:\(server.port)")) {
      try await service.transport.send(Request(.get, server.url))
    }
    await server.stop()
  }
}
