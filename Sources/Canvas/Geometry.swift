/// A place on a canvas, in whole cells, counted from its upper left corner.
package struct Point: Hashable, Sendable {
  package var column: Int
  package var row: Int

  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }

  package static let zero = Self(column: 0, row: 0)
}

/// Columns × rows of cells; never negative.
package struct Size: Hashable, Sendable, CustomStringConvertible {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  package static let zero = Self(columns: 0, rows: 0)
  package var isEmpty: Bool { columns == 0 || rows == 0 }
  package var description: String { "\(columns)x\(rows)" }

  /// Whether something that needs `other` fits into this.
  package func holds(_ other: Self) -> Bool { columns >= other.columns && rows >= other.rows }
}

/// A rectangle of cells.
package struct Rect: Hashable, Sendable {
  package var origin: Point
  package var size: Size

  package init(origin: Point, size: Size) {
    self.origin = origin
    self.size = size
  }

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.init(
      origin: Point(column: column, row: row),
      size: Size(columns: columns, rows: rows)
    )
  }

  package var left: Int { origin.column }
  package var top: Int { origin.row }
  /// One past the last column.
  package var right: Int { origin.column + size.columns }
  /// One past the last row.
  package var bottom: Int { origin.row + size.rows }

  package func contains(_ point: Point) -> Bool {
    (left..<right).contains(point.column) && (top..<bottom).contains(point.row)
  }
}
