import ArgumentParser
import Documents
import Engine
import Logging
import Metrics
import Panels

struct ConvertCommand: LoggedCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "A Grafana dashboard as a layout, or a layout for Grafana.",
    discussion: """
      Writes the other form to standard output, and to standard error a line for each
      thing that it can't say. What stands in standard output is valid whatever is told.
      """
  )

  enum Form: String, ExpressibleByArgument, CaseIterable { case layout, grafana }

  @Argument(
    help: ArgumentHelp("The dashboard.", valueName: "file"),
    completion: .file(extensions: ["json"])
  )
  var file: String

  @Option(help: "layout or grafana.")
  var to = Form.layout

  @Option(
    help: ArgumentHelp("Tell everything to this file.", valueName: "file"),
    completion: .file()
  )
  var log: String?

  var logPath: String? { log }

  func run(log: Logger) async throws {
    let dashboard: Dashboard
    let problems: [Problem]
    do throws(Problem) {
      let bytes = try Files.read(file)
      (dashboard, problems) = try DashboardFile.open(bytes, file: file, kinds: PanelCatalog.kinds)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    let errors = problems.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Stop(errors, Exit.badDocument) }
    let conversion = try conversion(of: dashboard)
    for problem in problems + conversion.notes { Output.complain(problem.description) }
    Output.write(conversion.document.text(indented: true) + "\n")
  }

  private func conversion(of dashboard: Dashboard) throws(Stop) -> ConvertedDashboard {
    switch (dashboard.source, to) {
    case (.grafana, .layout):
      return LayoutWriter.conversion(of: dashboard, kinds: PanelCatalog.kinds)
    case (.layout, .grafana):
      return GrafanaWriter.conversion(
        of: dashboard,
        count: { CountExpression(selector: $0, by: $1).expression(over: $2) },
        isInstant: { PanelCatalog.reads($0) == .instant }
      )
    case (.layout, .layout):
      throw Stop(
        Problem(
          what: "\(quoted(file)) is a layout already",
          fix: "add `--to grafana` for the other way",
          code: "convert.same"
        ),
        Exit.badUsage
      )
    case (.grafana, .grafana):
      throw Stop(
        Problem(
          what: "\(quoted(file)) is a Grafana dashboard already",
          fix: "leave out `--to grafana` for the other way",
          code: "convert.same"
        ),
        Exit.badUsage
      )
    }
  }

  private func quoted(_ text: String) -> String { "\"\(ForeignText(text).safe)\"" }
}
