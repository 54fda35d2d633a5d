import Documents
import Panels
import Testing

/// Everything that a layout can have wrong, each in its own words.
struct LayoutDecoderTests {
  private static let kinds =
    "use one of "
    + PanelCatalog.kinds.flatMap(\.names).sorted().joined(separator: ", ")

  /// Of the document itself.
  private static let ofDocument: [(text: String, said: [String])] = [
    (
      #"{ "panels": [], "titel": "x" }"#,
      ["1:17: error: unknown key `titel`; did you mean `title`?"]
    ),
    (
      #"{ "panels": [], "zzzzzz": 1 }"#,
      [
        "1:17: error: unknown key `zzzzzz`; known are colors, defaults, fit, panels, product,"
          + " refresh, time, timezone, title, variables"
      ]
    ),
    (
      #"{ "title": 1, "panels": {} }"#,
      [
        #"1:12: error: `title` must be a string; write "…""#,
        "1:25: error: `panels` must be a list; write [ … ]",
      ]
    ),
    (
      #"{ "title": "a", "title": "b", "panels": [] }"#,
      ["1:17: warning: `title` stands here twice; the last one counts; remove one"]
    ),
    (
      #"{ "fit": "yes", "panels": [] }"#,
      ["1:10: error: `fit` must be true or false; write one of them"]
    ),
    (
      #"{ "refresh": "5 minutes", "panels": [] }"#,
      [
        #"1:14: error: `refresh` must be a span of time; write such as "30s", "5m" or "1h30m""#
      ]
    ),
    (
      #"{ "time": { "from": "soon", "until": "now" }, "panels": [] }"#,
      [
        #"1:21: error: `time.from` is "soon", which is no time;"#
          + " write now-6h, now/d or 2026-11-24T08:00:00Z",
        "1:29: error: unknown key `until` in `time`; known are from, to",
      ]
    ),
    (
      #"{ "timezone": "Europe/Pragu", "panels": [] }"#,
      [
        #"1:15: warning: there is no time zone "Europe/Pragu": times are the viewer's;"#
          + " did you mean Europe/Prague?"
      ]
    ),
    (
      #"{ "time": "now-6h", "panels": [] }"#,
      ["1:11: error: `time` must be an object; write { … }"]
    ),
    (
      #"{ "colors": { "a": "bleu" }, "panels": [] }"#,
      [#"1:20: error: "bleu" is no colour; write a name such as blue, or #2FB8AC"#]
    ),
    (
      #"{ "colors": { "a": 1 }, "panels": [] }"#,
      [#"1:13: error: `colors` must be an object of strings; write { "name": "text" }"#]
    ),
    (
      #"{ "variables": [{ "name": "x" }], "panels": [] }"#,
      ["1:17: error: a variable needs `name` and `type`; add them"]
    ),
    (
      #"{ "variables": [{ "name": "x", "type": "querry", "qery": "" }, 1], "panels": [] }"#,
      [
        #"1:40: error: `variables[0].type` is "querry"; did you mean "query"?"#,
        "1:50: error: unknown key `qery` in `variables[0]`; did you mean `query`?",
        "1:64: error: `variables[1]` must be an object; write { … }",
      ]
    ),
    (
      #"{ "defaults": { "drawStile": "bars", "decimals": 1.5 }, "panels": [] }"#,
      [
        "1:17: error: unknown key `drawStile` in `defaults`; did you mean `drawStyle`?",
        "1:50: error: `defaults.decimals` must be a whole number, at least 0; write such as 1",
      ]
    ),
    (
      #"{ "defaults": { "interval": "often", "timeFrom": "x", "timeShift": "y" }, "panels": [] }"#,
      [
        #"1:29: error: `interval` is "often"; write a span such as 5m"#,
        #"1:50: error: `timeFrom` is "x"; write a span such as 5m"#,
        #"1:68: error: `timeShift` is "y"; write a span such as 5m"#,
      ]
    ),
    (
      #"{ "defaults": [], "panels": [] }"#,
      ["1:15: error: `defaults` must be an object; write { … }"]
    ),
  ]

  @Test(arguments: ofDocument)
  func ofTheDocument(text: String, said: [String]) throws {
    #expect(try Reading.said(text) == said.map { "x.json:\($0)" })
  }

  /// Of one panel, which stands alone on the second line.
  private static let ofPanel: [(text: String, said: [String])] = [
    ("1", ["2:1: error: `panels[0]` must be an object; write { … }"]),
    ("{}", ["2:1: error: a panel needs a `type`; \(kinds)"]),
    (#"{"type": "pie"}"#, ["2:10: error: no panel is called \"pie\"; \(kinds)"]),
    (
      #"{"type": "gage", "anything": 1}"#,
      [#"2:10: error: no panel is called "gage"; did you mean "gauge"?"#]
    ),
    (
      #"{"type": "TimeSeries"}"#,
      [#"2:10: error: no panel is called "TimeSeries"; did you mean "timeseries"?"#]
    ),
    (#"{"type": 1}"#, [#"2:10: error: `panels[0].type` must be a string; write "…""#]),
    (
      #"{"type": "stat", "units": "s"}"#,
      ["2:18: error: unknown key `units` in `panels[0]`; did you mean `unit`?"]
    ),
    (
      #"{"type": "row", "stacking": "normal"}"#,
      [
        "2:17: error: unknown key `stacking` in `panels[0]`; known are collapsed, description,"
          + " gridPos, id, interval, maxDataPoints, refresh, targets, timeFrom, timeShift, title,"
          + " type, zeroWhile"
      ]
    ),
    (
      #"{"type": "stat", "graphMode": "aera"}"#,
      [#"2:31: error: `panels[0].graphMode` is "aera"; did you mean "area"?"#]
    ),
    (
      #"{"type": "stat", "graphMode": "never"}"#,
      [#"2:31: error: `panels[0].graphMode` is "never"; use one of none, area"#]
    ),
    (
      #"{"type": "stat", "graphMode": 1}"#,
      ["2:31: error: `panels[0].graphMode` must be a string; use one of none, area"]
    ),
    (
      #"{"type": "stat", "decimals": -1}"#,
      ["2:30: error: `panels[0].decimals` must be a whole number, at least 0; write such as 1"]
    ),
    (
      #"{"type": "gauge", "max": "9"}"#,
      ["2:26: error: `panels[0].max` must be a number; write it without quotes"]
    ),
    (
      #"{"type": "bargauge", "total": 1}"#,
      [
        "2:31: error: `panels[0].total` must be true, false or a label's name;"
          + " write such as true"
      ]
    ),
    (
      #"{"type": "bargauge", "order": ["a", 1]}"#,
      [#"2:31: error: `panels[0].order` must be a list of strings; write ["…"]"#]
    ),
    (
      #"{"type": "timeseries", "legendCalcs": ["meen", "max"]}"#,
      [#"2:40: error: `panels[0].legendCalcs` is "meen"; did you mean "mean"?"#]
    ),
    (
      #"{"type": "timeseries", "legendCalcs": "mean"}"#,
      ["2:39: error: `panels[0].legendCalcs` must be a list; write [ … ]"]
    ),
    (
      #"{"type": "alertlist", "matchers": 5}"#,
      [#"2:35: error: `panels[0].matchers` must be a list of strings; write ["…"]"#]
    ),
    (
      #"{"type": "stat", "maxDataPoints": 0}"#,
      [
        "2:35: error: `panels[0].maxDataPoints` must be a whole number, at least 1;"
          + " write such as 1"
      ]
    ),
    (
      #"{"type": "stat", "interval": "often", "timeFrom": "x", "timeShift": "y"}"#,
      [
        #"2:30: error: `interval` is "often"; write a span such as 5m"#,
        #"2:51: error: `timeFrom` is "x"; write a span such as 5m"#,
        #"2:69: error: `timeShift` is "y"; write a span such as 5m"#,
      ]
    ),
    (
      #"{"type": "stat", "gridPos": {"w": 0, "z": 1, "x": 0.5}}"#,
      [
        "2:35: error: `panels[0].gridPos.w` must be a whole number, at least 1;"
          + " write such as 1",
        "2:38: error: unknown key `z` in `panels[0].gridPos`; did you mean `x`?",
        "2:51: error: `panels[0].gridPos.x` must be a whole number, at least 0;"
          + " write such as 1",
      ]
    ),
    (
      #"{"type": "stat", "gridPos": [1]}"#,
      ["2:29: error: `panels[0].gridPos` must be an object; write { … }"]
    ),
    (
      #"{"type": "stat", "targets": {}}"#,
      ["2:29: error: `panels[0].targets` must be a list; write [ … ]"]
    ),
  ]

  @Test(arguments: ofPanel)
  func ofAPanel(text: String, said: [String]) throws {
    let (dashboard, problems) = try Reading.dashboard("{ \"panels\": [\n\(text)\n] }")
    #expect(problems.map(\.description) == said.map { "x.json:\($0)" })
    // It still opens, and says so in its own place.
    #expect(dashboard.panels.map { Set($0.problems) } == [Set(problems)])
    #expect(
      dashboard.panels.map { PanelCatalog.make($0) }.allSatisfy {
        if case .failure(let shown) = $0 { problems.contains(shown) } else { false }
      }
    )
  }

  /// Of one target, which stands alone on the second line.
  private static let ofTarget: [(text: String, said: [String])] = [
    ("1", ["2:1: error: `panels[0].targets[0]` must be an object; write { … }"]),
    ("{}", ["2:1: error: a target needs `expr` or `count`; add one"]),
    (
      #"{"expr": "a", "count": "b"}"#,
      ["2:1: error: a target has `expr` or `count`, not both; remove one"]
    ),
    (
      #"{"expr": "a", "by": ["c"]}"#,
      ["2:21: error: `by` belongs to `count`; write sum by (…) in the expression"]
    ),
    (
      #"{"expr": 1}"#,
      [#"2:10: error: `panels[0].targets[0].expr` must be a string; write "…""#]
    ),
    (
      #"{"count": "a", "by": "b"}"#,
      [#"2:22: error: `panels[0].targets[0].by` must be a list of strings; write ["…"]"#]
    ),
    (
      #"{"expr": "a", "format": "tabel"}"#,
      [#"2:25: error: `panels[0].targets[0].format` is "tabel"; did you mean "table"?"#]
    ),
    (
      #"{"expr": "a", "legend": "x"}"#,
      [
        "2:15: error: unknown key `legend` in `panels[0].targets[0]`;"
          + " known are by, count, expr, format, hide, instant, interval, legendFormat, refId"
      ]
    ),
    (
      #"{"expr": "a", "legendformat": "x"}"#,
      [
        "2:15: error: unknown key `legendformat` in `panels[0].targets[0]`;"
          + " did you mean `legendFormat`?"
      ]
    ),
  ]

  @Test(arguments: ofTarget)
  func ofATarget(text: String, said: [String]) throws {
    let layout = "{ \"panels\": [{ \"type\": \"stat\", \"targets\": [\n\(text)\n] }] }"
    #expect(try Reading.said(layout) == said.map { "x.json:\($0)" })
  }

  @Test(arguments: [
    "", "  ", "sum(a)", "rate(a[5m])", "a + b", "a{b='c'} / d{e='f'}", "a[5m]", "a offset 1h",
    "a{b='c'", "1a", "{a='b'} or {c='d'}",
  ])
  func aCountTakesASelectorOnly(selector: String) throws {
    let layout =
      "{ \"panels\": [{ \"type\": \"stat\", \"targets\": [\n{\"count\": \"\(selector)\"}\n] }] }"
    #expect(
      try Reading.said(layout) == [
        "x.json:2:11: error: `count` takes a plain selector, no function;"
          + " write such as \"uploads_total{system='opus'}\", or use `expr`"
      ]
    )
  }

  @Test(arguments: [
    "a", "a:b_total", "{a='b'}", "a{}", " a { b = 'c', d=~\"e|f\" } ", "a{b=~'x{2}'}",
    "a{b='}'}", "a{b='\\'{'}", "$m{a='$b'}", "${m}{a='b'}", "[[m]]", "a{b=~\"${x:pipe}\"}",
    "a{b=${x:doublequote}}", "a{\nb='c'\n}", "a{b=`}`}",
  ])
  func aSelectorIsTaken(selector: String) throws {
    let json = JSON(.string(selector)).text()
    let panels = try Reading.panels(
      #"{ "type": "stat", "targets": [{ "count": \#(json), "by": ["x", "y"] }] }"#
    )
    #expect(panels[0].problems == [])
    #expect(panels[0].targets.map(\.question) == [.count(selector: selector, by: ["x", "y"])])
  }

  /// Of one threshold, which stands alone on the second line.
  private static let ofThreshold: [(text: String, said: [String])] = [
    ("5", ["2:1: error: `panels[0].thresholds[0]` must be an object; write { … }"]),
    (
      #"{"state": "warning"}"#,
      [
        "2:1: error: `panels[0].thresholds[0]` needs one limit;"
          + " write one of above, below and value"
      ]
    ),
    (
      #"{"above": 1, "below": 2, "color": "blue"}"#,
      [
        "2:1: error: `panels[0].thresholds[0]` needs one limit;"
          + " write one of above, below and value"
      ]
    ),
    (
      #"{"above": 1}"#,
      [
        "2:1: error: `panels[0].thresholds[0]` says nothing;"
          + #" add "state": "warning" or a color"#
      ]
    ),
    (
      #"{"above": "1", "state": "warning"}"#,
      [
        "2:11: error: `panels[0].thresholds[0].above` must be a number; write it without quotes"
      ]
    ),
    (
      #"{"above": 1, "state": "warnign"}"#,
      [#"2:23: error: `panels[0].thresholds[0].state` is "warnign"; did you mean "warning"?"#]
    ),
    (
      #"{"above": 1, "color": "bleu"}"#,
      [
        "2:23: error: `panels[0].thresholds[0].color` must be a colour;"
          + ##" write a name such as "blue", or "#2FB8AC""##
      ]
    ),
    (
      #"{"abov": 1, "state": "critical"}"#,
      [
        "2:1: error: `panels[0].thresholds[0]` needs one limit;"
          + " write one of above, below and value",
        "2:2: error: unknown key `abov` in `panels[0].thresholds[0]`; did you mean `above`?",
      ]
    ),
  ]

  @Test(arguments: ofThreshold)
  func ofAThreshold(text: String, said: [String]) throws {
    let layout = "{ \"panels\": [{ \"type\": \"stat\", \"thresholds\": [\n\(text)\n] }] }"
    #expect(try Reading.said(layout) == said.map { "x.json:\($0)" })
  }

  @Test func aListOfThresholdsIsAList() throws {
    #expect(
      try Reading.said(#"{ "panels": [{ "type": "stat", "thresholds": 5 }] }"#)
        == ["x.json:1:46: error: `panels[0].thresholds` must be a list; write [ … ]"]
    )
  }

  /// Red, orange, yellow and green mean a state.
  @Test(arguments: [
    "red", "orange", "yellow", "green", "dark-green", "light-orange", "#ff0000", "#00C800",
    "#E0B400",
  ])
  func aColourOfAStateIsAWarning(color: String) throws {
    let (dashboard, problems) = try Reading.dashboard(
      #"{ "colors": { "xml": "\#(color)" }, "panels": [] }"#
    )
    #expect(
      problems.map(\.description) == [
        "x.json:1:22: warning: the colour of \"xml\" looks like a state;"
          + " red, orange, yellow and green mean trouble or its absence; take another"
      ]
    )
    #expect(problems.map(\.code) == ["layout.color.status"])
    #expect(dashboard.colors == [DashboardColor(value: "xml", color: color)])
  }

  @Test(arguments: ["blue", "purple", "teal", "#2FB8AC", "gray", "white", "light-blue", "#888"])
  func anotherColourIsFine(color: String) throws {
    #expect(try Reading.said(#"{ "colors": { "a": "\#(color)" }, "panels": [] }"#) == [])
  }

  /// What a file says is made safe before a terminal gets it.
  @Test func aHostileKeyCantReachTheTerminal() throws {
    #expect(
      try Reading.said(#"{ "panels": [], "\u001b[2J": 1 }"#)[0]
        .hasPrefix("x.json:1:17: error: unknown key `␛[2J`; known are colors,")
    )
  }
}
