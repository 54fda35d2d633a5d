import Documents
import Engine
import Glibc
import Interface
import ServerSupport
import Testing

/// Each test waits for a look or two of the watcher, a second each.
@MainActor @Suite(.timeLimit(.minutes(5))) struct WatchFileTests {
  private let folder: TestFolder
  private let inbox = Inbox()
  private let open = OpenFile()

  init() throws { folder = try TestFolder() }

  private static func layout(_ title: String) -> String {
    #"{ "title": "\#(title)", "panels": [] }"#
  }

  /// Starts the watcher and lets it look once.
  private func watching() async -> Task<Void, Never> {
    let (open, inbox) = (open, inbox)
    let task = Task {
      await watchFile(open, library: LiveLibrary(Library(shipped: [])), inbox: inbox)
    }
    await Task.yield()
    return task
  }

  @Test func aSaveIsTold() async throws {
    let path = try folder.file("a.json", Self.layout("Before"))
    open.set(path)
    let task = await watching()
    _ = try folder.file("a.json", Self.layout("After"))
    let opened = await collect(inbox, 1).compactMap(\.opened)
    task.cancel()
    await task.value
    #expect(opened.map(\.file) == [path])
    #expect(try opened.first?.result.get().dashboard.title == "After")
  }

  @Test func aSaveByRenameIsTold() async throws {
    let path = try folder.file("a.json", Self.layout("Before"))
    open.set(path)
    let task = await watching()
    let new = try folder.file("a.json.new", Self.layout("Renamed"))
    #expect(rename(new, path) == 0)
    let opened = await collect(inbox, 1).compactMap(\.opened)
    task.cancel()
    #expect(try opened.first?.result.get().dashboard.title == "Renamed")
  }

  @Test func aBrokenEditIsToldAndThenItsMending() async throws {
    let path = try folder.file("a.json", Self.layout("Before"))
    open.set(path)
    let task = await watching()
    _ = try folder.file("a.json", #"{ "title": "#)
    let broken = await collect(inbox, 1).compactMap(\.opened)
    _ = try folder.file("a.json", Self.layout("Mended"))
    let mended = await collect(inbox, 1).compactMap(\.opened)
    task.cancel()
    #expect(broken.map(\.file) == [path])
    #expect(broken.first?.result.error?.file == path)
    #expect(try mended.first?.result.get().dashboard.title == "Mended")
  }

  @Test func aFileThatWasGoneIsToldWhenItIsBack() async throws {
    let path = try folder.file("a.json", Self.layout("Before"))
    open.set(path)
    let task = await watching()
    #expect(unlink(path) == 0)
    // Long enough for a look at nothing.
    try await Task.sleep(for: .milliseconds(1_500))
    #expect(inbox.drain().isEmpty)
    _ = try folder.file("a.json", Self.layout("Back again"))
    let opened = await collect(inbox, 1).compactMap(\.opened).last
    task.cancel()
    #expect(try opened?.result.get().dashboard.title == "Back again")
  }

  @Test func anotherFileIsNoChange() async throws {
    let first = try folder.file("a.json", Self.layout("A"))
    let second = try folder.file("b.json", Self.layout("Another"))
    open.set(first)
    let task = await watching()
    open.set(second)
    try await Task.sleep(for: .milliseconds(1_500))
    _ = try folder.file("a.json", Self.layout("A was saved"))
    _ = try folder.file("b.json", Self.layout("B was saved"))
    let opened = await collect(inbox, 1).compactMap(\.opened)
    task.cancel()
    #expect(opened.map(\.file) == [second])
    #expect(open.path == second)
  }
}
