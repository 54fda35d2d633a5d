import Canvas
import Documents
import Metrics
import Panels

extension KeyHelp {
  /// The line below the field.
  static func editing(listIsShown: Bool, targets: Int) -> [Self] {
    guard !listIsShown else {
      return [
        Self("Tab", "take"), Self("Up Down", "choose"), Self("Esc", "close the list"),
        Self("Enter", "ask"),
      ]
    }
    let more = targets > 1 ? [Self("Up Down", "other query")] : []
    return [Self("Enter", "ask"), Self("Ctrl-S", "save"), Self("Esc", "throw away")]
      + [Self("Tab", "complete")] + more
  }
}

extension State {
  /// A key while a query is edited.
  mutating func pressInEdit(_ key: Key) -> [Effect] {
    guard let edit else { return [] }
    let isShown = edit.completion.isShown
    self.edit?.isLeaving = false
    switch key {
    case .escape:
      guard !isShown else {
        self.edit?.completion.close()
        return []
      }
      // Alt and a letter comes as Esc too.
      guard edit.changes.isEmpty || edit.isLeaving else {
        self.edit?.isLeaving = true
        return []
      }
      return abandonEdit()
    case .control("s"): return saveEdit()
    case .enter:
      guard isShown, edit.completion.hasMoved else { return askEdited() }
      return takeCompletion()
    case .tab: return isShown ? takeCompletion() : complete(isAsked: true)
    case .up, .control("p"): return moveInEdit(-1, isShown: isShown)
    case .down, .control("n"): return moveInEdit(1, isShown: isShown)
    case .pageUp where isShown: self.edit?.completion.move(by: -Self.completionRows(size.rows))
    case .pageDown where isShown: self.edit?.completion.move(by: Self.completionRows(size.rows))
    default: return typeInEdit(key)
    }
    return []
  }

  private mutating func typeInEdit(_ key: Key) -> [Effect] {
    guard let before = edit?.field.text, edit?.field.text.press(key) == true else { return [] }
    self.edit?.problem = nil
    guard edit?.field.text.characters != before.characters else {
      // The cursor alone: a list would be about another place.
      self.edit?.completion.close()
      return []
    }
    return complete(isAsked: false)
  }

  /// In the list; else to the row above or below, else to another query.
  private mutating func moveInEdit(_ way: Int, isShown: Bool) -> [Effect] {
    guard !isShown else {
      edit?.completion.move(by: way)
      return []
    }
    guard let edit else { return [] }
    let rows = QueryRows(edit.field.text, columns: size.columns)
    self.edit?.completion.close()
    if let place = rows.place(row: rows.cursor.row + way, column: rows.cursor.column) {
      self.edit?.field.text.move(to: place)
    } else {
      self.edit?.place = max(0, min(edit.place + way, edit.fields.count - 1))
    }
    return []
  }

  private mutating func takeCompletion() -> [Effect] {
    guard let edit, let wish = edit.completion.wish, let item = edit.completion.chosen else {
      return []
    }
    let text = edit.field.text
    let end = min(wish.range.upperBound, text.characters.count)
    self.edit?.field.text.replace(
      wish.range,
      with: item.insertion(for: wish, before: text.characters[end...])
    )
    self.edit?.problem = nil
    return complete(isAsked: false)
  }

  /// Offers what may stand at the cursor, and asks the server where it knows more.
  private mutating func complete(isAsked: Bool) -> [Effect] {
    guard let text = edit?.field.text, views.indices.contains(focus.view) else { return [] }
    let view = views[focus.view]
    let (range, _) = range(of: view)
    let names = view.resolver.interpolation(
      BuiltIns(
        interval: view.environment.prometheus.scrapeInterval,
        rateInterval: view.environment.prometheus.scrapeInterval * 4,
        range: range,
        zone: zone
      )
    )
    let wish = CompletionWish.at(text.cursor, in: text.characters)
    let question = edit?.completion.want(
      wish,
      isAsked: isAsked,
      variables: dashboard.variables.filter { !$0.isHidden },
      fill: names.expression
    )
    guard let question else { return [] }
    let generation = nextGeneration()
    edit?.completion.ask(question, generation: generation)
    // What was there lately is enough, and a server finds it faster.
    let recent = TimeRange(start: max(range.start, range.end - .hours(24)), end: range.end)
    return [
      .complete(
        environment: view.environment.name,
        generation: generation,
        question,
        recent
      )
    ]
  }

  mutating func receive(_ result: Result<CompletionAnswer, Problem>, generation: Int) {
    edit?.completion.receive(
      result,
      generation: generation,
      variables: dashboard.variables.filter { !$0.isHidden }
    )
  }
}
