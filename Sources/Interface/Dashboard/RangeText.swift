import Documents
package import Metrics

/// A time range in words.
package enum RangeText {
  private static let words: [Character: (one: String, many: String)] = [
    "s": ("second", "seconds"), "m": ("minute", "minutes"), "h": ("hour", "hours"),
    "d": ("day", "days"), "w": ("week", "weeks"), "M": ("month", "months"),
    "y": ("year", "years"),
  ]

  /// `last 6 hours`, or both ends: moments by the zone's clock, anything else as written.
  package static func long(from: String, to: String, zone: Zone) -> String {
    guard to == "now", let span = relative(from), let unit = span.last, let word = words[unit],
      let count = Int(span.dropLast())
    else { return plain(from: from, to: to, zone: zone) }
    return count == 1 ? "last \(word.one)" : "last \(count) \(word.many)"
  }

  /// Such as `6h`.
  package static func short(from: String, to: String, zone: Zone) -> String {
    guard to == "now", let span = relative(from) else {
      return plain(from: from, to: to, zone: zone)
    }
    return span
  }

  /// Such as `5 min`, `30 s` and `1 h 30 min`.
  package static func words(_ span: Duration) -> String {
    var rest = span.milliseconds / 1_000
    guard rest > 0 else { return "\(span.milliseconds) ms" }
    var parts: [String] = []
    for (unit, width) in [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)] as [(String, Int64)]
    where rest >= width {
      parts.append("\(rest / width) \(unit)")
      rest %= width
    }
    return parts.joined(separator: " ")
  }

  private static func relative(_ from: String) -> String? {
    guard from.hasPrefix("now-") else { return nil }
    let span = String(from.dropFirst(4))
    return span.contains("/") ? nil : span
  }

  private static func plain(from: String, to: String, zone: Zone) -> String {
    if from == to || to == "now",
      let known = RangeInput.quick.first(where: {
        $0.range == WrittenRange(from: from, to: to)
      })
    {
      return known.text.lowercased()
    }
    guard let start = fixed(from, zone) else {
      return "\(ForeignText(from).safe) to \(ForeignText(to).safe)"
    }
    let end = fixed(to, zone)
    // A day that both ends share is told once.
    let isOneDay = end.map { $0.date == start.date } ?? false
    let told = end.map { isOneDay ? clock($0) : "\($0.date) \(clock($0))" }
    return "\(start.date) \(clock(start)) to \(told ?? ForeignText(to).safe)"
  }

  private static func clock(_ civil: CivilTime) -> String {
    civil.second == 0 ? civil.clock : civil.clockWithSeconds
  }

  /// A moment that doesn't move with time, on the zone's clock.
  private static func fixed(_ text: String, _ zone: Zone) -> CivilTime? {
    guard !text.hasPrefix("now"),
      let expression = try? TimeExpression(parsing: text, place: "range")
    else { return nil }
    let moment = expression.moment(now: Timestamp(seconds: 0), zone: zone, roundsUp: false)
    return zone.civil(moment)
  }
}
