import Metrics

extension Generator {
  /// promtool's unit tests of the rules, a file for each product.
  ///
  /// - Returns: The files, and warnings of each condition that no test could be made for.
  package func tests() -> (files: [GeneratedFile], warnings: [Problem]) {
    var warnings: [Problem] = []
    let files = sources.map { source in
      let product = source.product
      let clock = TestClock(product)
      var cases: [RuleCase] = []
      var untested: [String] = []
      func tell(_ name: String, _ why: String, _ position: SourcePosition?) {
        untested.append("No test of \(name): \(why).")
        warnings.append(
          Problem(
            what: "no test of \(name): \(why)",
            code: "generate.test.none",
            severity: .warning,
            file: source.file,
            position: position
          )
        )
      }
      for condition in product.conditions {
        switch ConditionCases(condition, product, clock, keepsFiring: keepsFiring).result {
        case .success(let made): cases += made
        case .failure(let reason): tell(condition.name, reason.why, condition.position)
        }
      }
      for rule in NoDataRule.all(of: product) {
        if let made = RuleCase.noData(rule, product, clock) {
          cases += made
        } else {
          tell(
            "\(NoDataRule.name) for \(rule.names.joined(separator: ", "))",
            "its `zeroWhile` is no selector compared with a number",
            rule.conditions.first?.position
          )
        }
      }
      let root: [YAML.Entry] = [
        .init("rule_files", .texts(["../\(Self.rulesPath(product))"])),
        .init("evaluation_interval", .text(clock.step.promQL)),
        .init("tests", .list(cases.map { $0.yaml(step: clock.step) })),
      ]
      return GeneratedFile(
        path: "tests/\(product.name).test.yml",
        command: "tests, for Prometheus \(prometheus) and later",
        about: ["Of the rules of the product \(product.name): promtool test rules THIS_FILE"]
          + untested,
        body: YAML.map(root).document
      )
    }
    return (files, warnings)
  }
}

/// How often a product's rules are evaluated and its series scraped while they are tested.
struct TestClock: Hashable, Sendable {
  let step: Duration

  /// The finest that needs some thousand evaluations for the slowest condition; a series is gone
  /// five minutes after its last sample, so that no step is longer.
  init(_ product: Product) {
    let spans = product.conditions.map { condition in
      var span = condition.for + condition.keepFiringFor
      if case .count(_, _, let window) = condition.measure { span += window }
      return span
    }
    switch spans.max() ?? .zero {
    case ...Duration.hours(6): step = .seconds(15)
    case ...Duration.hours(96): step = .minutes(1)
    default: step = .minutes(5)
    }
  }

  /// How many steps a span is, the last one begun included.
  func steps(_ span: Duration) -> Int {
    Int((span.milliseconds + step.milliseconds - 1) / step.milliseconds)
  }
}

/// One of promtool's tests: series, and whether the alert fires at some moments.
struct RuleCase: Sendable {
  struct Moment: Hashable, Sendable {
    /// In steps from the start.
    var index: Int
    var fires: Bool

    init(_ index: Int, fires: Bool) {
      self.index = index
      self.fires = fires
    }
  }

  var name: String
  /// As promtool writes series and their values.
  var series: [(series: String, values: String)]
  var alert: String
  /// That the rule adds.
  var labels: [(name: String, value: String)]
  var moments: [Moment]

  /// The alert's rule labels alone: what its series adds depends on the expression.
  func yaml(step: Duration) -> YAML {
    let names = ["alertname"] + labels.map(\.name)
    let query =
      "count by (\(names.joined(separator: ", ")))"
      + " (ALERTS{alertname=\(PromQLText.quoted(alert)), alertstate=\"firing\"})"
    let values = ([("alertname", alert)] + labels).map { name, value in
      "\(name)=\(PromQLText.quoted(value))"
    }
    let sample = YAML.map([
      .init("labels", .text("{\(values.joined(separator: ", "))}")), .init("value", .number(1)),
    ])
    let checks = moments.map { moment in
      YAML.map([
        .init("expr", .text(query)), .init("eval_time", .text((step * moment.index).promQL)),
        .init("exp_samples", .list(moment.fires ? [sample] : [])),
      ])
    }
    return .map([
      .init("name", .text(name)), .init("interval", .text(step.promQL)),
      .init(
        "input_series",
        .list(
          series.map { series, values in
            YAML.map([.init("series", .text(series)), .init("values", .text(values))])
          }
        )
      ),
      .init("promql_expr_test", .list(checks)),
    ])
  }

  /// That it fires where nothing answers, and does not where something does.
  static func noData(_ rule: NoDataRule, _ product: Product, _ clock: TestClock) -> [Self]? {
    guard let answer = SampleAnswer(rule.zeroWhile) else { return nil }
    let wait = clock.steps(NoDataRule.wait)
    let labels = Generator.labels(rule, product)
    let about = "\(NoDataRule.name) for \(rule.names.joined(separator: ", "))"
    return [
      Self(
        name: "\(about): nothing answers",
        series: [],
        alert: NoDataRule.name,
        labels: labels,
        moments: [Moment(wait - 1, fires: false), Moment(wait, fires: true)]
      ),
      Self(
        name: "\(about): its target answers",
        series: [(answer.series, Values().then(answer.value, wait + 1).text)],
        alert: NoDataRule.name,
        labels: labels,
        moments: [Moment(wait, fires: false)]
      ),
    ]
  }
}

/// Samples of a series, one a step.
struct Values: Hashable, Sendable {
  private(set) var text = ""

  /// The same value so many times.
  func then(_ value: Double, _ count: Int) -> Self {
    adding("\(PromQLText.number(value))+0x\(count - 1)")
  }

  func thenNothing(_ count: Int) -> Self { adding("_x\(count)") }

  /// From zero on, so much more each step.
  func rising(by slope: Double, _ count: Int) -> Self {
    adding("0+\(PromQLText.number(slope))x\(count - 1)")
  }

  private func adding(_ piece: String) -> Self {
    var result = self
    result.text += result.text.isEmpty ? piece : " " + piece
    return result
  }
}
