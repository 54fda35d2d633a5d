import ArgumentParser
import Canvas
import Documents
import Glibc
import Metrics
import Terminal

/// Standard output and standard error.
enum Output {
  static func write(_ text: String, to stream: Int32 = STDOUT_FILENO) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(stream, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// What was drawn; where the locale has ASCII alone, with a stand-in for whatever else is in it.
  static func show(_ drawn: String, glyphs: GlyphSet) {
    write(glyphs == .ascii ? String(drawn.map(ASCII.standIn)) : drawn)
  }

  /// One clear sentence on standard error.
  static func complain(_ sentence: String) { write("promwall: \(sentence)\n", to: STDERR_FILENO) }

  static var progressIsSeen: Bool { isatty(STDERR_FILENO) == 1 }
}

enum Exit {
  static let badDocument = ExitCode(1)
  static let noAnswer = ExitCode(3)
  static let someAnswers = ExitCode(4)
  static let badUsage = ExitCode(64)
}

/// Why a command ends other than well: what is told, and the exit code.
struct Stop: Error {
  /// None where standard output has told everything.
  var problems: [Problem]
  var code: ExitCode

  init(_ problems: [Problem], _ code: ExitCode) {
    self.problems = problems
    self.code = code
  }

  init(_ problem: Problem, _ code: ExitCode) { self.init([problem], code) }

  func tell() { problems.forEach { Output.complain($0.description) } }
}
