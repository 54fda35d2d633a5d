import Documents
package import Metrics
import Panels

/// A recording that is being played: where it stands and how fast it goes.
package struct Replay: Sendable {
  package var recording: Recording
  /// As it was opened, for the command line that shows the same.
  package var file: String
  package var position: Timestamp
  /// How many entries have been played.
  package var played = 0
  package var speed = Self.ordinarySpeed
  /// Events that could not be decoded.
  var undecoded = 0
  /// By the viewer's clock.
  var lastTick: Timestamp?
  /// Since when the viewer is being told something, by the viewer's clock.
  var toldSince: Timestamp?
  /// What the state knew before anything was played.
  private(set) var blank: (views: [EnvironmentView], environments: [EnvironmentStatus])

  package static let speeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64]
  private static let ordinarySpeed = 1.0
  /// A viewer that was stopped goes on where it was.
  static let longestTick = Duration.seconds(2)
  static let toldTime = Duration.seconds(8)
  /// What `{` and `}` go by, as a part of the whole.
  static let leaps = 20

  init(_ recording: Recording, file: String, of state: State) {
    self.recording = recording
    self.file = file
    position = recording.start
    blank = (state.views, state.environments)
  }

  package var isAtEnd: Bool { position >= recording.end }

  /// Such as `4x` and `0.25x`.
  package var speedText: String {
    speed < 1 ? "\(speed)x" : "\(Int(speed))x"
  }
}

/// A replay is one more source of messages, with a clock of its own that ticks drive.
///
/// Nothing is asked meanwhile; the answers are taken as if they had just come, by the same way.
extension State {
  /// Plays a recording from its start instead of asking anybody.
  package mutating func play(_ recording: Recording, file: String) {
    replay = Replay(recording, file: file, of: self)
    now = recording.start
  }

  /// Time has passed, by the viewer's clock.
  mutating func play(until moment: Timestamp) {
    guard let replay else { return }
    let passed = replay.lastTick.map { moment - $0 } ?? .zero
    self.replay?.lastTick = moment
    forgetTold(at: moment)
    guard !isPaused, !replay.isAtEnd else { return }
    let span = min(max(passed, .zero), Replay.longestTick)
    let played = Duration.milliseconds(Int64(Double(span.milliseconds) * replay.speed))
    jump(to: replay.position + played)
  }

  /// The recording's clock may stand still or fly; what is told stays for its time all the same.
  private mutating func forgetTold(at moment: Timestamp) {
    guard flash != nil else {
      replay?.toldSince = nil
      return
    }
    let since = replay?.toldSince ?? moment
    replay?.toldSince = since
    guard moment - since > Replay.toldTime else { return }
    flash = nil
    replay?.toldSince = nil
  }

  /// To a moment of the recording, or to its nearer end.
  package mutating func jump(to moment: Timestamp) {
    guard let recording = replay?.recording else { return }
    let target = min(max(moment, recording.start), recording.end)
    show(recording.count(upTo: target), at: target)
  }

  /// So many messages on, or back.
  package mutating func step(by count: Int) {
    guard let replay, !replay.recording.entries.isEmpty else { return }
    let entries = replay.recording.entries
    let target = min(max(replay.played + count, 1), entries.count)
    show(target, at: entries[target - 1].time)
  }

  /// The state after so many entries; what comes earlier than what is shown begins anew.
  private mutating func show(_ count: Int, at moment: Timestamp) {
    guard let replay else { return }
    if count < replay.played {
      (views, environments) = replay.blank
      self.replay?.played = 0
    }
    let played = self.replay?.played ?? 0
    for index in replay.recording.needed(in: played..<count) {
      if let event = replay.recording.event(index) {
        take(event)
      } else {
        self.replay?.undecoded += 1
      }
    }
    self.replay?.played = count
    self.replay?.position = moment
    now = moment
  }

  /// Where a panel of the recording stands now: variables decide what is repeated.
  func place(ofRecorded place: Int) -> Int? {
    let id = dashboard.panels.indices.contains(place) ? dashboard.panels[place].id : place
    return views.first?.panels.firstIndex { $0.spec.id == id }
  }

  private mutating func take(_ event: RecordedEvent) {
    guard !views.isEmpty else { return }
    now = event.time
    let generation = nextGeneration()
    switch event.what {
    case .answered(let recorded, let plan, let result):
      guard let panel = place(ofRecorded: recorded) else { return }
      let key = PanelKey(view: 0, panel: panel)
      guard var plan else {
        if case .failure(let problem) = result { views[0].panels[panel].fail(problem) }
        return
      }
      // What the file says of fields isn't recorded: the file itself is.
      let state = views[0].panels[panel]
      plan.shape = state.panel.flatMap {
        try? planner($0, state: state, columns: plotColumns(of: state.spec), view: views[0])
          .shape(range: plan.range)
      }
      views[0].panels[panel].asking = .init(
        generation: generation,
        plan: plan,
        known: [:],
        since: now
      )
      _ = apply(.answered(key, generation: generation, result))
    case .alerts(let result):
      let name = views[0].environment.name
      for index in environments.indices where environments[index].environment.name == name {
        environments[index].asking = (generation, now)
      }
      _ = apply(.alertsAnswered(environment: name, generation: generation, result))
    case .variable(let name, let result):
      if !views[0].resolver.problems.isEmpty { views[0].resolver.forgetFailures() }
      views[0].variablesAsked[name] = generation
      _ = apply(.variableAnswered(view: 0, name: name, generation: generation, result))
    case .explained(let recorded, let expression, let reason):
      guard let panel = place(ofRecorded: recorded) else { return }
      var explanation = PanelState.Explanation(expression: expression, reason: reason)
      explanation.isAsked = false
      views[0].panels[panel].explanation = explanation
    case .annotations(let result): takeAnnotations(result, view: 0)
    }
  }
}
