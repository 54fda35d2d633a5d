import Alerts
import Documents
import Engine
import HTTP
import Interface
import Metrics
import Prometheus
import ServerSupport
import Synchronization
import Testing
import Triage

/// An Alertmanager that stands alone, or one of a cluster, or none that answers.
private final class CannedAlertmanager: Sendable {
  private struct State {
    var silences: [String: String] = [:]
    var isDown = false
    var refusesPosts = false
    var next = 0
  }

  private let state = Mutex(State())
  private let name: String
  private let peers: [String]
  /// Posts wait until it is open.
  let door: Latch?

  init(_ name: String, peers: [String] = [], door: Latch? = nil) {
    (self.name, self.peers, self.door) = (name, peers, door)
  }

  /// By id, whether they are `active` or `expired`.
  var silences: [String: String] { state.withLock { $0.silences } }
  func goDown() { state.withLock { $0.isDown = true } }
  func refusePosts() { state.withLock { $0.refusesPosts = true } }

  var client: AlertmanagerClient {
    AlertmanagerClient(
      url: "http://\(name):9093",
      transport: Transport { (request) async throws(TransportError) -> Response in
        if request.method == .post { await self.door?.wait() }
        return try self.answer(request)
      }
    )
  }

  private func answer(_ request: Request) throws(TransportError) -> Response {
    let path = request.url.split(separator: "/api/v2").last.map(String.init) ?? ""
    let id = path.split(separator: "/").last.map(String.init) ?? ""
    let (status, text): (Int, String) =
      state.withLock { state in
        guard !state.isDown else { return (0, "") }
        switch (request.method, path) {
        case (.get, "/status"):
          let list = peers.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
          return (200, #"{"cluster":{"name":"\#(name)","peers":[\#(list)]}}"#)
        case (.get, _) where path.hasPrefix("/alerts"): return (200, "[]")
        case (.post, "/silences"):
          guard !state.refusesPosts else { return (400, #""no room""#) }
          state.next += 1
          state.silences["\(name)-\(state.next)"] = "active"
          return (200, #"{"silenceID":"\#(name)-\#(state.next)"}"#)
        case (.delete, _):
          guard state.silences[id] == "active" else { return (404, #""not found""#) }
          state.silences[id] = "expired"
          return (200, "")
        default:
          guard let silence = state.silences[id] else { return (404, #""not found""#) }
          return (200, #"{"status":{"state":"\#(silence)"},"startsAt":"2026-11-24T17:00:00Z"}"#)
        }
      }
    guard status > 0 else { throw .refused("\(name):9093") }
    return Response(status: status, body: Array(text.utf8))
  }
}

/// What is decided is done everywhere or nowhere, and written down.
struct DeskTests {
  private let folder: TestFolder
  private let journal: JournalFile
  private let desk: Desk

  init() throws {
    folder = try TestFolder()
    journal = JournalFile(path: folder.path + "/journal.jsonl")
    desk = Desk(journal: journal, author: "boris@ops1")
  }

  private func source(_ alertmanagers: [CannedAlertmanager], isReadOnly: Bool = false) -> Source {
    var environment = Fixture.environment()
    environment.isReadOnly = isReadOnly
    return Source(
      environment: environment,
      client: PrometheusClient(
        url: "http://p:9090",
        transport: Transport { (_) async throws(TransportError) -> Response in
          throw .refused("p:9090")
        }
      ),
      alertmanagers: alertmanagers.map(\.client)
    )
  }

  private func silence(
    _ matchers: [SilenceMatcher] = [SilenceMatcher("alertname", "Queue")],
    ids: [ForeignText] = [],
    of alert: Alert? = nil
  ) -> Act {
    Act(
      .silence(
        SilenceDraft(ids: ids, matchers: matchers, duration: .hours(1), comment: "restarted")
      ),
      environment: "stage",
      alert: alert
    )
  }

  private func written() throws -> [JournalRecord] { try journal.read().records }

  @Test func oneOfAClusterAndEachThatStandsAlone() async throws {
    let cluster = [
      CannedAlertmanager("a", peers: ["a", "b"]), CannedAlertmanager("b", peers: ["a", "b"]),
    ]
    let alone = CannedAlertmanager("c")
    let source = source(cluster + [alone])
    let receipt = try await desk.perform(silence(), at: source).get()
    #expect(receipt.sentence == "silenced for 1h" && receipt.trouble == nil)
    #expect(cluster.map(\.silences) == [["a-1": "active"], [:]])
    #expect(alone.silences == ["c-1": "active"])
    #expect(try written().map(\.silence?.id) == ["a-1 c-1"])
    #expect(try written().map(\.firing?.line) == ["Queue"])
    // Both are ended, each where it is.
    let end = Act(.unsilence(ids: ["a-1", "c-1"]), environment: "stage")
    #expect(try await desk.perform(end, at: source).get().sentence == "the silence is over")
    #expect(cluster[0].silences == ["a-1": "expired"] && alone.silences == ["c-1": "expired"])
    // Once more is what was wanted; one that never was is not.
    _ = try await desk.perform(end, at: source).get()
    let never = Act(.unsilence(ids: ["x"]), environment: "stage")
    let problem = await desk.perform(never, at: source).error
    #expect(problem?.what == "no Alertmanager that answers has this silence")
    #expect(try written().count == 3)
  }

  @Test func halfASilenceIsTakenBack() async throws {
    let (first, second) = (CannedAlertmanager("a"), CannedAlertmanager("b"))
    second.refusePosts()
    let problem = await desk.perform(silence(), at: source([first, second])).error
    #expect(
      problem?.what == "Alertmanager refuses it: no room; the others' were ended again"
    )
    #expect(first.silences == ["a-1": "expired"] && second.silences.isEmpty)
    #expect(try written().isEmpty)
  }

  @Test func aDeadMemberKeepsNobodyFromSilencing() async throws {
    let (living, dead) = (CannedAlertmanager("a", peers: ["a"]), CannedAlertmanager("b"))
    dead.goDown()
    let receipt = try await desk.perform(silence(), at: source([living, dead])).get()
    #expect(living.silences == ["a-1": "active"])
    #expect(receipt.trouble?.safe.hasPrefix("one didn't answer: Alertmanager: ") == true)
    living.goDown()
    let problem = await desk.perform(silence(), at: source([living, dead])).error
    #expect(problem?.what.hasSuffix("; nothing was done") == true)
  }

  @Test func whatReachesTooFarIsRefused() async throws {
    let alertmanager = CannedAlertmanager("a")
    let source = source([alertmanager])
    for matcher in [
      SilenceMatcher("severity", "critical"), SilenceMatcher("alertname", ".+", isRegex: true),
      SilenceMatcher("alertname", "Queue", isEqual: false), SilenceMatcher("product", ""),
    ] {
      let problem = await desk.perform(silence([matcher]), at: source).error
      #expect(problem?.what == "a silence names at least the alert or the product")
    }
    // Its environment's label is not known yet.
    let pending = Alert(
      name: "Queue",
      state: .pending,
      labels: ["alertname": "Queue"],
      annotations: [:],
      activeAt: nil,
      value: nil
    )
    let problem = await desk.perform(silence(of: pending), at: source).error
    #expect(problem?.what == "it isn't known yet which labels Alertmanager has for this alert")
    #expect(alertmanager.silences.isEmpty)
  }

  @Test func whoMayOnlyLookDoesNothing() async throws {
    let alertmanager = CannedAlertmanager("a")
    for verb: Act.Verb in [.claim, .note, .post, .ticket(.bug), .verdict(.real)] {
      let act = Act(verb, environment: "stage")
      let guest = await Desk.closed.perform(act, at: source([alertmanager])).error
      #expect(guest?.what == "this session may only look")
      let closed = await desk.perform(act, at: source([alertmanager], isReadOnly: true)).error
      #expect(closed?.what == "the environment stage is read only")
    }
    #expect(await Desk.closed.preview(silence(), at: source([alertmanager])).error != nil)
    #expect(alertmanager.silences.isEmpty)
    #expect(try written().isEmpty)
  }

  /// The line has dropped while it was under way.
  @Test(.timeLimit(.minutes(1))) func leavingWaitsForWhatIsUnderWay() async throws {
    let door = Latch()
    let alertmanager = CannedAlertmanager("a", door: door)
    let source = source([alertmanager])
    let worker = Worker(
      sources: ["stage": source],
      library: LiveLibrary(Library(shipped: [])),
      inbox: Inbox(),
      desk: desk,
      connect: { _ in source }
    )
    await worker.perform(.act(silence(), generation: 1))
    let stop = Task { await worker.stop() }
    #expect(alertmanager.silences.isEmpty)
    door.open()
    await stop.value
    #expect(alertmanager.silences == ["a-1": "active"])
    #expect(try written().count == 1)
  }
}
