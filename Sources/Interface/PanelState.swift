package import Documents
package import Metrics
package import Panels

/// One panel as it stands: how it is drawn, what is known, what is being asked.
package struct PanelState: Sendable {
  /// What is known of the panel's data.
  package enum Content: Sendable {
    case loading
    case live(Frame)
    /// The last good frame stays on screen, marked stale.
    case stale(Frame, Problem)
    case failed(Problem)
  }

  /// A question on its way.
  package struct Asking: Sendable {
    package var generation: Int
    package var plan: PanelPlan
    /// Answers that can't have changed, by their place in the plan.
    package var known: [Int: Answer]
    package var since: Timestamp
  }

  /// Why there is no data.
  package struct Explanation: Sendable {
    /// What had no result.
    package var expression: String
    package var reason: String?
    package var isAsked = true
  }

  /// Variables are filled in.
  package var spec: PanelSpec
  /// Why the panel can't be drawn at all, or how it is.
  package var made: Result<any Panel, Problem>
  package var content = Content.loading
  /// The plan and answers behind the content.
  package var plan: PanelPlan?
  package var answers: [Answer] = []
  package var asking: Asking?
  package var explanation: Explanation?
  /// Half the points from now on: the server could not give them all.
  package var isCoarse = false
  /// Another question was asked than the one that what is shown answers.
  package var isQuestionNew = false
  package var answeredAt: Timestamp?
  /// When it is asked next; nil: at once.
  package var due: Timestamp?

  package init(spec: PanelSpec) {
    self.spec = spec
    made = PanelCatalog.make(spec)
    if case .failure(let problem) = made { content = .failed(problem) }
  }

  package var panel: (any Panel)? { try? made.get() }

  package var frame: Frame? {
    switch content {
    case .live(let frame), .stale(let frame, _): frame
    case .loading, .failed: nil
    }
  }

  package var problem: Problem? {
    switch content {
    case .stale(_, let problem), .failed(let problem): problem
    case .loading, .live: nil
    }
  }

  /// The deadline of one refresh: past due by more, and the panel is stale.
  package static let deadline = Duration.seconds(30)

  /// What the panel is, in the words of `render --format json`.
  package func status(now: Timestamp) -> Status {
    switch content {
    // A row or a text waits for nobody.
    case .loading: return panel.map { type(of: $0).reads } == .nothing ? .live : .loading
    case .failed: return .error
    case .stale: return .stale
    case .live(let frame):
      if let due, now > due + Self.deadline { return .stale }
      if frame.isEmpty, panel.map({ [.instant, .range].contains(type(of: $0).reads) }) ?? true {
        return .noData
      }
      return frame.warnings.isEmpty && frame.truncatedFrom == nil ? .live : .partial
    }
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case loading, live, partial, stale
    case noData = "no_data"
    case error
  }

  /// Takes the answers to the question of this generation; others came too late.
  package mutating func receive(
    _ result: Result<[Answer], Problem>,
    generation: Int,
    now: Timestamp
  ) {
    guard let asking, asking.generation == generation else { return }
    self.asking = nil
    switch result {
    case .success(let fresh):
      var rest = fresh.makeIterator()
      let answers = asking.plan.asks.indices.compactMap { asking.known[$0] ?? rest.next() }
      guard answers.count == asking.plan.asks.count else { return }
      plan = asking.plan
      self.answers = answers
      answeredAt = now
      isQuestionNew = false
      content = .live(asking.plan.frame(answers))
    case .failure(let problem):
      // What was asked can be looked at, whatever came of it.
      if frame == nil || plan == nil { (plan, self.answers) = (asking.plan, []) }
      fail(problem)
    }
  }

  /// Keeps the last good frame, marked stale, if there is one and it answers this question.
  package mutating func fail(_ problem: Problem) {
    if let frame, !isQuestionNew {
      content = .stale(frame, problem)
    } else {
      content = .failed(problem)
    }
  }

  /// A panel that asks nothing has its answer: no data.
  package mutating func receiveNothing(_ plan: PanelPlan, now: Timestamp) {
    self.plan = plan
    answers = []
    answeredAt = now
    due = now + Schedule.defaultRefresh
    content = .live(plan.frame([]))
  }
}
