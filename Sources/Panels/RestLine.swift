import Canvas
import Metrics

/// What there is no room for: at least counted, and its trouble said.
struct RestLine {
  let context: DrawContext

  /// Writes `+3 more, ! load 41.3 s`.
  ///
  /// - Parameters:
  ///   - rest: What is left out.
  ///   - count: In how many rows, where not each has its own.
  ///   - row: Where.
  ///   - canvas: Drawn on.
  func draw(_ rest: [Reading], count: Int? = nil, row: Int, on canvas: inout Canvas) {
    var text = "+\(count ?? rest.count) more"
    var color = context.theme.dim
    if let worst = rest.max(by: { $0.state < $1.state }), worst.state > .ok {
      text += ", \(context.sign(worst.state)) \(worst.name.safe) \(worst.text)"
      color = context.color(worst.state)
    }
    canvas.write(
      text.fitted(to: canvas.size.columns),
      at: Point(column: 0, row: row),
      style: Style(color)
    )
  }
}
