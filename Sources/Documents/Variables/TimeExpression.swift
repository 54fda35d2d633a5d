package import Metrics

/// A moment as people write it: Grafana's date math, ISO 8601, or milliseconds since 1970.
///
/// Date math: `now`, then any number of `-6h`, `+1d` and `/d` (round to the unit). Source: Grafana,
/// "Dashboard time settings".
package struct TimeExpression: Hashable, Sendable {
  private enum Base: Hashable, Sendable {
    case now
    case moment(Timestamp)
    /// Without a zone: the dashboard's is meant; seconds are followed by milliseconds.
    case civil([Int])
  }

  private enum Step: Hashable, Sendable {
    case shift(Int, Character)
    case round(Character)
  }

  private var base: Base
  private var steps: [Step] = []

  /// - Parameters:
  ///   - text: Such as `now-6h`, `now/d`, `2026-11-24T08:00:00Z`.
  ///   - place: What the problem names.
  /// - Throws: A problem that tells the forms there are.
  package init(parsing text: String, place: String) throws(Problem) {
    if text.hasPrefix("now") {
      base = .now
      guard let steps = Self.steps(text.dropFirst(3)) else { throw Self.problem(text, place) }
      self.steps = steps
    } else if let milliseconds = Int64(text), milliseconds.magnitude < Self.yearTenThousand {
      base = .moment(Timestamp(milliseconds: milliseconds))
    } else if let base = Self.iso(text) {
      self.base = base
    } else {
      throw Self.problem(text, place)
    }
  }

  private static func problem(_ text: String, _ place: String) -> Problem {
    Problem(
      what: "`\(place)` is \"\(ForeignText(text).safe)\", which is no time",
      place: place,
      fix: "write now-6h, now/d or 2026-11-24T08:00:00Z",
      code: "time.invalid"
    )
  }

  private static let units = Set("smhdwMy")
  private static let yearTenThousand: UInt64 = 253_402_300_800_000
  /// More are no time of people's, and could leave the range of numbers.
  private static let maximumSteps = 16

  private static func steps(_ text: Substring) -> [Step]? {
    var steps: [Step] = []
    var rest = text
    while let sign = rest.first {
      rest = rest.dropFirst()
      if sign == "/" {
        guard let unit = rest.first, units.contains(unit) else { return nil }
        steps.append(.round(unit))
        rest = rest.dropFirst()
        continue
      }
      guard sign == "-" || sign == "+" else { return nil }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let count = Int(digits), count <= 1_000_000, let unit = rest.first,
        units.contains(unit)
      else { return nil }
      steps.append(.shift(sign == "-" ? -count : count, unit))
      rest = rest.dropFirst()
    }
    guard steps.count <= maximumSteps else { return nil }
    return steps
  }

  /// `2026-11-24`, `2026-11-24 08:00`, `2026-11-24T08:00:00.5+01:00`, `…Z`.
  private static func iso(_ text: String) -> Base? {
    let pattern =
      /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let part = match.output
    let numbers = [part.1, part.2, part.3, part.4 ?? "0", part.5 ?? "0", part.6 ?? "0"]
      .compactMap { Int($0) }
    guard numbers.count == 6, (1...12).contains(numbers[1]),
      (1...days(year: numbers[0], month: numbers[1])).contains(numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 61,
      let milliseconds = Int(((part.7 ?? "") + "000").prefix(3))
    else { return nil }
    guard let zone = part.8 else { return .civil(numbers + [milliseconds]) }
    let utc = moment(numbers + [milliseconds], in: .utc)
    guard zone != "Z" else { return .moment(utc) }
    let digits = zone.filter(\.isNumber)
    guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)) else { return nil }
    let offset = Duration.minutes((hours * 60 + minutes) * (zone.hasPrefix("-") ? -1 : 1))
    return .moment(utc - offset)
  }

  private static func days(year: Int, month: Int) -> Int {
    Zone.utc.civil(Zone.utc.moment(year: year, month: month + 1, day: 0)).day
  }

  private static func moment(_ parts: [Int], in zone: Zone) -> Timestamp {
    zone.moment(
      year: parts[0],
      month: parts[1],
      day: parts[2],
      hour: parts[3],
      minute: parts[4],
      second: parts[5]
    ) + .milliseconds(parts[6])
  }

  /// The moment that is meant.
  ///
  /// - Parameters:
  ///   - now: For `now`.
  ///   - zone: Whose days and months are rounded to, and whose clock a time without zone means.
  ///   - roundsUp: `/d` means the unit's last millisecond, for the end of a range.
  /// - Returns: To the millisecond.
  package func moment(now: Timestamp, zone: Zone, roundsUp: Bool) -> Timestamp {
    var moment: Timestamp
    switch base {
    case .now: moment = now
    case .moment(let fixed): moment = fixed
    case .civil(let parts): moment = Self.moment(parts, in: zone)
    }
    for step in steps {
      switch step {
      case .shift(let count, let unit): moment = Self.shifted(moment, count, unit, zone)
      case .round(let unit): moment = Self.rounded(moment, unit, zone, up: roundsUp)
      }
    }
    return moment
  }

  private static func shifted(
    _ moment: Timestamp,
    _ count: Int,
    _ unit: Character,
    _ zone: Zone
  ) -> Timestamp {
    let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
    if let width = seconds[unit] { return moment + .seconds(count * width) }
    var civil = zone.civil(moment)
    switch unit {
    case "d": civil.day += count
    case "w": civil.day += 7 * count
    case "M": civil.month += count
    default: civil.year += count
    }
    if unit == "M" || unit == "y" {
      // A month that is too short ends the shift on its last day.
      let (years, month) = (civil.month - 1).quotientAndRemainder(dividingBy: 12)
      let year = civil.year + years - (month < 0 ? 1 : 0)
      civil.day = min(civil.day, days(year: year, month: (month < 0 ? month + 12 : month) + 1))
    }
    // The C library carries days and months over.
    let whole = zone.moment(
      year: civil.year,
      month: civil.month,
      day: civil.day,
      hour: civil.hour,
      minute: civil.minute,
      second: civil.second
    )
    return whole + .milliseconds((moment.milliseconds % 1_000 + 1_000) % 1_000)
  }

  private static func rounded(
    _ moment: Timestamp,
    _ unit: Character,
    _ zone: Zone,
    up: Bool
  ) -> Timestamp {
    let start = floored(moment, unit, zone)
    guard up else { return start }
    return shifted(start, 1, unit, zone) - .milliseconds(1)
  }

  private static func floored(_ moment: Timestamp, _ unit: Character, _ zone: Zone) -> Timestamp {
    let civil = zone.civil(moment)
    switch unit {
    case "s": return moment.floored(to: .seconds(1))
    case "m": return moment.floored(to: .minutes(1))
    case "h":
      return moment.floored(to: .minutes(1)) - .minutes(civil.minute)
    case "d": return zone.moment(year: civil.year, month: civil.month, day: civil.day)
    case "w":
      // Weeks begin on Monday.
      let sinceMonday = (civil.weekday + 6) % 7
      return zone.moment(year: civil.year, month: civil.month, day: civil.day - sinceMonday)
    case "M": return zone.moment(year: civil.year, month: civil.month, day: 1)
    default: return zone.moment(year: civil.year, month: 1, day: 1)
    }
  }
}
