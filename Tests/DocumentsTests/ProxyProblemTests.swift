import Documents
import Testing

/// What can be wrong with a connection's proxy, its redirects and its protocol.
struct ProxyProblemTests {
  private static let secret =
    "must not stand in the settings: it is a secret; let the proxy allow this machine by its"
    + " address, or name a local proxy that logs in to it"

  private static let problems: [(text: String, said: [String])] = [
    (
      #""proxy_url": "http://p", "proxy_from_environment": true, "no_proxy": "a""#,
      [
        "14: error: `proxy_url` can't stand beside `proxy_from_environment`; keep one",
        "70: error: `no_proxy` can't stand beside `proxy_from_environment`;"
          + " set NO_PROXY instead",
      ]
    ),
    (
      #""no_proxy": "a", "proxy_connect_header": { "X-Zone": ["a"] }"#,
      [
        "13: error: `no_proxy` says nothing without `proxy_url`; add it, or leave this out",
        "42: error: `proxy_connect_header` says nothing without `proxy_url` or"
          + " `proxy_from_environment`; add it, or leave this out",
      ]
    ),
    (
      #""proxy_url": "http://p", "no_proxy": ["a"]"#,
      [#"38: error: `environments.e.prometheus.no_proxy` must be a string; write "…""#]
    ),
    (
      #""proxy_from_environment": "yes""#,
      [
        "27: error: `environments.e.prometheus.proxy_from_environment` must be true or false;"
          + " write one of them"
      ]
    ),
    (
      #""follow_redirects": 0, "enable_http2": "no""#,
      [
        "21: error: `environments.e.prometheus.follow_redirects` must be true or false;"
          + " write one of them",
        "40: error: `environments.e.prometheus.enable_http2` must be true or false;"
          + " write one of them",
      ]
    ),
    (
      #""proxy_url": "http://p", "proxy_connect_header": { "Proxy-Authorization": ["S3CRET"] }"#,
      ["75: error: the header Proxy-Authorization \(secret)"]
    ),
    (
      #""proxy_url": "http://p", "proxy_connect_header": { "host": ["x"], "A: b": ["x"] }"#,
      [
        "75: error: the header A: b has no valid name; write such as X-Zone",
        "60: error: the header host can't be set; leave it out",
      ]
    ),
    (
      #""proxy_url": "http://p", "proxy_connect_header": { "X": ["a\r\nB: c"], "Y": "a" }"#,
      [
        "57: error: the header X holds a control character; write plain text",
        "77: error: `environments.e.prometheus.proxy_connect_header.Y` must be a list of strings;"
          + #" write ["…"]"#,
      ]
    ),
    (
      #""proxy_url": "http://p", "proxy_connect_header": "X""#,
      [
        "50: error: `environments.e.prometheus.proxy_connect_header` must be an object;"
          + " write { … }"
      ]
    ),
  ]

  @Test(arguments: problems)
  func aBadProxyIsRefused(text: String, said: [String]) {
    let (_, problems) = Reading.settings(
      "{ \"environments\": { \"e\": { \"prometheus\": { \"url\": \"http://x\",\n\(text)\n} } } }"
    )
    #expect(
      problems.map(\.description).sorted()
        == said.map { "/etc/p/config.json:2:\($0)" }.sorted()
    )
    #expect(!problems.contains { "\($0)".contains("S3CRET") })
  }
}
