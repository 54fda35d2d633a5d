import Canvas
import Documents
import Metrics
import Triage

extension State {
  /// A key in the menu of `x` or in a form; nothing but Ctrl-S does anything.
  mutating func press(_ key: Key, in screen: ActScreen) -> [Effect] {
    guard var form = screen.form else { return pressInMenu(key, screen) }
    guard !form.isSending else {
      // What is under way goes on, and is told when it is done.
      return key == .escape ? leaveForm(screen) : []
    }
    let wasLeaving = form.isLeaving
    form.isLeaving = false
    var screen = screen
    switch key {
    case .escape:
      guard form.comment.characters.isEmpty || wasLeaving else {
        form.isLeaving = true
        screen.form = form
        overlay = .act(screen)
        return []
      }
      return leaveForm(screen)
    case .control("s"): return send(form, of: screen)
    case .enter where form.focus == .cancel: return leaveForm(screen)
    case .enter, .tab, .down: form.moveFocus(1)
    case .up, .backTab: form.moveFocus(-1)
    default:
      let asks = type(key, in: &form)
      form.problem = nil
      screen.form = form
      overlay = .act(screen)
      return asks ? prepare() : []
    }
    screen.form = form
    overlay = .act(screen)
    return []
  }

  /// - Returns: Whether what the act would mean has changed.
  private func type(_ key: Key, in form: inout ActForm) -> Bool {
    switch (key, form.focus) {
    case (.left, .matchers), (.left, .until), (.left, .kind): return form.move(-1)
    case (.right, .matchers), (.right, .until), (.right, .kind): return form.move(1)
    case (.character(" "), .matchers):
      guard form.matchers.indices.contains(form.matcher) else { return false }
      form.matchers[form.matcher].isOn.toggle()
      return true
    case (.character, .cancel), (.paste, .cancel):
      // Whoever begins to write means the only place for it.
      form.focus = .comment
      _ = form.comment.press(key)
    case (_, .comment): _ = form.comment.press(key)
    default: break
    }
    return false
  }

  private mutating func pressInMenu(_ key: Key, _ screen: ActScreen) -> [Effect] {
    let entries = actEntries(of: screen)
    var screen = screen
    switch key {
    case .escape, .character("q"), .character("x"):
      overlay = screen.back.map { .alerts($0) }
      return []
    case .up, .character("k"): screen.selected = max(0, screen.selected - 1)
    case .down, .character("j"): screen.selected = min(entries.count - 1, screen.selected + 1)
    case .enter:
      guard entries.indices.contains(screen.selected) else { return [] }
      return open(entries[screen.selected], of: screen)
    case .character(let letter):
      guard let place = entries.firstIndex(where: { $0.key == letter }) else { return [] }
      screen.selected = place
      return open(entries[place], of: screen)
    default: return []
    }
    overlay = .act(screen)
    return []
  }

  private mutating func open(_ entry: ActEntry, of screen: ActScreen) -> [Effect] {
    var screen = screen
    guard entry.obstacle == nil else {
      overlay = .act(screen)
      return []
    }
    var form = ActForm(entry.kind)
    form.silences = entry.silences
    if entry.kind == .silence, let alert = screen.alert {
      let labels = alert.delivery.labels ?? alert.labels
      // The same ones again, or Alertmanager would make another silence of it.
      let usual =
        entry.silences.first?.readMatchers
        ?? Act.usualMatchers(of: alert, product: screen.product)
      form.matchers =
        usual.map { ($0, true) }
        + labels.all.map { SilenceMatcher($0.name, $0.value) }.filter { !usual.contains($0) }
        .map { ($0, false) }
      if let end = entry.silences.first?.endsAt { form.choose(atLeast: end - now) }
      form.comment = QueryText(entry.silences.first?.comment.safe ?? "")
    }
    screen.form = form
    overlay = .act(screen)
    return prepare()
  }

  private mutating func leaveForm(_ screen: ActScreen) -> [Effect] {
    var screen = screen
    screen.form = nil
    overlay = .act(screen)
    return []
  }

  /// Asks what the form would mean as it stands.
  private mutating func prepare() -> [Effect] {
    guard case .act(var screen) = overlay, var form = screen.form else { return [] }
    form.generation = nextGeneration()
    form.preview = nil
    form.previewProblem = nil
    let act = act(form, of: screen)
    screen.form = form
    overlay = .act(screen)
    return [.prepare(act, generation: form.generation)]
  }

  private mutating func send(_ form: ActForm, of screen: ActScreen) -> [Effect] {
    var (screen, form) = (screen, form)
    let effects: [Effect]
    if let fault = form.fault {
      form.problem = fault
      if form.needsComment, form.text.isEmpty { form.focus = .comment }
      effects = []
    } else {
      form.problem = nil
      form.isSending = true
      form.generation = nextGeneration()
      effects = [.act(act(form, of: screen), generation: form.generation)]
    }
    screen.form = form
    overlay = .act(screen)
    return effects
  }

  func act(_ form: ActForm, of screen: ActScreen) -> Act {
    let verb: Act.Verb =
      switch form.kind {
      case .claim: .claim
      case .note: .note
      case .post: .post
      case .verdict: .verdict(ActForm.verdicts[form.choice])
      case .ticket: .ticket(ActForm.tickets[form.choice])
      case .unsilence: .unsilence(ids: form.silences.map(\.id))
      case .silence:
        .silence(
          SilenceDraft(
            ids: form.silences.map(\.id),
            matchers: form.chosenMatchers,
            duration: ActForm.spans[form.span],
            createdBy: author,
            comment: ForeignText(form.text)
          )
        )
      }
    let title: String =
      if case .panel(let title, _) = screen.subject { title } else { "" }
    return Act(
      verb,
      environment: screen.environment,
      alert: screen.alert,
      product: screen.product,
      comment: form.text,
      chart: screen.chart,
      title: title
    )
  }

  mutating func receive(
    _ result: Result<ActPreview, Problem>,
    generation: Int
  ) -> [Effect] {
    guard case .act(var screen) = overlay, screen.form?.generation == generation else { return [] }
    switch result {
    case .success(let preview): screen.form?.preview = preview
    case .failure(let problem): screen.form?.previewProblem = problem
    }
    overlay = .act(screen)
    return []
  }

  /// It was done, or the form stays and says why not.
  mutating func receive(_ result: Result<ActReceipt, Problem>, generation: Int) -> [Effect] {
    guard case .act(var screen) = overlay, screen.form?.generation == generation,
      screen.form?.isSending == true
    else {
      // Somebody has gone on: it is told all the same.
      switch result {
      case .success(let receipt): tell(receipt)
      case .failure(let problem): tell(problem.description, isTrouble: true)
      }
      return []
    }
    switch result {
    case .failure(let problem):
      screen.form?.isSending = false
      screen.form?.problem = problem
      overlay = .act(screen)
      return []
    case .success(let receipt):
      overlay = screen.back.map { .alerts($0) }
      tell(receipt)
      // What it has changed is to be seen.
      for index in environments.indices
      where environments[index].environment.name == screen.environment
        && environments[index].asking == nil
      {
        environments[index].due = now
      }
      return askDue()
    }
  }

  private mutating func tell(_ receipt: ActReceipt) {
    guard let trouble = receipt.trouble else { return tell(receipt.sentence.safe) }
    tell("\(receipt.sentence.safe); \(trouble.safe)", isTrouble: true)
  }
}
