import Glibc
import Synchronization

/// Why there is no zone of a name.
package enum ZoneFault: Error, Hashable, Sendable {
  /// The database has none of that name.
  case unknown
  /// It has, but its file can't be read or makes no sense.
  case damaged
  /// There is no database on this machine.
  case noDatabase
}

/// The time zone database of this machine: `TZDIR`, else `/usr/share/zoneinfo`.
package enum ZoneDatabase {
  /// Each file is read once: documents name their zone again at every reload.
  private static let known = Mutex<[String: NamedZone]>([:])
  private static let maximumBytes = 1 << 20

  /// The rules of a name such as `Europe/Prague`.
  package static func zone(_ name: String) throws(ZoneFault) -> NamedZone {
    if let zone = known.withLock({ $0[name] }) { return zone }
    guard isName(name) else { throw .unknown }
    guard let bytes = read("\(folder)/\(name)") else {
      throw access(folder, F_OK) != 0 ? .noDatabase : exists(name) ? .damaged : .unknown
    }
    guard let zone = NamedZone(name: name, file: bytes) else { throw .damaged }
    known.withLock { $0[name] = zone }
    return zone
  }

  /// The names that people live by, one of each country at least.
  package static var names: [String] {
    guard let bytes = read("\(folder)/zone.tab") else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.compactMap { line in
      let fields = line.split(separator: "\t")
      return line.hasPrefix("#") || fields.count < 3 ? nil : String(fields[2])
    }
  }

  /// Names come from documents of strangers: a name that leaves the folder is none.
  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= 64, !name.hasPrefix("/") else { return false }
    return !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "_+-/".utf8.contains(byte)
        }
      }
  }

  private static var folder: String {
    guard let folder = getenv("TZDIR"), folder.pointee != 0 else { return "/usr/share/zoneinfo" }
    return String(cString: folder)
  }

  /// A folder is no zone: `Europe`.
  private static func exists(_ name: String) -> Bool {
    var about = stat()
    return stat("\(folder)/\(name)", &about) == 0 && about.st_mode & S_IFMT == S_IFREG
  }

  private static func read(_ path: String) -> [UInt8]? {
    // A pipe must not be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= maximumBytes {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }
}
