import Metrics

/// What `config.json` sets; secrets are not in it, only the names of their files.
package struct Settings: Hashable, Sendable {
  package var defaultEnvironment: String?
  /// In the order of the file.
  package var environments: [Environment]
  /// Files of products, absolute.
  package var products: [String]
  /// Files or folders of layouts, absolute.
  package var layouts: [String]
  package var journal: String?
  /// The name of a theme, or an absolute path of one's file.
  package var theme: String?
  /// The values of the label `severity`, the worst first; empty where the usual ones are meant.
  package var severities: [String]

  package init(
    defaultEnvironment: String? = nil,
    environments: [Environment] = [],
    products: [String] = [],
    layouts: [String] = [],
    journal: String? = nil,
    theme: String? = nil,
    severities: [String] = []
  ) {
    self.defaultEnvironment = defaultEnvironment
    self.environments = environments
    self.products = products
    self.layouts = layouts
    self.journal = journal
    self.theme = theme
    self.severities = severities
  }
}

/// A place whose Prometheus is watched.
package struct Environment: Hashable, Sendable {
  package var name: String
  /// The badge's: a name of Grafana's or `#rrggbb`.
  package var color: String?
  package var prometheus: Connection
  package var alertmanagers: [Connection]
  /// Acts as `--var`.
  package var variables: [String: String]
  package var isReadOnly: Bool
  /// Whose session this is: it sees the products that are visible to them and nothing else.
  package var customer: String?
  /// The names of the products whose alerts may be seen; nil: all.
  ///
  /// No file says so: it follows from `customer` and from what products say.
  package var visibleProducts: Set<String>?
  /// The name of an alert that always fires; one that doesn't is an alarm itself.
  package var watchdog: String?

  package init(
    name: String,
    color: String? = nil,
    prometheus: Connection,
    alertmanagers: [Connection] = [],
    variables: [String: String] = [:],
    isReadOnly: Bool = false,
    customer: String? = nil,
    watchdog: String? = nil
  ) {
    self.name = name
    self.color = color
    self.prometheus = prometheus
    self.alertmanagers = alertmanagers
    self.variables = variables
    self.isReadOnly = isReadOnly
    self.customer = customer
    self.watchdog = watchdog
  }

  /// Whether another one is reached just as this one.
  package func hasSameServers(as other: Self) -> Bool {
    prometheus == other.prometheus && alertmanagers == other.alertmanagers
  }
}

/// How to reach a server: Prometheus' own `http_config`; every path is absolute.
///
/// `enable_http2` is read and changes nothing: we speak HTTP/1.1 either way, so that a dead
/// connection spoils one request only.
package struct Connection: Hashable, Sendable {
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
    package var caFile: String?
    package var certFile: String?
    package var keyFile: String?
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

  package struct Header: Hashable, Sendable {
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

  /// Through which proxy a server is reached.
  package struct Proxy: Hashable, Sendable {
    /// `proxy_url`.
    package var url: String?
    /// Who is reached without it: hosts, domains, IP addresses and CIDRs between commas.
    package var noProxy: String?
    /// `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it instead.
    package var isFromEnvironment: Bool
    /// `proxy_connect_header`: sent to the proxy alone, with CONNECT.
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

  package var url: String
  package var basicAuth: BasicAuth?
  package var authorization: Authorization?
  package var oauth2: OAuth2?
  package var tls: TLS
  package var proxy: Proxy
  /// With false a redirect is an error; to another server it always is.
  package var followsRedirects: Bool
  package var headers: [Header]
  /// The data's resolution: the least step, and the least refresh.
  package var scrapeInterval: Duration

  package init(
    url: String,
    basicAuth: BasicAuth? = nil,
    authorization: Authorization? = nil,
    oauth2: OAuth2? = nil,
    tls: TLS = TLS(),
    proxy: Proxy = Proxy(),
    followsRedirects: Bool = true,
    headers: [Header] = [],
    scrapeInterval: Duration = .seconds(15)
  ) {
    self.url = url
    self.basicAuth = basicAuth
    self.authorization = authorization
    self.oauth2 = oauth2
    self.tls = tls
    self.proxy = proxy
    self.followsRedirects = followsRedirects
    self.headers = headers
    self.scrapeInterval = scrapeInterval
  }
}
