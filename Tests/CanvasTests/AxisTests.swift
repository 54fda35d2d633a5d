import Canvas
import Support
import Testing

struct AxisTests {
  // MARK: - From zero

  @Test(
    arguments: [
      (0.07, 0.08), (0.3, 0.32), (1, 1), (1.1, 1.2), (1.3, 1.6), (7, 8), (9, 10), (10, 10),
      (41, 60), (73, 80), (81, 100), (950, 1_000), (1_000, 1_000), (1_001, 1_200), (2.5e9, 3.2e9),
    ] as [(Double, Double)]
  )
  func barsEndOnARoundNumber(highest: Double, top: Double) {
    let axis = Axis.fromZero(to: highest, isWhole: false)
    #expect(axis.low == 0)
    #expect(abs(axis.high - top) <= top * 1e-12, "\(axis.high)")
    #expect(axis.ticks == [0, axis.high / 2, axis.high])
  }

  @Test(
    arguments: [
      (0.3, 2), (1, 2), (2, 2), (2.1, 4), (3, 4), (4, 4), (5, 6), (9, 10), (11, 12), (13, 16),
      (17, 20), (23, 24), (73, 80), (101, 120), (12_345, 16_000),
    ] as [(Double, Double)]
  )
  func wholeBarsHaveWholeTicks(highest: Double, top: Double) {
    let axis = Axis.fromZero(to: highest, isWhole: true)
    #expect(axis == Axis(low: 0, high: top, ticks: [0, top / 2, top]))
  }

  @Test(arguments: [0, -0.0, -1, .nan, .infinity, -.infinity])
  func barsOfNothingHaveAnAxisToo(highest: Double) {
    for isWhole in [true, false] {
      let axis = Axis.fromZero(to: highest, isWhole: isWhole)
      #expect(axis == Axis(low: 0, high: 2, ticks: [0, 1, 2]))
    }
  }

  @Test(arguments: [1e300, 1.7e308, .greatestFiniteMagnitude, 1e-300, .leastNonzeroMagnitude])
  func hugeAndTinyBarsHaveFiniteAxes(highest: Double) {
    for isWhole in [true, false] {
      let axis = Axis.fromZero(to: highest, isWhole: isWhole)
      #expect(axis.high.isFinite && axis.high >= highest, "\(axis)")
      #expect(axis.ticks.allSatisfy { $0.isFinite })
    }
  }

  @Test func anyBarFitsWithoutMuchWaste() {
    for power in -9...12 {
      for tenths in 10..<100 {
        let highest = Double("\(tenths)e\(power)") ?? .nan
        let axis = Axis.fromZero(to: highest, isWhole: false)
        #expect(axis.high >= highest * (1 - 1e-9) && axis.high <= highest * 1.51, "\(highest)")
        let whole = Axis.fromZero(to: highest, isWhole: true)
        #expect(whole.high >= highest * (1 - 1e-9), "\(highest)")
        #expect(whole.high <= highest * 1.51 + 2, "\(highest)")
        #expect(whole.ticks.allSatisfy { $0 == $0.rounded() }, "\(highest)")
      }
    }
  }

  // MARK: - Round

  @Test(
    arguments: [
      (0, 10, nil, nil, 3, [0, 5, 10]), (3, 5, nil, nil, 3, [0, 2.5, 5]),
      (100, 103, nil, nil, 4, [100, 101, 102, 103]), (-3, 5, nil, nil, 5, [-4, -2, 0, 2, 4, 6]),
      (-8, -2, nil, nil, 3, [-10, -5, 0]), (5, 5, nil, nil, 3, [0, 2.5, 5]),
      (-5, -5, nil, nil, 3, [-5, -2.5, 0]), (0, 0, nil, nil, 3, [0, 0.5, 1]),
      (-103, -100, nil, nil, 4, [-103, -102, -101, -100]),
      (3, 97, 0, 100, 5, [0, 25, 50, 75, 100]),
      (3, 5, 10, nil, 3, [10, 15, 20]), (3, 5, nil, 4, 3, [3, 3.5, 4]),
      (0, 80, nil, 64, 3, [0, 50]), (0, 7, 1.5, nil, 4, [2, 4, 6, 8]),
      (0, 9, nil, nil, 1, [0, 10]),
      (0, 9, nil, nil, 0, [0, 10]),
    ] as [(Double, Double, Double?, Double?, Int, [Double])]
  )
  func linesGetRoundTicks(
    low: Double,
    high: Double,
    hardLow: Double?,
    hardHigh: Double?,
    labels: Int,
    ticks: [Double]
  ) {
    let axis = Axis.round(low...high, hardLow: hardLow, hardHigh: hardHigh, labels: labels)
    #expect(axis.ticks == ticks)
    #expect(axis.low == hardLow ?? ticks.first)
    #expect(axis.high == hardHigh ?? ticks.last)
  }

  @Test func hardEndsThatContradictEachOtherStillMakeAnAxis() {
    for (low, high) in [(10.0, 5.0), (0, 0), (-1, -7), (3, 3)] {
      let axis = Axis.round(1...2, hardLow: low, hardHigh: high, labels: 3)
      #expect(axis.low < axis.high, "\(axis)")
      #expect(!axis.ticks.isEmpty)
      #expect(axis.ticks.allSatisfy { $0 >= axis.low && $0 <= axis.high }, "\(axis)")
    }
  }

