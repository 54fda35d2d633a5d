import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Metrics
import Panels

struct Render: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print one frame: as text, in colour, as a picture, or as JSON.",
    discussion: """
      Exit codes: 0 all panels answered, 4 some, 3 none. With --fail-on 0, 1, 2 and 3 as
      monitoring plugins have them, and the first line says what is wrong.
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, ansi, svg, json }
  enum FailOn: String, ExpressibleByArgument, CaseIterable { case warning, critical }

  @Argument(
    help: ArgumentHelp("A layout, a file or a Grafana dashboard.", valueName: "name or file")
  )
  var dashboard: String

  @Option(help: "text, ansi, svg or json.")
  var format = Format.text

  @Option(help: ArgumentHelp("Columns and rows.", valueName: "size"))
  var size = SizeArgument(Size(columns: 160, rows: 48))

  @Option(help: ArgumentHelp("Only this panel, by its ID or title.", valueName: "panel"))
  var panel: String?

  @Option(help: "Exit as a monitoring plugin does: warning, or critical alone.")
  var failOn: FailOn?

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if options.environments.count > 1 {
      throw ValidationError("render draws one environment; -e was given more than once")
    }
  }

  @MainActor
  func run() async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment)
    let opened = try launch.open([dashboard])
    let look = Look(
      glyphs: options.glyphSet ?? .braille,
      // Text has no colours: there fills tell the parts of a stack apart.
      depth: options.depth ?? (format == .text ? .mono : .truecolor)
    )
    var state = launch.state(opened, size: size.size, look: look)
    let engine = launch.engine()
    state = await settle(
      state,
      inbox: engine.inbox,
      deadline: .seconds(30),
      perform: engine.perform
    )
    await engine.stop()
    let panels = try chosenPanels(state)
    try show(state, panels: panels)
    try finish(state, panels: panels)
  }

  private func chosenPanels(_ state: State) throws -> [Int] {
    let all = Array(state.views[0].panels.indices)
    guard let wanted = panel else { return all }
    let found = all.filter { index in
      let spec = state.views[0].panels[index].spec
      return String(spec.id) == wanted || spec.title == wanted
    }
    guard found.isEmpty else { return found }
    let titles = state.views[0].panels.map(\.spec.title)
    let names = titles.map { "\"\(ForeignText($0).safe)\"" }.joined(separator: ", ")
    Output.complain(
      Problem(
        what: "there is no panel \"\(ForeignText(wanted).safe)\"",
        fix: Nearest.match(wanted, among: titles).map {
          "did you mean \"\(ForeignText($0).safe)\"?"
        }
          ?? "the panels are \(names)"
      )
    )
    throw Exit.badUsage
  }

  @MainActor
  private func show(_ state: State, panels: [Int]) throws {
    if let failOn, format != .json {
      Output.write(Verdict(state: state, panels: panels, failOn: failOn).line + "\n")
    }
    var state = state
    if panel != nil {
      state.focus = PanelKey(view: 0, panel: panels[0])
      state.isFullScreen = true
    }
    var canvas = Canvas(size: state.size)
    state.draw(on: &canvas)
    switch format {
    case .text: Output.write(canvas.text())
    case .ansi: Output.write(canvas.ansi(depth: state.look.depth))
    case .svg:
      let title = ForeignText(state.dashboard.title).safe
      Output.write(canvas.svg(title: title, description: canvas.text()))
    case .json:
      Output.write(RenderJSON(state: state, panels: panels).json.text(indented: true) + "\n")
    }
  }

  @MainActor
  private func finish(_ state: State, panels: [Int]) throws {
    if let failOn {
      let code = Verdict(state: state, panels: panels, failOn: failOn).code
      if code != 0 { throw ExitCode(code) }
      return
    }
    let asking = panels.map { state.views[0].panels[$0] }.filter { panel in
      panel.panel.map { ![.nothing].contains(type(of: $0).reads) } ?? true
    }
    let failed = asking.filter { [.error, .loading, .stale].contains($0.status(now: state.now)) }
    guard let first = failed.first else { return }
    if failed.count == asking.count {
      Output.complain(
        first.problem ?? Problem(what: "no panel answered in time", fix: "is the server slow?")
      )
      throw Exit.noAnswer
    }
    throw Exit.someAnswers
  }
}

/// What a monitoring system is told: one line and a code.
struct Verdict {
  var line: String
  var code: Int32

  @MainActor
  init(state: State, panels: [Int], failOn: Render.FailOn) {
    var worst: (state: Reading.State, text: String)?
    var unknown: String?
    for index in panels {
      let key = PanelKey(view: 0, panel: index)
      let panel = state.views[0].panels[index]
      let title = ForeignText(panel.spec.title).safe
      switch panel.status(now: state.now) {
      case .loading, .error, .stale, .noData:
        guard panel.panel.map({ type(of: $0).reads != .nothing }) ?? true else { continue }
        unknown = unknown ?? "\(title): \(panel.problem?.what ?? "no data")"
      case .live, .partial:
        guard let reading = state.worst(key), reading.state > (worst?.state ?? .ok) else {
          continue
        }
        worst = (reading.state, "\(title): \(reading.name.safe) \(reading.reason)")
      }
    }
    if let worst, worst.state == .critical {
      (line, code) = ("CRITICAL - \(worst.text)", 2)
    } else if let unknown {
      // Whatever keeps us from knowing is worse than a warning.
      (line, code) = ("UNKNOWN - \(unknown)", 3)
    } else if let worst, worst.state == .warning {
      (line, code) = ("WARNING - \(worst.text)", failOn == .warning ? 1 : 0)
    } else {
      (line, code) = ("OK - \(panels.count) panels", 0)
    }
  }
}
