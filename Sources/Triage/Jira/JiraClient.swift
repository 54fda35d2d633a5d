package import Documents
package import HTTP

/// Makes tickets of alerts, one for each: what is open is told more instead.
///
/// Several people and bridges may do so at once, and each of them may be killed at any moment: a
/// ticket is found by its `TicketLabel`, and what it has been told by the marks in its text.
package struct JiraClient: Sendable {
  private let calls: JiraCalls

  /// - Parameters:
  ///   - jira: Where the product's tickets are.
  ///   - transport: That of an `HTTPService` that follows no redirects.
  ///   - patience: How long in all one request waits where Jira says when to come again.
  ///   - clock: Time and chance.
  package init(
    _ jira: Product.Jira,
    transport: Transport,
    patience: Duration = .seconds(30),
    clock: RequestQueue.Clock = .live
  ) {
    calls = JiraCalls(jira, transport: transport, patience: patience, clock: clock)
  }

  /// The tickets of an alert that nobody has closed, the oldest first; at most ten.
  package func open(_ label: TicketLabel) async throws(Problem) -> [OpenTicket] {
    try await told { () throws(JiraFailure) in try await calls.search(label) }
  }

  /// Makes a ticket, or comments on the one that is open.
  ///
  /// Sending the same draft again is safe, after a failure too.
  package func file(_ draft: TicketDraft) async throws(Problem) -> FiledTicket {
    try await told { () throws(JiraFailure) in
      if let filed = try await commented(draft) { return filed }
      return try await created(draft)
    }
  }

  /// Comments on the open ticket; makes none.
  ///
  /// - Returns: nil where no ticket is open.
  package func comment(_ draft: TicketDraft) async throws(Problem) -> FiledTicket? {
    try await told { () throws(JiraFailure) in try await commented(draft) }
  }

  private func told<Value>(
    _ body: () async throws(JiraFailure) -> Value
  ) async throws(Problem) -> Value {
    do throws(JiraFailure) {
      return try await body()
    } catch {
      throw error.problem
    }
  }

  // MARK: - Comments

  private func commented(_ draft: TicketDraft) async throws(JiraFailure) -> FiledTicket? {
    let found = try await calls.search(draft.label)
    guard let first = found.first else { return nil }
    for later in found.dropFirst() { await tell(later.key, duplicates: first.key) }
    return try await tell(draft, to: first)
  }

  private func tell(
    _ draft: TicketDraft,
    to ticket: OpenTicket
  ) async throws(JiraFailure) -> FiledTicket {
    var filed = FiledTicket(outcome: .known, key: ticket.key, url: ticket.url)
    var news = draft.entries.filter { !ticket.marks.contains($0.mark) }
    guard !news.isEmpty else { return filed }
    let marks = try await calls.marks(inCommentsOf: ticket.key)
    news.removeAll { marks.contains($0.mark) }
    guard !news.isEmpty else { return filed }
    filed.outcome = .commented
    try await write(TicketText(paragraphs: [], entries: news, chart: draft.chart), news, ticket.key)
    return filed
  }

  /// Writes a comment; where that may have been done, looks whether it was.
  private func write(
    _ text: TicketText,
    _ news: [TicketDraft.Entry],
    _ key: String
  ) async throws(JiraFailure) {
    do throws(JiraFailure) {
      try await calls.comment(text, on: key)
    } catch {
      guard error.mayBeDone, let marks = try? await calls.marks(inCommentsOf: key),
        let first = news.first, marks.contains(first.mark)
      else { throw error }
    }
  }

  /// Says of a ticket that there is an older one; where that fails, the next who comes says it.
  private func tell(_ key: String, duplicates first: String) async {
    let entry = TicketDraft.Entry(
      mark: "duplicate.\(first)",
      text: "This is a duplicate of \(first), which was made first and has the same label."
    )
    guard let marks = try? await calls.marks(inCommentsOf: key), !marks.contains(entry.mark) else {
      return
    }
    try? await calls.comment(TicketText(paragraphs: [], entries: [entry]), on: key)
  }

  // MARK: - New tickets

  /// How long after each look Jira's index may need to show what was just made.
  private static let waits: [Duration] = [
    .zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(4),
  ]

  private func created(_ draft: TicketDraft) async throws(JiraFailure) -> FiledTicket {
    let key: String
    do throws(JiraFailure) {
      key = try await calls.create(draft)
    } catch {
      guard error.mayBeDone else { throw error }
      return try await found(draft, after: error)
    }
    var filed = FiledTicket(outcome: .created, key: key, url: calls.page(of: key))
    var first: String?
    for wait in Self.waits {
      if wait > .zero { await calls.clock.sleep(wait) }
      // It is made, whatever becomes of this.
      guard let open = try? await calls.search(draft.label) else { break }
      first = open.first?.key
      if open.contains(where: { $0.key == key }) { break }
    }
    if let first, first != key {
      await tell(key, duplicates: first)
      filed.duplicateOf = first
    }
    return filed
  }

  /// What came of a ticket whose making had no answer.
  private func found(
    _ draft: TicketDraft,
    after failure: JiraFailure
  ) async throws(JiraFailure) -> FiledTicket {
    for wait in Self.waits {
      if wait > .zero { await calls.clock.sleep(wait) }
      guard let ticket = try await calls.search(draft.label).first else { continue }
      var filed = try await tell(draft, to: ticket)
      if filed.outcome == .known { filed.outcome = .created }
      return filed
    }
    throw failure
  }
}
