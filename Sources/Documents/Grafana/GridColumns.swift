/// What stands in each column of a dashboard's grid.
struct GridColumns {
  /// By column: the rows that are taken, in order, with a free one between two ranges.
  private var taken: [Int: [Range<Int>]] = [:]
  private var bottom = 0

  /// Puts a panel where it comes to: as far up as nothing is met, or down to where it has room.
  ///
  /// - Returns: Its first row.
  mutating func place(_ wanted: GridPosition) -> Int {
    let columns = wanted.x..<wanted.x + wanted.w
    let start = min(wanted.y, bottom)
    var y = start
    while let met = firstMet(in: columns, y..<y + wanted.h) { y = met.upperBound }
    if y == start { y = columns.map { lastEnd(in: $0, before: y) }.max() ?? 0 }
    for column in columns { take(y..<y + wanted.h, in: column) }
    bottom = max(bottom, y + wanted.h)
    return y
  }

  private func firstMet(in columns: Range<Int>, _ rows: Range<Int>) -> Range<Int>? {
    columns.lazy.compactMap { firstMet(in: $0, rows) }.first
  }

  private func firstMet(in column: Int, _ rows: Range<Int>) -> Range<Int>? {
    guard let ranges = taken[column] else { return nil }
    let place = Self.first(of: ranges) { $0.upperBound > rows.lowerBound }
    guard place < ranges.count, ranges[place].lowerBound < rows.upperBound else { return nil }
    return ranges[place]
  }

  private func lastEnd(in column: Int, before y: Int) -> Int {
    guard let ranges = taken[column] else { return 0 }
    let place = Self.first(of: ranges) { $0.upperBound > y }
    return place == 0 ? 0 : ranges[place - 1].upperBound
  }

  private mutating func take(_ rows: Range<Int>, in column: Int) {
    var ranges = taken.removeValue(forKey: column) ?? []
    let first = Self.first(of: ranges) { $0.upperBound >= rows.lowerBound }
    var (end, joined) = (first, rows)
    while end < ranges.count, ranges[end].lowerBound <= rows.upperBound {
      joined =
        min(
          joined.lowerBound,
          ranges[end].lowerBound
        )..<max(joined.upperBound, ranges[end].upperBound)
      end += 1
    }
    ranges.replaceSubrange(first..<end, with: [joined])
    taken[column] = ranges
  }

  /// The place of the first range that a test holds for, as it does for all behind.
  private static func first(of ranges: [Range<Int>], where holds: (Range<Int>) -> Bool) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
