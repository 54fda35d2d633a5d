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
    ),
    completion: .file(extensions: ["json"])
  )
  var dashboards: [String] = []

  @OptionGroup var wall: WallOptions
  @OptionGroup var options: CommonOptions

  func run(log: Logger) async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let opened = try launch.open(dashboards)
    try await LiveScreen.run(launch, opened: opened, wall: wall)
  }
}

/// What a screen that nobody sits at does by itself.
struct WallOptions: ParsableArguments {
  @Flag(help: "A wall: only Ctrl-C and q q leave; rings when an alert begins.")
  var kiosk = false

  @Option(
    help: ArgumentHelp(
      "Show the dashboards and environments in turn, each so long: 30s.",
      valueName: "span"
    )
  )
  var playlist: String?

  @Option(
    help: ArgumentHelp("Dim all but trouble in these hours: 22:00-06:00.", valueName: "hours")
  )
  var dim: String?

  func validate() throws {
    if let playlist, Duration(promQL: playlist).map({ $0 < .seconds(5) }) ?? true {
      throw ValidationError(
        "--playlist \"\(ForeignText(playlist).safe)\"; write a span of at least 5s, such as 30s"
      )
    }
    if let dim, DimHours(dim) == nil {
      throw ValidationError(
        "--dim \"\(ForeignText(dim).safe)\"; write two times of day, such as 22:00-06:00"
      )
    }
  }

  func apply(to state: inout State, of launch: Launch) {
    state.isKiosk = kiosk
    state.dimHours = dim.flatMap { DimHours($0) }
    guard let interval = playlist.flatMap({ Duration(promQL: $0) }) else { return }
    let playable = launch.library.playable
    let files = playable.isEmpty ? [state.dashboard.file] : playable
    state.playlist = Playlist(
      interval: interval,
      stops: launch.watching.flatMap { environment in
        files.map { Playlist.Stop(file: $0, environment: environment) }
      }
    )
    // One after the other, not side by side.
    state.views = Array(state.views.prefix(1))
  }
}

/// The dashboard on the terminal, until somebody leaves.
@MainActor
enum LiveScreen {
  static func run(
    _ launch: Launch,
    opened: OpenedDashboard,
    wall: WallOptions
  ) async throws {
    let screen = try open(
      launch.options,
      theme: launch.theme,
      canSuspend: !launch.options.readOnly && !wall.kiosk
    )
    let engine = launch.engine()
    var state = launch.state(
      opened,
      size: screen.size,
      look: Look(theme: launch.theme, glyphs: screen.glyphs, depth: screen.depth)
    )
    wall.apply(to: &state, of: launch)
    if launch.isFirstMinute { state.hints = firstMinute }
    state.phase = .milliseconds(Int64.random(in: 0...Schedule.mostPhase.milliseconds))
    listen(screen, inbox: engine.inbox)
    engine.openFile.set(launch.library.path(of: state.dashboard.file))
    let (inbox, library, file, log) = (engine.inbox, engine.library, engine.openFile, launch.log)
    // Apart from the screen: a disk that hangs must hold up no key.
    let tasks = [
      Task { await tick(into: inbox) },
      Task.detached { await watchFile(file, library: library, inbox: inbox, log: log) },
      Task.detached { [around = launch.surroundings] in
        await Engine.watch(around, library: library, inbox: inbox, log: log)
      },
    ]
    // A guest does not see who works here.
    let journal = launch.journal
    let journaling =
      launch.options.readOnly
      ? nil : Task.detached { await Engine.watch(journal, inbox: inbox, log: log) }
    await Engine.run(state, inbox: engine.inbox, display: screen) { effect in
      switch effect {
      case .bell: return screen.ring()
      case .copy(let text): return screen.copy(text)
      case .open(let file): engine.openFile.set(library.now.path(of: file))
      default: break
      }
      engine.perform(effect)
    }
    for task in tasks { task.cancel() }
    journaling?.cancel()
    screen.close()
    await engine.stop()
  }

  /// Takes the terminal, or says why there is none.
  static func open(
    _ options: CommonOptions,
    theme: Theme,
    canSuspend: Bool
  ) throws(Stop) -> Screen {
    do {
      return try Screen(
        options: ScreenOptions(
          depth: options.depth,
          deepest: theme.deepest,
          glyphs: options.glyphSet,
          environment: Launch.processEnvironment,
          canSuspend: canSuspend,
          isForGuests: options.readOnly
        )
      )
    } catch {
      throw Stop(Problem(what: error.what, fix: error.fix), Exit.badUsage)
    }
  }

  static func listen(_ screen: Screen, inbox: Inbox) {
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
