import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support

/// States, answers and a robot that types keys over them.
enum Fixture {
  /// 2026-11-24 17:02:41 UTC.
  static let now = Timestamp(seconds: 1_795_539_761)

  static let layout = """
    {
      "title": "Catalog uploads",
      "refresh": "15s",
      "colors": { "xml": "blue", "pdf": "purple" },
      "variables": [{ "name": "system", "type": "custom", "query": "bitrix,opus" }],
      "panels": [
        { "type": "timeseries", "title": "Uploads $system", "gridPos": { "w": 12, "h": 9 },
          "interval": "5m", "drawStyle": "bars", "stacking": "normal",
          "targets": [{ "count": "uploads_total{system='$system'}", "by": ["file_type"] }] },
        { "type": "timeseries", "title": "Rate", "gridPos": { "w": 12, "h": 9 },
          "targets": [{ "expr": "rate(x_total[$__rate_interval])" }] },
        { "type": "bargauge", "title": "Queues", "gridPos": { "w": 12, "h": 8 }, "max": 100,
          "thresholds": [{ "above": 50, "state": "warning" }],
          "targets": [{ "expr": "max by (queue) (rabbitmq_queue_messages)" }] },
        { "type": "stat", "title": "Errors", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "errors" }] },
        { "type": "alertlist", "title": "Alerts", "gridPos": { "w": 24, "h": 8 } }
      ]
    }
    """

  static func opened(_ text: String = layout, file: String = "catalog.json") throws
    -> OpenedDashboard
  {
    let opened = try DashboardFile.open(
      Array(text.utf8),
      file: file,
      kinds: PanelCatalog.kinds
    )
    return OpenedDashboard(dashboard: opened.dashboard, problems: opened.problems)
  }

  static let environments = [
    Documents.Environment(
      name: "stage",
      color: "green",
      prometheus: Connection(url: "http://127.0.0.1:9090")
    ),
    Documents.Environment(
      name: "prod",
      color: "purple",
      prometheus: Connection(url: "https://prometheus.example"),
      variables: ["system": "opus"]
    ),
  ]

  static func state(
    columns: Int = 100,
    rows: Int = 30,
    watching: [String] = ["stage"],
    layout: String = layout,
    chosen: [String: [String]] = [:]
  ) throws -> State {
    State(
      size: Size(columns: columns, rows: rows),
      look: Look(zone: .utc),
      now: now,
      opened: try opened(layout),
      library: [LibraryEntry(file: "catalog.json", title: "Catalog uploads")],
      environments: environments,
      watching: watching,
      chosen: chosen
    )
  }

  static let problem = Problem(
    what: "connection refused",
    place: "prometheus.example",
    fix: "is it running?"
  )

  static let alert = Alert(
    name: "QueueAboveLimit",
    state: .firing,
    labels: ["alertname": "QueueAboveLimit", "severity": "warning", "queue": "orders"],
    annotations: ["summary": "orders: 73 messages waiting"],
    activeAt: now - .minutes(12),
    value: 73
  )
}

/// Answers questions the way a small healthy server would.
struct FakeServer {
  var fails = false
  /// Answers as the product of the shipped wall would.
  var isWall = false
  /// Fails these panels' questions though it answers otherwise.
  var failingPanels: Set<Int> = []
  var failsVariables = false
  /// Answers nothing in the name of these environments.
  var failingEnvironments: Set<String> = []
  /// By environment, what all values are multiplied by.
  var factors: [String: Double] = [:]
  var skew = Duration.zero
  var alerts = [Fixture.alert]
  /// Rules that it has not evaluated.
  var blind: [BlindRule] = []
  /// By environment, what fires besides.
  var extraAlerts: [String: [Alert]] = [:]
  /// Alerts that only its Alertmanager has.
  var foreign: [Alert] = []
  var alertmanager = AlertmanagerStanding.none
  var resolved = ResolvedAlerts([])
  /// Its rules that nothing fulfils.
  var normal: [Alert] = []
  var watchdog: Watchdog?
  /// An alert's graph rises over 50 for the last 40 minutes, and it fires since.
  var isQueueRising = false
  /// Answers without a series.
  var isEmpty = false
  /// Why edited queries are not saved.
  var savingFails: Problem?
  var problem = Fixture.problem
  /// What an act would mean; nil: no answer yet.
  var preview: ActPreview? = ActPreview()
  /// What came of it; nil: no answer yet.
  var receipt: Result<ActReceipt, Problem>? = .success(ActReceipt("done"))

  func answer(_ effect: Effect, now: Timestamp) -> Message? {
    switch effect {
    case .query(let key, let environment, let generation, let queries):
      let isFailing =
        fails || failingPanels.contains(key.panel) || failingEnvironments.contains(environment)
      let factor = factors[environment] ?? 1
      let result: Result<[Answer], Problem> =
        isFailing
        ? .failure(problem)
        : .success(queries.map { Self.multiplied(answer($0, now: now), by: factor) })
      return .answered(key, generation: generation, result)
    case .alerts(let environment, let generation, let withResolved, let withNormal):
      var report = AlertsReport(
        alerts: alerts + (extraAlerts[environment] ?? []),
        blind: blind,
        took: .milliseconds(84),
        skew: skew
      )
      report.foreign = foreign
      report.alertmanager = alertmanager
      if withResolved { report.resolved = resolved }
      if withNormal { report.normal = normal }
      report.watchdog = watchdog
      return .alertsAnswered(
        environment: environment,
        generation: generation,
        fails || failingEnvironments.contains(environment)
          ? .failure(Fixture.problem) : .success(report)
      )
    case .alertGraph(let environment, let generation, let queries):
      guard !fails, !failingEnvironments.contains(environment) else {
        return .alertGraphAnswered(generation: generation, .failure(problem))
      }
      let answers = queries.map {
        isQueueRising ? Self.risen($0, now: now) : answer($0, now: now)
      }
      return .alertGraphAnswered(generation: generation, .success(answers))
    case .variable(let view, _, let name, let generation, _, _):
      return .variableAnswered(
        view: view,
        name: name,
        generation: generation,
        fails || failsVariables ? .failure(problem) : .success(["bitrix", "opus"])
      )
    case .explain(let key, _, let expression, _):
      return .explained(key, expression: expression, reason: "there is no metric x")
    case .complete(_, let generation, let question, _):
      return .completed(
        generation: generation,
        fails ? .failure(problem) : .success(Self.names(for: question))
      )
    case .saveQueries(let file, _):
      return .queriesSaved(savingFails.map { .failure($0) } ?? .success(file))
    case .prepare(_, let generation):
      return preview.map { .prepared(generation: generation, .success($0)) }
    case .act(_, let generation):
      return receipt.map { .acted(generation: generation, $0) }
    case .detect, .open, .connect, .retryNow, .bell, .copy, .save: return nil
    }
  }

