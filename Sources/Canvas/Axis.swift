import Glibc

/// A scale from data to a length, with round ends.
package struct Axis: Hashable, Sendable {
  package var low: Double
  package var high: Double
  /// Where labels stand, from low to high.
  package var ticks: [Double]

  package init(low: Double, high: Double, ticks: [Double]) {
    self.low = low
    self.high = high
    self.ticks = ticks
  }

  /// 0 for the low end, 1 for the high one; beyond for what is outside.
  package func share(_ value: Double) -> Double {
    high > low ? (value - low) / (high - low) : 0
  }

  /// For bars and stacks: from 0 to a round number whose half is round too.
  ///
  /// - Parameters:
  ///   - highest: The highest stack.
  ///   - isWhole: Only whole numbers make sense.
  /// - Returns: An axis with ticks at its ends and in the middle.
  package static func fromZero(to highest: Double, isWhole: Bool) -> Axis {
    guard highest.isFinite, highest > 0 else { return Axis(low: 0, high: 2, ticks: [0, 1, 2]) }
    var top = roundUp(highest, to: [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10])
    if isWhole { top = max(2, top.rounded(.up)) }
    if isWhole, Int(exactly: top).map({ $0 % 2 == 1 }) ?? false { top += 1 }
    // At the ends of what a Double holds there is nothing rounder than the data.
    if !top.isFinite || top <= highest / 2 { top = highest }
    return Axis(low: 0, high: top, ticks: [0, top / 2, top])
  }

  private static func roundUp(_ value: Double, to mantissas: [Double]) -> Double {
    let power = pow(10, floor(log10(value)))
    for mantissa in mantissas where mantissa * power >= value * 0.999_999_999 {
      return mantissa * power
    }
    return 10 * power
  }

  /// For lines: both ends on a multiple of a round step.
  ///
  /// - Parameters:
  ///   - range: Of the data; flat data gets room around it.
  ///   - hardLow: A low end that is kept exactly.
  ///   - hardHigh: A high end that is kept exactly.
  ///   - labels: About how many labels there is room for.
  /// - Returns: An axis whose ticks are round numbers.
  package static func round(
    _ range: ClosedRange<Double>,
    hardLow: Double? = nil,
    hardHigh: Double? = nil,
    labels: Int
  ) -> Axis {
    var (low, high) = (hardLow ?? range.lowerBound, hardHigh ?? range.upperBound)
    if hardLow == nil, low >= 0, low < (high - low) * 2 || low == high { low = 0 }
    if hardHigh == nil, high <= 0, low < 0, -high < (high - low) * 2 || low == high { high = 0 }
    if low >= high {
      high = hardHigh ?? (low == 0 ? 1 : low + abs(low))
      if low >= high { low = high - 1 }
    }
    guard low.isFinite, high.isFinite, (high - low).isFinite else {
      return Axis(low: 0, high: 1, ticks: [0, 1])
    }
    let step = roundUp((high - low) / Double(max(1, labels - 1)), to: [1, 2, 2.5, 5, 10])
    guard step > 0, (high - low) / step < 1_000 else {
      return Axis(low: low, high: high, ticks: [low, high])
    }
    // Hard ends that contradict each other aren't kept, so they are asked for, not taken.
    let first = hardLow == nil ? floor(low / step) * step : low
    let last = hardHigh == nil ? ceil(high / step - 1e-9) * step : high
    let start = ceil(first / step - 1e-9)
    guard first.isFinite, last.isFinite, start * step <= last else {
      return Axis(low: low, high: high, ticks: [low, high])
    }
    let count = ((last - start * step) / step + 1e-9).rounded(.down).whole(from: 0, to: 1_000)
    let ticks = (0...count).map { (start + Double($0)) * step }
    return Axis(low: first, high: last, ticks: ticks)
  }
}
