import ArgumentParser
import Canvas
import Demo
import Documents
import Engine
import Glibc
import Interface
import Layouts
import Logging
import Metrics
import Terminal

struct DemoCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The whole program on a simulated product, with a Prometheus of its own."
  )

  @Flag(help: "Print one frame and end.")
  var once = false

  @Option(help: ArgumentHelp("Columns and rows of the one frame.", valueName: "size"))
  var size = SizeArgument(Size(columns: 160, rows: 48))

  @Argument(help: ArgumentHelp("A layout instead of the overview.", valueName: "name"))
  var layout = "overview"

  @OptionGroup var wall: WallOptions
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard options.environments.isEmpty, options.prometheus == nil else {
      throw ValidationError("demo has a Prometheus of its own; leave out -e and --prometheus")
    }
  }

  func run(log: Logger) async throws {
    // What can be wrong with files is told before servers are started.
    var launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    launch.isFirstMinute = false
    let catalog = ProductDecoder.decode(ShippedProducts.catalog, file: "catalog.json").product
    launch.surroundings.shelves.take(catalog.map { [$0] } ?? [])
    let opened = try launch.open([layout])
    let demo = try await start()
    let shop = Documents.Environment(
      name: "demo",
      color: "purple",
      prometheus: Connection(url: demo.prometheusURL),
      alertmanagers: [Connection(url: demo.alertmanagerURL)]
    )
    launch.environments = [shop]
    // Its one environment is its own, whatever the settings come to say.
    launch.surroundings.settings = nil
    launch.adHocURLs = ["demo": demo.prometheusURL]
    launch.watching = ["demo"]
    do {
      if once {
        try await showOnce(launch, opened: opened)
      } else {
        try await LiveScreen.run(launch, opened: opened, wall: wall)
      }
      await demo.stop()
    } catch {
      await demo.stop()
      throw error
    }
  }

  private func start() async throws(Stop) -> RunningDemo {
    let seen = Output.progressIsSeen
    defer { if seen { Output.write("\r\u{1B}[K", to: STDERR_FILENO) } }
    do {
      return try await Demo.start(now: Clock.now) { step in
        if seen { Output.write("\r\u{1B}[K\(step)", to: STDERR_FILENO) }
      }
    } catch {
      throw Stop(Problem(what: error.what, fix: error.fix), Exit.noAnswer)
    }
  }

  @MainActor
  private func showOnce(_ launch: Launch, opened: OpenedDashboard) async throws {
    let found = TerminalCapabilities.detect(environment: Launch.processEnvironment)
    let depth = min(
      options.depth ?? (isatty(STDOUT_FILENO) == 1 ? found.depth : .mono),
      launch.theme.deepest
    )
    var state = launch.state(
      opened,
      size: size.size,
      look: Look(
        theme: launch.theme,
        glyphs: options.glyphSet ?? found.glyphs,
        depth: depth
      )
    )
    let engine = launch.engine()
    state = await settle(
      state,
      inbox: engine.inbox,
      deadline: .seconds(30),
      perform: engine.perform
    )
    await engine.stop()
    var canvas = Canvas(size: size.size)
    state.draw(on: &canvas)
    let drawn = depth == .mono ? canvas.text() : canvas.ansi(depth: depth)
    Output.show(drawn, glyphs: state.look.glyphs)
    if let problem = state.views[0].panels.compactMap(\.problem).first {
      throw Stop(problem, Exit.noAnswer)
    }
  }
}
