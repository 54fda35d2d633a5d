import Metrics

/// Series that make a condition fire, and others that just don't.
struct ConditionCases {
  struct Reason: Error, Hashable { var why: String }

  private let condition: Product.Condition
  private let product: Product
  private let clock: TestClock
  /// `for` and `keep_firing_for` in steps.
  private let wait, keep: Int

  init(_ condition: Product.Condition, _ product: Product, _ clock: TestClock, keepsFiring: Bool) {
    self.condition = condition
    self.product = product
    self.clock = clock
    wait = clock.steps(condition.for)
    keep = keepsFiring ? clock.steps(condition.keepFiringFor) : 0
  }

  /// The cases, or why there are none.
  var result: Result<[RuleCase], Reason> {
    Result { () throws(Reason) in
      switch condition.measure {
      case .expression(let text):
        guard let sample = SampleSeries(text) else {
          throw Reason(
            why: "its expression is more than a selector under aggregations, and no series could"
              + " be made for it"
          )
        }
        return (sample.slope == .level ? level(sample) : try rising(sample)) + zero
      case .count(let selector, _, let window):
        guard let sample = SampleSeries(selector) else {
          throw Reason(why: "no series could be made for its selector")
        }
        return try counted(sample, window) + zero
      }
    }
  }

  private func makeCase(
    _ name: String,
    _ series: String,
    _ values: Values,
    _ moments: [RuleCase.Moment]
  ) -> RuleCase {
    RuleCase(
      name: "\(condition.name): \(name)",
      series: [(series, values.text)],
      alert: condition.name,
      labels: Generator.labels(condition, product),
      // A moment before the start, where there is nothing to wait for.
      moments: moments.filter { $0.index >= 0 }
    )
  }

  private var limit: String { PromQLText.number(condition.threshold) }

  /// A value a little beyond the threshold, without digits that nobody wrote.
  private var beyond: Double {
    var size = abs(condition.threshold)
    guard size > 0 else { return condition.side == .above ? 1 : -1 }
    var (step, decimals) = (0.1, 1)
    while size >= 10 { (size, step, decimals) = (size / 10, step * 10, max(0, decimals - 1)) }
    while size < 1, decimals < 12 { (size, step, decimals) = (size * 10, step / 10, decimals + 1) }
    let value = condition.threshold + (condition.side == .above ? step : -step)
    let written = Double(Digits.fixed(value, max(decimals, Self.decimals(condition.threshold))))
    guard let written, isTrouble(written) else { return value }
    return written
  }

  private func isTrouble(_ value: Double) -> Bool {
    condition.side == .above ? value > condition.threshold : value < condition.threshold
  }

  private static func decimals(_ value: Double) -> Int {
    PromQLText.number(value).split(separator: ".").dropFirst().first?.count ?? 0
  }

  /// A gauge just beyond its threshold, then at it.
  private func level(_ sample: SampleSeries) -> [RuleCase] {
    let side = condition.side.rawValue
    let after = wait + 1 + keep
    var moments = [
      RuleCase.Moment(wait - 1, fires: false), RuleCase.Moment(wait, fires: true),
    ]
    var values = Values().then(beyond, wait + 1)
    if sample.range == nil {
      values = values.then(condition.threshold, keep + 1)
      if keep > 0 { moments.append(RuleCase.Moment(after - 1, fires: true)) }
      moments.append(RuleCase.Moment(after, fires: false))
    }
    return [
      makeCase("fires \(side) \(limit)", sample.series, values, moments),
      makeCase(
        "does not fire at \(limit)",
        sample.series,
        Values().then(condition.threshold, wait + 2),
        [RuleCase.Moment(wait, fires: false), RuleCase.Moment(wait + 1, fires: false)]
      ),
    ]
  }

