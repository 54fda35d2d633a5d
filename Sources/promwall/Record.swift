import ArgumentParser
import Canvas
import Dispatch
import Documents
import Engine
import Glibc
import Interface
import Logging
import Metrics

struct Record: Command {
  static let configuration = CommandConfiguration(
    abstract: "Keep every answer with its time in one file, for `promwall replay`.",
    discussion: """
      Every panel is asked as often as on a screen, until Ctrl-C, --for or --max-size. Whatever
      ends it, what was complete till then can be replayed. The file holds what the screen shows,
      and no credentials.
      """
  )

  @Argument(
    help: ArgumentHelp("A layout, a file or a Grafana dashboard.", valueName: "name or file"),
    completion: .file(extensions: ["json"])
  )
  var dashboard: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The file to make; never over one.", valueName: "file")
  )
  var output: String

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("End after so long: 10m.", valueName: "span")
  )
  var length: String?

  @Option(help: ArgumentHelp("End when the file is so large: 256MB.", valueName: "size"))
  var maxSize = ByteCount(bytes: 256_000_000)

  @Option(help: ArgumentHelp("Columns and rows that steps are chosen for.", valueName: "size"))
  var size = SizeArgument(Size(columns: 160, rows: 48))

  @OptionGroup var options: CommonOptions

  func validate() throws {
    try options.requireOneEnvironment()
    if options.readOnly {
      throw ValidationError("--read-only writes nothing; a recording is a file")
    }
    if let length, Duration(promQL: length).map({ $0 < .seconds(1) }) ?? true {
      throw ValidationError(
        "--for \"\(ForeignText(length).safe)\" is no span; write one such as 30s, 10m or 8h"
      )
    }
  }

  func run(log: Logger) async throws {
    var launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    guard !launch.options.readOnly else {
      throw Stop(
        Problem(what: "a guest writes nothing; a recording is a file", fix: ""),
        Exit.badUsage
      )
    }
    let opened = try launch.open([dashboard])
    let state = launch.state(opened, size: size.size, look: Look())
    var writer = try writer(of: state, library: launch.library)
    let engine = launch.engine()
    let signals = Self.watchSignals(engine.inbox)
    defer { signals.forEach { $0.cancel() } }
    let isSeen = Output.progressIsSeen
    let limits = RecordingLimits(
      length: length.flatMap { Duration(promQL: $0) },
      bytes: maxSize.bytes
    )
    let outcome: Result<RecordingProgress, Problem>
    do throws(Problem) {
      outcome = .success(
        try await record(
          state,
          inbox: engine.inbox,
          into: &writer,
          limits: limits,
          perform: engine.perform
        ) { progress in
          if isSeen { Output.write("\r\u{1B}[K\(progress.text)", to: STDERR_FILENO) }
        }
      )
    } catch {
      outcome = .failure(error)
    }
    if isSeen { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
    await engine.stop()
    try tell(outcome)
  }

  private func writer(of state: State, library: Library) throws(Stop) -> RecordingWriter {
    let document: [UInt8]
    do throws(Problem) {
      document = try library.content(of: state.dashboard.file).bytes
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    do throws(Problem) {
      return try RecordingWriter(
        output,
        header: RecordingHeader(state, document: document, version: Promwall.version),
        dashboard: state.dashboard,
        at: state.now
      )
    } catch {
      throw Stop(error, Exit.badUsage)
    }
  }

  /// A signal ends a recording as `Ctrl-C` ends a screen.
  private static func watchSignals(_ inbox: Inbox) -> [any DispatchSourceSignal] {
    // A limit on the size of files is told as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { inbox.post(.keyPressed(.control("c"))) }
      source.resume()
      return source
    }
  }

  private func tell(_ outcome: Result<RecordingProgress, Problem>) throws(Stop) {
    let name = ForeignText(output).safe
    switch outcome {
    case .failure(let problem): throw Stop(problem, Exit.badDocument)
    case .success(let progress):
      Output.write("\(name): \(progress.text)\n", to: STDERR_FILENO)
      if progress.bytes >= maxSize.bytes {
        Output.complain("the recording is as large as it may be; --max-size gives it more room")
      }
      if progress.answers == 0, let problem = progress.problem {
        throw Stop(problem, Exit.noAnswer)
      }
    }
  }
}

extension RecordingProgress {
  /// Such as `12m30s, 340 answers, 2 failures, 1.2 MB`.
  fileprivate var text: String {
    let seconds = Duration.seconds(max(0, elapsed.milliseconds / 1_000))
    let failed = failures == 0 ? "" : ", \(failures) failure\(failures == 1 ? "" : "s")"
    let answered = "\(answers) answer\(answers == 1 ? "" : "s")"
    return "\(seconds.promQL), \(answered)\(failed), \(ByteCount(bytes: bytes))"
  }
}

/// A size such as `256MB`, in steps of a thousand.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  private static let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]

  init(bytes: Int) { self.bytes = bytes }

  /// At least 100 kB, at most what a replay reads.
  init?(argument: String) {
    guard let (unit, width) = Self.units.first(where: { argument.hasSuffix($0.0) }),
      let count = Double(argument.dropLast(unit.count)), count.isFinite
    else { return nil }
    let bytes = count * Double(width)
    guard (100_000...Double(RecordingFile.maximumBytes)).contains(bytes) else { return nil }
    self.bytes = Int(bytes)
  }

  var description: String {
    guard let (unit, width) = Self.units.first(where: { bytes >= $0.1 }) else {
      return "\(bytes) B"
    }
    let tenths = bytes * 10 / width
    return tenths % 10 == 0 || tenths >= 1_000
      ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
  }

  var defaultValueDescription: String { description.replacing(" ", with: "") }
}
