import Canvas
import Metrics

/// Lines and points, finer than cells; a later series lies on top.
extension Graph {
  func drawLines(on plot: inout Canvas) {
    guard !plot.size.isEmpty else { return }
    var dots = Dots(size: plot.size, glyphs: context.glyphs)
    for one in past where one.scale >= 0 && !one.isHidden {
      drawPast(one, on: &dots)
    }
    for one in series where one.scale >= 0 && !one.isHidden && drawsDots(one) {
      guard let tones = tones(of: one, rows: plot.size.rows) else {
        draw(one, color: one.color, on: &dots)
        continue
      }
      dots.draw(on: &plot, at: .zero, keepsGround: true)
      dots = Dots(size: plot.size, glyphs: context.glyphs)
      draw(one, tones: tones, on: &plot)
    }
    dots.draw(on: &plot, at: .zero, keepsGround: true)
  }

  private func drawsDots(_ series: GraphSeries) -> Bool {
    // The edges of what is painted are seen already.
    !series.isBars && !(isSolid(series) && series.style.points != .always)
  }

  /// Each cell in the colour of its value.
  private func draw(_ series: GraphSeries, tones: [Color], on plot: inout Canvas) {
    var dots = Dots(size: plot.size, glyphs: context.glyphs)
    draw(series, color: series.color, on: &dots)
    var lines = Canvas(size: plot.size)
    dots.draw(on: &lines, at: .zero)
    for row in 0..<plot.size.rows {
      for column in 0..<plot.size.columns where lines[column, row].character != " " {
        let ground = plot[column, row].style.background
        plot[column, row] = Cell(lines[column, row].character, Style(tones[row], on: ground))
      }
    }
  }

  private func draw(_ series: GraphSeries, color: Color, on dots: inout Dots) {
    let scale = scales[series.scale].values
    for run in series.runs {
      let places = run.map { dot(series.times[$0], scale.share(series.values[$0]), dots) }
      if series.hasLine, !isSolid(series) {
        var pen = DashedLine(rank: series.isDashed ? 1 : 0, glyphs: context.glyphs)
        draw(places, series.style.interpolation ?? .linear, color, with: &pen, on: &dots)
      }
      if drawsPoints(series, places) {
        let isFine = isDense(places)
        for place in places.compactMap({ $0 }) {
          if isFine { dots.set(place, color) } else { drawPoint(place, color, on: &dots) }
        }
      }
    }
  }

  /// What was earlier: dashed, most of the way to the ground.
  private func drawPast(_ series: GraphSeries, on dots: inout Dots) {
    let color = series.color.blended(over: context.theme.ground, opacity: 0.45)
    let isKnown = !color.isTerminal && !context.theme.ground.isTerminal
    let scale = scales[series.scale].values
    var pen = DashedLine(rank: 1, glyphs: context.glyphs)
    for run in series.runs {
      let places = run.map { dot(series.times[$0], scale.share(series.values[$0]), dots) }
      draw(places, .linear, isKnown ? color : context.theme.dim, with: &pen, on: &dots)
    }
  }

  private func draw(
    _ places: [Dots.Dot?],
    _ interpolation: GraphStyle.Interpolation,
    _ color: Color,
    with pen: inout DashedLine,
    on dots: inout Dots
  ) {
    for (from, to) in zip(places, places.dropFirst()) {
      guard let from, let to else { continue }
      switch interpolation {
      case .linear, .smooth:
        pen.draw(from: from, to: to, color, on: &dots)
      case .stepAfter:
        let corner = Dots.Dot(x: to.x, y: from.y)
        pen.draw(from: from, to: corner, color, on: &dots)
        pen.draw(from: corner, to: to, color, on: &dots)
      case .stepBefore:
        let corner = Dots.Dot(x: from.x, y: to.y)
        pen.draw(from: from, to: corner, color, on: &dots)
        pen.draw(from: corner, to: to, color, on: &dots)
      }
    }
  }

  /// nil for a value that the scale can't show.
  private func dot(_ time: Int64, _ share: Double, _ dots: Dots) -> Dots.Dot? {
    guard !share.isNaN else { return nil }
    let along = frame.range.along(time)
    let x = (along * Double(dots.width - 1)).whole(from: -1_000_000, to: 1_000_000)
    let y = ((1 - share) * Double(dots.height - 1)).whole(from: -dots.height, to: 2 * dots.height)
    return Dots.Dot(x: x, y: y)
  }

  // MARK: - Points

  /// A point with gaps around it is seen in any case, others where there is room between them.
  private func drawsPoints(_ series: GraphSeries, _ places: [Dots.Dot?]) -> Bool {
    if series.draw == .points || places.count == 1 { return true }
    switch series.style.points ?? .auto {
    case .always: return true
    case .never: return false
    case .auto:
      guard let first = places.first ?? nil, let last = places.last ?? nil else { return false }
      return last.x - first.x >= 6 * Dots.across(context.glyphs) * (places.count - 1)
    }
  }

  /// Whether points would touch one another if they were larger than a dot.
  private func isDense(_ places: [Dots.Dot?]) -> Bool {
    guard let first = places.first ?? nil, let last = places.last ?? nil else { return false }
    return places.count > 1 && last.x - first.x < 4 * (places.count - 1)
  }

  /// Two dots square, where dots are that fine.
  private func drawPoint(_ place: Dots.Dot, _ color: Color, on dots: inout Dots) {
    dots.set(place, color)
    guard context.glyphs == .braille else { return }
    // Towards the middle, so that nothing of it is cut at an edge.
    let x = place.x + (place.x > 0 ? -1 : 1)
    let y = place.y + (place.y > 0 ? -1 : 1)
    for dot in [Dots.Dot(x: x, y: place.y), Dots.Dot(x: place.x, y: y), Dots.Dot(x: x, y: y)] {
      dots.set(dot, color)
    }
  }
}
