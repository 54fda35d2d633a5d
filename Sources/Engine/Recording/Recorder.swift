package import Documents
package import Interface
import Metrics
import Panels

/// What is kept of a recording under way, for whoever waits for it.
package struct RecordingProgress: Hashable, Sendable {
  package var answers = 0
  package var failures = 0
  package var bytes = 0
  package var plainBytes = 0
  package var elapsed = Duration.zero
  /// The first failure, while nothing else has come.
  package var problem: Problem?
}

/// How long a recording goes on.
package struct RecordingLimits: Hashable, Sendable {
  package var length: Duration?
  package var bytes: Int

  package init(length: Duration?, bytes: Int) {
    self.length = length
    self.bytes = bytes
  }
}

/// Runs a state without a screen, every panel asked as often as on a screen, and keeps each answer.
///
/// It ends when a limit is reached, or when `Ctrl-C` is posted as a screen would.
///
/// - Returns: What was kept.
/// - Throws: Where the file can't grow; what was complete stays in it.
@MainActor
package func record(
  _ initial: State,
  inbox: Inbox,
  into writer: inout RecordingWriter,
  limits: RecordingLimits,
  perform: (Effect) -> Void,
  told: (RecordingProgress) -> Void
) async throws(Problem) -> RecordingProgress {
  var state = initial
  state.asksAll = true
  var progress = RecordingProgress(bytes: writer.bytes)
  let start = Clock.now
  let ticking = Task { [inbox] in await tick(into: inbox) }
  defer { ticking.cancel() }
  for await _ in inbox.wakeups {
    for message in inbox.drain() {
      let before = state
      for effect in state.apply(message) { perform(effect) }
      for event in RecordedEvent.all(of: message, before: before, after: state) {
        try writer.append(event)
        if event.isFailure { progress.failures += 1 }
        if event.isAnswer { progress.answers += 1 }
        progress.problem = progress.answers == 0 ? progress.problem ?? event.problem : nil
      }
    }
    (progress.bytes, progress.plainBytes) = (writer.bytes, writer.plainBytes)
    progress.elapsed = state.now - start
    told(progress)
    let isLong = limits.length.map { progress.elapsed >= $0 } ?? false
    if state.isQuitting || isLong || progress.bytes >= limits.bytes { break }
  }
  writer.flush()
  return progress
}

extension RecordedEvent {
  /// What a message brought, as a replay takes it.
  ///
  /// Read from the state before and after it, because an answer alone doesn't tell what it answers,
  /// and because some panels fail, or have nothing to ask, without a message of their own.
  package static func all(of message: Message, before: State, after: State) -> [Self] {
    let now = after.now
    var events: [Self] = []
    var answered: Int?
    switch message {
    case .answered(let key, let generation, let result)
    where key.view == 0 && before.awaitsAnnotations(key, generation: generation):
      let events = result.map { _ in after.views.first?.annotations.events ?? [:] }
      return [Self(time: now, what: .annotations(events))]
    case .answered(let key, let generation, let result):
      guard key.view == 0, let old = before[key], let asking = old.asking,
        asking.generation == generation, let new = after[key],
        let place = after.dashboard.recordedPlace(of: new.spec)
      else { break }
      answered = key.panel
      // What was known already belongs to the answer: the state has put it together.
      let whole = result.map { _ in new.answers }
      if case .success = whole, new.answers.count != asking.plan.asks.count { break }
      events.append(Self(time: now, what: .answered(panel: place, asking.plan, whole)))
    case .alertsAnswered(let name, let generation, let result):
      let status = before.environments.first { $0.environment.name == name }
      guard name == before.views.first?.environment.name, status?.asking?.generation == generation
      else { break }
      events.append(Self(time: now, what: .alerts(result)))
    case .variableAnswered(0, let name, let generation, let result):
      guard before.views.first?.variablesAsked[name] == generation else { break }
      events.append(Self(time: now, what: .variable(name: name, result)))
    case .explained(let key, let expression, let reason):
      guard key.view == 0, let panel = before[key], panel.explanation?.expression == expression,
        let place = after.dashboard.recordedPlace(of: panel.spec)
      else { break }
      events.append(
        Self(time: now, what: .explained(panel: place, expression: expression, reason: reason))
      )
    case .alertGraphAnswered, .tick, .keyPressed, .resized, .variableAnswered, .detected, .opened,
      .reconfigured,
      .listed, .saved, .resumed, .completed, .queriesSaved, .claimed, .prepared, .acted:
      break
    }
    return events + untold(before: before, after: after, except: answered)
  }

  /// Panels that have come to something without being answered.
  private static func untold(before: State, after: State, except answered: Int?) -> [Self] {
    guard let old = before.views.first?.panels, let new = after.views.first?.panels else {
      return []
    }
    return zip(old, new).enumerated().compactMap { index, pair in
      let (old, new) = pair
      guard index != answered, let panel = new.panel, type(of: panel).reads != .alerts,
        let place = after.dashboard.recordedPlace(of: new.spec)
      else { return nil }
      if let plan = new.plan, plan.asks.isEmpty, new.answeredAt != old.answeredAt {
        return Self(time: after.now, what: .answered(panel: place, plan, .success([])))
      }
      guard let problem = new.problem, problem != old.problem else { return nil }
      return Self(time: after.now, what: .answered(panel: place, nil, .failure(problem)))
    }
  }

  /// Whether a server has said something.
  fileprivate var isAnswer: Bool {
    switch what {
    case .answered(_, _, .success(let answers)): !answers.isEmpty
    case .alerts(.success), .variable(_, .success), .annotations(.success): true
    case .answered, .alerts, .variable, .explained, .annotations: false
    }
  }

  fileprivate var problem: Problem? {
    switch what {
    case .answered(_, _, .failure(let problem)), .alerts(.failure(let problem)),
      .variable(_, .failure(let problem)), .annotations(.failure(let problem)):
      problem
    case .answered, .alerts, .variable, .explained, .annotations: nil
    }
  }
}
