import ArgumentParser
import Dispatch
import Documents
import Engine
import Glibc
import HTTP
import Logging
import Metrics
import Triage

struct ReceiveCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "receive",
    abstract: "Makes Jira's tickets for an Alertmanager that has no jira_configs.",
    discussion: """
      A webhook for Alertmanager that keeps nothing: it says that all is well once Jira has the
      ticket, and until then Alertmanager sends the notification again. Alerts whose rule has the
      label ticket (urgent, bug or adjust) get one; it needs the labels product and environment.
      What resolves is told in the ticket, which nobody but people closes.

      In alertmanager.yml:

        route:
          group_by: [alertname, product, environment]
        receivers:
          - name: tickets
            webhook_configs:
              - url: http://127.0.0.1:9099
                http_config: { authorization: { credentials_file: receive.secret } }
      """
  )

  @Option(help: ArgumentHelp("Where to listen, such as 127.0.0.1:9099.", valueName: "address"))
  var listen: ListenAddress

  @Option(
    help: ArgumentHelp(
      "The secret that Alertmanager sends; needed beyond 127.0.0.1.",
      valueName: "file"
    ),
    completion: .file()
  )
  var secretFile: String?

  @Argument(
    help: ArgumentHelp("Files of products; without any, those of the settings.", valueName: "file"),
    completion: .file()
  )
  var files: [String] = []

  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard options.environments.isEmpty, options.prometheus == nil else {
      throw ValidationError("receive asks no Prometheus; leave out -e and --prometheus")
    }
    guard !options.readOnly else {
      throw ValidationError("receive makes tickets; leave out --read-only")
    }
    guard listen.isLoopback || secretFile != nil else {
      throw ValidationError(
        "others can reach \(listen.text), and anybody could make tickets; give a --secret-file, "
          + "or listen on 127.0.0.1"
      )
    }
  }

  func run(log: Logger) async throws {
    let products = try products()
    // What is wrong with the secret is told now, not when the first alert fires.
    if let secretFile {
      do throws(TransportError) {
        _ = try SecretFile.read(secretFile)
      } catch {
        throw Stop(Problem(what: error.what, fix: error.fix), Exit.badUsage)
      }
    }
    let connections = products.compactMap { product in
      product.jira.map { jira in
        (
          name: product.name,
          connection: JiraConnection(
            jira,
            product: product.name,
            userAgent: "promwall/\(Promwall.version)",
            // Longer waits are Alertmanager's.
            patience: .seconds(5),
            log: log
          )
        )
      }
    }
    let bridge = Bridge(
      products: products.map(\.name),
      clients: Dictionary(
        connections.map { ($0.name, $0.connection.client) },
        uniquingKeysWith: { $1 }
      )
    )
    try await serve(Desk(bridge: bridge, secretFile: secretFile, log: log)) {
      "tickets of \(connections.map(\.name).joined(separator: ", "))"
    }
    for connection in connections { await connection.connection.shutdown() }
  }

  private func products() throws(Stop) -> [Product] {
    var paths = files
    if paths.isEmpty {
      let path = Launch.settingsPath(options, environment: Launch.processEnvironment)
      paths = try path.map(Launch.readSettings)?.products ?? []
    }
    let (products, errors) = ProductFiles.read(paths)
    guard errors.isEmpty else { throw Stop(errors, Exit.badDocument) }
    guard products.contains(where: { $0.jira != nil }) else {
      throw Stop(
        Problem(
          what: products.isEmpty ? "there are no products" : "no product has a `jira`",
          fix: "name a product's file that has one, or list such files as \"products\" in the"
            + " settings"
        ),
        Exit.badDocument
      )
    }
    return products
  }

  /// Until a signal comes; what is under way then is finished.
  private func serve(_ desk: Desk, _ what: () -> String) async throws(Stop) {
    let listener: Listener
    do throws(Listener.CannotListen) {
      listener = try await Listener.start(host: listen.host, port: listen.port) {
        await desk.answer($0)
      }
    } catch {
      throw Stop(
        Problem(
          what: "can't listen on \(listen.text): \(error.reason)",
          fix: "--listen takes an address of this machine that is free"
        ),
        Exit.badUsage
      )
    }
    let address = "\(listen.shownHost):\(listener.port)"
    desk.log.info("listening", metadata: ["address": "\(address)"])
    Output.write("promwall: listening on http://\(address), \(what())\n", to: STDERR_FILENO)
    await Self.signalled()
    await listener.stop(within: .seconds(20))
  }

  private static func signalled() async {
    let (signals, told) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { told.yield() }
      source.resume()
      return source
    }
    for await _ in signals { break }
    sources.forEach { $0.cancel() }
  }
}

