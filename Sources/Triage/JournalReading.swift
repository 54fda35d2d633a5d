package import Documents
import Glibc

/// What a journal says, in its own order.
package struct JournalReading: Sendable {
  package var records: [JournalRecord] = []
  /// Lines that are none of ours, by their numbers from 1: somebody's editor was there.
  package var broken: [Int] = []

  package init() {}
}

extension JournalFile {
  /// A journal larger than this is not read whole.
  package static let mostRead = 256 << 20

  /// Reads it; of a file that isn't there yet, nothing.
  ///
  /// A last line without its end is still being written, or was never confirmed: it is left out.
  package func read() throws(Problem) -> JournalReading {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno != ENOENT else { return JournalReading() }
      throw unread()
    }
    defer { close(descriptor) }
    var reading = JournalReading()
    var (rest, number, total): ([UInt8], Int, Int) = ([], 0, 0)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unread() }
      guard count > 0 else { return reading }
      total += count
      guard total <= Self.mostRead else {
        throw Problem(
          what: "the journal is larger than \(Self.mostRead >> 20) MiB",
          fix: "move its older lines to another file",
          code: "journal.size",
          file: path
        )
      }
      rest += buffer[..<count]
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        if let record = JournalRecord(line: rest[start..<end]) {
          reading.records.append(record)
        } else if end > start {
          reading.broken.append(number)
        }
        start = end + 1
      }
      rest.removeSubrange(..<start)
    }
  }

  private func unread() -> Problem {
    Problem(
      what: "the journal can't be read: \(String(cString: strerror(errno)).lowercased())",
      fix: "check its path and permissions",
      code: "journal.unreadable",
      file: path
    )
  }
}
