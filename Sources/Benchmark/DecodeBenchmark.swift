import Prometheus

/// How fast answers of Prometheus become columns.
enum DecodeBenchmark {
  /// The best of twenty runs on each answer, in millions of bytes per second.
  static func run() -> [(name: String, megabytesPerSecond: Double)] {
    [
      ("decode 100 series x 600 points", measured(answer(series: 100, points: 600))),
      ("decode 5000 series x 1 point", measured(answer(series: 5_000, points: 1))),
    ]
  }

  private static func measured(_ body: [UInt8]) -> Double {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<20 {
      let took = clock.measure { _ = DecodeProbe.points(in: body) }
      best = min(best, took)
    }
    let seconds = Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
    return Double(body.count) / 1e6 / seconds
  }

  /// Half of the series are whole numbers, half have 16 or 17 digits, as rates do.
  private static func answer(series: Int, points: Int) -> [UInt8] {
    var text = #"{"status":"success","data":{"resultType":"matrix","result":["#
    for number in 0..<series {
      if number > 0 { text += "," }
      text += #"{"metric":{"__name__":"http_requests_total","instance":"10.0.\#(number / 250)."#
      text += #"\#(number % 250):9100","job":"node","code":"200","handler":"/api/\#(number)"},"#
      text += #""values":["#
      for point in 0..<points {
        if point > 0 { text += "," }
        let time = 1_700_000_000 + point * 15
        let value =
          number % 2 == 0
          ? "\(number * 1_000 + point * 7)" : "\(Double(number * 601 + point * 13 + 1) / 7.3)"
        text += #"[\#(time)\#(point % 4 == 0 ? ".781" : ""),"\#(value)"]"#
      }
      text += "]}"
    }
    return Array((text + "]}}").utf8)
  }
}
