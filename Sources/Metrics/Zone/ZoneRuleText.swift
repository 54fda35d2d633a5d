/// Reads the rule that a zone's file ends with.
extension ZoneRule {
  /// nil where the text is no such rule.
  init?(parsing text: String) {
    var rest = Array(text.utf8)[...]
    guard let name = Self.name(&rest), let offset = Self.time(&rest, mostHours: 24) else {
      return nil
    }
    // POSIX counts west of Greenwich.
    standard = ZoneRules.Clock(offset: -offset, abbreviation: name)
    guard !rest.isEmpty else { return }
    guard let other = Self.name(&rest) else { return nil }
    var ahead = standard.offset + 3_600
    if rest.first != UInt8(ascii: ",") {
      guard let offset = Self.time(&rest, mostHours: 24) else { return nil }
      ahead = -offset
    }
    guard let begins = Self.change(&rest), let ends = Self.change(&rest), rest.isEmpty else {
      return nil
    }
    saving = (ZoneRules.Clock(offset: ahead, abbreviation: other), begins, ends)
  }

  /// `CET`, or anything between `<` and `>`.
  private static func name(_ rest: inout ArraySlice<UInt8>) -> String? {
    let isQuoted = rest.first == UInt8(ascii: "<")
    if isQuoted { rest.removeFirst() }
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
      default: false
      }
    }
    rest.removeFirst(name.count)
    if isQuoted { guard take(">", &rest) else { return nil } }
    return (3...16).contains(name.count) ? String(decoding: name, as: UTF8.self) : nil
  }

  /// `,M3.5.0/2`, `,J60` or `,59/-1:30`.
  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard take(",", &rest) else { return nil }
    let day: Change.Day
    if take("M", &rest) {
      guard let month = number(&rest, 1...12), take(".", &rest),
        let week = number(&rest, 1...5), take(".", &rest), let weekday = number(&rest, 0...6)
      else { return nil }
      day = .weekday(month: month, week: week, day: weekday)
    } else if take("J", &rest) {
      guard let number = number(&rest, 1...365) else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(&rest, 0...365) else { return nil }
      day = .ofYear(number)
    }
    guard take("/", &rest) else { return Change(day: day, time: 2 * 3_600) }
    return time(&rest, mostHours: 167).map { Change(day: day, time: $0) }
  }

  /// `-3:30` in seconds.
  private static func time(_ rest: inout ArraySlice<UInt8>, mostHours: Int) -> Int? {
    let isNegative = take("-", &rest)
    if !isNegative { _ = take("+", &rest) }
    guard var seconds = number(&rest, 0...mostHours).map({ $0 * 3_600 }) else { return nil }
    for width in [60, 1] where take(":", &rest) {
      guard let part = number(&rest, 0...59) else { return nil }
      seconds += part * width
    }
    return isNegative ? -seconds : seconds
  }

  private static func take(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(
    _ rest: inout ArraySlice<UInt8>,
    _ allowed: ClosedRange<Int>
  ) -> Int? {
    let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)), allowed.contains(number) else {
      return nil
    }
    rest.removeFirst(digits.count)
    return number
  }
}
