import Documents
import Interface
import Metrics

/// What a customer may know of an environment: their own products' alerts, and nothing of how the
/// house is built.
///
/// This is convenience. What keeps data apart is the credential that the environment has at its
/// server.
struct CustomerView: Sendable {
  private let products: Set<String>

  /// - Returns: nil where all may be seen.
  init?(_ environment: Documents.Environment) {
    guard let products = environment.visibleProducts else { return nil }
    self.products = products
  }

  func seen(_ report: AlertsReport) -> AlertsReport {
    var report = report
    report.alerts = seen(report.alerts)
    report.foreign = seen(report.foreign)
    report.resolved = report.resolved.map { told in
      ResolvedAlerts(seen(told.alerts), problem: told.problem.map(seen))
    }
    // Which rules there are is the house's.
    report.normal = report.normal.map { _ in [] }
    // That one of them can't be known is everybody's.
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
      alert.delivery.mutedBy = []
      alert.delivery.silencedBy = alert.delivery.silencedBy.map {
        Silence(id: "", startsAt: $0.startsAt, endsAt: $0.endsAt)
      }
      return alert
    }
  }

  /// In words that name no server, no file and no setting.
  func seen(_ problem: Problem) -> Problem {
    var problem = problem
    let isRefusal = ["query.refused", Problem.tooHeavyCode].contains(problem.code)
    problem.what = isRefusal ? "the server refuses this question" : "the server gives no answer"
    problem.fix = ""
    problem.excerpt = nil
    return problem
  }

  /// Warnings may name stores behind the server.
  func seen(_ answer: Answer) -> Answer {
    var answer = answer
    if !answer.warnings.isEmpty { answer.warnings = ["the answer is partial"] }
    answer.infos = []
    return answer
  }
}
