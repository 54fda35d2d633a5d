/// How a moment is written.
enum DateForm: Hashable, Sendable {
  case iso
  case isoUnlessToday
  case american
  case americanUnlessToday
  /// `3 hours ago`, `in 2 days`
  case fromNow
  case pattern(String)

  /// - Parameters:
  ///   - milliseconds: Since 1970 UTC.
  ///   - zone: Whose clock tells it.
  ///   - now: What today is; nil writes the whole date.
  /// - Returns: nil where no calendar has such a day.
  func text(_ milliseconds: Double, zone: Zone, now: Timestamp?) -> String? {
    guard abs(milliseconds) <= DatePattern.lastMilliseconds else { return nil }
    let moment = Timestamp(milliseconds: Int64(milliseconds.rounded()))
    func written(_ pattern: String) -> String { DatePattern(pattern).text(moment, zone: zone) }
    let isToday = now.map { zone.civil($0).date == zone.civil(moment).date } ?? false
    switch self {
    case .iso: return written("YYYY-MM-DD HH:mm:ss")
    case .isoUnlessToday: return written(isToday ? "HH:mm:ss" : "YYYY-MM-DD HH:mm:ss")
    case .american: return written("MM/DD/YYYY h:mm:ss a")
    case .americanUnlessToday: return written(isToday ? "h:mm:ss a" : "MM/DD/YYYY h:mm:ss a")
    case .fromNow: return now.map { Self.fromNow(moment - $0) } ?? written("YYYY-MM-DD HH:mm:ss")
    case .pattern(let pattern): return written(pattern)
    }
  }

  /// In one word, by the limits of moment.js, whose texts Grafana shows.
  private static func fromNow(_ span: Duration) -> String {
    let seconds = (abs(span.inSeconds)).rounded()
    func count(_ width: Double) -> Int { Int((abs(span.inSeconds) / width).rounded()) }
    let (minutes, hours, days) = (count(60), count(3_600), count(86_400))
    let (months, years) = (count(86_400 * 30.436875), count(86_400 * 365.2425))
    let text: String
    switch true {
    case seconds < 45: text = "a few seconds"
    case minutes <= 1: text = "a minute"
    case minutes < 45: text = "\(minutes) minutes"
    case hours <= 1: text = "an hour"
    case hours < 22: text = "\(hours) hours"
    case days <= 1: text = "a day"
    case days < 26: text = "\(days) days"
    case months <= 1: text = "a month"
    case months < 11: text = "\(months) months"
    case years <= 1: text = "a year"
    default: text = "\(years) years"
    }
    return span > .zero ? "in \(text)" : "\(text) ago"
  }
}

