import Demo
import Interface
import Support
import Testing

/// Every key of the help page over real ssh against the demo's Prometheus, each with what it shows.
@Suite(.serialized)
struct TourTests {
  private static let layout = """
    {
      "title": "Tour",
      "refresh": "1h",
      "timezone": "Asia/Tokyo",
      "time": { "from": "now-6h", "to": "now" },
      "variables": [
        { "name": "system", "type": "query", "query": "label_values(uploads_total, system)" }
      ],
      "panels": [
        { "type": "timeseries", "title": "Uploads of $system", "gridPos": { "w": 12, "h": 9 },
          "interval": "10m", "drawStyle": "bars", "stacking": "normal",
          "targets": [{ "count": "uploads_total{system='$system'}", "by": ["file_type"] }] },
        { "type": "timeseries", "title": "Waiting", "gridPos": { "w": 12, "h": 9 },
          "targets": [{ "expr": "max by (queue) (rabbitmq_queue_messages)" }] },
        { "type": "bargauge", "title": "Queues", "gridPos": { "w": 12, "h": 8 }, "max": 100,
          "thresholds": [{ "above": 50, "state": "warning" }],
          "targets": [{ "expr": "max by (queue) (rabbitmq_queue_messages)" }] },
        { "type": "stat", "title": "Targets", "gridPos": { "w": 12, "h": 8 },
          "thresholds": [{ "above": 0, "state": "warning" }],
          "targets": [{ "expr": "count(up)" }] },
        \((1...16).map { number in
          #"{ "type": "timeseries", "title": "More \#(number)", "gridPos": { "w": 12, "h": 9 },"#
            + #" "targets": [{ "expr": "rate(process_cpu_seconds_total[5m])" }] }"#
        }.joined(separator: ",\n"))
      ]
    }
    """

  /// Keys, and what is on the screen after them: words, and such as mustn't be there.
  struct Step: Sendable {
    var keys: [String] = []
    var text = ""
    var shows: [String] = []
    var hides: [String] = []
  }

