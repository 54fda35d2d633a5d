import Documents
import Metrics
import Testing

/// Moments as people write them.
struct TimeExpressionTests {
  /// A Wednesday.
  private static let now =
    Zone.utc.moment(year: 2026, month: 11, day: 25, hour: 14, minute: 37, second: 20)
    + .milliseconds(250)

  private func shown(_ moment: Timestamp) -> String {
    let civil = Zone.utc.civil(moment)
    let rest = String((moment.milliseconds % 1_000 + 1_000) % 1_000)
    return "\(civil.date) \(civil.clockWithSeconds)."
      + String(repeating: "0", count: 3 - rest.count) + rest
  }

  private func read(_ text: String, now: Timestamp = Self.now, up: Bool = false) throws -> String {
    let expression = try TimeExpression(parsing: text, place: "time.from")
    return shown(expression.moment(now: now, zone: .utc, roundsUp: up))
  }

  @Test(arguments: [
    ("now", "2026-11-25 14:37:20.250"), ("now-90s", "2026-11-25 14:35:50.250"),
    ("now-5m", "2026-11-25 14:32:20.250"), ("now-6h", "2026-11-25 08:37:20.250"),
    ("now-1d", "2026-11-24 14:37:20.250"), ("now-2w", "2026-11-11 14:37:20.250"),
    ("now-1M", "2026-10-25 14:37:20.250"), ("now-11M", "2025-12-25 14:37:20.250"),
    ("now-1y", "2025-11-25 14:37:20.250"), ("now+30m", "2026-11-25 15:07:20.250"),
    ("now-1d+2h", "2026-11-24 16:37:20.250"), ("now-0s", "2026-11-25 14:37:20.250"),
  ])
  func aSpanBeforeNow(text: String, moment: String) throws {
    #expect(try read(text) == moment)
    #expect(try read(text, up: true) == moment)
  }

  /// Down for the beginning of a range, up for its end.
  @Test(arguments: [
    ("now/s", "2026-11-25 14:37:20.000", "2026-11-25 14:37:20.999"),
    ("now/m", "2026-11-25 14:37:00.000", "2026-11-25 14:37:59.999"),
    ("now/h", "2026-11-25 14:00:00.000", "2026-11-25 14:59:59.999"),
    ("now/d", "2026-11-25 00:00:00.000", "2026-11-25 23:59:59.999"),
    ("now/w", "2026-11-23 00:00:00.000", "2026-11-29 23:59:59.999"),
    ("now/M", "2026-11-01 00:00:00.000", "2026-11-30 23:59:59.999"),
    ("now/y", "2026-01-01 00:00:00.000", "2026-12-31 23:59:59.999"),
    ("now-1d/d", "2026-11-24 00:00:00.000", "2026-11-24 23:59:59.999"),
    ("now-9M/M", "2026-02-01 00:00:00.000", "2026-02-28 23:59:59.999"),
    ("now/d+8h", "2026-11-25 08:00:00.000", "2026-11-26 07:59:59.999"),
  ])
  func roundedToAUnit(text: String, down: String, up: String) throws {
    #expect(try read(text) == down)
    #expect(try read(text, up: true) == up)
  }

  /// A month that is too short ends a shift on its last day, as in Grafana.
  @Test(arguments: [
    (2026, 3, 31, "now-1M", "2026-02-28 12:00:00.000"),
    (2026, 8, 31, "now-2M", "2026-06-30 12:00:00.000"),
    (2026, 12, 31, "now+2M", "2027-02-28 12:00:00.000"),
    (2028, 2, 29, "now-1y", "2027-02-28 12:00:00.000"),
    (2028, 2, 29, "now-4y", "2024-02-29 12:00:00.000"),
    (2026, 3, 1, "now-1d", "2026-02-28 12:00:00.000"),
  ])
  func monthsOfUnequalLength(
    year: Int,
    month: Int,
    day: Int,
    text: String,
    moment: String
  ) throws {
    let now = Zone.utc.moment(year: year, month: month, day: day, hour: 12)
    #expect(try read(text, now: now) == moment)
  }

  @Test(arguments: [
    ("2026-11-24T08:00:00Z", "2026-11-24 08:00:00.000"),
    ("2026-11-24T08:00:00.500Z", "2026-11-24 08:00:00.500"),
    ("2026-11-24T08:00:00.5+01:00", "2026-11-24 07:00:00.500"),
    ("2026-11-24T08:00:00.1239Z", "2026-11-24 08:00:00.123"),
    ("2026-11-24T08:00:00-0330", "2026-11-24 11:30:00.000"),
    ("2026-11-24T08:00:00", "2026-11-24 08:00:00.000"),
    ("2026-11-24 08:00", "2026-11-24 08:00:00.000"), ("2026-11-24", "2026-11-24 00:00:00.000"),
    ("2028-02-29", "2028-02-29 00:00:00.000"), ("1764028800000", "2025-11-25 00:00:00.000"),
    ("0", "1970-01-01 00:00:00.000"), ("-1", "1969-12-31 23:59:59.999"),
  ])
  func aFixedMoment(text: String, moment: String) throws {
    #expect(try read(text) == moment)
    #expect(try read(text, up: true) == moment)
  }

  @Test(arguments: [
    "", "yesterday", "nowhere", "now-", "now-6", "now-6x", "now-h", "now/", "now/q", "now -6h",
    "now-0.5h", "now-1000001y", "2026-13-01", "2026-02-31", "2026-00-10", "24.11.2026",
    "2026-11-24T24:00:00Z", "2026-11-24T08:60:00Z", "2026-11-24T08", "99999999999999999",
    "now\u{1B}",
  ])
  func otherTextIsNoTime(text: String) {
    let problem = #expect(throws: Problem.self) {
      try TimeExpression(parsing: text, place: "time.from")
    }
    let safe = text.replacing("\u{1B}", with: "␛")
    #expect(
      problem?.description == "time.from: `time.from` is \"\(safe)\", which is no time;"
        + " write now-6h, now/d or 2026-11-24T08:00:00Z"
    )
    #expect(problem?.code == "time.invalid")
  }

  @Test func aThousandShiftsAreRefusedAndNeverTrap() {
    let text = "now" + String(repeating: "-1000000y", count: 3_000)
    #expect(throws: Problem.self) { try TimeExpression(parsing: text, place: "x") }
  }

  @Test func theFarthestShiftsNeverTrap() throws {
    for sign in ["-", "+"] {
      for unit in ["s", "m", "h", "d", "w", "M", "y"] {
        let text = "now" + String(repeating: "\(sign)1000000\(unit)", count: 8) + "/y/w"
        let moment = try TimeExpression(parsing: text, place: "x")
          .moment(now: Self.now, zone: .utc, roundsUp: false)
        #expect((moment < Self.now) == (sign == "-"))
      }
    }
  }
}
