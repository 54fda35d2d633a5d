import Demo
import Documents
import Glibc
import Support
import Testing

/// A Grafana dashboard with repeated panels and rows, a filter and an annotation, against a real
/// Prometheus.
struct RepeatedDashboardTests {
  private static let dashboard = #"""
    { "title": "Jobs", "schemaVersion": 39, "time": { "from": "now-1h", "to": "now" },
      "templating": { "list": [
        { "name": "app", "type": "query", "query": { "query": "label_values(work, app)", "qryType": 1 },
          "multi": true, "includeAll": true, "current": { "text": "All", "value": ["$__all"] } },
        { "name": "Filters", "type": "adhoc", "filters": [
          { "key": "env", "operator": "=", "value": "prod" }] } ] },
      "annotations": { "list": [
        { "name": "Deploys", "enable": true, "expr": "deployed", "step": "60s",
          "titleFormat": "{{version}} is out", "tagKeys": "env", "iconColor": "blue" } ] },
      "panels": [
        { "id": 1, "type": "stat", "title": "Sum $app", "repeat": "app",
          "gridPos": { "x": 0, "y": 0, "w": 24, "h": 4 },
          "targets": [{ "refId": "A", "expr": "sum(work{app=~\"$app\"})" }] },
        { "id": 2, "type": "row", "title": "Row $app", "repeat": "app",
          "gridPos": { "x": 0, "y": 4, "w": 24, "h": 1 } },
        { "id": 3, "type": "timeseries", "title": "Work of $app",
          "gridPos": { "x": 0, "y": 5, "w": 24, "h": 9 },
          "targets": [{ "refId": "A", "expr": "work{app=\"$app\"}", "legendFormat": "{{env}}" }] }
      ] }
    """#

  /// Two apps in two environments, and two deployments.
  private var history: String {
    let now = Int(time(nil)) / 60 * 60
    var samples: [(name: String, lines: [String])] = []
    let series = ["a", "b"].flatMap { app in ["prod", "test"].map { (app, $0) } }
    var lines: [String] = []
    for (app, env) in series {
      for minute in stride(from: 60, through: 0, by: -1) {
        let value = (app == "a" ? 10 : 20) + (env == "prod" ? 1 : 2)
        lines.append("work{app=\"\(app)\",env=\"\(env)\"} \(value) \(now - minute * 60)")
      }
    }
    samples.append(("work", lines))
    samples.append(
      (
        "deployed",
        [
          "deployed{env=\"prod\",version=\"1.2\"} 1 \(now - 2_400)",
          "deployed{env=\"test\",version=\"1.3\"} 1 \(now - 1_200)",
        ]
      )
    )
    return samples.map { "# TYPE \($0.name) gauge\n" + $0.lines.joined(separator: "\n") + "\n" }
      .joined() + "# EOF\n"
  }

  @Test func everyCopyAsksForItsOwnValue() async throws {
    let prometheus = try await RealPrometheus(history: history)
    let folder = try TemporaryFolder()
    let file = folder.path + "/jobs.json"
    try writeFile(file, Self.dashboard)
    let words = ["render", file, "--prometheus", prometheus.url, "--size", "120x60"]
    let result = try await Program.run(words + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    let root = try result.json()
    let panels = try #require(root["panels"]?.array)
    #expect(
      panels.compactMap { $0["title"]?.string } == [
        "Sum a", "Sum b", "Row a", "Work of a", "Row b", "Work of b",
      ]
    )
    let expressions = panels.compactMap { $0["queries"]?.array?.first?["expr"]?.string }
    #expect(
      expressions == [
        #"sum(work{app=~"a",env="prod"})"#, #"sum(work{app=~"b",env="prod"})"#,
        #"work{app="a",env="prod"}"#, #"work{app="b",env="prod"}"#,
      ]
    )
    let values = panels.compactMap { panel in
      panel["series"]?.array?.first?["points"]?.array?.last?.array?.last?.number
    }
    #expect(values == [11, 21, 11, 21])
    #expect(panels.compactMap { $0["gridPos"]?["x"]?.integer }.prefix(2) == [0, 12])
    let events = root["annotations"]?.array ?? []
    #expect(events.compactMap { $0["title"]?.string } == ["1.2 is out"], "the other is test's")
    #expect(events.first?["tags"]?.array?.compactMap(\.string) == ["prod"])

    let screen = try await Program.run(words + ["--glyphs", "braille"]).output
    for text in ["Sum a", "Sum b", "▾ Row a", "Work of b", "▼", "▲"] {
      #expect(screen.contains(text), "\(text) in \(screen)")
    }
    let one = try await Program.run(words + ["--var", "app=b", "--format", "json"]).json()
    #expect(
      one["panels"]?.array?.compactMap { $0["title"]?.string } == ["Sum b", "Row b", "Work of b"]
    )
    let checked = try await Program.run(["check", file, "--prometheus", prometheus.url])
    #expect(checked.status == 0, "\(checked.output)")
  }
}
