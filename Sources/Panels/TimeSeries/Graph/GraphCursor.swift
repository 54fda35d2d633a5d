import Canvas
import Metrics

extension Graph {
  /// The cursor, and the values that Grafana's tooltip would tell, in its order.
  func drawCursor(on plot: inout Canvas) {
    guard let cursor = context.cursor else { return }
    let readout = CursorReadout(range: frame.range, context: context)
    let columns = plot.size.columns
    readout.draw(
      cursor,
      column: { readout.column(of: $0, columns: columns) },
      values: { values(at: cursor.moment) },
      on: &plot
    )
  }

  /// As the series have them: neither turned round nor stacked.
  private func values(at moment: Timestamp) -> [CursorReadout.Value] {
    let tooltip = panel.tooltip
    guard tooltip.isShown else { return [] }
    let values = series.filter { !$0.isHidden && !($0.style.hidden?.fromTooltip ?? false) }
      .compactMap { one -> CursorReadout.Value? in
        let number = CursorReadout.value(of: frame.series[one.place], at: moment, step: frame.step)
        if tooltip.hidesZeros, number == 0 { return nil }
        return CursorReadout.Value(
          name: one.name.safe,
          text: number.map(one.field.text) ?? "-",
          number: number ?? -.infinity,
          color: one.color,
          fill: context.depth.tellsSeriesApart ? nil : one.fill
        )
      }
    switch tooltip.order {
    case .none: return values
    case .asc: return values.sorted { $0.number < $1.number }
    case .desc: return values.sorted { $0.number > $1.number }
    }
  }
}