/// A date and time written by a pattern of moment.js: `YYYY-MM-DD HH:mm`.
///
/// Grafana's `time:` unit and the `date` format of variables have it. Always in English; what
/// stands in `[ ]` stays as it is. Source: moment.js' documentation, "Display".
package struct DatePattern: Hashable, Sendable {
  /// The last moment that JavaScript knows, and but for its sign the first.
  static let lastMilliseconds = 8.64e15

  private var pattern: String

  package init(_ pattern: String) { self.pattern = pattern }

  /// The longest first: `MMM` is no `MM`.
  private static let tokens = [
    "YYYY", "MMMM", "dddd", "DDDD", "LLLL", "SSS", "MMM", "ddd", "DDD", "LTS", "LLL", "YY", "MM",
    "Mo", "DD", "Do", "dd", "HH", "hh", "kk", "mm", "ss", "SS", "ZZ", "LT", "LL", "Q", "Y", "M",
    "D", "d", "E", "e", "H", "h", "k", "m", "s", "S", "A", "a", "X", "x", "Z", "L",
  ]

  private static let longer = [
    "LT": "h:mm A", "LTS": "h:mm:ss A", "L": "MM/DD/YYYY", "LL": "MMMM D, YYYY",
    "LLL": "MMMM D, YYYY h:mm A", "LLLL": "dddd, MMMM D, YYYY h:mm A",
  ]

  package func text(_ moment: Timestamp, zone: Zone) -> String {
    let civil = zone.civil(moment)
    var result = ""
    var rest = Substring(pattern)
    while let first = rest.first {
      if first == "[", let end = rest.firstIndex(of: "]") {
        result += rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
      } else if first == "\\" {
        rest.removeFirst()
        result += String(rest.popFirst() ?? "\\")
      } else if let token = Self.tokens.first(where: { rest.hasPrefix($0) }) {
        rest.removeFirst(token.count)
        if let longer = Self.longer[token] {
          result += DatePattern(longer).text(moment, zone: zone)
        } else {
          result += Self.part(token, of: civil, moment)
        }
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  private static func part(_ token: String, of civil: CivilTime, _ moment: Timestamp) -> String {
    switch token.first {
    case "Y", "M", "Q", "D", "d", "e", "E": day(token, of: civil, moment)
    case "Z": offset(civil.offset, colon: token == "Z")
    default: clock(token, of: civil, moment)
    }
  }

  private static func day(_ token: String, of civil: CivilTime, _ moment: Timestamp) -> String {
    let month = months[max(0, min(11, civil.month - 1))]
    let weekday = weekdays[max(0, min(6, civil.weekday))]
    switch token {
    case "YYYY": return padded(civil.year, to: 4)
    case "YY": return padded((civil.year % 100 + 100) % 100, to: 2)
    case "Y": return "\(civil.year)"
    case "Q": return "\((civil.month + 2) / 3)"
    case "MMMM": return month
    case "MMM": return String(month.prefix(3))
    case "MM": return padded(civil.month, to: 2)
    case "Mo": return ordinal(civil.month)
    case "M": return "\(civil.month)"
    case "DDDD": return padded(civil.dayOfYear, to: 3)
    case "DDD": return "\(civil.dayOfYear)"
    case "DD": return padded(civil.day, to: 2)
    case "Do": return ordinal(civil.day)
    case "D": return "\(civil.day)"
    case "dddd": return weekday
    case "ddd": return String(weekday.prefix(3))
    case "dd": return String(weekday.prefix(2))
    case "E": return "\(civil.weekday == 0 ? 7 : civil.weekday)"
    default: return "\(civil.weekday)"
    }
  }

  private static func clock(_ token: String, of civil: CivilTime, _ moment: Timestamp) -> String {
    let twelve = (civil.hour + 11) % 12 + 1
    let milliseconds = Int((moment - moment.floored(to: .seconds(1))).milliseconds)
    switch token {
    case "HH": return padded(civil.hour, to: 2)
    case "H": return "\(civil.hour)"
    case "hh": return padded(twelve, to: 2)
    case "h": return "\(twelve)"
    case "kk": return padded(civil.hour == 0 ? 24 : civil.hour, to: 2)
    case "k": return "\(civil.hour == 0 ? 24 : civil.hour)"
    case "mm": return padded(civil.minute, to: 2)
    case "m": return "\(civil.minute)"
    case "ss": return padded(civil.second, to: 2)
    case "s": return "\(civil.second)"
    case "SSS": return padded(milliseconds, to: 3)
    case "SS": return padded(milliseconds / 10, to: 2)
    case "S": return "\(milliseconds / 100)"
    case "A": return civil.hour < 12 ? "AM" : "PM"
    case "a": return civil.hour < 12 ? "am" : "pm"
    case "X": return "\(moment.floored(to: .seconds(1)).milliseconds / 1_000)"
    default: return "\(moment.milliseconds)"
    }
  }

  private static func offset(_ offset: Duration, colon: Bool) -> String {
    let minutes = Int(offset.milliseconds / 60_000)
    let (hours, rest) = abs(minutes).quotientAndRemainder(dividingBy: 60)
    return (minutes < 0 ? "-" : "+") + padded(hours, to: 2) + (colon ? ":" : "")
      + padded(rest, to: 2)
  }

  private static func ordinal(_ number: Int) -> String {
    guard !(11...13).contains(number % 100) else { return "\(number)th" }
    switch number % 10 {
    case 1: return "\(number)st"
    case 2: return "\(number)nd"
    case 3: return "\(number)rd"
    default: return "\(number)th"
    }
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }
}

extension CivilTime {
  /// From 1 to 366.
  fileprivate var dayOfYear: Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    return before[max(0, min(11, month - 1))] + day + (isLeap && month > 2 ? 1 : 0)
  }
}
