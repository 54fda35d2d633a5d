import Canvas
import Testing

/// Writing, clipping and copying: nothing gets out, and wide characters stay whole.
struct DrawingTests {
  @Test(
    arguments: [
      ("xy", 0, Int.max, "xycdef", 2), ("xy", 4, .max, "abcdxy", 6), ("xyz", 4, .max, "abcdxy", 6),
      ("xyz", 6, .max, "abcdef", 6), ("xyz", 1_000_000, .max, "abcdef", 1_000_000),
      ("xyz", -1, .max, "yzcdef", 2), ("xyz", -5, .max, "abcdef", -2), ("xyz", 1, 2, "axydef", 3),
      ("xyz", 4, 5, "abcdxy", 6), ("xyz", 1, 0, "abcdef", 1), ("xyz", 1, -3, "abcdef", 1),
      ("", 3, .max, "abcdef", 3), ("漢字", 0, .max, "漢·字·ef", 4), ("漢字", 3, .max, "abc漢·f", 5),
      ("漢", 5, .max, "abcdef", 5), ("漢x", 5, .max, "abcdef", 5), ("漢字", 0, 3, "漢·cdef", 2),
      ("e\u{301}x", 1, .max, "ae\u{301}xdef", 3),
    ] as [(String, Int, Int, String, Int)]
  )
  func textIsCutAtTheEdges(text: String, column: Int, columns: Int, row: String, end: Int) {
    var canvas = Canvas("abcdef")
    let next = canvas.write(text, at: Point(column: column, row: 0), columns: columns)
    #expect(canvas.picture == [row])
    #expect(next == end)
  }

  @Test(arguments: [-1, 1, -1_000_000, 1_000_000])
  func rowsOutsideStayUnwritten(row: Int) {
    var canvas = Canvas("abcdef")
    canvas.write("xyz", at: Point(column: 0, row: row))
    canvas[0, row] = Cell("x")
    #expect(canvas == Canvas("abcdef"))
    #expect(canvas[0, row] == .blank)
    #expect(canvas.row(row).isEmpty)
  }

  @Test(
    arguments: [
      ("x", 0, "x 字·ef"), ("x", 1, " x字·ef"), ("x", 2, "漢·x ef"), ("本", 1, " 本· ef"),
      ("本", 0, "本·字·ef"), ("本", 3, "漢· 本·f"), ("xyz", 1, " xyzef"), ("本", -1, "  字·ef"),
    ]
  )
  func halvesOfAnOverwrittenWideCharacterGoBlank(text: String, column: Int, row: String) {
    var canvas = Canvas("漢字ef")
    canvas.write(text, at: Point(column: column, row: 0))
    #expect(canvas.picture == [row])
  }

  static let bases = ["abcdef", "漢字本", "a漢字b", ""]

  @Test(arguments: bases)
  func writingAnywhereLeavesNoHalf(base: String) {
    for text in ["x", "漢", "x漢", "漢x", "漢字本語"] {
      for column in -4...8 {
        for columns in [0, 1, 2, 3, 4, Int.max] {
          var canvas = Canvas(base, columns: 6)
          canvas.write(text, at: Point(column: column, row: 0), columns: columns)
          #expect(canvas.halves == 0, "\(text) at \(column) over \(base): \(canvas.picture)")
        }
      }
    }
  }

  @Test(arguments: bases)
  func placingAndFillingAnywhereLeaveNoHalf(base: String) {
    for other in ["x", "漢", "x漢", "漢字本語"] {
      for column in -9...8 {
        var canvas = Canvas(base, columns: 6)
        canvas.place(Canvas(other), at: Point(column: column, row: 0))
        #expect(canvas.halves == 0, "\(other) at \(column) over \(base): \(canvas.picture)")
        for columns in 0...8 {
          var canvas = Canvas(base, columns: 6)
          canvas.fill(Rect(column: column, row: 0, columns: columns, rows: 1), with: Cell("."))
          #expect(canvas.halves == 0, "\(columns) at \(column) over \(base): \(canvas.picture)")
        }
      }
    }
  }

  @Test func nothingIsChangedByNothing() {
    for column in -1...6 {
      var canvas = Canvas("漢字本")
      canvas.place(Canvas(size: Size(columns: 0, rows: 1)), at: Point(column: column, row: 0))
      canvas.fill(Rect(column: column, row: 0, columns: 0, rows: 1), with: Cell("."))
      canvas.write("", at: Point(column: column, row: 0))
      canvas.write("\u{200B}", at: Point(column: column, row: 0))
      #expect(canvas == Canvas("漢字本"))
    }
  }

