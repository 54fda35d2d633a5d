import Documents
import Engine
import HTTP
import Testing

/// The settings' connection as the transport takes it.
struct ConnectionTests {
  @Test func proxyAndRedirectsReachTheTransport() {
    let connection = Connection(
      url: "http://p",
      proxy: .init(
        url: "http://proxy:3128",
        noProxy: ".local",
        connectHeaders: [.init(name: "X-Zone", values: ["a", "b"])]
      ),
      followsRedirects: false
    )
    let taken = HTTPConfiguration(connection)
    #expect(
      taken.proxy
        == .init(
          url: "http://proxy:3128",
          noProxy: ".local",
          connectHeaders: [Header("X-Zone", "a"), Header("X-Zone", "b")]
        )
    )
    #expect(!taken.followsRedirects)
    let environment = Connection(url: "http://p", proxy: .init(isFromEnvironment: true))
    #expect(HTTPConfiguration(environment).proxy == .init(isFromEnvironment: true))
    #expect(HTTPConfiguration(Connection(url: "http://p")) == HTTPConfiguration())
  }
}
