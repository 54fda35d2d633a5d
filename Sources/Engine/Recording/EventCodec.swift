import Documents
import Interface
import Metrics
import Panels

/// One event's bytes, before they are deflated.
extension PackedWriter {
  mutating func event(_ what: RecordedEvent.What) {
    switch what {
    case .answered(_, let plan, let result):
      optional(plan) { $0.plan($1) }
      outcome(result) { writer, answers in writer.list(answers) { $0.answer($1) } }
    case .alerts(let result):
      outcome(result) { writer, report in
        writer.list(report.alerts) { $0.alert($1) }
        writer.span(report.took)
        writer.span(report.skew)
        writer.list(report.blind) { $0.blind($1) }
        writer.reception(of: report)
      }
    case .variable(_, let result):
      outcome(result) { writer, rows in writer.list(rows) { $0.text($1) } }
    case .explained(_, let expression, let reason):
      text(expression)
      optional(reason) { $0.text($1) }
    case .annotations(let result):
      outcome(result) { writer, events in
        writer.list(events.sorted { $0.key < $1.key }) { writer, pair in
          writer.count(pair.key)
          writer.list(pair.value) { $0.annotation($1) }
        }
      }
    }
  }

  private mutating func outcome<Value>(
    _ result: Result<Value, Problem>,
    _ write: (inout Self, Value) -> Void
  ) {
    switch result {
    case .success(let value):
      flag(true)
      write(&self, value)
    case .failure(let problem):
      flag(false)
      self.problem(problem)
    }
  }

  private mutating func annotation(_ value: Annotation) {
    range(value.range)
    foreign(value.title)
    foreign(value.text)
    list(value.tags) { $0.foreign($1) }
    text(value.color)
  }

  /// All but the targets, which are the file's.
  private mutating func plan(_ value: PanelPlan) {
    range(value.range)
    optional(value.step) { $0.span($1) }
    optional(value.openBar) { $0.range($1) }
    list(value.legends) { writer, legend in writer.optional(legend) { $0.text($1) } }
    list(value.asks) { writer, ask in
      writer.count(ask.target)
      writer.byte(ask.role.rawValue)
      writer.text(ask.query.expression)
      switch ask.query.span {
      case .instant(let moment):
        writer.flag(false)
        writer.optional(moment) { $0.moment($1) }
      case .range(let range, let step):
        writer.flag(true)
        writer.range(range)
        writer.span(step)
      }
    }
  }
}

extension PackedReader {
  /// What an event's content says.
  ///
  /// - Parameters:
  ///   - subject: As the record's head tells.
  ///   - dashboard: Whose panels and variables these are.
  /// - Returns: The event without its time.
  /// - Throws: Where the bytes are none of that, or don't fit the dashboard.
  mutating func event(
    of subject: Recording.Subject,
    in dashboard: Dashboard
  ) throws(Damage) -> RecordedEvent.What {
    let what: RecordedEvent.What
    switch subject {
    case .panel(let panel):
      guard let targets = dashboard.panel(recordedAs: panel)?.targets else { throw Damage() }
      let plan = try optional { (reader) throws(Damage) in try reader.plan(targets) }
      let result = try outcome { (reader) throws(Damage) in
        try reader.list { (reader) throws(Damage) in try reader.answer() }
      }
      if case .success(let answers) = result {
        guard plan?.asks.count == answers.count else { throw Damage() }
      }
      what = .answered(panel: panel, plan, result)
    case .alerts:
      what = .alerts(
        try outcome { (reader) throws(Damage) in
          var report = AlertsReport(
            alerts: try reader.list { (reader) throws(Damage) in try reader.alert() },
            took: try reader.span(),
            skew: try reader.span()
          )
          report.blind = try reader.list { (reader) throws(Damage) in try reader.blind() }
          try reader.readReception(of: &report)
          return report
        }
      )
    case .variable(let index):
      guard dashboard.variables.indices.contains(index) else { throw Damage() }
      what = .variable(
        name: dashboard.variables[index].name,
        try outcome { (reader) throws(Damage) in
          try reader.list { (reader) throws(Damage) in try reader.text() }
        }
      )
    case .explanation(let panel):
      let expression = try text()
      let reason = try optional { (reader) throws(Damage) in try reader.text() }
      what = .explained(panel: panel, expression: expression, reason: reason)
    case .annotations:
      what = .annotations(
        try outcome { (reader) throws(Damage) in try reader.annotations(of: dashboard) }
      )
    }
    guard isAtEnd else { throw Damage() }
    return what
  }

  private mutating func annotations(
    of dashboard: Dashboard
  ) throws(Damage) -> [Int: [Annotation]] {
    let pairs = try list { (reader) throws(Damage) in
      guard let place = Int(exactly: try reader.whole()),
        dashboard.annotations.indices.contains(place)
      else { throw Damage() }
      return (place, try reader.list { (reader) throws(Damage) in try reader.annotation() })
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  private mutating func annotation() throws(Damage) -> Annotation {
    Annotation(
      range: try range(),
      title: try foreign(),
      text: try foreign(),
      tags: try list { (reader) throws(Damage) in try reader.foreign() },
      color: try text()
    )
  }

  private mutating func outcome<Value>(
    _ read: (inout Self) throws(Damage) -> Value
  ) throws(Damage) -> Result<Value, Problem> {
    try flag() ? .success(try read(&self)) : .failure(try problem())
  }

  private mutating func plan(_ targets: [Target]) throws(Damage) -> PanelPlan {
    let range = try range()
    let step = try optional { (reader) throws(Damage) in try reader.step() }
    let openBar = try optional { (reader) throws(Damage) in try reader.range() }
    let legends = try list { (reader) throws(Damage) in
      try reader.optional { (reader) throws(Damage) in try reader.text() }
    }
    let asks = try list { (reader) throws(Damage) in try reader.ask() }
    // Whoever draws reserves a slot for each step.
    let length = max(range.length, (openBar?.end ?? range.end) - range.start)
    let slots = step.map { length.milliseconds / $0.milliseconds } ?? 0
    guard legends.count == targets.count, slots <= Self.mostSlots,
      asks.allSatisfy({ targets.indices.contains($0.target) })
    else { throw Damage() }
    return PanelPlan(
      asks: asks,
      targets: targets,
      range: range,
      step: step,
      openBar: openBar,
      legends: legends
    )
  }

  private static let mostSlots: Int64 = 1_000_000

  private mutating func ask() throws(Damage) -> PanelPlan.Ask {
    guard let target = Int(exactly: try whole()),
      let role = PanelPlan.Ask.Role(rawValue: try byte())
    else { throw Damage() }
    let expression = try text()
    let span: Query.Span =
      try flag()
      ? .range(try range(), step: try step())
      : .instant(try optional { (reader) throws(Damage) in try reader.moment() })
    return PanelPlan.Ask(target: target, role: role, query: Query(expression, span))
  }

  private mutating func step() throws(Damage) -> Duration {
    let step = try span()
    guard step >= .milliseconds(1) else { throw Damage() }
    return step
  }
}
