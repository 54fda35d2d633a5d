/// The header fields that a configuration adds to a request, secrets read from their files now.
struct Credentials: Sendable {
  private let configuration: HTTPConfiguration
  private let tokens: TokenSource?

  init(_ configuration: HTTPConfiguration, tokens: TokenSource?) {
    self.configuration = configuration
    self.tokens = tokens
  }

  /// Whether a 401 may be the token's fault, so that a new one is worth asking for.
  var canRefresh: Bool { tokens != nil }

  /// With `refusing`, a cached token equal to it is not used again.
  func headers(refusing refused: String? = nil) async throws(TransportError) -> [Header] {
    var headers: [Header] = []
    for custom in configuration.headers {
      for value in custom.values { headers.append(Header(custom.name, value)) }
      for file in custom.files { headers.append(Header(custom.name, try singleLine(file))) }
    }
    if let authorization = try await authorization(refusing: refused) {
      headers.append(Header("Authorization", authorization))
    }
    return headers
  }

  private func authorization(refusing refused: String?) async throws(TransportError) -> String? {
    if let basic = configuration.basicAuth {
      let user = try basic.usernameFile.map(singleLine) ?? basic.username ?? ""
      return Self.basic(user, try basic.passwordFile.map(singleLine) ?? "")
    }
    if let authorization = configuration.authorization {
      return "\(authorization.type) \(try singleLine(authorization.credentialsFile))"
    }
    return try await tokens?.authorization(refusing: refused)
  }

  static func basic(_ user: String, _ password: String) -> String {
    "Basic " + base64(Array("\(user):\(password)".utf8))
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        let index = bits >> (18 - 6 * digit) & 63
        text.append(digit <= group.count ? digits[index] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A secret that goes into a header, where a line break would begin another header.
private func singleLine(_ path: String) throws(TransportError) -> String {
  let text = try SecretFile.read(path)
  guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
    throw .secretFile(WebAddress.shown(path), .holdsLineBreak)
  }
  return text
}
