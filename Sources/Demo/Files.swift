import Glibc
import Metrics

/// The small files by which the demo and its shell know of each other.
enum Files {
  static func write(_ text: String, to path: String) throws(DemoError) {
    try write(to: path) { emit in emit(text) }
  }

  /// Writes what comes piece by piece.
  static func write(to path: String, _ pieces: ((String) -> Void) -> Void) throws(DemoError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DemoError(what: "\(path) can't be written", fix: "") }
    defer { close(descriptor) }
    var isWhole = true
    pieces { piece in
      isWhole = isWhole && append(piece, to: descriptor)
    }
    guard isWhole else {
      throw DemoError(what: "\(path) can't be written", fix: "is the disk full?")
    }
  }

  private static func append(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeBufferPointer(rebasing: rest)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  static func appears(_ path: String, seconds: Int) async -> Bool {
    for _ in 0..<seconds * 50 {
      if access(path, F_OK) == 0 { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  /// A file's text, of a long one its last 64 KiB; empty where it can't be read.
  static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    lseek(descriptor, max(0, lseek(descriptor, 0, SEEK_END) - off_t(buffer.count)), SEEK_SET)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  /// What a server's log ends with, harmless to print.
  static func lastLine(_ path: String) -> String {
    ForeignText(text(path).split(separator: "\n").last.map(String.init) ?? "no word of why").safe
  }
}
