import Documents
import Metrics
import Testing

/// `config.json`, where nothing is wrong with it.
struct SettingsTests {
  private static let folder = "/etc/p"

  /// One environment's Prometheus.
  private func connection(_ text: String) throws -> Connection {
    let (settings, problems) = Reading.settings(
      #"{ "environments": { "e": { "prometheus": { "url": "http://p:9090", \#(text) } } } }"#
    )
    #expect(problems == [])
    return try #require(settings.environments.first).prometheus
  }

  @Test func aWholeOneIsRead() throws {
    let (settings, problems) = Reading.settings(
      """
      {
        "$schema": "x", "$comment": "y", "default_environment": "stage",
        "environments": {
          "stage": { "color": "green", "prometheus": { "url": "http://127.0.0.1:9090" } },
          "prod": {
            "color": "#2FB8AC", "read_only": true, "watchdog": "Watchdog",
            "prometheus": { "url": "https://p/prometheus", "scrape_interval": "1m" },
            "alertmanager": [{ "url": "https://a" }, { "url": "http://b/x" }],
            "variables": { "cluster": "eu-1" }
          }
        },
        "products": ["products/a.json", "/abs/b.json"], "layouts": ["layouts", "../more"],
        "journal": "journal.jsonl"
      }
      """
    )
    #expect(problems == [])
    #expect(settings.defaultEnvironment == "stage")
    #expect(settings.products == ["/etc/p/products/a.json", "/abs/b.json"])
    #expect(settings.layouts == ["/etc/p/layouts", "/etc/p/../more"])
    #expect(settings.journal == "/etc/p/journal.jsonl")
    #expect(
      settings.environments == [
        Environment(
          name: "stage",
          color: "green",
          prometheus: Connection(url: "http://127.0.0.1:9090")
        ),
        Environment(
          name: "prod",
          color: "#2FB8AC",
          prometheus: Connection(url: "https://p/prometheus", scrapeInterval: .seconds(60)),
          alertmanagers: [Connection(url: "https://a"), Connection(url: "http://b/x")],
          variables: ["cluster": "eu-1"],
          isReadOnly: true,
          watchdog: "Watchdog"
        ),
      ]
    )
    #expect(settings.environments[0].prometheus.scrapeInterval == .seconds(15))
  }

  @Test func nothingIsNeeded() {
    #expect(Reading.settings("{}").problems == [])
    #expect(Reading.settings("{}").settings == Settings())
  }

  @Test func aFileWithoutAFolderKeepsRelativePaths() {
    let (settings, _) = SettingsDecoder.decode(Array(#"{ "journal": "j" }"#.utf8), file: "c.json")
    #expect(settings.journal == "j")
  }

  @Test func basicAuth() throws {
    let one = try connection(#""basic_auth": { "username": "u", "password_file": "pw" }"#)
    #expect(one.basicAuth == .init(username: "u", passwordFile: "/etc/p/pw"))
    let two = try connection(#""basic_auth": { "username_file": "/u", "password_file": "/pw" }"#)
    #expect(two.basicAuth == .init(usernameFile: "/u", passwordFile: "/pw"))
    #expect(one.authorization == nil && one.oauth2 == nil)
  }

  @Test func authorization() throws {
    let one = try connection(#""authorization": { "credentials_file": "t" }"#)
    #expect(one.authorization == .init(type: "Bearer", credentialsFile: "/etc/p/t"))
    let two = try connection(#""authorization": { "type": "Token", "credentials_file": "/t" }"#)
    #expect(two.authorization == .init(type: "Token", credentialsFile: "/t"))
  }

  @Test func oauth2() throws {
    let found = try connection(
      """
      "oauth2": {
        "client_id": "c", "client_secret_file": "s", "token_url": "https://t/token",
        "scopes": ["a", "b"], "endpoint_params": { "audience": "x" },
        "tls_config": { "ca_file": "ca.pem" }
      }
      """
    )
    #expect(
      found.oauth2
        == .init(
          clientID: "c",
          clientSecretFile: "/etc/p/s",
          tokenURL: "https://t/token",
          scopes: ["a", "b"],
          endpointParameters: ["audience": "x"],
          tls: .init(caFile: "/etc/p/ca.pem")
        )
    )
    #expect(found.tls == .init())
  }

  @Test func tls() throws {
    let found = try connection(
      """
      "tls_config": {
        "ca_file": "ca.pem", "cert_file": "/c.pem", "key_file": "k.pem", "server_name": "p",
        "insecure_skip_verify": true, "min_version": "TLS12", "max_version": "TLS13"
      }
      """
    )
    #expect(
      found.tls
        == .init(
          caFile: "/etc/p/ca.pem",
          certFile: "/c.pem",
          keyFile: "/etc/p/k.pem",
          serverName: "p",
          skipsVerification: true,
          minimumVersion: "TLS12",
          maximumVersion: "TLS13"
        )
    )
  }

  @Test func proxyAndHeaders() throws {
    let found = try connection(
      """
      "proxy_url": "http://proxy:3128",
      "http_headers": {
        "$comment": "the tenant",
        "X-Scope-OrgID": { "values": ["shop"] }, "X-Token": { "files": ["t", "/u"] }
      }
      """
    )
    #expect(found.proxy == .init(url: "http://proxy:3128"))
    #expect(found.followsRedirects)
    #expect(
      found.headers == [
        .init(name: "X-Scope-OrgID", values: ["shop"]),
        .init(name: "X-Token", files: ["/etc/p/t", "/u"]),
      ]
    )
  }

  @Test func proxiesInFull() throws {
    let found = try connection(
      """
      "proxy_url": "http://proxy:3128", "no_proxy": "10.0.0.0/8,.local",
      "proxy_connect_header": { "$comment": "x", "X-Zone": ["a", "b"], "X-App": ["promwall"] }
      """
    )
    #expect(
      found.proxy
        == .init(
          url: "http://proxy:3128",
          noProxy: "10.0.0.0/8,.local",
          connectHeaders: [
            .init(name: "X-App", values: ["promwall"]), .init(name: "X-Zone", values: ["a", "b"]),
          ]
        )
    )
    let environment = try connection(
      #""proxy_from_environment": true, "proxy_connect_header": { "X-Zone": ["a"] }"#
    )
    #expect(
      environment.proxy
        == .init(isFromEnvironment: true, connectHeaders: [.init(name: "X-Zone", values: ["a"])])
    )
    #expect(try connection(#""proxy_from_environment": false"#).proxy == .init())
  }

  @Test func redirectsAndTheProtocol() throws {
    #expect(try !connection(#""follow_redirects": false"#).followsRedirects)
    #expect(try connection(#""follow_redirects": true"#).followsRedirects)
    for value in [true, false] {
      #expect(
        try connection(#""enable_http2": \#(value)"#) == Connection(url: "http://p:9090")
      )
    }
  }

  @Test func aCommentMayStandAnywhere() {
    let comment = #""$comment": "why""#
    let (settings, problems) = Reading.settings(
      """
      {
        \(comment),
        "environments": {
          \(comment),
          "e": {
            \(comment), "variables": { \(comment), "a": "b" },
            "prometheus": {
              \(comment), "url": "http://p", "tls_config": { \(comment) },
              "oauth2": {
                \(comment), "client_id": "c", "client_secret_file": "s", "token_url": "http://t",
                "endpoint_params": { \(comment) }
              }
            }
          }
        }
      }
      """
    )
    #expect(problems == [])
    #expect(settings.environments.map(\.name) == ["e"])
    #expect(settings.environments.first?.variables == ["a": "b"])
    #expect(settings.environments.first?.prometheus.oauth2?.endpointParameters == [:])
  }
}
