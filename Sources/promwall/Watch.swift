import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Logging
import Metrics
import Panels
import Terminal

struct Watch: Command {
  static let configuration = CommandConfiguration(
    abstract: "The live dashboard (the default command)."
  )

  @Argument(
    help: ArgumentHelp(
      "Layouts, Grafana dashboards or folders; without, the configured layouts.",
      valueName: "name or file"
    )
  )
  var dashboards: [String] = []

  @OptionGroup var options: CommonOptions

  func run(log: Logger) async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let opened = try launch.open(dashboards)
    try await LiveScreen.run(launch, opened: opened)
  }
}

/// The dashboard on the terminal, until somebody leaves.
@MainActor
enum LiveScreen {
  static func run(_ launch: Launch, opened: OpenedDashboard) async throws {
    let environment = Launch.processEnvironment
    let screen: Screen
    do {
      screen = try Screen(
        options: ScreenOptions(
          depth: launch.options.depth,
          deepest: launch.theme.deepest,
          glyphs: launch.options.glyphSet,
          environment: environment
        )
      )
    } catch {
      throw Stop(Problem(what: error.what, fix: error.fix), Exit.badUsage)
    }
    let engine = launch.engine()
    var state = launch.state(
      opened,
      size: screen.size,
      look: Look(theme: launch.theme, glyphs: screen.glyphs, depth: screen.depth)
    )
    if launch.isFirstMinute { state.hints = firstMinute }
    state.phase = .milliseconds(Int64.random(in: 0...Schedule.mostPhase.milliseconds))
    listen(screen, inbox: engine.inbox)
    let ticking = Task { [inbox = engine.inbox] in await tick(into: inbox) }
    let watching = Task {
      [inbox = engine.inbox, library = launch.library, file = engine.openFile, log = launch.log] in
      await watchFile(file, library: library, inbox: inbox, log: log)
    }
    engine.openFile.set(launch.library.path(of: state.dashboard.file))
    await Engine.run(state, inbox: engine.inbox, display: screen) { effect in
      if case .open(let file) = effect { engine.openFile.set(launch.library.path(of: file)) }
      engine.perform(effect)
    }
    ticking.cancel()
    watching.cancel()
    screen.close()
    await engine.stop()
  }

  private static func listen(_ screen: Screen, inbox: Inbox) {
    screen.listen { event in
      switch event {
      case .key(let key): inbox.post(.keyPressed(key))
      case .resized(let size): inbox.post(.resized(size))
      case .resumed: inbox.post(.resumed)
      case .suspended: break
      case .ended: inbox.post(.keyPressed(.control("c")))
      }
    }
  }

  /// Shown while nothing is configured and nothing answers; each line can be typed as it stands.
  private static let firstMinute = [
    "promwall demo", "promwall --prometheus http://localhost:9090", "promwall --help",
  ]
}
