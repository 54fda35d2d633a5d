import Documents
import Metrics
import Testing

/// Variables as Grafana's files have them, old and new.
struct GrafanaVariableTests {
  private func variable(_ text: String) throws -> Variable {
    let (dashboard, _) = try Reading.dashboard(
      #"{ "schemaVersion": 39, "panels": [], "templating": { "list": [\#(text)] } }"#
    )
    return try #require(dashboard.variables.first)
  }

  @Test(arguments: [
    (#""query": "label_values(job)""#, "label_values(job)"),
    (#""query": { "query": "metrics(a)", "refId": "x" }"#, "metrics(a)"),
    (#""query": { "qryType": 0, "refId": "x" }"#, "label_names()"),
    (#""query": { "qryType": 1, "label": "job" }"#, "label_values(job)"),
    (#""query": { "qryType": 1, "label": "job", "metric": "up" }"#, "label_values(up, job)"),
    (
      #""query": { "qryType": 1, "label": "pod", "metric": "up", "labelFilters": [{ "label": "ns", "op": "=~", "value": "$ns" }, { "label": "a", "value": "b" }] }"#,
      #"label_values(up{ns=~"$ns",a="b"}, pod)"#
    ),
    (
      #""query": { "qryType": 1, "label": "pod", "labelFilters": [{ "label": "ns", "op": "=", "value": "x" }] }"#,
      #"label_values({ns="x"}, pod)"#
    ),
    (#""query": { "qryType": 2, "metric": "go_.*" }"#, "metrics(go_.*)"),
    (#""query": { "qryType": 3, "varQuery": "up == 0" }"#, "query_result(up == 0)"),
    (#""query": { "qryType": 4, "seriesQuery": "up" }"#, "up"),
    (#""query": { "qryType": 5, "classicQuery": "label_names()" }"#, "label_names()"),
    (#""query": "", "definition": "label_values(a, b)""#, "label_values(a, b)"),
    (#""definition": "label_values(a, b)""#, "label_values(a, b)"),
  ])
  func everyFormOfAQueryIsRead(words: String, query: String) throws {
    #expect(try variable(#"{ "name": "x", "type": "query", \#(words) }"#).kind == .query(query))
    #expect(try variable(#"{ "name": "x", \#(words) }"#).kind == .query(query))
  }

  @Test(arguments: [
    (#"{ "value": "a" }"#, ["a"]), (#"{ "value": ["a", "b"] }"#, ["a", "b"]),
    (#"{ "value": 5 }"#, ["5"]), (#"{ "text": "a" }"#, ["a"]),
    (#"{ "text": "a + b" }"#, ["a", "b"]),
    (#"{ "text": "All", "value": ["$__all"] }"#, ["$__all"]), ("{}", []), ("null", []),
    (#"{ "text": ["a", "b"] }"#, ["a", "b"]), (#"{ "value": null, "text": "a" }"#, ["a"]),
  ])
  func whatIsSelectedIsRead(current: String, wanted: [String]) throws {
    let text = #"{ "name": "x", "type": "query", "multi": true, "current": \#(current) }"#
    #expect(try variable(text).current == wanted)
  }

  @Test(arguments: [
    (#""query": "a, b : 1, c\\,d""#, ["a=a", "b=1", "c,d=c,d"]),
    (
      #""valuesFormat": "json", "query": "[\"a\", 2, { \"text\": \"B\", \"value\": \"b\" }]""#,
      ["a=a", "2=2", "B=b"]
    ),
    (#""valuesFormat": "json", "query": "no list""#, ["no list=no list"]),
  ])
  func customOptionsAreRead(words: String, wanted: [String]) throws {
    let kind = try variable(#"{ "name": "x", "type": "custom", \#(words) }"#).kind
    guard case .custom(let options) = kind else {
      Issue.record("\(kind)")
      return
    }
    #expect(options.map { "\($0.text)=\($0.value)" } == wanted)
  }

  @Test(arguments: [
    (#""type": "textbox", "query": "a""#, Variable.Kind.textbox("a")),
    (#""type": "constant", "query": "a""#, .constant("a")),
    (#""type": "constant", "current": { "value": "b" }"#, .constant("b")),
    (#""type": "datasource", "query": "prometheus", "regex": "/none/""#, .datasource),
    (
      #""type": "interval", "query": "1m,5m", "auto": true, "auto_count": "20", "auto_min": "1m""#,
      .interval(["1m", "5m"], auto: true, autoCount: 20, autoMinimum: "1m")
    ),
  ])
  func everyTypeIsRead(words: String, kind: Variable.Kind) throws {
    #expect(try variable(#"{ "name": "x", \#(words) }"#).kind == kind)
  }

  @Test func aSwitchIsOneOfTwo() throws {
    let text =
      #"{ "name": "x", "type": "switch", "current": { "value": "off" }, "enabledValue": "on", "disabledValue": "off" }"#
    let resolver = VariableResolver([try variable(text)], chosen: [:])
    #expect(resolver.values["x"]?.values == ["off"])
    #expect(resolver.values["x"]?.options.map(\.value) == ["on", "off"])
  }

  /// A datasource variable always has the one Prometheus there is.
  @Test func aDatasourceIsAlwaysThere() throws {
    let text =
      #"{ "name": "ds", "type": "datasource", "query": "prometheus", "regex": "/x/", "current": { "value": "gone" } }"#
    let resolver = VariableResolver([try variable(text)], chosen: [:])
    #expect(resolver.values["ds"]?.values == ["default"])
  }

  // MARK: - Options

  @Test(arguments: [
    ("/^a(\\d)/g", ["a1", "a22", "b"], ["1", "2"]),
    ("/(?<text>\\w+)=(?<value>\\w+)/", ["x=1", "y=2", "z"], ["1", "2"]),
    ("/(\\w)(\\w)/g", ["abcd"], ["a", "c"]),
    ("/B/i", ["ab", "c"], ["ab"]), ("a|b", ["a", "b", "ab"], ["a", "b", "ab"]),
  ])
  func aRegexPicksOptions(regex: String, rows: [String], wanted: [String]) {
    var resolver = VariableResolver(
      [Reading.query("x", "label_values(x)", regex: regex)],
      chosen: [:]
    )
    resolver.answer("x", rows: rows)
    #expect(resolver.values["x"]?.options.map(\.value) == wanted)
  }

  @Test(arguments: [
    "/(a+)+$/", "/(a*)*b/", "/(?:a|aa)+$/", "/((a+)b?)+c/", "/.*.*.*.*x/", "/(.*)(.*)(.*)x/",
    "/(a{2,}){3,}b/", "/(\\w+\\s?)*!/",
  ])
  func aHostileRegexEnds(regex: String) {
    var resolver = VariableResolver(
      [Reading.query("x", "label_values(x)", regex: regex)],
      chosen: [:]
    )
    resolver.answer("x", rows: [String(repeating: "a", count: 2_000)])
    let isFound = regex == "/(a+)+$/" || regex == "/(?:a|aa)+$/"
    #expect(resolver.problems.isEmpty)
    #expect(resolver.values["x"]?.options.count == (isFound ? 1 : 0))
  }

  @Test(arguments: ["/(a)\\1/", "/(?<=a)b/", "/(/", "/a/z"])
  func aRegexThatIsNotTakenIsTold(regex: String) {
    var resolver = VariableResolver(
      [Reading.query("x", "label_values(x)", regex: regex)],
      chosen: [:]
    )
    resolver.answer("x", rows: ["ab"])
    #expect(resolver.problems.map(\.code) == ["variable.regex"])
  }

  @Test(arguments: [
    "/.*namespace=\"([^\"]*).*/", "/ ([0-9\\.]+)/", "/^(?!kube-).*$/",
    "/.*job=\"(.+?)\".*env=\"(.*)\"/",
    "/(prod|stage)-.*/", "/[a-z]+-[0-9]+-.*/", "(a|b)", "/^\\d{1,3}(\\.\\d{1,3}){3}$/",
  ])
  func whatPeopleWriteIsRun(regex: String) {
    var resolver = VariableResolver(
      [Reading.query("x", "label_values(x)", regex: regex)],
      chosen: [:]
    )
    resolver.answer("x", rows: ["up{namespace=\"shop\"} 1 2", "prod-1"])
    #expect(resolver.problems == [])
  }

  // MARK: - Globals

  @Test(arguments: [
    ("$__dashboard by $__org, ${__org.name}", "Shop by 1, Main Org."),
    ("[${__user.login}]", "[]"),
    ("${__url_time_range}", "from=0&to=3600000"),
    ("$__timezone", "utc"), ("$__interval_ms $__range_s", "15000 3600"),
    ("${__from:date:YYYY-MM-DD} ${__to:date:seconds}", "1970-01-01 3600"),
    ("${__all_variables}", "var-a=1&var-b=x%20y"), ("[[a]] ${a:raw}", "1 1"),
    ("$1 ${no}", "$1 ${no}"),
  ])
  func globalsAreKnown(text: String, wanted: String) {
    let resolver = VariableResolver(
      [Variable(name: "b", kind: .textbox("x y")), Variable(name: "a", kind: .constant("1"))],
      chosen: [:],
      title: "Shop"
    )
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 3_600))
    let names = resolver.interpolation(
      BuiltIns(interval: .seconds(15), rateInterval: .seconds(60), range: range, zone: .utc)
    )
    #expect(names.text(text) == wanted)
  }

  @Test(arguments: [
    (["a"], false, "of A"), (["a", "b"], false, "of A + B"), (["$__all"], true, "of All"),
  ])
  func titlesSayTexts(current: [String], isAll: Bool, wanted: String) {
    let options = ["a", "b"].map { VariableOption(text: $0.uppercased(), value: $0) }
    let variable = Variable(
      name: "x",
      kind: .custom(options),
      isMulti: true,
      includesAll: true,
      current: current
    )
    let resolver = VariableResolver([variable], chosen: [:])
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 3_600))
    let names = resolver.interpolation(
      BuiltIns(interval: .seconds(15), rateInterval: .seconds(60), range: range, zone: .utc)
    )
    #expect(names.title("of $x") == wanted)
  }

  // MARK: - The range has changed

  @Test func variablesOfTheRangeAreAskedAgain() {
    var timed = Reading.query("a", "label_values(a)")
    timed.refresh = .onTimeRangeChange
    let variables = [timed, Reading.query("b", "label_values(up{a=\"$a\"}, b)")]
    var resolver = VariableResolver(variables, chosen: [:])
    resolver.answer("a", rows: ["1", "2"])
    resolver.answer("b", rows: ["x"])
    #expect(resolver.isComplete)
    resolver.rangeChanged()
    // What was known stands till then.
    #expect(resolver.values["a"]?.values == ["1"])
    #expect(resolver.pending.map(\.name) == ["a"])
    resolver.answer("a", rows: ["0", "1"])
    #expect(resolver.values["a"]?.values == ["1"])
    #expect(resolver.isComplete)
    resolver.rangeChanged()
    resolver.answer("a", rows: ["2"])
    #expect(resolver.values["a"]?.values == ["2"])
    #expect(resolver.pending.map(\.name) == ["b"])
    #expect(resolver.values["b"]?.values == ["x"])
    resolver.answer("b", rows: ["y"])
    #expect(resolver.values["b"]?.values == ["y"])
    #expect(resolver.isComplete)
  }
}
