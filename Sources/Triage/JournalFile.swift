package import Documents
import Glibc

/// The journal: the only state that promwall owns, one line for each thing that somebody did.
///
/// Lines are only ever appended, by several people and processes at once: each takes the file's
/// lock, writes, and has the disk confirm it before anybody is told that it is done.
package struct JournalFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// A longer line is somebody's pasted log and not a note.
  package static let mostBytes = 16_384

  /// Appends a line and waits until it is on the disk.
  ///
  /// - Throws: Why not; the journal is then as it was.
  package func append(_ record: JournalRecord) throws(Problem) {
    let bytes = Array((record.line + "\n").utf8)
    guard bytes.count <= Self.mostBytes else { throw Self.tooLong(bytes.count) }
    let descriptor = try opened()
    defer { close(descriptor) }
    let end = try mended(descriptor)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        let problem = unwritten()
        ftruncate(descriptor, end)
        throw problem
      }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else {
      let problem = unwritten()
      ftruncate(descriptor, end)
      throw problem
    }
  }

  private static func tooLong(_ count: Int) -> Problem {
    Problem(
      what: "the text is too long for the journal: \(count) bytes",
      fix: "write at most \(mostBytes)",
      code: "journal.length"
    )
  }

  /// Whether a line could be appended now, so that nothing is done that can't be written down.
  ///
  /// - Parameter record: What is to be written; without, only the file is looked at.
  /// - Throws: Why not.
  package func check(_ record: JournalRecord? = nil) throws(Problem) {
    if let count = record.map({ $0.line.utf8.count + 1 }), count > Self.mostBytes {
      throw Self.tooLong(count)
    }
    let descriptor = try opened()
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unwritten() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(
        what: "the journal is no regular file",
        fix: "name another one as \"journal\" in the settings",
        code: "journal.unwritten",
        file: path
      )
    }
    // A full disk says so before anything is done and not after. What this leaves behind if it is
    // killed here is cut off as a torn line is.
    let end = try mended(descriptor)
    let fault = posix_fallocate(descriptor, end, off_t(Self.mostBytes))
    ftruncate(descriptor, end)
    guard fault == 0 || fault == EOPNOTSUPP || fault == EINVAL else { throw unwritten(fault) }
  }

  /// The file, made if it isn't there, and its lock, which ends with the descriptor.
  private func opened() throws(Problem) -> Int32 {
    while true {
      let isNew = access(path, F_OK) != 0
      if isNew { try makeFolder() }
      let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o660)
      guard descriptor >= 0 else { throw unwritten() }
      while lock(descriptor) != 0 {
        guard errno == EINTR else {
          let problem = unwritten()
          close(descriptor)
          throw problem
        }
      }
      // Whoever rotates files may have moved this one away while we waited.
      var (mine, named) = (stat(), stat())
      if fstat(descriptor, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino,
        mine.st_dev == named.st_dev
      {
        if isNew { syncFolder() }
        return descriptor
      }
      close(descriptor)
    }
  }

  private func lock(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX) }

  /// Cuts off what somebody left who was killed while writing: it was never confirmed.
  ///
  /// A whole record whose line end an editor has lost gets it back, and a file that holds no line of
  /// a journal is somebody else's.
  ///
  /// - Returns: The file's length.
  private func mended(_ descriptor: Int32) throws(Problem) -> off_t {
    let length = lseek(descriptor, 0, SEEK_END)
    let tail = max(0, length - off_t(2 * Self.mostBytes))
    var bytes = [UInt8](repeating: 0, count: Int(length - tail))
    guard pread(descriptor, &bytes, bytes.count, tail) == bytes.count else { throw unwritten() }
    guard let last = bytes.last, last != UInt8(ascii: "\n") else { return length }
    let start = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if JournalRecord(line: bytes[start...]) != nil {
      guard Glibc.write(descriptor, "\n", 1) == 1 else { throw unwritten() }
      return length + 1
    }
    let head = Array(#"{"v":"#.utf8)
    let isOurs = tail == 0 && bytes.prefix(head.count).elementsEqual(head.prefix(bytes.count))
    guard start > 0 || isOurs else {
      throw Problem(
        what: "this is no journal: it ends without a line",
        fix: "name another file as \"journal\" in the settings",
        code: "journal.foreign",
        file: path
      )
    }
    let end = tail + off_t(start)
    guard ftruncate(descriptor, end) == 0 else { throw unwritten() }
    return end
  }

  private func makeFolder() throws(Problem) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
      if made == "//" { made = "" }
      guard !part.isEmpty, access(made, F_OK) != 0 else { continue }
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw unwritten() }
    }
  }

  /// A new name is on the disk only with its folder.
  private func syncFolder() {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func unwritten(_ fault: Int32 = errno) -> Problem {
    Problem(
      what: "the journal can't be written: \(String(cString: strerror(fault)).lowercased())",
      fix: "nothing was done; make room, or name another file as \"journal\" in the settings",
      code: "journal.unwritten",
      file: path
    )
  }
}
