package import Documents
import Synchronization

/// Jira as far as promwall knows it, on a loopback port: a store of issues that outlives its server.
///
/// It answers as the real ones do, Cloud (REST v3) or Data Center (REST v2), and refuses what it
/// doesn't understand.
package final class JiraStandIn: Sendable {
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case search, create, comment, readComments
  }

  /// Of a request: it has come and nothing is done; all is done and nobody knows.
  package enum Step: Hashable, Sendable, CaseIterable { case received, done }

  /// What becomes of a request at a step.
  package enum Fate: Sendable {
    case answer(Int, String = "", headers: [String] = [])
    case drop
    /// Goes on, so much later.
    case slow(milliseconds: Int64)
  }

  private struct Event: Sendable {
    var operation: Operation
    var step: Step
    var fate: Fate?
    var then: @Sendable () -> Void
  }

  struct Store: Sendable {
    var issues: [JiraIssue] = []
    /// How many searches more show an issue not yet.
    var unindexed: [String: Int] = [:]
    var lag = 0
  }

  private struct State: Sendable {
    var server: FakeServer?
    var events: [Event] = []
    var isDown = true
    var seen: [Operation] = []
    var uris: [String] = []
  }

  package let apiType: Product.Jira.APIType
  private let authorization: String
  private let projects: [String]
  private let store = Mutex(Store())
  private let state = Mutex(State())
  private let portNumber = Mutex(0)

  /// Starts it.
  ///
  /// - Parameters:
  ///   - apiType: Which of the two it is.
  ///   - authorization: The field that every request must have, such as `Bearer secret`.
  ///   - projects: Their keys.
  /// - Throws: Where no port is free.
  package init(
    _ apiType: Product.Jira.APIType,
    authorization: String,
    projects: [String] = ["SHOP", "OPS"]
  ) async throws {
    self.apiType = apiType
    self.authorization = authorization
    self.projects = projects
    try await start()
  }

  package var port: Int { portNumber.withLock { $0 } }
  package var url: String { "http://127.0.0.1:\(port)" }

  /// Listens again, at the port that it had.
  package func start() async throws {
    let server = try await listening()
    portNumber.withLock { $0 = server.port }
    state.withLock { state in
      state.server = server
      state.isDown = false
    }
  }

  /// The port may still be the killed one's, or for a moment the other end of somebody's connection.
  private func listening() async throws -> FakeServer {
    let script: FakeServer.Script = { [weak self] in self?.steps(for: $0) ?? [.close] }
    for _ in 0..<100 {
      if let server = try? await FakeServer(port: port, script) { return server }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try await FakeServer(port: port, script)
  }

  /// At once, whatever is under way: nobody gets an answer any more.
  package func kill() {
    let server = state.withLock { state in
      state.isDown = true
      return state.server.take()
    }
    if let server { Task { await server.stop() } }
  }

  // MARK: - What a test asks and wants

  package var issues: [JiraIssue] { store.withLock { $0.issues } }

  /// The keys of the issues with a label that are not closed.
  package func open(_ label: String) -> [String] {
    issues.filter { $0.labels.contains(label) && !$0.isDone }.map(\.key)
  }

  package func close(_ key: String) {
    store.withLock { store in
      for index in store.issues.indices where store.issues[index].key == key {
        store.issues[index].isDone = true
      }
    }
  }

  /// An issue that somebody else makes.
  package func add(_ labels: [String], project: String = "SHOP", summary: String = "by hand") {
    store.withLock { store in
      _ = store.add(JiraIssue(project: project, summary: summary, labels: labels))
    }
  }

  /// How many searches don't show yet what was made, from now on.
  package func setLag(_ searches: Int) { store.withLock { $0.lag = searches } }

  /// What happens once, the next time that a request comes so far; several wait for their turns.
  package func next(
    _ operation: Operation,
    _ step: Step,
    _ fate: Fate? = nil,
    then: @escaping @Sendable () -> Void = {}
  ) {
    let event = Event(operation: operation, step: step, fate: fate, then: then)
    state.withLock { $0.events.append(event) }
  }

  /// What was asked, in turn.
  package var seen: [Operation] { state.withLock { $0.seen } }
  /// Every path that was asked for, understood or not.
  package var uris: [String] { state.withLock { $0.uris } }
  /// Whether all that was to happen has.
  package var isThrough: Bool { state.withLock { $0.events.isEmpty } }

  // MARK: - Answering

  private func steps(for request: FakeServer.Received) -> [FakeServer.Step] {
    let isDown = state.withLock { state in
      state.uris.append(request.uri)
      return state.isDown
    }
    guard !isDown else { return [.close] }
    guard request["authorization"] == authorization else {
      return .json(
        #"{"message":"Client must be authenticated to access this resource."}"#,
        status: 401
      )
    }
    guard let (operation, key) = route(request) else { return lost(request) }
    state.withLock { $0.seen.append(operation) }
    var before: [FakeServer.Step] = []
    switch fate(operation, .received) {
    case nil: break
    case .slow(let pause)?: before = [.wait(milliseconds: pause)]
    case let fate?: return steps(fate)
    }
    let answer = reply(to: request, operation, key)
    switch fate(operation, .done) {
    case nil: return before + answer
    case .slow(let pause)?: return before + [.wait(milliseconds: pause)] + answer
    case let fate?: return steps(fate)
    }
  }

  private func fate(_ operation: Operation, _ step: Step) -> Fate? {
    let event = state.withLock { state -> Event? in
      let index = state.events.firstIndex { $0.operation == operation && $0.step == step }
      return index.map { state.events.remove(at: $0) }
    }
    event?.then()
    return state.withLock { $0.isDown } ? .drop : event?.fate
  }

  private func steps(_ fate: Fate) -> [FakeServer.Step] {
    switch fate {
    case .drop: [.close]
    case .slow: []
    case .answer(let status, let body, let headers):
      .reply(status, body, headers: headers + ["Content-Type: application/json;charset=UTF-8"])
    }
  }

  private var version: String { apiType == .cloud ? "3" : "2" }

  private func route(_ request: FakeServer.Received) -> (Operation, key: String)? {
    let prefix = "/rest/api/\(version)/"
    guard request.path.hasPrefix(prefix) else { return nil }
    let words = request.path.dropFirst(prefix.count).split(separator: "/").map(String.init)
    switch (request.method, words.count, words.first) {
    case ("POST", 2, "search") where apiType == .cloud && words[1] == "jql": return (.search, "")
    case ("POST", 1, "search") where apiType == .datacenter: return (.search, "")
    case ("POST", 1, "issue"): return (.create, "")
    case ("POST", 3, "issue") where words[2] == "comment": return (.comment, words[1])
    case ("GET", 3, "issue") where words[2] == "comment": return (.readComments, words[1])
    default: return nil
    }
  }

  private func lost(_ request: FakeServer.Received) -> [FakeServer.Step] {
    if apiType == .cloud, ["/rest/api/2/search", "/rest/api/3/search"].contains(request.path) {
      let text = "The requested API has been removed. Please migrate to /rest/api/3/search/jql."
      return refusal([text], status: 410)
    }
    return .reply(
      404,
      "<html>Oops, you've found a dead link.</html>",
      headers: [
        "Content-Type: text/html"
      ]
    )
  }

  private func refusal(
    _ messages: [String],
    _ errors: [(String, String)] = [],
    status: Int = 400
  ) -> [FakeServer.Step] {
    .json(JiraWire.refusal(messages, errors), status: status)
  }

  private func reply(
    to request: FakeServer.Received,
    _ operation: Operation,
    _ key: String
  ) -> [FakeServer.Step] {
    var json: JSON?
    if request.method == "POST" {
      guard request["content-type"]?.hasPrefix("application/json") == true else {
        return .reply(415)
      }
      json = try? JSON(parsing: Array(request.body.utf8), file: "request")
      guard json?.members != nil else { return refusal(["Unexpected character"]) }
    }
    let wire = JiraWire(apiType: apiType, url: url, projects: projects)
    let (status, body) = store.withLock { store in
      switch operation {
      case .search: wire.search(json, in: &store)
      case .create: wire.create(json, in: &store)
      case .comment: wire.comment(json, on: key, in: &store)
      case .readComments: wire.comments(of: key, query: request.uri, in: store)
      }
    }
    return .json(body, status: status)
  }
}
