import Documents
import Glibc
import ServerSupport
import Support
import Testing

/// A real Alertmanager, a real `promwall receive`, a stand-in for Jira: each of the latter two is
/// killed at every step of a delivery, and in the end there is exactly one ticket.
struct ReceiveKillTests {
  /// The step at which somebody dies, by what Jira is asked then.
  private struct Death {
    var name: String
    /// What is asked that often before.
    var earlier = 0
    var operation: JiraStandIn.Operation
    var step: JiraStandIn.Step
  }

  private static let deaths = [
    Death(name: "BeforeTheSearch", operation: .search, step: .received),
    Death(name: "AfterTheSearch", operation: .search, step: .done),
    Death(name: "BeforeTheTicket", operation: .create, step: .received),
    Death(name: "AfterTheTicket", operation: .create, step: .done),
    Death(name: "BeforeTheLook", earlier: 1, operation: .search, step: .received),
    Death(name: "AfterTheLook", earlier: 1, operation: .search, step: .done),
  ]

  private static let deathsOfComments = [
    Death(name: "BeforeReading", operation: .readComments, step: .received),
    Death(name: "AfterReading", operation: .readComments, step: .done),
    Death(name: "BeforeTheComment", operation: .comment, step: .received),
    Death(name: "AfterTheComment", operation: .comment, step: .done),
  ]

  private enum Victim: String, CaseIterable { case receive, jira }

  @Test(.timeLimit(.minutes(5)), arguments: Product.Jira.APIType.allCases)
  func exactlyOneTicket(type: Product.Jira.APIType) async throws {
    let receiver = try await Receiver(type)
    let alertmanager = try await RealAlertmanager(receiver.configuration)
    var names = ["NobodyListens", "NoJira"]
    // Before anybody is there.
    try await fire("NobodyListens", alertmanager)
    try await receiver.start()
    try await delivered("NobodyListens", by: receiver)
    receiver.jira.kill()
    try await fire("NoJira", alertmanager)
    let isRefused = await eventually { receiver.errors.contains("connection refused") }
    #expect(isRefused)
    try await receiver.jira.start()
    try await delivered("NoJira", by: receiver)

    for victim in Victim.allCases {
      for death in Self.deaths {
        let name = "\(death.name)_\(victim.rawValue)"
        names.append(name)
        try await kill(victim, at: death, receiver) { try await fire(name, alertmanager) }
        try await delivered(name, by: receiver)
      }
    }
    // The ends of some of them are told, once each.
    for (index, death) in (Self.deathsOfComments + Self.deathsOfComments).enumerated() {
      let victim = Victim.allCases[index / Self.deathsOfComments.count]
      let name = names[index]
      try await kill(victim, at: death, receiver) {
        try await fire(name, alertmanager, end: "2026-01-01T00:00:00Z")
      }
      try await delivered(name, times: 2, by: receiver)
    }

    // Longer than Alertmanager would take to send once more what it takes for undelivered.
    try await Task.sleep(for: .milliseconds(2_500))
    #expect(receiver.jira.issues.count == names.count)
    for (index, name) in names.enumerated() {
      let label = "alert-\(name).catalog.prod"
      #expect(receiver.jira.open(label).count == 1, "\(name)")
      let issue = receiver.jira.issues.first { $0.labels.contains(label) }
      #expect(issue?.comments.count == (index < 2 * Self.deathsOfComments.count ? 1 : 0), "\(name)")
    }
    #expect(receiver.jira.issues[0].texts[1].contains("Resolved at 2026-01-01 00:00:00 UTC, after"))
  }

  /// Has a victim die at a step that something brings about, and starts it again.
  private func kill(
    _ victim: Victim,
    at death: Death,
    _ receiver: Receiver,
    _ cause: () async throws -> Void
  ) async throws {
    let jira = receiver.jira
    for _ in 0..<death.earlier { jira.next(death.operation, death.step) }
    jira.next(death.operation, death.step, victim == .receive ? .drop : nil) {
      switch victim {
      case .receive: receiver.signal(SIGKILL)
      case .jira: jira.kill()
      }
    }
    try await cause()
    try #require(await eventually { jira.isThrough }, "\(death.name): nobody came so far")
    switch victim {
    case .receive:
      let status = await receiver.end(within: 10)
      #expect(status == 128 + SIGKILL)
      try await receiver.start()
    case .jira: try await jira.start()
    }
  }

  private func fire(
    _ name: String,
    _ alertmanager: RealAlertmanager,
    end: String? = nil
  ) async throws {
    let labels = ["product=catalog", "environment=prod", "ticket=bug", "queue=orders"]
    let times =
      end.map { ["--start=2025-12-31T00:00:00Z", "--end=\($0)"] } ?? [
        "--start=2025-12-31T00:00:00Z"
      ]
    try await alertmanager.amtool(["alert", "add", name] + labels + times)
  }

  /// Waits until Alertmanager has been told so often that an alert's news are in Jira.
  private func delivered(_ name: String, times: Int = 1, by receiver: Receiver) async throws {
    let line = "label=alert-\(name).catalog.prod"
    let isDelivered = await eventually(within: 60) {
      receiver.log.split(separator: "\n").count { $0.contains(line) } >= times
    }
    try #require(isDelivered, "\(name): \(receiver.errors.suffix(500))")
  }
}
