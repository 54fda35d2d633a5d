import ArgumentParser
import Canvas
import Documents
import Engine
import Glibc
import Interface
import Logging
import Metrics
import Terminal

struct ReplayCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play what `promwall record` kept, in the same viewer.",
    discussion: """
      p pauses, < and > change the speed, comma and point step by one message,
      { and } leap by a twentieth, Home and End go to the ends. A click on the
      bar goes there. Nothing is asked.
      """
  )

  @Argument(help: ArgumentHelp("What `promwall record` made.", valueName: "file"))
  var recording: String

  @Option(
    help: ArgumentHelp(
      "Begin there: a time of day or ISO 8601; now-5m is before the recording's end.",
      valueName: "time"
    )
  )
  var at: String?

  @Option(help: ArgumentHelp("How fast: 0.25, 0.5, 1, 2, 4, 8, 16, 32 or 64.", valueName: "factor"))
  var speed = 1.0

  @Flag(help: "Print one frame and end: the recording's last, or that of --at.")
  var once = false

  @Option(help: ArgumentHelp("Columns and rows of the one frame.", valueName: "size"))
  var size = SizeArgument(Size(columns: 160, rows: 48))

  @OptionGroup var options: CommonOptions

  func validate() throws {
    let asked =
      !options.environments.isEmpty || options.prometheus != nil || options.from != nil
      || options.to != nil || options.since != nil || !options.variables.isEmpty
      || options.refresh != nil
    guard !asked else {
      throw ValidationError(
        "a recording has its own server, range and variables;"
          + " leave out -e, --prometheus, --from, --to, --since, --var and --refresh"
      )
    }
    guard Replay.speeds.contains(speed) else {
      let speeds = Replay.speeds.map { $0 < 1 ? "\($0)" : "\(Int($0))" }.joined(separator: ", ")
      throw ValidationError("--speed is one of \(speeds)")
    }
    if let at, !isTimeOfDay(at), (try? TimeExpression(parsing: at, place: "--at")) == nil {
      throw ValidationError(
        "--at \"\(ForeignText(at).safe)\" is no time; write one such as 13:40,"
          + " 2026-11-24T13:40:00Z or now-5m"
      )
    }
  }

  func run(log: Logger) async throws {
    let theme = try Launch.theme(options)
    if options.readOnly { Guest.close() }
    let file: RecordingFile
    do throws(Problem) {
      file = try RecordingFile(recording)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    for problem in file.problems { log.warning("\(problem.description)") }
    if once {
      try showOnce(file, theme: theme)
    } else {
      try await watch(file, theme: theme, log: log)
    }
  }

  @MainActor
  private func showOnce(_ file: RecordingFile, theme: Theme) throws(Stop) {
    for problem in file.problems { Output.complain(problem.description) }
    let found = TerminalCapabilities.detect(environment: Launch.processEnvironment)
    let depth = min(
      options.depth ?? (isatty(STDOUT_FILENO) == 1 ? found.depth : .mono),
      theme.deepest
    )
    let look = Look(theme: theme, glyphs: options.glyphSet ?? found.glyphs, depth: depth)
    var state = try state(file, size: size.size, look: look)
    state.jump(to: moment(in: state) ?? file.recording.end)
    var canvas = Canvas(size: size.size)
    state.draw(on: &canvas)
    let drawn = depth == .mono ? canvas.text() : canvas.ansi(depth: depth)
    Output.show(drawn, glyphs: state.look.glyphs)
  }

  @MainActor
  private func watch(_ file: RecordingFile, theme: Theme, log: Logger) async throws {
    let screen = try LiveScreen.open(options, theme: theme, canSuspend: !options.readOnly)
    var state: State
    do {
      state = try self.state(
        file,
        size: screen.size,
        look: Look(theme: theme, glyphs: screen.glyphs, depth: screen.depth)
      )
    } catch {
      screen.close()
      throw error
    }
    if let moment = moment(in: state) { state.jump(to: moment) }
    // It asks nobody: there is no environment, only what the screen itself wants done.
    let engine = EngineRun(environments: [], library: Library(shipped: []), log: log)
    LiveScreen.listen(screen, inbox: engine.inbox)
    let ticking = Task { [inbox = engine.inbox] in await tickSmoothly(into: inbox) }
    await Engine.run(state, inbox: engine.inbox, display: screen) { effect in
      switch effect {
      case .bell: screen.ring()
      case .copy(let text): screen.copy(text)
      default: engine.perform(effect)
      }
    }
    ticking.cancel()
    screen.close()
    await engine.stop()
  }

  private func state(_ file: RecordingFile, size: Size, look: Look) throws(Stop) -> State {
    do throws(Problem) {
      var state = try file.header.state(file.recording, file: recording, size: size, look: look)
      state.documentProblems += file.problems
      state.isReadOnly = options.readOnly
      state.severities = SeverityOrder(Launch.readable(options)?.severities ?? [])
      state.replay?.speed = speed
      return state
    } catch {
      throw Stop(error, Exit.badDocument)
    }
  }

  /// What `--at` means: a time of day is the recording's first of that name.
  private func moment(in state: State) -> Timestamp? {
    guard let at, let recording = state.replay?.recording else { return nil }
    let zone = state.zone
    let start = zone.civil(recording.start)
    let text = isTimeOfDay(at) ? "\(start.date)T\(at)" : at
    guard let expression = try? TimeExpression(parsing: text, place: "--at") else { return nil }
    let moment = expression.moment(now: recording.end, zone: zone, roundsUp: false)
    return isTimeOfDay(at) && moment < recording.start - .minutes(1)
      ? moment + .hours(24) : moment
  }

  private func isTimeOfDay(_ text: String) -> Bool {
    text.wholeMatch(of: /([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?/) != nil
  }
}