  /// By the keys' line of the help page; each begins and ends on the dashboard as it was.
  private static let steps: [(help: String, steps: [Step])] = [
    ("?", [step("?", shows: "compare with a day ago, a week ago, nothing"), back]),
    ("E", [step("E", shows: "Environments", "> shop"), back]),
    (
      "D",
      [
        step("D", shows: "Dashboards", "Uploads by file type"),
        Step(keys: ["Enter"], text: "byfile", shows: ["Uploads by file type", "by hand"]),
        step("D", shows: "Dashboards"),
        Step(keys: ["Enter"], text: "tour", shows: ["Tour", "Uploads of bitrix"]),
      ]
    ),
    ("a", [step("a", shows: "Alerts", "QueueAboveLimit", "1 pending"), back]),
    ("x", [step("x", shows: "this session may only look")]),
    (
      "g",
      [
        step("a", "g", shows: "by product", "catalog: "),
        step("g", shows: "by environment", "shop: "), step("g", shows: "by severity", "warning: "),
        step("g", shows: "by alertname", "QueueAboveLimit: "),
        step("g", shows: "1 pending", hides: "by alertname"), back,
      ]
    ),
    ("Enter", [step("Enter", shows: "Uploads of bitrix", "total", hides: "Waiting"), back]),
    (
      "V",
      [
        step("V", shows: "Variables", "system", "bitrix"), step("Enter", shows: "opus"),
        Step(keys: ["Enter"], text: "opus", shows: ["Uploads of opus"]),
        step("V", shows: "Variables"), step("Enter", shows: "bitrix"),
        Step(keys: ["Enter"], text: "bitrix", shows: ["Uploads of bitrix"]),
      ]
    ),
    (
      "arrows, hjkl",
      [
        step("Right", "i", shows: "Inspect: Waiting"), back,
        step("Down", "i", shows: "Inspect: Targets"), back,
        step("Left", "i", shows: "Inspect: Queues"), back,
        step("Up", "i", shows: "Inspect: Uploads"), back,
        step("l", "i", shows: "Inspect: Waiting"), back,
        step("j", "i", shows: "Inspect: Targets"), back,
        step("h", "i", shows: "Inspect: Queues"), back,
        step("k", "i", shows: "Inspect: Uploads"), back,
        step("Enter", shows: "> ■", "total"), step("j", shows: "  ■", "> ■"), back,
      ]
    ),
    (
      "t",
      [
        step("t", shows: "Time range", "Last 3 hours"),
        Step(keys: ["Enter"], text: "90m", shows: ["Tour  90m"]), step("0", shows: "Tour  6h"),
      ]
    ),
    ("+ -", [step("+", shows: "Tour  3h"), step("-", shows: "Tour  6h")]),
    ("[ ]", [step("[", shows: "PAST"), step("]", "]", shows: "Tour  6h", hides: "PAST")]),
    (
      "0, End",
      [
        step("[", shows: "PAST"), step("0", shows: "Tour  6h", hides: "PAST"),
        step("[", shows: "PAST"), step("End", shows: "Tour  6h", hides: "PAST"),
      ]
    ),
    ("b", [step("+", shows: "Tour  3h"), step("b", shows: "Tour  6h")]),
    ("z", [step("?", shows: " JST"), back, step("z", hides: " JST")]),
    (
      "C",
      [
        step("C", shows: "and a day ago"), step("C", shows: "and a week ago"),
        step("C", hides: "and a week ago"),
      ]
    ),
    ("A", [step("A", shows: "this dashboard has no annotations")]),
    (
      "c",
      [
        step("c", shows: " │"), step("H", shows: " │"), step("L", "Left", shows: "│"),
        step("c", hides: " │"),
      ]
    ),
    (
      "v",
      [
        step("c", shows: " │"), step("v", "H", "H", shows: "│"),
        step("Enter", shows: "PAST", hides: "Tour  6h"), step("b", shows: "Tour  6h"),
      ]
    ),
    (
      "Esc, q",
      [
        step("Enter", hides: "Waiting"), step("q", shows: "Waiting"),
        step("Enter", hides: "Waiting"), step("Escape", shows: "Waiting"),
      ]
    ),
    (
      "o O",
      [
        step("Enter", shows: "> ■", "total"), step("o", shows: "hidden"),
        step("o", hides: "hidden"), step("O", shows: "hidden"), step("O", hides: "hidden"), back,
      ]
    ),
    ("s", [step("Enter", shows: "last ▾"), step("s", hides: "last ▾"), back]),
    (
      "n N",
      [
        step("n", "i", shows: "Inspect: Queues"), back,
        step("n", "i", shows: "Inspect: Targets"), back,
        step("N", "i", shows: "Inspect: Queues"), back, step("Up"),
      ]
    ),
    (
      "Space",
      [
        step("Space", shows: "More 16", hides: "Waiting"),
        step("Space", shows: "Waiting", hides: "More 16"),
      ]
    ),
    ("i", [step("i", shows: "Inspect: Uploads", "uploads_total", "points"), back]),
    ("1-9", [step("i", "1", shows: "there is no link 1"), back]),
    ("e", [step("e", shows: "queries are not edited: this session may only look")]),
    (
      "/",
      [
        step("/", shows: "Find"),
        Step(keys: ["Enter"], text: "targets", shows: ["Waiting"], hides: ["Find"]),
        step("i", shows: "Inspect: Targets"), back, step("Up"), step("Left"),
      ]
    ),
    (
      "y",
      [
        step("y", shows: "promwall", "-e shop", "This view as a command line"), back,
        step("i", "y", shows: "copied, if the terminal takes it"), back,
      ]
    ),
    ("S", [step("S", shows: "nothing is saved: this session may only look")]),
    (
      "r",
      [
        Step(hides: ["oldest data  0 s"]),
        step("r", shows: "oldest data  0 s"),
      ]
    ),
    ("p", [step("p", shows: "PAUSED"), step("p", hides: "PAUSED")]),
    ("q", [step("q", shows: "left 0", hides: "Tour")]),
  ]

  private static let back = Step(keys: ["Escape"], shows: ["? help"], hides: ["Esc back"])

  private static func step(_ keys: String..., shows: String..., hides: String...) -> Step {
    Step(keys: keys, shows: shows, hides: hides)
  }

  @Test func everyKeyOfTheHelp() async throws {
    let demo = try await SharedDemo.get()
    let folder = try TemporaryFolder()
    try writeFile(folder.path + "/tour.json", Self.layout)
    try writeFile(
      folder.path + "/guest.json",
      """
      { "environments": { "shop": { "prometheus": { "url": "\(demo.prometheusURL)" } } } }
      """
    )
    let sshd = try await Sshd(
      program: Program.path,
      config: folder.path + "/guest.json",
      arguments: "-e shop \(folder.path)/tour.json uploads",
      accepts: "LANG LC_*"
    )
    let terminal = try await Tmux(columns: 110, rows: 24)
    try await terminal.type("sh \(try sshd.script()); echo left $?\n")
    _ = try await terminal.wait(for: "SHOP", "● live", "Uploads of bitrix", "Targets")
    #expect(Self.steps.map(\.help) == KeyHelp.all.map { $0.keys }, "every line of the help page")
    for (help, steps) in Self.steps {
      for (place, step) in steps.enumerated() {
        if !step.text.isEmpty { try await terminal.type(step.text) }
        for key in step.keys { try await terminal.press(key) }
        let isShown = try await eventually(within: 20) {
          let screen = try await terminal.screen()
          return step.shows.allSatisfy { screen.contains($0) }
            && !step.hides.contains { screen.contains($0) }
        }
        let screen = try await terminal.screen()
        #expect(
          isShown,
          "\(help), step \(place + 1): \(step.shows), not \(step.hides):\n\(screen)"
        )
      }
    }
  }
}
