import HTTP
import Metrics

extension QueryError {
  /// What a response means that is not an answer, by its status and its body: a 503 alone may mean
  /// four things.
  init(_ response: Response, from origin: String) {
    let words = ServerWords(response)
    self = Self.told(words, response, origin)
    status = response.status
    if !words.text.isEmpty { message = ForeignText(words.text) }
  }

  /// A body that should have been an answer and isn't.
  init(_ fault: WireFault, _ response: Response, from origin: String) {
    if response.isWebPage {
      self = .loginPage(origin)
    } else if fault == .truncated, !response.body.isEmpty {
      self.init(TransportError.truncated(origin))
    } else {
      self = .notPrometheus(origin)
    }
    status = response.status
  }

  private static func told(
    _ words: ServerWords,
    _ response: Response,
    _ origin: String
  ) -> QueryError {
    switch response.status {
    case 401: return .unauthorized(origin)
    case 403: return .forbidden(origin)
    case 429: return .throttled(origin, response.retryAfter)
    case 413, 414, 431: return .queryTooLong(response.status)
    case _ where words.isJSON: break
    case 404, 405, 501: return .notFound(origin, response.status)
    case 502, 504: return .gateway(origin, response.status)
    case 503: return unavailable(response, origin)
    case 400 where words.text.contains("HTTP request to an HTTPS server"):
      return QueryError(
        .notPrometheus,
        what: "\(origin) speaks TLS",
        fix: "write https:// in the URL"
      )
    case 200..<400: return response.isWebPage ? .loginPage(origin) : .notPrometheus(origin)
    default: return .failed(origin, response.status, response.isWebPage ? "" : words.text)
    }
    return told(words, response.status, origin)
  }

  /// Prometheus' own words, which some proxies send with status 200.
  private static func told(_ words: ServerWords, _ status: Int, _ origin: String) -> QueryError {
    let text = words.text
    switch (words.type, status) {
    case _ where text.contains("unavailable with Prometheus Agent"): return .agentMode(origin)
    case _ where text.contains("exceeded maximum resolution"): return .tooManyPoints
    case _ where text.contains("query timed out in query queue"): return .saturated(origin)
    case _ where text.contains("too many outstanding requests"): return .saturated(origin)
    case _ where text.contains("too many samples"):
      return .tooHeavy("the query would load too many samples into the server's memory")
    case ("timeout", _): return .tooSlow
    case _ where text.contains("query timed out"): return .tooSlow
    case ("bad_data", _), (_, 400): return .badQuery(text)
    case ("422", _), ("execution", _), (_, 422):
      return text.contains("parse error") ? .badQuery(text) : .execution(text)
    case ("canceled", _): return QueryError(TransportError.cancelled)
    case ("too_many_requests", _): return .throttled(origin, nil)
    case ("not_found", _), (_, 404): return .notFound(origin, status)
    case (_, 502), (_, 504): return .gateway(origin, status)
    default: return .failed(origin, status, text)
    }
  }

  /// 503 in plain text: Prometheus starts or stops, unless a proxy says so.
  private static func unavailable(_ response: Response, _ origin: String) -> QueryError {
    switch response["X-Prometheus-Stopping"] {
    case "true":
      return QueryError(
        .stopping,
        what: "\(origin) is stopping",
        fix: "it is asked again when it is back"
      )
    case nil where response.isWebPage: return .gateway(origin, 503)
    default:
      return QueryError(
        .starting,
        what: "\(origin) is starting and answers nothing yet",
        fix: "wait: it is asked again by itself"
      )
    }
  }
}

// MARK: The sentences

extension QueryError {
  private static func unauthorized(_ origin: String) -> QueryError {
    QueryError(
      .unauthorized,
      what: "\(origin) wants credentials, or other ones (401)",
      fix: "set basic_auth, authorization or oauth2, and check the secret's file"
    )
  }

  private static func forbidden(_ origin: String) -> QueryError {
    QueryError(
      .forbidden,
      what: "\(origin) does not allow this (403)",
      fix: "check what these credentials may read, and the tenant's header"
    )
  }

  private static func notFound(_ origin: String, _ status: Int) -> QueryError {
    QueryError(
      .notFound,
      what: "\(origin) has no Prometheus API at this path (\(status))",
      fix: "check the path of the url: what stands before /api/v1"
    )
  }

