package import Documents
import Glibc
package import Interface
package import Logging
package import Metrics
package import Triage

/// Does what people decide about alerts, and writes each thing done into the journal.
///
/// Everything that changes something outside goes through here, so that one value decides whether
/// anything may.
package struct Desk: Sendable {
  private let journal: JournalFile?
  let author: ForeignText
  private let log: Logger?
  let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - journal: Where it is written down.
  ///   - author: Who acts: `user@host`.
  ///   - log: Told of each request to Jira and Slack.
  ///   - now: The viewer's clock.
  package init(
    journal: JournalFile,
    author: ForeignText,
    log: Logger? = nil,
    now: @escaping @Sendable () -> Timestamp = { Clock.now }
  ) {
    self.init(journal, author, log, now)
  }

  private init(
    _ journal: JournalFile?,
    _ author: ForeignText,
    _ log: Logger?,
    _ now: @escaping @Sendable () -> Timestamp
  ) {
    self.journal = journal
    self.author = author
    self.log = log
    self.now = now
  }

  /// A guest's: whatever is asked, nothing is done.
  package static let closed = Self(nil, "", nil, { Clock.now })

  /// What an act would mean.
  ///
  /// - Returns: What keeps it from being done is in it; a failure is that nobody can tell.
  package func preview(_ act: Act, at source: Source?) async -> Result<ActPreview, Problem> {
    await result { () async throws(Problem) in
      let (_, source) = try allowed(act, source)
      switch act.verb {
      case .silence(let draft): return try await source.preview(draft, of: act.alert)
      case .ticket: return ActPreview(open: try await openTicket(act))
      default: return ActPreview()
      }
    }
  }

  /// - Parameters:
  ///   - act: What is to be done.
  ///   - source: The servers of its environment.
  /// - Returns: A failure means that nothing was done, or says what was.
  package func perform(_ act: Act, at source: Source?) async -> Result<ActReceipt, Problem> {
    await result { () async throws(Problem) in
      let (journal, source) = try allowed(act, source)
      var record = record(of: act)
      let sentence: String
      var trouble: ForeignText?
      switch act.verb {
      case .claim: sentence = "claimed by \(author.safe)"
      case .note: sentence = "noted by \(author.safe)"
      case .verdict(let verdict): sentence = "called \(verdict.rawValue)"
      case .silence(var draft):
        draft.createdBy = author
        let silenced = try await source.post(draft, of: act.alert)
        trouble = silenced.trouble
        let ids = ForeignText(silenced.ids.map(\.safe).joined(separator: " "))
        record.silence = JournalRecord.SilenceReference(id: ids, until: silenced.end)
        sentence = "silenced for \(draft.duration.promQL)"
      case .unsilence(let ids):
        trouble = try await source.expire(ids)
        let words = ForeignText(ids.map(\.safe).joined(separator: " "))
        record.silence = JournalRecord.SilenceReference(id: words)
        sentence = "the silence is over"
      case .ticket(let kind):
        let filed = try await file(act, kind)
        record.ticket = JournalRecord.Ticket(
          key: ForeignText(filed.key),
          url: ForeignText(filed.url),
          kind: ForeignText(kind.rawValue)
        )
        sentence = filed.sentence
      case .post: sentence = try await post(act)
      }
      do throws(Problem) {
        try journal.append(record)
        return ActReceipt(ForeignText(sentence), trouble: trouble)
      } catch {
        guard act.isDoneElsewhere else { throw error }
        return ActReceipt(
          ForeignText(sentence),
          trouble: ForeignText("but not written into the journal: \(error.what)")
        )
      }
    }
  }

  // MARK: - Jira and Slack

  private func openTicket(_ act: Act) async throws(Problem) -> JournalRecord.Ticket? {
    let (jira, product, label) = try jira(of: act)
    let connection = JiraConnection(
      jira,
      product: product.name,
      userAgent: Source.userAgent,
      patience: .seconds(5),
      log: log
    )
    let found = await result { () async throws(Problem) in try await connection.client.open(label) }
    await connection.shutdown()
    return try found.get().first.map {
      JournalRecord.Ticket(key: ForeignText($0.key), url: ForeignText($0.url))
    }
  }

  private func file(
    _ act: Act,
    _ kind: Product.Ticket.Kind
  ) async throws(Problem) -> FiledTicket {
    let (jira, product, label) = try jira(of: act)
    let connection = JiraConnection(
      jira,
      product: product.name,
      userAgent: Source.userAgent,
      log: log
    )
    let draft = act.draft(kind, label, by: author, now: now())
    let filed = await result { () async throws(Problem) in
      try await connection.client.file(draft)
    }
    await connection.shutdown()
    return try filed.get()
  }

  private func jira(
    of act: Act
  ) throws(Problem) -> (Product.Jira, Product, TicketLabel) {
    guard let product = act.product, let jira = product.jira, let alert = act.alert else {
      throw act.unconfigured("jira")
    }
    let labels = alert.delivery.labels ?? alert.labels
    let label = TicketLabel(
      alertname: alert.name,
      product: ForeignText(product.name),
      environment: labels["environment"] ?? ForeignText(act.environment)
    )
    return (jira, product, label)
  }

  private func post(_ act: Act) async throws(Problem) -> String {
    guard let product = act.product, let slack = product.slack else {
      throw act.unconfigured("slack")
    }
    let channel = slack.channel(in: act.environment)
    let connection = SlackConnection(
      channel,
      product: product.name,
      userAgent: Source.userAgent,
      log: log
    )
    let post = act.post(by: author, now: now())
    let posted = await result { () async throws(Problem) in
      try await connection.client.post(post)
    }
    await connection.shutdown()
    try posted.get()
    return "posted to \(ForeignText(channel.name).safe)"
  }

  /// Whether it may be done, and can be written down: told before anything is done.
  private func allowed(
    _ act: Act,
    _ source: Source?
  ) throws(Problem) -> (JournalFile, Source) {
    guard let journal else {
      throw Problem(what: "this session may only look", code: "act.read_only")
    }
    guard let source else {
      throw Problem(what: "there is no such environment", place: act.environment)
    }
    guard !source.environment.isReadOnly else {
      throw Problem(
        what: "the environment \(ForeignText(act.environment).safe) is read only",
        fix: "\"read_only\" in the settings says so",
        code: "act.read_only"
      )
    }
    try journal.check(record(of: act))
    return (journal, source)
  }

  private func record(of act: Act) -> JournalRecord {
    var random = SystemRandomNumberGenerator()
    let now = now()
    var record = JournalRecord(
      id: ULID.make(at: now, using: &random),
      time: now,
      by: author,
      environment: ForeignText(act.environment),
      product: act.product.map { ForeignText($0.name) } ?? act.alert?.labels["product"],
      kind: ForeignText(act.kind.rawValue),
      firing: act.alert.map { JournalRecord.Firing(labels: $0.labels, activeAt: $0.activeAt) },
      text: act.comment.isEmpty ? nil : ForeignText(act.comment)
    )
    switch act.verb {
    case .verdict(let verdict): record.verdict = ForeignText(verdict.rawValue)
    case .silence(let draft):
      record.text = draft.comment
      record.firing = record.firing ?? Self.silenced(by: draft)
    default: break
    }
    return record
  }

  /// Without an alert in hand the silence says itself which ones it is about.
  private static func silenced(by draft: SilenceDraft) -> JournalRecord.Firing? {
    let exact = draft.matchers.filter { $0.isEqual && !$0.isRegex }
    guard !exact.isEmpty else { return nil }
    let labels = exact.map { Labels.Label(name: $0.name, value: $0.value) }
    return JournalRecord.Firing(labels: Labels(all: labels), activeAt: nil)
  }

  private func result<Value>(
    _ body: () async throws(Problem) -> Value
  ) async -> Result<Value, Problem> {
    do throws(Problem) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }
}

extension Act {
  fileprivate var kind: JournalRecord.Kind {
    switch verb {
    case .claim: .claim
    case .note: .note
    case .verdict: .verdict
    case .silence: .silence
    case .unsilence: .unsilence
    case .ticket: .ticket
    case .post: .post
    }
  }

  /// Whether more than a line of the journal comes of it.
  fileprivate var isDoneElsewhere: Bool {
    switch verb {
    case .claim, .note, .verdict: false
    case .silence, .unsilence, .ticket, .post: true
    }
  }
}
