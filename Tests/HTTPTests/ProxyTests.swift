import HTTP
import ServerSupport
import Testing

/// Which servers are reached through which proxy, by the rules of Prometheus' Go.
@Suite struct ProxyTests {
  @Test(arguments: [
    // Names: the domain with its subdomains, or these alone.
    ("example.com", "http://example.com", true), ("example.com", "http://a.b.example.com", true),
    ("example.com", "http://myexample.com", false), ("example.com", "http://example.org", false),
    (".example.com", "http://example.com", false), (".example.com", "http://a.example.com", true),
    ("*.example.com", "http://a.example.com", true), ("*.example.com", "http://example.com", false),
    ("EXAMPLE.com", "http://Example.COM/x", true),
    // Ports: of the URL, or the scheme's.
    ("example.com:9090", "http://example.com:9090", true),
    ("example.com:9090", "http://example.com:9091", false),
    ("example.com:443", "https://example.com", true),
    (".example.com:80", "http://a.example.com", true),
    // Addresses and networks.
    ("10.1.2.3", "http://10.1.2.3", true), ("10.1.2.3", "http://10.1.2.30", false),
    ("10.1.2.3:9090", "http://10.1.2.3:9090", true), ("10.1.2.3:9090", "http://10.1.2.3", false),
    ("10.0.0.0/8", "http://10.200.1.1", true), ("10.0.0.0/8", "http://11.0.0.1", false),
    ("10.1.2.128/25", "http://10.1.2.127", false), ("10.1.2.128/25", "http://10.1.2.129", true),
    ("10.9.9.9/0", "http://1.2.3.4", true), ("10.1.2.3/32", "http://10.1.2.3", true),
    ("10.0.0.0/8", "http://ten.example", false), ("10.0.0.0/33", "http://10.0.0.1", false),
    ("fd00::/8", "http://[fd12::1]:9090", true), ("fd00::/8", "http://[fe80::1]", false),
    ("fd12:0::1", "http://[fd12::1]", true), ("[fd12::1]:80", "http://[fd12::1]", true),
    ("[fd12::1]:81", "http://[fd12::1]", false), ("::ffff:10.1.2.3", "http://10.1.2.3", true),
    // Lists.
    ("a.example, 10.0.0.0/8 ,b.example", "http://b.example", true),
    ("a.example, 10.0.0.0/8 ,b.example", "http://10.0.0.1", true), ("*", "http://x", true),
    ("a,*", "http://x", true), (",,", "http://x", false), ("", "http://x", false),
    (":80", "http://x", false), (".", "http://x", false),
    // This machine.
    ("x", "http://localhost:9090", true), ("x", "http://127.9.9.9", true),
    ("x", "http://[::1]:9090", true), ("x", "http://localhost.example", false),
  ])
  func noProxyCovers(list: String, url: String, isCovered: Bool) throws {
    #expect(NoProxy(list).covers(try WebAddress(url)) == isCovered)
  }

  /// Through which proxy a request went, or that it was sent to a name which nobody has.
  private func send(
    _ url: String,
    _ proxy: HTTPConfiguration.Proxy,
    _ variables: [String: String] = [:]
  ) async throws -> TransportError? {
    let service = HTTPService(
      HTTPConfiguration(proxy: proxy),
      userAgent: "promwall/test",
      environment: ProxyEnvironment { variables[$0] }
    )
    var failure: TransportError?
    do throws(TransportError) {
      _ = try await service.transport.send(Request(.get, url))
    } catch {
      failure = error
    }
    await service.shutdown()
    return failure
  }

  @Test func noProxyIsReachedWithout() async throws {
    let proxy = try await FakeServer { _ in .reply() }
    let server = try await FakeServer { _ in .reply() }
    let settings = HTTPConfiguration.Proxy(url: proxy.url, noProxy: "covered.invalid")
    #expect(try await send("http://other.invalid/", settings) == nil)
    #expect(proxy.requests.map(\.uri) == ["other.invalid:80", "/"])
    let covered = try await send("http://covered.invalid/", settings)
    #expect(covered == .cannotResolve(host: "covered.invalid"))
    #expect(try await send(server.url, settings) == nil)
    #expect(proxy.requests.count == 2 && server.requests.count == 1)
    await proxy.stop()
    await server.stop()
  }

