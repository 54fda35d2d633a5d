import Documents
import Metrics
import Panels

/// Ranges as people pick or type them.
enum RangeInput {
  /// Grafana's quick ranges, in its order and words.
  static let quick: [(text: String, range: WrittenRange)] =
    [
      ("5 minutes", "5m"), ("15 minutes", "15m"), ("30 minutes", "30m"), ("1 hour", "1h"),
      ("3 hours", "3h"), ("6 hours", "6h"), ("12 hours", "12h"), ("24 hours", "24h"),
      ("2 days", "2d"), ("7 days", "7d"), ("30 days", "30d"), ("90 days", "90d"),
      ("6 months", "6M"), ("1 year", "1y"), ("2 years", "2y"), ("5 years", "5y"),
    ].map { ("Last \($0)", WrittenRange(from: "now-\($1)", to: "now")) }
    + [
      ("Yesterday", "now-1d/d", "now-1d/d"),
      ("Day before yesterday", "now-2d/d", "now-2d/d"),
      ("This day last week", "now-7d/d", "now-7d/d"),
      ("Previous week", "now-1w/w", "now-1w/w"),
      ("Previous month", "now-1M/M", "now-1M/M"),
      ("Previous year", "now-1y/y", "now-1y/y"),
      ("Today", "now/d", "now/d"),
      ("Today so far", "now/d", "now"),
      ("This week", "now/w", "now/w"),
      ("This week so far", "now/w", "now"),
      ("This month", "now/M", "now/M"),
      ("This month so far", "now/M", "now"),
      ("This year", "now/y", "now/y"),
      ("This year so far", "now/y", "now"),
    ].map { ($0, WrittenRange(from: $1, to: $2)) }

  static let forms = "90m, 2026-11-24, 08:00 to 12:00, 2026-11-24 22:00 to 2026-11-25 04:00, now-2h"

  /// What was typed as a range.
  ///
  /// - Parameters:
  ///   - text: One of `forms`, or two of a picker's own ends with ` to ` between.
  ///   - now: By the server's clock.
  ///   - zone: Whose clock and days are meant.
  /// - Returns: The range; or why it is none.
  static func range(
    _ text: String,
    now: Timestamp,
    zone: Zone
  ) -> Result<WrittenRange, Problem> {
    Result { () throws(Problem) in
      let range = try written(text, today: zone.civil(now).date)
      let start = try TimeExpression(parsing: range.from, place: "from")
        .moment(now: now, zone: zone, roundsUp: false)
      let end = try TimeExpression(parsing: range.to, place: "to")
        .moment(now: now, zone: zone, roundsUp: true)
      guard start < end else {
        throw Problem(what: "the range ends before it begins", fix: "swap its ends")
      }
      guard start < now else {
        throw Problem(what: "the range begins in the future", fix: "choose an earlier one")
      }
      return range
    }
  }

  private static func written(_ text: String, today: String) throws(Problem) -> WrittenRange {
    let text = text.trimmingSpaces
    if let gap = text.firstRange(of: " to ") {
      let from = String(text[..<gap.lowerBound]).trimmingSpaces
      let to = String(text[gap.upperBound...]).trimmingSpaces
      // `2026-11-24 08:00 to 12:00`: the second clock is of the first one's day.
      let day = from.wholeMatch(of: /(\d{4}-\d{2}-\d{2})[T ].*/).map { String($0.output.1) }
      return WrittenRange(from: dated(from, today), to: dated(to, day ?? today, isEnd: true))
    }
    if text.wholeMatch(of: /\d+[smhdwMy]/) != nil {
      return WrittenRange(from: "now-\(text)", to: "now")
    }
    if text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil {
      return WrittenRange(from: text, to: dated(text, today, isEnd: true))
    }
    guard !text.isEmpty else {
      throw Problem(what: "no range is typed", fix: "write \(forms)")
    }
    return WrittenRange(from: dated(text, today), to: "now")
  }

  /// A clock alone is of that day; a day alone ends with its last second.
  private static func dated(_ text: String, _ day: String, isEnd: Bool = false) -> String {
    if text.wholeMatch(of: /\d{2}:\d{2}(:\d{2})?/) != nil { return "\(day)T\(text)" }
    if isEnd, text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil { return "\(text)T23:59:59" }
    return text
  }
}
