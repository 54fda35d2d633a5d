import Documents
import Glibc
import Support
import Testing

/// What a real Prometheus and Alertmanager say of an alert that is over.
@Suite(.serialized)
struct AlertHistoryTests {
  /// One that fires for a while from the start, and one that goes on.
  private static func rules(until end: Int) -> String {
    """
    groups:
      - name: test
        rules:
          - alert: Brief
            expr: vector(time()) < \(end)
            labels: { severity: critical, product: catalog, queue: "or\\"ders" }
            annotations: { summary: "it fires", runbook_url: "https://wiki/brief" }
          - alert: Lasting
            expr: vector(73) > 50
            labels: { severity: p1, product: shop }

    """
  }

  private func settings(_ folder: TemporaryFolder, _ prometheus: String, _ alertmanager: String)
    throws -> String
  {
    let path = folder.path + "/config.json"
    try writeFile(
      path,
      """
      {
        "default_environment": "stage",
        "severities": ["p1", "critical"],
        "environments": {
          "stage": {
            "prometheus": { "url": "\(prometheus)", "scrape_interval": "1s" },
            "alertmanager": [{ "url": "\(alertmanager)" }]
          }
        }
      }
      """
    )
    return path
  }

  @Test func whatIsOverIsToldWithItsEnd() async throws {
    let folder = try TemporaryFolder()
    let alertmanager = try await RealAlertmanager()
    let end = time(nil) + 20
    let prometheus = try await RealPrometheus(
      rules: Self.rules(until: end),
      alertmanager: alertmanager.port
    )
    let config = try settings(folder, prometheus.url, alertmanager.url)
    let command = ["alerts", "--config", config]
    func alerts() async throws -> [JSON] {
      try await Program.run(command + ["--format", "json"]).json()["alerts"]?.array ?? []
    }
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type("\(Program.path) prometheus --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "2 CRITICAL")
    #expect(try await alerts().map { $0["name"]?.string } == ["Lasting", "Brief"])
    try await terminal.press("a")
    var screen = try await terminal.wait(for: "2 firing", "Lasting", "Brief")

    var over: JSON?
    let hasEnded = try await eventually(within: 60) {
      over = try await alerts().first { $0["state"]?.string == "resolved" }
      return over != nil
    }
    #expect(hasEnded)
    #expect(over?["name"]?.string == "Brief")
    #expect(over?["labels"]?["queue"]?.string == "or\"ders")
    #expect(over?["annotations"]?["runbook_url"]?.string == "https://wiki/brief")
    let ended = try #require(over?["endsAt"]?.number)
    #expect(abs(ended - Double(end)) <= 3, "\(ended) for \(end)")
    #expect(try #require(over?["activeAt"]?.number) < ended - 5)
    #expect(try await alerts().map { $0["name"]?.string } == ["Lasting", "Brief"], "it comes last")
    let only = try await Program.run(command + ["--state", "resolved"])
    #expect(only.status == 0, "\(only.errors)")
    #expect(only.output.contains("resolved  critical") && !only.output.contains("Lasting"))
    screen = try await terminal.wait(for: "1 firing", "1 resolved in the last 1 h", "1 CRITICAL")
    #expect(screen.contains("it fires"), "\(screen)")
    try await terminal.press("/")
    try await terminal.type("resolved")
    screen = try await terminal.wait(for: "filter: resolved", "Brief")
    try await terminal.press("Enter", "Enter")
    _ = try await terminal.wait(for: "resolved, critical, ended", "https://wiki/brief")
    try await terminal.press("Escape", "Escape", "Escape", "q")

    // Its history is gone with it: nothing is said to have ended.
    try await prometheus.kill()
    let gone = try await Program.run(command)
    #expect(gone.status == 3)
    #expect(gone.output.contains("ALERTS UNKNOWN"), "\(gone.output)")
  }

  private static let always = """
    groups:
      - name: test
        rules:
          - alert: Watchdog
            expr: vector(1)
            labels: { severity: none }

    """

  /// One environment whose watchdog fires, one that has none of that name, and one whose second
  /// Alertmanager never hears of it.
  @Test func aWatchdogThatIsMissingIsAnAlarm() async throws {
    let folder = try TemporaryFolder()
    let (told, untold) = (try await RealAlertmanager(), try await RealAlertmanager())
    let prometheus = try await RealPrometheus(rules: Self.always, alertmanager: told.port)
    let config = folder.path + "/config.json"
    let server = "\"prometheus\": { \"url\": \"\(prometheus.url)\" }"
    try writeFile(
      config,
      """
      { "environments": {
          "well": { \(server), "watchdog": "Watchdog", "alertmanager": [{ "url": "\(told.url)" }] },
          "odd": { \(server), "watchdog": "DeadMansSwitch" },
          "half": { \(server), "watchdog": "Watchdog",
            "alertmanager": [{ "url": "\(told.url)" }, { "url": "\(untold.url)" }] } } }
      """
    )
    func alerts(_ words: String...) async throws -> Program.Result {
      try await Program.run(["alerts", "--config", config] + words)
    }
    let isWell = try await eventually(within: 20) {
      try await alerts("-e", "well").output == "none firing\n"
    }
    #expect(isWell)
    let odd = try await alerts("-e", "odd")
    #expect(odd.status == 0)
    let missing = "WATCHDOG MISSING: DeadMansSwitch doesn't fire, so perhaps nothing would"
    #expect(odd.output.contains("!! odd: \(missing)\n"), "\(odd.output)")
    #expect(odd.output.contains("Watchdog"), "to this environment it is an alert as any")
    let problem = try await alerts("-e", "odd", "--format", "json").json()["problems"]?.array?.first
    #expect(problem?["what"]?.string == missing)
    #expect(problem?["severity"]?.string == "error")
    #expect(problem?["code"]?.string == "alerts.watchdog")
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type("\(Program.path) prometheus --config \(config) -e odd\n")
    _ = try await terminal.wait(for: "NO WATCHDOG", missing)
    try await terminal.press("a")
    _ = try await terminal.wait(for: "!! \(missing)")
    try await terminal.press("Escape", "q")
    let isTold = try await eventually(within: 110) {
      try await alerts("-e", "half").output.contains(
        "!! half: WATCHDOG MISSING: 1 of 2 Alertmanagers don't have Watchdog"
      )
    }
    #expect(isTold)
    #expect(try await alerts("-e", "well").output == "none firing\n")
  }

  /// From the list to what the alert's expression did, and when it fired before.
  @Test func theGraphShowsTheThresholdAndWhenItFired() async throws {
    let folder = try TemporaryFolder()
    let alertmanager = try await RealAlertmanager()
    let labels = #"alertname="Lasting",alertstate="firing",product="shop",severity="p1""#
    let now = time(nil)
    let samples = stride(from: now - 9_000, through: now - 7_200, by: 60).map { moment in
      "ALERTS{\(labels)} 1 \(moment)\n"
    }
    let prometheus = try await RealPrometheus(
      rules: Self.rules(until: 0),
      history: "# TYPE ALERTS gauge\n" + samples.joined() + "# EOF\n",
      alertmanager: alertmanager.port
    )
    let config = try settings(folder, prometheus.url, alertmanager.url)
    let terminal = try await Tmux(columns: 120, rows: 30)
    try await terminal.type("\(Program.path) prometheus --config \(config)\n")
    _ = try await terminal.wait(for: "● live", "1 CRITICAL")
    try await terminal.press("a")
    _ = try await terminal.wait(for: "1 firing", "Lasting")
    try await terminal.press("Enter")
    let screen = try await terminal.wait(
      for: "Last 3 h vector(73), limit above 50",
      "shaded while it fired",
      "╌╌╌"
    )
    #expect(screen.contains("expression    vector(73) > 50"), "\(screen)")
    try await terminal.press("y")
    _ = try await terminal.wait(for: "this alert has no runbook")
    try await terminal.press("Enter")
    _ = try await terminal.wait(for: "Enter words")
    try await terminal.press("D")
    _ = try await terminal.wait(for: "no dashboard is of the product shop; these are all")
    try await terminal.press("Escape", "q")
  }
}
