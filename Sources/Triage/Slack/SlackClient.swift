package import Documents
package import HTTP
import Metrics

/// Posts to one channel of Slack by its incoming webhook.
///
/// The webhook's address is a secret: it is read from its file for each post, and no error has it.
package struct SlackClient: Sendable {
  private let channel: Product.Channel
  private let transport: Transport
  private let patience: Duration
  private let clock: RequestQueue.Clock

  /// - Parameters:
  ///   - channel: Where, and the file of its webhook.
  ///   - transport: That of an `HTTPService` that follows no redirects.
  ///   - patience: How long in all a post waits where Slack says when to come again.
  ///   - clock: Time and chance.
  package init(
    _ channel: Product.Channel,
    transport: Transport,
    patience: Duration = .seconds(30),
    clock: RequestQueue.Clock = .live
  ) {
    self.channel = channel
    self.transport = transport
    self.patience = patience
    self.clock = clock
  }

  private var name: String { Harmless.line(channel.name) }
  private var file: String { WebAddress.shown(channel.webhookFile) }

  /// Posts once: where there was no answer it may stand there, and the problem says so.
  package func post(_ post: SlackPost) async throws(Problem) {
    let address = try address()
    let request = Request(
      .post,
      address.url,
      headers: [Header("Content-Type", "application/json; charset=utf-8")],
      body: Array(post.payload.text().utf8),
      deadline: .seconds(15),
      maximumBytes: 1 << 20
    )
    var left = patience
    while true {
      let response: Response
      do throws(TransportError) {
        response = try await transport.send(request)
      } catch {
        throw problem(error)
      }
      if response.status == 200, Self.line(response.body) == "ok" { return }
      guard response.status == 429, let told = response.retryAfter else {
        throw problem(response, address)
      }
      let wait = told * (1 + 0.2 * clock.fraction())
      guard wait <= left else { throw problem(response, address) }
      left -= wait
      await clock.sleep(wait)
    }
  }

  private func address() throws(Problem) -> WebAddress {
    let text: String
    do throws(TransportError) {
      text = try SecretFile.read(channel.webhookFile)
    } catch {
      throw unanswered("the webhook of \(name): \(error.what)", error.fix)
    }
    // An error of its own, for that of an address names it.
    guard let address = try? WebAddress(text), address.isSecure || address.isLoopback else {
      throw refused(
        "what \(file) holds is no https address",
        "put the address of an incoming webhook into it: https://hooks.slack.com/services/…"
      )
    }
    return address
  }

  // MARK: - Problems

  private func problem(_ error: TransportError) -> Problem {
    switch error {
    case .redirected, .redirectNotFollowed:
      return unanswered("the webhook of \(name) redirects to another address", newWebhook)
    case _ where error.mayHaveArrived:
      return unanswered(
        "Slack: \(error.what); it may have been posted all the same",
        "look into \(name) before you try again"
      )
    default: return unanswered("Slack: \(error.what)", error.fix)
    }
  }

  private var newWebhook: String { "make a new incoming webhook and put its address into \(file)" }

  private func problem(_ response: Response, _ address: WebAddress) -> Problem {
    let told = words(response, address)
    let status = "\(response.status)" + (told.isEmpty ? "" : ": \(told)")
    switch response.status {
    case 200:
      return unanswered("Slack did not say ok to the post to \(name) (\(status))", newWebhook)
    case 403:
      return refused(
        "Slack does not allow the post to \(name) (\(status))",
        "ask the workspace's admins"
      )
    case 404: return refused("Slack no longer has the webhook of \(name) (\(status))", newWebhook)
    case 410:
      return refused("the channel \(name) is archived (\(status))", "name another one's webhook")
    case 429:
      var problem = unanswered(
        "Slack takes no more posts to \(name) now (429)",
        response.retryAfter.map { "try again in \($0.components.seconds) s" } ?? "try again later"
      )
      problem.retryAfter = response.retryAfter
      return problem
    case 500...: return unanswered("Slack failed (\(status))", "try again later")
    default:
      return refused(
        "Slack refused the post to \(name) (\(status))",
        "check what \(file) names, and whether \(name) takes posts"
      )
    }
  }

  /// Slack's own words, a line of plain text; none where they hold what is secret.
  private func words(_ response: Response, _ address: WebAddress) -> String {
    let line = Harmless.cut(Harmless.line(Self.line(response.body)), to: 200)
    let parts = address.rest.split(whereSeparator: { "/?&=".contains($0) }).map(String.init)
    let isTelling = parts.contains { $0.count >= 6 && $0 != "services" && line.contains($0) }
    return isTelling || line.hasPrefix("<") ? "" : line
  }

  private static func line(_ body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(500), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  private func unanswered(_ what: String, _ fix: String) -> Problem {
    Problem(what: what, fix: fix, code: Problem.noAnswerCode)
  }

  private func refused(_ what: String, _ fix: String) -> Problem {
    Problem(what: what, fix: fix, code: "slack.refused")
  }
}
