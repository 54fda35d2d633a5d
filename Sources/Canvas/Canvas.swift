/// A grid of cells that panels and screens draw on; the terminal, a file or a test reads it.
///
/// Drawing is total: what falls outside is clipped, text without width is dropped, and a control
/// character can't get in, whatever the caller hands over.
package struct Canvas: Hashable, Sendable {
  package let size: Size
  private var cells: [Cell]

  package init(size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.columns * size.rows)
  }

  /// The cell at a place; outside it reads as blank and writing does nothing.
  package subscript(column: Int, row: Int) -> Cell {
    get { contains(column, row) ? cells[row * size.columns + column] : .blank }
    set {
      guard contains(column, row) else { return }
      cells[row * size.columns + column] = newValue
    }
  }

  /// One row's cells, from left to right.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    guard (0..<size.rows).contains(row) else { return [] }
    return cells[row * size.columns..<(row + 1) * size.columns]
  }

  /// Writes text from left to right and cuts it at `columns` or the right edge.
  ///
  /// - Returns: The column after the last one written, so that calls can be strung together.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol,
    at point: Point,
    style: Style = .plain,
    columns: Int = .max
  ) -> Int {
    let limit = columns >= size.columns ? size.columns : min(size.columns, point.column + columns)
    var column = point.column
    // One type of text: going through another module's is many times slower where it is any.
    for var character in String(text) {
      var width = TextWidth.of(character)
      guard width > 0 else { continue }
      // Replaced here, not on output: a `?` is narrower than some of what it stands for.
      if !character.isHarmless { (character, width) = ("?", 1) }
      guard column + width <= limit else { break }
      put(character, width: width, column: column, row: point.row, style: style)
      column += width
    }
    return column
  }

  private mutating func put(
    _ character: Character,
    width: Int,
    column: Int,
    row: Int,
    style: Style
  ) {
    part(column, row)
    part(column + width, row)
    self[column, row] = Cell(character, style)
    if width == 2 { self[column + 1, row] = Cell(Cell.continuation, style) }
    part(0, row)
  }

  /// Blanks what would be halves if a column and the one before it no longer belonged together.
  private mutating func part(_ column: Int, _ row: Int) {
    guard contains(column, row), cells[row * size.columns + column].isContinuation else { return }
    self[column - 1, row].character = " "
    self[column, row].character = " "
  }

  /// Fills a rectangle with one cell.
  package mutating func fill(_ rect: Rect, with cell: Cell) {
    guard !rect.size.isEmpty else { return }
    for row in max(0, rect.top)..<max(0, rect.top, min(size.rows, rect.bottom)) {
      part(rect.left, row)
      part(rect.right, row)
      for column in max(0, rect.left)..<max(0, rect.left, min(size.columns, rect.right)) {
        self[column, row] = cell
      }
    }
  }

  /// Copies another canvas here; what doesn't fit is cut.
  package mutating func place(_ other: Canvas, at origin: Point) {
    let left = max(0, origin.column)
    let right = min(size.columns, origin.column + other.size.columns)
    guard left < right else { return }
    let top = max(0, -origin.row)
    for row in top..<max(top, min(other.size.rows, size.rows - origin.row)) {
      part(origin.column, origin.row + row)
      part(origin.column + other.size.columns, origin.row + row)
      let source = row * other.size.columns + left - origin.column
      let target = (origin.row + row) * size.columns + left
      cells.withUnsafeMutableBufferPointer { cells in
        other.cells.withUnsafeBufferPointer { others in
          for column in 0..<right - left { cells[target + column] = others[source + column] }
        }
      }
      part(0, origin.row + row)
      let last = size.columns - 1
      if other[last + 1 - origin.column, row].isContinuation {
        self[last, origin.row + row].character = " "
      }
    }
  }

  /// Changes the look of every cell of a rectangle, keeping what stands there.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    for row in max(0, rect.top)..<max(0, rect.top, min(size.rows, rect.bottom)) {
      for column in max(0, rect.left)..<max(0, rect.left, min(size.columns, rect.right)) {
        change(&cells[row * size.columns + column].style)
      }
    }
  }

  package var bounds: Rect { Rect(origin: .zero, size: size) }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && column < size.columns && row >= 0 && row < size.rows
  }
}
