import Canvas
import Metrics

/// How many rules there are to tell of, as one number.
struct AlertCount {
  let alerts: [Alert]
  let context: DrawContext

  /// A rule of which several alerts tell counts once.
  private var rules: Int { Set(alerts.map { [$0.name, $0.rule?.expression ?? ""] }).count }

  /// That of the worst that fires.
  private var style: Style {
    let worst = alerts.filter { $0.state == .firing }.map(\.rank).max()
    guard !context.isStale else { return Style(context.theme.dim) }
    switch worst {
    case .critical?: return Style(context.theme.critical).bold
    case .warning?: return Style(context.theme.warning).bold
    case .other?, nil: return Style(context.theme.text).bold
    }
  }

  /// - Returns: How many rows it took.
  func draw(on canvas: inout Canvas) -> Int {
    let text = "\(rules)"
    let caption = context.isStale ? "not known now" : rules == 1 ? "alert rule" : "alert rules"
    let dim = Style(context.theme.dim)
    if canvas.size.rows > BigDigits.rows, let width = BigDigits.columns(text),
      width <= canvas.size.columns
    {
      BigDigits.draw(text, on: &canvas, at: .zero, style: style, glyphs: context.glyphs)
      canvas.write(caption, at: Point(column: 0, row: BigDigits.rows), style: dim)
      return BigDigits.rows + 1
    }
    let end = canvas.write(text, at: .zero, style: style)
    canvas.write(" " + caption, at: Point(column: end, row: 0), style: dim)
    return min(1, canvas.size.rows)
  }
}
