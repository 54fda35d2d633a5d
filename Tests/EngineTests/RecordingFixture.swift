import Canvas
import Documents
import Engine
import Glibc
import Interface
import Metrics
import Panels
import ServerSupport

/// Recordings of a small product, made without a server or a second's wait.
@MainActor enum RecordingFixture {
  static let start = Timestamp(seconds: 1_795_539_761)

  nonisolated static let layout = """
    {
      "title": "Uploads",
      "variables": [{ "name": "system", "type": "query", "query": "label_values(up, system)" }],
      "panels": [
        { "type": "stat", "title": "Up $system", "targets": [{ "expr": "up{system='$system'}" }] },
        { "type": "timeseries", "title": "Rate", "targets": [{ "expr": "rate(x_total[5m])" }] },
        { "type": "stat", "title": "Nothing", "targets": [{ "expr": "nothing" }] },
        { "type": "alertlist", "title": "Alerts",
          "states": ["firing", "pending", "silenced", "resolved", "normal"] }
      ]
    }
    """

  /// What has happened is asked too; one of it the file disables.
  nonisolated static let annotated = """
    {
      "title": "Annotated", "schemaVersion": 39,
      "annotations": { "list": [
        { "name": "Off", "enable": false, "expr": "off" },
        { "name": "Deploy é", "expr": "deploys", "titleFormat": "{{system}}", "tagKeys": "system,a" }
      ] },
      "templating": { "list": [
        { "type": "query", "name": "system", "query": "label_values(up, system)", "refresh": 1 }
      ] },
      "panels": [
        { "type": "timeseries", "title": "Rate", "targets": [{ "expr": "rate(x_total[5m])" }],
          "fieldConfig": { "defaults": { "unit": "bytes", "displayName": "$system of ${__field.labels.a}" } } },
        { "type": "stat", "title": "Up", "targets": [{ "expr": "up" }],
          "fieldConfig": { "defaults": { "unit": "s", "decimals": 2 } } },
        { "type": "table", "title": "All", "targets": [{ "expr": "up", "format": "table", "instant": true }],
          "transformations": [{ "id": "organize", "options": { "renameByName": { "system": "$system!" } } }] }
      ]
    }
    """

  static func state(
    url: String = "http://127.0.0.1:9090",
    layout: String = layout
  ) throws -> State {
    State(
      size: Size(columns: 100, rows: 30),
      look: Look(zone: .utc),
      now: start,
      opened: try Fixture.opened(layout),
      environments: [Fixture.environment(url: url)],
      watching: ["stage"]
    )
  }

  /// A rule that nothing fulfils.
  private static let normal = [
    Alert(
      name: "DiskFull",
      state: .normal,
      labels: ["severity": "warning"],
      annotations: [:],
      activeAt: nil,
      value: nil
    )
  ]

  /// Watches for so many seconds; the server fails from `failing` on, for 20 s.
  ///
  /// - Returns: The state that a screen would have had at the end, and what was recorded.
  static func watched(
    seconds: Int,
    failing: Int = .max,
    layout: String = layout
  ) throws -> (state: State, events: [RecordedEvent]) {
    var state = try state(layout: layout)
    state.asksAll = true
    var events: [RecordedEvent] = []
    for second in stride(from: 0, through: seconds, by: 5) {
      let fails = second >= failing && second < failing &+ 20
      var queue = [Message.tick(start + .seconds(second))]
      while !queue.isEmpty {
        let message = queue.removeFirst()
        let before = state
        let asked = state.apply(message)
        events += RecordedEvent.all(of: message, before: before, after: state)
        queue += asked.compactMap { answer($0, now: state.now, fails: fails) }
      }
    }
    return (state, events)
  }

