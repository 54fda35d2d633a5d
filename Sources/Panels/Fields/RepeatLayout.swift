import Canvas

/// Where a panel's items go: beside each other, below each other or in a grid, each as large as
/// the others.
///
/// Source: Grafana, `packages/grafana-ui/src/components/VizRepeater`.
struct RepeatLayout {
  enum Direction: String, CaseIterable {
    case auto
    /// Each as wide as the panel, one below the other.
    case horizontal
    /// One beside the other.
    case vertical
  }

  var direction: Direction
  /// Below this an item says nothing.
  var least: Size
  /// From this on more room makes it no better.
  var wanted: Size
  /// Columns between items beside each other.
  var gap = 1
  /// Whether items have a ground of their own, so that those below each other need a gap to be told
  /// apart.
  var isFilled = false

  /// The items' places, in order.
  ///
  /// Where not all fit there are fewer than asked for, and the lowest row is free.
  func places(_ count: Int, in size: Size) -> [Rect] {
    guard count > 0, !size.isEmpty else { return [] }
    let most = max(1, (size.columns + gap) / (least.columns + gap))
    let across = min(count, across(count, most: most, in: size))
    let needed = (count + across - 1) / across
    guard needed * least.rows <= size.rows else {
      let rows = max(1, (size.rows - 1) / least.rows)
      let room = Size(columns: size.columns, rows: max(1, size.rows - 1))
      return grid(min(count, rows * across), across: across, rows: rows, in: room)
    }
    return grid(count, across: across, rows: needed, in: size)
  }

  /// How many go beside each other.
  private func across(_ count: Int, most: Int, in size: Size) -> Int {
    switch direction {
    case .horizontal: return 1
    case .vertical: return most
    case .auto:
      guard (count + most - 1) / most * least.rows <= size.rows else { return most }
      let all = 1...min(count, most)
      return all.max { worth($0, of: count, in: size) < worth($1, of: count, in: size) } ?? 1
    }
  }

  /// How well items can be read, 0...1, with a little more for fewer rows.
  private func worth(_ across: Int, of count: Int, in size: Size) -> Double {
    let rows = (count + across - 1) / across
    let columns = (size.columns - (across - 1) * gap) / across
    let width = min(1, Double(columns) / Double(wanted.columns))
    let height = min(1, Double(size.rows / rows) / Double(wanted.rows))
    let isFull = Double(count) / Double(rows * across)
    return width * height + Double(across) / 10_000 + isFull / 1_000
  }

  /// A last row that isn't full is spread over the whole width.
  private func grid(_ count: Int, across: Int, rows: Int, in size: Size) -> [Rect] {
    let high = isFilled ? 4 : wanted.rows + 1
    let between = rows > 1 && size.rows >= rows * high ? 1 : 0
    return (0..<count).map { index in
      let row = index / across
      let here = min(across, count - row * across)
      let place = index - row * across
      let left = place * (size.columns + gap) / here
      let right = (place + 1) * (size.columns + gap) / here - gap
      let top = row * (size.rows + between) / rows
      let bottom = (row + 1) * (size.rows + between) / rows - between
      return Rect(column: left, row: top, columns: right - left, rows: bottom - top)
    }
  }
}
