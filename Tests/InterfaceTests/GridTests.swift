import Canvas
import Documents
import Interface
import Support
import Testing

/// Where panels stand, for many sizes.
struct GridTests {
  /// The wall of the pictures: four charts, three below, the alerts.
  private let wall: [Grid.Item] = [
    item(0, x: 0, y: 0, w: 12, h: 9), item(1, x: 12, y: 0, w: 12, h: 9),
    item(2, x: 0, y: 9, w: 12, h: 8), item(3, x: 12, y: 9, w: 12, h: 8),
    item(4, x: 0, y: 17, w: 12, h: 8), item(5, x: 12, y: 17, w: 8, h: 8),
    item(6, x: 20, y: 17, w: 4, h: 8), item(7, x: 0, y: 25, w: 24, h: 8),
  ]

  private static func item(
    _ panel: Int,
    x: Int,
    y: Int,
    w: Int,
    h: Int,
    minimum: Size = Size(columns: 8, rows: 3)
  ) -> Grid.Item {
    Grid.Item(panel: panel, grid: GridPosition(x: x, y: y, w: w, h: h), minimum: minimum)
  }

  @Test(arguments: [(160, 43), (80, 21), (200, 60), (40, 30), (21, 25)])
  func nothingOverlapsAndNothingIsOutside(columns: Int, rows: Int) {
    let size = Size(columns: columns, rows: rows)
    let grid = Grid(wall, size: size, fits: true)
    for page in grid.pages {
      for (index, place) in page.enumerated() {
        #expect(place.rect.left >= 0 && place.rect.right <= columns)
        #expect(place.rect.top >= 0 && place.rect.bottom <= max(rows, place.rect.bottom))
        for other in page[(index + 1)...] { #expect(!overlap(place.rect, other.rect)) }
      }
    }
    #expect(Set(grid.pages.flatMap { $0 }.map(\.panel)) == Set(0..<8))
  }

  @Test func aWideWallUsesEveryRowOfOnePage() {
    let grid = Grid(wall, size: Size(columns: 160, rows: 43), fits: true)
    #expect(grid.pages.count == 1)
    #expect(grid.pages[0].map(\.rect.bottom).max() == 43)
    #expect(grid.pages[0][0].rect == Rect(column: 0, row: 0, columns: 79, rows: 12))
    #expect(grid.pages[0][1].rect.left == 81)
  }

  /// A heading is one line, and where nothing stands no lines are lost; a short dashboard is half as
  /// high again as a browser would have it.
  @Test(arguments: [true, false]) func headingsAreOneLine(fits: Bool) {
    let heading = { (panel: Int, y: Int) in
      Grid.Item(
        panel: panel,
        grid: GridPosition(x: 0, y: y, w: 24, h: 1),
        minimum: Size(columns: 8, rows: 1),
        isHeading: true
      )
    }
    let items = [
      heading(0, 0), Self.item(1, x: 0, y: 1, w: 24, h: 8), heading(2, 9), heading(3, 14),
    ]
    let places = Grid(items, size: Size(columns: 200, rows: 50), fits: fits).pages[0]
    #expect(places.map(\.rect.size.rows) == [1, fits ? 47 : 21, 1, 1])
    #expect(places.map(\.rect.top) == (fits ? [0, 1, 48, 49] : [0, 1, 22, 23]))
  }

  /// At 80 columns three panels don't share a row: the widest gets its own.
  @Test func aNarrowWallMovesTheCrowdedRowApart() throws {
    let grid = Grid(wall, size: Size(columns: 80, rows: 21), fits: true)
    let stage = try #require(grid.pages[0].first { $0.panel == 4 })
    let queues = try #require(grid.pages[0].first { $0.panel == 5 })
    let errors = try #require(grid.pages[0].first { $0.panel == 6 })
    #expect(stage.rect.size.columns == 80)
    #expect(queues.rect.top == stage.rect.bottom)
    #expect(errors.rect.top == queues.rect.top)
    #expect(errors.rect.right == 80)
  }

  @Test func whatWouldBeTooSmallGoesToANextPage() {
    let grid = Grid(wall, size: Size(columns: 80, rows: 9), fits: true)
    #expect(grid.pages.count > 1)
    for place in grid.pages.flatMap({ $0 }) { #expect(place.rect.size.rows >= 3) }
  }

  @Test func aScrollingDashboardKeepsABrowsersProportions() {
    let grid = Grid(wall, size: Size(columns: 224, rows: 20), fits: false)
    #expect(grid.pages.count == 1)
    #expect(grid.pages[0].map(\.rect.bottom).max() == 66)
  }

  @Test func noRoomAndNoPanelsAreNoTrap() {
    #expect(Grid([], size: Size(columns: 80, rows: 24), fits: true).pages == [[]])
    #expect(Grid(wall, size: .zero, fits: true).pages == [[]])
    for columns in 0..<30 {
      for rows in 0..<12 {
        _ = Grid(wall, size: Size(columns: columns, rows: rows), fits: true)
        _ = Grid(wall, size: Size(columns: columns, rows: rows), fits: false)
      }
    }
  }

  private func overlap(_ a: Rect, _ b: Rect) -> Bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  }
}
