import HTTP
import Metrics
import Prometheus
import Testing

/// What a response that is no answer means, by status and body.
@Suite struct ErrorTests {
  private struct Row: CustomTestStringConvertible {
    var status: Int
    var body: String
    var headers: [Header] = []
    var kind: QueryError.Kind
    var what: String
    var fix: String
    var exitCode: Int32
    var verdict: Verdict

    var testDescription: String { "\(status) \(body.prefix(40))" }
  }

  private static func json(_ type: String, _ text: String) -> String {
    #"{"status":"error","errorType":"\#(type)","error":"\#(text)"}"#
  }

  private static let heavy = "shorten the range, raise the interval or select less"
  private static let here = "localhost:9090"

  private static let queryRows: [Row] = [
    Row(
      status: 400,
      body: json("bad_data", #"invalid parameter \"query\": 1:5: parse error: unexpected end"#),
      kind: .badQuery(line: 1, column: 5),
      what: "the query is not valid: unexpected end at line 1, column 5",
      fix: "mend the expression",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 422,
      body: json("422", "parse error: no idea\\u001b[31m"),
      kind: .badQuery(line: nil, column: nil),
      what: "the query is not valid: parse error: no idea␛[31m",
      fix: "mend the expression",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 400,
      body: json("bad_data", #"invalid parameter \"step\": zero"#),
      kind: .badQuery(line: nil, column: nil),
      what: #"the query is not valid: invalid parameter "step": zero"#,
      fix: "mend the expression",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 400,
      body: json(
        "bad_data",
        "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing"
      ),
      kind: .tooManyPoints,
      what: "the query asks for more than 11,000 points per series",
      fix: "raise the interval or shorten the range",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 422,
      body: json("execution", "found duplicate series for the match group"),
      kind: .execution,
      what: "the query failed: found duplicate series for the match group",
      fix: "mend the expression, or what it joins",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 422,
      body: json("execution", "query processing would load too many samples into"),
      kind: .tooHeavy,
      what: "the query would load too many samples into the server's memory",
      fix: heavy,
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 503,
      body: json("timeout", "query timed out in expression evaluation"),
      kind: .tooHeavy,
      what: "the server stopped the query because it took too long",
      fix: heavy,
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 414,
      body: "<html>",
      kind: .queryTooLong,
      what: "the query is too long for the server or a proxy (414)",
      fix: "choose fewer values of its variables",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 422,
      body: json("execution", "unavailable with Prometheus Agent"),
      kind: .agentMode,
      what: "\(here) runs in agent mode, which answers no queries",
      fix: "use the url of the server that it writes to",
      exitCode: 1,
      verdict: .works
    ),
    Row(
      status: 200,
      body: json("bad_data", "1:1: parse error: odd"),
      kind: .badQuery(line: 1, column: 1),
      what: "the query is not valid: odd at line 1, column 1",
      fix: "mend the expression",
      exitCode: 1,
      verdict: .works
    ),
  ]

  private static let serverRows: [Row] = [
    Row(
      status: 401,
      body: "Unauthorized",
      kind: .unauthorized,
      what: "\(here) wants credentials, or other ones (401)",
      fix: "set basic_auth, authorization or oauth2, and check the secret's file",
      exitCode: 3,
      verdict: .down(retryAfter: nil)
    ),
    Row(
      status: 403,
      body: "no",
      kind: .forbidden,
      what: "\(here) does not allow this (403)",
      fix: "check what these credentials may read, and the tenant's header",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 404,
      body: "404 page not found",
      kind: .notFound,
      what: "\(here) has no Prometheus API at this path (404)",
      fix: "check the path of the url: what stands before /api/v1",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 503,
      body: json("timeout", "query timed out in query queue"),
      kind: .saturated,
      what: "\(here) has more queries than it can run; this one waited in vain",
      fix: "it is asked less for a while; the query itself is not the reason",
      exitCode: 3,
      verdict: .throttled(retryAfter: nil)
    ),
    Row(
      status: 429,
      body: "slow down",
      headers: [Header("Retry-After", "10")],
      kind: .throttled(retryAfter: .seconds(10)),
      what: "\(here) takes no more requests now (429)",
      fix: "it wants to be asked again in 10s",
      exitCode: 3,
      verdict: .throttled(retryAfter: .seconds(10))
    ),
    Row(
      status: 429,
      body: json("too_many_requests", "too many outstanding requests"),
      kind: .throttled(retryAfter: nil),
      what: "\(here) takes no more requests now (429)",
      fix: "refresh less often",
      exitCode: 3,
      verdict: .throttled(retryAfter: nil)
    ),
    Row(
      status: 503,
      body: "Service Unavailable",
      headers: [Header("X-Prometheus-Stopping", "false")],
      kind: .starting,
      what: "\(here) is starting and answers nothing yet",
      fix: "wait: it is asked again by itself",
      exitCode: 3,
      verdict: .down(retryAfter: nil)
    ),
    Row(
      status: 503,
      body: "Service Unavailable",
      headers: [Header("X-Prometheus-Stopping", "true")],
      kind: .stopping,
      what: "\(here) is stopping",
      fix: "it is asked again when it is back",
      exitCode: 3,
      verdict: .down(retryAfter: nil)
    ),
    Row(
      status: 502,
      body: "<html><body>Bad Gateway",
      kind: .gateway,
      what: "a proxy at \(here) cannot reach the server (502)",
      fix: "see whether the server behind it runs",
      exitCode: 3,
      verdict: .down(retryAfter: nil)
    ),
    Row(
      status: 503,
      body: "<html>",
      kind: .gateway,
      what: "a proxy at \(here) cannot reach the server (503)",
      fix: "see whether the server behind it runs",
      exitCode: 3,
      verdict: .down(retryAfter: nil)
    ),
    Row(
      status: 500,
      body: json("internal", "tsdb\\r\\n\\u202eis sad"),
      kind: .other,
      what: "\(here) failed (500): tsdb␍␊‹202E›is sad",
      fix: "look into the server's log",
      exitCode: 3,
      verdict: .struggles
    ),
    Row(
      status: 200,
      body: " <!DOCTYPE html><title>Log in",
      kind: .loginPage,
      what: "\(here) sent a web page instead of data, probably a login",
      fix: "set credentials that need no browser, or check the url",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 200,
      body: #"{"hello":"world"}"#,
      kind: .notPrometheus,
      what: "what \(here) sent is no answer of Prometheus",
      fix: "check the url: another program may answer there",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 200,
      body: "OK",
      kind: .notPrometheus,
      what: "what \(here) sent is no answer of Prometheus",
      fix: "check the url: another program may answer there",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 200,
      body: #"{"status":"success","data":{"resu"#,
      kind: .truncated,
      what: "the answer of \(here) broke off before its end",
      fix: "look for a proxy's limit, or for a server that ran out of memory",
      exitCode: 3,
      verdict: .works
    ),
    Row(
      status: 400,
      body: "Client sent an HTTP request to an HTTPS server.\n",
      kind: .notPrometheus,
      what: "\(here) speaks TLS",
      fix: "write https:// in the URL",
      exitCode: 3,
      verdict: .works
    ),
  ]

  @Test(arguments: queryRows + serverRows)
  private func aResponseIsUnderstood(row: Row) async {
    let client = client(row.body, status: row.status, headers: row.headers)
    let error = await #expect(throws: QueryError.self) { try await client.answer(.any) }
    #expect(error?.kind == row.kind)
    #expect(error?.what == row.what)
    #expect(error?.fix == row.fix)
    #expect(error?.exitCode == row.exitCode)
    let response = Response(
      status: row.status,
      headers: row.headers,
      body: Array(row.body.utf8)
    )
    #expect(PrometheusClient.verdict(.success(response)) == row.verdict)
  }

  @Test(arguments: [
    (TransportError.refused("a:1"), QueryError.Kind.unreachable(.refused("a:1")), true),
    (.tls("a", .notTLS), .tls(.tls("a", .notTLS)), true),
    (.timedOut("a", after: .seconds(30)), .timedOut, false),
    (.cancelled, .cancelled, false), (.truncated("a"), .truncated, false),
    (.tooLarge(limit: 64 << 20), .tooLarge, false),
  ])
  func aTransportErrorKeepsItsSentence(
    error: TransportError,
    kind: QueryError.Kind,
    isServerFailure: Bool
  ) {
    let told = QueryError(error)
    #expect(told.kind == kind)
    #expect(told.description == error.description)
    #expect(told.exitCode == 3)
    #expect(told.isServerFailure == isServerFailure)
  }

  @Test(arguments: [
    ("sum(rate(x[5m])", 1, 16, "sum(rate(x[5m])\n               ^"),
    ("up +\n  * 2", 2, 3, "  * 2\n  ^"), ("é + )", 1, 6, "é + )\n    ^"),
    ("a\u{1B}b )", 1, 5, "a␛b )\n    ^"),
  ])
  func theCaretStandsUnderThePlace(expression: String, line: Int, column: Int, text: String) {
    let error = QueryError(.badQuery(line: line, column: column), what: "")
    #expect(error.caret(under: expression) == text)
  }

  @Test(arguments: [(3, 1), (1, 0), (0, 1), (-5, 3)])
  func aPlaceOutsideHasNoCaret(line: Int, column: Int) {
    #expect(QueryError(.badQuery(line: line, column: column), what: "").caret(under: "up") == nil)
    #expect(QueryError(.tooHeavy, what: "").caret(under: "up") == nil)
  }

  @Test func aColumnFarOutsideStandsAtTheEnd() {
    let error = QueryError(.badQuery(line: 1, column: 1_000), what: "")
    #expect(error.caret(under: "up") == "up\n  ^")
  }
}
