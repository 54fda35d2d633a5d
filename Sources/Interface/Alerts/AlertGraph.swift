import Canvas
import Documents
import Metrics
import Panels

/// An alert's expression over time, of the alert whose details are looked at.
package struct AlertGraph: Sendable {
  package let id: ListedAlert.ID
  let expression: AlertExpression
  /// How it is drawn, what is known and what is being asked.
  package var panel: PanelState
  /// How much of the past is shown.
  let length: Duration
  /// When the alert ended, where it has.
  let end: Timestamp?

  /// Nil where nobody knows the alert's expression.
  ///
  /// - Parameters:
  ///   - listed: Whose.
  ///   - now: By the clock of its server.
  init?(_ listed: ListedAlert, now: Timestamp) {
    guard let rule = listed.alert.rule else { return nil }
    id = listed.id
    expression = AlertExpression(rule.expression)
    end = listed.alert.endsAt
    let age = listed.alert.activeAt.map { now - $0 } ?? .zero
    length = Self.lengths.first { $0 >= age + age / 4 } ?? Self.lengths[Self.lengths.count - 1]
    panel = PanelState(spec: Self.spec(expression, listed.alert))
  }

  /// So much that one sees what was before the alert, and no more.
  private static let lengths: [Duration] = [3, 6, 12, 24, 48, 168].map { .hours($0) }

  /// Between two questions of one graph.
  static let interval = Duration.seconds(60)

  private static func spec(_ expression: AlertExpression, _ alert: Alert) -> PanelSpec {
    var options: [String: JSON] = ["legend": JSON(.string("list"))]
    if let threshold = expression.threshold {
      options["thresholds"] = JSON(.array([json(of: threshold, alert.rank)]))
      options["thresholdLines"] = JSON(.bool(true))
      options["axisSoftMin"] = JSON(.number(threshold.limit))
      options["axisSoftMax"] = JSON(.number(threshold.limit))
    }
    return PanelSpec(
      id: -1,
      type: "timeseries",
      targets: [Target(.expression(expression.asked))],
      options: Options(options)
    )
  }

  private static func json(of threshold: Threshold, _ rank: SeverityRank) -> JSON {
    let key =
      switch threshold.condition {
      case .above: "above"
      case .below: "below"
      case .atLeast: "value"
      }
    func member(_ name: String, _ kind: JSON.Kind) -> JSON.Member {
      JSON.Member(name: name, position: SourcePosition(line: 1, column: 1), value: JSON(kind))
    }
    let state = rank == .critical ? Threshold.State.critical : .warning
    return JSON(
      .object([
        member(key, .number(threshold.limit)), member("state", .string(state.rawValue)),
      ])
    )
  }

  /// The expression's values, and when the alert fired.
  ///
  /// - Parameters:
  ///   - now: By the clock of the server.
  ///   - points: That the plot can tell apart.
  ///   - least: The least step that makes sense.
  /// - Returns: Two questions: the values, and the series that Prometheus writes while it fires.
  func plan(now: Timestamp, points: Int, least: Duration) -> PanelPlan {
    let last = end.map { min(now, $0 + length / 4) } ?? now
    let step = StepRule.step(range: length, points: points, minimum: least)
    let range = TimeRange(
      start: (last - length).floored(to: step),
      end: last.floored(to: step)
    )
    let span = Query.Span.range(range, step: step)
    return PanelPlan(
      asks: [
        PanelPlan.Ask(target: 0, role: .data, query: Query(expression.asked, span)),
        PanelPlan.Ask(target: 0, role: .data, query: Query(Self.firing(id.labels), span)),
      ],
      targets: panel.spec.targets,
      range: range,
      step: step,
      openBar: nil,
      legends: [nil]
    )
  }

  /// The series that Prometheus writes while this alert fires.
  static func firing(_ labels: Labels) -> String {
    let matchers = labels.all.map { label in
      let name = label.name.raw
      let isPlain = name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
      return "\(isPlain ? name : quoted(name))=\(quoted(label.value.raw))"
    }
    return "ALERTS{\((matchers + ["alertstate=\"firing\""]).joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.replacing("\n", with: "\\n"))\""
  }

  /// Takes the answers to the question of this generation; others came too late.
  mutating func receive(
    _ result: Result<[Answer], Problem>,
    generation: Int,
    now: Timestamp
  ) {
    guard let asking = panel.asking, asking.generation == generation else { return }
    panel.receive(result, generation: generation, now: now)
    let failed: Problem? = if case .failure(let problem) = result { problem } else { nil }
    panel.due = now + (failed.map { $0.retryAfter ?? Schedule.retryInterval } ?? Self.interval)
    guard case .success(let answers) = result, answers.count == asking.plan.asks.count else {
      return
    }
    // The second answer is no line.
    var plan = asking.plan
    plan.asks.removeLast()
    var frame = plan.frame([answers[0]])
    frame.spans = answers[1].series.flatMap { spans(of: $0, in: plan) }
    let own = frame.series.filter { mayBeOf($0.labels) }
    if !own.isEmpty { frame.series = own }
    panel.content = .live(frame)
  }

  /// Whether a series of the expression may be what makes this alert.
  private func mayBeOf(_ series: Labels) -> Bool {
    series.all.allSatisfy { label in
      id.labels[label.name.raw].map { $0 == label.value } ?? (label.name == "__name__")
    }
  }

  /// Runs of points; each stands for the time up to the next one.
  private func spans(of series: Series, in plan: PanelPlan) -> [TimeRange] {
    let step = plan.step ?? .seconds(1)
    var spans: [TimeRange] = []
    for time in series.timestamps.map(Timestamp.init(milliseconds:)) {
      let end = min(time + step, plan.range.end)
      if let last = spans.last, time <= last.end {
        spans[spans.count - 1].end = end
      } else {
        spans.append(TimeRange(start: time, end: end))
      }
    }
    return spans
  }
}

extension State {
  /// Asks for the graph of the alert whose details are looked at; forgets any other's.
  mutating func askAlertGraph() -> [Effect] {
    guard case .alerts(let screen) = overlay, screen.showsDetails, replay == nil else {
      alertGraph = nil
      return []
    }
    guard let listed = listedAlerts(screen.filter).first(where: { $0.id == screen.selected })
    else { return [] }
    if alertGraph?.id != listed.id || alertGraph?.end != listed.alert.endsAt {
      alertGraph = AlertGraph(listed, now: now + listed.skew)
    }
    guard let graph = alertGraph, graph.panel.asking == nil,
      graph.panel.due.map({ $0 <= now }) ?? true,
      let view = views.first(where: { $0.environment.name == listed.environment })
    else { return [] }
    let columns = max(20, size.columns - 4)
    let points = graph.panel.panel?.plotPoints(columns: columns, glyphs: look.glyphs) ?? columns
    let plan = graph.plan(
      now: now + listed.skew,
      points: points,
      least: view.environment.prometheus.scrapeInterval
    )
    let generation = nextGeneration()
    alertGraph?.panel.asking = .init(generation: generation, plan: plan, known: [:], since: now)
    return [
      .alertGraph(
        environment: listed.environment,
        generation: generation,
        plan.asks.map(\.query)
      )
    ]
  }
}
