import Canvas
import Documents
import Interface
import Metrics
import Panels

/// How long a key waits for its frame on a screen of 40 panels of 20 series each, while answers
/// come in: the message, the whole canvas, and the comparison with the frame before.
enum KeyBenchmark {
  private static let panels = 40
  private static let keys: [Key] = [
    .right, .down, .left, .up, .character("c"), .left, .left, .character("c"), .enter, .down,
    .character("s"), .escape, .character("+"), .character("-"), .character("?"), .escape,
    .character("/"), .character("p"), .escape, .tab,
  ]

  /// - Parameter fields: What a Grafana dashboard says of its panels' fields; nil for a layout.
  /// - Returns: The middle, the 99th of a hundred, and the longest of 2,000 keys.
  static func run(fields: FieldRules? = nil) -> [(String, Duration)] {
    guard var state = screen(fields: fields) else { return [] }
    let clock = ContinuousClock()
    var shown = Canvas(size: state.size)
    var drawn = DrawnPanels()
    var waits: [Duration] = []
    for number in 0..<2_000 {
      // What was asked is answered a little later, one answer before each key.
      let wait = clock.measure {
        let asked = state.apply(.tick(state.now + .milliseconds(500)))
        answer(asked, in: &state)
        answer(state.apply(.keyPressed(keys[number % keys.count])), in: &state)
        var canvas = Canvas(size: state.size)
        state.draw(on: &canvas, keeping: &drawn)
        if canvas != shown { shown = canvas }
      }
      waits.append(wait)
    }
    waits.sort()
    return [
      ("p50", waits[waits.count / 2]), ("p99", waits[waits.count * 99 / 100]),
      ("longest", waits[waits.count - 1]),
    ]
  }

  private static func screen(fields: FieldRules?) -> State? {
    var specs = (0..<panels).map { index in
      PanelSpec(
        id: index + 1,
        type: "timeseries",
        title: "Panel \(index)",
        grid: GridPosition(x: index % 4 * 6, y: index / 4 * 6, w: 6, h: 6),
        targets: [Target(.expression("rate(x_total[$__rate_interval])"))]
      )
    }
    for place in specs.indices { specs[place].fields = fields }
    let dashboard = Dashboard(
      source: fields == nil ? .layout : .grafana,
      file: "keys",
      title: "Keys",
      refresh: .seconds(5),
      panels: specs
    )
    let now = Timestamp(seconds: 1_795_539_761)
    var state = State(
      size: Size(columns: 200, rows: 60),
      now: now,
      opened: OpenedDashboard(dashboard: dashboard, problems: []),
      environments: [
        Documents.Environment(
          name: "prod",
          prometheus: Connection(url: "http://127.0.0.1:9090")
        )
      ],
      watching: ["prod"]
    )
    answer(state.apply(.tick(now)), in: &state)
    return state
  }

  private static func answer(_ effects: [Effect], in state: inout State) {
    for case .query(let key, _, let generation, let queries) in effects {
      let answers = queries.map { DrawBenchmark.answer($0, now: state.now, series: 20) }
      _ = state.apply(.answered(key, generation: generation, .success(answers)))
    }
  }
}
