import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Logging
import Metrics
import Panels
import Terminal

struct Render: Command {
  static let configuration = CommandConfiguration(
    abstract: "Print one frame: as text, in colour, as a picture, or as JSON.",
    discussion: """
      Exit codes: 0 all panels answered, 4 some, 3 none. With --fail-on 0, 1, 2 and 3 as
      monitoring plugins have them, and the first line says what is wrong.
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, ansi, svg, json, csv }
  enum FailOn: String, ExpressibleByArgument, CaseIterable { case warning, critical }

  @Argument(
    help: ArgumentHelp("A layout, a file or a Grafana dashboard.", valueName: "name or file"),
    completion: .file(extensions: ["json"])
  )
  var dashboard: String

  @Option(help: "text, ansi, svg, json or csv.")
  var format = Format.text

  @Option(help: ArgumentHelp("Columns and rows.", valueName: "size"))
  var size = SizeArgument(Size(columns: 160, rows: 48))

  @Option(help: ArgumentHelp("Only this panel, by its ID or title.", valueName: "panel"))
  var panel: String?

  @Flag(help: "What the screen says, in sentences: for screen readers and chat.")
  var summary = false

  @Option(help: "Exit as a monitoring plugin does: warning, or critical alone.")
  var failOn: FailOn?

  @OptionGroup var options: CommonOptions

  func validate() throws {
    try options.requireOneEnvironment()
    guard summary, format != .text else { return }
    throw ValidationError("--summary is text; leave out --format")
  }

  /// What the output can show, where no flag says it.
  private func look(_ theme: Theme) -> Look {
    let environment = Launch.processEnvironment
    let found = TerminalCapabilities.detect(environment: environment)
    var look = Look(theme: theme)
    switch format {
    case .text:
      // Text has no colours: there fills tell the parts of a stack apart.
      (look.glyphs, look.depth) = (options.glyphSet ?? found.glyphs, options.depth ?? .mono)
    case .ansi:
      // Colours were asked for by name: only NO_COLOR takes them all, not a missing TERM.
      let isColorless = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      let depth = found.depth == .mono && !isColorless ? .truecolor : found.depth
      look.glyphs = options.glyphSet ?? found.glyphs
      look.depth = min(options.depth ?? depth, theme.deepest)
    case .svg, .json, .csv:
      look.glyphs = options.glyphSet ?? .braille
      look.depth = options.depth ?? .truecolor
    }
    return look
  }

  func run(log: Logger) async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let opened = try launch.open([dashboard])
    var state = launch.state(opened, size: size.size, look: look(launch.theme))
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
    throw Stop(
      Problem(
        what: "there is no panel \"\(ForeignText(wanted).safe)\"",
        fix: Nearest.match(wanted, among: titles).map {
          "did you mean \"\(ForeignText($0).safe)\"?"
        }
          ?? "the panels are \(names)"
      ),
      Exit.badUsage
    )
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
    case .text where summary: Output.show(state.summary(panels: panels), glyphs: state.look.glyphs)
    case .csv:
      let frames = panels.compactMap { index in
        state.views[0].panels[index].frame.map { (state.views[0].panels[index].spec.title, $0) }
      }
      Output.write(CSV.text(panels: frames))
    case .text: Output.show(canvas.text(), glyphs: state.look.glyphs)
    case .ansi: Output.show(canvas.ansi(depth: state.look.depth), glyphs: state.look.glyphs)
    case .svg:
      let title = ForeignText(state.dashboard.title).safe
      Output.write(canvas.svg(title: title, description: canvas.text(), theme: state.look.theme))
    case .json:
      Output.write(RenderJSON(state: state, panels: panels).json.text(indented: true) + "\n")
    }
  }

  @MainActor
  private func finish(_ state: State, panels: [Int]) throws {
    if let failOn {
      let verdict = Verdict(state: state, panels: panels, failOn: failOn)
      guard verdict.code != 0 else { return }
      // JSON leaves no room for the first line.
      if format == .json { Output.complain(verdict.line) }
      throw Stop([], ExitCode(verdict.code))
    }
    let asking = panels.map { state.views[0].panels[$0] }.filter { panel in
      panel.panel.map { ![.nothing].contains(type(of: $0).reads) } ?? true
    }
    let failed = asking.filter { [.error, .loading, .stale].contains($0.status(now: state.now)) }
    guard let first = failed.first else { return }
    let problem =
      first.problem ?? Problem(what: "no answer in time", fix: "is the server slow?")
    if failed.count == asking.count { throw Stop(problem, Exit.noAnswer) }
    let title = ForeignText(first.spec.title).safe
    throw Stop(
      Problem(
        what: "\(failed.count) of \(asking.count) panels did not answer: \(title): \(problem.what)",
        fix: problem.fix
      ),
      Exit.someAnswers
    )
  }

  func end(_ stop: Stop) -> ExitCode {
    stop.tell()
    // A verdict has been told where the code is its own; else nothing is known.
    guard failOn != nil, !stop.problems.isEmpty else { return stop.code }
    let verdict = Verdict(unknown: stop.problems.first)
    if format != .json { Output.write(verdict.line + "\n") }
    return ExitCode(verdict.code)
  }
}
