import ArgumentParser
import Documents
import Interface
import Logging
import Metrics
import Panels

struct SilenceCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "silence",
    abstract: "Keep alerts quiet for a while, at all Alertmanagers of the environment.",
    discussion: """
      Says before it asks what is hidden now, and what would have been in the
      last 7 days. Matchers are amtool's: alertname=QueueAboveLimit
      queue=~"orders.*".
      """
  )

  @Option(help: ArgumentHelp("How long, at most 24h.", valueName: "span"))
  var duration = "1h"

  @Option(help: ArgumentHelp("Why, for those who come after you.", valueName: "text"))
  var comment: String

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws {
    try options.requireOneEnvironment()
    guard comment.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--comment is empty; write why it is silenced")
    }
    guard let span = Duration(promQL: duration), span > .zero, span <= SilenceDraft.longest else {
      throw ValidationError(
        "--duration \"\(ForeignText(duration).safe)\"; write such as 30m or 2h, at most 24h"
      )
    }
  }

  func run(log: Logger) async throws {
    let acting = try Acting(options, act, log: log)
    let draft = SilenceDraft(
      matchers: act.matchers.compactMap { Matcher(parsing: $0) }.map(SilenceMatcher.init),
      duration: Duration(promQL: duration) ?? .hours(1),
      comment: ForeignText(comment)
    )
    let line = draft.matchers.map(\.text.safe).joined(separator: " ")
    try await acting.perform([Act(.silence(draft), environment: acting.environment)]) { _ in line }
  }
}

struct UnsilenceCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "unsilence",
    abstract: "End silences now, by their ids; `promwall alerts --format json` has them."
  )

  @Argument(help: ArgumentHelp("The silences.", valueName: "id"))
  var ids: [String]

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Don't ask; needed where there is no terminal to ask on.")
  var yes = false

  @OptionGroup var options: CommonOptions

  func validate() throws {
    try options.requireOneEnvironment()
    for id in ids where id.wholeMatch(of: /[0-9a-fA-F-]{36}/) == nil {
      throw ValidationError(
        "\"\(ForeignText(id).safe)\" is no id of a silence; `promwall alerts --format json` has them"
      )
    }
  }

  func run(log: Logger) async throws {
    var act = ActOptions()
    (act.dryRun, act.yes, act.matchers) = (dryRun, yes, [])
    let acting = try Acting(options, act, log: log)
    let acts = ids.map { Act(.unsilence(ids: [ForeignText($0)]), environment: acting.environment) }
    try await acting.perform(acts) { act in
      guard case .unsilence(let ids) = act.verb else { return "" }
      return "silence \(ids.map(\.safe).joined(separator: " "))"
    }
  }
}
