import Canvas
import Documents
import Metrics
import Panels

/// A key of the dashboard, as the footer and the help name it.
package struct KeyHelp: Hashable, Sendable {
  package var keys: String
  package var what: String
  /// In the footer, where there is room, in this order.
  package var isInFooter: Bool

  package init(_ keys: String, _ what: String, inFooter: Bool = false) {
    self.keys = keys
    self.what = what
    isInFooter = inFooter
  }

  /// One key, one meaning, on every screen.
  package static let all: [Self] = [
    Self("?", "help", inFooter: true),
    Self("E", "environment", inFooter: true),
    Self("D", "dashboard", inFooter: true),
    Self("a", "alerts", inFooter: true),
    Self("x", "act on the chosen alert or panel"),
    Self("g", "group alerts by product, environment, severity, alertname, state"),
    Self("Enter", "look closer", inFooter: true),
    Self("V", "variables", inFooter: true),
    Self("arrows, hjkl", "move between panels; looking closer between series"),
    Self("t", "time", inFooter: true),
    Self("+ -", "zoom in, out"),
    Self("[ ]", "earlier, later by half the range"),
    Self("0, End", "live again"),
    Self("b", "back to the range before"),
    Self("z", "times by the dashboard's own clock, the viewer's, UTC"),
    Self("C", "compare with a day ago, a week ago, nothing"),
    Self("A", "annotations: show others, hide them"),
    Self("c", "cursor: every value at a moment; arrows move it, H L by ten"),
    Self("v", "mark from here to the cursor; Enter zooms into it"),
    Self("Esc, q", "back one level; at the top q quits"),
    Self("o O", "looking closer: only this series, hide it"),
    Self("s", "looking closer: sort the series by the next column"),
    Self("n N", "next, previous panel that is not ok"),
    Self("Space", "next page"),
    Self("i", "inspect", inFooter: true),
    Self("1-9", "inspecting: copy the address of a link"),
    Self("e", "edit the query", inFooter: true),
    Self("/", "find", inFooter: true),
    Self("y", "copy the command line of this view; inspecting the query, of an alert its runbook"),
    Self("S", "save a picture"),
    Self("r", "refresh now"),
    Self("p", "pause", inFooter: true),
    Self("q", "quit", inFooter: true),
  ]
}

extension [KeyHelp] {
  /// How wide a line of them is.
  func columns(gap: Int) -> Int {
    reduce(-gap) { $0 + TextWidth.of("\($1.keys) \($1.what)") + gap }
  }
}

extension State {
  mutating func press(_ key: Key) -> [Effect] {
    if key == .control("c") {
      isQuitting = true
      return []
    }
    guard edit == nil else { return pressInEdit(key) }
    switch overlay {
    case .picker(let picker): return press(key, in: picker)
    case .alerts(let screen): return press(key, in: screen) ?? pressOver(key)
    case .act(let screen): return press(key, in: screen)
    case .help, .inspect, .handover: return pressOver(key)
    case nil: return pressOnDashboard(key)
    }
  }

  private mutating func pressOver(_ key: Key) -> [Effect] {
    switch key {
    case .escape, .character("q"), .enter: overlay = nil
    case .character("?"), .character("a"), .character("i"), .character("E"), .character("D"),
      .character("V"):
      overlay = nil
      return pressOnDashboard(key)
    case .character("y"):
      if case .inspect = overlay { return copyQuery() }
    case .character("S"): return savePicture()
    case .character(let digit) where ("1"..."9").contains(digit):
      if case .inspect = overlay { return copyLink(digit) }
    case .left, .character("h"): if case .inspect = overlay { changeLinks(by: -1) }
    case .right, .character("l"): if case .inspect = overlay { changeLinks(by: 1) }
    case .character("e"):
      guard case .inspect = overlay else { break }
      overlay = nil
      return pressOnDashboard(key)
    case .up, .character("k"): scrollOverlay(by: -1)
    case .down, .character("j"): scrollOverlay(by: 1)
    case .character("r"): return refreshNow()
    default: break
    }
    return []
  }

  /// Everything that is seen, and what fires.
  private mutating func refreshNow() -> [Effect] {
    guard replay == nil else { return [] }
    for index in environments.indices where environments[index].asking == nil {
      environments[index].due = now
    }
    return refreshAll()
  }

  private mutating func scrollOverlay(by rows: Int) {
    overlayScroll = max(0, overlayScroll + rows)
  }

