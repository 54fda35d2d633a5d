import Canvas
import Documents
import Interface
import Metrics
import Panels

/// How long a screen takes from an answer to its canvas.
enum DrawBenchmark {
  static func run() -> [(String, Duration)] {
    guard var state = wall() else { return [] }
    let size = state.size
    let ask = best { _ = state.apply(.tick(state.now + .minutes(10))) }
    let draw = best {
      var canvas = Canvas(size: size)
      state.draw(on: &canvas)
    }
    var one = Canvas(size: size)
    state.draw(on: &one)
    let other = one
    let compare = best { precondition(one == other) }
    return [
      ("a tick that asks every panel", ask), ("the whole canvas", draw),
      ("comparing two equal canvases", compare),
    ]
  }

  static func text(_ span: Duration) -> String {
    let microseconds = span.components.attoseconds / 1_000_000_000_000
    return "\(microseconds) us"
  }

  private static func best(_ body: () -> Void) -> Duration {
    let clock = ContinuousClock()
    return (0..<200).map { _ in clock.measure(body) }.min() ?? .zero
  }

  /// The wall with six hours of five-minute bars and lines in it.
  private static func wall() -> State? {
    let now = Timestamp(seconds: 1_795_539_761)
    let types = ["timeseries", "timeseries", "timeseries", "timeseries", "bargauge", "stat"]
    let panels = types.enumerated().map { index, type in
      PanelSpec(
        id: index + 1,
        type: type,
        title: "Panel \(index)",
        grid: GridPosition(x: index % 2 * 12, y: index / 2 * 8, w: 12, h: 8),
        targets: [Target(.count(selector: "uploads_total", by: ["file_type"]))]
      )
    }
    let dashboard = Dashboard(source: .layout, file: "wall", title: "Wall", panels: panels)
    let environment = Documents.Environment(
      name: "prod",
      prometheus: Connection(url: "http://127.0.0.1:9090")
    )
    var state = State(
      size: Size(columns: 160, rows: 48),
      now: now,
      opened: OpenedDashboard(dashboard: dashboard, problems: []),
      environments: [environment],
      watching: ["prod"]
    )
    for effect in state.apply(.tick(now)) {
      guard case .query(let key, _, let generation, let queries) = effect else { continue }
      let answers = queries.map { answer($0, now: now) }
      _ = state.apply(.answered(key, generation: generation, .success(answers)))
    }
    return state
  }

  private static let types = ["xml", "pdf", "xlsx", "jpg", "csv", "docx"]

  static func answer(_ query: Query, now: Timestamp, series count: Int = types.count) -> Answer {
    let series = (0..<count).map { index in
      let type = index < types.count ? types[index] : "type \(index)"
      var times = [now.milliseconds]
      if case .range(let range, let step) = query.span {
        times = Array(
          stride(
            from: range.start.milliseconds,
            through: range.end.milliseconds,
            by: Int64.Stride(step.milliseconds)
          )
        )
      }
      return Series(
        labels: ["file_type": type],
        timestamps: times,
        values: times.indices.map { Double(($0 * 7 + index * 5) % 23) }
      )
    }
    return Answer(series: series, at: now)
  }
}
