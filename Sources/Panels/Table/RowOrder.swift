import Metrics

/// The order of a table's rows by its columns.
struct RowOrder {
  /// The first counts most.
  var keys: [(column: Column, isDescending: Bool)]

  /// The rows' places in order; of equal ones as they came.
  func sorted(_ count: Int) -> [Int] {
    guard !keys.isEmpty else { return Array(0..<count) }
    let ranks = keys.map { key in (0..<count).map { Rank(key.column[$0]) } }
    return (0..<count).sorted { left, right in
      for (key, ranks) in zip(keys, ranks) {
        if ranks[left] < ranks[right] { return !key.isDescending }
        if ranks[right] < ranks[left] { return key.isDescending }
      }
      return left < right
    }
  }

  /// What isn't there is before numbers, and those before text, which goes by its letters and the
  /// numbers in it.
  private enum Rank: Comparable {
    case missing
    case number(Double)
    case text([Part])

    init(_ value: FieldValue) {
      if case .text(let text) = value {
        self = .text(Self.parts(text))
      } else if let number = value.number, !number.isNaN {
        self = .number(number)
      } else {
        self = .missing
      }
    }

    /// Letters and digits taken apart, in lower case.
    private static func parts(_ text: String) -> [Part] {
      var parts: [Part] = []
      var rest = text.prefix(200).lowercased()[...]
      while let first = rest.first {
        let isDigit = ("0"..."9").contains(first)
        let part = rest.prefix { ("0"..."9").contains($0) == isDigit }
        parts.append(isDigit ? .number(Double(part) ?? 0) : .word(String(part)))
        rest = rest[part.endIndex...]
      }
      return parts
    }

    static func < (left: Rank, right: Rank) -> Bool {
      switch (left, right) {
      case (.missing, .missing): false
      case (.missing, _): true
      case (.number(let a), .number(let b)): a < b
      case (.number, .text): true
      case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
      default: false
      }
    }
  }

  private enum Part: Comparable {
    case number(Double)
    case word(String)
  }
}