  private mutating func pressOnDashboard(_ key: Key) -> [Effect] {
    if let effects = pressInReplay(key) { return effects }
    switch key {
    case .character("q"), .escape: return goBack(quits: key == .character("q"))
    case .character("?"): show(.help)
    case .character("i"):
      show(.inspect)
      findLinks()
    case .character("a"):
      show(.alerts(AlertsScreen()))
      return askDue()
    case .character("E"): return showPicker(.environments)
    case .character("D"): return showPicker(.dashboards)
    case .character("V"): return showPicker(.variables)
    case .character("t"): return showPicker(.ranges)
    case .character("/"): return showPicker(.find)
    case .character("x"): showActs()
    case .character("y"): return copyCommandLine()
    case .character("e"): return beginEdit()
    case .character("S"): return savePicture()
    case .character("+"): return zoom(in: true)
    case .character("-"): return zoom(in: false)
    case .character("["): return shift(-1)
    case .character("]"): return shift(1)
    case .character("0"), .end: return goLive()
    case .character("b"): return goToEarlierRange()
    case .character("z"): return changeZone()
    case .character("C"): return changeComparison()
    case .character("A"): return changeAnnotations()
    case .character("c"): return toggleCursor()
    case .character("v"): toggleMark()
    case .character("r"): return refreshNow()
    case .character("p"):
      isPaused.toggle()
      return isPaused ? [] : askDue()
    case .enter: return lookCloser()
    case .character(" "), .pageDown: return turnPage(1)
    case .pageUp, .backspace: return turnPage(-1)
    case .character("n"): return moveToTrouble(1)
    case .character("N"): return moveToTrouble(-1)
    case .left, .character("h"), .right, .character("l"), .character("H"), .character("L"):
      return moveSideways(key)
    case .up, .character("k"): return moveUpright(-1)
    case .down, .character("j"): return moveUpright(1)
    case .character("o"): isolateSelectedSeries()
    case .character("O"): toggleSelectedSeries()
    case .character("s"): if choosesSeries { closeUp.sortByNext() }
    case .tab: return moveToNeighbour(1)
    case .backTab: return moveToNeighbour(-1)
    case .click(let point): focusPanel(at: point)
    case .doubleClick(let point):
      focusPanel(at: point)
      return lookCloser()
    case .scrollDown: return scrollBy(3)
    case .scrollUp: return scrollBy(-3)
    default: break
    }
    return []
  }

  private mutating func show(_ overlay: Overlay) {
    self.overlay = overlay
    overlayScroll = 0
  }

  /// The cursor where there is one, ten columns with Shift; else to the panel beside.
  private mutating func moveSideways(_ key: Key) -> [Effect] {
    let columns: [Key: Int] = [
      .left: -1, .character("h"): -1, .character("H"): -10,
      .right: 1, .character("l"): 1, .character("L"): 10,
    ]
    let way = columns[key] ?? 0
    guard cursor == nil else {
      moveCursor(way)
      return []
    }
    return abs(way) == 1 ? moveFocus(columns: way, rows: 0) : []
  }

  /// Between series where a plot fills the screen, else between panels.
  private mutating func moveUpright(_ rows: Int) -> [Effect] {
    guard choosesSeries else { return moveFocus(columns: 0, rows: rows) }
    selectSeries(rows)
    return []
  }

  private mutating func goBack(quits: Bool) -> [Effect] {
    if let cursor {
      if cursor.mark == nil { self.cursor = nil } else { self.cursor?.mark = nil }
      return []
    }
    if isFullScreen {
      isFullScreen = false
      keepPlace()
      return askDue()
    }
    guard quits else { return [] }
    guard isKiosk, leaveAsked.map({ now - $0 > .seconds(3) }) ?? true else {
      isQuitting = true
      return []
    }
    leaveAsked = now
    tell("q again leaves")
    return []
  }

  private mutating func lookCloser() -> [Effect] {
    guard let panel = focused else { return [] }
    if cursor?.mark != nil { return zoomIntoSpan() }
    if panel.spec.type == "row" {
      turnedRows.formSymmetricDifference([panel.spec.id])
      keepPlace()
      return askDue()
    }
    isFullScreen.toggle()
    closeUp = CloseUp()
    // A wider plot can tell more points apart; a recording has no others.
    guard replay == nil else { return [] }
    views[focus.view].panels[focus.panel].due = now
    return askDue()
  }

