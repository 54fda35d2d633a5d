import Documents
import Metrics
import Testing

/// Grafana's rule of steps, as `rangeutil.ts` has it.
struct StepRuleTests {
  /// Below this, that; the thresholds in Grafana's own units.
  private static let steps: [(below: Duration, step: Duration)] = [
    (.milliseconds(10), .milliseconds(1)), (.milliseconds(15), .milliseconds(10)),
    (.milliseconds(35), .milliseconds(20)), (.milliseconds(75), .milliseconds(50)),
    (.milliseconds(150), .milliseconds(100)), (.milliseconds(350), .milliseconds(200)),
    (.milliseconds(750), .milliseconds(500)), (.seconds(1.5), .seconds(1)),
    (.seconds(3.5), .seconds(2)), (.seconds(7.5), .seconds(5)), (.seconds(12.5), .seconds(10)),
    (.seconds(17.5), .seconds(15)), (.seconds(25), .seconds(20)), (.seconds(45), .seconds(30)),
    (.seconds(90), .minutes(1)), (.seconds(210), .minutes(2)), (.seconds(450), .minutes(5)),
    (.seconds(750), .minutes(10)), (.seconds(1_050), .minutes(15)), (.minutes(25), .minutes(20)),
    (.minutes(45), .minutes(30)), (.minutes(90), .hours(1)), (.minutes(150), .hours(2)),
    (.minutes(270), .hours(3)), (.hours(9), .hours(6)), (.hours(24), .hours(12)),
    (.hours(7 * 24), .hours(24)), (.hours(21 * 24), .hours(7 * 24)),
    (.hours(42 * 24), .hours(30 * 24)),
  ]

  @Test(arguments: steps.indices)
  func aStepHoldsUpToItsThreshold(index: Int) {
    let (below, step) = Self.steps[index]
    #expect(StepRule.nice(below - .milliseconds(1)) == step)
    let next = index + 1 < Self.steps.count ? Self.steps[index + 1].step : .hours(365 * 24)
    #expect(StepRule.nice(below) == next)
  }

  @Test func theEndsOfTheTable() {
    #expect(StepRule.nice(.zero) == .milliseconds(1))
    #expect(StepRule.nice(.hours(100 * 365 * 24)) == .hours(365 * 24))
  }

  /// Range, points and least step; and the step in seconds.
  @Test(
    arguments: [
      // The data has no more points than that.
      (.minutes(5), 100, .seconds(15), .seconds(15)),
      (.hours(1), 240, .seconds(15), .seconds(15)),
      (.hours(1), 5_000, .seconds(15), .seconds(15)),
      // Exactly nice.
      (.hours(24), 1_440, .seconds(15), .minutes(1)),
      (.hours(6), 72, .seconds(15), .minutes(5)),
      // Grafana's nice step would give more points than fit: the next one up.
      (.hours(1), 100, .seconds(15), .minutes(1)),
      (.hours(6), 120, .seconds(15), .minutes(5)),
      (.hours(24), 100, .seconds(15), .minutes(15)),
      // Grafana's is already wider.
      (.hours(6), 100, .seconds(15), .minutes(5)),
      (.hours(7 * 24), 100, .seconds(15), .hours(2)),
      (.hours(30 * 24), 100, .seconds(15), .hours(12)),
      // A least step that isn't nice stays, until it gives too many points.
      (.seconds(4_000), 100, .seconds(40), .seconds(40)),
      (.seconds(4_100), 100, .seconds(40), .minutes(1)),
      (.minutes(5), 100, .seconds(7), .seconds(7)),
      // The server gives 11,000 points at most.
      (.hours(365 * 24), 50_000, .seconds(15), .hours(1)),
      // Nonsense doesn't trap.
      (.hours(6), 1, .seconds(15), .hours(6)), (.hours(6), 0, .seconds(15), .hours(6)),
      (.hours(6), -3, .seconds(15), .hours(6)), (.zero, 100, .zero, .milliseconds(1)),
    ] as [(Duration, Int, Duration, Duration)]
  )
  func theStep(range: Duration, points: Int, minimum: Duration, step: Duration) {
    #expect(StepRule.step(range: range, points: points, minimum: minimum) == step)
  }

  @Test(
    arguments: [1, 7, 80, 160, 400, 11_000],
    [300, 3_600, 21_600, 86_400, 604_800, 31_536_000]
  )
  func neverMorePointsThanFit(points: Int, seconds: Int) {
    let step = StepRule.step(range: .seconds(seconds), points: points, minimum: .seconds(15))
    #expect(Int64(seconds) * 1_000 / step.milliseconds <= max(points, seconds / 15))
    #expect(Int64(seconds) * 1_000 / step.milliseconds <= Int64(points) || step == .seconds(15))
  }

  /// Interval and scrape interval; and `$__rate_interval`.
  @Test(arguments: [
    (15, 15, 60), (1, 15, 60), (45, 15, 60), (46, 15, 61), (60, 15, 75), (300, 15, 315),
    (15, 60, 240), (180, 60, 240), (181, 60, 241),
  ])
  func aRateHasFourScrapes(interval: Int, scrape: Int, seconds: Int) {
    #expect(
      StepRule.rateInterval(interval: .seconds(interval), scrape: .seconds(scrape))
        == .seconds(seconds)
    )
  }
}
