package import Documents
import HTTP
package import Logging
package import Triage

/// The live way to a product's channel in Slack.
package struct SlackConnection: Sendable {
  package let client: SlackClient
  private let service: HTTPService

  /// Slack is on the Internet: a proxy of the environment's is used.
  ///
  /// - Parameters:
  ///   - channel: Where to post.
  ///   - product: Named in the log.
  ///   - userAgent: `name/version`.
  ///   - log: Told of each request, but not of the webhook.
  package init(
    _ channel: Product.Channel,
    product: String,
    userAgent: String,
    log: Logger? = nil
  ) {
    service = HTTPService(
      HTTPConfiguration(
        proxy: HTTPConfiguration.Proxy(isFromEnvironment: true),
        followsRedirects: false
      ),
      userAgent: userAgent
    )
    client = SlackClient(
      channel,
      transport: service.transport.logged(to: log, "product", product, isPathSecret: true)
    )
  }

  package func shutdown() async { await service.shutdown() }
}