  // MARK: - Pickers

  mutating func showPicker(_ subject: Picker.Subject, of product: ForeignText? = nil) -> [Effect] {
    var picker = Picker(subject)
    picker.product = product
    if subject == .dashboards { picker.unfolded = foldersUnfoldedAtFirst }
    picker.selected = rows(of: picker).firstIndex(where: \.isCurrent) ?? 0
    if case .options(let name) = subject {
      picker.marked = Set(chosenValues(of: name))
    }
    show(.picker(picker))
    return askDue()
  }

  /// Of a paste into a filter.
  private static let mostPasted = 200

  private mutating func press(_ key: Key, in picker: Picker) -> [Effect] {
    var picker = picker
    let rows = rows(of: picker)
    if picker.fold(key, rows) {
      overlay = .picker(picker)
      return []
    }
    switch key {
    case .escape:
      if case .options = picker.subject { return showPicker(.variables) }
      overlay = nil
      return []
    case .up: picker.selected -= 1
    case .down, .tab: picker.selected += 1
    case .pageUp: picker.selected -= 10
    case .pageDown: picker.selected += 10
    case .home: picker.selected = 0
    case .end: picker.selected = rows.count - 1
    case .backspace: _ = picker.filter.popLast()
    case .enter:
      guard rows.indices.contains(picker.selected) else { return [] }
      return choose(rows[picker.selected].value, in: picker)
    case .character(" ") where isMulti(picker.subject):
      guard rows.indices.contains(picker.selected) else { return [] }
      picker.marked.formSymmetricDifference([rows[picker.selected].value])
    case .character("=") where picker.subject == .environments:
      guard rows.indices.contains(picker.selected) else { return [] }
      return addBeside(rows[picker.selected].value)
    // The way back, but where what is looked for may begin so.
    case .character("q")
    where picker.filter.isEmpty && picker.subject != .find
      && !rows.contains { $0.text.lowercased().hasPrefix("q") }:
      overlay = nil
      return []
    case .character(let character):
      picker.filter.append(character)
      picker.selected = 0
    case .paste(let text):
      picker.filter += text.prefix(Self.mostPasted).filter { $0 >= " " }
      picker.selected = 0
    default: break
    }
    picker.selected = max(0, min(picker.selected, self.rows(of: picker).count - 1))
    overlay = .picker(picker)
    return []
  }

  private mutating func choose(_ value: String, in picker: Picker) -> [Effect] {
    switch picker.subject {
    case .environments:
      overlay = nil
      return watch([value])
    case .dashboards:
      overlay = nil
      return [.open(file: value)]
    case .find:
      overlay = nil
      let places = value.split(separator: " ").compactMap { Int($0) }
      guard let panel = places.first else { return [] }
      isFocusShown = true
      let effects = focusPanel(panel)
      guard places.count > 1, choosable(panel) else { return effects }
      lookAtSeries(places[1])
      views[focus.view].panels[panel].due = now
      return effects + askDue()
    case .ranges:
      guard let gap = value.firstRange(of: " to ") else { return [] }
      overlay = nil
      let (from, to) = (value[..<gap.lowerBound], value[gap.upperBound...])
      return show(WrittenRange(from: String(from), to: String(to)))
    case .variables: return showPicker(.options(variable: value))
    case .options(let name):
      overlay = nil
      let marked = picker.marked.sorted()
      return pick(name, values: isMulti(picker.subject) && !marked.isEmpty ? marked : [value])
    }
  }

  /// `=`: the environment beside those already looked at, or away from them.
  private mutating func addBeside(_ name: String) -> [Effect] {
    overlay = nil
    let names = views.map(\.environment.name)
    let others = names.filter { $0 != name }
    return watch(others.count < names.count ? (others.isEmpty ? names : others) : names + [name])
  }

  private func choosable(_ panel: Int) -> Bool {
    views[focus.view].panels[panel].panel.map { type(of: $0).reads == .range } ?? false
  }

  private func isMulti(_ subject: Picker.Subject) -> Bool {
    guard case .options(let name) = subject else { return false }
    return dashboard.variables.first { $0.name == name }?.isMulti ?? false
  }

  func chosenValues(of variable: String) -> [String] {
    guard views.indices.contains(focus.view),
      let value = views[focus.view].resolver.values[variable]
    else { return [] }
    return value.isAll ? [VariableValue.all] : value.values
  }
}