  /// As a server would narrow them.
  private static func names(for question: CompletionQuestion) -> CompletionAnswer {
    let names: [CompletionAnswer.Name] =
      switch question.subject {
      case .metrics:
        [
          .init(
            "rabbitmq_queue_messages",
            type: "gauge",
            help: "Sum of ready and unacknowledged messages - total queue depth."
          ),
          .init("rabbitmq_queue_messages_ready", type: "gauge", help: "Messages ready to be sent."),
          .init("requests_total", type: "counter", help: "Requests by code and handler."),
          .init("uploads_total", type: "counter", help: "Uploads by system and file type."),
        ]
      case .labelNames: ["__name__", "job", "queue", "system"].map { .init(ForeignText($0)) }
      case .labelValues: ["mail", "orders", #"the "other" one"#].map { .init(ForeignText($0)) }
      }
    return CompletionAnswer(
      names.filter { question.subject == .labelNames || $0.text.raw.hasPrefix(question.prefix) },
      isComplete: true
    )
  }

  private static func multiplied(_ answer: Answer, by factor: Double) -> Answer {
    var answer = answer
    for index in answer.series.indices {
      answer.series[index].values = answer.series[index].values.map { $0 * factor }
    }
    return answer
  }

  private static func risen(_ query: Query, now: Timestamp) -> Answer {
    guard case .range(let range, let step) = query.span else { return Answer(series: [], at: now) }
    let times = stride(
      from: range.start.milliseconds,
      through: range.end.milliseconds,
      by: Int(step.milliseconds)
    ).map { $0 }
    let began = (now - .minutes(40)).milliseconds
    guard !query.expression.hasPrefix("ALERTS") else {
      let firing = times.filter { $0 >= began }
      let ones = firing.map { _ in 1.0 }
      return Answer(
        series: [Series(labels: ["alertstate": "firing"], timestamps: firing, values: ones)],
        at: now
      )
    }
    let rising = times.map { 20 + max(0, Double($0 - began) / 60_000 + 32) }
    let flat = times.indices.map { Double($0 % 5) }
    return Answer(
      series: [
        Series(labels: ["queue": "mail"], timestamps: times, values: flat),
        Series(labels: ["queue": "orders"], timestamps: times, values: rising),
      ],
      at: now
    )
  }

  private func answer(_ query: Query, now: Timestamp) -> Answer {
    guard !isEmpty else { return Answer(series: [], at: now) }
    guard !isWall else {
      return Answer(
        series: Wall.series(query, now: now),
        at: now,
        bytes: 100,
        took: .milliseconds(5)
      )
    }
    let isQueue = query.expression.contains("queue")
    let labels: [Labels] =
      isQueue
      ? [["queue": "orders"], ["queue": "mail"]] : [["file_type": "xml"], ["file_type": "pdf"]]
    let series = labels.enumerated().map { index, labels in
      switch query.span {
      case .instant(let moment):
        return Series(
          labels: labels,
          timestamps: [(moment ?? now).milliseconds],
          values: [isQueue ? 73 - Double(index) * 70 : Double(index + 3)]
        )
      case .range(let range, let step):
        let times = stride(
          from: range.start.milliseconds,
          through: range.end.milliseconds,
          by: Int(step.milliseconds)
        ).map { $0 }
        return Series(
          labels: labels,
          timestamps: times,
          values: times.indices.map { Double(($0 * 7 + index * 3) % 20 + 1) }
        )
      }
    }
    return Answer(series: series, at: now, bytes: 100, took: .milliseconds(5))
  }
}

/// Drives a state as a person and a server would.
struct Robot {
  var state: State
  var server = FakeServer()
  /// Every effect that was asked for, in order.
  var effects: [Effect] = []

  init(_ state: State) { self.state = state }

  /// Applies a message, and the answers to whatever it asks for, until nothing is asked.
  mutating func send(_ message: Message) {
    var queue = [message]
    while !queue.isEmpty {
      let asked = state.apply(queue.removeFirst())
      effects += asked
      queue += asked.compactMap { server.answer($0, now: state.now) }
    }
  }

  mutating func press(_ keys: Key...) { for key in keys { send(.keyPressed(key)) } }

  mutating func type(_ text: String) { for character in text { press(.character(character)) } }

  mutating func wait(_ span: Duration) { send(.tick(state.now + span)) }

  var screen: Canvas {
    var canvas = Canvas(size: state.size)
    state.draw(on: &canvas)
    return canvas
  }

  var text: String { screen.text() }
}
