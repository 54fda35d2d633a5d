import Metrics

/// A time range in words.
package enum RangeText {
  private static let words: [Character: (one: String, many: String)] = [
    "s": ("second", "seconds"), "m": ("minute", "minutes"), "h": ("hour", "hours"),
    "d": ("day", "days"), "w": ("week", "weeks"), "M": ("month", "months"),
    "y": ("year", "years"),
  ]

  /// `last 6 hours`, or both ends as written.
  package static func long(from: String, to: String) -> String {
    guard to == "now", let span = relative(from), let unit = span.last, let word = words[unit],
      let count = Int(span.dropLast())
    else { return plain(from: from, to: to) }
    return count == 1 ? "last \(word.one)" : "last \(count) \(word.many)"
  }

  /// Such as `6h`.
  package static func short(from: String, to: String) -> String {
    guard to == "now", let span = relative(from) else { return plain(from: from, to: to) }
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

  private static func plain(from: String, to: String) -> String {
    to == "now" && from.hasPrefix("now/d")
      ? "today so far" : "\(ForeignText(from).safe) to \(ForeignText(to).safe)"
  }
}
