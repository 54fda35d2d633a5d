import Documents
import Metrics
import Testing

/// The texts that generated files are made of: YAML, PromQL, templates, series for tests.
struct GenerateTextTests {
  @Test func yamlIsBlocksOfQuotedTexts() {
    let yaml = YAML.map([
      .init("plain", .text("a: - #b")), .init("yes", .number(0.5)), .init("a b", .flag(true)),
      .init("empty", .list([])), .init("none", .map([])), .init("null", .null),
      .init(
        "list",
        .list([
          .text("x"),
          .commented(["why"], .map([.init("a", .number(1)), .init("b", .texts(["c"]))])),
          .map([.init("d", .map([.init("e", .text(""))]))]),
        ])
      ),
      .init("one", .shared("s", .text("t"))), .init("two", .shared("s", .text("t"))),
    ])
    #expect(
      yaml.document == """
        plain: "a: - #b"
        "yes": 0.5
        "a b": true
        empty: []
        none: {}
        "null": null
        list:
          - "x"
          # why
          - a: 1
            b:
              - "c"
          - d:
              e: ""
        one: &s "t"
        two: *s

        """
    )
  }

  @Test(arguments: [
    ("", #""""#), ("a\"b\\c", #""a\"b\\c""#), ("a\nb\r\nc\t", #""a\nb\r\nc\t""#),
    ("é🔥", #""é🔥""#), ("\u{1B}[31m", #""\u001b[31m""#), ("\u{2028}\u{85}", #""\u2028\u0085""#),
    ("\u{202E}x", #""\u202ex""#), ("\u{E0041}", #""\U000e0041""#), ("\"\u{301}", "\"\\\"\u{301}\""),
  ])
  func quotedTexts(text: String, quoted: String) {
    #expect(YAML.quoted(text) == quoted)
  }

  @Test(arguments: [
    ("plain", "plain"), ("{{ x }}", #"{{ "{{" }} x }}"#), ("{{{", #"{{ "{{" }}{"#),
    ("{{{{", #"{{ "{{" }}{{ "{{" }}"#), ("{ {", "{ {"), ("{{\u{301}", "{{ \"{{\" }}\u{301}"),
  ])
  func textsInTemplates(text: String, literal: String) {
    #expect(GoTemplate.literal(text) == literal)
  }

  @Test(arguments: [
    (#"'a"b'"#, #"a"b"#), (#""a\"\n\u00e9\U0001F525""#, "a\"\né🔥"), ("`a\\n`", "a\\n"),
    (#"'\x41'"#, nil), ("'a", nil), (#"'\u12'"#, nil), ("a", nil),
  ])
  func stringsOfPromQL(literal: String, text: String?) {
    #expect(PromQLText.unquoted(literal) == text)
  }

  @Test(arguments: [
    (50.0, "50"), (0.05, "0.05"), (-3, "-3"), (1e16, "1e+16"), (1e-7, "1e-07"), (-0.0, "0"),
  ])
  func numbers(value: Double, text: String) { #expect(PromQLText.number(value) == text) }

  @Test(arguments: [
    ("0.25", ServerVersion(0, 25)), ("v3.1.0", ServerVersion(3, 1)),
    ("2.42.0+ds", ServerVersion(2, 42)), ("25", nil), ("", nil), ("0.x", nil), ("a0.25", nil),
  ])
  func versions(text: String, version: ServerVersion?) { #expect(ServerVersion(text) == version) }

  // MARK: - Series for tests

  @Test(arguments: [
    ("up", "up"), ("up{job='a'}", "up{job=\"a\"}"), ("(up{ job = \"a\" , })", "up{job=\"a\"}"),
    ("max by (q) (m{v=~'a|b'})", "m{v=\"a\"}"), ("sum(m) by (q)", "m"),
    ("SUM without (a, b) (min(m))", "m"), ("m{c=~'5..'}", "m{c=\"5xx\"}"),
    ("m{c=~'(?:GET|POST)-[a-z]+\\\\d?'}", "m{c=\"GET-a0\"}"), ("m{c!='x', d!~'a.*'}", "m"),
    ("m{c!=''}", "m{c=\"x\"}"), ("m{c='a', c!='b'}", "m{c=\"a\"}"), ("m{c=''}", "m"),
    ("{__name__='m', a='b'}", "m{a=\"b\"}"), ("{a='b'}", "sample{a=\"b\"}"),
    ("m{a='\"\\\\'}", #"m{a="\"\\"}"#), ("last_over_time(m[5m])", "m"),
    ("max by (a) (avg_over_time(m{b='c'}[1h])) # why", "m{b=\"c\"}"),
  ])
  func seriesForAnExpression(expression: String, series: String) {
    let sample = SampleSeries(expression)
    #expect(sample?.series == series)
    #expect(sample?.slope == .level)
  }

  @Test(arguments: [
    "", "1", "a / b", "a + 1", "-a", "a offset 5m", "a @ 0", "time() - a", "count(a)", "a > 1",
    "topk(3, a)", "histogram_quantile(0.9, a)", "rate(a[5m:1m])", "rate(a[5m] offset 1h)",
    "sum(a", "sum by (a (b)", "a{b=c}", "a{b='c'", "a{b=~'x{2}'}", "a{b=~'^x$'}", "a{b!~'.*'}",
    "a{b='c', b='d'}", "a{b='c', b!='c'}", "{b!='c'}", "{'a.b'='c'}", "vector(1)", "$x", "a and b",
    "a{b=~'\\\\pL'}", "a{b=~'[^a]'}", "sum(a) by (b) > 1", "{}",
  ])
  func otherExpressionsHaveNone(expression: String) { #expect(SampleSeries(expression) == nil) }

  @Test func ratesRise() {
    #expect(SampleSeries("sum by (a) (rate(m{b='c'}[5m]))")?.slope == .rate)
    #expect(SampleSeries("increase(m[1h])")?.slope == .increase)
    #expect(SampleSeries("increase(m[1h])")?.range == .hours(1))
  }

  @Test(arguments: [
    ("up{job='a'} == 1", "up{job=\"a\"}", 1.0), ("up", "up", 1), ("max(a) > 3", "a", 4),
    ("a >= 2", "a", 2), ("a < -1", "a", -2), ("a != 0", "a", 1),
  ])
  func whatAnswers(expression: String, series: String, value: Double) {
    #expect(SampleAnswer(expression)?.series == series)
    #expect(SampleAnswer(expression)?.value == value)
  }

  @Test(arguments: ["vector(1)", "a == b", "a == bool 1", "rate(a[5m]) > 0", "a or b"])
  func whatCanNotBeAnswered(expression: String) { #expect(SampleAnswer(expression) == nil) }

  // MARK: - Differences

  @Test func differencesAsDiffTellsThem() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let new = old.replacing("line 10\n", with: "line ten\n").replacing("line 20\n", with: "")
    #expect(
      LineDiff.unified(old: old, new: new, name: "a.yml") == [
        "--- a.yml", "+++ a.yml", "@@ -7,7 +7,7 @@", " line 7", " line 8", " line 9", "-line 10",
        "+line ten", " line 11", " line 12", " line 13", "@@ -17,4 +17,3 @@", " line 17",
        " line 18", " line 19", "-line 20",
      ]
    )
    #expect(LineDiff.unified(old: old, new: old, name: "a") == [])
    #expect(
      LineDiff.unified(old: nil, new: "x\ny\n", name: "a")
        == ["--- /dev/null", "+++ a", "@@ -0,0 +1,2 @@", "+x", "+y"]
    )
  }
}