  private static func throttled(_ origin: String, _ wait: Duration?) -> QueryError {
    let fix = wait.map { "it wants to be asked again in \($0.promQL)" } ?? "refresh less often"
    return QueryError(
      .throttled(retryAfter: wait),
      what: "\(origin) takes no more requests now (429)",
      fix: fix
    )
  }

  private static func queryTooLong(_ status: Int) -> QueryError {
    QueryError(
      .queryTooLong,
      what: "the query is too long for the server or a proxy (\(status))",
      fix: "choose fewer values of its variables"
    )
  }

  private static func gateway(_ origin: String, _ status: Int) -> QueryError {
    QueryError(
      .gateway,
      what: "a proxy at \(origin) cannot reach the server (\(status))",
      fix: "see whether the server behind it runs"
    )
  }

  static func loginPage(_ origin: String) -> QueryError {
    QueryError(
      .loginPage,
      what: "\(origin) sent a web page instead of data, probably a login",
      fix: "set credentials that need no browser, or check the url"
    )
  }

  static func notPrometheus(_ origin: String) -> QueryError {
    QueryError(
      .notPrometheus,
      what: "what \(origin) sent is no answer of Prometheus",
      fix: "check the url: another program may answer there"
    )
  }

  private static func agentMode(_ origin: String) -> QueryError {
    QueryError(
      .agentMode,
      what: "\(origin) runs in agent mode, which answers no queries",
      fix: "use the url of the server that it writes to"
    )
  }

  private static var tooManyPoints: QueryError {
    QueryError(
      .tooManyPoints,
      what: "the query asks for more than 11,000 points per series",
      fix: "raise the interval or shorten the range"
    )
  }

  private static func tooHeavy(_ what: String) -> QueryError {
    QueryError(
      .tooHeavy,
      what: what,
      fix: "shorten the range, raise the interval or select less"
    )
  }

  private static var tooSlow: QueryError {
    tooHeavy("the server stopped the query because it took too long")
  }

  private static func saturated(_ origin: String) -> QueryError {
    QueryError(
      .saturated,
      what: "\(origin) has more queries than it can run; this one waited in vain",
      fix: "it is asked less for a while; the query itself is not the reason"
    )
  }

  private static func badQuery(_ text: String) -> QueryError {
    let (place, reason) = ServerWords.position(in: text)
    var what = "the query is not valid: \(ForeignText(reason).safe)"
    if let place { what += " at line \(place.line), column \(place.column)" }
    return QueryError(
      .badQuery(line: place?.line, column: place?.column),
      what: what,
      fix: "mend the expression"
    )
  }

  private static func execution(_ text: String) -> QueryError {
    QueryError(
      .execution,
      what: "the query failed: \(ForeignText(text).safe)",
      fix: "mend the expression, or what it joins"
    )
  }

  private static func failed(_ origin: String, _ status: Int, _ text: String) -> QueryError {
    let words = text.isEmpty ? "" : ": \(ForeignText(String(text.prefix(300))).safe)"
    return QueryError(
      .other,
      what: "\(origin) failed (\(status))\(words)",
      fix: "look into the server's log"
    )
  }
}

/// What a server said of an error.
struct ServerWords {
  var isJSON = false
  /// `bad_data`, `execution` and the like.
  var type = ""
  var text = ""

  init(_ response: Response) {
    if let answer = try? AnswerDecoder.decode(response.body, maximumSeries: 0),
      !answer.error.isEmpty || !answer.errorType.isEmpty
    {
      isJSON = true
      type = answer.errorType
      text = answer.error
    } else {
      let plain = String(decoding: response.body.prefix(500), as: UTF8.self)
      text = plain.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
  }

  /// Line, column and reason of `invalid parameter "query": 1:5: parse error: reason`.
  static func position(in text: String) -> (place: (line: Int, column: Int)?, reason: String) {
    let mark = ": parse error: "
    guard let found = text.firstRange(of: mark) else {
      let prefix = "invalid parameter \"query\": "
      return (nil, text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
    }
    let words = text[..<found.lowerBound].split(separator: " ").last ?? ""
    let numbers = words.split(separator: ":").map { Int($0) ?? 0 }
    let reason = String(text[found.upperBound...])
    guard numbers.count == 2, numbers.allSatisfy({ (1...1_000_000).contains($0) }) else {
      return (nil, reason)
    }
    return ((numbers[0], numbers[1]), reason)
  }
}

extension Response {
  var isWebPage: Bool {
    if ["text/html", "application/xhtml+xml"].contains(mediaType) { return true }
    return body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }
}
