import Canvas
import Interface
import Support
import Testing

/// The line editor, and how its text lies over rows.
struct QueryTextTests {
  /// `|` is the cursor.
  private func text(_ marked: String) -> QueryText {
    var text = QueryText(marked.replacing("|", with: ""))
    text.move(to: Array(marked).firstIndex(of: "|") ?? 0)
    return text
  }

  private func marked(_ text: QueryText) -> String {
    String(text.characters[..<text.cursor]) + "|" + String(text.characters[text.cursor...])
  }

  static let keys: [(before: String, key: Key, after: String)] = [
    ("a|b", .character("x"), "ax|b"), ("|", .character("x"), "x|"), ("|ab", .left, "|ab"),
    ("a|b", .left, "|ab"), ("ab|", .right, "ab|"), ("a|b", .control("b"), "|ab"),
    ("a|b", .control("f"), "ab|"), ("a|b", .home, "|ab"), ("a|b", .control("a"), "|ab"),
    ("a|b", .end, "ab|"), ("a|b", .control("e"), "ab|"), ("a|b", .backspace, "|b"),
    ("|ab", .backspace, "|ab"), ("a|b", .delete, "a|"), ("ab|", .delete, "ab|"),
    ("a|b", .control("d"), "a|"), ("sum(rate|", .control("w"), "sum(|"),
    ("sum(|rate", .control("w"), "sum|rate"), ("sum  |x", .control("w"), "|x"),
    ("a == |", .control("w"), "a |"), ("|x", .control("w"), "|x"), ("ab|cd", .control("u"), "|cd"),
    ("ab|cd", .control("k"), "ab|"), ("a|", .paste("sum(\r\n  b)\rc"), "asum(\n  b)\nc|"),
    ("世|界", .backspace, "|界"), ("e|", .character("\u{301}"), "e\u{301}|"),
    ("e|x", .paste("\u{301}"), "e\u{301}|x"), ("🇨|", .character("🇿"), "🇨🇿|"),
    ("a|", .paste(""), "a|"),
  ]

  @Test(arguments: keys)
  func aKeyDoesWhatItDoesEverywhere(before: String, key: Key, after: String) {
    var text = text(before)
    let isOwn = text.press(key)
    #expect(isOwn)
    #expect(marked(text) == after)
  }

  @Test(arguments: [Key.enter, .escape, .tab, .up, .down, .pageUp, .control("s"), .click(.zero)])
  func otherKeysAreNotItsOwn(key: Key) {
    var text = text("a|b")
    let isOwn = text.press(key)
    #expect(!isOwn)
    #expect(marked(text) == "a|b")
  }

  @Test func itHoldsNoMoreThanAQuery() {
    var text = QueryText(String(repeating: "x", count: 100_000))
    #expect(text.characters.count == QueryText.limit)
    text.insert("more")
    #expect(text.characters.count == QueryText.limit)
    _ = text.press(.home)
    _ = text.press(.paste(String(repeating: "y", count: 5)))
    #expect(text.characters.count == QueryText.limit)
  }

  /// Rows between `/`, the cursor's cell after.
  static let layouts: [(text: String, columns: Int, rows: String, column: Int, row: Int)] = [
    ("|", 4, "", 0, 0), ("abcd|", 4, "abcd/", 0, 1), ("abc|d", 4, "abcd", 3, 0),
    ("abcde|", 4, "abcd/e", 1, 1), ("ab\n|c", 4, "ab/c", 0, 1), ("ab|\nc", 4, "ab/c", 2, 0),
    ("\n\n|", 4, "//", 0, 2), ("a界界|", 4, "a界/界", 2, 1), ("a界|界", 4, "a界/界", 0, 1),
    ("a\tb|", 8, "a b", 3, 0), ("a\u{1B}b|", 8, "a␛b", 3, 0), ("\u{301}|", 8, "?", 1, 0),
    ("\u{202E}|x", 8, "‹202E›x", 6, 0), ("abcd\n|e", 4, "abcd//e", 0, 2),
    ("abcd|\ne", 4, "abcd//e", 0, 1),
  ]

  @Test(arguments: layouts)
  func itWrapsAndTheCursorIsSeen(
    text: String,
    columns: Int,
    rows: String,
    column: Int,
    row: Int
  ) {
    let layout = QueryRows(self.text(text), columns: columns)
    #expect(layout.rows.map { $0.pieces.map(\.text).joined() }.joined(separator: "/") == rows)
    #expect(layout.cursor == Point(column: column, row: row))
  }

  @Test func upAndDownFindTheirPlace() {
    let layout = QueryRows(text("abcdef\n|gh\n\nij"), columns: 4)
    #expect(layout.cursor == Point(column: 0, row: 2))
    #expect(layout.place(row: 1, column: 0) == 4)
    #expect(layout.place(row: 1, column: 3) == 6, "behind the line's last")
    #expect(layout.place(row: 0, column: 9) == 3, "on a row that goes on its last")
    #expect(layout.place(row: 3, column: 2) == 10, "an empty row")
    #expect(layout.place(row: 4, column: 1) == 12)
    #expect(layout.place(row: 5, column: 0) == nil)
    #expect(layout.place(row: -1, column: 0) == nil)
  }

  @Test(arguments: 0..<40)
  func whateverIsTypedItStaysWhole(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let pieces: [Key] =
      "ab({\"'\\\n\t$#,=~ \u{301}\u{200D}界🇨🇿👩".map { Key.character($0) } + [
        .left, .right, .home, .end, .backspace, .delete, .control("w"), .control("u"),
        .control("k"), .paste("\u{301}\r\nx\u{FE0F}"), .paste("👩\u{200D}👩"),
      ]
    var text = QueryText("sum(x)")
    for _ in 0..<400 {
      _ = text.press(pieces.randomElement(using: &random) ?? .left)
      #expect((0...text.characters.count).contains(text.cursor))
      #expect(Array(text.text) == text.characters, "no character is two")
      let columns = Int.random(in: 0...30, using: &random)
      let layout = QueryRows(text, columns: columns)
      #expect(layout.cursor.column < max(2, columns))
      for row in -1...layout.rows.count {
        if let place = layout.place(row: row, column: 3) {
          #expect((0...text.characters.count).contains(place))
        }
      }
    }
  }
}
