import Canvas
import Documents
import Glibc
import Support
import Testing

/// Dashboards that real projects publish, against the servers that they are about.
///
/// Their files are no part of promwall: `PROMWALL_CORPUS` names a folder that has them. Without it
/// one of our own alone is shown.
struct RealDashboardTests {
  private static let corpus = getenv("PROMWALL_CORPUS").map { String(cString: $0) }

  /// File names, and the least share of the panels that must have data.
  ///
  /// The rest asks for hardware, newer servers or services that the machine of a test has not. A
  /// container may have neither a disk nor a network device: those of the machine ask for half or
  /// less.
  private static let dashboards: KeyValuePairs<String, Double> = [
    "rfmoz_grafana-dashboards__node-exporter-full": 0.5,
    "dragonflydb_dragonfly__node-exporter": 0.5,
    "ruanbekker_docker-monitoring-stack-gpnc__node-metrics": 0.4,
    "dragonflydb_dragonfly__redis": 0.9,
    "oliver006_redis_exporter__grafana_prometheus_redis_dashboard": 0.9,
    "oliver006_redis_exporter__grafana_prometheus_redis_dashboard_exporter_version_0.3x": 0.9,
    "oliver006_redis_exporter__redis-overview": 0.7,
    "prometheus-operator_kube-prometheus__alertmanager-overview": 0.9,
    "prometheus-operator_kube-prometheus__node-cluster-rsrc-use": 0.4,
    "prometheus-operator_kube-prometheus__prometheus-remote-write": 0.7,
    "prometheus-community_postgres_exporter__postgres-overview": 0.9,
    "rfmoz_grafana-dashboards__apache-full": 0.55,
    "rfmoz_grafana-dashboards__bind9-full": 0.6,
    "grafana_jsonnet-libs__golangruntime": 0.8,
  ]

  @Test func theyShowWhatTheServersSay() async throws {
    let yard = try await RealExporters()
    try await yard.settle(seconds: 75)
    try await compareOurOwn(yard)
    guard let corpus = Self.corpus else { return }
    for (name, share) in Self.dashboards {
      let file = "\(corpus)/\(name).json"
      let transformed = try await check(file, name)
      let shown = try await compare(file, name, transformed: transformed, yard: yard)
      print("\(name): \(shown.told)")
      #expect(shown.series > 0, "\(name)")
      #expect(shown.differences.isEmpty, "\(name): \(shown.told)\n\(shown.firstDifferences)")
      let least = share * Double(shown.asked)
      #expect(Double(shown.withData) >= least, "\(name): \(shown.told)")
      try await look(file, name, yard: yard)
    }
  }

  /// The whole screen of `yardDashboard`, and that `check` has nothing to say about it.
  private func compareOurOwn(_ yard: RealExporters) async throws {
    let file = yard.alertmanager.folder.path + "/yard.json"
    try writeFile(file, yardDashboard)
    let checked = try await Program.run(["check", file, "--strict"])
    #expect(checked.status == 0, "\(checked.output)")
    // Where the ticks of the time axis stand depends on the range alone.
    let end = (wallClock() - 2) / 30 * 30
    let result = try await Program.run([
      "render", file, "--size", "160x44", "-e", "yard", "--config", yard.settings,
      "--from", time(end - 30), "--to", time(end), "--timezone", "utc",
    ])
    #expect(result.status == 0, "\(result.errors)")
    try expectGolden(text: masked(result.output), "yard-160x44")
  }

