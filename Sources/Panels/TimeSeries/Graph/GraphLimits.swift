import Canvas
import Metrics

/// Thresholds as lines across the plot and as bands of the ground.
///
/// Source: Grafana, `packages/grafana-ui/src/components/GraphNG/utils.ts` and `uPlot/utils.ts`.
extension Graph {
  /// What one or more series want drawn of their thresholds.
  private struct Limits: Hashable {
    var scale: Int
    var style: GraphStyle.Limits
    var thresholds: [Threshold]
    var isPercentage: Bool
  }

  private var limits: [Limits] {
    var found: [Limits] = []
    for one in series {
      let style = one.style.limits ?? .off
      guard style != .off, style != .series, one.scale >= 0, !one.isHidden else { continue }
      let limits = Limits(
        scale: one.scale,
        style: style,
        thresholds: one.field.thresholds,
        isPercentage: one.field.isPercentage
      )
      if !found.contains(limits) { found.append(limits) }
    }
    return found
  }

  private func value(of threshold: Threshold, _ limits: Limits) -> Double {
    let scale = scales[limits.scale].values
    guard limits.isPercentage, threshold.limit.isFinite else { return threshold.limit }
    return scale.low + (scale.high - scale.low) * threshold.limit / 100
  }

  /// nil for what is see-through.
  private func color(_ name: String?) -> Color? {
    guard !context.isStale else { return context.theme.dim }
    guard let name, name != "transparent" else { return nil }
    return context.theme.color(named: name)
  }

  // MARK: - Bands

  func drawLimitAreas(on plot: inout Canvas) {
    guard hasTints, !context.isStale, !plot.size.isEmpty else { return }
    for limits in limits where [.area, .lineAndArea, .dashedAndArea].contains(limits.style) {
      let steps = limits.thresholds.map { (value(of: $0, limits), color($0.color)) }
      let scale = scales[limits.scale].values
      for row in 0..<plot.size.rows {
        let middle = scale.value(at: 1 - (Double(row) + 0.5) / Double(plot.size.rows))
        guard let color = steps.last(where: { $0.0 <= middle })?.1 else { continue }
        let tint = color.blended(over: context.theme.ground, opacity: 0.16)
        for column in 0..<plot.size.columns { plot[column, row].style.background = tint }
      }
    }
  }

  // MARK: - Lines

  /// Where nothing else stands; bands that no ground shows are told by their edges.
  func drawLimitLines(on plot: inout Canvas) {
    for limits in limits where limits.style != .area || !hasTints {
      let isDashed = limits.style == .dashed || limits.style == .dashedAndArea
      let solid: Character = context.glyphs == .ascii ? "-" : "─"
      let dashed: Character = context.glyphs == .ascii ? "-" : "╌"
      let line = isDashed ? dashed : solid
      let clear = limits.thresholds.lastIndex { $0.color == "transparent" }
      for (place, threshold) in limits.thresholds.enumerated() where threshold.limit.isFinite {
        // A limit up to which values are bad has the colour of what is below it.
        let isBelow = place > 0 && clear.map { place <= $0 } ?? false
        let name = isBelow ? limits.thresholds[place - 1].color : threshold.color
        let row = row(of: value(of: threshold, limits), scales[limits.scale])
        guard row >= 0, let color = color(name) else { continue }
        for column in 0..<plot.size.columns where plot[column, row].character == " " {
          if isDashed, context.glyphs == .ascii, column % 2 == 1 { continue }
          let ground = plot[column, row].style.background
          plot[column, row] = Cell(line, Style(color, on: ground))
        }
      }
    }
  }
}
