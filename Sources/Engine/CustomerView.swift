import Documents
import HTTP
import Interface
import Metrics

/// What a customer may know of an environment: their own products' alerts, and nothing of how the
/// house is built.
///
/// This is convenience. What keeps data apart is the credential that the environment has at its
/// server.
struct CustomerView: Sendable {
  private let products: Set<String>
  /// Hosts and ports of the servers.
  private let hosts: [String]

  /// - Returns: nil where all may be seen.
  init?(_ environment: Documents.Environment) {
    guard let products = environment.visibleProducts else { return nil }
    self.products = products
    let urls = [environment.prometheus.url] + environment.alertmanagers.map(\.url)
    // The longer ones first: `prometheus.example:9090` before its host alone.
    hosts = urls.flatMap { url -> [String] in
      guard let address = try? WebAddress(url) else { return [] }
      return [address.origin, "\(address.host):\(address.port)", address.host]
    }.sorted { $0.count > $1.count }
  }

  func seen(_ report: AlertsReport) -> AlertsReport {
    var report = report
    report.alerts = seen(report.alerts)
    report.foreign = seen(report.foreign)
    report.resolved = report.resolved.map { told in
      ResolvedAlerts(seen(told.alerts), problem: told.problem.map(seen))
    }
    // Which rules there are is the house's; that one of them can't be known is everybody's.
    report.blind =
      report.blind.isEmpty
      ? [] : [BlindRule(name: "of some alert", reason: .notEvaluated)]
    switch report.alertmanager {
    case .none, .answered: break
    case .partly(let problems): report.alertmanager = .partly(problems.map(seen))
    case .unknown(let problems): report.alertmanager = .unknown(problems.map(seen))
    }
    return report
  }

  private func seen(_ alerts: [Alert]) -> [Alert] {
    alerts.filter { alert in
      let product = (alert.delivery.labels ?? alert.labels)["product"]
      return product.map { products.contains($0.raw) } ?? false
    }.map { alert in
      var alert = alert
      alert.rule = nil
      alert.delivery.receivers = []
      alert.delivery.silencedBy = alert.delivery.silencedBy.map {
        Silence(id: "", startsAt: $0.startsAt, endsAt: $0.endsAt)
      }
      return alert
    }
  }

  /// Without the names of servers.
  func seen(_ problem: Problem) -> Problem {
    var problem = problem
    for host in hosts where !host.isEmpty {
      problem.what = problem.what.replacing(host, with: "the server")
      problem.place = problem.place.replacing(host, with: "the server")
    }
    problem.fix = ""
    return problem
  }
}
