import Canvas
import Testing

/// What is drawn with block elements, braille and half blocks.
struct GlyphTests {
  private let red = Color(0xFF0000)
  private let blue = Color(0x0000FF)

  @Test func blocksFillByEighths() {
    #expect(String((-1...9).map(Blocks.lower)) == "  ▁▂▃▄▅▆▇██")
    #expect(String((-1...9).map(Blocks.left)) == "  ▏▎▍▌▋▊▉██")
    for (eighths, scalar) in zip(1...8, 0x2581...0x2588 as ClosedRange<UInt32>) {
      #expect(Blocks.lower(eighths).unicodeScalars.map(\.value) == [scalar])
      #expect(Blocks.left(eighths).unicodeScalars.map(\.value) == [0x2590 - UInt32(eighths)])
    }
  }

  // MARK: - Dots

  @Test(
    arguments: [
      (0, 0, "⠁"), (0, 1, "⠂"), (0, 2, "⠄"), (0, 3, "⡀"), (1, 0, "⠈"), (1, 1, "⠐"), (1, 2, "⠠"),
      (1, 3, "⢀"),
    ] as [(Int, Int, Character)]
  )
  func eachBrailleDotHasItsBit(x: Int, y: Int, glyph: Character) {
    var dots = Dots(size: Size(columns: 1, rows: 1), glyphs: .braille)
    dots.set(Dots.Dot(x: x, y: y), red)
    #expect(picture(dots) == [String(glyph)])
  }

  @Test(
    arguments: [
      (GlyphSet.braille, 6, 8, "⣿"), (.block, 3, 4, "█"), (.ascii, 3, 2, "*"),
    ]
  )
  func aFullGridIsFullInEachGlyphSet(glyphs: GlyphSet, width: Int, height: Int, glyph: String) {
    var dots = Dots(size: Size(columns: 3, rows: 2), glyphs: glyphs)
    #expect((dots.width, dots.height) == (width, height))
    #expect(picture(dots) == ["   ", "   "])
    for x in -1...width { for y in -1...height { dots.set(Dots.Dot(x: x, y: y), red) } }
    #expect(picture(dots) == Array(repeating: String(repeating: glyph, count: 3), count: 2))
  }

  @Test func halvesOfABlock() {
    var dots = Dots(size: Size(columns: 3, rows: 1), glyphs: .block)
    for (x, y) in [(0, 0), (1, 1), (2, 0), (2, 1)] { dots.set(Dots.Dot(x: x, y: y), red) }
    #expect(picture(dots) == ["▀▄█"])
  }

  @Test func theLastDotColoursItsCell() {
    var dots = Dots(size: Size(columns: 2, rows: 1), glyphs: .braille)
    dots.set(Dots.Dot(x: 0, y: 0), red)
    dots.set(Dots.Dot(x: 1, y: 3), blue)
    dots.set(Dots.Dot(x: 2, y: 0), red)
    var canvas = Canvas("ab")
    dots.draw(on: &canvas, at: .zero)
    #expect(canvas[0, 0] == Cell("⢁", Style(blue)))
    #expect(canvas[1, 0] == Cell("⠁", Style(red)))
  }

  @Test func cellsWithoutDotsKeepWhatStandsThere() {
    var dots = Dots(size: Size(columns: 3, rows: 1), glyphs: .ascii)
    dots.set(Dots.Dot(x: 1, y: 0), red)
    var canvas = Canvas("abcd")
    dots.draw(on: &canvas, at: Point(column: 1, row: 0))
    #expect(canvas.picture == ["ab*d"])
    // Out of the canvas on both sides.
    dots.draw(on: &canvas, at: Point(column: 3, row: 0))
    dots.draw(on: &canvas, at: Point(column: -1, row: 0))
    #expect(canvas.picture == ["*b*d"])
  }

  @Test(
    arguments: [
      (0, 0, 3, 3, ["⠑⢄"]), (3, 3, 0, 0, ["⠑⢄"]), (0, 3, 3, 0, ["⡠⠊"]), (0, 0, 3, 0, ["⠉⠉"]),
      (0, 3, 3, 3, ["⣀⣀"]), (1, 0, 1, 3, ["⢸ "]), (2, 1, 2, 1, [" ⠂"]),
      (-1_000_000_000, -1_000_000_000, 1_000_000_000, 1_000_000_000, ["⠑⢄"]),
      (1, -1_000_000_000, 1, 1_000_000_000, ["⢸ "]),
      (-1_000_000_000, 3, 1_000_000_000, 3, ["⣀⣀"]),
      (0, -5, 3, -5, ["  "]), (0, 99, 3, 99, ["  "]), (-9, 0, -9, 3, ["  "]), (4, 0, 4, 3, ["  "]),
      (-1_000_000_000, 4, 4, 1_000_000_000, ["  "]),
    ] as [(Int, Int, Int, Int, [String])]
  )
  func linesAreStraightAndCut(x: Int, y: Int, toX: Int, toY: Int, rows: [String]) {
    var dots = Dots(size: Size(columns: 2, rows: 1), glyphs: .braille)
    dots.line(from: Dots.Dot(x: x, y: y), to: Dots.Dot(x: toX, y: toY), red)
    #expect(picture(dots) == rows)
  }

