package import Documents
import Metrics
import Panels

/// A panel's queries while they are edited in place.
///
/// What is asked stands in the state's dashboard, so that every way of asking and drawing takes it
/// from there; this keeps what the file says, what is typed, and what was known before.
package struct QueryEdit: Sendable {
  /// One query of the panel.
  package struct Field: Sendable {
    package var letter: String
    /// Of a count the labels it is summed by.
    package var by: [String]?
    /// What the file says.
    package var was: String
    /// What the panel asks at the moment.
    package var asked: String
    package var text: QueryText
  }

  /// The dashboard's.
  package var file: String
  /// The panel as its file has it.
  package var original: PanelSpec
  package var fields: [Field]
  package var place = 0
  /// What was known of the panel and its copies, by view and id, before something else was asked.
  var before: [[Int: PanelState]]?
  var wasFullScreen: Bool
  var completion = Completion()
  /// Why it isn't saved, or can't be asked.
  package var problem: Problem?
  package var isSaving = false
  /// Esc was pressed, and would throw away what somebody has written.
  var isLeaving = false

  init(_ spec: PanelSpec, file: String, wasFullScreen: Bool) {
    original = spec
    self.file = file
    self.wasFullScreen = wasFullScreen
    fields = spec.targets.map { target in
      let text = target.question.text
      var by: [String]?
      if case .count(_, let labels) = target.question { by = labels }
      return Field(letter: target.refId, by: by, was: text, asked: text, text: QueryText(text))
    }
  }

  package var field: Field {
    get { fields[place] }
    set { fields[place] = newValue }
  }

  /// Whether what is asked is not what the file says.
  var isAskedAnew: Bool { fields.map(\.asked) != original.targets.map(\.question.text) }

  /// Whether all that is typed is asked.
  var isAsked: Bool { fields.allSatisfy { $0.asked == $0.text.text } }

  /// What would be written.
  var changes: [QueryChange] {
    fields.indices.filter { fields[$0].text.text != fields[$0].was }.map { index in
      QueryChange(
        panel: original.id,
        title: original.title,
        target: index,
        was: fields[index].was,
        text: fields[index].text.text
      )
    }
  }
}

extension State {
  /// The panel that is being edited, in the dashboard.
  private var editedPanel: Int? {
    edit.flatMap { edit in dashboard.panels.firstIndex { $0.id == edit.original.id } }
  }

  /// Opens the editor on the panel that keys act on, or says why not.
  mutating func beginEdit() -> [Effect] {
    guard !isReadOnly else {
      tell("queries are not edited: this session may only look", isTrouble: true)
      return []
    }
    guard !isKiosk else {
      tell("queries are not edited on a wall", isTrouble: true)
      return []
    }
    guard let state = focused,
      let panel = dashboard.panels.first(where: { $0.id == state.spec.fileID })
    else { return [] }
    let title = ForeignText(state.spec.title).safe
    let name = title.isEmpty ? "this panel" : title
    if case .failure(let problem) = state.made {
      tell("\(name) can't be edited: \(problem.what)", isTrouble: true)
      return []
    }
    let kind = state.panel.map { type(of: $0) }
    guard kind?.reads == .range || kind?.reads == .instant, !state.spec.targets.isEmpty else {
      tell("\(name) has no query to edit", isTrouble: true)
      return []
    }
    overlay = nil
    cursor = nil
    edit = QueryEdit(
      panel,
      file: dashboard.file,
      wasFullScreen: isFullScreen
    )
    if !isFullScreen { closeUp = CloseUp() }
    isFullScreen = true
    // A wider plot can tell more points apart.
    views[focus.view].panels[focus.panel].due = now
    return askDue()
  }

  /// Asks with what is typed.
  mutating func askEdited() -> [Effect] {
    guard var edit, let panel = editedPanel else { return [] }
    edit.completion.close()
    edit.problem = nil
    let targets = dashboard.panels[panel].targets
    for (field, target) in zip(edit.fields, targets) where !target.question.takes(field.text.text) {
      let isCount = field.by != nil
      edit.problem = Problem(
        what: isCount ? "a count takes a plain selector, no function" : "the query is empty",
        fix: isCount ? "write such as uploads_total{system='opus'}" : "Esc throws the edit away"
      )
      self.edit = edit
      return []
    }
    if edit.before == nil {
      edit.before = views.map { view in
        let states = view.panels.filter { $0.spec.fileID == edit.original.id }
        return Dictionary(states.map { ($0.spec.id, $0) }, uniquingKeysWith: { $1 })
      }
    }
    for index in edit.fields.indices { edit.fields[index].asked = edit.fields[index].text.text }
    self.edit = edit
    putQuestions(edit.fields.map(\.asked), into: panel)
    return askDue()
  }

