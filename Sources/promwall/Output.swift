import ArgumentParser
import Documents
import Glibc
import Metrics

/// Standard output and standard error, and how the program ends.
enum Output {
  static func write(_ text: String, to stream: Int32 = STDOUT_FILENO) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(stream, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// One clear sentence on standard error.
  static func complain(_ problem: Problem) {
    write("promwall: \(problem.description)\n", to: STDERR_FILENO)
  }

  static var progressIsSeen: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Why a command ends other than well.
enum Exit {
  static let badDocument = ExitCode(1)
  static let noAnswer = ExitCode(3)
  static let someAnswers = ExitCode(4)
  static let badUsage = ExitCode(64)
}
