import Documents
import Engine
import Glibc
import Interface
import ServerSupport
import Support
import Testing

/// Folders of dashboards, and what becomes of them while somebody looks.
@Suite struct ShelvesTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private static func layout(_ title: String) -> String {
    #"{ "title": "\#(title)", "panels": [] }"#
  }

  private func write(_ path: String, _ text: String? = nil) throws {
    var made = folder.path
    for part in path.split(separator: "/").dropLast() {
      made += "/\(part)"
      mkdir(made, 0o700)
    }
    _ = try folder.file(path, text ?? Self.layout(path))
  }

  private func link(_ target: String, _ name: String) {
    #expect(symlink(target, "\(folder.path)/\(name)") == 0)
  }

  /// Below the folder.
  private func found(in name: String = "") -> [String] {
    var walk = FolderWalk()
    return walk.files(in: "\(folder.path)/\(name)").map(\.path).map(short)
  }

  private func short(_ path: String) -> String {
    path.hasPrefix(folder.path + "/") ? String(path.dropFirst(folder.path.count + 1)) : path
  }

  // MARK: - Finding

  @Test func filesComeBeforeTheFoldersBesideThem() throws {
    for name in ["b/y.json", "b/a/x.json", "z.json", "a/b.json", "a/a.json", "c.json"] {
      try write(name)
    }
    #expect(
      found() == ["c.json", "z.json", "a/a.json", "a/b.json", "b/y.json", "b/a/x.json"]
    )
    var walk = FolderWalk()
    let last = try #require(walk.files(in: folder.path + "//").last)
    #expect(last.path == "\(folder.path)/b/a/x.json")
    #expect(last.folders.map(short) == [folder.path, "b", "b/a"])
    #expect(Set(walk.folders.keys.map(short)) == [folder.path, "a", "b", "b/a"])
  }

  @Test func whatIsHiddenOrNoDocumentIsLeftOut() throws {
    for name in ["a.json", ".b.json", ".git/c.json", "d/.e/f.json", "g.txt", "h/schema.json"] {
      try write(name)
    }
    #expect(mkfifo(folder.path + "/pipe.json", 0o600) == 0)
    link("nowhere.json", "dangling.json")
    #expect(found() == ["a.json"])
    #expect(found(in: "none") == [])
    #expect(found(in: ".git") == [".git/c.json"], "one that is named is no secret")
  }

  @Test func linksThatGoRoundEnd() throws {
    try write("a/b/c.json")
    link("..", "a/b/up")
    link("../a", "a/self")
    link("a", "again")
    link("b/c.json", "a/linked.json")
    #expect(found() == ["a/linked.json", "a/b/c.json"])
  }

  @Test func depthIsBounded() throws {
    let deep = (0..<12).map { "d\($0)" }
    for count in 1...12 { try write(deep.prefix(count).joined(separator: "/") + "/x.json") }
    #expect(found().count == FolderWalk.mostDeep - 1)
  }

  // MARK: - The library

  private func shelves(_ configured: String..., named: [String] = []) -> Shelves {
    var shelves = Shelves(
      shipped: [(name: "overview", bytes: Array(Self.layout("Overview").utf8))],
      configured: configured.map { "\(folder.path)/\($0)" }
    )
    shelves.named = named
    return shelves
  }

  private func titles(_ library: Library) -> [String] { library.entries.map(\.title) }

  @Test func whatIsNoDashboardIsNotOffered() throws {
    try write("l/a.json", Self.layout("A"))
    try write("l/config.json", #"{ "environments": {} }"#)
    try write("l/broken.json", "{")
    try write("l/sub/b.json", Self.layout("B"))
    var shelves = shelves("l", "none", "single.json")
    let library = shelves.library()
    #expect(titles(library) == ["A", "B", "broken", "single", "Overview"], "faulty ones last")
    #expect(
      library.entries.map { $0.folders.map(short) } == [["l"], ["l", "l/sub"], ["l"], [], [""]]
    )
    #expect(library.playable == library.files)
  }

  @Test func aFolderOnTheCommandLineComesFirstAndOnce() throws {
    try write("l/a.json", Self.layout("A"))
    try write("l/sub/b.json", Self.layout("B"))
    var shelves = shelves("l", named: ["\(folder.path)/l/sub/", "overview"])
    let library = shelves.library()
    #expect(titles(library) == ["B", "A", "Overview"])
    #expect(library.playable.map(short) == ["l/sub/b.json", "overview"])
    let holds = ["l/sub", "none"].map { shelves.hasDashboards(in: "\(folder.path)/\($0)") }
    #expect(holds == [true, false])
  }

  @Test func aGuestHasWhatIsNamed() throws {
    try write("l/a.json", Self.layout("A"))
    try write("m/b.json", Self.layout("B"))
    var shelves = shelves("l")
    shelves.isClosed = true
    #expect(titles(shelves.library()) == ["A", "Overview"], "without a name all there is")
    shelves.named = ["a"]
    #expect(titles(shelves.library()) == ["A"])
    shelves.configured.append("\(folder.path)/m")
    #expect(titles(shelves.library()) == ["A"])
  }

  @Test func changesAreSeen() throws {
    try write("l/a.json", Self.layout("A"))
    mkdir(folder.path + "/l/sub", 0o700)
    var shelves = shelves("l", "later")
    #expect(titles(shelves.library()) == ["A", "Overview"])
    #expect(!shelves.isOutdated)
    let steps: [(what: String, change: () throws -> Void, titles: [String])] = [
      ("added", { try self.write("l/b.json", Self.layout("B")) }, ["A", "B"]),
      ("below", { try self.write("l/sub/c.json", Self.layout("C")) }, ["A", "B", "C"]),
      ("saved", { try self.write("l/a.json", Self.layout("Alpha")) }, ["Alpha", "B", "C"]),
      ("removed", { unlink(self.folder.path + "/l/b.json") }, ["Alpha", "C"]),
      ("come", { try self.write("later/d.json", Self.layout("D")) }, ["Alpha", "C", "D"]),
      ("gone", { try run("mv", self.folder.path + "/l", self.folder.path + "/x") }, ["D"]),
      (
        "back", { try run("mv", self.folder.path + "/x", self.folder.path + "/l") },
        [
          "Alpha", "C", "D",
        ]
      ),
    ]
    for step in steps {
      try step.change()
      #expect(shelves.isOutdated, "\(step.what)")
      #expect(titles(shelves.library()) == step.titles + ["Overview"], "\(step.what)")
      #expect(!shelves.isOutdated, "\(step.what)")
    }
  }
}
