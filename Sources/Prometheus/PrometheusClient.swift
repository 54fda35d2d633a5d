package import HTTP
package import Metrics
import Synchronization

/// Asks one Prometheus, or something that speaks its HTTP API.
///
/// A value that may be copied freely; all copies share what was learned of the server: whether it
/// takes POST, what it is, and how far its clock is ahead.
package struct PrometheusClient: Sendable {
  private let base: String
  private let origin: String
  let transport: Transport
  private let maximumSeries: Int
  let learned = Learned()

  /// - Parameters:
  ///   - url: The server's, with or without a path; `/api/v1` is added unless it ends so.
  ///   - transport: Usually a `RequestQueue`'s.
  ///   - maximumSeries: The most series that are kept of an answer; the others are counted.
  package init(url: String, transport: Transport, maximumSeries: Int = 2_000) {
    base = Self.base(of: url)
    origin = (try? WebAddress(url))?.origin ?? WebAddress.shown(url)
    self.transport = transport
    self.maximumSeries = maximumSeries
  }

  /// `http://host/path/api/v1`, of whatever people paste.
  static func base(of url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    while text.last == "/" { text.removeLast() }
    return text.hasSuffix("/api/v1") ? String(text) : text + "/api/v1"
  }

  /// A question that costs a server nothing, to see whether it is back.
  package static func probe(url: String) -> Request {
    .form(base(of: url) + "/query", [("query", "1")], deadline: .seconds(10), isIdempotent: true)
  }

  /// The server's now, as far as its answers told.
  package func serverNow() -> Timestamp {
    Timestamp(milliseconds: WallClock.milliseconds() + skew.milliseconds)
  }

  /// How far the server's clock is ahead of ours; zero until an answer came.
  package var skew: Duration {
    .milliseconds(Int64(learned.memory.withLock { $0.skew.milliseconds }.rounded()))
  }

  // MARK: Queries

  /// Runs a query; series come sorted by their labels.
  ///
  /// - Parameters:
  ///   - query: Ready to send: an instant or a range.
  ///   - deadline: From sending to the last byte. The server is told to give up a little earlier,
  ///     so that it says so itself.
  /// - Returns: Series, warnings, and when they were true.
  /// - Throws: Why there is no answer, in words.
  package func answer(
    _ query: Query,
    deadline: Duration = .seconds(30)
  ) async throws(QueryError) -> Answer {
    var fields = [(name: "query", value: query.expression)]
    var path = "/query"
    switch query.span {
    case .instant(let time):
      if let time { fields.append(("time", time.parameter)) }
      // VictoriaMetrics would show what was half a minute ago and stamp it now.
      if flavor == .victoriaMetrics { fields.append(("nocache", "1")) }
    case .range(let range, let step):
      path = "/query_range"
      fields.append(("start", range.start.parameter))
      fields.append(("end", range.end.parameter))
      fields.append(("step", Self.seconds(step)))
    }
    fields.append(("timeout", Self.seconds(Self.serverLimit(deadline))))
    let response = try await ask(path, fields, deadline: deadline)
    let wire = try await decoded(response)
    note(response, wire, isStampedNow: query.span == .instant(nil))
    return answer(wire, response)
  }

  /// A second less than we wait, or a fifth where that is less.
  static func serverLimit(_ deadline: Duration) -> Duration {
    max(.milliseconds(100), deadline - min(.seconds(1), deadline / 5))
  }

  /// Off the caller's actor: a large answer takes some milliseconds.
  @concurrent
  private func decoded(_ response: Response) async throws(QueryError) -> WireAnswer {
    let wire: WireAnswer
    do throws(WireFault) {
      wire = try AnswerDecoder.decode(response.body, maximumSeries: maximumSeries)
    } catch {
      throw QueryError(error, response, from: origin)
    }
    guard wire.isSuccess, wire.hasResult else { throw QueryError(response, from: origin) }
    return wire
  }

  private func answer(_ wire: WireAnswer, _ response: Response) -> Answer {
    var warnings: [ForeignText] = []
    for text in wire.warnings.map({ ForeignText($0) }) where !warnings.contains(text) {
      warnings.append(text)
    }
    if wire.isPartial { warnings.append("some of the server's storage did not answer") }
    return Answer(
      series: wire.series,
      warnings: warnings,
      infos: wire.infos.map { ForeignText($0) },
      at: Timestamp(milliseconds: response.receivedAt) + skew,
      bytes: response.body.count,
      took: response.elapsed,
      truncatedFrom: wire.seriesCount > wire.series.count ? wire.seriesCount : nil
    )
  }

  private func note(_ response: Response, _ wire: WireAnswer, isStampedNow: Bool) {
    learned.memory.withLock { memory in
      if wire.hasFetchStatistics, memory.capabilities == nil { memory.showsFetchStatistics = true }
      let (sent, received) = (response.sentAt, response.receivedAt)
      // Others than Prometheus stamp with what they like.
      if isStampedNow, memory.capabilities?.flavor == .prometheus,
        let stamp = wire.series.first?.timestamps.last
      {
        memory.skew.note(server: stamp, sent: sent, received: received, isPrecise: true)
      } else if let date = response.date {
        memory.skew.note(server: date, sent: sent, received: received, isPrecise: false)
      }
    }
  }

  // MARK: Other endpoints

  /// How many names are asked for where nobody says otherwise.
  package static let mostNames = 20_000

  /// The names of labels, of series that match or of all.
  package func labelNames(
    matching: [String] = [],
    range: TimeRange? = nil,
    limit: Int = mostNames
  ) async throws(QueryError) -> [ForeignText] {
    let value = try await value("/labels", Self.fields(matching, range, limit))
    return value.elements.compactMap(\.string).map { ForeignText($0) }
  }

  /// The values that a label has, in series that match or in all.
  package func labelValues(
    _ name: String,
    matching: [String] = [],
    range: TimeRange? = nil,
    limit: Int = mostNames
  ) async throws(QueryError) -> [ForeignText] {
    let path = "/label/\(Form.escaped(Self.pathName(name)))/values"
    let value = try await value(path, Self.fields(matching, range, limit), method: .get)
    return value.elements.compactMap(\.string).map { ForeignText($0) }
  }

  /// The label sets of series; at least one matcher is needed.
  package func series(
    matching: [String],
    range: TimeRange? = nil
  ) async throws(QueryError) -> [Labels] {
    let value = try await value("/series", Self.fields(matching, range))
    return value.elements.map { $0.labels }
  }

  /// `data` of a small endpoint.
  func value(
    _ path: String,
    _ fields: [(name: String, value: String)] = [],
    method: Request.Method = .post,
    deadline: Duration = .seconds(15)
  ) async throws(QueryError) -> WireValue {
    try await timedValue(path, fields, method: method, deadline: deadline).value
  }

  /// `data` of a small endpoint, and how long the server took to send it.
  func timedValue(
    _ path: String,
    _ fields: [(name: String, value: String)] = [],
    method: Request.Method = .post,
    deadline: Duration = .seconds(15),
    isUrgent: Bool = false
  ) async throws(QueryError) -> (value: WireValue, took: Duration) {
    let response = try await ask(
      path,
      fields,
      method: method,
      deadline: deadline,
      isUrgent: isUrgent
    )
    let value: WireValue
    do throws(WireFault) {
      value = try WireValue.decode(response.body)
    } catch {
      throw QueryError(error, response, from: origin)
    }
    guard value["status"]?.string == "success", let data = value["data"] else {
      throw QueryError(response, from: origin)
    }
    return (data, response.elapsed)
  }

  private static func fields(
    _ matching: [String],
    _ range: TimeRange?,
    _ limit: Int = mostNames
  ) -> [(name: String, value: String)] {
    var fields = matching.map { (name: "match[]", value: $0) }
    if let range {
      fields.append(("start", range.start.parameter))
      fields.append(("end", range.end.parameter))
    }
    // Old servers don't know it; whoever asks must not rely on it.
    fields.append(("limit", "\(limit)"))
    return fields
  }

  /// A label's name as a path takes it: what isn't a letter, a digit or `_` in hexadecimal.
  static func pathName(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0))
    }
    guard !isPlain else { return name }
    var text = "U__"
    for scalar in name.unicodeScalars {
      if scalar == "_" {
        text += "__"
      } else if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "_\(String(scalar.value, radix: 16))_"
      }
    }
    return text
  }

  /// Seconds with three decimals, as `step` and `timeout` are taken.
  private static func seconds(_ span: Duration) -> String {
    Timestamp(milliseconds: span.milliseconds).parameter
  }
}