  @Test func placingCopiesWhatFits() {
    var small = Canvas(size: Size(columns: 2, rows: 2))
    small.write("12", at: .zero, style: Style(Color(0xFF0000)))
    small.write("34", at: Point(column: 0, row: 1))
    let places: [(Int, Int, [String])] = [
      (0, 0, ["12..", "34..", "...."]), (3, 2, ["....", "....", "...1"]),
      (-1, -1, ["4...", "....", "...."]), (4, 0, ["....", "....", "...."]),
      (0, -2, ["....", "....", "...."]),
    ]
    for (column, row, picture) in places {
      var canvas = Canvas(size: Size(columns: 4, rows: 3))
      canvas.fill(canvas.bounds, with: Cell("."))
      canvas.place(small, at: Point(column: column, row: row))
      #expect(canvas.picture == picture)
      let reds = (0..<3).flatMap { Array(canvas.row($0)) }.count {
        $0.style == Style(Color(0xFF0000))
      }
      #expect(reds == picture.joined().count { "12".contains($0) })
    }
  }

  @Test(
    arguments: [
      (Rect(column: 1, row: 0, columns: 2, rows: 1), [".##.", "...."]),
      (Rect(column: -5, row: -5, columns: 6, rows: 6), ["#...", "...."]),
      (Rect(column: 3, row: 1, columns: 99, rows: 99), ["....", "...#"]),
      (Rect(column: 4, row: 0, columns: 2, rows: 2), ["....", "...."]),
      (Rect(column: -9, row: 0, columns: 2, rows: 2), ["....", "...."]),
      (Rect(column: 0, row: 0, columns: -1, rows: 2), ["....", "...."]),
      (Rect(column: 0, row: 0, columns: 4, rows: 2), ["####", "####"]),
    ]
  )
  func rectanglesAreClipped(rect: Rect, picture: [String]) {
    var filled = Canvas(size: Size(columns: 4, rows: 2))
    filled.fill(filled.bounds, with: Cell("."))
    var restyled = filled
    filled.fill(rect, with: Cell("#"))
    #expect(filled.picture == picture)
    restyled.restyle(rect) { $0 = $0.bold }
    #expect(restyled.picture == ["....", "...."])
    let bold = (0..<2).map { row in
      String(restyled.row(row).map { $0.style == Style.plain.bold ? "#" : "." })
    }
    #expect(bold == picture)
  }

  @Test func controlCharactersAreDropped() {
    let controls = Array(0..<0x20) + Array(0x7F...0x9F)
    let hidden = [0xAD, 0x200B, 0x200E, 0x202A, 0x202E, 0x2060, 0x2066, 0xFEFF, 0xE0041]
    for value in controls + hidden {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      // Between line ends, because some of these would join a letter before them.
      var canvas = Canvas(size: Size(columns: 4, rows: 1))
      let end = canvas.write("a\n\(Character(scalar))\nb", at: .zero)
      #expect(canvas.picture == ["ab  "], "U+\(String(value, radix: 16))")
      #expect(end == 2)
    }
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    canvas.write("a\r\nb\u{1B}", at: .zero)
    #expect(canvas.picture == ["ab  "])
  }

  /// What can't be printed is a `?` in the canvas already, or columns would shift on output.
  @Test(arguments: ["a\u{200D}", "👩\u{200D}💻", "漢\u{200C}", "🏴\u{E0067}\u{E007F}", "\u{2028}"])
  func charactersWithHiddenPartsAreReplaced(text: String) {
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    canvas.write(text, at: .zero)
    canvas.write("x", at: Point(column: 2, row: 0))
    #expect(canvas.picture == ["? x "])
    #expect(canvas.text() == "? x\n")
  }

  @Test func sizesAndRectanglesKnowTheirEnds() {
    #expect(Size(columns: -3, rows: -1) == .zero)
    #expect(Size(columns: 3, rows: 0).isEmpty)
    #expect("\(Size(columns: 160, rows: 48))" == "160x48")
    #expect(Size(columns: 3, rows: 2).holds(Size(columns: 3, rows: 2)))
    #expect(!Size(columns: 3, rows: 2).holds(Size(columns: 3, rows: 3)))
    let rect = Rect(column: 2, row: 1, columns: 3, rows: 2)
    #expect((rect.left, rect.top, rect.right, rect.bottom) == (2, 1, 5, 3))
    let inside = [(2, 1), (4, 2), (5, 2), (4, 3), (1, 1), (2, 0)].map {
      rect.contains(Point(column: $0.0, row: $0.1))
    }
    #expect(inside == [true, true, false, false, false, false])
  }
}

extension Canvas {
  /// One row that holds a text.
  init(_ text: String, columns: Int? = nil) {
    self.init(size: Size(columns: columns ?? TextWidth.of(text), rows: 1))
    write(text, at: .zero)
  }

  /// The rows, with `·` for the right half of a wide character.
  var picture: [String] {
    (0..<size.rows).map { row in
      String(self.row(row).map { $0.isContinuation ? "·" : $0.character })
    }
  }

  /// Halves of wide characters that stand alone.
  var halves: Int {
    (0..<size.rows).reduce(0) { count, row in
      let cells = Array(self.row(row))
      return count
        + cells.indices.count { column in
          if cells[column].isContinuation {
            return column == 0 || TextWidth.of(cells[column - 1].character) != 2
          }
          let hasRight = column + 1 < cells.count && cells[column + 1].isContinuation
          return TextWidth.of(cells[column].character) == 2 && !hasRight
        }
    }
  }
}
