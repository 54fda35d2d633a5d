import Canvas
import Metrics

extension Plot {
  /// Lines and points, finer than cells; the first series lies on top.
  ///
  /// Of two in one colour the second is dashed.
  func drawLines(_ axis: Axis, on plot: inout Canvas) {
    guard !plot.size.isEmpty else { return }
    var dots = Dots(size: plot.size, glyphs: context.glyphs)
    for series in pastSeries(of: frame).reversed() {
      draw(series, color: pastColor(of: series), rank: 1, axis: axis, on: &dots)
    }
    let looks = panel.looks(of: series, in: context)
    for (series, look) in zip(series, looks).reversed() {
      draw(series, color: look.color, rank: look.rank, axis: axis, on: &dots)
    }
    dots.draw(on: &plot, at: .zero)
  }

  private func draw(
    _ series: FrameSeries,
    color: Color,
    rank: Int,
    axis: Axis,
    on dots: inout Dots
  ) {
    for run in runs(of: series) {
      let places = run.map { dot($0.time, $0.value, axis: axis, dots: dots) }
      if panel.drawStyle == .points || places.count == 1 {
        for place in places { dots.set(place, color) }
      } else {
        var pen = DashedLine(rank: rank, glyphs: context.glyphs)
        for (from, to) in zip(places, places.dropFirst()) {
          pen.draw(from: from, to: to, color, on: &dots)
        }
      }
    }
  }

  /// Points with no gap between them: a missing slot or NaN ends a run.
  private func runs(of series: FrameSeries) -> [[(time: Int64, value: Double)]] {
    let limit = (series.step ?? frame.step).map { $0.milliseconds * 3 / 2 } ?? .max
    var runs: [[(time: Int64, value: Double)]] = []
    var last: Int64?
    var isBroken = true
    for (time, value) in zip(series.timestamps, series.values) {
      guard !value.isNaN else {
        if !panel.spansNulls { isBroken = true }
        continue
      }
      if let last, time - last > limit, !panel.spansNulls { isBroken = true }
      if isBroken { runs.append([]) }
      runs[runs.count - 1].append((time, value))
      isBroken = false
      last = time
    }
    return runs
  }

  private func dot(_ time: Int64, _ value: Double, axis: Axis, dots: Dots) -> Dots.Dot {
    let along = frame.range.along(time)
    // Infinities lie on the edge.
    let share = value.isFinite ? axis.share(value) : value > 0 ? 1 : 0
    let x = (along * Double(dots.width - 1)).whole(from: -1_000_000, to: 1_000_000)
    let y = ((1 - share) * Double(dots.height - 1)).whole(from: -dots.height, to: 2 * dots.height)
    return Dots.Dot(x: x, y: y)
  }
}
