import Metrics

/// A value of a column, small enough to be a key; a trend is its last number here.
enum PlainValue: Hashable {
  case null
  case time(Int64)
  case number(Double)
  case text(String)
  case flag(Bool)

  init(_ value: FieldValue) {
    switch value {
    case .null, .trend: self = .null
    case .time(let moment): self = .time(moment.milliseconds)
    case .number(let number): self = number.isNull ? .null : .number(number)
    case .text(let text): self = .text(text)
    case .boolean(let flag): self = .flag(flag)
    }
  }

  var isNull: Bool { self == .null }

  /// As JavaScript writes it, in which Grafana compares and names.
  var text: String {
    switch self {
    case .null: ""
    case .time(let moment): String(moment)
    case .number(let value) where value.isInfinite: value > 0 ? "Infinity" : "-Infinity"
    case .number(let value): GrafanaDigits.plain(value)
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// The number it is, or that its text says.
  var number: Double? {
    switch self {
    case .null: nil
    case .time(let moment): Double(moment)
    case .number(let value): value
    case .text(let text): Double(text.filter { $0 != " " })
    case .flag(let flag): flag ? 1 : 0
    }
  }

  /// Whether it stands before another: by size, else by natural order; nothing is last.
  func precedes(_ other: PlainValue) -> Bool {
    switch (self, other) {
    case (.null, _): false
    case (_, .null): true
    case (.time(let left), .time(let right)): left < right
    case (.number(let left), .number(let right)): right.isNaN ? !left.isNaN : left < right
    case (.flag(let left), .flag(let right)): !left && right
    default: NaturalOrder.precedes(text, other.text)
    }
  }
}

/// The order of names as people expect it: `pod-2` before `pod-10`, great letters like small ones.
enum NaturalOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    let (first, second) = (parts(left), parts(right))
    for (one, other) in zip(first, second) where one != other {
      if let one = one.number, let other = other.number, one != other { return one < other }
      if one.text != other.text { return one.text < other.text }
    }
    return first.count == second.count ? left < right : first.count < second.count
  }

  private struct Part: Equatable {
    var text: String
    var number: Double?
  }

  private static func parts(_ text: String) -> [Part] {
    var result: [Part] = []
    var rest = Substring(text.lowercased())
    while let first = rest.first {
      let isDigit = ("0"..."9").contains(first)
      let piece = rest.prefix { ("0"..."9").contains($0) == isDigit }
      result.append(Part(text: String(piece), number: isDigit ? Double(piece) : nil))
      rest = rest.dropFirst(piece.count)
    }
    return result
  }
}

/// How much a transformation may make of its frames; what is beyond is cut off.
enum TransformBounds {
  /// Rows times columns of one frame: 16 MB of numbers.
  static let cells = 2_000_000
  static let columns = 5_000
  static let frames = 5_000

  static func rows(_ columns: Int) -> Int { max(1, cells / max(1, columns)) }
}
