import Glibc

/// A file that holds one secret, read anew each time it is needed.
package enum SecretFile {
  /// The trimmed text; failures are `secretFile`.
  ///
  /// A file that others may read or write is refused: a secret that everybody on the machine knows
  /// is none.
  package static func read(_ path: String) throws(TransportError) -> String {
    do throws(TransportError.SecretFault) {
      return try text(path)
    } catch {
      throw .secretFile(WebAddress.shown(path), error)
    }
  }

  private static let limit = 65_536

  private static func text(_ path: String) throws(TransportError.SecretFault) -> String {
    // Never wait for the other end of a pipe.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_mode & 0o077 == 0 else { throw .tooOpen(mode: Int(status.st_mode & 0o777)) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count)
      }
      guard got >= 0 else { throw .unreadable }
      if got == 0 { break }
      count += got
    }
    guard count <= limit else { throw .tooLarge }
    let text = Form.trimmed(String(decoding: bytes[..<count], as: UTF8.self)[...])
    guard !text.isEmpty else { throw .empty }
    return text
  }
}

/// What tells whether a file changed: where it lies, how long it is and when it was written.
struct FileStamp: Hashable {
  private var numbers: [Int]

  /// Stamps of several files; one that can't be looked at has a stamp of its own.
  static func of(_ paths: [String]) -> [FileStamp] {
    paths.map { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return FileStamp(numbers: [Int(errno)]) }
      return FileStamp(numbers: [
        Int(status.st_dev), Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec,
        status.st_mtim.tv_nsec,
      ])
    }
  }
}

/// The wall clock, which `Date` headers are compared with.
package enum WallClock {
  /// Milliseconds since 1970 UTC.
  package static func milliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
