import Canvas

/// How wide a table's columns are and where they begin.
struct TableLayout {
  struct Span {
    var left: Int
    var columns: Int
    /// What the longest value beside a bar or a course takes.
    var value: Int
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
    while Self.total(fitted) > room - noted(count, of: columns.count), count > 1 {
      count -= 1
      let kept = room - noted(count, of: columns.count)
      fitted = Self.shrunk(Array(widths.prefix(count)), room: kept)
    }
    grow(&fitted, columns, room: room)
    // A coloured ground reaches a column to each side of its text.
    var left = columns.first.map { Self.hasGround($0) } == true ? 1 : 0
    for width in fitted {
      let longest = texts[spans.count].map { TextWidth.of($0) }.max() ?? 0
      let columns = max(0, min(width, room - left))
      spans.append(Span(left: left, columns: columns, value: min(longest, columns)))
      left += width + Self.gap
    }
  }

  /// Room for saying that columns are left out.
  private func noted(_ count: Int, of all: Int) -> Int {
    count == all ? 0 : TextWidth.of(Self.note(all - count)) + Self.gap
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0) { $0 + $1 + gap } - gap
  }

  private static func hasGround(_ column: TableColumn) -> Bool {
    if case .background = column.look { true } else { false }
  }

  private static func shrunk(_ widths: [(wanted: Int, least: Int)], room: Int) -> [Int] {
    var fitted = widths.map(\.wanted)
    var excess = total(fitted) - room
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
    let spare = room - 1 - Self.total(fitted)
    guard spare > 0 else { return }
    for index in flexible {
      fitted[index] += min(spare / flexible.count, max(0, 40 - fitted[index]))
    }
  }
}
