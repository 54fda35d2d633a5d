/// Why there is no response at all.
///
/// `what` and `fix` are for people. Neither holds a secret, and every text in a case is plain:
/// addresses are without user, password and query.
package enum TransportError: Error, Hashable, Sendable {
  package enum URLFault: Hashable, Sendable { case noScheme, badHost, badCharacter, holdsPassword }

  package enum ProxyFault: Hashable, Sendable { case noAddress, otherScheme, holdsPassword }

  package enum SecretFault: Error, Hashable, Sendable {
    case missing
    case unreadable
    case notRegular
    /// Others than its owner may read or write it; the mode's last nine bits.
    case tooOpen(mode: Int)
    case tooLarge
    case empty
    case holdsLineBreak
  }

  package enum TLSFault: Hashable, Sendable {
    /// The dates are `YYYY-MM-DD`.
    case expired(certificate: String, on: String)
    case notYetValid(certificate: String, from: String)
    case unknownAuthority(certificate: String)
    case selfSigned(certificate: String)
    case wrongHostName(certificate: String)
    case wantsClientCertificate
    case noCommonVersion
    /// The other side speaks plain HTTP.
    case notTLS
    /// One of our own files, and what is wrong with it.
    case file(String, String)
    case other(String)
  }

  case badURL(String, URLFault)
  case cannotResolve(host: String)
  case refused(String)
  /// No route, network down and the like, in the system's words.
  case unreachable(String, reason: String)
  case timedOutConnecting(String, after: Duration)
  case timedOut(String, after: Duration)
  case tls(String, TLSFault)
  /// The proxy's host and port; the source is what named it, a key or a variable.
  case proxy(String, reason: String, source: String = "proxy_url")
  /// What names a proxy, and why it can't be used; its text is in no error, it may be a secret.
  case badProxy(String, ProxyFault)
  case tooLarge(limit: Int)
  case redirected(from: String, to: String)
  /// `follow_redirects` is false.
  case redirectNotFollowed(from: String, to: String)
  case secretFile(String, SecretFault)
  /// OAuth2: the token's URL and what came back.
  case tokenRefused(String, reason: String)
  /// The answer broke off.
  case truncated(String)
  /// The connection was closed before the answer began.
  case closed(String)
  case notHTTP(String)
  /// Too many requests wait already.
  case queueFull(limit: Int)
  case cancelled
  case other(String, reason: String)

  /// Whether the server can't be expected to answer anything else either.
  package var isServerFailure: Bool {
    switch self {
    case .tooLarge, .cancelled, .queueFull, .truncated: false
    default: true
    }
  }
}

extension TransportError: CustomStringConvertible {
  package var description: String { fix.isEmpty ? what : "\(what); \(fix)" }

  /// What is wrong, as one sentence without a full stop.
  package var what: String {
    switch self {
    case .badURL(let url, let fault): fault.what(url)
    case .cannotResolve(let host): "the name \(host) cannot be resolved"
    case .refused(let origin): "nothing listens on \(origin) (connection refused)"
    case .unreachable(let origin, let reason): "\(origin) cannot be reached: \(reason)"
    case .timedOutConnecting(let origin, let limit):
      "\(origin) did not accept a connection within \(limit.inWords)"
    case .timedOut(let origin, let limit): "\(origin) gave no answer within \(limit.inWords)"
    case .tls(let origin, let fault): fault.what(origin)
    case .proxy(let origin, let reason, _): "the proxy \(origin) failed: \(reason)"
    case .badProxy(let source, let fault): fault.what(source)
    case .tooLarge(let limit): "the answer is larger than \(limit >> 20) MiB"
    case .redirected(let from, let to): "\(from) redirects to \(to), which is another server"
    case .redirectNotFollowed(let from, let to):
      "\(from) redirects to \(to), and follow_redirects is false"
    case .secretFile(let path, let fault): fault.what(path)
    case .tokenRefused(let url, let reason): "no OAuth2 token from \(url): \(reason)"
    case .truncated(let origin): "the answer of \(origin) broke off before its end"
    case .closed(let origin): "\(origin) closed the connection without an answer"
    case .notHTTP(let origin): "\(origin) does not speak HTTP"
    case .queueFull(let limit): "\(limit) requests wait for this server already"
    case .cancelled: "the request was cancelled"
    case .other(let origin, let reason): "the request to \(origin) failed: \(reason)"
    }
  }

  /// What the reader can do about it; empty where there is nothing.
  package var fix: String {
    switch self {
    case .badURL(_, let fault): fault.fix
    case .cannotResolve: "check the name, DNS and the VPN"
    case .refused: "start the server there, or mend the port in its URL"
    case .unreachable: "check the network and the VPN"
    case .timedOutConnecting: "check the VPN and the firewall"
    case .timedOut:
      "shorten the range or raise the interval, or see whether the server is overloaded"
    case .tls(_, let fault): fault.fix
    case .proxy(_, _, let source): "check \(source)"
    case .badProxy(_, let fault): fault.fix
    case .tooLarge: "ask for fewer series or a shorter range"
    case .redirected(_, let to): "if that is the right one, set the url to \(to)"
    case .redirectNotFollowed(_, let to):
      "set the url to \(to), or follow_redirects to true"
    case .secretFile(let path, let fault): fault.fix(path)
    case .tokenRefused: "check client_id, client_secret_file and token_url"
    case .truncated: "look for a proxy's limit, or for a server that ran out of memory"
    case .closed: "see whether the server or a proxy before it restarts"
    case .notHTTP: "mend the port in the URL"
    case .queueFull: "show fewer panels at a time"
    case .cancelled, .other: ""
    }
  }
}

