import Documents
import Metrics
import Testing

/// What variables ask, and what they stand for.
struct VariableTests {
  private func options(_ variable: Variable, _ rows: [String]) -> [VariableOption] {
    var resolver = VariableResolver([variable], chosen: [:])
    resolver.answer(variable.name, rows: rows)
    return resolver.values[variable.name]?.options ?? []
  }

  /// The variable of a layout.
  private func written(_ text: String) throws -> VariableResolver {
    let layout = #"{ "variables": [\#(text)], "panels": [] }"#
    let (dashboard, problems) = try Reading.dashboard(layout)
    #expect(problems == [])
    return VariableResolver(dashboard.variables, chosen: [:])
  }

  private static let requests: [(text: String, request: VariableRequest)] = [
    ("label_values(up, job)", .labelValues(label: "job", matching: "up")),
    (" label_values( up ,job ) ", .labelValues(label: "job", matching: "up")),
    ("label_values(job)", .labelValues(label: "job", matching: nil)),
    ("label_values({}, job)", .labelValues(label: "job", matching: nil)),
    ("label_values( , job)", .labelValues(label: "job", matching: nil)),
    (
      #"label_values(up{a="x",b=~"y,z"}, job)"#,
      .labelValues(label: "job", matching: #"up{a="x",b=~"y,z"}"#)
    ),
    (
      #"label_values({__name__=~"a|b"},job)"#,
      .labelValues(label: "job", matching: #"{__name__=~"a|b"}"#)
    ),
    (
      #"label_values(up{a="b\\", c) \"x, y"}, job)"#,
      .labelValues(label: "job", matching: #"up{a="b\\", c) \"x, y"}"#)
    ),
    (
      #"label_values(up{a=~'\d+,\'x', b=`\`}, job)"#,
      .labelValues(label: "job", matching: #"up{a=~'\d+,\'x', b=`\`}"#)
    ),
    (
      #"label_values({"http.requests", path=~"\\.json"}, "http.route")"#,
      .labelValues(label: "http.route", matching: #"{"http.requests", path=~"\\.json"}"#)
    ),
    (#"label_values("a, \"b\" \\c")"#, .labelValues(label: #"a, "b" \c"#, matching: nil)),
    ("label_values(`a\\b`)", .labelValues(label: "a\\b", matching: nil)),
    ("label_values(up{a=\"b, job)", .labelValues(label: "job", matching: "up{a=\"b")),
    (#"label_names(go\.\w+)"#, .labelNames(matching: #"{__name__=~".*go\\.\\w+.*"}"#)),
    (#"label_names(go\\.x)"#, .labelNames(matching: #"{__name__=~".*go\\.x.*"}"#)),
    (#"label_names(a"b)"#, .labelNames(matching: #"{__name__=~".*a\"b.*"}"#)),
    ("label_names()", .labelNames(matching: nil)),
    ("label_names( )", .labelNames(matching: nil)),
    ("label_names(http)", .labelNames(matching: #"{__name__=~".*http.*"}"#)),
    ("metrics(node_.*)", .metrics("node_.*")),
    ("query_result(topk(3, sum(x) by (a)))", .queryResult("topk(3, sum(x) by (a))")),
    ("up{job=\"a\"}", .series("up{job=\"a\"}")),
    ("labels(x)", .series("labels(x)")),
  ]

  @Test(arguments: requests)
  func aQueryIsRead(text: String, request: VariableRequest) {
    #expect(VariableRequest(parsing: text) == request)
    let resolver = VariableResolver([Reading.query("x", text)], chosen: [:])
    #expect(resolver.pending.map(\.request) == [request])
    #expect(!resolver.isComplete)
  }

  /// Pattern, rows, and options as `text=value`.
  @Test(
    arguments: [
      (nil, ["b", "a", "b"], ["b=b", "a=a"]),
      ("", ["a"], ["a=a"]),
      ("/^a/", ["ab", "ba", "ac"], ["ab=ab", "ac=ac"]),
      ("/b/", ["ab", "ba", "ac"], ["ab=ab", "ba=ba"]),
      // Bare is anchored.
      ("a", ["ab", "a", "ba"], ["a=a"]),
      ("a.*", ["ab", "a", "ba"], ["ab=ab", "a=a"]),
      ("/A/i", ["ab", "b"], ["ab=ab"]),
      ("/node-(\\d+)/", ["node-1", "node-22", "x"], ["1=1", "22=22"]),
      // Double after the pattern.
      ("/([a-z]+)-/", ["a-1", "a-2", "b-1"], ["a=a", "b=b"]),
      ("/(?<text>\\w+) is (?<value>\\d+)/", ["one is 1", "two is 2"], ["one=1", "two=2"]),
      ("/(?<value>\\d+) (?<text>\\w+)/", ["1 one"], ["one=1"]),
      ("/(?<value>\\d+)/", ["x1"], ["1=1"]), ("/(?<text>\\d+)/", ["x1"], ["1=1"]),
      // Everywhere in a row.
      ("/(\\d)/g", ["1a2", "3"], ["1=1", "2=2", "3=3"]),
      ("/\\d/g", ["1a2"], ["1a2=1a2"]),
      // What Grafana's own manual has.
      (
        "/.*instance=\"([^\"]*).*/", ["up{job=\"a\",instance=\"h:9\"} 1 1764028800000"],
        ["h:9=h:9"]
      ),
      ("/ ([0-9\\.]+) /", ["{a=\"b\"} 4.5 1764028800000"], ["4.5=4.5"]),
    ] as [(String?, [String], [String])]
  )
  func aPatternPicksAndRenames(pattern: String?, rows: [String], wanted: [String]) {
    let found = options(Reading.query("x", "label_values(a)", regex: pattern), rows)
    #expect(found.map { "\($0.text)=\($0.value)" } == wanted)
  }

  @Test func aBadPatternIsAProblem() {
    var resolver = VariableResolver(
      [Reading.query("x", "label_values(a)", regex: "/(/")],
      chosen: [:]
    )
    resolver.answer("x", rows: ["a"])
    #expect(
      resolver.problems.map(\.description) == [
        "x: variable `x`: the regex of the variable `x` can't be read; mend `/(/`"
      ]
    )
    #expect(resolver.isComplete)
    #expect(resolver.values["x"] == nil)
  }

  @Test(
    arguments: [
      (.none, ["b", "A", "a", "B"]), (.alphabetical, ["A", "B", "a", "b"]),
      (.alphabeticalDescending, ["b", "a", "B", "A"]), (.caseInsensitive, ["A", "a", "b", "B"]),
      (.caseInsensitiveDescending, ["b", "B", "A", "a"]),
    ] as [(Variable.Sort, [String])]
  )
  func sortedByTheAlphabet(sort: Variable.Sort, wanted: [String]) {
    let found = options(Reading.query("x", "label_values(a)", sort: sort), ["b", "A", "a", "B"])
    #expect(found.map(\.value) == wanted)
  }

  /// The first run of digits; none goes before all.
  @Test(
    arguments: [
      (.numerical, ["x", "v1.2.9", "n-2", "10"]),
      (.numericalDescending, ["10", "n-2", "v1.2.9", "x"]),
    ] as [(Variable.Sort, [String])]
  )
  func sortedByNumber(sort: Variable.Sort, wanted: [String]) {
    let found = options(
      Reading.query("x", "label_values(a)", sort: sort),
      ["10", "x", "n-2", "v1.2.9"]
    )
    #expect(found.map(\.value) == wanted)
  }

  @Test(
    arguments: [
      (.natural, ["a2", "a10", "b1"]), (.naturalDescending, ["b1", "a10", "a2"]),
    ] as [(Variable.Sort, [String])]
  )
  func sortedAsPeopleDo(sort: Variable.Sort, wanted: [String]) {
    let found = options(Reading.query("x", "label_values(a)", sort: sort), ["a10", "b1", "a2"])
    #expect(found.map(\.value) == wanted)
  }

  @Test(arguments: [
    ("a,b", ["a=a", "b=b"]), (" a , b ,, ", ["a=a", "b=b"]),
    ("Stage : st-1, Production : pr", ["Stage=st-1", "Production=pr"]),
    (#"a\,b,c"#, ["a,b=a,b", "c=c"]), (#"x : a\,b"#, ["x=a,b"]), (#"a\d,b"#, [#"a\d=a\d"#, "b=b"]),
    ("http://x:80,y", ["http://x:80=http://x:80", "y=y"]), ("a:b", ["a:b=a:b"]),
    (#"a\"#, [#"a\=a\"#]),
  ])
  func aListWithCommas(text: String, wanted: [String]) throws {
    let json = JSON(.string(text)).text()
    let resolver = try written(#"{ "name": "x", "type": "custom", "query": \#(json) }"#)
    let value = try #require(resolver.values["x"])
    #expect(value.options.map { "\($0.text)=\($0.value)" } == wanted)
    #expect(value.values == value.options.prefix(1).map(\.value))
    #expect(resolver.isComplete)
  }

  @Test(arguments: [
    (#"{ "name": "x", "type": "textbox", "query": "hi" }"#, ["hi"], "hi"),
    (#"{ "name": "x", "type": "textbox", "query": "hi", "current": ["ho"] }"#, ["hi"], "ho"),
    (#"{ "name": "x", "type": "constant", "query": "a,b" }"#, ["a,b"], "a,b"),
    (#"{ "name": "x", "type": "constant", "query": "a", "current": ["b"] }"#, ["a"], "a"),
    (#"{ "name": "x", "type": "datasource", "query": "prometheus" }"#, ["default"], "default"),
    (#"{ "name": "x", "type": "interval", "query": "1m,5m" }"#, ["1m", "5m"], "1m"),
    (
      #"{ "name": "x", "type": "interval", "query": "1m,5m", "current": ["5m"] }"#, ["1m", "5m"],
      "5m"
    ),
  ])
  func thoseThatAskNobody(text: String, options: [String], value: String) throws {
    let resolver = try written(text)
    #expect(resolver.values["x"]?.options.map(\.value) == options)
    #expect(resolver.values["x"]?.values == [value])
    #expect(resolver.isComplete)
  }

  /// Grafana: the range by 30, nice, at least 10 s.
  @Test(
    arguments: [
      (.minutes(1), "10s"), (.minutes(5), "10s"), (.hours(1), "2m"), (.hours(6), "10m"),
      (.hours(24), "1h"), (.hours(30 * 24), "1d"),
    ] as [(Duration, String)]
  )
  func anAutomaticIntervalFollowsTheRange(range: Duration, text: String) throws {
    let resolver = try written(
      #"{ "name": "x", "type": "interval", "query": "1m,5m", "auto": true }"#
    )
    #expect(resolver.values["x"]?.options.map(\.text) == ["auto", "1m", "5m"])
    #expect(resolver.values["x"]?.texts == ["auto"])
    let end = Timestamp(seconds: 1_764_028_800)
    let names = resolver.interpolation(
      BuiltIns(
        interval: .seconds(15),
        rateInterval: .seconds(60),
        range: TimeRange(start: end - range, end: end)
      )
    )
    #expect(names.expression("rate(a[$x])") == "rate(a[\(text)])")
    #expect(names.text("per ${x}") == "per \(text)")
  }
}
