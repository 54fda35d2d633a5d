import Metrics
import Testing

struct LabelsTests {
  private let labels: Labels = [
    "job": "web", "__name__": "http_requests_total", "code": "500", "instance": "a:1",
  ]

  @Test func theyAreOrderedByName() {
    #expect(labels.all.map(\.name.raw) == ["__name__", "code", "instance", "job"])
    #expect(
      labels == ["code": "500", "instance": "a:1", "job": "web", "__name__": "http_requests_total"]
    )
    #expect(labels["code"] == "500")
    #expect(labels["no such"] == nil)
    #expect(labels.metricName == "http_requests_total")
    #expect(Labels().metricName == nil)
  }

  @Test func keepingAndDropping() {
    #expect(labels.keeping(["job", "code", "no such"]) == ["code": "500", "job": "web"])
    #expect(labels.keeping([]) == [:])
    #expect(labels.dropping(["__name__", "instance", "no such"]) == ["code": "500", "job": "web"])
    #expect(labels.dropping([]) == labels)
  }

  @Test(
    arguments: [
      ([:], "{}"), (["__name__": "up"], "up"), (["job": "a"], #"{job="a"}"#),
      (["job": "a", "__name__": "up", "code": "1"], #"up{code="1", job="a"}"#),
      (["__name__": ""], "{}"), (["a": ""], #"{a=""}"#), (["a": "x\u{1B}"], #"{a="x␛"}"#),
      (["a": #"x", b="y"#], #"{a="x\", b=\"y"}"#), (["a": #"C:\"#], #"{a="C:\\"}"#),
      (["a": "\"\u{301}"], "{a=\"\\\"\u{301}\"}"),
    ] as [(Labels, String)]
  )
  func writtenAsPrometheusDoes(labels: Labels, text: String) {
    #expect(labels.text == text)
  }

  @Test func theySortByNameThenValue() {
    let sorted: [Labels] = [
      [:], ["a": "1"], ["a": "1", "b": "1"], ["a": "1", "b": "2"], ["a": "2"], ["b": "0"],
    ]
    for (left, low) in sorted.enumerated() {
      for (right, high) in sorted.enumerated() { #expect((low < high) == (left < right)) }
    }
  }

  // MARK: - Alerts

  @Test(
    arguments: [
      ("critical", SeverityRank.critical), ("CRITICAL", .critical), ("page", .critical),
      ("fatal", .critical), ("emergency", .critical), ("crit", .critical), ("error", .critical),
      ("high", .critical), ("warning", .warning), ("Warn", .warning), ("medium", .warning),
      ("minor", .warning), ("major", .warning), ("info", .other), ("none", .other), ("", .other),
      ("critical ", .other),
    ]
  )
  func severityInThreeSteps(word: String, rank: SeverityRank) {
    #expect(SeverityRank(word) == rank)
    let alert = Alert(
      name: "A",
      state: .firing,
      labels: ["severity": word],
      annotations: [:],
      activeAt: nil,
      value: nil
    )
    #expect(alert.rank == rank)
    #expect(alert.severity.raw == word)
  }

  @Test func worseIsMore() {
    #expect(SeverityRank.other < .warning)
    #expect(SeverityRank.warning < .critical)
    #expect([SeverityRank.warning, .critical, .other].max() == .critical)
    let silent = Alert(
      name: "A",
      state: .firing,
      labels: [:],
      annotations: [:],
      activeAt: nil,
      value: nil
    )
    #expect(silent.severity == "none")
    #expect(silent.rank == .other)
  }

  // MARK: - Series and frames

  @Test func theLastSampleOfASeries() {
    let series = Series(labels: [:], timestamps: [1_000, 2_000], values: [5, 7])
    #expect(series.last?.time == Timestamp(seconds: 2))
    #expect(series.last?.value == 7)
    #expect(Series(labels: [:]).last == nil)
  }

  @Test func aFrameIsEmptyWithoutSeriesAndAlerts() {
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60))
    let at = Timestamp(seconds: 60)
    let alert = Alert(
      name: "A",
      state: .pending,
      labels: [:],
      annotations: [:],
      activeAt: nil,
      value: 1
    )
    #expect(Frame(range: range, at: at, warnings: ["partial"]).isEmpty)
    #expect(!Frame(series: [FrameSeries(name: "a")], range: range, at: at).isEmpty)
    #expect(!Frame(alerts: [alert], range: range, at: at).isEmpty)
  }
}