  /// Where no round number lies between hard ends, the ends themselves are said.
  @Test func narrowHardEndsHaveTicksInside() {
    let axis = Axis.round(0...1, hardLow: 0.111, hardHigh: 0.119, labels: 2)
    #expect(axis == Axis(low: 0.111, high: 0.119, ticks: [0.111, 0.119]))
  }

  @Test(
    arguments: [
      (-.infinity)...(.infinity), 0...(.infinity), (-.infinity)...0, -1e308...1e308,
    ] as [ClosedRange<Double>]
  )
  func endlessDataHasAnAxis(range: ClosedRange<Double>) {
    #expect(Axis.round(range, labels: 4) == Axis(low: 0, high: 1, ticks: [0, 1]))
  }

  @Test func hardEndsThatAreNoNumbersHaveAnAxis() {
    for hard in [Double.nan, .infinity, -.infinity] {
      for axis in [
        Axis.round(1...2, hardLow: hard, labels: 3), Axis.round(1...2, hardHigh: hard, labels: 3),
      ] {
        #expect(axis.low.isFinite && axis.high.isFinite && axis.low < axis.high, "\(axis)")
        #expect(axis.ticks.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(
    arguments: [
      0...1.7e308, -1.7e308...0, 0...(.leastNonzeroMagnitude), 1e15...1e15 + 1, 0...1e-300,
    ]
      as [ClosedRange<Double>]
  )
  func extremeDataIsContained(range: ClosedRange<Double>) {
    for labels in 1...12 {
      let axis = Axis.round(range, labels: labels)
      #expect(axis.low.isFinite && axis.high.isFinite && axis.low < axis.high, "\(axis)")
      let slack = (axis.high - axis.low) * 1e-9
      #expect(axis.low <= range.lowerBound + slack, "\(axis)")
      #expect(axis.high >= range.upperBound - slack, "\(axis)")
      #expect(axis.ticks.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: 0..<20)
  func anyDataGetsAnAxisThatHoldsIt(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let size = Double("1e\(Int.random(in: -9...12, using: &random))") ?? 1
      let ends = [0, 0].map { _ in Double.random(in: -1...1, using: &random) * size }.sorted()
      let labels = Int.random(in: 2...10, using: &random)
      let hardLow = Bool.random(using: &random) ? ends[0] - size / 3 : nil
      let hardHigh = Bool.random(using: &random) ? ends[1] + size / 7 : nil
      let axis = Axis.round(ends[0]...ends[1], hardLow: hardLow, hardHigh: hardHigh, labels: labels)
      let span = axis.high - axis.low
      #expect(axis.low <= ends[0] + span * 1e-9 && axis.high >= ends[1] - span * 1e-9, "\(axis)")
      if let hardLow { #expect(axis.low == hardLow) }
      if let hardHigh { #expect(axis.high == hardHigh) }
      #expect((1...labels + 2).contains(axis.ticks.count), "\(labels): \(axis)")
      #expect(
        axis.ticks.allSatisfy { $0 >= axis.low - span * 1e-9 && $0 <= axis.high + span * 1e-9 }
      )
      let isNarrow = axis.ticks.map(Optional.init) == [hardLow, hardHigh]
      if !isNarrow, axis.ticks.count > 1 { expectRound(axis.ticks) }
    }
  }

  /// Evenly 1, 2, 2.5 or 5 times a power of ten apart, and multiples of that.
  private func expectRound(_ ticks: [Double]) {
    let step = (ticks[ticks.count - 1] - ticks[0]) / Double(ticks.count - 1)
    var mantissa = step
    while mantissa >= 9.999 { mantissa /= 10 }
    while mantissa < 0.999_9 { mantissa *= 10 }
    #expect([1, 2, 2.5, 5].contains { abs($0 - mantissa) < 1e-3 }, "\(ticks)")
    for tick in ticks {
      let times = tick / step
      #expect(abs(times - times.rounded()) < 1e-3, "\(ticks)")
    }
  }

  // MARK: - Share

  @Test(
    arguments: [
      (0, 10, 0, 0), (0, 10, 10, 1), (0, 10, 5, 0.5), (0, 10, 20, 2), (0, 10, -5, -0.5),
      (-10, 10, 0, 0.5), (5, 5, 5, 0), (5, 4, 7, 0),
    ] as [(Double, Double, Double, Double)]
  )
  func shareOfTheLength(low: Double, high: Double, value: Double, share: Double) {
    #expect(Axis(low: low, high: high, ticks: []).share(value) == share)
  }

  // MARK: - Whole numbers

  @Test(
    arguments: [
      (2.4, 0, 9, 2), (2.5, 0, 9, 3), (-0.4, -9, 9, 0), (-1.5, -9, 9, -2), (0, 0, 9, 0),
      (9, 0, 9, 9), (9.4, 0, 9, 9), (8.6, 0, 9, 9), (-1, 0, 9, 0), (.nan, 3, 9, 3),
      (.infinity, 3, 9, 9), (-.infinity, 3, 9, 3), (1e300, 0, 9, 9), (-1e300, 0, 9, 0),
      (1e300, .min, .max, .max), (-1e300, .min, .max, .min), (.nan, .min, .max, .min),
      (9.223_372_036_854_775e18, .min, .max, 9_223_372_036_854_774_784),
      (4, 5, 3, 5), (6, 5, 3, 5), (.nan, 5, 3, 5),
    ] as [(Double, Int, Int, Int)]
  )
  func wholeNumbersBetweenTwoEnds(value: Double, low: Int, high: Int, whole: Int) {
    #expect(value.whole(from: low, to: high) == whole)
  }
}
