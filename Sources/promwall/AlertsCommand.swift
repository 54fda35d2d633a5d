import ArgumentParser

struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Act on alerts.",
    subcommands: [ClaimCommand.self, NoteCommand.self]
  )
}
