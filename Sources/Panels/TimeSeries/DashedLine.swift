import Canvas

/// A pen that draws and lifts in turns along a line, also where it turns.
struct DashedLine {
  /// Dots drawn, and as many left out; 0: all are drawn.
  let dash: Int
  private var drawn = 0

  /// - Parameters:
  ///   - rank: Of the series among those of its colour; the higher the finer.
  ///   - glyphs: Whose dots it draws.
  init(rank: Int, glyphs: GlyphSet) {
    dash = rank == 0 ? 0 : max(1, 2 * Dots.across(glyphs) / min(rank, 4))
  }

  mutating func draw(from start: Dots.Dot, to end: Dots.Dot, _ color: Color, on dots: inout Dots) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let steps = max(abs(dx), abs(dy))
    // What reaches far outside is cut there, which a walk along it would take long to do.
    guard dash > 0, steps <= 4 * (dots.width + dots.height) else {
      return dots.line(from: start, to: end, color)
    }
    for step in 0...steps {
      // The first dot of a part is the last one of the part before.
      if step > 0 { drawn = (drawn + 1) % (2 * dash) }
      guard drawn < dash else { continue }
      let share = Double(step) / Double(max(1, steps))
      let x = start.x + (Double(dx) * share).whole(from: -steps, to: steps)
      let y = start.y + (Double(dy) * share).whole(from: -steps, to: steps)
      dots.set(Dots.Dot(x: x, y: y), color)
    }
  }
}
