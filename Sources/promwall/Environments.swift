import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Metrics

struct EnvironmentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "The configured environments, whether each answers and how fast."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var options: CommonOptions

  func run() async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment)
    let engine = launch.engine()
    let wanted = options.environments.isEmpty ? launch.environments.map(\.name) : launch.watching
    let answers = await withTaskGroup(of: (Int, Result<AlertsReport, Problem>).self) { group in
      for (index, name) in wanted.enumerated() {
        group.addTask { (index, await engine.alerts(of: name)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    await engine.stop()
    let width = (wanted.map(\.count).max() ?? 0) + 2
    for (index, name) in wanted.enumerated() {
      let label = ForeignText(name).safe.padded(to: width)
      switch answers[index] {
      case .success(let report)?:
        let firing = report.alerts.count { $0.state == .firing }
        let took = "\(report.took.milliseconds) ms".padded(to: 9, alignment: .right)
        Output.write("\(label)live  \(took)   \(firing == 0 ? "none" : "\(firing)") firing\n")
      case .failure(let problem)?: Output.write("\(label)no answer   \(problem.what)\n")
      case nil: break
      }
    }
    if answers.values.contains(where: { if case .failure = $0 { true } else { false } }) {
      throw Exit.noAnswer
    }
  }
}
