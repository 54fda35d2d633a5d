/// A moment in Prometheus' own resolution: whole milliseconds since 1970 UTC.
package struct Timestamp: Hashable, Sendable, Comparable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package init(seconds: Int64) { milliseconds = seconds * 1_000 }

  package static func < (left: Self, right: Self) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package static func + (moment: Self, span: Duration) -> Self {
    Self(milliseconds: moment.milliseconds &+ span.milliseconds)
  }

  package static func - (moment: Self, span: Duration) -> Self {
    Self(milliseconds: moment.milliseconds &- span.milliseconds)
  }

  package static func - (left: Self, right: Self) -> Duration {
    .milliseconds(left.milliseconds &- right.milliseconds)
  }

  /// The newest multiple of `step` that is not later than this.
  package func floored(to step: Duration) -> Self {
    let width = max(1, step.milliseconds)
    let rest = milliseconds % width
    let (floor, overflows) = milliseconds.subtractingReportingOverflow(
      rest < 0 ? rest + width : rest
    )
    return overflows ? self : Self(milliseconds: floor)
  }

  /// The oldest multiple of `step` that is not earlier than this.
  package func ceiled(to step: Duration) -> Self {
    let floor = floored(to: step)
    return floor == self ? self : floor + step
  }

  /// As the HTTP API takes it: seconds with three decimals, no floating point on the way.
  package var parameter: String {
    let sign = milliseconds < 0 ? "-" : ""
    let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1_000)
    let digits = String(rest)
    return sign + "\(seconds)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  package var seconds: Double { Double(milliseconds) / 1_000 }
}

extension Duration {
  /// Whole milliseconds; smaller parts are cut.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000
  }

  package var inSeconds: Double { Double(milliseconds) / 1_000 }

  package static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
  package static func hours(_ count: Int) -> Duration { .seconds(3_600 * count) }

  /// As PromQL and the HTTP API write it, in whole units: `5m`, `1h30m`, `4m59s999ms`.
  package var promQL: String {
    guard milliseconds != 0 else { return "0s" }
    var rest = milliseconds.magnitude
    var text = milliseconds < 0 ? "-" : ""
    for (unit, width) in [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ] as [(String, UInt64)] where rest >= width {
      text += "\(rest / width)\(unit)"
      rest %= width
    }
    return text
  }
}

/// From and to, both included.
package struct TimeRange: Hashable, Sendable {
  package var start: Timestamp
  package var end: Timestamp

  package init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = max(start, end)
  }

  package var length: Duration { end - start }

  /// How far along it a moment lies: 0 at its start, 1 at its end, beyond for what is outside.
  ///
  /// Asked for every point of every line: in plain numbers, since a `Duration` is divided to be
  /// read.
  package func along(_ milliseconds: Int64) -> Double {
    let length = Double(max(1, end.milliseconds &- start.milliseconds))
    return (Double(milliseconds) - Double(start.milliseconds)) / length
  }
}
