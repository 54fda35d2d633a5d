import Canvas
import Metrics

/// What a series is known by, in the plot and in the legend.
struct SeriesLook {
  var color: Color
  /// Fills its bars, where colours fail or another series has the same.
  var fill: Character?
  /// 0, or its place among those of its colour: its line is dashed, each finer than the last.
  var rank = 0
}

extension TimeSeriesPanel {
  /// Bars and areas, as far as options say it.
  var isFilledIn: Bool { drawStyle == .bars || isStackedArea }

  func looks(of series: [FrameSeries], in context: DrawContext) -> [SeriesLook] {
    if isGraph {
      return graphLooks(of: series, in: context).map { look in
        SeriesLook(
          color: look.color,
          fill: context.depth.tellsSeriesApart ? nil : look.fill
        )
      }
    }
    let hasFills = isFilledIn && (context.glyphs == .ascii || !context.depth.tellsSeriesApart)
    let ranks = context.colors.ranks(of: series, theme: context.theme)
    return zip(series, ranks).map { series, rank in
      SeriesLook(
        color: context.colors.color(of: series, theme: context.theme),
        fill: hasFills
          ? context.colors.fill(of: series, glyphs: context.glyphs)
          : ColorTable.hatch(rank, glyphs: context.glyphs),
        rank: rank
      )
    }
  }
}
