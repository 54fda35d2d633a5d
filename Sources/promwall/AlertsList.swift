import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Logging
import Metrics
import Panels
import Triage

struct AlertsList: Command {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List them: a table or JSON.",
    discussion: """
      Prometheus' alerts with what Alertmanager says of each, those that others
      sent to it, and what fired and ended within the last hour. Matchers are
      amtool's: severity=critical, alertname=~"Queue.*"; a first word alone is
      an alert's name.

      Exit codes: 0, and 3 where an environment, all its Alertmanagers or the
      history of what ended gave no answer.
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: ArgumentHelp("Only alerts with these labels.", valueName: "matcher"))
  var matchers: [String] = []

  @Option(
    name: .customLong("state"),
    help: "Only firing, pending, silenced, inhibited, resolved, normal; repeat it for more."
  )
  var states: [Alert.State] = []

  @Option(
    help: ArgumentHelp(
      "Groups: environment, or any label such as product; without it in one of their own.",
      valueName: "label"
    )
  )
  var groupBy: String?

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var options: CommonOptions

  func validate() throws { _ = try parsedMatchers() }

  private func parsedMatchers() throws -> [Matcher] {
    try matchers.enumerated().map { place, word in
      if let matcher = Matcher(parsing: word) { return matcher }
      let isName = !word.contains { "=~!\"{},".contains($0) }
      if place == 0, isName, let matcher = Matcher(parsing: "alertname=\(word)") { return matcher }
      throw ValidationError(
        "\"\(ForeignText(word).safe)\" is no matcher; write such as severity=critical or"
          + " queue=~\"orders.*\""
      )
    }
  }

  func run(log: Logger) async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let engine = launch.engine()
    let reports = await engine.alerts(
      of: launch.watching,
      withResolved: states.isEmpty || states.contains(.resolved),
      withNormal: states.contains(.normal)
    )
    await engine.stop()
    let matchers = try parsedMatchers().map { $0.compiled() }
    let order = SeverityOrder(launch.settings.severities)
    let listed = reports.flatMap { name, result -> [ListedAlert] in
      (try? result.get())?.ranked(by: order).listed(of: name) ?? []
    }
    var doubts = reports.flatMap { AlertDoubt.all(of: $0.name, $0.result) }
    let claims = Self.claims(launch.journal, isGuest: launch.options.readOnly, &doubts)
    let matching = listed.inOrder().map { listed in
      var listed = listed
      listed.work = claims.work(on: listed.alert, in: listed.environment)
      return listed
    }.filter { listed in
      // As Alertmanager sees it, where it does: external labels may be asked for too.
      let labels = listed.alert.delivery.labels ?? listed.alert.labels
      guard states.isEmpty || states.contains(listed.alert.state) else { return false }
      return matchers.allSatisfy { $0(labels) }
    }
    let groups = grouping?.groups(matching)
    let alerts = groups?.flatMap(\.alerts) ?? matching
    switch format {
    case .text:
      let table = AlertTableText(
        groups: groups ?? [AlertGrouping.Group(title: "", alerts: alerts)],
        doubts: doubts,
        zone: options.zone ?? .local
      )
      Output.write(table.text(isFiltered: !matchers.isEmpty || !states.isEmpty))
    case .json:
      Output.write(
        AlertsJSON(alerts: alerts, doubts: doubts).json.text(indented: true)
          + "\n"
      )
    }
    for doubt in doubts where !doubt.isNoAnswer { Output.complain(doubt.problem.description) }
    let unanswered = doubts.filter(\.isNoAnswer).map(\.problem)
    if !unanswered.isEmpty { throw Stop(unanswered, Exit.noAnswer) }
  }

  private var grouping: AlertGrouping? {
    groupBy.map { $0 == "environment" ? .environment : .label($0) }
  }

  /// Who has claimed what; a guest doesn't see it.
  private static func claims(
    _ journal: JournalFile,
    isGuest: Bool,
    _ doubts: inout [AlertDoubt]
  ) -> Claims {
    guard !isGuest else { return Claims() }
    do throws(Problem) {
      return Claims(try journal.read())
    } catch {
      doubts.append(AlertDoubt(of: "", error, sentence: "claims are not known: \(error.what)"))
      return Claims()
    }
  }
}

extension Alert.State: ExpressibleByArgument {}

/// Something that keeps the list from being the whole truth.
struct AlertDoubt {
  /// Empty for all.
  var environment: String
  var problem: Problem
  /// Whether nobody answered: Prometheus, or every Alertmanager.
  var isNoAnswer: Bool
  /// As the table says it.
  var sentence: String

  init(of environment: String, _ problem: Problem, isNoAnswer: Bool = false, sentence: String) {
    self.environment = environment
    self.problem = problem
    self.isNoAnswer = isNoAnswer
    self.sentence = sentence
  }

  static func all(of name: String, _ result: Result<AlertsReport, Problem>) -> [Self] {
    switch result {
    case .failure(let problem):
      return [
        Self(
          of: name,
          problem,
          isNoAnswer: true,
          sentence: "ALERTS UNKNOWN: \(problem.what)"
        )
      ]
    case .success(let report):
      let standing = report.alertmanager
      let unknown = standing.problems.map { problem in
        Self(
          of: name,
          problem,
          isNoAnswer: standing.isUnknown,
          sentence: (standing.isUnknown ? "SILENCES UNKNOWN: " : "silences are known in part: ")
            + problem.what
        )
      }
      let blind = report.blind.map { rule in
        doubt(name, "the rule \(rule.sentence.safe)", code: "alerts.rule")
      }
      let missing = report.alerts.filter(\.delivery.isMissing).map { alert in
        doubt(name, alert.missingSentence.safe, code: "alerts.delivery")
      }
      let resolved = report.resolved.flatMap { ended -> Self? in
        guard var problem = ended.problem, let sentence = ended.sentence else { return nil }
        problem.place = name
        return Self(
          of: name,
          problem,
          isNoAnswer: problem.severity == .error,
          sentence: sentence.safe
        )
      }
      let watchdog = report.watchdog?.alarm.map { alarm in
        let problem = Problem(what: alarm.safe, place: name, fix: "", code: "alerts.watchdog")
        return Self(of: name, problem, sentence: alarm.safe)
      }
      return [watchdog].compactMap { $0 } + unknown + blind + missing + [resolved].compactMap { $0 }
    }
  }

  private static func doubt(_ name: String, _ what: String, code: String) -> Self {
    var problem = Problem(what: what, place: name, fix: "", code: code)
    problem.severity = .warning
    return Self(of: name, problem, sentence: what)
  }
}

/// Alerts as a table for people.
private struct AlertTableText {
  /// One without a title, or several with.
  var groups: [AlertGrouping.Group]
  var doubts: [AlertDoubt]
  var zone: Zone

  func text(isFiltered: Bool) -> String {
    let now = Clock.now
    let head = ["state", "severity", "since", "environment", "alert", "what"]
    let rows = groups.map { group in
      group.alerts.map { listed -> [String] in
        let alert = listed.alert
        let others = listed.isForeign ? " (sent by others)" : ""
        return [
          alert.state.rawValue, alert.severity.safe,
          listed.age(now: now).map { Age.long($0) } ?? "",
          ForeignText(listed.environment).safe, alert.name.safe,
          listed.what(now: now, zone: zone) + others,
        ]
      }
    }
    let none = isFiltered ? "no alert matches\n" : doubts.isEmpty ? "none firing\n" : ""
    let table = rows.allSatisfy(\.isEmpty) ? none : lines(head, rows)
    return table
      + doubts.map { doubt in
        let name = ForeignText(doubt.environment).safe
        let sign = doubt.problem.code == "alerts.watchdog" ? "!!" : "? "
        return "\(sign) \(name.isEmpty ? "" : "\(name): ")\(doubt.sentence)\n"
      }.joined()
  }

  /// The last column is as long as it is.
  private func lines(_ head: [String], _ rows: [[[String]]]) -> String {
    let all = [head] + rows.joined()
    let widths = (0..<5).map { column in all.map { TextWidth.of($0[column]) }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      let cells = widths.enumerated().map { row[$0.offset].padded(to: $0.element) }
      return (cells + [row[5]]).joined(separator: "  ") + "\n"
    }
    return line(head)
      + zip(groups, rows).map { group, rows in
        (group.title.isEmpty ? "" : "\n\(group.title)\n") + rows.map(line).joined()
      }.joined()
  }
}