  static func answer(_ effect: Effect, now: Timestamp, fails: Bool) -> Message? {
    let problem = Problem(what: "connection refused", place: "stage", fix: "is it running?")
    switch effect {
    case .query(let key, _, let generation, let queries):
      let answers = queries.map { query in
        let isEmpty = query.expression == "nothing"
        return Answer(series: isEmpty ? [] : [series(query, now: now)], at: now, bytes: 100)
      }
      return .answered(key, generation: generation, fails ? .failure(problem) : .success(answers))
    case .alerts(let environment, let generation, let withResolved, let withNormal):
      var alert = Alert(
        name: "QueueAboveLimit",
        state: .firing,
        labels: ["alertname": "QueueAboveLimit", "severity": "warning"],
        annotations: ["summary": "73 wait"],
        activeAt: start,
        value: 73
      )
      let isFiring = now >= start + .seconds(60)
      alert.rule = AlertRule(expression: "q > 50", interval: .seconds(15), holdsFor: .seconds(10))
      alert.delivery = delivery(now)
      if !alert.delivery.silencedBy.isEmpty { alert.state = .silenced }
      var report = AlertsReport(alerts: isFiring ? [alert] : [], took: .zero, skew: .zero)
      report.alertmanager =
        now < start + .seconds(80) ? .unknown([problem]) : .partly([problem, problem])
      if isFiring { report.foreign = [alert] }
      if withResolved { report.resolved = resolved(now, problem) }
      if withNormal { report.normal = normal }
      let isLost = now < start + .seconds(50)
      report.watchdog = Watchdog(
        name: "Watchdog",
        standing: isLost ? .undelivered(missing: 1, of: 2) : .silent
      )
      return .alertsAnswered(
        environment: environment,
        generation: generation,
        fails ? .failure(problem) : .success(report)
      )
    case .variable(let view, _, let name, let generation, _, _):
      return .variableAnswered(
        view: view,
        name: name,
        generation: generation,
        .success(["bitrix", "opus"])
      )
    case .explain(let key, _, let expression, _):
      return .explained(key, expression: expression, reason: "there is no metric nothing")
    case .detect, .open, .connect, .retryNow, .bell, .copy, .save, .complete, .saveQueries,
      .alertGraph, .prepare, .act:
      return nil
    }
  }

  /// First it can't be known, then one has ended.
  private static func resolved(_ now: Timestamp, _ problem: Problem) -> ResolvedAlerts {
    guard now >= start + .seconds(40) else { return ResolvedAlerts([], problem: problem) }
    var alert = Alert(
      name: "Ended",
      state: .resolved,
      labels: ["alertname": "Ended", "severity": "critical"],
      annotations: ["summary": "it is over"],
      activeAt: start - .minutes(30),
      value: nil
    )
    alert.endsAt = start - .minutes(7)
    alert.rule = AlertRule(expression: "q > 50", interval: .seconds(15), holdsFor: .seconds(10))
    alert.delivery = Delivery(known: true)
    return ResolvedAlerts([alert])
  }

  /// First nobody knows, then it is silenced.
  private static func delivery(_ now: Timestamp) -> Delivery {
    guard now >= start + .seconds(80) else { return Delivery() }
    var delivery = Delivery(known: true)
    delivery.silencedBy = [
      Silence(
        id: "s1",
        matchers: [#"alertname="QueueAboveLimit""#],
        startsAt: start,
        endsAt: start + .hours(1),
        createdBy: "anna",
        comment: "é\u{1B}"
      ), Silence(id: "s2"),
    ]
    delivery.inhibitedBy = ["f1"]
    delivery.mutedBy = ["night", "weekend"]
    delivery.receivers = ["slack"]
    delivery.labels = ["alertname": "QueueAboveLimit", "env": "prod"]
    return delivery
  }

  private static func series(_ query: Query, now: Timestamp) -> Series {
    switch query.span {
    case .instant(let moment):
      return Series(
        labels: ["system": "bitrix"],
        timestamps: [(moment ?? now).milliseconds],
        values: [Double(now.milliseconds / 5_000 % 17)]
      )
    case .range(let range, let step):
      let times = Array(
        stride(
          from: range.start.milliseconds,
          through: range.end.milliseconds,
          by: Int(step.milliseconds * 20)
        )
      )
      let values = times.map { Double($0 / 60_000 % 9) / 7 }
      return Series(labels: ["a": "é"], timestamps: times, values: values)
    }
  }

  /// A recording's bytes.
  static func bytes(
    _ events: [RecordedEvent],
    url: String = "http://127.0.0.1:9090",
    layout: String = layout
  ) throws -> [UInt8] {
    let folder = try TestFolder()
    let path = folder.path + "/rec"
    let state = try state(url: url, layout: layout)
    var writer = try RecordingWriter(
      path,
      header: RecordingHeader(state, document: Array(layout.utf8), version: "0.1.0"),
      dashboard: state.dashboard,
      at: state.now
    )
    for event in events { try writer.append(event) }
    return try Files.read(path)
  }

  /// Plays a recording to a moment, or where nil to its end.
  ///
  /// The screen has a row more, for the bar.
  static func played(_ file: RecordingFile, to moment: Timestamp? = nil) throws -> State {
    var state = try file.header.state(
      file.recording,
      file: "rec",
      size: Size(columns: 100, rows: 31),
      look: Look(zone: .utc)
    )
    state.jump(to: moment ?? file.recording.end)
    return state
  }

  /// Each panel's rows, which neither the bar nor the top line touches.
  static func rows(_ state: State) -> [[String]] {
    state.views[0].panels.indices.map { state.drawnRows(PanelKey(view: 0, panel: $0)) }
  }

  static func draw(_ state: State) -> String {
    var canvas = Canvas(size: state.size)
    state.draw(on: &canvas)
    return canvas.text()
  }
}
