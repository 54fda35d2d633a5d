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
    if let problem = keepPrivate(descriptor, path: path) {
      close(descriptor)
      throw Stop(problem, Exit.badUsage)
    }
    return Logger(label: "promwall") { _ in FileLog(descriptor: descriptor) }
  }

  /// Makes a file its owner's alone, for the log names servers.
  ///
  /// `open` gives its mode to new files only. Pipes and terminals keep no text, and their modes.
  ///
  /// - Returns: Why that can't be.
  private static func keepPrivate(_ descriptor: Int32, path: String) -> Problem? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let name = ForeignText(path).safe
    guard status.st_uid == geteuid() else {
      return Problem(
        what: "the log file \(name) belongs to another user",
        fix: "--log takes a file of your own"
      )
    }
    let others = S_IRWXG | S_IRWXO
    guard status.st_mode & others != 0 else { return nil }
    guard fchmod(descriptor, status.st_mode & S_IRWXU) != 0 else { return nil }
    let reason = String(cString: strerror(errno)).lowercased()
    return Problem(
      what: "others may read the log file \(name), and its mode can't be changed: \(reason)",
      fix: "--log takes a file whose mode can be 600"
    )
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
