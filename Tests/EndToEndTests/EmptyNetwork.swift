import Glibc
import Support

/// A network where nobody listens, whatever runs on this machine.
enum EmptyNetwork {
  struct Taken: Error, CustomStringConvertible { var description: String }

  /// The words before a command that is to find nobody at a port of this machine.
  ///
  /// - Returns: Those that give it a network of its own; none where that isn't allowed here, and
  ///   nobody listens.
  /// - Throws: Who listens, where one does and it can't be kept from the command.
  static func words(port: Int) async throws -> [String] {
    let words = ["unshare", "--map-root-user", "--net"]
    let trial = try? Child(words + ["true"], environment: Program.environment(home: "/"))
    if await trial?.end(within: 10) == 0 { return words }
    guard let listener = listener(on: port) else { return [] }
    throw Taken(
      description: "port \(port) is taken by \(listener), so that this test proves nothing;"
        + " stop it, or let this user run: \(words.joined(separator: " ")) true"
    )
  }

  /// Who listens at a port, as `prometheus (process 42)`; nil where nobody does.
  static func listener(on port: Int) -> String? {
    let sockets = ["tcp", "tcp6"].flatMap { inodes(port: port, table: "/proc/net/\($0)") }
    guard !sockets.isEmpty else { return nil }
    for process in names(in: "/proc") where process.allSatisfy(\.isNumber) {
      for descriptor in names(in: "/proc/\(process)/fd")
      where sockets.contains(link("/proc/\(process)/fd/\(descriptor)")) {
        let name = readFile("/proc/\(process)/comm")?.prefix { $0 != "\n" } ?? "a program"
        return "\(name) (process \(process))"
      }
    }
    return "a program of another user"
  }

  /// The sockets that listen at a port, as their descriptors' links name them: `socket:[4711]`.
  private static func inodes(port: Int, table: String) -> [String] {
    (readFile(table) ?? "").split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      let listens = "0A"
      guard fields.count > 9, fields[3] == listens,
        fields[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) }) == port
      else { return nil }
      return "socket:[\(fields[9])]"
    }
  }

  private static func link(_ path: String) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink(path, &buffer, buffer.count)
    let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The names in a folder; none where it can't be read.
func names(in folder: String) -> [String] {
  guard let handle = opendir(folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
    )
  }
  return names
}
