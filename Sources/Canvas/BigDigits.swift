/// Digits four rows high, drawn with half blocks, to be read across a room.
package enum BigDigits {
  package static let rows = 4

  /// Each digit as seven rows of dots, written from the top; an eighth row stays empty.
  private static let shapes: [Character: [String]] = [
    "0": ["####", "#..#", "#..#", "#..#", "#..#", "#..#", "####"],
    "1": [".#.", "##.", ".#.", ".#.", ".#.", ".#.", "###"],
    "2": ["####", "...#", "...#", "####", "#...", "#...", "####"],
    "3": ["####", "...#", "...#", "####", "...#", "...#", "####"],
    "4": ["#..#", "#..#", "#..#", "####", "...#", "...#", "...#"],
    "5": ["####", "#...", "#...", "####", "...#", "...#", "####"],
    "6": ["####", "#...", "#...", "####", "#..#", "#..#", "####"],
    "7": ["####", "...#", "...#", "..#.", "..#.", ".#..", ".#.."],
    "8": ["####", "#..#", "#..#", "####", "#..#", "#..#", "####"],
    "9": ["####", "#..#", "#..#", "####", "...#", "...#", "####"],
    ".": [".", ".", ".", ".", ".", ".", "#"],
    "-": ["...", "...", "...", "###", "...", "...", "..."],
    " ": ["..", "..", "..", "..", "..", "..", ".."],
  ]

  /// Columns that a number takes; nil where it has a character without a shape.
  package static func columns(_ text: String) -> Int? {
    var columns = 0
    for character in text {
      guard let shape = shapes[character] else { return nil }
      columns += shape[0].count + 1
    }
    return max(0, columns - 1)
  }

  package static func draw(
    _ text: String,
    on canvas: inout Canvas,
    at origin: Point,
    style: Style,
    glyphs: GlyphSet
  ) {
    var column = origin.column
    for character in text {
      guard let shape = shapes[character] else { continue }
      let dots = shape.map { Array($0) }
      for row in 0..<rows {
        for offset in dots[0].indices {
          let upper = dots[row * 2][offset] == "#"
          let lower = row * 2 + 1 < dots.count && dots[row * 2 + 1][offset] == "#"
          guard upper || lower else { continue }
          let glyph: Character =
            glyphs == .ascii ? "#" : upper && lower ? "█" : upper ? "▀" : "▄"
          canvas[column + offset, origin.row + row] = Cell(glyph, style)
        }
      }
      column += dots[0].count + 1
    }
  }
}