  /// A line to a point far above the grid leaves it as steeply as it should.
  @Test func aCutLineKeepsItsSlope() {
    var dots = Dots(size: Size(columns: 8, rows: 4), glyphs: .ascii)
    dots.line(from: Dots.Dot(x: 0, y: 3), to: Dots.Dot(x: 300, y: -297), red)
    #expect(picture(dots) == ["   *    ", "  *     ", " *      ", "*       "])
    var steep = Dots(size: Size(columns: 8, rows: 4), glyphs: .ascii)
    steep.line(from: Dots.Dot(x: 0, y: 3), to: Dots.Dot(x: 7, y: -697), red)
    #expect(picture(steep) == Array(repeating: "*       ", count: 4))
  }

  @Test func theFarthestPointsDoNoHarm() {
    let far = [Int.min, -1, 0, 3, Int.max]
    for x in far {
      for y in far {
        var dots = Dots(size: Size(columns: 2, rows: 2), glyphs: .braille)
        dots.set(Dots.Dot(x: x, y: y), red)
        dots.line(from: Dots.Dot(x: x, y: y), to: Dots.Dot(x: y, y: x), red)
        dots.line(from: Dots.Dot(x: x, y: y), to: Dots.Dot(x: 0, y: 0), red)
        #expect(picture(dots)[0].first != " ", "\(x) \(y)")
      }
    }
  }

  @Test(arguments: GlyphSet.allCases)
  func noDotsInNoRoom(glyphs: GlyphSet) {
    for size in [Size.zero, Size(columns: 0, rows: 3), Size(columns: 3, rows: 0)] {
      var dots = Dots(size: size, glyphs: glyphs)
      dots.line(from: Dots.Dot(x: -2, y: -2), to: Dots.Dot(x: 2, y: 2), red)
      #expect(dots.width * dots.height == 0)
      #expect(picture(dots).allSatisfy { $0.isEmpty || !$0.contains { $0 != " " } })
    }
  }

  private func picture(_ dots: Dots) -> [String] {
    var canvas = Canvas(size: dots.size)
    dots.draw(on: &canvas, at: .zero)
    return canvas.picture
  }

  // MARK: - Big digits

  @Test(
    arguments: [
      ("", 0), ("8", 4), ("1", 3), ("10", 8), ("-5", 8), ("1.5", 10), ("1 5", 11), ("1k", nil),
      ("NaN", nil), ("٣", nil),
    ] as [(String, Int?)]
  )
  func bigDigitsKnowTheirWidth(text: String, columns: Int?) {
    #expect(BigDigits.columns(text) == columns)
  }

  @Test func bigDigitsAreDrawnWithHalfBlocks() {
    #expect(
      big("-1.5", .block) == [
        "    ▄█    █▀▀▀",
        "▄▄▄  █    █▄▄▄",
        "     █       █",
        "    ▀▀▀ ▀ ▀▀▀▀",
      ]
    )
  }

  @Test func bigDigitsInASCII() {
    #expect(big("7", .ascii) == ["####", "  ##", " ## ", " #  "])
  }

  @Test func everyDigitIsItsOwn() {
    let shapes = (0...9).map { big("\($0)", .block) }
    #expect(Set(shapes).count == 10)
    for (digit, shape) in shapes.enumerated() {
      #expect(shape.count == BigDigits.rows)
      #expect(shape[0].count == BigDigits.columns("\(digit)"))
    }
  }

  @Test func bigDigitsAreCutAtTheEdge() {
    var canvas = Canvas(size: Size(columns: 3, rows: 2))
    BigDigits.draw("8", on: &canvas, at: Point(column: 1, row: -1), style: .plain, glyphs: .block)
    #expect(canvas.picture == [" █▄", " █ "])
  }

  private func big(_ text: String, _ glyphs: GlyphSet) -> [String] {
    let columns = BigDigits.columns(text) ?? 0
    var canvas = Canvas(size: Size(columns: columns, rows: BigDigits.rows))
    BigDigits.draw(text, on: &canvas, at: .zero, style: Style(red), glyphs: glyphs)
    return canvas.picture
  }
}