extension TransportError.URLFault {
  fileprivate func what(_ url: String) -> String {
    switch self {
    case .noScheme: "\(url) begins with neither http:// nor https://"
    case .badHost: "\(url) has no valid host and port"
    case .badCharacter: "\(url) holds a space or a character that must be escaped"
    case .holdsPassword: "\(url) holds a user name or a password"
    }
  }

  fileprivate var fix: String {
    switch self {
    case .noScheme, .badHost: "write it like http://localhost:9090"
    case .badCharacter: "escape it as %20 and the like"
    case .holdsPassword: "use basic_auth with password_file"
    }
  }
}

extension TransportError.ProxyFault {
  fileprivate func what(_ source: String) -> String {
    switch self {
    case .noAddress: "\(source) has no valid host and port of a proxy"
    case .otherScheme: "\(source) names a proxy that is not http://"
    case .holdsPassword: "\(source) holds a user name or a password, which no proxy is sent"
    }
  }

  fileprivate var fix: String {
    switch self {
    case .noAddress, .otherScheme: "write it like http://proxy:3128"
    case .holdsPassword: "leave them out, and let the proxy allow this machine by its address"
    }
  }
}

extension TransportError.SecretFault {
  fileprivate func what(_ path: String) -> String {
    switch self {
    case .missing: "the secret file \(path) does not exist"
    case .unreadable: "the secret file \(path) cannot be read"
    case .notRegular: "\(path) is not a file"
    case .tooOpen(let mode):
      "others may read or change the secret file \(path) (mode \(String(mode, radix: 8)))"
    case .tooLarge: "the secret file \(path) is larger than 64 KiB"
    case .empty: "the secret file \(path) is empty"
    case .holdsLineBreak: "the secret file \(path) holds more than one line"
    }
  }

  fileprivate func fix(_ path: String) -> String {
    switch self {
    case .missing, .notRegular: "mend its path in the settings or the product"
    case .unreadable: "give the user who runs promwall the right to read it"
    case .tooOpen: "run: chmod 600 \(path)"
    case .tooLarge, .empty, .holdsLineBreak: "put the secret alone into it"
    }
  }
}

extension TransportError.TLSFault {
  fileprivate func what(_ origin: String) -> String {
    switch self {
    case .expired(let certificate, let date):
      "the certificate of \(origin) (\(certificate)) expired on \(date)"
    case .notYetValid(let certificate, let date):
      "the certificate of \(origin) (\(certificate)) is not valid before \(date)"
    case .unknownAuthority(let certificate):
      "the certificate of \(origin) (\(certificate)) is signed by an authority not trusted here"
    case .selfSigned(let certificate):
      "the certificate of \(origin) (\(certificate)) is signed by itself alone"
    case .wrongHostName(let certificate):
      "the certificate of \(origin) is for another name (\(certificate))"
    case .wantsClientCertificate: "\(origin) wants a client certificate"
    case .noCommonVersion: "\(origin) and promwall have no TLS version in common"
    case .notTLS: "\(origin) does not speak TLS"
    case .file(let path, let reason): "\(path) \(reason)"
    case .other(let reason): "TLS with \(origin) failed: \(reason)"
    }
  }

  fileprivate var fix: String {
    switch self {
    case .expired: "renew it, or check this machine's clock"
    case .notYetValid: "check this machine's clock"
    case .unknownAuthority, .selfSigned: "set tls_config.ca_file to the authority's certificate"
    case .wrongHostName: "use that name in the URL, or set tls_config.server_name to it"
    case .wantsClientCertificate: "set tls_config.cert_file and key_file"
    case .noCommonVersion: "check tls_config.min_version and max_version"
    case .notTLS: "write http:// in the URL"
    case .file: "check the files of tls_config"
    case .other: ""
    }
  }
}

extension Duration {
  /// In the unit that people would say: `30 s`, `1.5 s`, `200 ms`.
  var inWords: String {
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    let tenths = milliseconds % 1_000 / 100
    return tenths == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds / 1_000).\(tenths) s"
  }
}

extension TransportError {
  /// Whether the server may have got the request.
  package var mayHaveArrived: Bool {
    switch self {
    case .timedOut, .closed, .truncated, .tooLarge, .unreachable, .notHTTP, .cancelled, .other: true
    case .badURL, .cannotResolve, .refused, .timedOutConnecting, .tls, .proxy, .badProxy,
      .redirected, .redirectNotFollowed, .secretFile, .tokenRefused, .queueFull:
      false
    }
  }
}
