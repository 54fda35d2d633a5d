import Canvas

/// How wide a table's columns are and where they begin.
struct TableLayout {
  struct Span {
    var left: Int
    var columns: Int
  }

  /// Of the columns that are shown, in order.
  private(set) var spans: [Span] = []

  private static let gap = 2

  static func note(_ hidden: Int) -> String {
    hidden == 1 ? "+1 column" : "+\(hidden) columns"
  }

  /// The widest give first, then the last ones go.
  init(_ columns: [TableColumn], _ texts: [[String]], room: Int) {
    let widths = zip(columns, texts).map { $0.widths($1) }
    var count = columns.count
    var fitted = Self.shrunk(widths, room: room)
    while fitted.reduce(0, { $0 + $1 + Self.gap }) - Self.gap > room, count > 1 {
      // Room for saying so, but never for that alone.
      let kept = room - TextWidth.of(Self.note(columns.count)) - Self.gap
      count -= 1
      fitted = Self.shrunk(Array(widths.prefix(count)), room: max(kept, room / 2))
      if count == 1 { break }
      if fitted.reduce(0, { $0 + $1 + Self.gap }) - Self.gap <= max(kept, room / 2) { break }
    }
    grow(&fitted, columns, room: room)
    // A coloured ground reaches a column to each side of its text.
    var left = columns.first.map { Self.hasGround($0) } == true ? 1 : 0
    for width in fitted {
      spans.append(Span(left: left, columns: max(0, min(width, room - left))))
      left += width + Self.gap
    }
  }

  private static func hasGround(_ column: TableColumn) -> Bool {
    if case .background = column.look { true } else { false }
  }

  private static func shrunk(_ widths: [(wanted: Int, least: Int)], room: Int) -> [Int] {
    var fitted = widths.map(\.wanted)
    var excess = fitted.reduce(0) { $0 + $1 + gap } - gap - room
    while excess > 0,
      let widest = fitted.indices.filter({ fitted[$0] > widths[$0].least })
        .max(by: { fitted[$0] < fitted[$1] })
    {
      fitted[widest] -= 1
      excess -= 1
    }
    return fitted
  }

  /// Bars and courses take what is left, up to forty columns each.
  private func grow(_ fitted: inout [Int], _ columns: [TableColumn], room: Int) {
    let flexible = fitted.indices.filter { columns[$0].isFlexible }
    guard !flexible.isEmpty, fitted.count == columns.count else { return }
    let spare = room - 1 - (fitted.reduce(0) { $0 + $1 + Self.gap } - Self.gap)
    guard spare > 0 else { return }
    for index in flexible {
      fitted[index] += min(spare / flexible.count, max(0, 40 - fitted[index]))
    }
  }
}
