import Canvas
import Documents
import Interface
import Layouts
import Metrics
import Panels
import Support
import Testing

/// The shipped wall over a day that never changes; its golden stands in the README.
struct WallTests {
  private func screen(
    columns: Int,
    rows: Int,
    theme: Theme = .dark,
    depth: ColorDepth = .truecolor
  ) throws -> Canvas {
    let bytes = try #require(ShippedLayouts.all.first { $0.name == "overview" }).bytes
    let text = String(decoding: bytes, as: UTF8.self)
    var robot = Robot(try Fixture.state(columns: columns, rows: rows, layout: text))
    robot.state.look.theme = theme
    robot.state.look.depth = depth
    robot.server.isWall = true
    robot.wait(.zero)
    return robot.screen
  }

  @Test(arguments: [(160, 48), (80, 24)])
  func theWall(columns: Int, rows: Int) throws {
    try expectGolden(try screen(columns: columns, rows: rows), "wall-\(columns)x\(rows)")
  }

  @Test(arguments: Theme.all.dropFirst())
  func theWallInEachTheme(theme: Theme) throws {
    let canvas = try screen(columns: 80, rows: 24, theme: theme, depth: theme.deepest)
    try expectGolden(canvas, "wall-80x24-\(theme.name)")
    // The same words in every theme: no state is told by its colour alone.
    let dark = try screen(columns: 80, rows: 24, depth: theme.deepest)
    #expect(canvas.text() == dark.text())
    let isPainted = theme.grounding == .painted
    for row in 0..<24 {
      for cell in canvas.row(row) where isPainted { #expect(!cell.style.background.isTerminal) }
    }
  }

  @Test func aPaleGroundOnSixteenColours() throws {
    let canvas = try screen(columns: 80, rows: 24, theme: .light, depth: .sixteen)
    try expectGolden(canvas, "wall-80x24-light-16")
    // Nothing bright is lost on white.
    for row in 0..<24 {
      for cell in canvas.row(row) where cell.style.background == Theme.light.ground {
        #expect(![7, 9, 10, 11, 12, 13, 14, 15].contains(cell.style.foreground.sixteenIndex))
      }
    }
  }

  @Test func theReadmeShowsTheScreenAsItIs() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let readme = try #require(readFile("/\(root)/README.md"))
    let rows = try screen(columns: 80, rows: 24).text()
    #expect(readme.contains(rows), "paste the golden wall-80x24 into README.md")
    for key in KeyHelp.all + KeyHelp.replay {
      #expect(readme.contains("| `\(key.keys)` | \(key.what) |"))
    }
  }
}

/// The wall's numbers: made up, but shaped like a product's day.
enum Wall {
  private static let fileTypes = ["xml", "pdf", "xlsx", "jpg", "csv", "docx"]
  private static let stages = [
    ("receive", 2.1, 1.4), ("validate", 6.4, 3.9), ("convert", 18.7, 7.2), ("load", 41.3, 22.8),
    ("index", 9.2, 5.0),
  ]
  private static let queues = [
    ("orders", 73.0), ("catalog.import", 31), ("opus.sync", 8), ("bitrix.push", 4), ("mail", 0),
  ]

  static func series(_ query: Query, now: Timestamp) -> [Series] {
    let times = times(query.span, now: now)
    let expression = query.expression
    func series(_ labels: Labels, _ value: (Int) -> Double) -> Series {
      Series(labels: labels, timestamps: times, values: times.indices.map(value))
    }
    if expression.hasPrefix("up{") { return [series(["job": "catalog"]) { _ in 1 }] }
    if expression.contains("stage_duration") {
      return stages.flatMap { name, bitrix, opus in
        [
          series(["system": "bitrix", "stage": name]) { _ in bitrix },
          series(["system": "opus", "stage": name]) { _ in opus },
        ]
      }
    }
    if expression.contains("rabbitmq") {
      return queues.map { name, value in series(["queue": name]) { _ in value } }
    }
    if expression.contains("level='error'") { return [series([:]) { _ in 1 }] }
    if expression.contains("log_messages") { return [series(["level": "warn"]) { _ in 3 }] }
    let isByHand = expression.contains("manual")
    let size = expression.contains("opus") ? 0.6 : 1
    return fileTypes.enumerated().compactMap { place, name in
      guard !isByHand || place % 2 == 1 else { return nil }
      return series(["file_type": name]) { index in
        let isOpen = times.count == 1
        let wave = Double((index * 37 + place * 11) % 17) / 17
        let late = isByHand ? max(0, Double(index) - 40) / 90 : 1
        let count = (34 - 5 * Double(place)) * size * late * (0.7 + 0.5 * wave)
        return (isOpen ? count / 2 : count).rounded()
      }
    }
  }

  private static func times(_ span: Query.Span, now: Timestamp) -> [Int64] {
    switch span {
    case .instant(let moment): return [(moment ?? now).milliseconds]
    case .range(let range, let step):
      return Array(
        stride(
          from: range.start.milliseconds,
          through: range.end.milliseconds,
          by: Int(step.milliseconds)
        )
      )
    }
  }
}
