import Canvas

/// A column of stacked segments as cells.
///
/// A cell holds two colours: a lower block in the lower segment's colour on the upper one's as
/// background. Where three would fall into a cell the smallest is left out; the stack's height is
/// right to an eighth.
struct StackPainter {
  struct Segment {
    var value: Double
    var color: Color
    /// What stands for the colour where there is none, or two are alike.
    var fill: Character?
  }

  var glyphs: GlyphSet
  /// A cell shows what a segment is by its fill, since colours are too few.
  var hasFills: Bool

  /// Draws a stack that grows from the bottom row.
  ///
  /// - Parameters:
  ///   - segments: From below; values of zero and less take no room.
  ///   - top: The value at the upper edge of the plot; more is cut.
  ///   - canvas: Drawn on.
  ///   - columns: Where on it; each gets the same.
  ///   - rows: The rows of the plot, its last the bottom.
  func draw(
    _ segments: [Segment],
    top: Double,
    on canvas: inout Canvas,
    columns: Range<Int>,
    rows: Range<Int>
  ) {
    guard top > 0, !rows.isEmpty else { return }
    let height = rows.count * 8
    var edges: [Int] = []
    var sum = 0.0
    for segment in segments {
      sum += max(0, segment.value.isFinite ? segment.value : 0)
      edges.append((min(sum / top, 1) * Double(height)).whole(from: 0, to: height))
    }
    // What is there at all is seen: at least one eighth.
    if sum > 0, edges.last == 0 { edges[edges.count - 1] = 1 }
    for (offset, row) in rows.reversed().enumerated() {
      let bottom = offset * 8
      guard bottom < edges.last ?? 0 else { return }
      let cell = cell(segments, edges: edges, bottom: bottom)
      for column in columns { canvas[column, row] = cell }
    }
  }

  private func cell(_ segments: [Segment], edges: [Int], bottom: Int) -> Cell {
    // Most cells are of one segment alone.
    if let only = edges.firstIndex(where: { $0 > bottom }), edges[only] >= bottom + 8 {
      let blank: Character = glyphs == .ascii || hasFills ? "#" : "█"
      return Cell(segments[only].fill ?? blank, style(segments[only]))
    }
    var parts: [(segment: Segment, eighths: Int)] = []
    var low = bottom
    for (segment, edge) in zip(segments, edges) {
      let high = min(bottom + 8, edge)
      if high > low { parts.append((segment, high - low)) }
      low = max(low, high)
    }
    let filled = low - bottom
    guard let largest = parts.max(by: { $0.eighths < $1.eighths })?.segment else { return .blank }
    if glyphs == .ascii || hasFills {
      let fill = largest.fill ?? "#"
      if glyphs == .ascii { return Cell(filled >= 4 || bottom == 0 ? fill : " ", style(largest)) }
      return Cell(filled == 8 ? fill : Blocks.lower(filled), style(largest))
    }
    if filled < 8 { return Cell(Blocks.lower(filled), style(largest)) }
    while parts.count > 2 {
      let smallest = parts.indices.min { parts[$0].eighths < parts[$1].eighths } ?? 0
      let taken = parts.remove(at: smallest).eighths
      parts[max(0, smallest - 1)].eighths += taken
    }
    // Two of one colour are told apart by the hatch alone.
    guard parts.count == 2, parts[0].segment.color != parts[1].segment.color else {
      return Cell(largest.fill ?? "█", style(largest))
    }
    return Cell(
      Blocks.lower(parts[0].eighths),
      Style(parts[0].segment.color, on: parts[1].segment.color)
    )
  }

  private func style(_ segment: Segment) -> Style { Style(segment.color) }
}
