import Canvas
import Metrics

/// How the cells of an item's bar are coloured, from its low end to its high one.
struct BarInk {
  enum Mode: String, CaseIterable {
    case basic, gradient, lcd
  }

  let item: FieldItem
  let mode: Mode
  let context: DrawContext

  /// - Parameter place: The middle of a cell, 0 at the low end, 1 at the high one.
  /// - Returns: The colour of the lit cell there.
  func color(at place: Double) -> Color {
    guard !context.isStale else { return context.theme.dim }
    let own = item.color ?? context.theme.bar
    switch mode {
    case .basic: return own
    case .lcd: return item.color(at: value(at: place), in: context) ?? own
    case .gradient: return gradient(at: place) ?? own
    }
  }

  /// Of the cell that isn't lit, in `lcd`.
  func unlit(at place: Double) -> Color {
    color(at: place).blended(over: context.theme.ground, opacity: 0.25)
  }

  private func value(at place: Double) -> Double {
    item.low + (item.high - item.low) * place
  }

  /// From limit to limit where the limits colour; along the ramp where that does; else from a
  /// darker shade to the colour.
  private func gradient(at place: Double) -> Color? {
    let mode = item.config.color?.mode ?? "thresholds"
    if mode == "thresholds" { return between(stops, at: place) }
    if mode.hasPrefix("continuous") { return item.color(at: value(at: place), in: context) }
    let share = item.percent > 0 ? place / item.percent : 1
    return item.color?.blended(over: context.theme.ground, opacity: 0.5 + 0.5 * min(1, share))
  }

  /// The colours of the limits that the value has reached: each begins halfway between the limit
  /// before it and itself, as Grafana has it, and the last is whole at the bar's end.
  private var stops: [(place: Double, color: Color)] {
    let reached = item.options.thresholds.compactMap { threshold -> (Double, Color)? in
      let limit = item.limit(of: threshold)
      guard !limit.isFinite || item.number ?? -.infinity >= limit,
        let color = threshold.color.flatMap({ context.theme.color(named: $0) })
      else { return nil }
      return (limit.isFinite ? item.share(of: limit) : 0, color)
    }
    guard let first = reached.first, let last = reached.last else { return [] }
    var stops = [(place: 0.0, color: first.1)]
    for (before, limit) in zip(reached, reached.dropFirst()) {
      stops.append(((before.0 + limit.0) / 2, before.1))
    }
    return stops + [(item.percent, last.1)]
  }

  private func between(_ stops: [(place: Double, color: Color)], at place: Double) -> Color? {
    guard let next = stops.first(where: { $0.place >= place }) else { return stops.last?.color }
    guard let before = stops.last(where: { $0.place < place }), next.place > before.place else {
      return next.color
    }
    let share = (place - before.place) / (next.place - before.place)
    return next.color.blended(over: before.color, opacity: share)
  }
}

/// A bar of cells, each in its own colour, lying or standing.
struct InkBar {
  let ink: BarInk
  /// Whether the rest of its length is seen.
  var showsRest = true
  /// Where the bar begins, 0...1; it goes from there to its value, up or down.
  var start = 0.0

  private var context: DrawContext { ink.context }
  private var low: Double { min(start, ink.item.percent) }
  private var high: Double { max(start, ink.item.percent) }

  /// From the left to the right.
  func drawLying(in rect: Rect, on canvas: inout Canvas) {
    let count = rect.size.columns
    for column in 0..<count {
      let cell = cell(column, of: count, glyph: glyph(lying: true))
      for row in rect.top..<rect.bottom where cell != nil {
        canvas[rect.left + column, row] = cell ?? .blank
      }
    }
  }

  /// From the foot to the top.
  func drawStanding(in rect: Rect, on canvas: inout Canvas) {
    let count = rect.size.rows
    for row in 0..<count {
      let cell = cell(row, of: count, glyph: glyph(lying: false))
      for column in rect.left..<rect.right where cell != nil {
        canvas[column, rect.bottom - 1 - row] = cell ?? .blank
      }
    }
  }

  private func cell(_ place: Int, of count: Int, glyph: (Int) -> Character) -> Cell? {
    let middle = (Double(place) + 0.5) / Double(count)
    // Only a cell's first part can be filled: the lower end is a whole cell's.
    let first = (low * Double(count)).whole(from: 0, to: count)
    var eighths = (high * Double(count * 8)).whole(from: 0, to: count * 8)
    if high > low, eighths <= first * 8 { eighths = first * 8 + 1 }
    let filled = place < first ? 0 : max(0, min(8, eighths - place * 8))
    // Cells of an LCD are told apart by the gap at their end.
    if ink.mode == .lcd {
      let isLit = filled >= 4 || place == first && filled > 0
      guard isLit || showsRest else { return nil }
      // Not by colour alone: what isn't lit is thin.
      return Cell(
        glyph(isLit ? 6 : 1),
        Style(isLit ? ink.color(at: middle) : ink.unlit(at: middle))
      )
    }
    guard filled > 0 else {
      return showsRest ? Cell(Character(context.dot), Style(context.theme.faint)) : nil
    }
    return Cell(glyph(filled), Style(ink.color(at: middle)))
  }

  private func glyph(lying: Bool) -> (Int) -> Character {
    guard context.glyphs == .ascii else {
      return { lying ? Blocks.left($0) : Blocks.lower($0) }
    }
    let lit: Character = ink.mode == .lcd ? "=" : "#"
    return { $0 >= 4 ? lit : "." }
  }
}

extension FieldItem {
  /// From zero where nobody sets the low end and nothing is below it, so that the least value has
  /// a bar too.
  var grounded: FieldItem {
    var item = self
    if config.min == nil, low > 0 { item.low = 0 }
    if item.low >= item.high { item.high = max(item.low + 1, item.high) }
    (item.options.min, item.options.max) = (item.low, item.high)
    return item
  }
}
