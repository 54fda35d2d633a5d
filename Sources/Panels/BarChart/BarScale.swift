import Canvas
import Metrics

/// The axis of a bar chart: what stands at its ticks, and where values lie on it.
struct BarScale {
  /// Of a scale of powers in shares of its length, else in values.
  let axis: Axis
  /// One per tick.
  let labels: [String]
  private let powers: ValueScale?

  /// - Parameters:
  ///   - pieces: Of all bars.
  ///   - panel: Whose ends and stacking hold.
  ///   - distribution: Of values along the axis; shares of a whole lie evenly.
  ///   - count: About how many labels there is room for.
  ///   - context: Whose clock and zone tell dates.
  init(
    _ pieces: [BarPlot.Piece],
    panel: BarChartPanel,
    distribution: GraphStyle.Scale,
    labels count: Int,
    in context: DrawContext
  ) {
    let field = panel.field
    guard panel.stacking != .percent else {
      powers = nil
      axis = Axis(low: 0, high: 1, ticks: [0, 0.5, 1])
      labels = axis.ticks.map { Unit("percentunit").text($0, decimals: 0) }
      return
    }
    let ends = pieces.flatMap { [$0.low, $0.high] }
    if distribution == .linear {
      powers = nil
      let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
      axis =
        low >= 0 && field.min == nil && field.max == nil
        ? .fromZero(to: high, isWhole: false)
        : .round(
          low...max(low, high),
          hardLow: field.min,
          hardHigh: field.max,
          labels: count
        )
      let step = axis.ticks.count > 1 ? axis.ticks[1] - axis.ticks[0] : 1
      labels = axis.ticks.map { field.tick($0, increment: step, in: context) }
      return
    }
    let scale = Self.powers(ends, field: field, distribution)
    let ticks = scale.ticks(rows: max(2, count) * 2, isBinary: false, isWhole: false)
    powers = scale
    axis = Axis(low: 0, high: 1, ticks: ticks.map(scale.share))
    labels = ticks.map { field.tick($0, increment: abs($0), in: context) }
  }

  private static func powers(
    _ ends: [Double],
    field: FieldOptions,
    _ distribution: GraphStyle.Scale
  ) -> ValueScale {
    var ends = ends
    if case .log = distribution {
      ends.removeAll { $0 <= 0 }
      // The least bar is not nothing where it is a power itself.
      if let least = ends.min() { ends.append(least * 0.999) }
    }
    return ValueScale(
      holding: ends.min().flatMap { low in ends.max().map { low...$0 } },
      ends: ValueScale.Ends(low: field.min, high: field.max),
      distribution: distribution
    )
  }

  /// Where a value lies on the axis; of powers what has no place there lies at its foot.
  func place(_ value: Double) -> Double {
    guard let powers else { return value }
    let share = powers.share(value)
    return share.isNaN ? 0 : max(0, min(1, share))
  }

  func placed(_ piece: BarPlot.Piece) -> BarPlot.Piece {
    var piece = piece
    (piece.low, piece.high) = (place(piece.low), place(piece.high))
    return piece
  }
}
