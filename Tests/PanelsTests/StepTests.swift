import Documents
import Metrics
import Panels
import Testing

/// The step of a target and the variables that follow from it, by Grafana's rules.
struct StepTests {
  private static let now = Timestamp(seconds: 1_795_539_600)

  struct Case: Sendable {
    var panel: String?
    var target: String?
    var factor = 1
    var points: Int?
    var minutes = 360
    var step: Int
    var interval: String
    var rate: String
  }

  /// A hundred points and a scrape interval of 15 s: six hours are 216 s a point, which is 5 min.
  static let cases = [
    Case(step: 300, interval: "5m", rate: "5m15s"),
    Case(target: "10m", step: 600, interval: "10m", rate: "40m"),
    Case(target: "1m", step: 300, interval: "5m", rate: "6m"),
    Case(target: "30", step: 300, interval: "5m", rate: "5m30s"),
    Case(target: "<10m", step: 600, interval: "10m", rate: "40m"),
    Case(target: ">10m", step: 600, interval: "10m", rate: "40m"),
    Case(target: "0s", step: 300, interval: "5m", rate: "5m15s"),
    Case(target: "", step: 300, interval: "5m", rate: "5m15s"),
    Case(target: "1m30s", minutes: 60, step: 90, interval: "1m", rate: "6m"),
    Case(target: "$__interval", step: 300, interval: "5m", rate: "20m"),
    Case(target: "$__rate_interval", step: 315, interval: "5m", rate: "5m15s"),
    Case(target: "${__rate_interval}", step: 315, interval: "5m", rate: "5m15s"),
    Case(factor: 2, step: 600, interval: "10m", rate: "5m15s"),
    Case(target: "10m", factor: 2, step: 1_200, interval: "20m", rate: "40m"),
    Case(panel: "10m", step: 600, interval: "10m", rate: "10m15s"),
    Case(panel: "10m", target: "1m", step: 300, interval: "5m", rate: "11m"),
    Case(points: 12, step: 1_800, interval: "30m", rate: "30m15s"),
    Case(points: 1_000, step: 300, interval: "5m", rate: "5m15s"),
    Case(minutes: 15, step: 15, interval: "15s", rate: "1m"),
    Case(minutes: 60 * 24 * 7, step: 7_200, interval: "2h", rate: "2h15s"),
  ]

  @Test(arguments: cases)
  func whatIsAsked(one: Case) throws {
    let target = Target(
      .expression("rate(x[$__rate_interval]) $__interval $__interval_ms"),
      interval: one.target,
      intervalFactor: one.factor
    )
    var spec = PanelSpec(id: 1, type: "timeseries", targets: [target])
    spec.interval = one.panel
    spec.maxDataPoints = one.points
    let context = PlanContext(
      range: TimeRange(start: Self.now - .minutes(one.minutes), end: Self.now),
      endsNow: true,
      now: Self.now,
      zone: .utc,
      points: 100,
      scrapeInterval: .seconds(15),
      dialect: .portable,
      variables: VariableResolver([], chosen: [:])
    )
    let ask = try #require(Planner(spec: spec, reads: .range, context: context).plan().asks.first)
    guard case .range(_, let step) = ask.query.span else {
      Issue.record("no range")
      return
    }
    #expect(step == .seconds(one.step))
    #expect(
      ask.query.expression == "rate(x[\(one.rate)]) \(one.interval) \(one.step * 1_000)"
    )
  }
}
