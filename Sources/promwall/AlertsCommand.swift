import ArgumentParser

struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "What fires, is pending, silenced or inhibited; claim it, note what you saw.",
    subcommands: [AlertsList.self, ClaimCommand.self, NoteCommand.self],
    defaultSubcommand: AlertsList.self
  )
}
