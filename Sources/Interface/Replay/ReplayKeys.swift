import Canvas
import Documents
import Metrics
import Panels

extension KeyHelp {
  /// Keys that only a replay has.
  package static let replay: [Self] = [
    Self(", .", "a message back, on", inFooter: true),
    Self("{ }", "a twentieth back, on", inFooter: true),
    Self("< >", "slower, faster", inFooter: true),
    Self("Home", "the recording's start", inFooter: true),
    Self("0, End", "the recording's end"),
  ]

  /// What a recording can't give: keys that would ask a server.
  private static let asking: Set<String> = [
    "E", "D", "V", "t", "+ -", "[ ]", "b", "r", "e", "0, End",
  ]

  private static let answered = all.filter { !asking.contains($0.keys) }

  /// The help of a replay.
  static let allInReplay: [Self] = replay + answered

  /// In the footer of a replay: help and pause first, the way out last.
  static let footerInReplay: [Self] = {
    let first = ["?", "p"]
    return all.filter { first.contains($0.keys) }
      + (replay + answered)
      .filter { $0.isInFooter && !first.contains($0.keys) }
  }()
}

extension State {
  /// The keys of a replay; nil for those that mean there what they always do.
  mutating func pressInReplay(_ key: Key) -> [Effect]? {
    guard let replay else { return nil }
    flash = nil
    self.replay?.toldSince = nil
    let leap = max(.milliseconds(1), replay.recording.length / Replay.leaps)
    switch key {
    case .character("p"): pauseReplay()
    case .character("<"): changeSpeed(by: -1)
    case .character(">"): changeSpeed(by: 1)
    case .character(","): stepReplay(by: -1)
    case .character("."): stepReplay(by: 1)
    case .character("{"): jump(to: replay.position - leap)
    case .character("}"): jump(to: replay.position + leap)
    case .home: jump(to: replay.recording.start)
    case .end, .character("0"): jump(to: replay.recording.end)
    case .click(let point) where point.row == screenPlan.scrub: jump(toColumn: point.column)
    case .character("e"), .character("E"), .character("D"), .character("V"), .character("t"),
      .character("b"),
      .character("+"), .character("-"), .character("["), .character("]"), .character("r"):
      tell("a recording holds only what was asked when it was made", isTrouble: true)
    case .enter where cursor?.mark != nil:
      tell("a recording has no other range than its own", isTrouble: true)
    default: return nil
    }
    return []
  }

  private mutating func pauseReplay() {
    if replay?.isAtEnd == true, !isPaused {
      tell("the recording ends here; Home plays it again")
    } else {
      isPaused.toggle()
    }
  }

  private mutating func changeSpeed(by places: Int) {
    guard let speed = replay?.speed, let place = Replay.speeds.firstIndex(of: speed) else { return }
    replay?.speed = Replay.speeds[min(max(place + places, 0), Replay.speeds.count - 1)]
  }

  /// A step is for looking closely, so the clock stands still from then on.
  private mutating func stepReplay(by count: Int) {
    isPaused = true
    step(by: count)
    guard let replay, replay.played > 0 else { return }
    let entry = replay.recording.entries[replay.played - 1]
    let outcome = entry.isFailure ? "failed" : "answered"
    let subject =
      switch entry.subject {
      case .panel(let panel): title(ofPanel: panel) + ": " + outcome
      case .alerts: "alerts: \(outcome)"
      case .variable(let index):
        "variable \(name(ofVariable: index)): \(outcome)"
      case .explanation(let panel): title(ofPanel: panel) + ": why it has no data"
      case .annotations: "annotations: \(outcome)"
      }
    tell("message \(replay.played) of \(replay.recording.entries.count): \(subject)")
  }

  private func title(ofPanel index: Int) -> String {
    let place = place(ofRecorded: index)
    let title = place.flatMap { self[PanelKey(view: 0, panel: $0)]?.spec.title } ?? ""
    return ForeignText(title.isEmpty ? "panel \((place ?? index) + 1)" : title).safe
  }

  private func name(ofVariable index: Int) -> String {
    guard dashboard.variables.indices.contains(index) else { return "" }
    return ForeignText(dashboard.variables[index].name).safe
  }
}
