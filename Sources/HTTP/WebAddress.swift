/// A URL in parts: enough to connect, to compare two servers, and to show it without secrets.
package struct WebAddress: Hashable, Sendable {
  package var isSecure: Bool
  /// Lowercase, an IPv6 address without its brackets.
  package var host: String
  package var port: Int
  /// Path and query, beginning with `/` or empty.
  package var rest: String

  /// Errors are `badURL`: another scheme, no host, a bad port, or a user and password in it.
  package init(_ url: String) throws(TransportError) {
    let shown = Self.shown(url)
    guard let colon = url.range(of: "://") else { throw .badURL(shown, .noScheme) }
    switch url[..<colon.lowerBound].lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    default: throw .badURL(shown, .noScheme)
    }
    let tail = url[colon.upperBound...]
    let end = tail.firstIndex { "/?#".contains($0) } ?? tail.endIndex
    let authority = tail[..<end]
    rest = String(tail[end...].prefix { $0 != "#" })
    guard !authority.contains("@") else { throw .badURL(shown, .holdsPassword) }
    guard let (host, port) = Self.split(authority, isSecure: isSecure) else {
      throw .badURL(shown, .badHost)
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .badURL(shown, .badCharacter)
    }
    self.host = host
    self.port = port
  }

  /// `host:port`, with brackets around an IPv6 address; the port is left out where it is usual.
  package var origin: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
  }

  package var url: String { "\(isSecure ? "https" : "http")://\(origin)\(rest)" }

  /// Whether it is this very machine: there gzip costs more than it saves.
  package var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
      || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
  }

  package func hasSameOrigin(as other: WebAddress) -> Bool {
    isSecure == other.isSecure && host == other.host && port == other.port
  }

  /// Where `Location` leads to from here.
  func resolved(_ location: String) throws(TransportError) -> WebAddress {
    var address = self
    if location.hasPrefix("//") {
      return try WebAddress((isSecure ? "https:" : "http:") + location)
    } else if location.hasPrefix("/") {
      address.rest = String(location.prefix { $0 != "#" })
    } else if location.range(of: "://") != nil {
      return try WebAddress(location)
    } else {
      let path = rest.prefix { $0 != "?" }
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
      address.rest = String(folder) + String(location.prefix { $0 != "#" })
    }
    return try WebAddress(address.url)
  }

  /// A URL for people: without user, password and query, in plain characters, at most 200 of them.
  package static func shown(_ url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let colon = text.range(of: "://") {
      let tail = text[colon.upperBound...]
      let end = tail.firstIndex(of: "/") ?? tail.endIndex
      if let at = tail[..<end].lastIndex(of: "@") {
        text = Substring(text[..<colon.upperBound] + tail[tail.index(after: at)...])
      }
    }
    let plain = text.utf8.prefix(200).map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func split(_ authority: Substring, isSecure: Bool) -> (String, Int)? {
    var name = authority
    var digits: Substring = ""
    if authority.first == "[" {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      name = authority[..<close].dropFirst()
      let tail = authority[authority.index(after: close)...]
      guard tail.isEmpty || tail.first == ":" else { return nil }
      digits = tail.dropFirst()
    } else if let colon = authority.lastIndex(of: ":") {
      name = authority[..<colon]
      digits = authority[authority.index(after: colon)...]
      guard !name.contains(":") else { return nil }
    }
    let port = digits.isEmpty ? (isSecure ? 443 : 80) : Int(digits) ?? 0
    guard !name.isEmpty, (1...65_535).contains(port) else { return nil }
    return (name.lowercased(), port)
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Where a text stands first; the standard library has this for characters only.
  func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
