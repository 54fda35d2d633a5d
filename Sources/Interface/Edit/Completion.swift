import Documents
import Metrics

/// The list below the field: what is offered, which line is chosen, what the server was asked.
struct Completion: Sendable {
  private(set) var wish: CompletionWish?
  private(set) var items: [CompletionItem] = []
  private(set) var selected = 0
  /// Whether somebody has chosen a line.
  private(set) var hasMoved = false
  private var isOpen = false
  /// Whether it was asked for by a key of its own.
  private var isAskedFor = false
  /// The last question, and its generation; answers to others came too late.
  private var asked: (generation: Int, question: CompletionQuestion)?
  private(set) var isWaiting = false
  private var answer: (question: CompletionQuestion, answer: CompletionAnswer)?
  /// Why the server can't complete.
  private(set) var problem: Problem?

  /// Whether there is a list to choose from.
  var isShown: Bool { isOpen && !items.isEmpty }

  /// `2 of 37`, with a `+` where there are more.
  var place: String? {
    guard isShown else { return nil }
    let isAll = items.count < CompletionItem.most && answer?.answer.isComplete != false
    return "\(selected + 1) of \(items.count)\(isAll ? "" : "+")"
  }

  /// What is said where somebody wants a list and there is none.
  var word: String? {
    guard isOpen, items.isEmpty else { return nil }
    if let problem { return "no names from the server: \(problem.what)" }
    guard isAskedFor else { return nil }
    return isWaiting ? "asking the server for names" : "nothing to complete here"
  }

  mutating func close() {
    (isOpen, hasMoved, selected) = (false, false, 0)
  }

  /// One line goes round at the ends, a page stops there.
  mutating func move(by lines: Int) {
    guard isShown else { return }
    hasMoved = true
    let place = selected + lines
    let isRound = abs(lines) == 1
    selected =
      isRound
      ? (place + items.count) % items.count : max(0, min(place, items.count - 1))
  }

  var chosen: CompletionItem? { isShown ? items[min(selected, items.count - 1)] : nil }

  /// The query has changed.
  ///
  /// - Parameters:
  ///   - wish: What may stand at the cursor now.
  ///   - isAsked: Somebody wants the list; else it opens where it is worth it.
  ///   - variables: Of the dashboard.
  ///   - fill: Fills variables into a matcher.
  /// - Returns: What is to be asked; nil where it is known, or on its way.
  mutating func want(
    _ wish: CompletionWish?,
    isAsked: Bool,
    variables: [Variable],
    fill: (String) -> String
  ) -> CompletionQuestion? {
    self.wish = wish
    (hasMoved, selected) = (false, 0)
    isOpen = isAsked || wish?.opensByItself == true
    isAskedFor = isAsked
    let question = isOpen ? wish?.question(fill: fill) : nil
    if question == nil { problem = nil }
    // Another label's values, or those of other series, are none of this one's.
    if answer?.question.subject != question?.subject
      || answer?.question.matchers != question?.matchers
    {
      answer = nil
    }
    list(variables)
    guard let question, !isKnown(question) || isAsked && items.isEmpty else {
      (asked, isWaiting) = (nil, false)
      return nil
    }
    return asked?.question == question && (isWaiting || !isAsked) ? nil : question
  }

  /// Of nothing no more follows: a server that has just begun may have more by now.
  private func isKnown(_ question: CompletionQuestion) -> Bool {
    guard let (known, answer) = answer else { return false }
    return known.covers(question, isComplete: answer.isComplete && !answer.names.isEmpty)
  }

  mutating func ask(_ question: CompletionQuestion, generation: Int) {
    asked = (generation, question)
    isWaiting = true
  }

  private mutating func list(_ variables: [Variable]) {
    items =
      isOpen
      ? wish.map {
        CompletionItem.all(for: $0, names: answer?.answer.names ?? [], variables: variables)
      } ?? [] : []
  }

  /// Takes what came of the last question; a server may tell of a metric's type and help later.
  mutating func receive(
    _ result: Result<CompletionAnswer, Problem>,
    generation: Int,
    variables: [Variable]
  ) {
    guard let asked, asked.generation == generation else { return }
    isWaiting = false
    let chosen = hasMoved ? chosen : nil
    switch result {
    case .success(var told):
      problem = nil
      told.names = Array(told.names.prefix(CompletionAnswer.mostNames))
      answer = (asked.question, told)
    case .failure(let problem): self.problem = problem
    }
    list(variables)
    let place = chosen.flatMap { chosen in
      items.firstIndex { $0.name == chosen.name && $0.kind == chosen.kind }
    }
    (selected, hasMoved) = (place ?? 0, place != nil)
  }
}
