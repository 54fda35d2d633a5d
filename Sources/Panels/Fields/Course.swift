import Canvas
import Metrics

/// A field's values over time as an area without axes: Grafana's sparkline.
struct Course {
  private let points: [(time: Double, value: Double)]
  private let low: Double
  private let high: Double
  let glyphs: GlyphSet

  /// nil where there are fewer than two values to draw.
  init?(_ series: FrameSeries?, glyphs: GlyphSet) {
    guard let series else { return nil }
    points = zip(series.timestamps, series.values).map { (Double($0.0), $0.1) }
    self.glyphs = glyphs
    let numbers = series.values.filter(\.isFinite)
    guard numbers.count > 1, let least = numbers.min(), let most = numbers.max() else { return nil }
    // What never changes is halfway up.
    (low, high) = least < most ? (least, most) : (min(0, 2 * least), max(2 * least, 0))
  }

  /// - Parameters:
  ///   - rect: Where.
  ///   - color: Of the area.
  ///   - canvas: Drawn on; what lies behind keeps its background.
  func draw(in rect: Rect, color: Color, on canvas: inout Canvas) {
    guard !rect.size.isEmpty else { return }
    let rows = rect.size.rows
    for (column, share) in shares(rect.size.columns).enumerated() {
      guard let share else { continue }
      let eighths = 1 + (share * Double(rows * 8 - 1)).whole(from: 0, to: rows * 8 - 1)
      for row in 0..<rows {
        let filled = min(8, eighths - (rows - 1 - row) * 8)
        guard filled > 0 else { continue }
        let x = rect.left + column
        let ground = canvas[x, rect.top + row].style.background
        canvas[x, rect.top + row] = Cell(glyph(filled), Style(color, on: ground))
      }
    }
  }

  private func glyph(_ eighths: Int) -> Character {
    guard glyphs == .ascii else { return Blocks.lower(eighths) }
    return eighths > 5 ? "#" : eighths > 2 ? "+" : "."
  }

  /// How high each column is, 0...1, between two values on the straight line; nil in gaps.
  private func shares(_ columns: Int) -> [Double?] {
    guard let start = points.first?.time, let end = points.last?.time, columns > 0 else {
      return []
    }
    var next = 0
    return (0..<columns).map { column in
      let time = start + (end - start) * Double(column) / Double(max(1, columns - 1))
      while next < points.count, points[next].time < time { next += 1 }
      guard next < points.count else { return share(points.last?.value) }
      let after = points[next]
      guard next > 0, after.time > time else { return share(after.value) }
      let before = points[next - 1]
      guard before.value.isFinite, after.value.isFinite, after.time > before.time else {
        return share(after.time - time < time - before.time ? after.value : before.value)
      }
      let part = (time - before.time) / (after.time - before.time)
      return share(before.value + (after.value - before.value) * part)
    }
  }

  private func share(_ value: Double?) -> Double? {
    guard let value, value.isFinite, high > low else { return nil }
    let part = (value - low) / (high - low)
    return part.isFinite ? max(0, min(1, part)) : nil
  }
}
