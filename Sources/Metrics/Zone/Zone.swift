import Glibc

/// Which clock local times are told by.
///
/// The C library knows the viewer's own rules, `TZ` and `/etc/localtime`, and no other zone's: its
/// `TZ` is a whole process'. Named ones are read here.
package enum Zone: Hashable, Sendable {
  case local
  case utc
  /// By a name of the time zone database, such as `Europe/Prague`.
  case named(NamedZone)

  /// As `--timezone` takes it: `local`, `utc` or the name.
  package var word: String {
    switch self {
    case .local: "local"
    case .utc: "utc"
    case .named(let zone): zone.name
    }
  }

  /// The date and time of day that this zone's wall clock shows at a moment.
  package func civil(_ moment: Timestamp) -> CivilTime {
    var seconds = time_t(moment.floored(to: .seconds(1)).milliseconds / 1_000)
    var parts = tm()
    switch self {
    case .local: localtime_r(&seconds, &parts)
    case .utc: gmtime_r(&seconds, &parts)
    case .named(let zone):
      let clock = zone.rules.clock(at: Int64(seconds))
      seconds += clock.offset
      gmtime_r(&seconds, &parts)
      return CivilTime(
        parts,
        offset: .seconds(clock.offset),
        abbreviation: ForeignText(clock.abbreviation).safe
      )
    }
    return CivilTime(
      parts,
      offset: .seconds(Int(parts.tm_gmtoff)),
      abbreviation: self == .utc
        ? "UTC" : parts.tm_zone.map { ForeignText(String(cString: $0)).safe } ?? ""
    )
  }

  /// The moment at which this zone's wall clock shows a date and time; the earlier one where
  /// clocks were set back, and where they were set forward what the old clock would have shown.
  ///
  /// - Parameters:
  ///   - year: From 10 million before Christ to 10 million after; what is beyond is the nearest.
  ///   - month: From 1; this and the others carry over, below zero too, each to 32 bits.
  ///   - day: From 1.
  ///   - hour: From 0.
  ///   - minute: From 0.
  ///   - second: From 0.
  /// - Returns: A moment for any numbers, to the second.
  package func moment(
    year: Int,
    month: Int,
    day: Int,
    hour: Int = 0,
    minute: Int = 0,
    second: Int = 0
  ) -> Timestamp {
    var parts = tm()
    // The sum of all stays within 64 bits of milliseconds, so that nothing below overflows.
    let most = 10_000_000
    parts.tm_year = Int32(max(-most, min(most, year)) - 1_900)
    parts.tm_mon = Int32(max(-12 * most, min(12 * most, month)) - 1)
    parts.tm_mday = Int32(clamping: day)
    parts.tm_hour = Int32(clamping: hour)
    parts.tm_min = Int32(clamping: minute)
    parts.tm_sec = Int32(clamping: second)
    let wall = Timestamp(seconds: Int64(timegm(&parts)))
    guard self != .utc else { return wall }
    return moments(reading: wall).first ?? wall - civil(wall - .hours(24)).offset
  }

  /// When this zone's wall clock shows what that of UTC shows at `wall`, in order: twice where
  /// clocks were set back, never where they were set forward, else once.
  package func moments(reading wall: Timestamp) -> [Timestamp] {
    guard self != .utc else { return [wall] }
    // Not `mktime`: where clocks were set back, its answer depends on what it was asked before.
    let (before, after) = (civil(wall - .hours(24)).offset, civil(wall + .hours(24)).offset)
    let offsets = before == after ? [before] : [before, after]
    return offsets.compactMap { civil(wall - $0).offset == $0 ? wall - $0 : nil }
  }

  /// What must follow a time of day to tell it from the same one an hour later or earlier, where
  /// clocks were set back: ` CEST`; else nothing.
  package func distinction(of moment: Timestamp) -> String {
    let found = moments(reading: moment + civil(moment).offset).map(civil)
    guard found.count > 1 else { return "" }
    let here = civil(moment)
    let isClear = Set(found.map(\.abbreviation)).count == found.count
    return " " + (isClear ? here.abbreviation : here.offsetText)
  }
}

/// A wall clock's reading.
package struct CivilTime: Hashable, Sendable {
  package var year, month, day, hour, minute, second: Int
  /// 0 is Sunday.
  package var weekday: Int
  /// East of Greenwich is positive.
  package var offset: Duration
  /// `CET`, `UTC` and the like.
  package var abbreviation: String

  fileprivate init(_ parts: tm, offset: Duration, abbreviation: String) {
    year = Int(parts.tm_year) + 1_900
    month = Int(parts.tm_mon) + 1
    day = Int(parts.tm_mday)
    hour = Int(parts.tm_hour)
    minute = Int(parts.tm_min)
    second = Int(parts.tm_sec)
    weekday = Int(parts.tm_wday)
    self.offset = offset
    self.abbreviation = abbreviation
  }

  /// Such as `17:05`.
  package var clock: String { "\(Self.two(hour)):\(Self.two(minute))" }
  /// Such as `17:05:09`.
  package var clockWithSeconds: String { "\(clock):\(Self.two(second))" }
  /// Such as `2026-11-24`.
  package var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

  /// Such as `+02:00`.
  package var offsetText: String {
    let minutes = offset.milliseconds / 60_000
    let (hours, rest) = Int(minutes.magnitude).quotientAndRemainder(dividingBy: 60)
    return (minutes < 0 ? "-" : "+") + "\(Self.two(hours)):\(Self.two(rest))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
