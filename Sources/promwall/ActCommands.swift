import ArgumentParser
import Documents
import Engine
import Glibc
import Interface
import Logging
import Metrics
import Panels
import Triage

/// Which alerts somebody acts on, and whether they are asked first.
struct ActOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The alerts, by their labels: alertname=QueueAboveLimit queue=orders.",
      valueName: "matcher"
    )
  )
  var matchers: [String]

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Don't ask; needed where there is no terminal to ask on.")
  var yes = false

  func validate() throws {
    guard !matchers.isEmpty else {
      throw ValidationError("name the alerts, such as alertname=QueueAboveLimit")
    }
    for text in matchers where Matcher(parsing: text) == nil {
      throw ValidationError(
        "\"\(ForeignText(text).safe)\" is no matcher; write such as alertname=QueueAboveLimit"
      )
    }
  }
}

struct ClaimCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "claim",
    abstract: "\"I am on it\": told to everybody who looks; no silence."
  )

  @Option(help: ArgumentHelp("What you know already.", valueName: "text"))
  var comment: String?

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    try await Acting(options, act, log: log).write(.claim, text: comment, past: "claimed")
  }
}

struct NoteCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Write down what you saw about an alert."
  )

  @Option(help: ArgumentHelp("What is to be remembered.", valueName: "text"))
  var comment: String

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws {
    try options.requireOneEnvironment()
    guard comment.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--comment is empty; write what is to be remembered")
    }
  }

  func run(log: Logger) async throws {
    try await Acting(options, act, log: log).write(.note, text: comment, past: "noted")
  }
}

/// From matchers to lines of the journal.
@MainActor
private struct Acting {
  var launch: Launch
  var act: ActOptions

  init(_ options: CommonOptions, _ act: ActOptions, log: Logger) throws(Stop) {
    guard !options.readOnly else {
      throw Stop(
        Problem(what: "a guest changes nothing", fix: "leave out --read-only"),
        Exit.badUsage
      )
    }
    launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    self.act = act
  }

  func write(_ kind: JournalRecord.Kind, text: String?, past: String) async throws {
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
    let alerts = try await matching(in: name)
    let (journal, author) = (launch.journal, Author.current)
    guard !act.dryRun else {
      for alert in alerts { Output.write("would be \(past): \(Self.line(alert))\n") }
      return
    }
    try confirm(alerts, in: name)
    var random = SystemRandomNumberGenerator()
    do throws(Problem) {
      try journal.check()
      for alert in alerts {
        let now = Clock.now
        try journal.append(
          JournalRecord(
            id: ULID.make(at: now, using: &random),
            time: now,
            by: author,
            environment: ForeignText(name),
            product: alert.labels["product"],
            kind: ForeignText(kind.rawValue),
            firing: JournalRecord.Firing(labels: alert.labels, activeAt: alert.activeAt),
            text: text.map { ForeignText($0) }
          )
        )
        Output.write("\(past) by \(author.safe): \(Self.line(alert))\n")
      }
    } catch {
      throw Stop(error, Exit.badDocument)
    }
  }

  /// The alerts that fire or are about to, and match.
  private func matching(in name: String) async throws -> [Alert] {
    let engine = launch.engine()
    let result = await engine.alerts(of: name)
    await engine.stop()
    let report: AlertsReport
    switch result {
    case .success(let told): report = told
    case .failure(let problem): throw Stop(problem, Exit.noAnswer)
    }
    let matchers = act.matchers.compactMap { Matcher(parsing: $0) }
    let alerts = report.alerts.filter { alert in
      matchers.allSatisfy { $0.matches(alert.labels) }
    }
    guard !alerts.isEmpty else {
      throw Stop(
        Problem(
          what: "no alert of \(ForeignText(name).safe) matches, firing or pending",
          fix: report.alerts.isEmpty
            ? "there is none" : "there are \(report.alerts.count); `promwall alerts` lists them"
        ),
        Exit.badDocument
      )
    }
    return alerts
  }

  private func confirm(_ alerts: [Alert], in name: String) throws(Stop) {
    guard !act.yes else { return }
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      throw Stop(
        Problem(what: "there is no terminal to ask on", fix: "say --yes, or --dry-run first"),
        Exit.badUsage
      )
    }
    let lines = alerts.map { "  \(Self.line($0))\n" }.joined()
    let count = alerts.count == 1 ? "this alert" : "these \(alerts.count) alerts"
    Output.write(
      "\(count) of \(ForeignText(name).safe):\n\(lines)go on? [y/N] ",
      to: STDERR_FILENO
    )
    guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else {
      throw Stop(Problem(what: "nothing was done"), Exit.badDocument)
    }
  }

  private static func line(_ alert: Alert) -> String {
    JournalRecord.Firing(labels: alert.labels, activeAt: alert.activeAt).line
  }
}
