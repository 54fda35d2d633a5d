import Glibc
import ServerSupport
import Support
import Testing

/// A wall hangs, and all that can go wrong around it does; each second it is read, and nothing
/// that it says may be wrong.
struct WallRunTests {
  /// As long as `PROMWALL_MINUTES` says; without, once through every weather.
  private static let minutes = getenv("PROMWALL_MINUTES").flatMap { Int(String(cString: $0)) } ?? 0
  /// Seconds that anything lasts.
  private static let least = minutes == 0 ? 5.0 : 8
  /// Where each look is told, with what was on the screen's first line.
  private static let log = getenv("PROMWALL_WALL_LOG").map { String(cString: $0) }

  private static let rules = """
    groups:
      - name: test
        rules:
          - alert: AlwaysOn
            expr: vector(1)
            labels: { severity: warning }

    """

  private static let layout = """
    {
      "title": "Wall",
      "refresh": "5s",
      "time": { "from": "now-15m", "to": "now" },
      "panels": [
        { "type": "timeseries", "title": "Samples", "gridPos": { "w": 12, "h": 8 },
          "legend": "hidden",
          "targets": [{ "expr": "rate(prometheus_tsdb_head_samples_appended_total[1m])" }] },
        { "type": "table", "title": "Server's clock", "gridPos": { "w": 12, "h": 8 },
          "unit": "none",
          "targets": [{ "expr": "label_replace(floor(vector(time())), 'what', 'time', '', '')" }] },
        { "type": "bargauge", "title": "Targets", "gridPos": { "w": 12, "h": 6 }, "max": 1,
          "targets": [{ "expr": "up", "legendFormat": "{{job}}" }] },
        { "type": "alertlist", "title": "Alerts", "gridPos": { "w": 12, "h": 6 } }
      ]
    }

    """

  private static let sizes = [
    (100, 30), (160, 48), (80, 24), (200, 60), (20, 6), (60, 16), (40, 12), (132, 43),
  ]

