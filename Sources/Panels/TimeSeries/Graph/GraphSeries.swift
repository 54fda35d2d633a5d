import Canvas
import Metrics

/// A series as a Grafana panel draws it: its style settled, its values transformed and stacked.
struct GraphSeries {
  /// Its place among the frame's series.
  let place: Int
  let name: ForeignText
  @Shared private(set) var field: FieldOptions
  @Shared private(set) var style: GraphStyle
  var color: Color
  /// What stands for its colour where there is none.
  var fill: Character?
  private let isColoredByValue: Bool
  /// Milliseconds, rising.
  var times: [Int64]
  /// NaN where nothing is known.
  var values: [Double]
  /// Milliseconds between two points that are neighbours; nil where any are.
  private let step: Int64?
  /// Where it is stacked, what it stands on.
  var floors: [Double]?
  /// Its place among the scales.
  var scale = 0
  /// The points with no gap between them, as places in `times`; none is empty.
  private(set) var runs: [ArraySlice<Int>] = []

  init(
    _ series: FrameSeries,
    place: Int,
    field: FieldOptions,
    color: Color,
    fill: Character?,
    frame: Frame
  ) {
    self.place = place
    name = series.name
    _field = Shared(wrappedValue: field)
    _style = Shared(wrappedValue: series.config?.graph ?? GraphStyle())
    self.color = color
    self.fill = fill
    isColoredByValue = series.config?.color?.isByValue ?? false
    (times, values) = Self.points(of: series)
    // Targets may be asked in steps of their own.
    let apart = zip(times, times.dropFirst()).lazy.map { $1 &- $0 }.filter { $0 > 0 }.min() ?? 0
    step = (series.step ?? frame.step).map { max($0.milliseconds, apart) }
    fillGaps(frame: frame)
    transform()
  }

  var draw: GraphStyle.Draw { style.draw ?? .line }
  var hasLine: Bool { draw == .line && style.lineWidth ?? 1 > 0 }
  var opacity: Double { max(0, min(100, style.fillOpacity ?? 0)) / 100 }
  var isBars: Bool { draw == .bars }
  var isFilled: Bool { draw == .line && opacity > 0 }
  var isStacked: Bool { (style.stacking?.mode ?? .none) != .none }
  var isHidden: Bool { style.hidden?.fromPlot ?? false }
  var isDashed: Bool { style.isDashed ?? false }
  /// Whether each cell has the colour of its value.
  var isGraded: Bool { style.gradient == "scheme" && isColoredByValue }

  // MARK: - Values

  /// Moments and what is known of them: Grafana takes what is not finite for nothing.
  private static func points(of series: FrameSeries) -> (times: [Int64], values: [Double]) {
    let (times, values) = (series.timestamps, series.values)
    // Most series are shared with the frame as they stand.
    if times.count == values.count, !times.contains(Column.noTime),
      values.allSatisfy({ $0.isFinite || $0.isNaN })
    {
      return (times, values)
    }
    let points = zip(times, values).filter { $0.0 != Column.noTime }
    return (points.map(\.0), points.map { $0.1.isFinite ? $0.1 : .nan })
  }

  /// Puts a number where nothing is known, if its file wants one.
  private mutating func fillGaps(frame: Frame) {
    let isZero = style.gaps == .zero
    guard let number = isZero ? 0 : field.noValue.flatMap(Double.init), number.isFinite else {
      return
    }
    for place in values.indices where values[place].isNaN { values[place] = number }
    guard let step, step > 0, let first = times.first,
      let last = times.last
    else { return }
    // The old graph's zeros reach over the whole range.
    let start = isZero ? min(first, frame.range.start.milliseconds) : first
    let end = isZero ? max(last, frame.range.end.milliseconds) : last
    guard (end - start) / step < 20_000 else { return }
    var (allTimes, allValues) = ([Int64](), [Double]())
    var slot = first - (first - start) / step * step
    for (time, value) in zip(times, values) {
      while slot < time - step / 2 {
        allTimes.append(slot)
        allValues.append(number)
        slot += step
      }
      allTimes.append(time)
      allValues.append(value)
      slot = time + step
    }
    while slot <= end {
      allTimes.append(slot)
      allValues.append(number)
      slot += step
    }
    (times, values) = (allTimes, allValues)
  }

  private mutating func transform() {
    switch style.transform {
    case .negativeY?: for place in values.indices { values[place].negate() }
    case .constant?:
      let first = values.first { !$0.isNaN } ?? .nan
      for place in values.indices { values[place] = first }
    case nil: break
    }
  }

  // MARK: - Runs

  /// Finds the runs of points anew, once their values are stacked.
  mutating func findRuns() {
    var limit = step.map { $0 + $0 / 2 } ?? .max
    var spansNulls = false
    switch style.gaps {
    case .connected?: (limit, spansNulls) = (.max, true)
    case .connectedUpTo(let span)?: (limit, spansNulls) = (max(limit, span.milliseconds), true)
    case .left?, .zero?, nil:
      if let span = style.insertsGapsBeyond { limit = span.milliseconds }
    }
    var known: [Int] = []
    known.reserveCapacity(values.count)
    // Where runs begin in `known`.
    var starts: [Int] = []
    var isBroken = true
    for place in values.indices {
      guard !values[place].isNaN else {
        if !spansNulls { isBroken = true }
        continue
      }
      if let last = known.last, times[place] &- times[last] > limit { isBroken = true }
      if isBroken { starts.append(known.count) }
      known.append(place)
      isBroken = false
    }
    runs = zip(starts, starts.dropFirst() + [known.count]).map { known[$0..<$1] }
  }
}
