import Documents
import Engine
import Interface
import Panels
import ServerSupport
import Support
import Testing

/// The dashboards that can be opened by name.
@Suite struct LibraryTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private static func layout(
    _ title: String,
    product: String? = nil,
    colors: [(String, String)] = []
  ) -> String {
    let named = product.map { #""product": "\#($0)","# } ?? ""
    let table = colors.map { #""\#($0.0)": "\#($0.1)""# }.joined(separator: ", ")
    return #"{ "title": "\#(title)", \#(named) "colors": { \#(table) }, "panels": [] }"#
  }

  private static func shipped(
    _ layouts: (name: String, text: String)...
  ) -> [(name: String, bytes: [UInt8])] {
    layouts.map { (name: $0.name, bytes: Array($0.text.utf8)) }
  }

  private let shipped = Self.shipped(
    (name: "overview", text: layout("Shipped overview")),
    (name: "uploads", text: layout("Shipped uploads"))
  )

  private func title(_ name: String, in library: Library) throws -> String {
    try library.open(name).get().dashboard.title
  }

  // MARK: - Names

  @Test func aShippedLayoutHasABareName() throws {
    let library = Library(shipped: shipped)
    let opened = try library.open("uploads").get()
    #expect(opened.dashboard.title == "Shipped uploads")
    #expect(opened.dashboard.file == "uploads")
    #expect(library.path(of: "uploads") == nil)
    #expect(library.has("uploads") && !library.has("upload"))
  }

  @Test func onesOwnFolderComesFirst() throws {
    let path = try folder.file("uploads.json", Self.layout("My uploads"))
    let library = Library(shipped: shipped, files: Library.expanded([folder.path]))
    #expect(try title("uploads", in: library) == "My uploads")
    #expect(try title(path, in: library) == "My uploads")
    #expect(try title("overview", in: library) == "Shipped overview")
    #expect(library.path(of: "uploads") == path)
    #expect(try library.open("uploads").get().dashboard.file == path)
  }

  @Test func ofTwoFilesOfOneNameTheFirstIsMeant() throws {
    let other = try TestFolder()
    _ = try folder.file("a.json", Self.layout("First"))
    let second = try other.file("a.json", Self.layout("Second"))
    let library = Library(
      shipped: [],
      files: Library.expanded([folder.path, other.path])
    )
    #expect(try title("a", in: library) == "First")
    #expect(try title(second, in: library) == "Second")
  }

  @Test func aPathNeedsNoPlaceInTheLibrary() throws {
    let path = try folder.file("elsewhere.json", Self.layout("Elsewhere"))
    let library = Library(shipped: shipped)
    #expect(try title(path, in: library) == "Elsewhere")
    #expect(library.has(path))
    #expect(!library.has(folder.path), "a folder is no dashboard")
  }

  @Test(arguments: [
    ("uplaods", "did you mean \"uploads\"?"), ("Overview", "did you mean \"overview\"?"),
    ("nothing-like-it", "the layouts are overview, uploads"),
  ])
  func whatIsntThereIsTold(name: String, fix: String) throws {
    let problem = try #require(Library(shipped: shipped).open(name).error)
    #expect(problem.what == "there is no layout or file \"\(name)\"")
    #expect(problem.fix == fix)
    #expect(problem.code == "file.missing")
  }

  @Test func schemasAndOtherFilesAreSkipped() throws {
    for name in ["b.json", "a.json", "schema.json", "layout.schema.json", ".hidden.json", "c.txt"] {
      _ = try folder.file(name, Self.layout(name))
    }
    let single = try folder.file("single.txt", Self.layout("single"))
    let wanted = ["\(folder.path)/a.json", "\(folder.path)/b.json"]
    #expect(Library.expanded([single, folder.path]) == [single] + wanted)
  }

  @Test func eachIsOfferedOnceByItsTitle() throws {
    let own = try folder.file("uploads.json", Self.layout("My uploads"))
    let broken = try folder.file("zz.json", "{ no")
    let library = Library(shipped: shipped, files: Library.expanded([folder.path]))
    #expect(
      library.entries == [
        LibraryEntry(file: own, title: "My uploads"), LibraryEntry(file: broken, title: "zz"),
        LibraryEntry(
          file: "overview",
          title: "Shipped overview",
          folders: [LibraryEntry.shipped]
        ),
      ]
    )
    #expect(library.names == ["uploads", "zz", "overview"])
  }

  /// Reading the others of a product for each of them would be four million dashboards.
  @Test(.timeLimit(.minutes(1)))
  func aLongListIsReadOnce() {
    let layouts = (0..<2_000).map { number in
      (
        name: "l\(number)",
        bytes: Array(Self.layout("T\(number)", product: "p", colors: [("a", "blue")]).utf8)
      )
    }
    let entries = Library(shipped: layouts).entries
    #expect(entries.count == 2_000)
    #expect(
      entries.last
        == LibraryEntry(
          file: "l1999",
          title: "T1999",
          folders: [LibraryEntry.shipped],
          product: "p"
        )
    )
  }

  // MARK: - What can't be opened

  @Test func faultsHaveFileAndPlace() throws {
    let path = try folder.file("broken.json", "{\n  \"panels\": [,]\n}")
    let problem = try #require(Library(shipped: []).open(path).error)
    #expect(problem.file == path)
    #expect(problem.position == SourcePosition(line: 2, column: 14))
    let settings = try folder.file("config.json", #"{ "environments": [] }"#)
    let none = try #require(Library(shipped: []).open(settings).error)
    #expect(none.what == "this is no dashboard")
    #expect(none.file == settings)
  }

  @Test func aFaultyPanelIsOpenedWithItsProblem() throws {
    let text = #"{ "title": "T", "panels": [{ "type": "pie", "title": "P" }] }"#
    let path = try folder.file("pie.json", text)
    let opened = try Library(shipped: []).open(path).get()
    #expect(opened.dashboard.panels.count == 1)
    #expect(opened.problems.count == 1)
    #expect(opened.problems.first?.file == path)
  }

  // MARK: - Colours

  private func colors(_ name: String, in library: Library) throws -> [String] {
    try library.open(name).get().dashboard.colors.map { "\($0.value) \($0.color)" }
  }

  @Test func coloursOfAProductAreShared() throws {
    let first = try folder.file(
      "first.json",
      Self.layout("1", product: "catalog", colors: [("xml", "blue"), ("pdf", "red")])
    )
    let layouts = Self.shipped(
      (name: "second", text: Self.layout("2", product: "catalog", colors: [("csv", "green")])),
      (name: "alien", text: Self.layout("3", product: "other", colors: [("jpg", "orange")])),
      (name: "none", text: Self.layout("4", colors: [("mail", "yellow")])),
      (name: "broken", text: "{")
    )
    let library = Library(shipped: layouts, files: [first])
    #expect(try colors("second", in: library) == ["csv green", "xml blue", "pdf red"])
    #expect(try colors("alien", in: library) == ["jpg orange"])
    #expect(try colors("none", in: library) == ["mail yellow"])
    // By its bare name too it has its own colours once.
    #expect(try colors(first, in: library) == ["xml blue", "pdf red", "csv green"])
    #expect(try colors("first", in: library) == ["xml blue", "pdf red", "csv green"])
  }

  @Test func onesOwnColourOfAValueCounts() throws {
    let layouts = Self.shipped(
      (name: "a", text: Self.layout("A", product: "p", colors: [("xml", "blue")])),
      (name: "b", text: Self.layout("B", product: "p", colors: [("xml", "red")]))
    )
    let library = Library(shipped: layouts)
    #expect(try colors("a", in: library) == ["xml blue", "xml red"])
    let table = ColorTable(try library.open("b").get().dashboard.colors)
    #expect(table == ColorTable([DashboardColor(value: "xml", color: "red")]))
  }
}
