import Demo
import Documents
import Glibc
import Metrics

/// One demo for all tests that only read from it; it ends with this process.
enum SharedDemo {
  private static let starting = Task {
    try await Demo.start(now: Timestamp(seconds: wallClock())) { _ in }
  }

  static func get() async throws -> RunningDemo { try await starting.value }

  static func port(_ demo: RunningDemo) -> Int {
    Int(demo.prometheusURL.split(separator: ":").last ?? "") ?? 0
  }
}

/// A series as the server stored it: what a reference computes from, apart from our own client.
struct RawSeries {
  var labels: [String: String]
  /// Milliseconds.
  var times: [Int64]
  var values: [Double]

  /// Every stored sample of a selector in the window that ends now.
  static func fetch(_ port: Int, _ selector: String, window: String) throws -> [Self] {
    let data = try Web.data(port, "/api/v1/query", [("query", "\(selector)[\(window)]")])
    return (data["result"]?.array ?? []).map(Self.init)
  }

  /// Of one entry of a matrix or a vector.
  init(_ json: JSON) {
    labels = Dictionary(
      (json["metric"]?.members ?? []).map { ($0.name, $0.value.string ?? "") },
      uniquingKeysWith: { $1 }
    )
    let points = json["values"]?.array ?? json["value"].map { [$0] } ?? []
    times = points.map { Int64((($0.array?[0].number ?? 0) * 1_000).rounded()) }
    values = points.map { Double($0.array?[1].string ?? "") ?? .nan }
  }

  /// The last sample after one moment and up to another.
  func last(after start: Int64, upTo end: Int64) -> (time: Int64, value: Double)? {
    let index = count(upTo: end) - 1
    guard index >= 0, times[index] > start else { return nil }
    return (times[index], values[index])
  }

  func first(after start: Int64, upTo end: Int64) -> Double? {
    let index = count(upTo: start)
    return index < times.count && times[index] <= end ? values[index] : nil
  }

  /// The samples after one moment and up to another.
  func indices(after start: Int64, upTo end: Int64) -> Range<Int> {
    count(upTo: start)..<max(count(upTo: start), count(upTo: end))
  }

  /// How many samples are not later than a moment.
  private func count(upTo moment: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

func wallClock() -> Int64 { Int64(time(nil)) }

// What `render --format json` tells, and what the server says to the same.
extension RawSeries {
  /// The server's answer to a query with the moments that the program had asked for.
  static func answers(to query: JSON, _ port: Int) throws -> [Self] {
    func text(_ name: String) -> String { query[name]?.number.map { "\($0)" } ?? "" }
    var fields = [("query", query["expr"]?.string ?? "")]
    guard query["step"] != nil else {
      fields.append(("time", text("time")))
      return results(try Web.data(port, "/api/v1/query", fields))
    }
    fields += ["start", "end", "step"].map { ($0, text($0)) }
    return results(try Web.data(port, "/api/v1/query_range", fields))
  }

  private static func results(_ data: JSON) -> [Self] {
    guard data["resultType"]?.string != "scalar" else {
      return [Self(JSON(.members(["value": data["result"]?.kind ?? .null])))]
    }
    return (data["result"]?.array ?? []).map(Self.init)
  }

  /// The labels of a series that the program shows.
  static func labels(of series: JSON) -> [String: String] {
    Dictionary(
      (series["labels"]?.members ?? []).map { ($0.name, $0.value.string ?? "") },
      uniquingKeysWith: { $1 }
    )
  }
}
