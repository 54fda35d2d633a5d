import ArgumentParser
import Canvas
import Demo
import Documents
import Engine
import Glibc
import Interface
import Metrics

struct DemoCommand: AsyncParsableCommand {
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

  @OptionGroup var options: CommonOptions

  @MainActor
  func run() async throws {
    let demo: RunningDemo
    let seen = Output.progressIsSeen
    do {
      demo = try await Demo.start(now: Clock.now) { step in
        if seen { Output.write("\r\u{1B}[K\(step)", to: STDERR_FILENO) }
      }
    } catch {
      if seen { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
      Output.complain(Problem(what: error.what, fix: error.fix))
      throw Exit.noAnswer
    }
    if seen { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
    do {
      try await show(demo)
      await demo.stop()
    } catch {
      await demo.stop()
      throw error
    }
  }

  @MainActor
  private func show(_ demo: RunningDemo) async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment)
    let shop = Documents.Environment(
      name: "demo",
      color: "purple",
      prometheus: Connection(url: demo.prometheusURL),
      alertmanagers: [Connection(url: demo.alertmanagerURL)]
    )
    launch.environments = [shop]
    launch.watching = ["demo"]
    launch.isFirstMinute = false
    let opened = try launch.open([layout])
    guard once else {
      try await LiveScreen.run(launch, opened: opened)
      return
    }
    let depth = options.depth ?? (isatty(STDOUT_FILENO) == 1 ? .palette : .mono)
    var state = launch.state(
      opened,
      size: size.size,
      look: Look(glyphs: options.glyphSet ?? .braille, depth: depth)
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
    Output.write(depth == .mono ? canvas.text() : canvas.ansi(depth: depth))
    if let problem = state.views[0].panels.compactMap(\.problem).first {
      Output.complain(problem)
      throw Exit.noAnswer
    }
  }
}
