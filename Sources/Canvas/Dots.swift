/// A grid of dots finer than cells, for lines.
///
/// Braille has eight dots in one cell, two across and four down, numbered as Unicode does:
///
///     1 4
///     2 5     U+2800 + the sum of the bits of the dots that are on
///     3 6
///     7 8
///
/// Where braille can't be trusted a cell has two halves (▀▄█), and in ASCII it is one dot.
package struct Dots: Sendable {
  /// A place in the grid, from its upper left corner.
  package struct Dot: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  package let size: Size
  package let width: Int
  package let height: Int
  private let glyphs: GlyphSet
  /// Dots across and down a cell are powers of two: places are shifted to their cells, for a
  /// division for each dot of each line would take longer than all the rest.
  private let acrossBits: Int
  private let downBits: Int
  /// Row by row.
  private var cells: [DottedCell]

  private struct DottedCell {
    /// A bit for each dot that is on.
    var mask: UInt8 = 0
    /// Of the last dot.
    var color = Color.terminal

    mutating func add(_ bit: UInt8, _ color: Color) {
      mask |= bit
      self.color = color
    }
  }

  package init(size: Size, glyphs: GlyphSet) {
    self.size = size
    self.glyphs = glyphs
    acrossBits = Self.across(glyphs).trailingZeroBitCount
    downBits = Self.down(glyphs).trailingZeroBitCount
    width = size.columns << acrossBits
    height = size.rows << downBits
    cells = Array(repeating: DottedCell(), count: size.columns * size.rows)
  }

  /// Dots across a cell.
  package static func across(_ glyphs: GlyphSet) -> Int { glyphs == .braille ? 2 : 1 }
  /// Dots down a cell.
  package static func down(_ glyphs: GlyphSet) -> Int {
    switch glyphs {
    case .braille: 4
    case .block: 2
    case .ascii: 1
    }
  }

  /// Turns a dot on; outside the grid nothing happens.
  ///
  /// A cell has the colour of its last dot.
  package mutating func set(_ dot: Dot, _ color: Color) {
    guard dot.x >= 0, dot.y >= 0, dot.x < width, dot.y < height else { return }
    let place = (dot.y >> downBits) * size.columns + (dot.x >> acrossBits)
    let x = dot.x & ((1 << acrossBits) - 1)
    let y = dot.y & ((1 << downBits) - 1)
    // Braille had three rows before the fourth.
    cells[place].add(1 << UInt8(y < 3 ? x * 3 + y : 6 + x), color)
  }

  /// A straight line, both ends included (Bresenham).
  package mutating func line(from start: Dot, to end: Dot, _ color: Color) {
    guard let (start, end) = visible(start, end) else { return }
    var (x, y) = (start.x, start.y)
    let (endX, endY) = (end.x, end.y)
    let (dx, dy) = (abs(endX - x), -abs(endY - y))
    let (stepX, stepY) = (x < endX ? 1 : -1, y < endY ? 1 : -1)
    var error = dx + dy
    while true {
      set(Dot(x: x, y: y), color)
      if x == endX, y == endY { return }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
    }
  }

  /// The part of a line in the grid or right beside it, so that a spike costs no more than the
  /// screen is high (Liang and Barsky); nil where there is none.
  private func visible(_ start: Dot, _ end: Dot) -> (start: Dot, end: Dot)? {
    if contains(start), contains(end) { return (start, end) }
    let (x, y) = (Double(start.x), Double(start.y))
    let (dx, dy) = (Double(end.x) - x, Double(end.y) - y)
    var (enter, leave) = (0.0, 1.0)
    /// Cuts the line at the two sides across one direction; false where nothing is left of it.
    func cut(_ length: Double, _ low: Double, _ high: Double) -> Bool {
      guard length != 0 else { return low <= 0 && high >= 0 }
      enter = max(enter, min(low / length, high / length))
      leave = min(leave, max(low / length, high / length))
      return enter <= leave
    }
    guard cut(dx, -1 - x, Double(width) - x), cut(dy, -1 - y, Double(height) - y) else {
      return nil
    }
    func dot(_ share: Double) -> Dot {
      Dot(
        x: (x + dx * share).whole(from: -1, to: width),
        y: (y + dy * share).whole(from: -1, to: height)
      )
    }
    return (enter > 0 ? dot(enter) : start, leave < 1 ? dot(leave) : end)
  }

  private func contains(_ dot: Dot) -> Bool {
    dot.x >= 0 && dot.y >= 0 && dot.x < width && dot.y < height
  }

  /// Puts every cell that has a dot onto a canvas.
  ///
  /// - Parameters:
  ///   - canvas: Drawn on.
  ///   - origin: Where the grid's upper left corner lies.
  ///   - keepsGround: What a cell stood on stays behind the dots; of one that was filled its
  ///     colour.
  package func draw(on canvas: inout Canvas, at origin: Point, keepsGround: Bool = false) {
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = cells[row * size.columns + column]
        guard cell.mask != 0 else { continue }
        let (column, row) = (origin.column + column, origin.row + row)
        var style = Style(cell.color)
        if keepsGround { style.background = canvas[column, row].ground }
        canvas[column, row] = Cell(character(cell.mask), style)
      }
    }
  }

  private func character(_ mask: UInt8) -> Character {
    switch glyphs {
    case .braille: UnicodeScalar(0x2800 + UInt32(mask)).map(Character.init) ?? " "
    case .block: mask == 1 ? "▀" : mask == 2 ? "▄" : "█"
    case .ascii: "*"
    }
  }
}

extension Cell {
  /// The colour of most of it, as something to stand on.
  fileprivate var ground: Color {
    // Most cells are blank; a look through the blocks compares text, which takes long.
    guard character != " ", !style.attributes.contains(.reverse) else { return style.background }
    return "▄▅▆▇█▓▒".contains(character) ? style.foreground : style.background
  }
}
