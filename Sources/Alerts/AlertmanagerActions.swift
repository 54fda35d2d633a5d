import FoundationEssentials
import HTTP
package import Metrics

/// What changes an Alertmanager: silences alone.
extension AlertmanagerClient {
  /// Who shares alerts and silences with this one, itself included; alone where it has no cluster.
  package func members() async throws(AlertmanagerError) -> Set<ForeignText> {
    let status = try await value(get("/status"))
    let cluster = status["cluster"]
    let peers = (cluster?["peers"]?.elements ?? []).map { $0.text("name") }
    return Set(peers + [ForeignText(cluster?["name"]?.string ?? base)])
  }

  /// The alerts that a silence with these matchers would keep quiet.
  package func alerts(
    matching matchers: [SilenceMatcher]
  ) async throws(AlertmanagerError) -> [ReceivedAlert] {
    let filters = matchers.map { ("filter", $0.text.raw) }
    let answer = try await value(get("/alerts?\(Form.encoded(filters))"))
    return answer.elements.compactMap(ReceivedAlert.init)
  }

  /// Makes a silence, or changes one.
  ///
  /// - Parameters:
  ///   - draft: What it is to be.
  ///   - old: The id of the one that is changed.
  ///   - now: By the server's clock as far as that is known.
  /// - Returns: Its id; another one where Alertmanager had to make it anew.
  /// - Throws: What Alertmanager says against it.
  package func post(
    _ draft: SilenceDraft,
    replacing old: ForeignText? = nil,
    now: Timestamp
  ) async throws(AlertmanagerError) -> ForeignText {
    // Alertmanager makes a start in the past its own now; one in the future would have to be
    // waited for, and clocks are never quite the same.
    var startsAt = (now - .seconds(5)).rfc3339
    if let id = old {
      // With another start Alertmanager would end it and make a new one.
      let stored = try await value(get("/silence/\(Form.escaped(id.raw))"))
      startsAt = stored["startsAt"]?.string ?? startsAt
    }
    let body = Body(
      id: old?.raw,
      matchers: draft.matchers.map(Body.Matcher.init),
      startsAt: startsAt,
      endsAt: (now + draft.duration).rfc3339,
      createdBy: draft.createdBy.raw,
      comment: draft.comment.raw
    )
    let bytes = (try? JSONEncoder().encode(body)).map(Array.init) ?? []
    let request = Request(
      .post,
      base + "/silences",
      headers: [Header("Content-Type", "application/json"), Header("Accept", "application/json")],
      body: bytes,
      deadline: .seconds(10)
    )
    let answer = try await value(request)
    guard let id = answer["silenceID"]?.string else {
      throw AlertmanagerError(noListIn: Response(status: 200), from: origin)
    }
    return ForeignText(id)
  }

  /// Ends a silence now; one that is over already stays over.
  ///
  /// - Returns: Whether this Alertmanager has it at all.
  package func expire(_ id: ForeignText) async throws(AlertmanagerError) -> Bool {
    let request = Request(
      .delete,
      base + "/silence/\(Form.escaped(id.raw))",
      deadline: .seconds(10),
      isIdempotent: true
    )
    let response = try await send(request)
    if response.status == 200 { return true }
    // Whether it is over or was never there, this version says with one word.
    let stored = try await send(get("/silence/\(Form.escaped(id.raw))"))
    if stored.status == 404 { return false }
    guard stored.status == 200,
      LooseValue(stored.body)?["status"]?["state"]?.string == "expired"
    else { throw AlertmanagerError(refused: response, from: origin) }
    return true
  }

  private func get(_ path: String) -> Request {
    Request(
      .get,
      base + path,
      headers: [Header("Accept", "application/json")],
      deadline: .seconds(10)
    )
  }

  private func value(_ request: Request) async throws(AlertmanagerError) -> LooseValue {
    let response = try await send(request)
    guard response.status == 200 else { throw AlertmanagerError(refused: response, from: origin) }
    guard let value = LooseValue(response.body) else {
      throw AlertmanagerError(noListIn: response, from: origin)
    }
    return value
  }

  /// As the API has it.
  private struct Body: Encodable {
    struct Matcher: Encodable {
      var name: String
      var value: String
      var isRegex: Bool
      var isEqual: Bool

      init(_ matcher: SilenceMatcher) {
        name = matcher.name.raw
        value = matcher.value.raw
        isRegex = matcher.isRegex
        isEqual = matcher.isEqual
      }
    }

    var id: String?
    var matchers: [Matcher]
    var startsAt: String
    var endsAt: String
    var createdBy: String
    var comment: String
  }
}
