import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// `D` where dashboards stand in several folders.
struct FolderTests {
  private static let shipped = [
    LibraryEntry(file: "overview", title: "Overview", folders: [LibraryEntry.shipped]),
    LibraryEntry(file: "prometheus", title: "Prometheus", folders: [LibraryEntry.shipped]),
  ]

  private static func entry(_ path: String, _ title: String) -> LibraryEntry {
    let parts = path.split(separator: "/").map(String.init)
    let folders = (2..<parts.count).map { "/" + parts[..<$0].joined(separator: "/") }
    return LibraryEntry(file: path, title: title, folders: folders)
  }

  private static let mine = [
    entry("/srv/wall/catalog.json", "Catalog uploads"),
    entry("/srv/wall/orders.json", "Orders"),
    entry("/srv/wall/payments/cards.json", "Cards"),
    entry("/srv/wall/payments/eu/sepa.json", "SEPA transfers"),
    entry("/srv/night/jobs.json", "Jobs of the night"),
  ]

  private static let loose = LibraryEntry(file: "draft.json", title: "Draft")

  private func robot(
    _ library: [LibraryEntry] = [loose] + mine + shipped,
    open: String = "/srv/wall/payments/cards.json",
    rows: Int = 24
  ) throws -> Robot {
    var state = try Fixture.state(columns: 80, rows: rows)
    state.library = library
    state.dashboard.file = open
    var robot = Robot(state)
    robot.wait(.zero)
    robot.press(.character("D"))
    return robot
  }

  /// Each line of the list without its details.
  private func lines(_ robot: Robot) -> [String] {
    robot.text.split(separator: "\n").dropFirst(2).dropLast().map { line in
      String(line.firstMatch(of: #/^[ >]*\S+( \S+)*/#)?.output.0 ?? "")
    }
  }

  /// The text of the line that Enter would take.
  private func selected(_ robot: Robot) -> String? {
    lines(robot).first { $0.hasPrefix(" >") }.map { String($0.drop { " >▾▸".contains($0) }) }
  }

  @Test func foldersAreHeadingsAndAllOpenWhereThereIsRoom() throws {
    let robot = try robot()
    try expectGolden(robot.screen, "folders-80x24")
    #expect(selected(robot) == "Cards")
  }

  @Test func whereThereIsNoRoomOnlyTheOpenDashboardsFolderIsOpen() throws {
    let robot = try robot(rows: 14)
    #expect(
      lines(robot)
        == [
          "   Draft", "   ▾ wall", "     Catalog uploads", "     Orders", "     ▾ payments",
          " >     Cards", "       ▸ eu", "   ▸ night", "   ▸ shipped with promwall",
        ]
    )
  }

  @Test func enterAndArrowsOpenAndClose() throws {
    var robot = try robot()
    robot.press(.left)
    #expect(selected(robot) == "payments")
    robot.press(.left)
    #expect(!robot.text.contains("Cards") && !robot.text.contains("SEPA"))
    #expect(selected(robot) == "payments", "the open dashboard is in there")
    robot.press(.left)
    #expect(selected(robot) == "wall")
    robot.press(.enter)
    #expect(!robot.text.contains("Orders"))
    robot.press(.down)
    #expect(selected(robot) == "night", "over what is seen")
    robot.press(.left, .right)
    #expect(robot.text.contains("Jobs of the night"))
    robot.press(.right, .home, .left, .right)
    #expect(selected(robot) == "Draft", "what has no folder stays where it is")
    robot.press(.end)
    #expect(selected(robot) == "Prometheus")
    robot.press(.pageUp)
    #expect(selected(robot) == "Draft")
    #expect(robot.effects.allSatisfy { if case .open = $0 { false } else { true } })
    robot.press(.down, .enter, .down, .enter)
    #expect(robot.effects.last == .open(file: "/srv/wall/catalog.json"))
  }

  @Test func aFilterLooksIntoClosedFoldersAndNamesThem() throws {
    var robot = try robot()
    robot.press(.home, .down, .left, .end, .up, .up, .left)
    robot.type("o")
    #expect(
      lines(robot).prefix(5) == [
        " > Catalog uploads", "   Orders", "   Jobs of the night", "   Overview", "   Prometheus",
      ],
      "\(robot.text)"
    )
    #expect(robot.text.contains("/srv/night") && robot.text.contains("shipped with promwall"))
    robot.type("vern")
    #expect(robot.text.contains("nothing matches"))
    for _ in 0..<5 { robot.press(.backspace) }
    robot.type("sepa")
    #expect(robot.text.contains("/srv/wall/payments/eu"))
    robot.press(.enter)
    #expect(robot.effects.last == .open(file: "/srv/wall/payments/eu/sepa.json"))
  }

  @Test(arguments: [
    shipped, Array(mine.prefix(2)) + shipped, [loose] + shipped, [loose] + mine.prefix(2),
  ])
  func oneFolderIsAFlatList(library: [LibraryEntry]) throws {
    let robot = try robot(library, open: "/srv/wall/catalog.json")
    #expect(lines(robot).count == library.count && !robot.text.contains("▾"))
    for entry in library {
      #expect(robot.text.contains(entry.title) && robot.text.contains(entry.file))
    }
  }

  @Test func anOpenListKeepsItsChoiceWhenAFileComes() throws {
    var robot = try robot()
    let new = Self.entry("/srv/wall/a.json", "Alpha")
    robot.send(.listed([new] + Self.mine, playable: []))
    #expect(selected(robot) == "Cards" && robot.text.contains("Alpha"))
    robot.send(.listed(Self.mine.filter { $0.title != "Cards" }, playable: []))
    #expect(!robot.text.contains("Cards") && selected(robot) != nil)
    robot.send(.listed([], playable: []))
    #expect(robot.text.contains("nothing matches"))
    robot.press(.enter, .left, .right, .down)
  }

  @Test func hostileNamesChangeNoTerminal() throws {
    let evil = "\u{1B}[31m\u{202E}x"
    let library = [
      LibraryEntry(file: "/a/\(evil).json", title: evil, folders: ["/a"]),
      LibraryEntry(file: "/\(evil)/b.json", title: "B", folders: ["/\(evil)"]),
    ]
    let robot = try robot(library, open: "")
    #expect(!robot.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }
}
