import Documents
import Engine
import Glibc
import Logging
import Metrics

/// Lines of what happens, at the end of the file that `--log` names.
///
/// Each event is one write to a file that only grows, so that two processes may share it. What was
/// said elsewhere reaches a line in its safe form alone.
struct FileLog: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Where nobody asked for a log.
  static var silent: Logger { Logger(label: "promwall") { _ in SwiftLogNoOpLogHandler() } }

  static func open(_ path: String) throws(Stop) -> Logger {
    // A pipe that nobody reads must not hold us up.
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    let descriptor = Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw Stop(
        Problem(
          what: "the log file \(ForeignText(path).safe) can't be opened: \(reason)",
          fix: "--log takes a file that you may write"
        ),
        Exit.badUsage
      )
    }
    return Logger(label: "promwall") { _ in FileLog(descriptor: descriptor) }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let words =
      [Self.time(Clock.now), event.level.rawValue, ForeignText(event.message.description).safe]
      + fields.map { "\($0.key)=\(Self.quoted($0.value.description))" }
    Output.write(words.joined(separator: " ") + "\n", to: descriptor)
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  private static func time(_ moment: Timestamp) -> String {
    let civil = Zone.utc.civil(moment)
    let rest = String(1_000 + moment.milliseconds % 1_000).dropFirst()
    return "\(civil.date)T\(civil.clockWithSeconds).\(rest)Z"
  }

  private static func quoted(_ text: String) -> String {
    let safe = ForeignText(text).safe
    let needsQuotes = safe.isEmpty || safe.contains { " \"=".contains($0) }
    return needsQuotes ? "\"\(safe.replacing("\"", with: "\\\""))\"" : safe
  }
}
