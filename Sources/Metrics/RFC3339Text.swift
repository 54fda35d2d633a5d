extension Timestamp {
  /// `2026-11-24T10:00:00.123Z`, as `init(rfc3339:)` reads it.
  package var rfc3339: String {
    let civil = Zone.utc.civil(self)
    let digits = String((self - floored(to: .seconds(1))).milliseconds)
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    return "\(civil.date)T\(civil.clockWithSeconds).\(fraction)Z"
  }
}
