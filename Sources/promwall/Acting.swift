import Canvas
import Documents
import Engine
import Glibc
import Interface
import Logging
import Metrics
import Panels
import Triage

/// From matchers on the command line to acts.
@MainActor
struct Acting {
  let launch: Launch
  let engine: EngineRun
  let act: ActOptions

  init(_ options: CommonOptions, _ act: ActOptions, log: Logger) throws(Stop) {
    guard !options.readOnly else {
      throw Stop(
        Problem(what: "a guest changes nothing", fix: "leave out --read-only"),
        Exit.badUsage
      )
    }
    launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let name = launch.watching[0]
    guard launch.environments.first(where: { $0.name == name })?.isReadOnly != true else {
      throw Stop(
        Problem(
          what: "the environment \(ForeignText(name).safe) is read only",
          fix: "\"read_only\" in the settings says so"
        ),
        Exit.badUsage
      )
    }
    engine = launch.engine()
    self.act = act
  }

  var environment: String { launch.watching[0] }

  /// Does the same about each alert that matches.
  func perform(_ verb: Act.Verb, comment: String? = nil) async throws {
    let alerts = try await matching()
    let products = launch.library.products
    if verb.needsProduct, let problem = launch.productErrors.first {
      throw Stop(problem, Exit.badDocument)
    }
    var acts: [Act] = []
    for alert in alerts {
      let product = products.product(of: alert)
      acts.append(
        Act(
          verb,
          environment: environment,
          alert: alert,
          product: product,
          comment: comment ?? "",
          chart: verb.needsProduct && !act.dryRun ? await chart(of: alert, product) : []
        )
      )
    }
    try await perform(acts) { Self.line($0.alert) }
  }

  /// The panel that the alert's condition names, as text; nothing where it doesn't answer.
  private func chart(of alert: Alert, _ product: Product?) async -> [String] {
    guard let product, let title = product.condition(of: alert)?.panel else { return [] }
    for name in product.layouts {
      guard launch.library.has(name), case .success(var opened) = launch.library.open(name),
        let panel = opened.dashboard.panels.first(where: { $0.title == title })
      else { continue }
      opened.dashboard.panels = [panel]
      let engine = launch.engine()
      let state = await settle(
        launch.state(opened, size: Size(columns: 100, rows: 40), look: Look()),
        inbox: engine.inbox,
        deadline: .seconds(15),
        perform: engine.perform
      )
      await engine.stop()
      let key = PanelKey(view: 0, panel: 0)
      return state.views[0].panels[0].frame == nil ? [] : state.chart(of: key)
    }
    return []
  }

  /// - Parameters:
  ///   - acts: In this order; the first that fails is the last.
  ///   - line: What an act is about.
  /// - Throws: What keeps it from being done, or that nobody agreed.
  func perform(_ acts: [Act], line: (Act) -> String) async throws {
    do {
      for act in acts {
        let preview = try (await engine.preview(act)).orStop()
        if let obstacle = preview.obstacle { throw Stop(obstacle, Exit.badDocument) }
        for text in preview.lines(act) { Output.complain(text) }
      }
      guard !act.dryRun else {
        for act in acts { Output.write("would \(act.verb.infinitive): \(line(act))\n") }
        return await engine.stop()
      }
      try confirm(acts.map(line))
      for act in acts {
        let receipt = try (await engine.perform(act)).orStop()
        Output.write("\(receipt.sentence.safe): \(line(act))\n")
        if let trouble = receipt.trouble { Output.complain("\(trouble.safe)") }
      }
      await engine.stop()
    } catch {
      await engine.stop()
      throw error
    }
  }

  /// The alerts that fire or are about to, and match.
  private func matching() async throws -> [Alert] {
    let report: AlertsReport
    switch await engine.alerts(of: environment) {
    case .success(let told): report = told
    case .failure(let problem):
      await engine.stop()
      throw Stop(problem, Exit.noAnswer)
    }
    let matchers = act.matchers.compactMap { Matcher(parsing: $0) }
    // As Alertmanager sees it, where it does: external labels may be asked for too.
    let alerts = report.alerts.filter { alert in
      matchers.allSatisfy { $0.matches(alert.delivery.labels ?? alert.labels) }
    }
    guard alerts.isEmpty else { return alerts }
    await engine.stop()
    throw Stop(
      Problem(
        what: "no alert of \(ForeignText(environment).safe) matches, firing or pending",
        fix: report.alerts.isEmpty
          ? "there is none" : "there are \(report.alerts.count); `promwall alerts` lists them"
      ),
      Exit.badDocument
    )
  }

  private func confirm(_ lines: [String]) throws(Stop) {
    guard !act.yes else { return }
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      throw Stop(
        Problem(what: "there is no terminal to ask on", fix: "say --yes, or --dry-run first"),
        Exit.badUsage
      )
    }
    let count = lines.count == 1 ? "this" : "these \(lines.count)"
    let list = lines.map { "  \($0)\n" }.joined()
    Output.write(
      "\(count), in \(ForeignText(environment).safe):\n\(list)go on? [y/N] ",
      to: STDERR_FILENO
    )
    guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else {
      throw Stop(Problem(what: "nothing was done"), Exit.badDocument)
    }
  }

  private static func line(_ alert: Alert?) -> String {
    guard let alert else { return "" }
    return JournalRecord.Firing(labels: alert.labels, activeAt: alert.activeAt).line
  }
}

extension Act.Verb {
  fileprivate var needsProduct: Bool {
    switch self {
    case .ticket, .post: true
    case .claim, .note, .verdict, .silence, .unsilence: false
    }
  }

  fileprivate var infinitive: String {
    switch self {
    case .claim: "be claimed"
    case .note: "be noted"
    case .verdict(let verdict): "be called \(verdict.rawValue)"
    case .silence(let draft): "be silenced for \(draft.duration.promQL)"
    case .unsilence: "be ended"
    case .ticket(let kind): "become a ticket (\(kind.rawValue))"
    case .post: "be posted"
    }
  }
}

extension ActPreview {
  /// What is to be known before it is done.
  fileprivate func lines(_ act: Act) -> [String] {
    switch act.verb {
    case .silence:
      let week = lastWeek.map { "in the last 7 days it would have hidden \($0)" }
      let count = "it hides \(hides.count) alert\(hides.count == 1 ? "" : "s") now"
      return ["\(count); \(week ?? "the last 7 days are not known")"]
        + hides.prefix(10).map { "  \($0.text)" }
        + (hides.count > 10 ? ["  and \(hides.count - 10) more"] : [])
    case .ticket: return open.map { ["\($0.key.safe) is open: it gets a comment"] } ?? []
    default: return []
    }
  }
}

extension Result where Failure == Problem {
  fileprivate func orStop() throws(Stop) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(let problem):
      throw Stop(problem, problem.isSilence ? Exit.noAnswer : Exit.badDocument)
    }
  }
}

extension Problem {
  /// Nobody answered, whoever was asked.
  fileprivate var isSilence: Bool { isNoAnswer || code.hasSuffix(".no_answer") }
}
