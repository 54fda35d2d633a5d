import ArgumentParser
import CMalloc
import Documents
import Glibc
import Logging

@main
struct Promwall: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "promwall",
    abstract: "Prometheus dashboards and alerts in a terminal: over SSH, on a wall, in a script.",
    discussion: """
      Try it:  promwall demo
      Watch:   promwall --prometheus http://localhost:9090
               promwall my-grafana-dashboard.json --prometheus http://localhost:9090
      """,
    version: "promwall \(version)",
    subcommands: [
      Watch.self, DemoCommand.self, Render.self, Check.self, QueryCommand.self,
      AlertsCommand.self, EnvironmentsCommand.self, Record.self, ReplayCommand.self,
      JournalCommand.self, ReceiveCommand.self, Generate.self, ConvertCommand.self,
    ],
    defaultSubcommand: Watch.self
  )

  /// Commands of the contract that don't exist yet, so that a typo near one finds its name.
  static let planned = [
    "backtest", "debrief",
  ]

  @MainActor
  static func main() async {
    // A file that may not grow is an error that is told, not the end.
    signal(SIGXFSZ, SIG_IGN)
    // glibc gives each thread that meets another an arena, up to eight per core, and takes none
    // back: over weeks on a wall they fill with what each once needed.
    mallopt(M_ARENA_MAX, 2)
    do {
      var parsed = try await asyncParseAsRoot(nil)
      if let command = parsed as? any LoggedCommand {
        exit(withError: try await ended(command))
      } else if var command = parsed as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try parsed.run()
      }
    } catch {
      exit(withError: error)
    }
  }

  /// Runs a command to its end, which the log tells as its beginning.
  @MainActor
  private static func ended(_ command: some LoggedCommand) async throws -> ExitCode {
    var log = FileLog.silent
    do {
      if let path = command.logPath { log = try FileLog.open(path) }
      log.info(
        "start",
        metadata: ["command": "\(type(of: command).name)", "version": "\(version)"]
      )
      try await command.run(log: log)
      log.info("end", metadata: ["code": "0"])
      return .success
    } catch let stop as Stop {
      for problem in stop.problems { log.error("\(problem.description)") }
      log.info("end", metadata: ["code": "\(stop.code.rawValue)"])
      return command.end(stop)
    }
  }
}

/// A command of ours: it has a log, and ends by a `Stop`.
protocol LoggedCommand: AsyncParsableCommand {
  var logPath: String? { get }

  /// Throws a `Stop` where it doesn't end well.
  @MainActor func run(log: Logger) async throws

  /// Tells why it stopped; gives back the exit code.
  func end(_ stop: Stop) -> ExitCode
}

/// One with the flags that nearly all have.
protocol Command: LoggedCommand {
  var options: CommonOptions { get }
}

extension Command {
  var logPath: String? { options.log }
}

extension LoggedCommand {
  func end(_ stop: Stop) -> ExitCode {
    stop.tell()
    return stop.code
  }
}

extension ParsableCommand {
  /// As it is typed.
  static var name: String { configuration.commandName ?? "\(self)".lowercased() }
}
