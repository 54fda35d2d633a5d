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
  ///   - table: Whose bars ask for soft ends, a centre and powers; shares of a whole lie evenly.
  ///   - panel: Whose ends and stacking hold.
  ///   - count: About how many labels there is room for.
  ///   - context: Whose clock and zone tell dates.
  init(
    _ pieces: [BarPlot.Piece],
    of table: BarTable,
    panel: BarChartPanel,
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
    let distribution = table.kinds.first?.style.scale ?? .linear
    if distribution == .linear {
      powers = nil
      axis = Self.axis(ends, of: table, panel: panel, labels: count)
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

  private static func axis(
    _ ends: [Double],
    of table: BarTable,
    panel: BarChartPanel,
    labels: Int
  ) -> Axis {
    var (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    let (field, soft) = (panel.field, table.softEnds)
    // A soft end holds as long as no value is beyond it; bars begin at zero, whatever the axis.
    let values = table.kinds.flatMap(\.values).filter(\.isFinite)
    let least = panel.stacking == .none ? values.min() ?? 0 : low
    let softLow = soft.low.flatMap { least >= $0 ? $0 : nil }
    let softHigh = soft.high.flatMap { high <= $0 ? $0 : nil }
    var (hardLow, hardHigh) = (field.min ?? softLow, field.max ?? softHigh)
    if table.kinds.contains(where: { $0.style.isCentredOnZero == true }) {
      high = [low, high, softLow ?? 0, softHigh ?? 0].map { abs($0) }.max() ?? 0
      low = -high
      (hardLow, hardHigh) = (field.min, field.max)
    }
    if low >= 0, hardLow ?? 0 == 0, hardHigh == nil { return .fromZero(to: high, isWhole: false) }
    return .round(
      low...max(low, high),
      hardLow: hardLow,
      hardHigh: hardHigh,
      labels: labels
    )
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
    // Along a scale of powers a bar keeps one colour.
    if powers != nil { piece.ramp = nil }
    (piece.low, piece.high) = (place(piece.low), place(piece.high))
    return piece
  }

  /// Where a limit lies on the axis, which may be beyond its ends; nil: nowhere.
  func limit(_ value: Double) -> Double? {
    guard let powers else { return value }
    let share = powers.share(value)
    return share.isFinite ? share : nil
  }
}
