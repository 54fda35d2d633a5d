import ArgumentParser
import Documents
import Engine
import Logging
import Metrics
import Panels

struct Check: Command {
  static let configuration = CommandConfiguration(
    abstract: "Validate layouts, Grafana dashboards, settings, products and themes.",
    discussion: """
      Prints file:line:column: error|warning: what; fix, and how much of Grafana's dashboards is \
      shown. Exits 1 on any error.
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(
    help: ArgumentHelp("Files to check.", valueName: "file"),
    completion: .file(extensions: ["json"])
  )
  var files: [String]

  @Option(help: "text or json.")
  var format = Format.text

  @Flag(help: "A warning counts as an error.")
  var strict = false

  @OptionGroup var options: CommonOptions

  func run(log: Logger) async throws {
    var reports = Library.expanded(files).map { CheckReport(file: $0) }
    if !options.environments.isEmpty || options.prometheus != nil {
      try await askServer(about: &reports, log: log)
    }
    switch format {
    case .text:
      for report in reports {
        for problem in report.problems { Output.write(problem.description + "\n") }
      }
      Output.write(CheckTable(reports).text)
      let panels = reports.reduce(0) { $0 + $1.panels.count }
      let problems = reports.reduce(0) { $0 + $1.problems.count }
      let counts = [(reports.count, "file"), (panels, "panel"), (problems, "problem")]
      let words = counts.map { count, word in
        "\(count == 0 ? "no" : "\(count)") \(word)\(count == 1 ? "" : "s")"
      }
      Output.write(words.joined(separator: ", ") + "\n")
    case .json:
      Output.write(
        JSON.object([("files", .array(reports.map(\.json)))]).text(indented: true) + "\n"
      )
    }
    let worst: (Problem) -> Bool = { strict || $0.severity == .error }
    if reports.contains(where: { $0.problems.contains(where: worst) }) {
      throw Stop([], Exit.badDocument)
    }
  }

  /// Each query is asked once; what the server refuses is an error of the file, but where nobody
  /// answers nothing is known of the files.
  private func askServer(about reports: inout [CheckReport], log: Logger) async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let engine = launch.engine()
    var silence: Problem?
    asking: for index in reports.indices {
      for name in launch.watching {
        let found = await engine.problems(
          ofQueriesIn: reports[index].dashboard,
          environment: name,
          chosen: options.chosen
        )
        silence = found.last.flatMap { $0.isNoAnswer ? $0 : nil }
        if silence != nil { break asking }
        reports[index].problems += found
      }
    }
    await engine.stop()
    if let silence { throw Stop(silence, Exit.noAnswer) }
  }
}

/// What `check` tells of one file.
struct CheckReport {
  var file: String
  var kind = DocumentKind.unknown
  var problems: [Problem] = []
  var dashboard: Dashboard?
  /// Of a dashboard or a product.
  var title: String?

  var panels: [PanelSpec] { dashboard?.panels ?? [] }

  init(file: String) {
    self.file = file
    do throws(Problem) {
      let bytes = try Files.read(file)
      let root = try JSON(parsing: bytes, file: file)
      kind = DashboardFile.kind(of: root)
      switch kind {
      case .layout, .grafana:
        (dashboard, problems) = try DashboardFile.open(
          bytes,
          file: file,
          kinds: PanelCatalog.kinds
        )
        title = dashboard?.title
      case .settings: problems = SettingsDecoder.decode(bytes, file: file).problems
      case .product:
        let (product, found) = ProductDecoder.decode(bytes, file: file)
        (title, problems) = (product?.title, found)
      case .schema: break
      case .unknown where ThemeFile.isTheme(root):
        problems = ThemeFile.decode(bytes, file: file).problems
      case .unknown:
        problems = [
          Problem(
            what: "this is no layout, Grafana dashboard, settings or product",
            fix: "a layout has `panels`",
            code: "document.unknown",
            file: file,
            position: root.position
          )
        ]
      }
    } catch {
      var problem = error
      problem.file = file
      problems = [problem]
    }
  }

  var json: JSON {
    JSON.object([
      ("file", .string(file)), ("kind", .string(kind.rawValue)),
      ("title", title.map { .string($0) } ?? .null),
      ("problems", .array(problems.map(json))),
      ("panels", .array(panels.map(json))),
    ])
  }

  private func json(_ problem: Problem) -> JSON {
    JSON.object([
      ("severity", .string(problem.severity.rawValue)),
      ("line", problem.position.map { .number(Double($0.line)) } ?? .null),
      ("column", problem.position.map { .number(Double($0.column)) } ?? .null),
      ("path", .string(problem.place)), ("what", .string(problem.what)),
      ("fix", .string(problem.fix)), ("code", .string(problem.code)),
    ])
  }

  private func json(_ panel: PanelSpec) -> JSON {
    let known = PanelCatalog.kind(drawing: panel)
    var said: Set<String> = []
    let codes = panel.problems.map(\.code) + panel.remarks.map(\.rawValue).sorted()
    let notes = codes.filter { !$0.isEmpty && said.insert($0).inserted }
    return JSON.object([
      ("id", .number(Double(panel.id))), ("title", .string(panel.title)),
      ("type", .string(panel.writtenType ?? panel.type)),
      ("source", .string(panel.source.rawValue)),
      ("drawnAs", known.map { .string($0) } ?? .null),
      ("support", .string(Support(panel).rawValue)),
      ("notes", .array(notes.map { JSON(.string($0)) })),
    ])
  }
}