  /// A counter that rises a tenth faster or slower than the threshold says; a rate is no exact
  /// number.
  private func rising(_ sample: SampleSeries) throws(Reason) -> [RuleCase] {
    guard condition.threshold > 0, let range = sample.range, range >= clock.step * 2 else {
      throw Reason(why: "no counter rises so, or its range holds less than two samples")
    }
    let isAbove = condition.side == .above
    let seconds = sample.slope == .rate ? 1 : range.inSeconds
    // Slower than it should be until the range is full of samples.
    let full = clock.steps(range) + 1
    let end = full + wait
    func values(_ factor: Double) -> Values {
      Values().rising(
        by: condition.threshold * factor / seconds * clock.step.inSeconds,
        end + 1
      )
    }
    return [
      makeCase(
        "fires \(condition.side.rawValue) \(limit)",
        sample.series,
        values(isAbove ? 1.1 : 0.9),
        [RuleCase.Moment(end, fires: true)]
      ),
      makeCase(
        "does not fire \(isAbove ? "under" : "over") \(limit)",
        sample.series,
        values(isAbove ? 0.9 : 1.1),
        // Below: a slow start is trouble until the range is full, and is kept for a while.
        isAbove ? [RuleCase.Moment(end, fires: false)] : []
      ),
    ].filter { !$0.moments.isEmpty }
  }

  /// No series at all while its target answers.
  private var zero: [RuleCase] {
    guard condition.zeroFires, let answer = condition.zeroWhile.flatMap({ SampleAnswer($0) }) else {
      return []
    }
    return [
      makeCase(
        "no series is zero",
        answer.series,
        Values().then(answer.value, wait + 1),
        [RuleCase.Moment(wait - 1, fires: false), RuleCase.Moment(wait, fires: true)]
      )
    ]
  }

  // MARK: - Counts

  private func counted(
    _ sample: SampleSeries,
    _ window: Duration
  ) throws(Reason) -> [RuleCase] {
    guard condition.threshold >= 0, condition.threshold < 1e9 else {
      throw Reason(why: "its threshold is no count")
    }
    guard window >= clock.step * 2 else {
      throw Reason(why: "its window is shorter than two samples, \((clock.step * 2).promQL)")
    }
    switch condition.side {
    case .above:
      guard wait < clock.steps(window) else {
        throw Reason(why: "its `for` is as long as its window, which no single burst outlasts")
      }
      return tooMany(sample, clock.steps(window))
    case .below:
      guard condition.threshold > 0 else { throw Reason(why: "no count is below \(limit)") }
      return tooFew(sample, clock.steps(window))
    }
  }

  /// Born, gone on, and reset: one more than the threshold fires, the threshold itself does not.
  private func tooMany(_ sample: SampleSeries, _ window: Int) -> [RuleCase] {
    let most = condition.threshold.rounded(.down)
    let burst = window + 1
    let fires = [
      RuleCase.Moment(burst + wait - 1, fires: false),
      RuleCase.Moment(burst + wait, fires: true),
    ]
    let quiet = [RuleCase.Moment(burst + wait, fires: false)]
    let old = most + 100
    let before = Values().then(old, burst)
    var cases = [
      makeCase(
        "the first \(Digits.fixed(most + 1, 0)) ever",
        sample.series,
        Values().thenNothing(burst).then(most + 1, wait + 1),
        fires
      ),
      makeCase(
        "\(Digits.fixed(most + 1, 0)) more, and then no more",
        sample.series,
        before.then(old + most + 1, window + keep + 1),
        fires + [RuleCase.Moment(burst + window + keep, fires: false)]
      ),
      makeCase(
        "\(Digits.fixed(most, 0)) more",
        sample.series,
        before.then(old + most, wait + 1),
        quiet
      ),
      makeCase(
        "\(Digits.fixed(most + 1, 0)) after a reset",
        sample.series,
        before.then(most + 1, wait + 1),
        [RuleCase.Moment(burst + wait, fires: true)]
      ),
    ]
    if most >= 1 {
      cases.append(
        makeCase(
          "the first \(Digits.fixed(most, 0)) ever",
          sample.series,
          Values().thenNothing(burst).then(most, wait + 1),
          quiet
        )
      )
    }
    return cases
  }

  private func tooFew(_ sample: SampleSeries, _ window: Int) -> [RuleCase] {
    let least = condition.threshold.rounded(.up)
    let old = least + 100
    return [
      makeCase(
        "none is below \(limit)",
        sample.series,
        Values().then(old, window + wait + 1),
        [RuleCase.Moment(window + wait - 1, fires: false), .init(window + wait, fires: true)]
      ),
      makeCase(
        "\(Digits.fixed(least, 0)) is not",
        sample.series,
        // Until the window has passed its birth, what was born counts.
        Values().then(old, window).then(old + least, wait + 1),
        [RuleCase.Moment(window + wait, fires: false)]
      ),
    ]
  }
}
