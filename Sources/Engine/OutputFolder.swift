package import Documents
import Glibc

/// The folder that generated files stand in: all of them are written, or none.
package struct OutputFolder: Sendable {
  package let path: String

  package init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// A file to be written, and what stands in its place.
  package struct Entry: Sendable {
    package var file: GeneratedFile
    /// nil where there is nothing.
    package var old: String?

    package var isChange: Bool { old != file.text }
  }

  /// - Throws: Where what is there can't be read.
  package func entries(_ files: [GeneratedFile]) throws(Problem) -> [Entry] {
    var entries: [Entry] = []
    for file in files {
      let path = place(of: file)
      guard Files.exists(path) else {
        entries.append(Entry(file: file))
        continue
      }
      let bytes = try Files.read(path, otherwise: "is it a file that promwall made?")
      entries.append(Entry(file: file, old: String(decoding: bytes, as: UTF8.self)))
    }
    return entries
  }

  /// Files of somebody's own hand, which are never written over.
  package func edits(in entries: [Entry]) -> [Problem] {
    entries.compactMap { entry in
      guard let old = entry.old, entry.isChange else { return nil }
      let what: String
      switch GeneratedFile.origin(of: old) {
      case .untouched: return nil
      case .edited: what = "was changed by hand since promwall made it"
      case .foreign: what = "was not made by promwall"
      }
      return Problem(
        what: what,
        fix:
          "put what it says into the product's file, and move it away; --diff shows what differs",
        code: "generate.edited",
        file: place(of: entry.file)
      )
    }
  }

  /// Files that promwall made in the same folders of products that are no more.
  package func leftovers(besides files: [GeneratedFile]) -> [Problem] {
    let folders = Set(files.compactMap { $0.path.split(separator: "/").dropLast().first })
    return folders.sorted().flatMap { folder -> [Problem] in
      Self.names(in: "\(path)/\(folder)").sorted().compactMap { name in
        let place = "\(path)/\(folder)/\(name)"
        guard !files.contains(where: { $0.path == "\(folder)/\(name)" }),
          let bytes = try? Files.read(place),
          GeneratedFile.origin(of: String(decoding: bytes, as: UTF8.self)) != .foreign
        else { return nil }
        return Problem(
          what: "is of no product any more",
          fix: "remove it, or Prometheus goes on reading it",
          code: "generate.leftover",
          severity: .warning,
          file: place
        )
      }
    }
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".yml"), !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Writes what changes: each into a file beside its place, and then all at once into their places.
  ///
  /// - Throws: Why not; then nothing has changed.
  package func write(_ entries: [Entry]) throws(Problem) {
    var made: [String] = []
    var written: [(temporary: String, place: String)] = []
    do throws(Problem) {
      for entry in entries where entry.isChange {
        let place = place(of: entry.file)
        try makeFolders(of: place, &made)
        let temporary = "\(place).\(getpid()).new"
        try Files.writeNew(Array(entry.file.text.utf8), to: temporary, mode: 0o644, fix: Self.fix)
        written.append((temporary, place))
      }
      for (temporary, place) in written where rename(temporary, place) != 0 {
        throw Files.unwritten(place, fix: Self.fix)
      }
    } catch {
      for (temporary, _) in written { unlink(temporary) }
      for folder in made.reversed() { rmdir(folder) }
      throw error
    }
  }

  private static let fix = "check the folder and its permissions"

  private func makeFolders(of place: String, _ made: inout [String]) throws(Problem) {
    let parts = place.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    for count in 1...parts.count {
      let folder = parts.prefix(count).joined(separator: "/")
      guard !folder.isEmpty, !Files.exists(folder) else { continue }
      guard mkdir(folder, 0o755) == 0 else { throw Files.unwritten(folder, fix: Self.fix) }
      made.append(folder)
    }
  }

  package func place(of file: GeneratedFile) -> String {
    path.hasSuffix("/") ? path + file.path : "\(path)/\(file.path)"
  }
}
