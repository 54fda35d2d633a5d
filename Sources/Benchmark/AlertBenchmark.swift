import Canvas
import Documents
import Interface
import Metrics
import Panels

/// How long a key waits for its frame on a list of a thousand alerts of ten environments.
enum AlertBenchmark {
  private static let now = Timestamp(seconds: 1_795_539_761)

  /// - Returns: The middle of many, of a key that moves and of one that filters.
  static func run() -> [(String, Duration)] {
    var state = screen()
    _ = state.apply(.keyPressed(.character("a")))
    let moved = (0..<200).map { _ in wait(.down, in: &state) }.sorted()
    _ = state.apply(.keyPressed(.character("/")))
    var typed: [Duration] = []
    for _ in 0..<10 {
      for word in ["severity=critical", "alertname=~\"Queue.*\"", "orders of queue 7"] {
        typed += word.map { wait(.character($0), in: &state) }
        for _ in word { typed.append(wait(.backspace, in: &state)) }
      }
    }
    typed.sort()
    return [
      ("move, p50", moved[moved.count / 2]), ("move, longest", moved[moved.count - 1]),
      ("filter, p50", typed[typed.count / 2]), ("filter, p99", typed[typed.count * 99 / 100]),
    ]
  }

  private static func wait(_ key: Key, in state: inout State) -> Duration {
    ContinuousClock().measure {
      _ = state.apply(.keyPressed(key))
      var canvas = Canvas(size: state.size)
      state.draw(on: &canvas)
    }
  }

  private static func screen() -> State {
    let names = (0..<10).map { "env\($0)" }
    let dashboard = Dashboard(source: .layout, file: "alerts", title: "Alerts", panels: [])
    var state = State(
      size: Size(columns: 160, rows: 48),
      now: now,
      opened: OpenedDashboard(dashboard: dashboard, problems: []),
      environments: names.map {
        Documents.Environment(name: $0, prometheus: Connection(url: "http://127.0.0.1:9090"))
      },
      watching: names
    )
    for case .alerts(let name, let generation, _, _) in state.apply(.tick(now)) {
      var report = AlertsReport(
        alerts: (0..<100).map(alert),
        took: .milliseconds(5),
        skew: .zero
      )
      report.alertmanager = .answered
      _ = state.apply(
        .alertsAnswered(environment: name, generation: generation, .success(report))
      )
    }
    return state
  }

  private static func alert(_ number: Int) -> Alert {
    let states: [Alert.State] = [.firing, .pending, .silenced, .firing]
    let labels = Labels([
      ("alertname", "QueueAboveLimit\(number % 17)"), ("queue", "queue\(number)"),
      ("severity", number % 3 == 0 ? "critical" : "warning"), ("product", "shop\(number % 12)"),
    ])
    var alert = Alert(
      name: labels["alertname"] ?? "",
      state: states[number % states.count],
      labels: labels,
      annotations: Labels([("summary", "orders of queue \(number): 73 messages wait")]),
      activeAt: now - .minutes(number),
      value: 73
    )
    alert.delivery = Delivery(known: true)
    alert.delivery.labels = labels
    return alert
  }
}
