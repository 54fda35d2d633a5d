/// Spans of time, each in the unit that suits its size.
struct TimeSpan: Hashable, Sendable {
  private enum Size: Int, Hashable, Sendable, CaseIterable {
    case ns, µs, ms, s, min, hour, day, week, year

    var seconds: Double {
      switch self {
      case .ns: 1e-9
      case .µs: 1e-6
      case .ms: 1e-3
      case .s: 1
      case .min: 60
      case .hour: 3_600
      case .day: 86_400
      case .week: 604_800
      case .year: 31_536_000
      }
    }
  }

  /// What one of the number is worth.
  private var own: Double
  /// The units that it is written in, the smallest first; Grafana leaves some out.
  private var sizes: [Size]
  /// The one that zero is written in.
  private var zero: Size
  /// Seconds of a year, and from how many on a span is written in years, where Grafana differs.
  private var year = 31_536_000.0
  private var firstYear = 31_536_000.0

  static let nanoseconds = Self(
    own: 1e-9,
    sizes: [.ns, .µs, .ms, .s, .min, .hour, .day],
    zero: .ns
  )
  static let microseconds = Self(own: 1e-6, sizes: [.µs, .ms, .s], zero: .µs)
  static let milliseconds = Self(
    own: 1e-3,
    sizes: [.ms, .s, .min, .hour, .day, .year],
    zero: .ms
  )
  static let seconds = Self(own: 1, sizes: Size.allCases, zero: .s, year: 3.15569e7)
  /// Hundredths of a second.
  static let ticks = Self(own: 0.01, sizes: Size.allCases, zero: .s, year: 3.15569e7)
  static let minutes = Self(
    own: 60,
    sizes: [.min, .hour, .day, .week, .year],
    zero: .min,
    year: 525_948 * 60,
    firstYear: 604_800 * 60
  )
  static let hours = Self(own: 3_600, sizes: [.hour, .day, .week, .year], zero: .hour)
  static let days = Self(own: 86_400, sizes: [.day, .week, .year], zero: .day)

  func text(_ value: Double, _ decimals: Int?) -> String {
    let seconds = value * own
    let size =
      value == 0 ? zero : sizes.last { abs(seconds) >= $0.seconds } ?? sizes.first ?? zero
    // In its own unit the number stays as it came: no rounding on the way to seconds and back.
    let number = Digits.fixed(size.seconds == own ? value : seconds / size.seconds, decimals)
    let plural = size.seconds >= 3_600 && number != "1" ? "s" : ""
    return "\(number) \(size)\(plural)"
  }

  /// The number in the unit that suits its size, and the unit's word, by Grafana's limits.
  func parts(_ value: Double) -> (number: Double, word: String) {
    let seconds = value * own
    func limit(_ size: Size) -> Double { size == .year ? firstYear : size.seconds }
    let size =
      value == 0 ? zero : sizes.last { abs(seconds) >= limit($0) } ?? sizes.first ?? zero
    let width = size == .year ? year : size.seconds
    return (width == own ? value : seconds / width, "\(size)")
  }
}

/// Spans of time in several parts.
enum DurationForm: Hashable, Sendable {
  /// `2 hours, 5 minutes`
  case words
  /// `26:03:04`
  case hours
  /// `1 d 02:03:04`
  case days
  /// `26h:03m:04s:005ms`
  case clock

  /// - Parameters:
  ///   - value: Of any size; what is negative was that long ago.
  ///   - unit: Seconds that one of the number is worth.
  ///   - decimals: Parts after the first; nil: one of words, all of a clock.
  /// - Returns: Parts that are cut, never rounded.
  func text(_ value: Double, inSeconds unit: Double, _ decimals: Int?) -> String {
    // Milliseconds first: a thousandth has no exact binary form.
    let milliseconds = min(unit == 1 ? abs(value) * 1_000 : abs(value), .greatestFiniteMagnitude)
    let seconds = (milliseconds / 1_000).rounded(.down)
    let text: String
    switch self {
    case .words:
      guard milliseconds >= 1 else { return unit == 1 ? "0 seconds" : "0 milliseconds" }
      text = Self.words(milliseconds, more: max(0, decimals ?? 0))
    case .hours: text = Self.hours(seconds)
    case .days:
      let days = (seconds / 86_400).rounded(.down)
      text =
        (days > 0 ? "\(Digits.fixed(days, 0)) d " : "")
        + Self.hours(seconds.truncatingRemainder(dividingBy: 86_400))
    case .clock:
      return (value < 0 && milliseconds >= 1 ? "-" : "") + Self.clock(milliseconds, decimals)
    }
    let isPast = value < 0 && (self == .words || seconds > 0)
    return text + (isPast ? " ago" : "")
  }

  private static let sizes: [(name: String, milliseconds: Double)] = [
    ("year", 31_536_000_000), ("month", 2_592_000_000), ("week", 604_800_000), ("day", 86_400_000),
    ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000), ("millisecond", 1),
  ]

  private static func words(_ milliseconds: Double, more: Int) -> String {
    var rest = milliseconds
    var words: [String] = []
    for (name, width) in sizes where words.count <= more && (rest >= width || !words.isEmpty) {
      let count = (rest / width).rounded(.down)
      words.append("\(Digits.fixed(count, 0)) \(name)\(count == 1 ? "" : "s")")
      rest = rest.truncatingRemainder(dividingBy: width)
    }
    return words.joined(separator: ", ")
  }

  private static func hours(_ seconds: Double) -> String {
    let hours = (seconds / 3_600).rounded(.down)
    let rest = Int(seconds.truncatingRemainder(dividingBy: 3_600))
    return padded(Digits.fixed(hours, 0)) + ":\(padded(rest / 60)):\(padded(rest % 60))"
  }

  private static func clock(_ milliseconds: Double, _ decimals: Int?) -> String {
    let hours = (milliseconds / 3_600_000).rounded(.down)
    let rest = Int(milliseconds.truncatingRemainder(dividingBy: 3_600_000))
    let parts = [
      padded(Digits.fixed(hours, 0)) + "h", padded(rest / 60_000) + "m",
      padded(rest / 1_000 % 60) + "s", padded(rest % 1_000, to: 3) + "ms",
    ]
    let first = hours >= 1 ? 0 : rest >= 60_000 ? 1 : rest >= 1_000 ? 2 : 3
    return parts[first...].prefix(1 + max(0, min(3, decimals ?? 3))).joined(separator: ":")
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    padded(String(number), to: width)
  }

  private static func padded(_ digits: String, to width: Int = 2) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
