import Canvas
import Glibc
package import Metrics

/// A y-axis of a Grafana panel: from values to the height of the plot, linear or by powers.
package struct ValueScale: Hashable, Sendable {
  /// What holds the ends, besides the data.
  package struct Ends: Hashable, Sendable {
    /// Kept exactly.
    package var low: Double?
    package var high: Double?
    /// Kept unless data lies beyond.
    package var softLow: Double?
    package var softHigh: Double?
    package var isCentred = false
    /// No digits after the point are wanted.
    package var isWhole = false

    package init(
      low: Double? = nil,
      high: Double? = nil,
      softLow: Double? = nil,
      softHigh: Double? = nil,
      isCentred: Bool = false,
      isWhole: Bool = false
    ) {
      self.low = low
      self.high = high
      self.softLow = softLow
      self.softHigh = softHigh
      self.isCentred = isCentred
      self.isWhole = isWhole
    }
  }

  package let low: Double
  package let high: Double
  package let distribution: GraphStyle.Scale
  private let start: Double
  private let length: Double

  package init(low: Double, high: Double, distribution: GraphStyle.Scale = .linear) {
    self.low = low
    self.high = high
    self.distribution = distribution
    start = Self.place(low, distribution)
    length = Self.place(high, distribution) - start
  }

  /// The scale that holds the data.
  ///
  /// - Parameters:
  ///   - data: From the least to the most that is drawn; nil where there is nothing.
  ///   - ends: What nobody set is free.
  ///   - distribution: Of powers none is negative: what isn't above 0 doesn't count.
  package init(
    holding data: ClosedRange<Double>?,
    ends: Ends,
    distribution: GraphStyle.Scale = .linear
  ) {
    switch distribution {
    case .linear:
      let found = Self.linearEnds(data, ends)
      self.init(low: found.lowerBound, high: found.upperBound)
    case .log(let base):
      let found = Self.powerEnds(data, ends, base: max(2, base))
      self.init(low: found.lowerBound, high: found.upperBound, distribution: distribution)
    case .symlog(let base, let threshold):
      let found = Self.symmetricEnds(data, ends, base: max(2, base), threshold: threshold)
      self.init(low: found.lowerBound, high: found.upperBound, distribution: distribution)
    }
  }

  /// 0 for the low end, 1 for the high one; NaN for what can't be drawn, such as 0 among powers.
  package func share(_ value: Double) -> Double {
    guard length > 0 else { return value.isNaN ? value : 0 }
    return (Self.place(value, distribution) - start) / length
  }

  /// The value that stands at a share of the height.
  package func value(at share: Double) -> Double {
    let place = start + share * length
    switch distribution {
    case .linear: return place * 2
    case .log: return exp2(place)
    case .symlog(_, let threshold): return sinh(place) * Self.least(threshold)
    }
  }

  /// Where the filling of an area begins: zero, or the end that is nearest to it.
  var ground: Double {
    let share = share(0)
    return share.isNaN ? 0 : max(0, min(1, share))
  }

  /// Halves, since the distance of the ends may be more than a number holds.
  private static func place(_ value: Double, _ distribution: GraphStyle.Scale) -> Double {
    switch distribution {
    case .linear: value / 2
    case .log: value > 0 ? log2(value) : .nan
    case .symlog(_, let threshold): asinh(value / least(threshold))
    }
  }

  private static func least(_ threshold: Double) -> Double {
    threshold > 0 && threshold.isFinite ? threshold : 1
  }

  // MARK: - Ends

  /// A free end lies a tenth of the data's range outside, snapped to a round number; data of one
  /// sign doesn't cross zero for it.
  ///
  /// Source: Grafana, `UPlotScaleBuilder.ts`; uPlot, `rangeNum`.
  private static func linearEnds(_ data: ClosedRange<Double>?, _ ends: Ends) -> ClosedRange<Double>
  {
    var (low, high) = free(data, ends)
    if ends.isCentred {
      high = max(abs(low), abs(high))
      low = -high
    }
    if ends.isWhole { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    low = ends.low ?? low
    high = ends.high ?? high
    guard low < high, low.isFinite, high.isFinite else {
      // Ends that contradict each other aren't kept.
      if let low = ends.low, low.isFinite, ends.high == nil { return low...low + max(1, abs(low)) }
      if let high = ends.high, high.isFinite, ends.low == nil {
        return high - max(1, abs(high))...high
      }
      return 0...100
    }
    return low...high
  }

  private static func free(_ data: ClosedRange<Double>?, _ ends: Ends) -> (Double, Double) {
    guard let data else {
      let low = ends.softLow ?? min(0, ends.softHigh ?? 0)
      return (low, max(low + 1, ends.softHigh ?? low + 1))
    }
    let (least, most) = (data.lowerBound, data.upperBound)
    let size = max(abs(least), abs(most))
    guard size > 0 else {
      return (min(0, ends.softLow ?? 0), max(ends.softHigh ?? 1, 0.000_001))
    }
    let distance = most - least
    guard distance.isFinite else { return (least, most) }
    let isFlat = distance <= size * 1e-10
    let room = isFlat ? size : distance / 10
    let round = pow(10, floor(log10(isFlat ? size : distance))) / 10
    var low = snapped(least - room, to: round, .down) ?? least
    var high = snapped(most + room, to: round, .up) ?? most
    if let soft = ends.softLow, least >= soft {
      low = soft
    } else if ends.softLow == nil, least >= 0, low <= 0 {
      low = 0
    }
    if let soft = ends.softHigh, most <= soft {
      high = soft
    } else if ends.softHigh == nil, most <= 0, high >= 0 {
      high = 0
    }
    return (low, high)
  }

  private static func snapped(
    _ value: Double,
    to step: Double,
    _ rule: FloatingPointRoundingRule
  ) -> Double? {
    guard step > 0 else { return nil }
    // What lies on a step but for an error of the division stays there.
    let count = value / step
    let whole = abs(count - count.rounded()) < 1e-6 ? count.rounded() : count.rounded(rule)
    let end = whole * step
    return end.isFinite ? end : nil
  }

  /// Both ends at a power of the base.
  private static func powerEnds(
    _ data: ClosedRange<Double>?,
    _ ends: Ends,
    base: Double
  ) -> ClosedRange<Double> {
    let most = max(data?.upperBound ?? base, ends.softHigh ?? 0)
    guard most > 0, most.isFinite else { return 1...base }
    var least = data.map { $0.lowerBound > 0 ? $0.lowerBound : most } ?? 1
    if let soft = ends.softLow, soft > 0 { least = min(least, soft) }
    var low = power(of: least, base: base, .down)
    var high = power(of: most, base: base, .up)
    if low >= high { high = low * base }
    if let hard = ends.low, hard > 0 { low = hard }
    if let hard = ends.high, hard > 0 { high = hard }
    return low > 0 && low < high && high.isFinite ? low...high : 1...base
  }

  static func power(of value: Double, base: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let exponent = log2(value) / log2(base)
    let whole =
      abs(exponent - exponent.rounded()) < 1e-9 ? exponent.rounded() : exponent.rounded(rule)
    return pow(base, whole)
  }

  private static func symmetricEnds(
    _ data: ClosedRange<Double>?,
    _ ends: Ends,
    base: Double,
    threshold: Double
  ) -> ClosedRange<Double> {
    func reach(_ value: Double) -> Double {
      value > least(threshold) ? power(of: value, base: base, .up) : least(threshold)
    }
    let (lowest, highest) = (data?.lowerBound ?? 0, data?.upperBound ?? 1)
    var low = lowest < 0 ? -reach(-lowest) : 0
    var high = highest > 0 ? reach(highest) : 0
    if ends.isCentred {
      high = max(-low, high)
      low = -high
    }
    low = ends.low ?? low
    high = ends.high ?? high
    return low < high && low.isFinite && high.isFinite ? low...high : 0...1
  }
}

extension ValueScale {
  // MARK: - Ticks

  /// Values that labels stand at, from low to high.
  ///
  /// - Parameters:
  ///   - rows: Of the plot.
  ///   - isBinary: Round is what is a power of two.
  ///   - isWhole: Only whole numbers.
  /// - Returns: At least two.
  package func ticks(rows: Int, isBinary: Bool, isWhole: Bool) -> [Double] {
    let ticks: [Double]
    switch distribution {
    case .linear: ticks = linearTicks(rows: rows, isBinary: isBinary, isWhole: isWhole)
    case .log(let base): ticks = powers(from: low, to: high, base: max(2, base), rows: rows)
    case .symlog(let base, let threshold):
      let least = Self.least(threshold)
      let base = max(2, base)
      let share = low < 0 && high > 0 ? rows / 2 : rows
      let up = high > least ? powers(from: least, to: high, base: base, rows: share) : []
      let down = low < -least ? powers(from: least, to: -low, base: base, rows: share) : []
      ticks = down.reversed().map { -$0 } + (low <= 0 && high >= 0 ? [0] : []) + up
    }
    return ticks.count < 2 ? [low, high] : ticks
  }

  private func linearTicks(rows: Int, isBinary: Bool, isWhole: Bool) -> [Double] {
    let distance = high - low
    guard distance.isFinite, distance > 0 else { return [low, high] }
    // Labels are read with a row or two between; where that leaves but one they stand closer.
    var ticks: [Double] = []
    for apart in [2.5, 1.5, 1] where ticks.count < 2 {
      var step = Self.increment(
        atLeast: distance * apart / Double(max(3, rows)),
        isBinary: isBinary && distance > 2
      )
      if isWhole { step = max(1, step.rounded(.up)) }
      guard step > 0, distance / step < 1_000 else { return [low, high] }
      let first = (low / step - 1e-9).rounded(.up)
      let count = ((high / step + 1e-9).rounded(.down) - first).whole(from: -1, to: 1_000)
      guard first.isFinite, count >= 0 else { continue }
      ticks = (0...count).map { (first + Double($0)) * step }
    }
    return ticks
  }

  /// The least round number that is not below a value.
  private static func increment(atLeast value: Double, isBinary: Bool) -> Double {
    if isBinary { return exp2(ceil(log2(value) - 1e-9)) }
    let power = pow(10, floor(log10(value)))
    for mantissa in [1, 2, 2.5, 5] where mantissa * power >= value * 0.999_999_9 {
      return mantissa * power
    }
    return 10 * power
  }

  private func powers(from low: Double, to high: Double, base: Double, rows: Int) -> [Double] {
    guard low > 0, high > low, high.isFinite else { return [] }
    let first = (log2(low) / log2(base) - 1e-9).rounded(.up)
    let last = (log2(high) / log2(base) + 1e-9).rounded(.down)
    guard last >= first else { return [] }
    let most = max(1, rows / 2)
    let stride = max(1, ((last - first + 1) / Double(most)).rounded(.up))
    let count = ((last - first) / stride).whole(from: 0, to: 1_000)
    return (0...count).map { pow(base, first + Double($0) * stride) }.filter {
      $0 <= high * 1.000_1
    }
  }
}
