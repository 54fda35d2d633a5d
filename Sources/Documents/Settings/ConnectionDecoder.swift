import Canvas
import Metrics

/// Reads how a server is reached, strictly, by the names of Prometheus' own `http_config`.
///
/// Settings and products have the same words for it.
struct ConnectionDecoder {
  let file: String
  var problems: [Problem] = []

  var folder: String {
    guard let slash = file.lastIndex(of: "/") else { return "" }
    return String(file[...slash])
  }

  func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }

  func reader(_ json: JSON, _ path: String) -> ObjectReader {
    ObjectReader(json, path: path, file: file)
  }

  /// The members of an object whose keys are names: the last of each, and no comment.
  mutating func named(_ json: JSON, _ path: String) -> [JSON.Member] {
    problems += reader(json, path).problems
    let members = json.members ?? []
    return members.enumerated().filter { index, member in
      member.name != "$comment" && !members[(index + 1)...].contains { $0.name == member.name }
    }.map(\.element)
  }

  /// Reads one with its address; nil where there is none, which has then been told.
  mutating func connection(_ json: JSON, _ path: String) -> Connection? {
    var reader = reader(json, path)
    let url = reader.string("url")
    var connection = Connection(url: url ?? "")
    connection.proxy = Connection.Proxy(&reader)
    connection.followsRedirects = reader.bool("follow_redirects") ?? true
    _ = reader.bool("enable_http2")
    if let span = reader.duration("scrape_interval"), span > .zero {
      connection.scrapeInterval = span
    }
    let parts = ["basic_auth", "authorization", "oauth2"].map { ($0, reader.any($0)) }
    let tls = reader.any("tls_config")
    let headers = reader.any("http_headers")
    refuseSecrets(json, &reader)
    if parts.count(where: { $0.1 != nil }) > 1 {
      reader.report(
        "`\(path)` has more than one of basic_auth, authorization and oauth2",
        fix: "keep one",
        code: "settings.auth.several",
        at: json.position
      )
    }
    if url == nil, json.members != nil, json["url"] == nil {
      reader.report(
        "`\(path)` needs a `url`",
        fix: "add \"url\": \"http://…\"",
        code: "settings.url.missing",
        at: json.position
      )
    }
    checkURL(json["url"], &reader)
    checkURL(json["proxy_url"], &reader)
    reader.finish(refused: Self.secrets)
    problems += reader.problems
    for (name, part) in parts {
      guard let part else { continue }
      switch name {
      case "basic_auth": connection.basicAuth = basicAuth(part, "\(path).basic_auth")
      case "authorization":
        connection.authorization = authorization(part, "\(path).authorization")
      default: connection.oauth2 = oauth2(part, "\(path).oauth2")
      }
    }
    if let tls { connection.tls = self.tls(tls, "\(path).tls_config") }
    if let headers { connection.headers = self.headers(headers, "\(path).http_headers") }
    return url == nil ? nil : connection
  }

  private func checkURL(_ json: JSON?, _ reader: inout ObjectReader) {
    guard let json, let url = json.string else { return }
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      reader.report(
        "the address must begin with http:// or https://",
        fix: "add it",
        code: "settings.url.scheme",
        at: json.position
      )
      return
    }
    let authority = url.dropFirst(url.hasPrefix("https") ? 8 : 7).prefix { !"/?#".contains($0) }
    guard authority.contains("@") else {
      if !Self.isHost(authority) {
        reader.report(
          "the address can't be read",
          fix: "write such as http://prometheus:9090",
          code: "settings.url.host",
          at: json.position
        )
      }
      return
    }
    reader.report(
      "a password in an address can be seen by others",
      fix: "use basic_auth with username and password_file",
      code: "settings.secret.inline",
      at: json.position
    )
  }

  /// A name or an address, and perhaps a port.
  private static func isHost(_ text: Substring) -> Bool {
    guard
      let match = text.wholeMatch(
        of: /(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%\-]+)(?::(\d{1,5}))?/
      )
    else { return false }
    return match.output.1.map { (1...65_535).contains(Int($0) ?? 0) } ?? true
  }

  private static let secrets = [
    "password", "credentials", "bearer_token", "client_secret", "secrets", "key", "cert", "ca",
  ]

  /// Secrets stand in files of their own, which only their owner may read.
  private func refuseSecrets(_ json: JSON, _ reader: inout ObjectReader) {
    for name in Self.secrets {
      guard let member = json.members?.first(where: { $0.name == name }) else { continue }
      reader.report(
        "`\(name)` must not stand in the settings",
        fix: name == "bearer_token"
          ? "use authorization with credentials_file"
          : "put it into a file of mode 600 and name that in `\(name == "secrets" ? "files" : name + "_file")`",
        code: "settings.secret.inline",
        at: member.position
      )
    }
  }

  private mutating func basicAuth(_ json: JSON, _ path: String) -> Connection.BasicAuth {
    var reader = reader(json, path)
    let auth = Connection.BasicAuth(
      username: reader.string("username"),
      usernameFile: reader.string("username_file").map(absolute),
      passwordFile: reader.string("password_file").map(absolute)
    )
    if auth.username != nil, auth.usernameFile != nil {
      reader.report(
        "`\(path)` has `username` and `username_file`",
        fix: "keep one",
        code: "settings.auth.several",
        at: json.position
      )
    }
    refuseSecrets(json, &reader)
    reader.finish(refused: Self.secrets)
    problems += reader.problems
    return auth
  }

  private mutating func authorization(
    _ json: JSON,
    _ path: String
  ) -> Connection.Authorization? {
    var reader = reader(json, path)
    let type = reader.string("type") ?? "Bearer"
    let credentials = reader.string("credentials_file")
    if type.lowercased() == "basic" {
      reader.report(
        "`type` can't be Basic",
        fix: "use basic_auth",
        code: "settings.auth.basic",
        at: json["type"]?.position ?? json.position
      )
    }
    refuseSecrets(json, &reader)
    if credentials == nil, json["credentials"] == nil, json.members != nil {
      reader.report(
        "`\(path)` needs `credentials_file`",
        fix: "add it",
        code: "settings.auth.incomplete",
        at: json.position
      )
    }
    reader.finish(refused: Self.secrets)
    problems += reader.problems
    return credentials.map { .init(type: type, credentialsFile: absolute($0)) }
  }

  private mutating func oauth2(_ json: JSON, _ path: String) -> Connection.OAuth2? {
    var reader = reader(json, path)
    let client = reader.string("client_id")
    let secret = reader.string("client_secret_file")
    let token = reader.string("token_url")
    let scopes = reader.strings("scopes") ?? []
    let parameters = reader.table("endpoint_params") ?? [:]
    let tls = reader.any("tls_config")
    checkURL(json["token_url"], &reader)
    refuseSecrets(json, &reader)
    if client == nil || token == nil || (secret == nil && json["client_secret"] == nil) {
      reader.report(
        "`\(path)` needs client_id, client_secret_file and token_url",
        fix: "add what is missing",
        code: "settings.auth.incomplete",
        at: json.position
      )
    }
    reader.finish(refused: Self.secrets)
    problems += reader.problems
    let inner = tls.map { self.tls($0, "\(path).tls_config") } ?? Connection.TLS()
    guard let client, let secret, let token else { return nil }
    return Connection.OAuth2(
      clientID: client,
      clientSecretFile: absolute(secret),
      tokenURL: token,
      scopes: scopes,
      endpointParameters: parameters,
      tls: inner
    )
  }

  private mutating func tls(_ json: JSON, _ path: String) -> Connection.TLS {
    var reader = reader(json, path)
    let versions = PanelOption.Form.choice(["TLS10", "TLS11", "TLS12", "TLS13"])
    let tls = Connection.TLS(
      caFile: reader.string("ca_file").map(absolute),
      certFile: reader.string("cert_file").map(absolute),
      keyFile: reader.string("key_file").map(absolute),
      serverName: reader.string("server_name"),
      skipsVerification: reader.bool("insecure_skip_verify") ?? false,
      minimumVersion: reader.value("min_version", versions)?.string,
      maximumVersion: reader.value("max_version", versions)?.string
    )
    if (tls.certFile == nil) != (tls.keyFile == nil) {
      reader.report(
        "`cert_file` and `key_file` belong together",
        fix: "add the other one",
        code: "settings.tls.incomplete",
        at: json.position
      )
    }
    if let least = tls.minimumVersion, let most = tls.maximumVersion, least > most {
      reader.report(
        "`min_version` is above `max_version`",
        fix: "swap them",
        code: "settings.tls.versions",
        at: json.position
      )
    }
    refuseSecrets(json, &reader)
    reader.finish(refused: Self.secrets)
    problems += reader.problems
    return tls
  }

  private static let reserved: Set<String> = [
    "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent",
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate",
    "accept-encoding", "transfer-encoding",
  ]

  private mutating func headers(_ json: JSON, _ path: String) -> [Connection.Header] {
    var result: [Connection.Header] = []
    for member in named(json, path) {
      var reader = reader(member.value, "\(path).\(member.name)")
      let header = Connection.Header(
        name: member.name,
        values: reader.strings("values") ?? [],
        files: (reader.strings("files") ?? []).map(absolute)
      )
      refuseSecrets(member.value, &reader)
      if Self.reserved.contains(member.name.lowercased()) {
        reader.report(
          "the header \(ForeignText(member.name).safe) can't be set",
          fix: "use basic_auth, authorization or oauth2",
          code: "settings.header.reserved",
          at: member.position
        )
      }
      reader.finish(refused: Self.secrets)
      problems += reader.problems
      result.append(header)
    }
    return result
  }
}
