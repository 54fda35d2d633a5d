import Glibc

/// The proxy that stands between us and a server.
struct ProxyServer: Hashable, Sendable {
  var address: WebAddress
  /// What named it, for errors: `proxy_url` or a variable of the environment.
  var source: String
}

/// What the environment says of proxies, by the names that all programs read, in either case.
package struct ProxyEnvironment: Hashable, Sendable {
  struct Named: Hashable, Sendable {
    var variable: String
    var url: String
  }

  /// For servers of `http://`.
  var http: Named?
  /// For servers of `https://`.
  var https: Named?
  var noProxy: String?

  /// - Parameter variable: The value of a variable of the environment.
  package init(_ variable: (String) -> String?) {
    func first(_ names: [String]) -> Named? {
      for name in names {
        if let text = variable(name), !text.isEmpty { return Named(variable: name, url: text) }
      }
      return nil
    }
    // A web server that runs us as CGI puts a client's header `Proxy` into HTTP_PROXY.
    let isCGI = variable("REQUEST_METHOD").map { !$0.isEmpty } ?? false
    http = first(isCGI ? ["http_proxy"] : ["HTTP_PROXY", "http_proxy"])
    https = first(["HTTPS_PROXY", "https_proxy"])
    noProxy = first(["NO_PROXY", "no_proxy"])?.url
  }

  /// This process's own.
  package static var process: Self { Self { getenv($0).map { String(cString: $0) } } }
}

extension HTTPConfiguration.Proxy {
  /// The proxy for a server; nil where it is reached without one.
  ///
  /// As Prometheus' Go has it: `proxy_url` alone is for every server; with `no_proxy`, as with the
  /// environment, `localhost` and loopback addresses are reached without a proxy anyway.
  ///
  /// - Throws: `badProxy` where what names the proxy can't be used.
  func server(
    for address: WebAddress,
    environment: ProxyEnvironment
  ) throws(TransportError) -> ProxyServer? {
    if isFromEnvironment {
      let named = address.isSecure ? environment.https : environment.http
      guard let named, !NoProxy(environment.noProxy ?? "").covers(address) else { return nil }
      // Here the scheme may be left out.
      let url = named.url.contains("://") ? named.url : "http://\(named.url)"
      return try Self.server(url, source: named.variable)
    }
    guard let url else { return nil }
    if let noProxy, !noProxy.isEmpty, NoProxy(noProxy).covers(address) { return nil }
    return try Self.server(url, source: "proxy_url")
  }

  /// The URL itself is in no error: it may hold a password in a form that can't be told apart.
  private static func server(
    _ url: String,
    source: String
  ) throws(TransportError) -> ProxyServer {
    do throws(TransportError) {
      let address = try WebAddress(url)
      guard !address.isSecure else { throw .badProxy(source, .otherScheme) }
      return ProxyServer(address: address, source: source)
    } catch {
      switch error {
      case .badURL(_, .holdsPassword): throw .badProxy(source, .holdsPassword)
      case .badURL(_, .noScheme): throw .badProxy(source, .otherScheme)
      case .badURL: throw .badProxy(source, .noAddress)
      default: throw error
      }
    }
  }
}

/// The servers that are reached without a proxy: `no_proxy`, or `NO_PROXY`.
///
/// Entries stand between commas: `*` for all; an IP address; a network as CIDR; a name, which
/// covers its subdomains too; `.name` or `*.name`, which covers these alone. Names and addresses
/// may have a port. Source: Go's `golang.org/x/net/http/httpproxy`, which Prometheus uses.
package struct NoProxy: Hashable, Sendable {
  private enum Entry: Hashable {
    case all
    case network([UInt8], bits: Int)
    case address([UInt8], port: Int?)
    /// The name begins with a dot.
    case domain(String, port: Int?, withItself: Bool)
  }

  private var entries: [Entry]

  package init(_ list: String) {
    entries = list.split(separator: ",").compactMap { Self.entry(Form.trimmed($0).lowercased()) }
  }

  /// Whether a server is reached without a proxy; this machine always is.
  package func covers(_ server: WebAddress) -> Bool {
    let bytes = Self.bytes(server.host)
    return server.host == "localhost" || bytes.map(Self.isLoopback) ?? false
      || entries.contains { Self.covers($0, server, bytes) }
  }

  private static func covers(_ entry: Entry, _ server: WebAddress, _ bytes: [UInt8]?) -> Bool {
    switch entry {
    case .all: true
    case .network(let network, let bits): bytes.map { isSame($0, network, bits: bits) } ?? false
    case .address(let address, let port):
      bytes == address && (port.map { $0 == server.port } ?? true)
    case .domain(let name, let port, let withItself):
      (server.host.hasSuffix(name) || (withItself && server.host == name.dropFirst()))
        && (port.map { $0 == server.port } ?? true)
    }
  }

  private static func entry(_ text: String) -> Entry? {
    guard text != "*" else { return .all }
    if let slash = text.firstIndex(of: "/"), let network = bytes(String(text[..<slash])),
      let bits = Int(text[text.index(after: slash)...]), (0...network.count * 8).contains(bits)
    {
      return .network(network, bits: bits)
    }
    var (host, port) = split(text)
    if let address = bytes(host) { return .address(address, port: port) }
    if host.hasPrefix("*.") { host.removeFirst() }
    guard let first = host.first else { return nil }
    return .domain(first == "." ? host : "." + host, port: port, withItself: first != ".")
  }

  /// Host and port of `host`, `host:port`, `::1`, `[::1]` and `[::1]:port`.
  private static func split(_ text: String) -> (String, Int?) {
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      return (String(text[..<end].dropFirst()), Int(text[end...].dropFirst(2)))
    }
    guard let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon,
      let port = Int(text[text.index(after: colon)...])
    else { return (text, nil) }
    return (String(text[..<colon]), port)
  }

  /// The 4 or 16 bytes of an IP address; an IPv4 address that is written as IPv6 has 4.
  private static func bytes(_ host: String) -> [UInt8]? {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, host, &four) == 1 { return four }
    var sixteen = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, host, &sixteen) == 1 else { return nil }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return sixteen.starts(with: mapped) ? Array(sixteen[12...]) : sixteen
  }

  private static func isLoopback(_ bytes: [UInt8]) -> Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// Whether the first bits of two addresses are the same.
  private static func isSame(_ address: [UInt8], _ network: [UInt8], bits: Int) -> Bool {
    guard address.count == network.count else { return false }
    return zip(address, network).enumerated().allSatisfy { index, pair in
      let count = min(max(bits - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - count) == 0
    }
  }
}
