package import Documents
import Synchronization

/// Slack's incoming webhooks on a loopback port: what was posted is kept.
package final class SlackStandIn: Sendable {
  private struct State: Sendable {
    var posts: [JSON] = []
    var events: [[FakeServer.Step]] = []
    var count = 0
  }

  private let server: FakeServer
  private let state: Shared

  private final class Shared: Sendable { let value = Mutex(State()) }

  /// - Parameter path: The webhook's; every other is unknown.
  /// - Throws: Where no port is free.
  package init(path: String = "/services/T0001/B0001/sEcReTsEcReT") async throws {
    let state = Shared()
    self.state = state
    server = try await FakeServer { request in
      let event = state.value.withLock { state -> [FakeServer.Step]? in
        state.count += 1
        return state.events.isEmpty ? nil : state.events.removeFirst()
      }
      if let event { return event }
      guard request.method == "POST", request.uri == path else { return .reply(404, "no_service") }
      guard let json = try? JSON(parsing: Array(request.body.utf8), file: "request"),
        json["text"]?.string?.isEmpty == false
      else { return .reply(400, "invalid_payload") }
      if let fault = Self.fault(in: json, bytes: request.body.utf8.count) {
        return .reply(400, fault)
      }
      state.value.withLock { $0.posts.append(json) }
      return .reply(200, "ok")
    }
    url = server.url + path
  }

  /// The webhook's address.
  package let url: String

  package var posts: [JSON] { state.value.withLock { $0.posts } }
  /// How many requests have come.
  package var count: Int { state.value.withLock { $0.count } }

  /// What the next request gets instead.
  package func next(_ steps: [FakeServer.Step]) {
    state.value.withLock { $0.events.append(steps) }
  }

  private static func fault(in json: JSON, bytes: Int) -> String? {
    let attachments = json["attachments"]?.array ?? []
    let blocks = attachments.flatMap { $0["blocks"]?.array ?? [] } + (json["blocks"]?.array ?? [])
    guard blocks.count <= 50 else { return "invalid_blocks" }
    for block in blocks {
      let texts = [block["text"]].compactMap { $0 } + (block["elements"]?.array ?? [])
      guard ["section", "context"].contains(block["type"]?.string ?? ""), !texts.isEmpty,
        texts.allSatisfy({ isText($0) })
      else { return "invalid_blocks" }
    }
    return JSON(.array(blocks)).text().utf16.count > 13_000 ? "msg_blocks_too_long" : nil
  }

  private static func isText(_ json: JSON) -> Bool {
    json["type"]?.string == "mrkdwn" && (1...3_000).contains(json["text"]?.string?.utf16.count ?? 0)
  }
}
