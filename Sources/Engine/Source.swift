package import Alerts
package import Documents
package import HTTP
package import Interface
package import Logging
package import Metrics
package import Panels
package import Prometheus

/// One environment's servers, each call's failure already a `Problem`.
///
/// Each server has its own connections and its own queue, so that a dead one delays no other.
package struct Source: Sendable {
  package var environment: Documents.Environment
  package var client: PrometheusClient
  /// That of Prometheus first.
  private var queues: [RequestQueue]
  private let reception: Reception
  /// For whatever changes them.
  let alertmanagers: [AlertmanagerClient]
  private let history: History
  private var close: @Sendable () async -> Void

  package init(
    environment: Documents.Environment,
    client: PrometheusClient,
    alertmanagers: [AlertmanagerClient] = [],
    queues: [RequestQueue] = [],
    close: @escaping @Sendable () async -> Void = {}
  ) {
    self.environment = environment
    self.client = client
    self.queues = queues
    self.close = close
    self.alertmanagers = alertmanagers
    reception = Reception(alertmanagers, prometheus: client, place: environment.name)
    history = History(
      client,
      step: min(max(environment.prometheus.scrapeInterval, .seconds(1)), .seconds(60)),
      place: environment.name
    )
  }

  /// The live one.
  package init(
    _ environment: Documents.Environment,
    userAgent: String,
    log: Logger? = nil
  ) {
    let service = HTTPService(
      HTTPConfiguration(environment.prometheus),
      userAgent: userAgent
    )
    let url = environment.prometheus.url
    let queue = RequestQueue(
      service.transport.logged(to: log, environment: environment.name),
      probe: PrometheusClient.probe(url: url),
      judge: PrometheusClient.verdict
    )
    let others = environment.alertmanagers.map { connection in
      let service = HTTPService(HTTPConfiguration(connection), userAgent: userAgent)
      let queue = RequestQueue(
        service.transport.logged(to: log, environment: environment.name),
        probe: AlertmanagerClient.probe(url: connection.url)
      )
      return (url: connection.url, service: service, queue: queue)
    }
    self.init(
      environment: environment,
      client: PrometheusClient(url: url, transport: queue.transport),
      alertmanagers: others.map { AlertmanagerClient(url: $0.url, transport: $0.queue.transport) },
      queues: [queue] + others.map(\.queue)
    ) {
      await service.shutdown()
      for other in others { await other.service.shutdown() }
    }
  }

  package func shutdown() async { await close() }

  /// What we call ourselves at servers.
  package static let userAgent = "promwall/0.1.0"

  /// The next question is sent, however long the server was to be spared.
  package func retryNow() async { for queue in queues { await queue.retryNow() } }

  /// How long asking again makes no sense.
  ///
  /// A refused query is refused again, one that was too heavy would burden the server again, and
  /// what the queue refuses to send is not sent before its next try.
  private func retryAfter(_ error: QueryError) async -> Duration? {
    switch error.kind {
    case .timedOut, .tooLarge, .tooHeavy: return Self.afterTimeOut
    case .throttled(let told?): return told
    case _ where error.isRefusal: return .minutes(5)
    default: break
    }
    guard case .waiting(let next)? = await queues.first?.status().state else { return nil }
    return next
  }

  private static let afterTimeOut = Duration.seconds(60)

  private func problem(_ error: QueryError, expression: String? = nil) async -> Problem {
    var problem = Problem(error, place: place, expression: expression)
    problem.retryAfter = await retryAfter(error)
    return customer?.seen(problem) ?? problem
  }

  /// All answers, in the order of the queries; the first failure is the failure of all.
  ///
  /// The queries run at once; the queue beneath bounds how many the server sees.
  package func answers(_ queries: [Query]) async -> Result<[Answer], Problem> {
    var answers: [Answer] = []
    for (index, result) in await results(of: queries) {
      switch result {
      case .success(let answer): answers.append(customer?.seen(answer) ?? answer)
      case .failure(let error):
        return .failure(await problem(error, expression: queries[index].expression))
      }
    }
    return .success(answers)
  }

  private func results(
    of queries: [Query]
  ) async -> [(index: Int, result: Result<Answer, QueryError>)] {
    let client = client
    return await withTaskGroup { group in
      for (index, query) in queries.enumerated() {
        group.addTask {
          let result: Result<Answer, QueryError>
          do throws(QueryError) {
            result = .success(try await client.answer(query, deadline: Self.deadline))
          } catch {
            result = .failure(error)
          }
          return (index, result)
        }
      }
      var results: [(index: Int, result: Result<Answer, QueryError>)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.index < $1.index }
    }
  }

  /// The longest wait for an answer.
  package static let deadline = Duration.seconds(30)

  /// How long a screen waits for Alertmanager before it shows what Prometheus says.
  package static let patience = Duration.milliseconds(500)

  /// The alerts that are firing or pending with what Alertmanager says of them, how fast they came,
  /// and the server's clock.
  ///
  /// - Parameters:
  ///   - patience: How long Alertmanager, and the history, is waited for.
  ///   - withResolved: Whether those that have ended lately are wanted too.
  ///   - withNormal: Whether the rules that nothing fulfils are.
  /// - Returns: Prometheus' failure alone is one.
  package func alerts(
    patience: Duration = Self.patience,
    withResolved: Bool = false,
    withNormal: Bool = false
  ) async -> Result<AlertsReport, Problem> {
    async let received = reception.answer(within: patience)
    async let fired = withResolved ? history.answer(within: patience) : nil
    let told = await evaluated()
    let (reception, history) = (await received, await fired)
    let answered = told.map { answer in
      var report = AlertsReport(
        alerts: answer.alerts,
        blind: answer.blind,
        took: answer.took,
        skew: client.skew
      )
      if withNormal { report.normal = answer.normal }
      let now = client.serverNow()
      if let history { report.takeResolved(of: history, rules: answer.rules, now: now) }
      report.join(reception, now: now)
      if let name = environment.watchdog {
        report.takeWatchdog(ForeignText(name), reception, now: now)
      }
      return report
    }
    guard let customer else { return answered }
    return answered.map(customer.seen).mapError(customer.seen)
  }

  private var customer: CustomerView? { CustomerView(environment) }

  /// What Prometheus says of its alerts.
  private func evaluated() async -> Result<AlertsAnswer, Problem> {
    let told = await result { () throws(QueryError) in try await client.alerts() }
    // Rules are read, not computed: a time-out is the line's, and soon may be over.
    guard case .failure(var problem) = told, problem.retryAfter == Self.afterTimeOut else {
      return told
    }
    problem.retryAfter = nil
    return .failure(problem)
  }

  /// What a variable's options are made of, a row each.
  package func rows(
    of request: VariableRequest,
    range: TimeRange
  ) async -> Result<[String], Problem> {
    await result { () throws(QueryError) in
      switch request {
      case .labelNames(let matching):
        return try await client.labelNames(
          matching: matching.map { [$0] } ?? [],
          range: range
        ).map(\.raw)
      case .labelValues(let label, let matching):
        return try await client.labelValues(
          label,
          matching: matching.map { [$0] } ?? [],
          range: range
        ).map(\.raw)
      case .metrics(let pattern):
        return try await client.labelValues(
          "__name__",
          matching: ["{__name__=~\"\(Self.quoted(pattern))\"}"],
          range: range
        ).map(\.raw)
      case .queryResult(let expression):
        let query = Query(expression, .instant(nil))
        return try await client.answer(query, deadline: Self.deadline).series.map(Self.row)
      case .series(let selector):
        return try await client.series(matching: [selector], range: range).map(Self.text)
      }
    }
  }

  /// A regular expression as a PromQL string holds it; backslashes that are doubled already, as in
  /// the values of variables, stay so.
  private static func quoted(_ pattern: String) -> String {
    pattern.replacing(#"\\"#, with: #"\"#).replacing(#"\"#, with: #"\\"#)
      .replacing("\"", with: #"\""#)
  }

  /// How the server counts best; nil where it doesn't say.
  package func dialect() async -> CountExpression.Dialect? {
    client.forgetCapabilities()
    guard let server = try? await client.capabilities() else { return nil }
    if server.hasAnchoredSelectors { return .anchored }
    return server.countsExactly ? .victoriaMetrics : .portable
  }

  private var place: String { environment.name }

  private func result<Value: Sendable>(
    _ body: () async throws(QueryError) -> Value
  ) async -> Result<Value, Problem> {
    do throws(QueryError) {
      return .success(try await body())
    } catch {
      return .failure(await problem(error))
    }
  }

  /// Grafana's form of a `query_result` row: `name{k="v",k2="v2"} value timestamp`.
  private static func row(_ series: Series) -> String {
    guard let last = series.last else { return text(series.labels) }
    return "\(text(series.labels)) \(number(last.value)) \(last.time.milliseconds)"
  }

  private static func text(_ labels: Labels) -> String {
    let pairs = labels.dropping(["__name__"]).all.map { "\($0.name.raw)=\"\($0.value.raw)\"" }
    return (labels.metricName?.raw ?? "") + "{\(pairs.joined(separator: ","))}"
  }

  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}

extension HTTPConfiguration {
  /// The settings' words as the transport takes them.
  package init(_ connection: Connection) {
    self.init(
      basicAuth: connection.basicAuth.map {
        BasicAuth(
          username: $0.username,
          usernameFile: $0.usernameFile,
          passwordFile: $0.passwordFile
        )
      },
      authorization: connection.authorization.map {
        Authorization(type: $0.type, credentialsFile: $0.credentialsFile)
      },
      oauth2: connection.oauth2.map {
        OAuth2(
          clientID: $0.clientID,
          clientSecretFile: $0.clientSecretFile,
          tokenURL: $0.tokenURL,
          scopes: $0.scopes,
          endpointParameters: $0.endpointParameters,
          tls: TLS($0.tls)
        )
      },
      tls: TLS(connection.tls),
      proxy: Proxy(
        url: connection.proxy.url,
        noProxy: connection.proxy.noProxy,
        isFromEnvironment: connection.proxy.isFromEnvironment,
        connectHeaders: connection.proxy.connectHeaders.flatMap { header in
          header.values.map { Header(header.name, $0) }
        }
      ),
      followsRedirects: connection.followsRedirects,
      headers: connection.headers.map {
        CustomHeader(name: $0.name, values: $0.values, files: $0.files)
      }
    )
  }
}

extension HTTPConfiguration.TLS {
  fileprivate init(_ tls: Connection.TLS) {
    self.init(
      caFile: tls.caFile,
      certFile: tls.certFile,
      keyFile: tls.keyFile,
      serverName: tls.serverName,
      skipsVerification: tls.skipsVerification,
      minimumVersion: tls.minimumVersion,
      maximumVersion: tls.maximumVersion
    )
  }
}

extension Problem {
  /// What a query's failure means to a reader.
  ///
  /// - Parameters:
  ///   - error: The failure.
  ///   - place: The environment's name.
  ///   - expression: What was asked; where the server told a place in it, its line is shown.
  package init(_ error: QueryError, place: String, expression: String? = nil) {
    self.init(
      what: error.what,
      place: place,
      fix: error.fix,
      code: error.kind == .tooHeavy
        ? Self.tooHeavyCode : error.isRefusal ? "query.refused" : Self.noAnswerCode
    )
    excerpt = expression.flatMap(error.caret(under:))
  }
}
