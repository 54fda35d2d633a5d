import Documents
import Metrics
import Testing

/// Matchers that a dashboard adds to all its queries.
struct AdhocFilterTests {
  private func query(_ text: String, _ filters: [AdhocFilter]) -> String {
    let resolver = VariableResolver([Variable(name: "f", kind: .adhoc(filters))], chosen: [:])
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 3_600))
    return resolver.interpolation(
      BuiltIns(interval: .seconds(15), rateInterval: .seconds(60), range: range, zone: .utc)
    ).query(text)
  }

  @Test(arguments: [
    ("up", #"up{a="b"}"#),
    ("up{}", #"up{a="b"}"#),
    (#"up{job="x"}"#, #"up{job="x",a="b"}"#),
    (#"up{job="x",}"#, #"up{job="x",a="b"}"#),
    (#"{__name__="up"}"#, #"{__name__="up",a="b"}"#),
    ("sum by (job) (rate(x_total[5m]))", #"sum by (job) (rate(x_total{a="b"}[5m]))"#),
    ("sum(x) by (job)", #"sum(x{a="b"}) by (job)"#),
    ("sum without(job)(x)", #"sum without(job)(x{a="b"})"#),
    ("x / on(job) group_left(name) y", #"x{a="b"} / on(job) group_left(name) y{a="b"}"#),
    ("x and y unless z or w", #"x{a="b"} and y{a="b"} unless z{a="b"} or w{a="b"}"#),
    ("x offset 5m", #"x{a="b"} offset 5m"#),
    ("x @ end() > bool 1e3", #"x{a="b"} @ end() > bool 1e3"#),
    ("max_over_time(x[1h:5m])", #"max_over_time(x{a="b"}[1h:5m])"#),
    ("time() - 5", "time() - 5"),
    ("vector(1) + Inf - NaN", "vector(1) + Inf - NaN"),
    (
      #"label_replace(x, "n", "$1", "m", "(up{}).*")"#,
      #"label_replace(x{a="b"}, "n", "$1", "m", "(up{}).*")"#
    ),
    ("x # of y{}\n + z", "x{a=\"b\"} # of y{}\n + z{a=\"b\"}"),
    (#"up{job="a}b"}"#, #"up{job="a}b",a="b"}"#),
    (
      "histogram_quantile(0.9, sum by (le) (x))",
      #"histogram_quantile(0.9, sum by (le) (x{a="b"}))"#
    ),
    ("job:x:rate5m", #"job:x:rate5m{a="b"}"#),
    ("up{", "up{"), ("", ""), ("((", "(("), (")[}", ")[}"),
  ])
  func everySelectorTakesIt(text: String, wanted: String) {
    #expect(query(text, [AdhocFilter(key: "a", .equal, ["b"])]) == wanted)
  }

  @Test(arguments: [
    (AdhocFilter(key: "a", .notEqual, ["b"]), #"up{a!="b"}"#),
    (AdhocFilter(key: "a", .matches, [#"b\.c"d"#]), #"up{a=~"b\\.c\"d"}"#),
    (AdhocFilter(key: "a", .notMatches, ["b.*"]), #"up{a!~"b.*"}"#),
    (AdhocFilter(key: "a", .oneOf, ["b.c", "d"]), #"up{a=~"b\\.c|d"}"#),
    (AdhocFilter(key: "a", .noneOf, ["b"]), #"up{a!~"b"}"#),
    (AdhocFilter(key: "http.route", .equal, ["b\nc"]), #"up{"http.route"="b\nc"}"#),
  ])
  func everyOperatorIsAMatcher(filter: AdhocFilter, wanted: String) {
    #expect(query("up", [filter]) == wanted)
  }

  @Test func aVariablesOwnQueryHasNone() {
    let resolver = VariableResolver(
      [
        Variable(name: "f", kind: .adhoc([AdhocFilter(key: "a", .equal, ["b"])])),
        Reading.query("x", "label_values(up, job)"),
      ],
      chosen: [:]
    )
    #expect(resolver.pending.map(\.request) == [.labelValues(label: "job", matching: "up")])
  }

  /// Panels of such sources are asked too.
  @Test(arguments: ["victoriametrics-metrics-datasource", "grafana-amazonprometheus-datasource"])
  func whatSpeaksAsPrometheusIsOne(type: String) throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      { "schemaVersion": 39, "panels": [], "templating": { "list": [
        { "name": "f", "type": "adhoc", "datasource": { "type": "\(type)", "uid": "x" },
          "filters": [] }] },
        "annotations": { "list": [
          { "name": "n", "datasource": { "type": "\(type)" }, "expr": "up == 0" }] } }
      """
    )
    #expect(dashboard.variables.map(\.kind) == [.adhoc([])])
    #expect(dashboard.annotations.map(\.expression) == ["up == 0"])
    #expect(problems == [])
  }

  @Test func whatIsNoMatcherIsTold() throws {
    let (dashboard, problems) = try Reading.dashboard(
      """
      { "schemaVersion": 39, "panels": [], "templating": { "list": [
        { "name": "f", "type": "adhoc", "filters": [
          { "key": "a", "operator": "<", "value": "1" },
          { "key": "job", "operator": "=|", "value": "x", "values": ["x", "y"] }] },
        { "name": "g", "type": "groupby" },
        { "name": "l", "type": "adhoc", "datasource": { "type": "loki" }, "filters": [] }] } }
      """
    )
    #expect(
      dashboard.variables.map(\.kind) == [.adhoc([AdhocFilter(key: "job", .oneOf, ["x", "y"])])]
    )
    #expect(
      problems.map(\.what) == [
        "the filter's operator \"<\" is no matcher of Prometheus: it is left out",
        "the variable \"g\" of type \"groupby\" is left out",
        "the variable \"l\" of type \"adhoc\" is left out",
      ]
    )
  }
}
