import Canvas
import Metrics

/// Thresholds of a bar chart, as lines across its bars and as bands of the ground behind them.
struct BarLimits {
  let table: BarTable
  let scale: BarScale
  let isLying: Bool
  let context: DrawContext

  private var axis: Axis { scale.axis }

  private struct Step: Hashable {
    /// On the axis.
    var value: Double
    var color: Color?
  }

  /// The limits that are drawn, as one or more of the kinds ask for them.
  private var all: [(style: GraphStyle.Limits, steps: [Step])] {
    var found: [(style: GraphStyle.Limits, steps: [Step])] = []
    for kind in table.kinds {
      guard let style = kind.style.limits, style != .off, style != .series else { continue }
      let field = kind.field
      let steps = field.thresholds.map { threshold in
        let share = field.isPercentage ? threshold.limit / 100 : nil
        let place =
          share.map { axis.low + (axis.high - axis.low) * $0 } ?? scale.limit(threshold.limit)
        // Below all that a scale of powers can show there is the base.
        return Step(value: place ?? -.infinity, color: color(threshold.color))
      }
      if !found.contains(where: { $0.style == style && $0.steps == steps }) {
        found.append((style, steps))
      }
    }
    return found
  }

  private func color(_ name: String?) -> Color? {
    guard let name, name != "transparent" else { return nil }
    return context.isStale ? context.theme.dim : context.theme.color(named: name)
  }

  /// The bars, then bands and lines where no bar is.
  func draw(on plot: inout Canvas, bars: (inout Canvas) -> Void) {
    let all = all
    bars(&plot)
    let hasBands = context.glyphs != .ascii && context.depth.tellsSeriesApart && !context.isStale
    for limits in all {
      let isBand = [.area, .lineAndArea, .dashedAndArea].contains(limits.style)
      if isBand, hasBands { drawBands(limits.steps, on: &plot) }
      if limits.style != .area || !hasBands {
        let isDashed = limits.style == .dashed || limits.style == .dashedAndArea
        drawLines(limits.steps, isDashed: isDashed, on: &plot)
      }
    }
  }

  /// Cells along the axis.
  private func count(_ plot: Canvas) -> Int { isLying ? plot.size.columns : plot.size.rows }

  private func drawBands(_ steps: [Step], on plot: inout Canvas) {
    let cells = count(plot)
    for place in 0..<cells {
      let value = axis.low + (axis.high - axis.low) * (Double(place) + 0.5) / Double(cells)
      guard let color = steps.last(where: { $0.value <= value })?.color else { continue }
      let tint = color.blended(over: context.theme.ground, opacity: 0.16)
      each(place, of: plot.size) { column, row in
        if plot[column, row].style.background == .terminal {
          plot[column, row].style.background = tint
        }
      }
    }
  }

  private func drawLines(_ steps: [Step], isDashed: Bool, on plot: inout Canvas) {
    let cells = count(plot)
    let isASCII = context.glyphs == .ascii
    let line: Character =
      isLying
      ? isASCII ? "|" : isDashed ? "╎" : "│"
      : isASCII ? "-" : isDashed ? "╌" : "─"
    for step in steps where step.value.isFinite {
      let share = axis.share(step.value)
      guard let color = step.color, share >= 0, share <= 1, cells > 0 else { continue }
      let place = (share * Double(cells) - 0.5).whole(from: 0, to: cells - 1)
      each(place, of: plot.size) { column, row in
        guard plot[column, row].character == " " else { return }
        if isASCII, isDashed, (column + row) % 2 == 1 { return }
        plot[column, row] = Cell(line, Style(color, on: plot[column, row].style.background))
      }
    }
  }

  /// The cells that stand at a place of the axis, from its low end.
  private func each(_ place: Int, of size: Size, _ body: (Int, Int) -> Void) {
    if isLying {
      for row in 0..<size.rows { body(place, row) }
    } else {
      for column in 0..<size.columns { body(column, size.rows - 1 - place) }
    }
  }
}
