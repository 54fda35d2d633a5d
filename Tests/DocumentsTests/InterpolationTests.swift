import Documents
import Metrics
import Testing

/// Variables filled into text.
struct InterpolationTests {
  private static func custom(
    _ name: String,
    _ values: [String],
    isMulti: Bool = false,
    includesAll: Bool = false,
    allValue: String? = nil,
    current: [String]? = nil
  ) -> Variable {
    Variable(
      name: name,
      kind: .custom(values.map { VariableOption(text: "T\($0)", value: $0) }),
      isMulti: isMulti,
      includesAll: includesAll,
      allValue: allValue,
      current: current ?? values
    )
  }

  private func names(
    _ variables: [Variable],
    chosen: [String: [String]] = [:],
    interval: Duration = .seconds(90),
    rate: Duration = .seconds(105),
    range: Duration = .hours(6)
  ) -> Interpolation {
    let end = Timestamp(seconds: 1_764_028_800)
    return VariableResolver(variables, chosen: chosen).interpolation(
      BuiltIns(
        interval: interval,
        rateInterval: rate,
        range: TimeRange(start: end - range, end: end)
      )
    )
  }

  private static let some = [
    custom("job", ["api", "web.1"], isMulti: true),
    custom("job_name", ["shop"]),
    custom("one", ["a.b"], isMulti: true),
    custom("quoted", ["it's \\"]),
    custom("all", ["x", "y+"], includesAll: true, current: ["$__all"]),
    custom("star", ["x", "y"], isMulti: true, includesAll: true, allValue: ".*", current: ["All"]),
    custom("hard", #"\ ^ $ * { } [ ] + ? . ( ) | ' / -"#.split(separator: " ").map(String.init)),
  ]

  @Test(arguments: [
    (#"up{job=~"$job"}"#, #"up{job=~"(api|web\\.1)"}"#),
    (#"up{job=~"${job}"}"#, #"up{job=~"(api|web\\.1)"}"#),
    (#"up{job=~"[[job]]"}"#, #"up{job=~"(api|web\\.1)"}"#),
    (#"up{job="$job_name"}"#, #"up{job="shop"}"#),
    // One of several is plain, but escaped.
    ("$one", #"a\\.b"#),
    // A single value is no regular expression.
    ("$quoted", #"it\\'s \\"#),
    ("$all", #"(x|y\\+)"#),
    // What stands for All is inserted raw.
    (#"{a=~"$star"}"#, #"{a=~".*"}"#),
    ("${star:pipe}", ".*"), ("[[star:regex]]", ".*"), ("${star:text}", "All"),
    ("sum(rate(x[$__interval])) by (job)", "sum(rate(x[1m])) by (job)"),
  ])
  func intoAnExpression(text: String, filled: String) {
    #expect(names(Self.some).expression(text) == filled)
  }

  @Test(arguments: [
    ("$job", "{api,web.1}"), ("$job_name", "shop"), ("$one", "a.b"), ("$quoted", #"it's \"#),
    ("$all", "{x,y+}"), ("$star", ".*"), ("Job $job_name: $one", "Job shop: a.b"),
    ("${job:text}", "Tapi + Tweb.1"), ("${all:text}", "All"),
  ])
  func intoATitle(text: String, filled: String) {
    #expect(names(Self.some).text(text) == filled)
  }

  @Test(arguments: [
    // As long as it can be.
    ("$job_name/$one", #"shop/a\\.b"#), ("${one}_name", #"a\\.b_name"#),
    ("[[one]]_name", #"a\\.b_name"#), ("$one.x", #"a\\.b.x"#), ("$one-x", #"a\\.b-x"#),
    ("$$one", #"$a\\.b"#), ("$oneé", #"a\\.bé"#),
  ])
  func theLongestNameWins(text: String, filled: String) {
    #expect(names(Self.some).expression(text) == filled)
  }

  @Test(arguments: [
    "$nope", "${nope}", "[[nope]]", "${nope:pipe}", "$jobs", "$job_", "$1", "${1}", "$", "$$",
    "${", "[[", "${job", "[[job]", "${a b}", "x[5m]", "[[:alpha:]]", "a$", "{a=~\"b$\"}",
    #"label_replace(up, "a", "$1-$2", "b", "(.*)-(.*)")"#,
  ])
  func whatIsUnknownStays(text: String) {
    #expect(names(Self.some).expression(text) == text)
    #expect(names(Self.some).text(text) == text)
  }

  @Test(arguments: [
    ("raw", "api,web.1"), ("csv", "api,web.1"), ("pipe", "api|web.1"), ("glob", "{api,web.1}"),
    ("regex", #"(api|web\.1)"#), ("json", #"["api","web.1"]"#), ("singlequote", "'api','web.1'"),
    ("doublequote", #""api","web.1""#), ("sqlstring", "'api','web.1'"),
    ("percentencode", "%7Bapi%2Cweb.1%7D"), ("text", "Tapi + Tweb.1"), ("join", "api,web.1"),
    ("join: or ", "api or web.1"), ("value", "{api,web.1}"), ("nonsense", "{api,web.1}"),
    ("distributed", "api,job=web.1"), ("lucene", #"("api" OR "web.1")"#), ("html", "api, web.1"),
    ("uriencode", "%7Bapi,web.1%7D"), ("queryparam", "var-job=api&var-job=web.1"),
    ("customqueryparam", "job=api&job=web.1"), ("customqueryparam:p:x-", "p=x-api&p=x-web.1"),
    ("date", "NaN"), ("", "{api,web.1}"),
  ])
  func formatsOfSeveralValues(format: String, filled: String) {
    let names = names(Self.some)
    #expect(names.expression("<${job:\(format)}>") == "<\(filled)>")
    #expect(names.text("<[[job:\(format)]]>") == "<\(filled)>")
  }

  @Test(arguments: [
    ("raw", #"it's "x\y""#), ("csv", #"it's "x\y""#), ("pipe", #"it's "x\y""#),
    ("glob", #"it's "x\y""#), ("regex", #"it's "x\\y""#), ("json", #"it's "x\y""#),
    ("singlequote", #"'it\'s "x\y"'"#), ("doublequote", #""it's \"x\y\"""#),
    ("sqlstring", #"'it''s \"x\y\"'"#), ("percentencode", "it%27s%20%22x%5Cy%22"),
    ("distributed", #"it's "x\y""#), ("lucene", #"it's\ \"x\\y\""#),
    ("html", "it&#39;s &quot;x\\y&quot;"), ("uriencode", "it%27s%20%22x%5Cy%22"),
    ("queryparam", "var-x=it%27s%20%22x%5Cy%22"),
  ])
  func formatsOfOneValue(format: String, filled: String) {
    let names = names([Self.custom("x", [#"it's "x\y""#])])
    #expect(names.expression("${x:\(format)}") == filled)
  }

  /// Grafana has a list where several may be chosen or All is, though there is but one.
  @Test(arguments: [
    ("json", #"["a.b"]"#), ("percentencode", "%7Ba.b%7D"), ("lucene", #"("a.b")"#), ("csv", "a.b"),
    ("glob", "a.b"), ("regex", #"a\.b"#), ("distributed", "a.b"),
  ])
  func aListOfOne(format: String, filled: String) {
    #expect(names(Self.some).text("${one:\(format)}") == filled)
  }

  @Test(arguments: [
    ("raw", ".*"), ("csv", ".*"), ("json", ".*"), ("text", "All"), ("percentencode", ".%2A"),
    ("queryparam", "var-star=$__all"),
  ])
  func whatStandsForAllHasFewForms(format: String, filled: String) {
    #expect(names(Self.some).text("${star:\(format)}") == filled)
  }

  @Test func whatStandsForAllMayNameVariables() {
    let names = names([
      Self.custom("env", ["a.b"], isMulti: true),
      Self.custom("x", ["1"], includesAll: true, allValue: "$env-.*-$x", current: ["$__all"]),
    ])
    #expect(names.expression("{x=~\"$x\"}") == #"{x=~"a\\.b-.*-$x"}"#)
    #expect(names.text("${x:raw}") == "a.b-.*-$x")
    let quoted = self.names([
      Self.custom("env", ["\"a"]),
      Self.custom("x", ["1"], includesAll: true, allValue: "$env", current: ["$__all"]),
    ])
    #expect(quoted.expression("{x=~\"$x\"}") == #"{x=~"\x22a"}"#)
  }

  @Test(arguments: [("5", "5"), ("1.5", "1.5"), ("a b", #"a\ b"#), ("x:y", #"x\:y"#)])
  func numbersNeedNoEscapeInLucene(value: String, filled: String) {
    #expect(names([Self.custom("x", [value])]).text("${x:lucene}") == filled)
  }

  @Test(arguments: [
    ("${__from:date:ms}", "1764007200500"), ("${__from:date:seconds}", "1764007201"),
    ("${__from:date:iso}", "2025-11-24T18:00:00.500Z"), ("${__from:date:YYYY-MM}", "2025-11"),
    ("${__from:date:DD.MM. HH:mm:ss}", "24.11. 18:00:00"), ("${__from:raw}", "1764007200500"),
    ("${x:date:YYYY}", "2025"), ("${x:date}", "2025-11-24T18:00:00.500Z"), ("${y:date}", "NaN"),
    ("${z:date:YYYY}", "NaN"),
  ])
  func datesHavePatterns(text: String, filled: String) {
    let variables = [
      Self.custom("x", ["1764007200500"]), Self.custom("y", ["soon"]),
      Self.custom("z", ["9223372036854775807"]),
    ]
    let start = Timestamp(milliseconds: 1_764_007_200_500)
    let names = VariableResolver(variables, chosen: [:]).interpolation(
      BuiltIns(
        interval: .seconds(15),
        rateInterval: .seconds(60),
        range: TimeRange(start: start, end: start + .hours(6)),
        zone: .utc
      )
    )
    #expect(names.text(text) == filled)
  }

  /// A value can't end the string that it stands in.
  @Test(arguments: [
    (#"up{q='$x'}"#, #"up{q='it\x27s "a"\nb\\c'}"#),
    (#"up{q="$x"}"#, #"up{q="it's \x22a\x22\nb\\c"}"#),
    (#"up{p='\'', q="${x}"}"#, #"up{p='\'', q="it's \x22a\x22\nb\\c"}"#),
    (#"up{q=~"$y"}"#, #"up{q=~"(it's|\x22\\.)"}"#),
    (#"up{q=~'$y'}"#, #"up{q=~'(it\x27s|"\\.)'}"#),
  ])
  func aValueStaysInItsString(text: String, filled: String) {
    let x = Self.custom("x", ["it's \"a\"\nb\\c"])
    let y = Self.custom("y", ["it's", "\"."], isMulti: true)
    #expect(names([x, y]).expression(text) == filled)
  }

  /// Inside a PromQL string a regular expression's backslash stands twice.
  @Test(arguments: [
    (#"\"#, #"\\\\"#, #"\\"#), ("^", #"\\^"#, #"\^"#), ("$", #"\\$"#, #"\$"#),
    ("*", #"\\*"#, #"\*"#), ("{", #"\\{"#, #"\{"#), ("}", #"\\}"#, #"\}"#),
    ("[", #"\\["#, #"\["#), ("]", #"\\]"#, #"\]"#), ("+", #"\\+"#, #"\+"#),
    ("?", #"\\?"#, #"\?"#), (".", #"\\."#, #"\."#), ("(", #"\\("#, #"\("#),
    (")", #"\\)"#, #"\)"#), ("|", #"\\|"#, #"\|"#), ("'", #"\\'"#, "'"), ("/", "/", #"\/"#),
    ("-", "-", "-"), ("é", "é", "é"),
  ])
  func whatARegularExpressionEscapes(value: String, plain: String, format: String) {
    let names = names([Self.custom("x", [value], isMulti: true)])
    #expect(names.expression("$x") == plain)
    #expect(names.expression("${x:regex}") == format)
  }

  @Test(arguments: [
    // One unit, cut.
    ("$__interval", "1m"), ("${__interval}", "1m"), ("[[__interval]]", "1m"),
    ("$__interval_ms", "90000"), ("$__rate_interval", "1m45s"), ("${__rate_interval}", "1m45s"),
    ("$__rate_interval_ms", "105000"), ("$__range", "21600s"), ("$__range_s", "21600"),
    ("$__range_ms", "21600000"), ("$__from", "1764007200000"), ("$__to", "1764028800000"),
    ("${__from:date:seconds}", "1764007200"), ("${__to:date}", "2025-11-25T00:00:00.000Z"),
    ("${__to:date:iso}", "2025-11-25T00:00:00.000Z"), ("$__timezone", "browser"),
    ("rate(x[$__rate_interval]) / $__range_s", "rate(x[1m45s]) / 21600"),
    ("$__intervals", "$__intervals"), ("$__range_sum", "$__range_sum"),
  ])
  func whatFollowsFromTheQuery(text: String, filled: String) {
    #expect(names([]).expression(text) == filled)
    #expect(names([]).text(text) == filled)
  }

  @Test(arguments: [
    (1, "1ms"), (500, "500ms"), (1_000, "1s"), (1_500, "1s"), (59_999, "59s"), (60_000, "1m"),
    (5_400_000, "1h"), (86_400_000, "1d"), (604_800_000, "7d"), (31_536_000_000, "1y"),
  ])
  func anIntervalHasOneUnit(milliseconds: Int, text: String) {
    #expect(names([], interval: .milliseconds(milliseconds)).text("$__interval") == text)
  }

  @Test(arguments: [(1_499, "1s", "1499"), (1_500, "2s", "1500"), (0, "0s", "0")])
  func aRangeIsRoundedToSeconds(milliseconds: Int, text: String, exact: String) {
    let names = names([], range: .milliseconds(milliseconds))
    #expect(names.text("$__range") == text)
    #expect(names.text("$__range_ms") == exact)
  }

  /// A flag may give what the file has no variable for.
  @Test(arguments: [
    (["eu"], "{c=~\"eu\"}"), (["eu-1", "us.2"], #"{c=~"(eu-1|us\\.2)"}"#),
  ])
  func aGivenNameNeedsNoVariable(values: [String], filled: String) {
    let names = names([], chosen: ["cluster": values])
    #expect(names.expression(#"{c=~"$cluster"}"#) == filled)
  }

  /// A value is no text to fill in again.
  @Test func aValueIsNotFilledInAgain() {
    let names = names([Self.custom("a", ["$b"]), Self.custom("b", ["x"])])
    #expect(names.text("$a $b") == "$b x")
  }

  /// Starts of references without an end: each looks for its own.
  @Test(arguments: ["${", "[[", "${a:"])
  func aTextWithoutAnEndIsReadInTime(start: String) {
    let text = String(repeating: start, count: 20_000)
    #expect(names([]).text(text) == text)
  }
}
