import HTTP
import Testing

/// Each reason why there is no response, as people read it.
@Suite struct SentenceTests {
  private static let errors: [(TransportError, String, String)] = [
    (
      .cannotResolve(host: "prom.example"),
      "the name prom.example cannot be resolved",
      "check the name, DNS and the VPN"
    ),
    (
      .refused("localhost:9090"),
      "nothing listens on localhost:9090 (connection refused)",
      "start the server there, or mend the port in its URL"
    ),
    (
      .unreachable("a:1", reason: "No route to host"),
      "a:1 cannot be reached: No route to host",
      "check the network and the VPN"
    ),
    (
      .timedOutConnecting("a:1", after: .seconds(5)),
      "a:1 did not accept a connection within 5 s",
      "check the VPN and the firewall"
    ),
    (
      .timedOut("a:1", after: .milliseconds(1_500)),
      "a:1 gave no answer within 1.5 s",
      "shorten the range or raise the interval, or see whether the server is overloaded"
    ),
    (
      .proxy("p:3128", reason: "connection refused"),
      "the proxy p:3128 failed: connection refused",
      "check proxy_url"
    ),
    (
      .proxy("p:3128", reason: "connection refused", source: "HTTPS_PROXY"),
      "the proxy p:3128 failed: connection refused",
      "check HTTPS_PROXY"
    ),
    (
      .badProxy("HTTPS_PROXY", .holdsPassword),
      "HTTPS_PROXY holds a user name or a password, which no proxy is sent",
      "leave them out, and let the proxy allow this machine by its address"
    ),
    (
      .badProxy("proxy_url", .otherScheme),
      "proxy_url names a proxy that is not http://",
      "write it like http://proxy:3128"
    ),
    (
      .badProxy("http_proxy", .noAddress),
      "http_proxy has no valid host and port of a proxy",
      "write it like http://proxy:3128"
    ),
    (
      .tooLarge(limit: 64 << 20),
      "the answer is larger than 64 MiB",
      "ask for fewer series or a shorter range"
    ),
    (
      .redirected(from: "a", to: "https://b/"),
      "a redirects to https://b/, which is another server",
      "if that is the right one, set the url to https://b/"
    ),
    (
      .redirectNotFollowed(from: "a", to: "https://a/b"),
      "a redirects to https://a/b, and follow_redirects is false",
      "set the url to https://a/b, or follow_redirects to true"
    ),
    (
      .tokenRefused("https://t/token", reason: "the server answered 401"),
      "no OAuth2 token from https://t/token: the server answered 401",
      "check client_id, client_secret_file and token_url"
    ),
    (
      .truncated("a"),
      "the answer of a broke off before its end",
      "look for a proxy's limit, or for a server that ran out of memory"
    ),
    (
      .closed("a"),
      "a closed the connection without an answer",
      "see whether the server or a proxy before it restarts"
    ),
    (
      .notHTTP("a"), "a does not speak HTTP",
      "mend the port in the URL"
    ),
    (
      .queueFull(limit: 1_000),
      "1000 requests wait for this server already",
      "show fewer panels at a time"
    ),
    (.cancelled, "the request was cancelled", ""),
    (.other("a", reason: "odd"), "the request to a failed: odd", ""),
  ]

  @Test(arguments: errors)
  func anErrorSaysWhatToDo(error: TransportError, what: String, fix: String) {
    #expect(error.what == what)
    #expect(error.fix == fix)
  }

  private static let tlsFaults: [(TransportError.TLSFault, String, String)] = [
    (
      .expired(certificate: "b", on: "2026-01-02"),
      "the certificate of a (b) expired on 2026-01-02",
      "renew it, or check this machine's clock"
    ),
    (
      .notYetValid(certificate: "b", from: "2027-01-02"),
      "the certificate of a (b) is not valid before 2027-01-02",
      "check this machine's clock"
    ),
    (
      .unknownAuthority(certificate: "b"),
      "the certificate of a (b) is signed by an authority not trusted here",
      "set tls_config.ca_file to the authority's certificate"
    ),
    (
      .selfSigned(certificate: "b"),
      "the certificate of a (b) is signed by itself alone",
      "set tls_config.ca_file to the authority's certificate"
    ),
    (
      .wrongHostName(certificate: "b"),
      "the certificate of a is for another name (b)",
      "use that name in the URL, or set tls_config.server_name to it"
    ),
    (
      .wantsClientCertificate,
      "a wants a client certificate",
      "set tls_config.cert_file and key_file"
    ),
    (
      .noCommonVersion,
      "a and promwall have no TLS version in common",
      "check tls_config.min_version and max_version"
    ),
    (
      .notTLS, "a does not speak TLS",
      "write http:// in the URL"
    ),
    (
      .file("/ca.pem", "cannot be read"),
      "/ca.pem cannot be read",
      "check the files of tls_config"
    ),
    (.other("odd"), "TLS with a failed: odd", ""),
  ]

  @Test(arguments: tlsFaults)
  func aTLSFaultNamesTheCertificate(fault: TransportError.TLSFault, what: String, fix: String) {
    #expect(TransportError.tls("a", fault).what == what)
    #expect(TransportError.tls("a", fault).fix == fix)
  }

  private static let secretFaults: [(TransportError.SecretFault, String, String)] = [
    (
      .missing,
      "the secret file /s does not exist",
      "mend its path in the settings or the product"
    ),
    (
      .unreadable,
      "the secret file /s cannot be read",
      "give the user who runs promwall the right to read it"
    ),
    (
      .notRegular, "/s is not a file",
      "mend its path in the settings or the product"
    ),
    (
      .tooOpen(mode: 0o644),
      "others may read or change the secret file /s (mode 644)",
      "run: chmod 600 /s"
    ),
    (
      .tooLarge, "the secret file /s is larger than 64 KiB",
      "put the secret alone into it"
    ),
    (
      .empty, "the secret file /s is empty",
      "put the secret alone into it"
    ),
    (
      .holdsLineBreak, "the secret file /s holds more than one line",
      "put the secret alone into it"
    ),
  ]

  @Test(arguments: secretFaults)
  func aSecretFileIsToldOfButNotItsText(
    fault: TransportError.SecretFault,
    what: String,
    fix: String
  ) {
    #expect(TransportError.secretFile("/s", fault).what == what)
    #expect(TransportError.secretFile("/s", fault).fix == fix)
  }
}