// MARK: Sending

extension PrometheusClient {
  /// POST with a form, or GET where the server or a proxy before it allows only that.
  private func ask(
    _ path: String,
    _ fields: [(name: String, value: String)],
    method: Request.Method = .post,
    deadline: Duration,
    isUrgent: Bool = false
  ) async throws(QueryError) -> Response {
    let usesGet = method == .get || learned.memory.withLock { $0.usesGet }
    let first = try await send(path, fields, usesGet ? .get : .post, deadline, isUrgent)
    switch first.status {
    case 200: return first
    case 403, 405, 501:
      guard !usesGet else { break }
      let second = try await send(path, fields, .get, deadline, isUrgent)
      guard second.status == 200 else { break }
      learned.memory.withLock { $0.usesGet = true }
      return second
    case 413, 414, 431:
      guard usesGet, method == .post else { break }
      let second = try await send(path, fields, .post, deadline, isUrgent)
      guard second.status == 200 else { break }
      return second
    default: break
    }
    throw QueryError(first, from: origin)
  }

  private func send(
    _ path: String,
    _ fields: [(name: String, value: String)],
    _ method: Request.Method,
    _ deadline: Duration,
    _ isUrgent: Bool
  ) async throws(QueryError) -> Response {
    var request: Request
    switch method {
    case .post:
      request = .form(base + path, fields, deadline: deadline, isIdempotent: true)
    case .get, .delete:
      let query = fields.isEmpty ? "" : "?" + Form.encoded(fields)
      request = Request(method, base + path + query, deadline: deadline)
    }
    request.headers.append(Header("Accept", "application/json"))
    request.isUrgent = isUrgent
    do throws(TransportError) {
      return try await transport.send(request)
    } catch {
      throw QueryError(error)
    }
  }

  /// What an outcome says of the server, for a `RequestQueue`: by the body too, for a query that
  /// is too heavy says nothing of the others.
  package static func verdict(_ outcome: Result<Response, TransportError>) -> Verdict {
    guard case .success(let response) = outcome, response.status >= 400 else {
      return Verdict(outcome)
    }
    switch QueryError(response, from: "").kind {
    case .saturated: return .throttled(retryAfter: response.retryAfter)
    case .badQuery, .execution, .tooManyPoints, .tooHeavy, .queryTooLong: return .works
    default: return Verdict(outcome)
    }
  }
}

/// What all copies of a client share.
final class Learned: Sendable {
  struct Memory {
    var usesGet = false
    var skew = ClockSkew()
    var capabilities: Capabilities?
    var showsFetchStatistics = false
  }

  let memory = Mutex(Memory())
}
