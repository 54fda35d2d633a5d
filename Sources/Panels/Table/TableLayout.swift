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
    var least = Self.total(widths.map { min($0.least, $0.wanted) })
    while least > room - noted(count, of: columns.count), count > 1 {
      count -= 1
      least -= min(widths[count].least, widths[count].wanted) + Self.gap
    }
    let kept = room - noted(count, of: columns.count)
    var fitted = Self.shrunk(Array(widths.prefix(count)), room: kept)
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

  /// All columns that are wider than some width come down to it, or as far as they may; which width
  /// is found by halving, since a table may have hundreds of columns and stand on every frame.
  private static func shrunk(_ widths: [(wanted: Int, least: Int)], room: Int) -> [Int] {
    func width(_ place: Int, at level: Int) -> Int {
      min(widths[place].wanted, max(widths[place].least, level))
    }
    func fitted(at level: Int) -> [Int] { widths.indices.map { width($0, at: level) } }
    var (low, high) = (0, widths.map(\.wanted).max() ?? 0)
    guard total(fitted(at: high)) > room else { return fitted(at: high) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if total(fitted(at: middle)) > room { high = middle } else { low = middle }
    }
    var result = fitted(at: low)
    var spare = room - total(result)
    // What is left over goes to the last ones.
    for place in result.indices.reversed()
    where spare > 0 && width(place, at: low + 1) > result[place] {
      result[place] += 1
      spare -= 1
    }
    return result
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