  /// Has the panel of every view ask these; what it shows stays till it is answered.
  private mutating func putQuestions(_ texts: [String], into panel: Int) {
    for (place, text) in texts.enumerated()
    where dashboard.panels[panel].targets.indices.contains(place) {
      dashboard.panels[panel].targets[place].question.text = text
    }
    for key in copies(of: dashboard.panels[panel].id) {
      views[key.view].panels[key.panel].change(to: dashboard.panels[panel].targets, now: now)
    }
  }

  /// The panel of the file and its copies, in every view.
  private func copies(of id: Int) -> [PanelKey] {
    views.indices.flatMap { view in
      views[view].panels.indices.filter { views[view].panels[$0].spec.fileID == id }
        .map { PanelKey(view: view, panel: $0) }
    }
  }

  /// Throws the edit away: the panel asks again what the file says.
  mutating func abandonEdit() -> [Effect] {
    guard let edit else { return [] }
    if let panel = editedPanel, edit.isAskedAnew {
      let texts = edit.original.targets.map(\.question.text)
      putQuestions(texts, into: panel)
      for key in copies(of: dashboard.panels[panel].id) {
        let spec = views[key.view].panels[key.panel].spec
        // What was known of it stands there again at once.
        guard let before = edit.before, before.indices.contains(key.view),
          var known = before[key.view][spec.id]
        else { continue }
        let isSame = known.spec.targets.map(\.question.text) == texts
        known.spec = spec
        (known.asking, known.due, known.isQuestionNew) = (nil, now, !isSame)
        views[key.view].panels[key.panel] = known
      }
    }
    return leaveEdit()
  }

  private mutating func leaveEdit() -> [Effect] {
    isFullScreen = edit?.wasFullScreen ?? isFullScreen
    edit = nil
    keepPlace()
    return askDue()
  }

  // MARK: - Saving

  mutating func saveEdit() -> [Effect] {
    guard let edit, !edit.isSaving else { return [] }
    let changes = edit.changes
    guard !changes.isEmpty else {
      tell("nothing was changed")
      return abandonEdit()
    }
    if let reloadProblem {
      self.edit?.problem = Problem(
        what: "not saved: the file can't be read as it is now: \(reloadProblem.description)",
        fix: "mend it first"
      )
      return []
    }
    let asking = edit.isAsked ? [] : askEdited()
    guard self.edit?.isAsked == true else { return asking }
    self.edit?.problem = nil
    self.edit?.completion.close()
    self.edit?.isSaving = true
    return asking + [.saveQueries(file: edit.file, changes)]
  }

  mutating func receiveSaved(_ result: Result<String, Problem>) -> [Effect] {
    switch result {
    case .success(let path):
      tell("saved in \(ForeignText(path).safe)")
      return edit?.isSaving == true ? leaveEdit() : []
    case .failure(let problem):
      guard edit?.isSaving == true else {
        tell("not saved: \(problem.description)", isTrouble: true)
        return []
      }
      edit?.isSaving = false
      edit?.problem = problem
      return []
    }
  }

  /// The dashboard was opened anew: what is asked stays asked, where there is still such a panel.
  ///
  /// Before the views' panels are made of it, so that they keep what they know.
  mutating func keepEdit() {
    guard var edit else { return }
    let panel = dashboard.panels.firstIndex { panel in
      panel.id == edit.original.id && panel.title == edit.original.title
        && panel.targets.count == edit.fields.count
    }
    guard let panel, dashboard.file == edit.file else {
      let typed = edit.changes.map(\.text).joined(separator: "\n\n")
      self.edit = nil
      isFullScreen = edit.wasFullScreen
      guard !typed.isEmpty else { return }
      overlay = .handover(title: "The panel is gone; what was typed", text: typed)
      overlayScroll = 0
      return
    }
    edit.original = dashboard.panels[panel]
    for (place, target) in edit.original.targets.enumerated() {
      let text = target.question.text
      // What somebody has typed stays, and is not saved over what somebody else has written.
      if edit.fields[place].text.text == edit.fields[place].was {
        edit.fields[place].was = text
        edit.fields[place].asked = text
        edit.fields[place].text = QueryText(text)
      }
      dashboard.panels[panel].targets[place].question.text = edit.fields[place].asked
    }
    self.edit = edit
  }

  /// The views' panels were made anew: the editor's is under the same keys.
  mutating func keepEditedFocus() {
    guard let edit, views.indices.contains(focus.view), focused?.spec.fileID != edit.original.id,
      let place = views[focus.view].panels.firstIndex(where: { $0.spec.fileID == edit.original.id })
    else { return }
    focus.panel = place
  }
}

extension PanelState {
  /// Another question from now on: what is shown stays till it is answered, and a failure shows.
  mutating func change(to targets: [Target], now: Timestamp) {
    spec.targets = targets
    made = PanelCatalog.make(spec)
    (asking, plan, answers, explanation) = (nil, nil, [], nil)
    isCoarse = false
    isQuestionNew = true
    due = now
  }
}
