import ArgumentParser

struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "What fires, is pending, silenced or inhibited; and acting on it.",
    subcommands: [
      AlertsList.self, ClaimCommand.self, SilenceCommand.self, UnsilenceCommand.self,
      NoteCommand.self, TicketCommand.self, PostCommand.self, VerdictCommand.self,
    ],
    defaultSubcommand: AlertsList.self
  )
}
