import Alerts
import Documents
import Interface
import Metrics
import Prometheus

/// Silences at all Alertmanagers of an environment: once for each cluster, for its members share
/// them, and at each that stands alone.
extension Source {
  /// More alerts are not kept quiet by one silence.
  static let mostSilenced = 50

  /// - Parameters:
  ///   - draft: As it would be posted.
  ///   - alert: The one that somebody looks at.
  /// - Returns: What it would keep quiet, and would have.
  /// - Throws: Why nobody can tell.
  func preview(_ draft: SilenceDraft, of alert: Alert?) async throws(Problem) -> ActPreview {
    if let obstacle = Self.obstacle(to: draft) { return ActPreview(obstacle: obstacle) }
    async let lastWeek = firings(matching: draft.matchers, of: alert)
    var hides: [Labels] = []
    for client in try await heads() {
      let found = try await told { () async throws(AlertmanagerError) in
        try await client.alerts(matching: draft.matchers)
      }
      hides += found.map(\.labels).filter { !hides.contains($0) }
    }
    // One that has begun this minute is not yet counted there.
    let firings = await lastWeek.map { max($0, hides.count) }
    var preview = ActPreview(hides: hides, lastWeek: firings)
    if hides.count > Self.mostSilenced {
      preview.obstacle = Problem(
        what: "it would keep \(hides.count) alerts quiet at once, more than \(Self.mostSilenced)",
        fix: "choose more labels",
        code: "silence.wide"
      )
    }
    return preview
  }

  /// What is wrong with a silence whatever there is to be kept quiet.
  private static func obstacle(to draft: SilenceDraft) -> Problem? {
    guard
      draft.matchers.contains(where: {
        ["alertname", "product"].contains($0.name.raw) && $0.isEqual && !$0.value.isEmpty
      })
    else {
      return Problem(
        what: "a silence names at least the alert or the product",
        fix: "add alertname or product",
        code: "silence.wide"
      )
    }
    guard draft.duration > .zero, draft.duration <= SilenceDraft.longest else {
      return Problem(
        what: "a silence lasts at most \(SilenceDraft.longest.promQL)",
        fix: "make it shorter, and another one when it is over",
        code: "silence.long"
      )
    }
    return nil
  }

  /// - Returns: Its id, that of the first where there are several, and its end.
  /// - Throws: Why not; then it is nowhere, or the sentence says where it is.
  func post(_ draft: SilenceDraft) async throws(Problem) -> (id: ForeignText, end: Timestamp) {
    let preview = try await preview(draft, of: nil)
    if let obstacle = preview.obstacle { throw obstacle }
    let start = client.serverNow()
    var posted: [(client: AlertmanagerClient, id: ForeignText)] = []
    for client in try await heads() {
      do throws(AlertmanagerError) {
        posted.append((client, try await client.post(draft, now: start)))
      } catch {
        // One that stands alone doesn't know another's silence.
        if draft.id != nil, error.kind == .notFound { continue }
        throw await undone(posted, isNew: draft.id == nil, error)
      }
    }
    guard let first = posted.first else {
      throw Problem(
        what: "Alertmanager doesn't have this silence any more",
        fix: "make a new one",
        code: "silence.gone"
      )
    }
    return (first.id, start + draft.duration)
  }

  /// Half a silence would be taken for a whole one: what was made is ended again.
  private func undone(
    _ posted: [(client: AlertmanagerClient, id: ForeignText)],
    isNew: Bool,
    _ error: AlertmanagerError
  ) async -> Problem {
    var problem = Problem(error, place: environment.name)
    guard !posted.isEmpty else { return problem }
    var left = isNew ? 0 : posted.count
    if isNew {
      for (client, id) in posted {
        do throws(AlertmanagerError) { try await client.expire(id) } catch { left += 1 }
      }
    }
    problem.what +=
      left == 0
      ? "; the others' were ended again" : "; \(left) other Alertmanager has it all the same"
    return problem
  }

  /// - Throws: Why it is still in force somewhere.
  func expire(_ id: ForeignText) async throws(Problem) {
    for client in try await heads() {
      try await told { () async throws(AlertmanagerError) in try await client.expire(id) }
    }
  }

  /// One Alertmanager of each cluster, and each that has none.
  ///
  /// - Throws: Where one does not answer that no answering cluster accounts for.
  private func heads() async throws(Problem) -> [AlertmanagerClient] {
    guard !alertmanagers.isEmpty else {
      throw Problem(
        what: "the settings name no Alertmanager for \(ForeignText(environment.name).safe)",
        fix: "add \"alertmanager\": [{ \"url\": \"…\" }] to the environment",
        code: "silence.nowhere"
      )
    }
    var heads: [(client: AlertmanagerClient, members: Set<ForeignText>, seen: Int)] = []
    var failures: [AlertmanagerError] = []
    for client in alertmanagers {
      do throws(AlertmanagerError) {
        let members = try await client.members()
        if let place = heads.firstIndex(where: { !$0.members.isDisjoint(with: members) }) {
          heads[place].seen += 1
        } else {
          heads.append((client, members, 1))
        }
      } catch {
        failures.append(error)
      }
    }
    let unseen = heads.reduce(0) { $0 + max(0, $1.members.count - $1.seen) }
    if let failure = failures.first, failures.count > unseen {
      var problem = Problem(failure, place: environment.name)
      problem.what += "; nothing was done"
      throw problem
    }
    return heads.map(\.client)
  }

  /// How many firings of the last seven days match; nil where Prometheus doesn't say.
  ///
  /// Two that lie less than a minute apart count as one. Labels that the alert doesn't have at
  /// Prometheus were added on the way: they are not asked for.
  private func firings(matching matchers: [SilenceMatcher], of alert: Alert?) async -> Int? {
    let known = matchers.filter { matcher in
      alert.map { $0.labels[matcher.name.raw] != nil } ?? (matcher.name.raw != "environment")
    }
    guard !known.isEmpty else { return nil }
    let selector = known.map(\.text.raw).joined(separator: ",")
    let expression =
      "sum(changes((ALERTS_FOR_STATE{\(selector)} and ignoring(alertstate)"
      + " ALERTS{\(selector),alertstate=\"firing\"})[7d:1m]) + 1)"
    guard case .success(let answers) = await answers([Query(expression, .instant(nil))]) else {
      return nil
    }
    let value = answers.first?.series.first?.last?.value ?? 0
    return value.isFinite ? Int(value.rounded()) : nil
  }

  private func told<Value>(
    _ body: () async throws(AlertmanagerError) -> Value
  ) async throws(Problem) -> Value {
    do throws(AlertmanagerError) {
      return try await body()
    } catch {
      throw Problem(error, place: environment.name)
    }
  }
}
