package import Documents
import Metrics

/// From an Alertmanager that knows no Jira to Jira.
///
/// It keeps nothing: what was not done is not confirmed, and Alertmanager sends it again.
/// Deliveries for the same ticket take turns, so that two of them make one.
package actor Bridge {
  /// What became of a notification.
  package struct Delivery: Sendable {
    /// Each ticket's label, and where it is; nil where nothing fires and no ticket is open.
    package var filed: [(label: TicketLabel, ticket: FiledTicket?)] = []
    /// What Alertmanager is to send again.
    package var failures: [Problem] = []
    /// What can never be done, however often it is sent.
    package var refusals: [Problem] = []
  }

  private let clients: [String: JiraClient]
  private let products: Set<String>
  private var busy: Set<TicketLabel> = []
  private var waiting: [TicketLabel: [CheckedContinuation<Void, Never>]] = [:]

  /// - Parameters:
  ///   - products: The names of all that are known.
  ///   - clients: By the names of those that have a Jira.
  package init(products: [String], clients: [String: JiraClient]) {
    self.products = Set(products)
    self.clients = clients
  }

  /// Files whatever wants a ticket.
  ///
  /// - Parameter body: The payload of a webhook.
  /// - Returns: All that was done and all that was not.
  package func deliver(_ body: [UInt8]) async -> Delivery {
    var delivery = Delivery()
    let notification: Notification
    do throws(Problem) {
      notification = try Notification(body)
    } catch {
      delivery.refusals = [error]
      return delivery
    }
    delivery.refusals = notification.faults
    for group in notification.groups {
      do throws(Problem) {
        delivery.filed.append((group.label, try await file(group)))
      } catch {
        delivery.failures.append(error)
      }
    }
    return delivery
  }

  private func file(_ group: Notification.Group) async throws(Problem) -> FiledTicket? {
    let client = try client(of: group.label)
    await enter(group.label)
    defer { leave(group.label) }
    guard group.alerts.contains(where: \.isFiring) else {
      return try await client.comment(group.draft)
    }
    return try await client.file(group.draft)
  }

  private func client(of label: TicketLabel) throws(Problem) -> JiraClient {
    let name = label.product.safe
    if let client = clients[name] { return client }
    throw products.contains(name)
      ? Problem(
        what: "the product \(name) has no Jira, and \(label.alertname) wants a ticket",
        fix: "add `jira` to the product's file and start promwall receive again",
        code: "receive.product"
      )
      : Problem(
        what: "there is no product \(name), and \(label.alertname) wants a ticket",
        fix: "give promwall receive its file",
        code: "receive.product"
      )
  }

  // MARK: - Turns

  private func enter(_ label: TicketLabel) async {
    guard !busy.insert(label).inserted else { return }
    await withCheckedContinuation { waiting[label, default: []].append($0) }
  }

  private func leave(_ label: TicketLabel) {
    guard var queue = waiting[label], !queue.isEmpty else {
      waiting[label] = nil
      busy.remove(label)
      return
    }
    let next = queue.removeFirst()
    waiting[label] = queue
    next.resume()
  }
}
