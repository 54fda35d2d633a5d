package import HTTP
import Metrics

/// Why a question to Alertmanager has no answer.
///
/// `what` and `fix` are sentences for people, safe to show: a server's own words come in through
/// `ForeignText` alone.
package struct AlertmanagerError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case unauthorized
    case forbidden
    /// No API of version 2 at this path: another path, or a server from before 0.16.
    case notFound
    case throttled
    /// A proxy answered in the server's place.
    case gateway
    case loginPage
    /// Whatever answers there, it is no Alertmanager.
    case notAlertmanager
    /// It understood what it was to do, and doesn't do it.
    case refused
    case transport(TransportError)
    case other
  }

  package var kind: Kind
  /// One sentence without a full stop.
  package var what: String
  /// What the reader can do; empty where there is nothing.
  package var fix: String

  private init(_ kind: Kind, _ what: String, fix: String) {
    self.kind = kind
    self.what = what
    self.fix = fix
  }

  package init(_ error: TransportError) {
    self.init(.transport(error), "Alertmanager: \(error.what)", fix: error.fix)
  }

  /// An answer that is none, by its status and its body.
  init(_ response: Response, from origin: String) {
    let server = "Alertmanager at \(origin)"
    switch response.status {
    case 401:
      self.init(
        .unauthorized,
        "\(server) wants credentials, or other ones (401)",
        fix: "set basic_auth, authorization or oauth2, and check the secret's file"
      )
    case 403:
      self.init(
        .forbidden,
        "\(server) does not allow this (403)",
        fix: "check what these credentials may read, and the tenant's header"
      )
    case 404, 405, 410, 501:
      self.init(
        .notFound,
        "\(origin) has no API v2 of Alertmanager at this path (\(response.status))",
        fix: "check the path of the url: what stands before /api/v2"
      )
    case 429:
      self.init(.throttled, "\(server) takes no more requests now (429)", fix: "")
    case 502, 503, 504:
      self.init(
        .gateway,
        "a proxy at \(origin) cannot reach Alertmanager (\(response.status))",
        fix: "see whether the server behind it runs"
      )
    case ..<400: self.init(noListIn: response, from: origin)
    default:
      let words = Self.words(response)
      self.init(
        .other,
        "\(server) failed (\(response.status))" + (words.isEmpty ? "" : ": \(words)"),
        fix: "look into the server's log"
      )
    }
  }

  /// It was to do something, and says no: 400 and 422 in its own words.
  init(refused response: Response, from origin: String) {
    guard response.status == 400 || response.status == 422 else {
      self.init(response, from: origin)
      return
    }
    let words = Self.words(response)
    self.init(
      .refused,
      "Alertmanager refuses it" + (words.isEmpty ? " (\(response.status))" : ": \(words)"),
      fix: ""
    )
  }

  /// A body that should have been a list and isn't.
  init(noListIn response: Response, from origin: String) {
    if Self.isWebPage(response) {
      self.init(
        .loginPage,
        "\(origin) sent a web page instead of alerts, probably a login",
        fix: "set credentials that need no browser, or check the url"
      )
    } else {
      self.init(
        .notAlertmanager,
        "what \(origin) sent is no answer of Alertmanager",
        fix: "check the url: another program may answer there"
      )
    }
  }

  private static func isWebPage(_ response: Response) -> Bool {
    response.mediaType == "text/html" || response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  /// What the server said, in whichever of its two forms: a string, or an object with a `message`.
  private static func words(_ response: Response) -> String {
    guard !isWebPage(response) else { return "" }
    let value = LooseValue(response.body)
    let plain = String(decoding: response.body.prefix(500), as: UTF8.self)
    let text = value?.string ?? value?["message"]?.string ?? plain
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return ForeignText(String(line.prefix(300))).safe
  }
}

extension AlertmanagerError: CustomStringConvertible {
  package var description: String { fix.isEmpty ? what : "\(what); \(fix)" }
}
