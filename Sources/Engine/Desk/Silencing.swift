import Alerts
import Documents
import HTTP
import Interface
import Metrics
import Prometheus

/// Silences at all Alertmanagers of an environment: once for each cluster, for its members share
/// them, and at each that stands alone.
extension Source {
  /// More alerts are not kept quiet by one silence.
  static let mostSilenced = 50

  /// What became of a silence: its ids, one for each cluster or lone Alertmanager.
  struct Silenced {
    var ids: [ForeignText] = []
    var end: Timestamp
    /// Who did not answer and may still tell people.
    var trouble: ForeignText?
  }

  /// - Parameters:
  ///   - draft: As it would be posted.
  ///   - alert: The one that somebody looks at; nil where only matchers are given.
  /// - Returns: What it would keep quiet, and would have.
  /// - Throws: Why nobody can tell.
  func preview(_ draft: SilenceDraft, of alert: Alert?) async throws(Problem) -> ActPreview {
    if let obstacle = Self.obstacle(to: draft, of: alert) { return ActPreview(obstacle: obstacle) }
    async let lastWeek = firings(matching: draft.matchers, of: alert)
    let hides = try await hidden(by: draft, at: try await heads().clients)
    // One that has begun this minute is not yet counted there.
    let firings = await lastWeek.map { max($0, hides.count) }
    return ActPreview(hides: hides, lastWeek: firings, obstacle: Self.obstacle(hiding: hides.count))
  }

  private func hidden(
    by draft: SilenceDraft,
    at clients: [AlertmanagerClient]
  ) async throws(Problem) -> [Labels] {
    var hides: [Labels] = []
    for client in clients {
      let found = try await told { () async throws(AlertmanagerError) in
        try await client.alerts(matching: draft.matchers)
      }
      hides += found.map(\.labels).filter { !hides.contains($0) }
    }
    return hides
  }

  private static func obstacle(hiding count: Int) -> Problem? {
    guard count > mostSilenced else { return nil }
    return Problem(
      what: "it would keep \(count) alerts quiet at once, more than \(mostSilenced)",
      fix: "choose more labels",
      code: "silence.wide"
    )
  }

  /// What is wrong with a silence whatever there is to be kept quiet.
  private static func obstacle(to draft: SilenceDraft, of alert: Alert?) -> Problem? {
    if let alert, alert.delivery.labels == nil {
      // Without the environment's label it would reach into others that share the Alertmanager.
      return Problem(
        what: "it isn't known yet which labels Alertmanager has for this alert",
        fix: "try again when it has it, or name the labels: promwall alerts silence",
        code: "silence.labels"
      )
    }
    // A pattern may match everything there is.
    guard
      draft.matchers.contains(where: { matcher in
        ["alertname", "product"].contains(matcher.name.raw)
          && matcher.isEqual && !matcher.isRegex && !matcher.value.isEmpty
      })
    else {
      return Problem(
        what: "a silence names at least the alert or the product",
        fix: "add alertname or product, without a pattern",
        code: "silence.wide"
      )
    }
    guard draft.duration > .zero, draft.duration <= SilenceDraft.longest else {
      return Problem(
        what: "a silence lasts at most 24h",
        fix: "make it shorter, and another one when it is over",
        code: "silence.long"
      )
    }
    return nil
  }

  /// Makes a silence, or changes those that the draft names.
  ///
  /// - Throws: Why not; then it is nowhere, or the sentence says where it may be.
  func post(_ draft: SilenceDraft, of alert: Alert?) async throws(Problem) -> Silenced {
    if let obstacle = Self.obstacle(to: draft, of: alert) { throw obstacle }
    let (clients, trouble) = try await heads()
    let hides = try await hidden(by: draft, at: clients)
    if let obstacle = Self.obstacle(hiding: hides.count) { throw obstacle }
    let start = client.serverNow()
    var posted: [(client: AlertmanagerClient, id: ForeignText)] = []
    for client in clients {
      do throws(AlertmanagerError) {
        guard let id = try await Self.post(draft, to: client, now: start) else { continue }
        posted.append((client, id))
      } catch {
        throw await undone(posted, isNew: draft.ids.isEmpty, error)
      }
    }
    guard !posted.isEmpty else { throw Self.gone }
    return Silenced(ids: posted.map(\.id), end: start + draft.duration, trouble: trouble)
  }

  /// - Returns: nil where this one has none of the silences that are to be changed.
  private static func post(
    _ draft: SilenceDraft,
    to client: AlertmanagerClient,
    now: Timestamp
  ) async throws(AlertmanagerError) -> ForeignText? {
    guard !draft.ids.isEmpty else { return try await client.post(draft, now: now) }
    for id in draft.ids {
      do throws(AlertmanagerError) {
        return try await client.post(draft, replacing: id, now: now)
      } catch {
        guard error.kind == .notFound else { throw error }
      }
    }
    return nil
  }

  private static var gone: Problem {
    Problem(
      what: "no Alertmanager that answers has this silence",
      fix: "see `promwall alerts --format json` for those there are",
      code: "silence.gone"
    )
  }

  /// Half a silence would be taken for a whole one: what was made is ended again.
  private func undone(
    _ posted: [(client: AlertmanagerClient, id: ForeignText)],
    isNew: Bool,
    _ error: AlertmanagerError
  ) async -> Problem {
    var problem = Problem(error, place: environment.name)
    if case .transport(let cause) = error.kind, cause.mayHaveArrived {
      problem.what += "; there it may have been made all the same"
    }
    guard !posted.isEmpty else { return problem }
    var left = isNew ? 0 : posted.count
    if isNew {
      for (client, id) in posted {
        do throws(AlertmanagerError) { _ = try await client.expire(id) } catch { left += 1 }
      }
    }
    problem.what +=
      left == 0
      ? "; the others' were ended again" : "; \(left) other Alertmanager has it all the same"
    return problem
  }

  /// - Returns: Who did not answer, so that it may still be in force there.
  /// - Throws: Why it is still in force, or that nobody had it.
  func expire(_ ids: [ForeignText]) async throws(Problem) -> ForeignText? {
    let (clients, trouble) = try await heads()
    var isKnown = false
    for client in clients {
      for id in ids {
        let wasThere = try await told { () async throws(AlertmanagerError) in
          try await client.expire(id)
        }
        isKnown = isKnown || wasThere
      }
    }
    guard isKnown else { throw Self.gone }
    return trouble
  }

  /// One Alertmanager of each cluster, and each that has none; of those that answer.
  ///
  /// A cluster that has lost a member goes on without it, and so does this.
  private func heads() async throws(Problem) -> (
    clients: [AlertmanagerClient], trouble: ForeignText?
  ) {
    guard !alertmanagers.isEmpty else {
      throw Problem(
        what: "the settings name no Alertmanager for \(ForeignText(environment.name).safe)",
        fix: "add \"alertmanager\": [{ \"url\": \"…\" }] to the environment",
        code: "silence.nowhere"
      )
    }
    var heads: [(client: AlertmanagerClient, members: Set<ForeignText>)] = []
    var failures: [AlertmanagerError] = []
    for client in alertmanagers {
      do throws(AlertmanagerError) {
        let members = try await client.members()
        guard !heads.contains(where: { !$0.members.isDisjoint(with: members) }) else { continue }
        heads.append((client, members))
      } catch {
        failures.append(error)
      }
    }
    if let failure = failures.first, heads.isEmpty {
      var problem = Problem(failure, place: environment.name)
      problem.what += "; nothing was done"
      throw problem
    }
    let trouble = failures.first.map { ForeignText("one didn't answer: \($0.what)") }
    return (heads.map(\.client), trouble)
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
