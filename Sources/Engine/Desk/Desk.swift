package import Documents
import Glibc
package import Interface
package import Metrics
package import Triage

/// Does what people decide about alerts, and writes each thing done into the journal.
///
/// Everything that changes something outside goes through here, so that one value decides whether
/// anything may.
package struct Desk: Sendable {
  private let journal: JournalFile?
  private let author: ForeignText
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - journal: Where it is written down.
  ///   - author: Who acts: `user@host`.
  ///   - now: The viewer's clock.
  package init(
    journal: JournalFile,
    author: ForeignText,
    now: @escaping @Sendable () -> Timestamp = { Clock.now }
  ) {
    self.init(journal, author, now)
  }

  private init(
    _ journal: JournalFile?,
    _ author: ForeignText,
    _ now: @escaping @Sendable () -> Timestamp
  ) {
    self.journal = journal
    self.author = author
    self.now = now
  }

  /// A guest's: whatever is asked, nothing is done.
  package static let closed = Self(nil, "", { Clock.now })

  /// What an act would mean.
  ///
  /// - Returns: What keeps it from being done is in it; a failure is that nobody can tell.
  package func preview(_ act: Act, at source: Source?) async -> Result<ActPreview, Problem> {
    await result { () async throws(Problem) in
      let (_, source) = try allowed(act, source)
      switch act.verb {
      case .silence(let draft): return try await source.preview(draft, of: act.alert)
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
      switch act.verb {
      case .claim: sentence = "claimed by \(author.safe)"
      case .note: sentence = "noted by \(author.safe)"
      case .verdict(let verdict): sentence = "called \(verdict.rawValue)"
      case .silence(var draft):
        draft.createdBy = author
        let (id, end) = try await source.post(draft)
        record.silence = JournalRecord.SilenceReference(id: id, until: end)
        sentence = "silenced for \(draft.duration.promQL)"
      case .unsilence(let id):
        try await source.expire(id)
        record.silence = JournalRecord.SilenceReference(id: id)
        sentence = "the silence is over"
      case .ticket, .post:
        throw Problem(what: "not there yet", code: "act.missing")
      }
      do throws(Problem) {
        try journal.append(record)
        return ActReceipt(ForeignText(sentence))
      } catch {
        guard act.isDoneElsewhere else { throw error }
        return ActReceipt(
          ForeignText(sentence),
          trouble: ForeignText("but not written into the journal: \(error.what)")
        )
      }
    }
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
    try journal.check()
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
    case .silence(let draft): record.text = draft.comment
    default: break
    }
    return record
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