  /// As ISO 8601 has it.
  private func time(_ seconds: Int64) -> String {
    var (moment, parts) = (time_t(seconds), tm())
    gmtime_r(&moment, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Days, clock times and ages, which differ each time, as zeros.
  private func masked(_ screen: String) -> String {
    let plain = screen.replacing(#/\d\d:\d\d/#) { _ in "00:00" }
      .replacing(#/00:\d\d/#) { _ in "00:00" }
      .replacing(#/\d{4}-\d\d-\d\d/#) { _ in "0000-00-00" }
      .replacing(#/ +\d+ s\b/#) { String(repeating: " ", count: $0.output.count - 3) + "0 s" }
    // One half of a minute is as good as the other.
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
    let top = (lines.first ?? "").replacing("00:00:30 to 00:00 ", with: "00:00 to 00:00:30 ")
      .replacing(#/00:00:\d\d UTC/#) { _ in "00:00:53 UTC" }
    let rest = lines.dropFirst().map { line in
      ["3", "4", "5"].enumerated().reduce(String(line)) { line, half in
        line.replacing("00:00:\(half.element)", with: "00:00:\(half.offset)")
      }
    }
    return ([String(top)] + rest).joined(separator: "\n")
  }

  /// It opens without an error.
  ///
  /// - Returns: The panels whose answers are made tables or transformed before they are shown, by
  ///   their IDs.
  private func check(_ file: String, _ name: String) async throws -> Set<Int> {
    let result = try await Program.run(["check", file, "--format", "json"])
    #expect(result.status == 0, "\(name): \(result.errors)")
    let report = try #require(try result.json()["files"]?.array?.first)
    #expect(report["kind"]?.string == "grafana", "\(name)")
    let errors = (report["problems"]?.array ?? []).filter { $0["severity"]?.string == "error" }
    #expect(errors.isEmpty, "\(name): \(errors.map { $0.text() })")
    let text = try #require(readFile(file))
    return Self.transformed(try JSON(parsing: Array(text.utf8), file: file))
  }

  private static func transformed(_ json: JSON) -> Set<Int> {
    var found: Set<Int> = []
    for panel in json["panels"]?.array ?? [] {
      let isTransformed = panel["transformations"]?.array?.isEmpty == false
      let isTable = panel["targets"]?.array?.contains { $0["format"]?.string == "table" } == true
      if let id = panel["id"]?.integer, isTransformed || isTable { found.insert(id) }
      found.formUnion(transformed(panel))
    }
    return found
  }

  /// What each panel shows is what the server says to the same queries, moment by moment.
  ///
  /// Up to some seconds ago: what a scrape that is still under way brings would be there for the
  /// second asker alone.
  private func compare(
    _ file: String,
    _ name: String,
    transformed: Set<Int>,
    yard: RealExporters
  ) async throws -> ShownAgainstServer {
    let result = try await render(file, "json", yard)
    #expect([0, 4].contains(result.status), "\(name): \(result.errors)")
    var shown = ShownAgainstServer()
    for panel in try #require(try result.json()["panels"]?.array) {
      let isTransformed = panel["id"]?.integer.map { transformed.contains($0) } ?? false
      try shown.add(panel, isTransformed: isTransformed, port: yard.prometheus.port)
    }
    return shown
  }

  /// The screen keeps its size and holds nothing that a terminal would obey.
  private func look(_ file: String, _ name: String, yard: RealExporters) async throws {
    let result = try await render(file, "text", yard)
    #expect([0, 4].contains(result.status), "\(name): \(result.errors)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect((40...61).contains(lines.count), "\(name): \(lines.count) lines")
    for line in lines where TextWidth.of(line) > 200 {
      Issue.record("\(name): \(TextWidth.of(line)) columns: \(line)")
    }
    let controls = result.output.unicodeScalars.filter {
      $0 != "\n" && [.control, .format, .surrogate].contains($0.properties.generalCategory)
    }
    #expect(controls.isEmpty, "\(name): \(controls.map { $0.value })")
  }

  private func render(
    _ file: String,
    _ format: String,
    _ yard: RealExporters
  ) async throws -> Program.Result {
    try await Program.run([
      "render", file, "--format", format, "--size", "200x60", "-e", "yard", "--config",
      yard.settings,
      "--from", "now-2m", "--to", "now-6s", "--timezone", "utc",
    ])
  }
}
