import Metrics
import Panels
import Testing

/// The y-axes of Grafana's panels: where they end and where their labels stand.
struct ValueScaleTests {
  typealias Ends = ValueScale.Ends

  private static let cases: [(data: ClosedRange<Double>?, ends: Ends, low: Double, high: Double)] =
    [
      // A tenth of the range around the data, on a tenth of its power of ten.
      (20...80, Ends(), 14, 86), (23...78, Ends(), 17, 84), (1_000...1_010, Ends(), 999, 1_011),
      // Data of one sign doesn't cross zero.
      (0...80, Ends(), 0, 88), (1...80, Ends(), 0, 88), (-80 ... -1, Ends(), -88, 0),
      (-50...50, Ends(), -60, 60),
      // Flat data gets room.
      (5...5, Ends(), 0, 10), (-5 ... -5, Ends(), -10, 0), (0...0, Ends(), 0, 1),
      // Hard ends are kept, data beyond is cut.
      (20...80, Ends(low: 0), 0, 86), (20...80, Ends(low: 30, high: 50), 30, 50),
      (20...80, Ends(high: 100), 14, 100),
      // Soft ends give way.
      (20...80, Ends(softLow: 0, softHigh: 100), 0, 100),
      (-20...130, Ends(softLow: 0, softHigh: 100), -40, 150),
      (-80...20, Ends(isCentred: true), -90, 90),
      (0.2...0.7, Ends(isWhole: true), 0, 1),
      (nil, Ends(), 0, 1), (nil, Ends(low: 0, high: 100), 0, 100),
      // Ends that contradict each other, and such as no number holds.
      (20...80, Ends(low: 50, high: 10), 0, 100), (20...80, Ends(low: 500), 500, 1_000),
      (-1e308...1e308, Ends(), -1e308, 1e308),
    ]

  @Test(arguments: cases.indices)
  func linearEnds(index: Int) {
    let one = Self.cases[index]
    let scale = ValueScale(holding: one.data, ends: one.ends)
    #expect(abs(scale.low - one.low) <= 1e-9 * abs(one.low), "\(scale)")
    #expect(abs(scale.high - one.high) <= 1e-9 * abs(one.high), "\(scale)")
    #expect(abs(scale.share(scale.high) - 1) < 1e-9)
    #expect(abs(scale.value(at: 0.5) - (scale.low / 2 + scale.high / 2)) <= 1e-9 * scale.high)
  }

  private static let powers:
    [(data: ClosedRange<Double>, scale: GraphStyle.Scale, low: Double, high: Double)] = [
      (3...4_000, .log(base: 10), 1, 10_000), (3...100, .log(base: 2), 2, 128),
      (0.02...0.03, .log(base: 10), 0.01, 0.1), (10...10, .log(base: 10), 10, 100),
      (-5...50, .log(base: 10), 10, 100), (-5 ... -1, .log(base: 10), 1, 10),
      (-50...5_000, .symlog(base: 10, threshold: 1), -100, 10_000),
      (0...5_000, .symlog(base: 10, threshold: 1), 0, 10_000),
    ]

  @Test(arguments: powers.indices)
  func endsAtPowers(index: Int) {
    let one = Self.powers[index]
    let scale = ValueScale(holding: one.data, ends: Ends(), distribution: one.scale)
    #expect(abs(scale.low - one.low) < 1e-9 * max(1, abs(one.low)), "\(scale)")
    #expect(abs(scale.high - one.high) < 1e-9 * one.high, "\(scale)")
    #expect(abs(scale.value(at: scale.share(7)) - 7) < 1e-9)
  }

  @Test func whatIsNotAboveZeroHasNoPlaceAmongPowers() {
    let scale = ValueScale(low: 1, high: 100, distribution: .log(base: 10))
    #expect(scale.share(0).isNaN)
    #expect(scale.share(-3).isNaN)
    #expect(scale.share(.nan).isNaN)
    #expect(abs(scale.share(10) - 0.5) < 1e-9)
  }

  @Test func ticksAreRound() {
    let tens = ValueScale(low: 0, high: 88)
    #expect(tens.ticks(rows: 20, isBinary: false, isWhole: false) == [0, 20, 40, 60, 80])
    #expect(tens.ticks(rows: 5, isBinary: false, isWhole: false) == [0, 50])
    #expect(tens.ticks(rows: 20, isBinary: true, isWhole: false) == [0, 16, 32, 48, 64, 80])
    let odd = ValueScale(low: 2, high: 98)
    #expect(odd.ticks(rows: 8, isBinary: false, isWhole: false) == [20, 40, 60, 80])
    let small = ValueScale(low: 0, high: 2)
    #expect(small.ticks(rows: 20, isBinary: false, isWhole: true) == [0, 1, 2])
    #expect(small.ticks(rows: 10, isBinary: false, isWhole: false) == [0, 0.5, 1, 1.5, 2])
    let powers = ValueScale(low: 1, high: 10_000, distribution: .log(base: 10))
    #expect(
      powers.ticks(rows: 20, isBinary: false, isWhole: false) == [1, 10, 100, 1_000, 10_000]
    )
    #expect(powers.ticks(rows: 6, isBinary: false, isWhole: false) == [1, 100, 10_000])
    let both = ValueScale(low: -100, high: 100, distribution: .symlog(base: 10, threshold: 1))
    #expect(
      both.ticks(rows: 20, isBinary: false, isWhole: false) == [-100, -10, -1, 0, 1, 10, 100]
    )
  }

  @Test func anyEndsHaveAtLeastTwoTicks() {
    let numbers = [-1e308, -5, -1e-300, 0, 1e-300, 0.1, 7, 1e17, 1e308]
    let scales: [GraphStyle.Scale] = [
      .linear, .log(base: 2), .log(base: 10), .log(base: .nan),
      .symlog(base: 10, threshold: 0), .symlog(base: 2, threshold: .infinity),
    ]
    for low in numbers {
      for high in numbers where high >= low {
        for distribution in scales {
          let scale = ValueScale(holding: low...high, ends: Ends(), distribution: distribution)
          for rows in [0, 1, 7, 60] {
            let ticks = scale.ticks(rows: rows, isBinary: rows == 7, isWhole: rows == 60)
            #expect((2...1_001).contains(ticks.count), "\(scale) \(rows)")
          }
        }
      }
    }
  }
}
