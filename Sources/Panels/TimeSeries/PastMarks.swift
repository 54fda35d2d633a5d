import Canvas
import Metrics

/// What was a day or a week ago, quieter than what is now.
extension Plot {
  /// The series' colour, most of the way to the ground.
  func pastColor(of series: FrameSeries) -> Color {
    let color = color(of: series).blended(over: context.theme.ground, opacity: 0.45)
    // The terminal's own colours blend with nothing.
    return color.isTerminal || context.theme.ground.isTerminal ? context.theme.dim : color
  }

  /// A thin mark at the height of each slot's earlier bars.
  ///
  /// Of shares there is none: they always fill the plot.
  func markPast(_ slots: Slots, axis: Axis, on plot: inout Canvas) {
    let past = pastSeries(of: frame)
    guard !past.isEmpty, panel.stacking != .percent else { return }
    let bars = Bars(series: past, frame: frame, slots: slots, sums: sumsNeighbours)
    for slot in 0..<slots.count where bars.isKnown[slot] {
      let height = bars.height(slot, isStacked: panel.stacking != .none)
      guard height > 0 else { continue }
      let columns = slots.columns(of: slot)
      for column in columns.count >= 4 ? columns.dropLast() : columns {
        mark(axis.share(height), column: column, on: &plot)
      }
    }
  }

  private func mark(_ share: Double, column: Int, on plot: inout Canvas) {
    let height = plot.size.rows * 8
    let eighths = (min(1, share) * Double(height)).whole(from: 1, to: height)
    let row = plot.size.rows - 1 - (eighths - 1) / 8
    let below = plot[column, row]
    let style: Style
    switch below.character {
    case " ": style = Style(context.theme.dim)
    // Nothing known of now is said on the base line, and that is the more important.
    case "╌", "-": return
    default:
      // A bar that ends in this row is cut to whole rows: a cell has two colours and no third.
      let (color, ground) = (below.style.foreground, below.style.background)
      let isLow = ground.isTerminal && "▁▂▃".contains(below.character)
      style =
        isLow
        ? Style(context.theme.dim)
        : Style(context.theme.text, on: ground.isTerminal ? color : ground)
    }
    let mark: Character =
      context.glyphs == .ascii ? "=" : ["▁", "▁", "─", "─", "─", "─", "▔", "▔"][(eighths - 1) % 8]
    plot[column, row] = Cell(mark, style)
  }
}
