import Documents
import Engine
import Glibc
import Interface
import ServerSupport
import Support
import Testing

/// Edited queries on their way to the disk.
@Suite struct QueryWriterTests {
  private let folder: TestFolder
  private static let text = """
    { "title": "W", "panels": [
      { "type": "stat", "title": "T", "targets": [{ "expr": "old" }] } ] }\r\n
    """
  private static let new = text.replacing("\"old\"", with: "\"new\"")

  init() throws { folder = try TestFolder() }

  private let changes = [QueryChange(panel: 1, title: "T", target: 0, was: "old", text: "new")]

  private func save(_ path: String) -> Result<String, Problem> {
    Library(shipped: [(name: "uploads", bytes: Array(Self.text.utf8))], files: [path])
      .save(changes, in: path)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  /// Whatever lies in the folder.
  private var names: [String] {
    var names: [String] = []
    guard let handle = opendir(folder.path) else { return [] }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  @Test(arguments: [0o600, 0o644, 0o640, 0o755] as [mode_t])
  func theFileIsReplacedAndKeepsItsMode(mode: mode_t) throws {
    let path = try folder.file("a.json", Self.text, mode: mode)
    #expect(try save(path).get() == path)
    #expect(readFile(path) == Self.new)
    #expect(self.mode(path) & 0o7777 == mode)
    #expect(names == ["a.json"])
  }

  @Test func aSymbolicLinkStays() throws {
    let path = try folder.file("real.json", Self.text)
    let link = folder.path + "/a.json"
    #expect(symlink("real.json", link) == 0)
    #expect(try save(link).get() == link)
    #expect(readFile(path) == Self.new)
    #expect(mode(link) & S_IFMT == S_IFLNK)
    #expect(names == ["a.json", "real.json"])
  }

  @Test func whatSomebodyChangedMeanwhileStays() throws {
    let path = try folder.file("a.json", Self.text.replacing("old", with: "other"))
    let problem = try #require(save(path).error)
    #expect(
      problem.what == "the file has changed: it no longer says there what was opened"
    )
    #expect(readFile(path)?.contains("other") == true)
    let broken = try folder.file("b.json", "{ \"panels\": ")
    #expect(save(broken).error?.code == "json.syntax")
    #expect(readFile(broken) == "{ \"panels\": ")
    let gone = folder.path + "/c.json"
    #expect(save(gone).error?.code == "file.unreadable")
    #expect(names == ["a.json", "b.json"])
  }

  @Test func whatIsChangedAtTheSameMomentStays() throws {
    let path = try folder.file("a.json", Self.text)
    let stamp = Files.stamp(path)
    _ = try folder.file("a.json", "somebody else's")
    let problem = try #require(
      Result { () throws(Problem) in
        try Files.replace(path, with: [1], ifStill: stamp)
      }.error
    )
    #expect(problem.what == "not saved: the file was changed at the same moment")
    #expect(readFile(path) == "somebody else's" && names == ["a.json"])
  }

  /// The n-th piece that is written fails, as on a full disk.
  @Test(arguments: 0..<4)
  func aFullDiskLeavesTheOldFile(after count: Int) throws {
    let path = try folder.file("a.json", Self.text)
    var written = 0
    let problem = try #require(
      Result { () throws(Problem) in
        try Files.replace(path, with: Array(Self.new.utf8), ifStill: Files.stamp(path)) {
          descriptor,
          bytes,
          size in
          guard written < count else {
            errno = ENOSPC
            return -1
          }
          written += 1
          return write(descriptor, bytes, min(size, 7))
        }
      }.error
    )
    #expect(problem.what == "not saved: no space left on device")
    #expect(readFile(path) == Self.text && names == ["a.json"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func whereItMayNotBeWrittenItIsTold() throws {
    let path = try folder.file("a.json", Self.text, mode: 0o400)
    #expect(save(path).error?.what == "not saved: permission denied")
    chmod(path, 0o600)
    chmod(folder.path, 0o500)
    #expect(save(path).error?.what == "not saved: permission denied")
    chmod(folder.path, 0o700)
    #expect(readFile(path) == Self.text && names == ["a.json"])
  }

  @Test func aShippedLayoutHasNoFile() throws {
    let library = Library(shipped: [(name: "uploads", bytes: Array(Self.text.utf8))])
    let problem = try #require(library.save(changes, in: "uploads").error)
    #expect(problem.what == "not saved: this layout is promwall's own and has no file")
    #expect(problem.fix.hasPrefix("save layouts/uploads.json from promwall's sources in"))
  }

  @Test func theWorkerTellsWhatCameOfIt() async throws {
    let path = try folder.file("a.json", Self.text)
    let inbox = Inbox()
    let library = Library(shipped: [], files: [path])
    let worker = Worker(
      sources: [:],
      library: LiveLibrary(library),
      inbox: inbox,
      connect: { CannedSource().source($0) }
    )
    await worker.perform(.saveQueries(file: path, changes))
    await worker.perform(.saveQueries(file: path, changes))
    let results = await collect(inbox, 2).compactMap { message -> Result<String, Problem>? in
      if case .queriesSaved(let result) = message { result } else { nil }
    }
    #expect(results.count { $0.error == nil } == 1, "the second finds another text there")
    #expect(readFile(path) == Self.new)
  }
}
