import Canvas
import Metrics

/// Fillings below lines: a tint of the ground, so that the lines before it are seen; solid where
/// no line would show where it ends.
extension Graph {
  /// Where a filling reaches in each column of the plot, in shares of the height; NaN for none.
  struct Profile {
    var lows: [Double]
    var highs: [Double]
  }

  /// Whether an area is painted in cells' eighths instead of tinted.
  ///
  /// Where grounds take no tint only stacks are filled: unstacked ones would hide each other.
  func isSolid(_ series: GraphSeries) -> Bool {
    guard series.isFilled else { return false }
    if !series.hasLine { return true }
    return series.isStacked && (series.opacity >= 0.6 || !hasTints)
  }

  func drawFills(on plot: inout Canvas) {
    guard hasTints, !plot.size.isEmpty else { return }
    let filled = series.filter { $0.isFilled && !$0.isHidden && $0.scale >= 0 && !isSolid($0) }
    let overlapping = filled.count { !$0.isStacked }
    for one in filled {
      let profile = profile(of: one, columns: plot.size.columns)
      let tones = tones(of: one, rows: plot.size.rows)
      // Many on each other would hide the ground, and with it the lines.
      let share = one.isStacked ? 1 : 1 / Double(max(1, overlapping - 1)).squareRoot()
      let opacity = (0.1 + 0.4 * one.opacity) * share
      tint(profile, one.color, tones: tones, opacity: opacity, on: &plot)
    }
  }

  private func tint(
    _ profile: Profile,
    _ color: Color,
    tones: [Color]?,
    opacity: Double,
    on plot: inout Canvas
  ) {
    let rows = Double(plot.size.rows)
    let paper = context.theme.ground
    // Neighbours have the same ground as a rule, and mixing takes long.
    var last: (ground: Color, color: Color, mixed: Color)?
    for column in 0..<plot.size.columns where !profile.lows[column].isNaN {
      let low = min(profile.lows[column], profile.highs[column])
      let high = max(profile.lows[column], profile.highs[column])
      // A cell belongs to it whose middle does.
      var row = ((1 - high) * rows).whole(from: 0, to: plot.size.rows)
      let end = ((1 - low) * rows).whole(from: 0, to: plot.size.rows)
      plot.restyle(Rect(column: column, row: row, columns: 1, rows: end - row)) { style in
        let ground = style.background.isTerminal ? paper : style.background
        let color = tones?[row] ?? color
        if last?.ground != ground || last?.color != color {
          last = (ground, color, color.blended(over: ground, opacity: opacity))
        }
        style.background = last?.mixed ?? ground
        row += 1
      }
    }
  }

  /// Where the area of a line reaches.
  func profile(of series: GraphSeries, columns: Int) -> Profile {
    let scale = scales[series.scale].values
    let ground = scale.ground
    let highs = course(of: series, series.values, columns: columns).map(scale.share)
    var profile = Profile(lows: [], highs: highs)
    if let floors = series.floors {
      profile.lows = course(of: series, floors, columns: columns).map {
        $0 == 0 ? ground : scale.share($0)
      }
    } else if let other = band(below: series) {
      let below = scales[other.scale].values
      profile.lows = course(of: other, other.values, columns: columns).map(below.share)
    } else {
      profile.lows = [Double](repeating: ground, count: columns)
    }
    for column in 0..<columns where profile.lows[column].isNaN || highs[column].isNaN {
      (profile.lows[column], profile.highs[column]) = (.nan, .nan)
    }
    return profile
  }

  private func band(below series: GraphSeries) -> GraphSeries? {
    guard let name = series.style.fillBelowTo, !name.isEmpty else { return nil }
    return self.series.first { $0.name == ForeignText(name) && $0.scale >= 0 }
  }

  /// What a line is in the middle of each column; NaN where it isn't.
  private func course(of series: GraphSeries, _ values: [Double], columns: Int) -> [Double] {
    var course = [Double](repeating: .nan, count: columns)
    let span = Double(max(1, columns))
    let interpolation = series.style.interpolation
    for run in series.runs {
      guard var from = run.first else { continue }
      var start = frame.range.along(series.times[from]) * span
      if run.count == 1 {
        let column = (start - 0.5).whole(from: -1, to: columns)
        if (0..<columns).contains(column) { course[column] = values[from] }
      }
      for to in run.dropFirst() {
        let end = frame.range.along(series.times[to]) * span
        let first = (start - 0.5).rounded(.up).whole(from: 0, to: columns)
        let last = (end - 0.5).rounded(.down).whole(from: -1, to: columns - 1)
        for column in first..<max(first, last + 1) {
          let share = end > start ? (Double(column) + 0.5 - start) / (end - start) : 1
          course[column] = between(values[from], values[to], share, interpolation)
        }
        (from, start) = (to, end)
      }
    }
    return course
  }

  private func between(
    _ from: Double,
    _ to: Double,
    _ share: Double,
    _ interpolation: GraphStyle.Interpolation?
  ) -> Double {
    switch interpolation {
    case .stepAfter?: share < 1 ? from : to
    case .stepBefore?: share > 0 ? to : from
    case .linear?, .smooth?, nil: from * (1 - share) + to * share
    }
  }
}
