import Documents
import HTTP
import Metrics
import ServerSupport
import Synchronization
import Triage

/// A stand-in for Jira and a client of it, whose waits are noted and not waited for.
final class JiraFixture: Sendable {
  let jira: JiraStandIn
  let client: JiraClient
  let product: Product.Jira
  let service: HTTPService
  let waits: Waits

  final class Waits: Sendable {
    private let spans = Mutex<[Duration]>([])
    var all: [Duration] { spans.withLock { $0 } }
    func add(_ span: Duration) { spans.withLock { $0.append(span) } }
  }

  init(
    _ type: Product.Jira.APIType,
    authorization: String = "Bearer right",
    kinds: [Product.Ticket.Kind: Product.Ticket] = [
      .urgent: Product.Ticket(project: "OPS", issueType: "Incident", priority: "Highest")
    ],
    path: String = ""
  ) async throws {
    jira = try await JiraStandIn(type, authorization: "Bearer right")
    product = Product.Jira(
      server: Connection(url: jira.url + path),
      apiType: type,
      project: "SHOP",
      kinds: kinds
    )
    service = HTTPService(
      HTTPConfiguration(
        followsRedirects: false,
        headers: [.init(name: "Authorization", values: [authorization])]
      ),
      userAgent: "test/1"
    )
    waits = Waits()
    client = JiraClient(product, transport: service.transport, clock: Self.clock(waits))
  }

  static func clock(_ waits: Waits) -> RequestQueue.Clock {
    RequestQueue.Clock(now: { .zero }, sleep: { waits.add($0) }, fraction: { 0 })
  }

  /// A client of the same Jira whose requests have little time.
  func client(deadline: Duration) -> JiraClient {
    let inner = service.transport
    let transport = Transport { (request) async throws(TransportError) -> Response in
      var request = request
      request.deadline = deadline
      return try await inner.send(request)
    }
    return JiraClient(product, transport: transport, clock: Self.clock(waits))
  }

  static let label = TicketLabel(
    alertname: "QueueAboveLimit",
    product: "catalog",
    environment: "prod"
  )

  static func draft(
    _ mark: String = "9f3c2ab1d4e5f607.1795539761",
    kind: Product.Ticket.Kind = .bug,
    text: String = "orders: 73 wait"
  ) -> TicketDraft {
    TicketDraft(
      kind: kind,
      label: label,
      labels: ["alertname": "QueueAboveLimit", "queue": "orders"],
      summary: "[prod] QueueAboveLimit queue=orders 73 > 50",
      paragraphs: ["Firing since 13:36 UTC.\nRule: queue > 50 for 5m"],
      entries: [TicketDraft.Entry(mark: mark, text: text)],
      chart: "100┤ ╭╮\n 50┼─╯╰"
    )
  }

  /// The one issue that it should have.
  func issue() throws -> JiraIssue {
    guard jira.issues.count == 1 else { throw NotOne(count: jira.issues.count) }
    return jira.issues[0]
  }

  struct NotOne: Error { var count: Int }
}
