import Documents
import Testing

/// Everything that the settings can have wrong, each in its own words.
struct SettingsProblemTests {
  private static let ofDocument: [(text: String, said: [String])] = [
    ("", ["1:1: error: the file is empty; write a JSON object"]),
    ("[]", ["1:1: error: the document must be an object; write { … }"]),
    (
      #"{ "enviroments": {} }"#,
      ["1:3: error: unknown key `enviroments`; did you mean `environments`?"]
    ),
    (
      #"{ "zzzzzz": 1 }"#,
      [
        "1:3: error: unknown key `zzzzzz`;"
          + " known are default_environment, environments, journal, layouts, products, severities, theme"
      ]
    ),
    (
      #"{ "environments": [] }"#,
      [#"1:19: error: `environments` must be an object; write { "stage": { … } }"#]
    ),
    (
      #"{ "environments": { "a": 1 } }"#,
      ["1:26: error: `environments.a` must be an object; write { … }"]
    ),
    (
      #"{ "environments": { "a": { "watchdog": "", "prometheus": { "url": "http://x" } } } }"#,
      [
        "1:40: error: `environments.a.watchdog` names no alert;"
          + #" write the name of one that always fires, such as "Watchdog""#
      ]
    ),
    (
      #"{ "environments": { "a": { "watchdog": 1, "prometheus": { "url": "http://x" } } } }"#,
      [#"1:40: error: `environments.a.watchdog` must be a string; write "…""#]
    ),
    (
      #"{ "environments": { "a": {} } }"#,
      [
        #"1:21: error: the environment "a" has no `prometheus`;"#
          + #" add "prometheus": { "url": "…" }"#
      ]
    ),
    (
      #"{ "default_environment": "stag", "environments": { "stage": { "prometheus": { "url": "http://x" } } } }"#,
      [
        #"1:26: error: `default_environment` is "stag", which isn't there;"#
          + #" did you mean "stage"?"#
      ]
    ),
    (
      #"{ "default_environment": "x" }"#,
      [
        #"1:26: error: `default_environment` is "x", which isn't there;"#
          + " name one of `environments`"
      ]
    ),
    // It is there, only broken: said once.
    (
      #"{ "default_environment": "a", "environments": { "a": { "prometheus": {} } } }"#,
      [#"1:70: error: `environments.a.prometheus` needs a `url`; add "url": "http://…""#]
    ),
    (
      #"{ "environments": { "a": { "prometheus": { "url": "http://x" } }, "a": { "prometheus": { "url": "http://y" } } } }"#,
      ["1:67: warning: `a` stands here twice; the last one counts; remove one"]
    ),
    (
      #"{ "products": "a", "layouts": [1], "journal": [] }"#,
      [
        #"1:15: error: `products` must be a list of strings; write ["…"]"#,
        #"1:31: error: `layouts` must be a list of strings; write ["…"]"#,
        #"1:47: error: `journal` must be a string; write "…""#,
      ]
    ),
  ]

  @Test(arguments: ofDocument)
  func ofTheDocument(text: String, said: [String]) {
    #expect(
      Reading.settings(text).problems.map(\.description)
        == said.map { "/etc/p/config.json:\($0)" }
    )
  }

  @Test func ofTwoEnvironmentsOfOneNameTheLastCounts() {
    let (settings, _) = Reading.settings(
      #"{ "environments": { "a": { "prometheus": { "url": "http://x" } }, "a": { "prometheus": { "url": "http://y" } } } }"#
    )
    #expect(settings.environments.map(\.prometheus.url) == ["http://y"])
  }

  /// Of an environment's Prometheus, which stands alone on the second line.
  private static let ofConnection: [(text: String, said: [String])] = [
    ("1", ["2:1: error: `environments.e.prometheus` must be an object; write { … }"]),
    ("{}", [#"2:1: error: `environments.e.prometheus` needs a `url`; add "url": "http://…""#]),
    (
      #"{"url": 1}"#,
      [#"2:9: error: `environments.e.prometheus.url` must be a string; write "…""#]
    ),
    (
      #"{"url": "http://x", "scrape_intervall": "15s"}"#,
      [
        "2:21: error: unknown key `scrape_intervall` in `environments.e.prometheus`;"
          + " did you mean `scrape_interval`?"
      ]
    ),
    (
      #"{"url": "http://x", "zzzzzz": 1}"#,
      [
        "2:21: error: unknown key `zzzzzz` in `environments.e.prometheus`; known are"
          + " authorization, basic_auth, enable_http2, follow_redirects, http_headers, no_proxy,"
          + " oauth2, proxy_connect_header, proxy_from_environment, proxy_url, scrape_interval,"
          + " tls_config, url"
      ]
    ),
    (
      #"{"url": "http://x", "scrape_interval": 15}"#,
      [
        "2:40: error: `environments.e.prometheus.scrape_interval` must be a span of time;"
          + #" write such as "30s", "5m" or "1h30m""#
      ]
    ),
    (
      #"{"url": "http://x", "basic_auth": {"username": "u", "user": 1}}"#,
      [
        "2:53: error: unknown key `user` in `environments.e.prometheus.basic_auth`;"
          + " known are password_file, username, username_file"
      ]
    ),
    (
      #"{"url": "http://x", "basic_auth": {"username": "u", "username_file": "f"}}"#,
      [
        "2:35: error: `environments.e.prometheus.basic_auth` has `username` and"
          + " `username_file`; keep one"
      ]
    ),
    (
      #"{"url": "http://x", "authorization": {}}"#,
      [
        "2:38: error: `environments.e.prometheus.authorization` needs `credentials_file`;"
          + " add it"
      ]
    ),
    (
      #"{"url": "http://x", "authorization": {"type": "basic", "credentials_file": "f"}}"#,
      ["2:47: error: `type` can't be Basic; use basic_auth"]
    ),
    (
      #"{"url": "http://x", "oauth2": {"client_id": "c"}}"#,
      [
        "2:31: error: `environments.e.prometheus.oauth2` needs client_id, client_secret_file"
          + " and token_url; add what is missing"
      ]
    ),
    (
      #"{"url": "http://x", "oauth2": {"client_id": "c", "client_secret_file": "f", "token_url": "t"}}"#,
      ["2:90: error: the address must begin with http:// or https://; add it"]
    ),
    (
      #"{"url": "http://x", "basic_auth": {}, "authorization": {"credentials_file": "f"}}"#,
      [
        "2:1: error: `environments.e.prometheus` has more than one of basic_auth,"
          + " authorization and oauth2; keep one"
      ]
    ),
    (
      #"{"url": "http://x", "tls_config": {"cert_file": "f"}}"#,
      ["2:35: error: `cert_file` and `key_file` belong together; add the other one"]
    ),
    (
      #"{"url": "http://x", "tls_config": {"min_version": "TLS13", "max_version": "TLS12"}}"#,
      ["2:35: error: `min_version` is above `max_version`; swap them"]
    ),
    (
      #"{"url": "http://x", "tls_config": {"min_version": "TLS1.2"}}"#,
      [
        #"2:51: error: `environments.e.prometheus.tls_config.min_version` is "TLS1.2";"#
          + #" did you mean "TLS12"?"#
      ]
    ),
    (
      #"{"url": "http://x", "http_headers": {"host": {"values": ["x"]}}}"#,
      [
        "2:38: error: the header host can't be set;"
          + " use basic_auth, authorization or oauth2"
      ]
    ),
    (
      #"{"url": "http://x", "http_headers": {"X": "shop"}}"#,
      ["2:43: error: `environments.e.prometheus.http_headers.X` must be an object; write { … }"]
    ),
    (
      #"{"url": "http://x", "http_headers": ["X"]}"#,
      ["2:37: error: `environments.e.prometheus.http_headers` must be an object; write { … }"]
    ),
  ]

  private func said(_ connection: String) -> [Problem] {
    Reading.settings("{ \"environments\": { \"e\": { \"prometheus\":\n\(connection)\n} } }")
      .problems
  }

  @Test(arguments: ofConnection)
  func ofAConnection(text: String, said: [String]) {
    #expect(
      self.said(text).map(\.description) == said.map { "/etc/p/config.json:\($0)" }
    )
  }

  @Test(arguments: [
    "prometheus:9090", "ftp://x", "", "//x", "http:/x", "http://", "https:///path", "http://a b",
    "http://:9090", "http://x:port", "http://x:99999",
  ])
  func aBadAddressIsRefused(url: String) {
    let problems = said(#"{"url": "\#(url)"}"#)
    #expect(problems.count == 1)
    let isSchemeMissing = !url.hasPrefix("http://") && !url.hasPrefix("https://")
    #expect(
      problems.first?.description == "/etc/p/config.json:2:9: error: "
        + (isSchemeMissing
          ? "the address must begin with http:// or https://; add it"
          : "the address can't be read; write such as http://prometheus:9090")
    )
    #expect(said(#"{"url": "http://x", "proxy_url": "\#(url)"}"#).count == 1)
  }

  @Test(arguments: [
    "http://x", "https://x.example:9090/prometheus/", "http://[::1]:9090", "http://127.0.0.1",
    "http://x/?a=b@c", "http://x?a=b@c", "http://x_y.svc:80",
  ])
  func aGoodAddressIsTaken(url: String) { #expect(said(#"{"url": "\#(url)"}"#) == []) }

  /// Where a secret stands in the settings, and what is said of it.
  @Test(arguments: [
    (#""basic_auth": {"username": "u", "password": "S3CRET"}"#, "2:53", "password"),
    (#""authorization": {"credentials": "S3CRET"}"#, "2:39", "credentials"),
    (
      #""oauth2": {"client_id": "c", "token_url": "http://t", "client_secret": "S3CRET"}"#,
      "2:75", "client_secret"
    ),
    (#""tls_config": {"key": "S3CRET"}"#, "2:36", "key"),
    (#""tls_config": {"cert": "S3CRET"}"#, "2:36", "cert"),
    (#""tls_config": {"ca": "S3CRET"}"#, "2:36", "ca"),
  ])
  func aSecretInTheSettingsIsRefused(text: String, place: String, key: String) {
    let problems = said(#"{"url": "http://x", \#(text)}"#)
    #expect(
      problems.map(\.description) == [
        "/etc/p/config.json:\(place): error: `\(key)` must not stand in the settings;"
          + " put it into a file of mode 600 and name that in `\(key)_file`"
      ]
    )
    #expect(problems.map(\.code) == ["settings.secret.inline"])
  }

  @Test(arguments: [
    (
      #""bearer_token": "S3CRET""#, "2:21",
      "`bearer_token` must not stand in the settings; use authorization with credentials_file"
    ),
    (
      #""http_headers": {"X": {"secrets": ["S3CRET"]}}"#, "2:44",
      "`secrets` must not stand in the settings;"
        + " put it into a file of mode 600 and name that in `files`"
    ),
    (
      #""proxy_url": "http://u:S3CRET@proxy""#, "2:34",
      "a password in an address can be seen by others;"
        + " use basic_auth with username and password_file"
    ),
  ])
  func aSecretInAnotherFormIsRefused(text: String, place: String, what: String) {
    #expect(
      said(#"{"url": "http://x", \#(text)}"#).map(\.description)
        == ["/etc/p/config.json:\(place): error: \(what)"]
    )
  }

  @Test func aPasswordInTheAddressIsRefusedAndNotPrinted() {
    let problems = said(#"{"url": "https://u:S3CRET@x:1/path"}"#)
    #expect(
      problems.map(\.description) == [
        "/etc/p/config.json:2:9: error: a password in an address can be seen by others;"
          + " use basic_auth with username and password_file"
      ]
    )
  }

  /// Not even where it has the wrong form, or its key is mistyped.
  @Test(arguments: [
    #""basic_auth": {"password": {"x": "S3CRET"}}"#, #""basic_auth": {"pasword": "S3CRET"}"#,
    #""basic_auth": "S3CRET""#, #""authorization": {"credentials": ["S3CRET"]}"#,
    #""password": "S3CRET""#, #""proxy_url": "u:S3CRET@proxy""#, #""tls_config": "S3CRET""#,
    #""http_headers": {"X": {"values": "S3CRET"}}"#,
  ])
  func noProblemPrintsASecret(text: String) {
    let problems = said(#"{"url": "http://x", \#(text)}"#)
    #expect(!problems.isEmpty)
    #expect(!problems.contains { "\($0) \($0.place) \($0.excerpt ?? "")".contains("S3CRET") })
  }

  /// What must not be written is no suggestion either.
  @Test(arguments: ["passwords", "credential", "keys"])
  func aSecretsKeyIsNeverSuggested(key: String) {
    let problems = said(#"{"url": "http://x", "basic_auth": {"\#(key)": 1}}"#)
    #expect(problems.count == 1)
    #expect(
      problems.first?.description
        == "/etc/p/config.json:2:36: error: unknown key `\(key)` in"
        + " `environments.e.prometheus.basic_auth`;"
        + " known are password_file, username, username_file"
    )
  }

  @Test func anAlertmanagerIsReadAsStrictly() {
    let (settings, problems) = Reading.settings(
      """
      { "environments": { "e": { "prometheus": { "url": "http://p" },
      "alertmanager": [{ "url": "a" }, {}] } } }
      """
    )
    #expect(
      problems.map(\.description) == [
        "/etc/p/config.json:2:27: error: the address must begin with http:// or https://; add it",
        "/etc/p/config.json:2:34: error: `environments.e.alertmanager[1]` needs a `url`;"
          + #" add "url": "http://…""#,
      ]
    )
    #expect(settings.environments.map(\.alertmanagers.count) == [1])
  }
}