  @Test func aWallNeverSaysWhatIsNotSo() async throws {
    let server = try await RealPrometheus(rules: Self.rules)
    let line = try await Line(to: server.port)
    let folder = try TemporaryFolder()
    let layout = folder.path + "/wall.json"
    try writeFile(layout, Self.layout)
    try writeFile(
      folder.path + "/config.json",
      """
      { "environments": { "wall": {
        "prometheus": { "url": "\(line.url)", "scrape_interval": "1s" } } } }
      """
    )
    let terminal = try await Tmux(
      columns: Self.sizes[0].0,
      rows: Self.sizes[0].1,
      environment: ["TZ": "Africa/Lagos"]
    )
    // Without job control the shell does not take the terminal from what is stopped.
    let command = "\(Program.path) \(layout) -e wall --config \(folder.path)/config.json --kiosk"
    try await terminal.type(
      "set +m; sh -c 'echo $$ >\(folder.path)/pid; exec \(command)'; echo left $?\n"
    )
    let first = try await terminal.wait(for: "● live", "1 WARNING", "time")
    try #require(first.contains("● live"), "\(first)")
    let words = try #require(readFile(folder.path + "/pid")).split(whereSeparator: \.isWhitespace)
    let pid = try #require(words.first.flatMap { pid_t($0) })
    var truth = Truth(zone: "WAT", columns: Self.sizes[0].0, rows: Self.sizes[0].1)
    var random = SeededRandom(seed: 20_261_125)
    var (looks, wrong, sizes) = (0, [String](), 0)
    // In kB, by the screen's size: a large screen may take more than a small one.
    var memory: [Int] = []
    let end = Self.now + Double(Self.minutes * 60)
    var coming = Self.round(&random)
    while let weather = coming.first {
      coming.removeFirst()
      switch weather {
      case .calm: break
      case .killed: try await server.kill()
      case .started: try await server.start()
      case .cut: line.cut()
      case .mended: line.mend()
      case .zone:
        // The dashboard's own clock is the viewer's here.
        try await terminal.press("z")
        truth.zone = truth.zone == "UTC" ? "WAT" : "UTC"
      case .resized:
        sizes += 1
        (truth.columns, truth.rows) = Self.sizes[sizes % Self.sizes.count]
        try await terminal.resize(columns: truth.columns, rows: truth.rows)
      case .broken: try writeFile(layout, String(Self.layout.dropLast(9)))
      case .whole: try writeFile(layout, Self.layout)
      case .stopped: kill(pid, SIGSTOP)
      case .continued: kill(pid, SIGCONT)
      }
      let began = Self.now
      switch weather {
      case .killed, .cut: (truth.isReachable, truth.reachableSince) = (false, began)
      case .started, .mended, .continued: (truth.isReachable, truth.reachableSince) = (true, began)
      case .broken, .whole: (truth.isBroken, truth.brokenSince) = (weather == .broken, began)
      case .calm, .zone, .resized, .stopped: break
      }
      truth.isStopped = weather == .stopped
      Self.tell("-- \(weather.rawValue)")
      // What was done a moment ago is seen a moment later.
      try await Task.sleep(for: .milliseconds(1_500))
      var isSettled = false
      while Self.now - began < Double(weather.seconds), !isSettled {
        let before = Self.now
        let screen = try await terminal.screen()
        let faults = truth.faults(in: screen, now: before, slack: Self.now - before + 1)
        looks += 1
        let top = String(screen.prefix { $0 != "\n" })
        Self.tell("\(faults.isEmpty ? "ok   " : "WRONG") \(top) \(faults.joined(separator: "; "))")
        if !faults.isEmpty {
          wrong.append("\(weather): \(faults.joined(separator: "; "))\n\(screen)")
          Self.tell(screen)
        }
        isSettled = Self.now - began > Self.least && shows(weather, top)
        try await Task.sleep(for: .milliseconds(900))
      }
      if weather == .calm, let resident = Self.status(pid, "VmRSS") {
        memory.append(resident)
        Self.tell("memory \(resident) kB, \(Self.status(pid, "RssAnon") ?? 0) of it no file's")
      }
      if coming.isEmpty, Self.now < end { coming = Self.round(&random) }
    }
    Self.tell("\(looks) looks, \(wrong.count) wrong; memory \(memory) kB")
    #expect(wrong.isEmpty, "\(wrong.count) of \(looks) looks:\n\(wrong.prefix(3).joined())")
    #expect(looks > 50)
    // Flat: what the first minutes took may be, growth with time may not. The allocator gives back
    // late what it has freed, so that single moments say little; what is held for good is in the
    // least of many.
    let third = memory.count / 3
    if third > 1, let middle = memory.dropFirst(third).prefix(third).min(),
      let last = memory.suffix(third).min()
    {
      #expect(Double(last) < Double(middle) * 1.05, "\(memory) kB")
    }
    #expect(memory.count > 1)
    try await terminal.press("q", "q")
    #expect(try await terminal.wait(for: "left 0").contains("left 0"))
  }

  /// Whether a change has come through to the first line, so that there is no more to wait for.
  private func shows(_ weather: Weather, _ top: String) -> Bool {
    switch weather {
    case .started, .mended, .continued: top.contains("● live") && !top.contains(" stale")
    case .killed, .cut: Self.minutes == 0 && top.contains("STALE") && top.contains("ALERTS")
    case .calm, .zone, .resized, .broken, .whole, .stopped: Self.minutes == 0
    }
  }

  /// Every weather once, what begins before what ends, calm before and after.
  private static func round(_ random: inout SeededRandom) -> [Weather] {
    var parts: [[Weather]] = [
      [.killed, .started], [.cut, .mended], [.zone], [.resized, .resized], [.broken, .whole],
      [.stopped, .continued],
    ]
    parts.shuffle(using: &random)
    return [.calm] + parts.flatMap { $0 } + [.calm]
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A line of the kernel's account of the process, in kB.
  private static func status(_ pid: pid_t, _ name: String) -> Int? {
    readFile("/proc/\(pid)/status")?.split(separator: "\n")
      .first { $0.hasPrefix(name + ":") }
      .flatMap { Int($0.filter(\.isNumber)) }
  }

  private static func tell(_ text: String) {
    guard let log, let file = fopen(log, "a") else { return }
    defer { fclose(file) }
    let seconds = Int(now) % 86_400
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    fputs("\(clock) \(text)\n", file)
  }
}
