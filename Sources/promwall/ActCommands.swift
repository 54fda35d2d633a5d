import ArgumentParser
import Documents
import Engine
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
    try await Acting(options, act, log: log).perform(.claim, comment: comment)
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
    try await Acting(options, act, log: log).perform(.note, comment: comment)
  }
}

struct VerdictCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "verdict",
    abstract: "Was the alert right? real, false, noise or test."
  )

  @Argument(help: "real, false (positive), noise (true, nothing to do) or test.")
  var verdict: JournalRecord.Verdict

  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var comment: String?

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    try await Acting(options, act, log: log).perform(.verdict(verdict), comment: comment)
  }
}

struct TicketCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "ticket",
    abstract: "Make a task of an alert in its product's Jira project.",
    discussion: """
      An open ticket of the same alert, product and environment gets a comment
      instead of a second one.
      """
  )

  @Option(help: "urgent, bug or adjust (the condition).")
  var kind: Product.Ticket.Kind

  @Option(help: ArgumentHelp("What is known already.", valueName: "text"))
  var comment: String?

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    try await Acting(options, act, log: log).perform(.ticket(kind), comment: comment)
  }
}

struct PostCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "post",
    abstract: "Tell an alert in its product's Slack channel, with its panel as text."
  )

  @Option(help: ArgumentHelp("What you have to say about it.", valueName: "text"))
  var comment: String?

  @OptionGroup var act: ActOptions
  @OptionGroup var options: CommonOptions

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    try await Acting(options, act, log: log).perform(.post, comment: comment)
  }
}

extension JournalRecord.Verdict: ExpressibleByArgument {}
extension Product.Ticket.Kind: ExpressibleByArgument {}
