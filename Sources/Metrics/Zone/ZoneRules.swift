/// A zone of the time zone database, read once.
package struct NamedZone: Hashable, Sendable {
  /// Such as `Europe/Prague`.
  package let name: String
  let rules: ZoneRules

  /// nil where the bytes are no file of the time zone database.
  package init?(name: String, file bytes: [UInt8]) {
    guard let rules = ZoneFile.rules(bytes) else { return nil }
    self.name = name
    self.rules = rules
  }

  /// The database has one zone of a name.
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What a zone's clocks showed and will show.
struct ZoneRules: Sendable {
  /// One way in which clocks are set.
  struct Clock: Hashable, Sendable {
    /// Seconds east of Greenwich.
    var offset: Int
    /// `CET`, `+0330` and the like.
    var abbreviation: String
  }

  /// Where clocks were set anew, ascending, in seconds since 1970.
  var times: [Int64]
  /// By the same place: what they were set to.
  var places: [UInt8]
  var clocks: [Clock]
  /// For what comes after the last time.
  var rule: ZoneRule?

  func clock(at seconds: Int64) -> Clock {
    if let rule, times.last.map({ seconds >= $0 }) ?? true { return rule.clock(at: seconds) }
    // The first place whose time is later.
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return clocks[low == 0 ? 0 : Int(places[low - 1])]
  }
}

/// A rule that goes on for ever, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1, 8.3 "Other environment variables", `TZ`; RFC 8536, 3.3, for hours beyond a day.
struct ZoneRule: Sendable {
  /// A day of every year and a time of it, by the clock that ends then.
  struct Change: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// 1 to 365, the 29th of February never counted.
      case julian(Int)
      /// 0 to 365.
      case ofYear(Int)
      /// The fifth is the last; Sunday is 0.
      case weekday(month: Int, week: Int, day: Int)
    }

    var day: Day
    /// Seconds since that day's midnight, from -167 h to 167 h.
    var time: Int
  }

  var standard: ZoneRules.Clock
  /// Summer time as a rule; Ireland's law has it in winter.
  var saving: (clock: ZoneRules.Clock, begins: Change, ends: Change)?

  func clock(at seconds: Int64) -> ZoneRules.Clock {
    guard let saving else { return standard }
    let year = Gregorian.year(ofDay: (Int(seconds) + standard.offset).floorDivided(by: 86_400))
    // The newest change of all near ones; where both fall together no standard time is between.
    var newest = (time: Int.min, isSaving: false)
    for year in (year - 1)...(year + 1) {
      let end = saving.ends.seconds(in: year) - saving.clock.offset
      let beginning = saving.begins.seconds(in: year) - standard.offset
      if end <= seconds, end > newest.time { newest = (end, false) }
      if beginning <= seconds, beginning >= newest.time { newest = (beginning, true) }
    }
    return newest.isSaving ? saving.clock : standard
  }
}

extension ZoneRule.Change {
  /// As if the wall clock were that of UTC.
  func seconds(in year: Int) -> Int {
    let first = Gregorian.days(year: year, month: 1)
    let days: Int
    switch day {
    case .julian(let number):
      days = first + number - 1 + (Gregorian.isLeap(year) && number >= 60 ? 1 : 0)
    case .ofYear(let number): days = first + number
    case .weekday(let month, let week, let day):
      let start = Gregorian.days(year: year, month: month)
      let next =
        month == 12
        ? Gregorian.days(year: year + 1, month: 1) : Gregorian.days(year: year, month: month + 1)
      // 1970 began on a Thursday.
      let wait = (day - (start + 4)).floorRemainder(by: 7)
      let wanted = start + wait + 7 * (week - 1)
      days = wanted < next ? wanted : wanted - 7
    }
    return days * 86_400 + time
  }
}

/// The calendar, for all years.
enum Gregorian {
  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// Days from 1970 to a month's first.
  static func days(year: Int, month: Int) -> Int {
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let years = year - 1
    let leaps =
      years.floorDivided(by: 4) - years.floorDivided(by: 100) + years.floorDivided(by: 400)
    // 719,162 days lie before 1970.
    return years * 365 + leaps - 719_162 + before[month - 1]
      + (month > 2 && isLeap(year) ? 1 : 0)
  }

  static func year(ofDay day: Int) -> Int {
    // 400 years have 146,097 days: a guess that is off by one at most.
    var year = 1_970 + (day * 400).floorDivided(by: 146_097)
    while days(year: year, month: 1) > day { year -= 1 }
    while days(year: year + 1, month: 1) <= day { year += 1 }
    return year
  }
}

extension Int {
  func floorDivided(by divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }

  func floorRemainder(by divisor: Int) -> Int { self - floorDivided(by: divisor) * divisor }
}
