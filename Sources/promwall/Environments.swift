import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Logging
import Metrics

struct EnvironmentsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "The configured environments, whether each answers and how fast."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var options: CommonOptions

  private typealias Answer = (
    name: String, isReadOnly: Bool, result: Result<AlertsReport, Problem>
  )

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let isNamed = !options.environments.isEmpty || options.prometheus != nil
    // A guest's are only those looked at.
    let configured = launch.environments.map(\.name).filter { launch.adHocURLs[$0] == nil }
    let wanted = isNamed || configured.isEmpty ? launch.watching : configured
    let readOnly = launch.environments.filter(\.isReadOnly).map(\.name)
    let engine = launch.engine()
    let results = await engine.alerts(of: wanted)
    await engine.stop()
    let answers = results.map { answer -> Answer in
      (answer.name, readOnly.contains(answer.name), answer.result)
    }
    switch format {
    case .text: Output.write(table(answers))
    case .json: Output.write(json(answers).text(indented: true) + "\n")
    }
    let failures = answers.compactMap { answer -> (name: String, problem: Problem)? in
      if case .failure(let problem) = answer.result { (answer.name, problem) } else { nil }
    }
    guard let first = failures.first else { return }
    let name = ForeignText(first.name).safe
    throw Stop(
      Problem(
        what: "\(failures.count) of \(answers.count) environments did not answer: \(name): "
          + first.problem.what,
        fix: first.problem.fix
      ),
      Exit.noAnswer
    )
  }

  private func table(_ answers: [Answer]) -> String {
    let width = (answers.map { ForeignText($0.name).safe.count }.max() ?? 0) + 2
    return answers.map { name, isReadOnly, result in
      let mark = isReadOnly ? "   read only" : ""
      let label = ForeignText(name).safe.padded(to: width)
      switch result {
      case .success(let report):
        let firing = firing(report)
        let took = "\(report.took.milliseconds) ms".padded(to: 9, alignment: .right)
        return "\(label)live  \(took)   \(firing == 0 ? "none" : "\(firing)") firing"
          + "\(report.alertmanager.isUnknown ? "   SILENCES UNKNOWN" : "")\(mark)\n"
      case .failure(let problem): return "\(label)no answer   \(problem.what)\(mark)\n"
      }
    }.joined()
  }

  private func json(_ answers: [Answer]) -> JSON {
    let entries = answers.map { name, isReadOnly, result in
      switch result {
      case .success(let report):
        JSON.object([
          ("name", .string(name)), ("answers", .bool(true)),
          ("milliseconds", .number(Double(report.took.milliseconds))),
          ("firing", .number(Double(firing(report)))), ("read_only", .bool(isReadOnly)),
          ("problem", .null),
        ])
      case .failure(let problem):
        JSON.object([
          ("name", .string(name)), ("answers", .bool(false)), ("milliseconds", .null),
          ("firing", .null), ("read_only", .bool(isReadOnly)),
          ("problem", .string(problem.what)),
        ])
      }
    }
    return JSON.object([("environments", .array(entries))])
  }

  private func firing(_ report: AlertsReport) -> Int {
    report.alerts.count { $0.state == .firing }
  }
}
