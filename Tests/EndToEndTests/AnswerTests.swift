import Demo
import Documents
import Testing

/// What `render --format json` says of each panel, against the server's own answers to the queries
/// that the panel names.
struct AnswerTests {
  @Test(arguments: ["overview", "uploads", "stages", "queues-and-errors", "prometheus"])
  func everyValueIsTheServers(layout: String) async throws {
    let demo = try await SharedDemo.get()
    let port = SharedDemo.port(demo)
    let result = try await Program.run([
      "render", layout, "--prometheus", demo.prometheusURL, "--format", "json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let panels = try #require(try result.json()["panels"]?.array)
    var compared = 0
    for panel in panels {
      let title = "\(layout), \(panel["title"]?.string ?? "")"
      let queries = panel["queries"]?.array ?? []
      switch panel["type"]?.string {
      case "row", "text": #expect(queries.isEmpty, "\(title)")
      case "alertlist": compared += try compareAlerts(panel, port, title)
      default:
        #expect(!queries.isEmpty, "\(title) names no query")
        let values = try queries.reduce(0) { $0 + (try compare($1, panel, port, title)) }
        // A server that started a moment ago has no rates of its own yet.
        let isYoung = layout == "prometheus" && panel["state"]?.string == "no_data"
        #expect(values > 0 || isYoung, "\(title): \(panel["state"]?.string ?? "")")
        compared += values
      }
    }
    #expect(compared >= 7, "\(compared) values")
  }

  /// Compares every value of one query.
  ///
  /// - Returns: How many there were.
  private func compare(
    _ query: JSON,
    _ panel: JSON,
    _ port: Int,
    _ title: String
  ) throws -> Int {
    let role = try #require(query["role"]?.string)
    guard ["data", "bars", "openBar"].contains(role) else { return 0 }
    let own = (panel["series"]?.array ?? []).filter {
      $0["refId"]?.string == query["refId"]?.string
    }
    let answers = try RawSeries.answers(to: query, port)
    for answer in answers {
      let labels = answer.labels.filter { $0.key != "__name__" }
      let series = try #require(
        own.first { entry in
          RawSeries.labels(of: entry).filter { $0.key != "__name__" } == labels
        },
        "\(title): no series \(labels)"
      )
      if role == "openBar" {
        #expect(series["open"]?["value"]?.number == answer.values.last, "\(title) \(labels)")
      } else {
        let name = "\(title) \(labels)"
        try compare(points: series, with: answer, isFilled: role == "bars", name)
      }
    }
    if role == "data" { #expect(own.count == answers.count, "\(title): \(own.count) series") }
    return answers.reduce(0) { $0 + $1.values.count }
  }

  private func compare(
    points series: JSON,
    with answer: RawSeries,
    isFilled: Bool,
    _ name: String
  ) throws {
    let known = Dictionary(
      zip(answer.times, answer.values).map { ($0, $1) },
      uniquingKeysWith: { $1 }
    )
    let points = try #require(series["points"]?.array)
    #expect(points.count >= known.count, "\(name)")
    for point in points {
      let time = Int64(((point.array?[0].number ?? 0) * 1_000).rounded())
      let value = point.array?[1].number
      guard let stored = known[time] else {
        // What `zeroWhile` says is zero has no series at the server.
        #expect(isFilled && value == 0, "\(name) at \(time): \(String(describing: value))")
        continue
      }
      #expect(value == (stored.isFinite ? stored : nil), "\(name) at \(time)")
    }
    if let value = series["value"]?.number { #expect(value == answer.values.last, "\(name)") }
  }

  private func compareAlerts(_ panel: JSON, _ port: Int, _ title: String) throws -> Int {
    let own = (panel["alerts"]?.array ?? []).compactMap { $0["name"]?.string }
    let alerts = try Web.data(port, "/api/v1/alerts")["alerts"]?.array ?? []
    let names = alerts.compactMap { $0["labels"]?["alertname"]?.string }
    #expect(own.sorted() == names.sorted(), "\(title)")
    #expect(!own.isEmpty, "\(title): the story's alerts are there from the start")
    return own.count
  }
}
