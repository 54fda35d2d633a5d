import Documents

/// What the panels of `render --format json` show, against the server's own answers to the queries
/// that they name.
struct ShownAgainstServer {
  /// Panels that ask a server.
  var asked = 0
  var withData = 0
  /// Those whose answers were transformed, of which only the queries are compared.
  var transformed = 0
  /// Series and points that are the server's.
  var series = 0
  var points = 0
  var differences: [String] = []

  var told: String {
    "\(withData) of \(asked) panels have data, \(transformed) transformed;"
      + " \(series) series, \(points) points"
  }

  var firstDifferences: String { differences.prefix(8).joined(separator: "\n") }

  mutating func add(_ panel: JSON, isTransformed: Bool, port: Int) throws {
    let title = panel["title"]?.string ?? ""
    let state = panel["state"]?.string
    let queries = panel["queries"]?.array ?? []
    let own = panel["series"]?.array ?? []
    let problems = panel["problems"]?.array ?? []
    if state == "error" {
      let isExplained = problems.contains { problem in
        problem["severity"]?.string == "error" && problem["what"]?.string?.isEmpty == false
      }
      differences.append("\(title): \(isExplained ? problems[0].text() : "fails without a reason")")
    }
    guard !queries.isEmpty else { return }
    asked += 1
    if !own.isEmpty { withData += 1 }
    var answers: [(query: JSON, series: RawSeries)] = []
    for query in queries where query["role"]?.string == "data" {
      answers += try RawSeries.answers(to: query, port).map { (query, $0) }
    }
    if own.isEmpty != answers.isEmpty {
      differences.append("\(title): shows \(own.count) series, the server has \(answers.count)")
    }
    guard !isTransformed else {
      transformed += 1
      return
    }
    compare(own, answers, title)
  }

  private mutating func compare(
    _ own: [JSON],
    _ answers: [(query: JSON, series: RawSeries)],
    _ title: String
  ) {
    if own.count != answers.count {
      differences.append("\(title): shows \(own.count) series, the server has \(answers.count)")
    }
    for (query, answer) in answers {
      let labels = answer.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let name = "\(title), \(query["refId"]?.string ?? "") \(labels.joined(separator: ","))"
      // The metric's name is no label of a series that is shown; so several may have the same.
      let candidates = own.filter { series in
        series["refId"]?.string == query["refId"]?.string
          && RawSeries.labels(of: series).filter { $0.key != "__name__" }
            == answer.labels.filter { $0.key != "__name__" }
      }
      let tried = candidates.map { Self.difference($0, answer) }
      if let first = tried.first, tried.allSatisfy({ $0 != nil }) {
        differences.append("\(name): \(first ?? "")")
      } else if tried.isEmpty {
        differences.append("\(name): not shown")
      } else {
        series += 1
        points += answer.values.count
      }
    }
  }

  /// JSON has no infinity and no NaN; a sum may have been added up in another order.
  private static func isSame(_ shown: Double?, _ answered: Double) -> Bool {
    guard let shown else { return !answered.isFinite }
    return abs(shown - answered) <= 1e-12 * max(abs(shown), abs(answered))
  }

  private static func difference(_ shown: JSON, _ answer: RawSeries) -> String? {
    let points = (shown["points"]?.array ?? []).compactMap { $0.array }
    let times = points.map { Int64((($0[0].number ?? 0) * 1_000).rounded()) }
    guard times == answer.times else { return "shown at \(times), the server has \(answer.times)" }
    return zip(points, answer.values).first { !isSame($0[1].number, $1) }
      .map { "shows \($0[1].text()), the server says \($1)" }
  }
}
