import Documents
import Engine
import HTTP
import Interface
import Metrics
import Panels
import Prometheus
import Testing

@Suite(.timeLimit(.minutes(5))) struct SourceTests {
  private let range = TimeRange(start: Timestamp(seconds: 60), end: Timestamp(seconds: 120))

  private func queries(_ expressions: String...) -> [Query] {
    expressions.map { Query($0, .instant(nil)) }
  }

  // MARK: - Answers

  @Test func answersComeInTheOrderOfTheQueries() async throws {
    let last = Latch()
    let canned = CannedSource { asked in
      if asked.expression == "a" { await last.wait() }
      if asked.expression == "c" { last.open() }
      return Canned.success(Canned.vector(#"{"of":"\#(asked.expression)"}"#, "1"))
    }
    let answers = try await canned.source().answers(queries("a", "b", "c")).get()
    #expect(answers.map { $0.series[0].labels["of"]?.raw } == ["a", "b", "c"])
    #expect(Set(canned.asked.map(\.expression)) == ["a", "b", "c"])
  }

  @Test func nothingAskedIsNothingAnswered() async throws {
    let canned = CannedSource()
    #expect(try await canned.source().answers([]).get() == [])
    #expect(canned.asked.isEmpty)
  }

  @Test func theFirstFailureInTheirOrderIsTheFailureOfAll() async {
    let last = Latch()
    let canned = CannedSource { asked in
      switch asked.expression {
      case "slow(":
        await last.wait()
        return Canned.error(400, "bad_data", "1:5: parse error: slow")
      case "fast(":
        last.open()
        return Canned.error(400, "bad_data", "1:5: parse error: fast")
      default: return Canned.response(asked)
      }
    }
    let problem = await canned.source().answers(queries("up", "slow(", "fast(")).error
    #expect(problem?.what == "the query is not valid: slow at line 1, column 5")
    #expect(problem?.excerpt == "slow(\n    ^")
  }

  @Test func aRefusedQueryIsShownWithItsPlace() async throws {
    let expression = "sum(\n  rate(x[5m]))) + 1"
    let canned = CannedSource { _ in
      Canned.error(
        400,
        "bad_data",
        #"invalid parameter \"query\": 2:15: parse error: unexpected right parenthesis ')'"#
      )
    }
    let result = await canned.source(Fixture.environment("prod")).answers(queries(expression))
    let problem = try #require(result.error)
    let what = "the query is not valid: unexpected right parenthesis ')' at line 2, column 15"
    #expect(problem.what == what)
    #expect(problem.place == "prod")
    #expect(problem.fix == "mend the expression")
    #expect(problem.code == "query.refused")
    #expect(!problem.isNoAnswer)
    #expect(problem.excerpt == "  rate(x[5m]))) + 1\n              ^")
    #expect(problem.description == "prod: \(what); mend the expression")
  }

  @Test func aRefusalWithoutAPlaceHasNoExcerpt() async throws {
    let canned = CannedSource { _ in
      Canned.error(422, "execution", "found duplicate series for the match group")
    }
    let problem = try #require(await canned.source().answers(queries("a / b")).error)
    #expect(problem.what == "the query failed: found duplicate series for the match group")
    #expect(problem.fix == "mend the expression, or what it joins")
    #expect(problem.excerpt == nil)
    #expect(!problem.isNoAnswer)
  }

  @Test func nobodyThereIsNoAnswer() async throws {
    let canned = CannedSource { (_) throws(TransportError) in throw .refused("127.0.0.1:9090") }
    let problem = try #require(await canned.source().answers(queries("up")).error)
    #expect(problem.what == "nothing listens on 127.0.0.1:9090 (connection refused)")
    #expect(problem.fix == "start the server there, or mend the port in its URL")
    #expect(problem.place == "stage")
    #expect(problem.isNoAnswer)
  }

  // MARK: - Variables

  private func rows(_ request: VariableRequest, _ canned: CannedSource) async throws -> [String] {
    try await canned.source().rows(of: request, range: range).get()
  }

  private static let window = [["start", "60.000"], ["end", "120.000"], ["limit", "20000"]]

  @Test func labelNamesAreRows() async throws {
    let canned = CannedSource()
    #expect(try await rows(.labelNames(matching: nil), canned) == ["__name__", "job"])
    _ = try await rows(.labelNames(matching: "{job=~\"a.*\"}"), canned)
    #expect(canned.asked.map(\.path) == ["/labels", "/labels"])
    #expect(canned.asked[0].fields == Self.window)
    #expect(canned.asked[1].fields == [["match[]", "{job=~\"a.*\"}"]] + Self.window)
  }

  @Test func labelValuesAreRows() async throws {
    let canned = CannedSource()
    #expect(
      try await rows(.labelValues(label: "system", matching: nil), canned) == ["bitrix", "opus"]
    )
    _ = try await rows(.labelValues(label: "system", matching: "up{a=\"b\"}"), canned)
    #expect(canned.asked.map(\.path) == Array(repeating: "/label/system/values", count: 2))
    #expect(canned.asked[0].fields == Self.window)
    #expect(canned.asked[1].fields == [["match[]", "up{a=\"b\"}"]] + Self.window)
  }

  @Test(arguments: [
    ("node_.*", #"{__name__=~"node_.*"}"#),
    (#"a"b"#, #"{__name__=~"a\"b"}"#),
    // A regular expression's backslash is one of a PromQL string's, which doubles it.
    (#"^http_\w+$"#, #"{__name__=~"^http_\\w+$"}"#),
    // As values of variables and newer dashboards have it already.
    (#"a\\.b"#, #"{__name__=~"a\\.b"}"#),
  ])
  func metricsAreNamesThatMatch(pattern: String, selector: String) async throws {
    let canned = CannedSource()
    #expect(try await rows(.metrics(pattern), canned) == ["bitrix", "opus"])
    #expect(canned.asked.map(\.path) == ["/label/__name__/values"])
    #expect(canned.asked[0]["match[]"] == selector)
  }

  @Test(arguments: [("73", "73"), ("0.25", "0.25"), ("-2", "-2"), ("1e3", "1000")])
  func aQuerysResultIsARowEach(sent: String, shown: String) async throws {
    let canned = CannedSource { _ in
      Canned.success(Canned.vector(#"{"__name__":"q","b":"2","a":"1"}"#, sent))
    }
    #expect(
      try await rows(.queryResult("topk(1, q)"), canned)
        == [#"q{a="1",b="2"} \#(shown) 1795539761000"#]
    )
    #expect(canned.asked.map(\.path) == ["/query"])
    #expect(canned.asked[0].expression == "topk(1, q)")
    #expect(canned.asked[0]["time"] == nil)
  }

  @Test func seriesAreRows() async throws {
    let canned = CannedSource()
    #expect(try await rows(.series("up"), canned) == [#"up{job="a",x="1"}"#, #"{job="b"}"#])
    #expect(canned.asked.map(\.path) == ["/series"])
    #expect(canned.asked[0].fields == [["match[]", "up"]] + Self.window)
  }

  @Test(arguments: [
    VariableRequest.labelNames(matching: nil), .labelValues(label: "a", matching: "b"),
    .metrics("c"), .queryResult("d"), .series("e"),
  ])
  func aVariablesFailureIsAProblem(request: VariableRequest) async throws {
    let canned = CannedSource { _ in Canned.error(422, "execution", "no") }
    let source = canned.source(Fixture.environment("prod"))
    let problem = try #require(await source.rows(of: request, range: range).error)
    #expect(problem.what == "the query failed: no")
    #expect(problem.place == "prod")
  }

  // MARK: - Alerts and what the server is

  @Test func alertsTellTheClock() async throws {
    let canned = CannedSource { asked in
      guard asked.path == "/rules" else { return Response(status: 404) }
      var response = Canned.success(
        #"{"groups":[{"name":"g","rules":[{"type":"alerting","name":"Down","state":"firing","#
          + #""alerts":[{"labels":{"alertname":"Down"},"state":"firing"}]}]}]}"#
      )
      response.headers = [Header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]
      response.sentAt = 784_111_776_900
      response.receivedAt = 784_111_777_100
      return response
    }
    let source = canned.source()
    _ = await source.answers(queries("up"))
    let report = try await source.alerts().get()
    #expect(report.alerts.map(\.name) == ["Down"])
    #expect(report.skew == source.client.skew)
    #expect(report.took >= .zero)
  }

  @Test func alertsThatCantBeReadAreAProblem() async throws {
    let canned = CannedSource { _ in Response(status: 503) }
    let problem = try #require(await canned.source().alerts().error)
    #expect(problem.what == "127.0.0.1:9090 is starting and answers nothing yet")
    #expect(problem.fix == "wait: it is asked again by itself")
    #expect(problem.place == "stage")
    #expect(problem.isNoAnswer)
  }

  @Test(arguments: [
    (#"{"version":"3.9.0","revision":"r"}"#, true, CountExpression.Dialect.anchored),
    (#"{"version":"3.5.0","revision":"r"}"#, false, .portable),
    (#"{"version":"2.24.0"}"#, false, .victoriaMetrics),
  ])
  func theDialectIsWhatTheServerCan(
    build: String,
    isAnchored: Bool,
    dialect: CountExpression.Dialect
  ) async {
    let canned = CannedSource { asked in
      if asked.path == "/features" {
        return Canned.success(#"{"promql":{"anchored":\#(isAnchored)}}"#)
      }
      return Canned.success(build)
    }
    #expect(await canned.source().dialect() == dialect)
  }

  @Test func whoDoesntAnswerHasNoDialect() async {
    let canned = CannedSource { _ in Response(status: 503) }
    #expect(await canned.source().dialect() == nil)
  }
}
