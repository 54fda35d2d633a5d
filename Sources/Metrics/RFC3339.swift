extension Timestamp {
  /// `2026-11-24T10:00:00.123456789+01:00`; nil for anything else and for Go's zero time.
  package init?(rfc3339 text: String) {
    var rest = Substring(text)
    guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
      let day = rest.number(2), rest.take("T") || rest.take("t") || rest.take(" "),
      let hour = rest.number(2), rest.take(":"), let minute = rest.number(2), rest.take(":"),
      let second = rest.number(2), year >= 1_970, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var fraction = ""
    if rest.take(".") {
      fraction = String(rest.prefix { ("0"..."9").contains($0) })
      rest.removeFirst(fraction.count)
    }
    guard let offset = rest.offset(), rest.isEmpty else { return nil }
    let moment = Zone.utc.moment(
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute,
      second: second
    )
    let milliseconds = Int64((fraction + "000").prefix(3)) ?? 0
    self.init(milliseconds: moment.milliseconds + milliseconds - Int64(offset) * 60_000)
  }
}

extension Substring {
  fileprivate mutating func take(_ character: Character) -> Bool {
    guard first == character else { return false }
    removeFirst()
    return true
  }

  /// Exactly so many digits.
  fileprivate mutating func number(_ digits: Int) -> Int? {
    let head = prefix(digits)
    guard head.count == digits, head.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    removeFirst(digits)
    return Int(head)
  }

  /// `Z` or `+01:00`, in minutes.
  fileprivate mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = first == "-"
    guard take("+") || take("-"), let hours = number(2), take(":"), let minutes = number(2) else {
      return nil
    }
    return (hours * 60 + minutes) * (isWest ? -1 : 1)
  }
}
