package import Documents
import Glibc

/// Reading files that people write.
package enum Files {
  /// Larger ones are no documents.
  package static let maximumBytes = 32 << 20

  package static func read(
    _ path: String,
    maximumBytes: Int = maximumBytes,
    otherwise fix: String = "is it a dashboard?"
  ) throws(Problem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw problem(path) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= maximumBytes else {
        throw Problem(
          what: "the file is larger than \(maximumBytes >> 20) MiB",
          fix: fix,
          code: "file.size",
          file: path
        )
      }
    }
  }

  /// Writes a file that isn't there yet.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - path: Where; nothing that stands there is ever touched.
  ///   - mode: Who may read it.
  ///   - fix: What to do where it can't be written.
  /// - Throws: Why not, nothing half written left behind.
  package static func writeNew(
    _ bytes: [UInt8],
    to path: String,
    mode: UInt32 = 0o600,
    fix: String = "start promwall in a folder of your own"
  ) throws(Problem) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw unwritten(path, fix: fix) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let problem = unwritten(path, fix: fix)
        close(descriptor)
        unlink(path)
        throw problem
      }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
  }

  /// By `errno`.
  static func unwritten(_ path: String, fix: String) -> Problem {
    let reason = String(cString: strerror(errno)).lowercased()
    return Problem(
      what: "can't be written: \(reason)",
      fix: fix,
      code: "file.unwritten",
      file: path
    )
  }

  private static func problem(_ path: String) -> Problem {
    let reason = String(cString: strerror(errno)).lowercased()
    return Problem(
      what: "can't be read: \(reason)",
      fix: "check the path and its permissions",
      code: "file.unreadable",
      file: path
    )
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The same from the root and without links, so that it names the file wherever it is read.
  package static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What changes when a file is saved; nil while it isn't there.
  package static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      seconds: Int(status.st_mtim.tv_sec),
      nanoseconds: Int(status.st_mtim.tv_nsec),
      size: Int(status.st_size),
      inode: UInt64(status.st_ino)
    )
  }

  package struct Stamp: Hashable, Sendable {
    var seconds, nanoseconds, size: Int
    var inode: UInt64
  }
}
