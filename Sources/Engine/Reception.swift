import Alerts
import Documents
import HTTP
import Interface
import Logging
import Metrics
import Prometheus

/// What the Alertmanagers of an environment have, asked beside its Prometheus: none of them delays
/// or fails what that one says.
struct Reception: Sendable {
  private let alertmanagers: [Poll<AlertmanagerSnapshot>]
  private let externalLabels: Poll<Labels>
  private let place: String

  init(_ clients: [AlertmanagerClient], prometheus: PrometheusClient, place: String) {
    self.place = place
    alertmanagers = clients.map { client in
      Poll {
        do throws(AlertmanagerError) {
          return .success(try await client.snapshot())
        } catch {
          return .failure(Problem(error, place: place))
        }
      }
    }
    // They change with the server's configuration alone.
    externalLabels = Poll(lasts: .minutes(5)) {
      do throws(QueryError) {
        return .success(try await prometheus.externalLabels())
      } catch {
        return .failure(Problem(error, place: place))
      }
    }
  }

  /// What they have by now.
  struct Answer: Sendable {
    var snapshots: [AlertmanagerSnapshot] = []
    var problems: [Problem] = []
    /// Of Prometheus; nil where it doesn't tell them.
    var externalLabels: Labels?
  }

  func answer(within patience: Duration) async -> Answer {
    guard !alertmanagers.isEmpty else { return Answer() }
    async let labels = externalLabels.result(within: patience)
    let results = await withTaskGroup(of: (Int, Result<AlertmanagerSnapshot, Problem>?).self) {
      group in
      for (index, poll) in alertmanagers.enumerated() {
        group.addTask { (index, await poll.result(within: patience)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var answer = Answer()
    for index in alertmanagers.indices {
      switch results[index] {
      case .success(let snapshot)?: answer.snapshots.append(snapshot)
      case .failure(let problem)?: answer.problems.append(problem)
      case nil: answer.problems.append(Problem.late(place))
      }
    }
    answer.externalLabels = try? await labels?.get()
    return answer
  }
}

extension AlertsReport {
  /// With what Alertmanager says of each alert.
  ///
  /// - Parameters:
  ///   - reception: What the environment's Alertmanagers have.
  ///   - now: By the clock of Prometheus.
  mutating func join(_ reception: Reception.Answer, now: Timestamp) {
    alertmanager = AlertmanagerStanding(
      answers: reception.snapshots.count,
      problems: reception.problems
    )
    guard !reception.snapshots.isEmpty else { return }
    let join = AlertJoin(
      .union(reception.snapshots),
      externalLabels: reception.externalLabels,
      isWhole: reception.problems.isEmpty
    )
    let ended = resolved?.alerts ?? []
    let joined = join.joined(alerts, ended: ended, now: now)
    (alerts, foreign) = (joined.alerts, joined.foreign)
    resolved?.alerts = joined.ended
  }

  /// Tells how the alert that always fires stands, and counts it among the others no more.
  ///
  /// - Parameters:
  ///   - name: The alert's.
  ///   - reception: What the environment's Alertmanagers have.
  ///   - now: By the clock of Prometheus.
  mutating func takeWatchdog(_ name: ForeignText, _ reception: Reception.Answer, now: Timestamp) {
    let own = alerts.filter { $0.name == name && $0.state != .pending }
    alerts.removeAll { $0.name == name }
    foreign.removeAll { $0.name == name }
    resolved?.alerts.removeAll { $0.name == name }
    normal?.removeAll { $0.name == name }
    guard !own.isEmpty else {
      let isNew = blind.contains { $0.name == name && $0.reason == .notEvaluated }
      watchdog = Watchdog(name: name, standing: isNew ? .unknown : .silent)
      return
    }
    // Each by itself: of independent ones every one tells somebody.
    let missing = reception.snapshots.count { snapshot in
      let join = AlertJoin(snapshot, externalLabels: reception.externalLabels, isWhole: true)
      let sent = own.map { alert in
        var alert = alert
        alert.state = .firing
        return alert
      }
      return join.joined(sent, now: now).alerts.allSatisfy(\.delivery.isMissing)
    }
    let all = reception.snapshots.count
    watchdog = Watchdog(
      name: name,
      standing: missing > 0 ? .undelivered(missing: missing, of: all) : .fires
    )
  }
}

extension Problem {
  /// Alertmanager's, where nothing came of a question to it.
  init(_ error: AlertmanagerError, place: String) {
    self.init(what: error.what, place: place, fix: error.fix, code: "alertmanager.no_answer")
  }

  static func late(_ place: String) -> Problem {
    Problem(
      what: "Alertmanager gave no answer in time",
      place: place,
      fix: "see whether it is overloaded",
      code: "alertmanager.no_answer"
    )
  }
}
