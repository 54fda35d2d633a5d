/// How to reach a server, by the names of Prometheus' own `http_config`.
///
/// Every path is absolute. It holds no secret: only the names of their files, which are read anew
/// on each request, so that a rotated token just works.
package struct HTTPConfiguration: Hashable, Sendable {
  package struct BasicAuth: Hashable, Sendable {
    package var username: String?
    package var usernameFile: String?
    package var passwordFile: String?

    package init(username: String? = nil, usernameFile: String? = nil, passwordFile: String? = nil)
    {
      self.username = username
      self.usernameFile = usernameFile
      self.passwordFile = passwordFile
    }
  }

  package struct Authorization: Hashable, Sendable {
    package var type: String
    package var credentialsFile: String

    package init(type: String = "Bearer", credentialsFile: String) {
      self.type = type
      self.credentialsFile = credentialsFile
    }
  }

  /// The grant `client_credentials`.
  package struct OAuth2: Hashable, Sendable {
    package var clientID: String
    package var clientSecretFile: String
    package var tokenURL: String
    package var scopes: [String]
    package var endpointParameters: [String: String]
    package var tls: TLS

    package init(
      clientID: String,
      clientSecretFile: String,
      tokenURL: String,
      scopes: [String] = [],
      endpointParameters: [String: String] = [:],
      tls: TLS = TLS()
    ) {
      self.clientID = clientID
      self.clientSecretFile = clientSecretFile
      self.tokenURL = tokenURL
      self.scopes = scopes
      self.endpointParameters = endpointParameters
      self.tls = tls
    }
  }

  package struct TLS: Hashable, Sendable {
    /// Replaces the system's authorities.
    package var caFile: String?
    package var certFile: String?
    package var keyFile: String?
    /// The name that the certificate must have, where it is not the URL's host.
    package var serverName: String?
    package var skipsVerification: Bool
    /// One of `TLS10`, `TLS11`, `TLS12` and `TLS13`.
    package var minimumVersion: String?
    package var maximumVersion: String?

    package init(
      caFile: String? = nil,
      certFile: String? = nil,
      keyFile: String? = nil,
      serverName: String? = nil,
      skipsVerification: Bool = false,
      minimumVersion: String? = nil,
      maximumVersion: String? = nil
    ) {
      self.caFile = caFile
      self.certFile = certFile
      self.keyFile = keyFile
      self.serverName = serverName
      self.skipsVerification = skipsVerification
      self.minimumVersion = minimumVersion
      self.maximumVersion = maximumVersion
    }
  }

  /// A header of the user's own.
  package struct CustomHeader: Hashable, Sendable {
    package var name: String
    package var values: [String]
    /// Files whose trimmed text is a value each, for secrets.
    package var files: [String]

    package init(name: String, values: [String] = [], files: [String] = []) {
      self.name = name
      self.values = values
      self.files = files
    }
  }

  /// Through which proxy the server is reached.
  package struct Proxy: Hashable, Sendable {
    /// `http://host:port`; all requests go through tunnels of it (CONNECT), those to `http` too.
    package var url: String?
    /// Who is reached without it, by `NoProxy`'s rules.
    package var noProxy: String?
    /// `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it instead.
    package var isFromEnvironment: Bool
    /// What the proxy is sent with CONNECT; the server never sees it.
    package var connectHeaders: [Header]

    package init(
      url: String? = nil,
      noProxy: String? = nil,
      isFromEnvironment: Bool = false,
      connectHeaders: [Header] = []
    ) {
      self.url = url
      self.noProxy = noProxy
      self.isFromEnvironment = isFromEnvironment
      self.connectHeaders = connectHeaders
    }
  }

  package var basicAuth: BasicAuth?
  package var authorization: Authorization?
  package var oauth2: OAuth2?
  package var tls: TLS
  package var proxy: Proxy
  /// Redirects on the same origin; those to another one never are.
  package var followsRedirects: Bool
  package var headers: [CustomHeader]

  package init(
    basicAuth: BasicAuth? = nil,
    authorization: Authorization? = nil,
    oauth2: OAuth2? = nil,
    tls: TLS = TLS(),
    proxy: Proxy = Proxy(),
    followsRedirects: Bool = true,
    headers: [CustomHeader] = []
  ) {
    self.basicAuth = basicAuth
    self.authorization = authorization
    self.oauth2 = oauth2
    self.tls = tls
    self.proxy = proxy
    self.followsRedirects = followsRedirects
    self.headers = headers
  }
}
