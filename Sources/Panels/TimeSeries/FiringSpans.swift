import Canvas
import Metrics

/// Spans of time that are shaded behind lines, such as when an alert fired.
struct SpanShading {
  var frame: Frame
  var context: DrawContext
  var color: Color

  /// On a ground that takes a tint in that, else as marks where nothing else stands.
  func draw(on plot: inout Canvas) {
    let tint = color.blended(over: context.theme.ground, opacity: 0.28)
    let isTinted = context.depth > .sixteen && !context.theme.ground.isTerminal
    let mark: Character = context.glyphs == .ascii ? ":" : "░"
    for columns in frame.spans.map({ self.columns(of: $0, in: plot.size.columns) }) {
      for row in 0..<plot.size.rows {
        for column in columns {
          if isTinted {
            plot[column, row].style.background = tint
          } else if plot[column, row].character == " " {
            plot[column, row] = Cell(mark, Style(context.theme.dim))
          }
        }
      }
    }
  }

  /// Every column that a span touches; none of one outside the range.
  private func columns(of span: TimeRange, in count: Int) -> Range<Int> {
    let length = Double(max(1, frame.range.length.milliseconds))
    func place(_ moment: Timestamp) -> Double {
      Double((moment - frame.range.start).milliseconds) / length * Double(count)
    }
    guard span.end >= frame.range.start, span.start <= frame.range.end else { return 0..<0 }
    let first = place(span.start).rounded(.down).whole(from: 0, to: max(0, count - 1))
    return first..<max(first + 1, place(span.end).rounded(.up).whole(from: 0, to: count))
  }
}

extension Plot {
  /// In the colour of the limit that was crossed.
  func shadeSpans(on plot: inout Canvas) {
    let color = panel.field.thresholds.first.map(color(of:)) ?? context.theme.dim
    SpanShading(frame: frame, context: context, color: color).draw(on: &plot)
  }
}
