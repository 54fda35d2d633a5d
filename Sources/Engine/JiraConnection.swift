package import Documents
import HTTP
package import Logging
import Metrics
package import Triage

/// The live way to a product's Jira.
package struct JiraConnection: Sendable {
  package let client: JiraClient
  private let service: HTTPService

  /// - Parameters:
  ///   - jira: Where it is.
  ///   - product: Named in the log.
  ///   - userAgent: `name/version`.
  ///   - patience: How long in all one request waits where Jira says when to come again.
  ///   - log: Told of each request.
  package init(
    _ jira: Product.Jira,
    product: String,
    userAgent: String,
    patience: Duration = .seconds(30),
    log: Logger? = nil
  ) {
    var server = jira.server
    // A redirect leads to a login, and would take the credentials along.
    server.followsRedirects = false
    service = HTTPService(HTTPConfiguration(server), userAgent: userAgent)
    client = JiraClient(
      jira,
      transport: service.transport.logged(to: log, "product", product),
      patience: patience
    )
  }

  package func shutdown() async { await service.shutdown() }
}