  /// Each case: the variables with P for the proxy's host and port, and whether it is used.
  @Test(arguments: [
    (["HTTP_PROXY": "http://P"], true), (["http_proxy": "http://P"], true),
    (["HTTP_PROXY": "P"], true), (["HTTP_PROXY": "", "http_proxy": "P"], true),
    (["HTTPS_PROXY": "http://P"], false), ([:], false),
    (["HTTP_PROXY": "P", "NO_PROXY": "server.invalid"], false),
    (["HTTP_PROXY": "P", "no_proxy": ".invalid"], false),
    (["HTTP_PROXY": "P", "NO_PROXY": "elsewhere"], true),
    // A client of a web server may have said it.
    (["HTTP_PROXY": "P", "REQUEST_METHOD": "GET"], false),
    (["http_proxy": "P", "REQUEST_METHOD": "GET"], true),
  ])
  func theEnvironmentNamesTheProxy(variables: [String: String], isUsed: Bool) async throws {
    let proxy = try await FakeServer { _ in .reply() }
    let own = variables.mapValues { $0.replacing("P", with: "127.0.0.1:\(proxy.port)") }
    let failure = try await send("http://server.invalid/", .init(isFromEnvironment: true), own)
    #expect(failure == (isUsed ? nil : .cannotResolve(host: "server.invalid")))
    #expect(proxy.requests.isEmpty != isUsed)
    // Nobody reads it who doesn't ask for it.
    let unasked = try await send("http://server.invalid/", .init(), own)
    #expect(unasked == .cannotResolve(host: "server.invalid"))
    await proxy.stop()
  }

  @Test func httpsHasAVariableOfItsOwn() async throws {
    let proxy = try #require(ClosedPort())
    for name in ["HTTPS_PROXY", "https_proxy"] {
      let failure = try await send(
        "https://server.invalid/",
        .init(isFromEnvironment: true),
        [name: proxy.url, "HTTP_PROXY": "http://elsewhere.invalid"]
      )
      let here = "127.0.0.1:\(proxy.port)"
      #expect(failure == .proxy(here, reason: "connection refused", source: name))
    }
  }

  @Test(arguments: [
    ("http://u:hunter2@p:3128", TransportError.ProxyFault.holdsPassword),
    ("u:hunter2@p:3128", .holdsPassword), ("http://u:hun/ter2@p:3128", .noAddress),
    ("socks5://p:1080", .otherScheme), ("https://p:3128", .otherScheme), ("http://p:x", .noAddress),
  ])
  func aProxyThatCantBeUsedIsToldWithoutItsText(
    url: String,
    fault: TransportError.ProxyFault
  ) async throws {
    let failure = try await send(
      "http://server.invalid/",
      .init(isFromEnvironment: true),
      ["HTTP_PROXY": url]
    )
    #expect(failure == .badProxy("HTTP_PROXY", fault))
    #expect(failure.map { "\($0)".contains("ter2") } == false)
  }

  @Test func connectCarriesItsHeadersAndTheServerNeverSeesThem() async throws {
    let proxy = try await FakeServer { _ in .reply() }
    let settings = HTTPConfiguration.Proxy(
      url: proxy.url,
      connectHeaders: [Header("X-Zone", "a"), Header("X-Zone", "b")]
    )
    #expect(try await send("http://server.invalid/x", settings) == nil)
    try #require(proxy.requests.map(\.method) == ["CONNECT", "GET"])
    let zones = proxy.requests.map { $0.headers.filter { $0.hasPrefix("X-Zone") } }
    #expect(zones == [["X-Zone: a", "X-Zone: b"], []])
    await proxy.stop()
  }
}
