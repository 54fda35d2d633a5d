import Glibc

/// Finds the JSON files of folders and of the folders in them.
///
/// Each real folder is met once, whatever links lead to it, so that a link to one above ends. What
/// is hidden is left out: editors and mounted settings keep copies there.
package struct FolderWalk: Sendable {
  package struct File: Hashable, Sendable {
    package var path: String
    /// The folders it was found in, outermost first, as paths.
    package var folders: [String]
  }

  /// Every folder looked into and its stamp before; an entry that comes or goes changes it.
  package private(set) var folders: [String: Files.Stamp] = [:]
  private var met: Set<Identity> = []
  private var found = 0

  private struct Identity: Hashable, Sendable { var device, inode: UInt64 }

  /// Deeper, or more, is no collection of dashboards but somebody's whole home.
  package static let (mostDeep, mostFolders, mostFiles) = (8, 1_000, 5_000)

  package init() {}

  /// The files of a folder in the order of their names, then those of its folders in theirs;
  /// schemas are not dashboards.
  package mutating func files(in folder: String) -> [File] {
    files(in: Self.trimmed(folder), below: [])
  }

  private mutating func files(in folder: String, below: [String]) -> [File] {
    guard below.count < Self.mostDeep, folders.count < Self.mostFolders,
      let stamp = Files.stamp(folder), let entries = unmet(folder)
    else { return [] }
    folders[folder] = stamp
    let names = entries.sorted()
    let trail = below + [folder]
    let path = { (name: String) in folder == "/" ? "/\(name)" : "\(folder)/\(name)" }
    var files: [File] = []
    var inner: [String] = []
    for name in names {
      switch Self.kind(of: path(name)) {
      case S_IFDIR: inner.append(path(name))
      case S_IFREG where Self.isDocument(name) && found < Self.mostFiles:
        found += 1
        files.append(File(path: path(name), folders: trail))
      default: break
      }
    }
    return files + inner.flatMap { self.files(in: $0, below: trail) }
  }

  /// The names in a folder that wasn't met before, hidden ones left out.
  private mutating func unmet(_ folder: String) -> [String]? {
    guard let handle = opendir(folder) else { return nil }
    defer { closedir(handle) }
    var status = stat()
    guard fstat(dirfd(handle), &status) == 0,
      met.insert(Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))).inserted
    else { return nil }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Of what a link leads to; a pipe would hold up whoever opens it.
  private static func kind(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  private static func isDocument(_ name: String) -> Bool {
    name.hasSuffix(".json") && !name.hasSuffix("schema.json")
  }

  /// Without the slashes at its end.
  private static func trimmed(_ folder: String) -> String {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