/// What is answered to whom.
private struct Desk: Sendable {
  let bridge: Bridge
  let secretFile: String?
  let log: Logger

  func answer(_ request: Listener.Incoming) async -> Listener.Reply {
    switch (request.method, request.path) {
    case ("GET", "/-/healthy"): return Listener.Reply(200, "promwall is healthy\n")
    case ("POST", "/"): break
    case (_, "/"), (_, "/-/healthy"): return Listener.Reply(405, "not that method\n")
    default: return Listener.Reply(404, "there is nothing here; notifications go to /\n")
    }
    if let refusal = authorize(request) { return refusal }
    // Whatever a page in somebody's browser may send without asking is something else.
    guard request.mediaType == "application/json" else {
      return Listener.Reply(415, "a notification is application/json\n")
    }
    let start = ContinuousClock.now
    let delivery = await bridge.deliver(request.body)
    tell(delivery, after: ContinuousClock.now - start)
    return reply(delivery)
  }

  private func authorize(_ request: Listener.Incoming) -> Listener.Reply? {
    guard let secretFile else { return nil }
    do throws(TransportError) {
      let wanted = Array("Bearer \(try SecretFile.read(secretFile))".utf8)
      let given = Array((request["Authorization"] ?? "").utf8)
      // All of it is looked at, so that the time it takes tells nothing.
      let differs = wanted.indices.reduce(UInt8(wanted.count == given.count ? 0 : 1)) {
        $0 | (wanted[$1] ^ (given.indices.contains($1) ? given[$1] : 0))
      }
      guard differs != 0 else { return nil }
      log.warning("refused", metadata: ["status": "401"])
      return Listener.Reply(401, "the secret is another one\n")
    } catch {
      complain(Problem(what: error.what, fix: error.fix))
      return Listener.Reply(500, "the secret can't be read here\n")
    }
  }

  private func tell(_ delivery: Bridge.Delivery, after span: Duration) {
    for (label, ticket) in delivery.filed {
      log.info(
        "delivery",
        metadata: [
          "label": "\(label)", "outcome": "\(ticket?.outcome.rawValue ?? "nothing")",
          "ticket": "\(ticket?.key ?? "")", "milliseconds": "\(span.milliseconds)",
        ]
      )
    }
    for problem in delivery.failures + delivery.refusals { complain(problem) }
  }

  private func complain(_ problem: Problem) {
    log.error("\(problem.description)")
    Output.complain(problem.description)
  }

  private func reply(_ delivery: Bridge.Delivery) -> Listener.Reply {
    let problems = delivery.failures + delivery.refusals
    guard !problems.isEmpty else {
      let lines = delivery.filed.compactMap { _, ticket in
        ticket.map { "\($0.key) \($0.outcome.rawValue)\n" }
      }
      return Listener.Reply(200, lines.joined())
    }
    let text = problems.map { $0.description + "\n" }.joined()
    guard !delivery.failures.isEmpty else { return Listener.Reply(422, text) }
    let waits = delivery.failures.compactMap(\.retryAfter).max()
    return Listener.Reply(
      503,
      text,
      headers: waits.map { [Header("Retry-After", "\($0.components.seconds)")] } ?? []
    )
  }
}

/// A host and a port, such as `127.0.0.1:9099` or `[::1]:9099`.
struct ListenAddress: ExpressibleByArgument {
  var host: String
  var port: Int

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), colon > argument.startIndex,
      let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
    else { return nil }
    var host = argument[..<colon]
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    (self.host, self.port) = (String(host), port)
  }

  var isLoopback: Bool {
    host == "localhost" || host == "::1"
      || host.hasPrefix("127.") && host.split(separator: ".").count == 4
        && host.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
  }

  var shownHost: String { host.contains(":") ? "[\(host)]" : host }
  var text: String { "\(shownHost):\(port)" }
}
