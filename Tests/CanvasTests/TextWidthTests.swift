import Canvas
import Support
import Testing

struct TextWidthTests {
  @Test(
    arguments: [
      ("", 0), ("a", 1), (" ", 1), ("~", 1), ("\u{1B}", 0), ("\u{7F}", 0), ("\t", 0), ("\r\n", 0),
      ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("\u{200B}", 0), ("\u{202E}", 0), ("\u{9B}", 0),
      ("ß", 1), ("Ж", 1), ("א", 1), ("─", 1), ("█", 1), ("⣿", 1), ("…", 1), ("°", 1),
      ("漢", 2), ("あ", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("Ａ", 2), ("ｱ", 1),
      ("　", 2), ("\u{303F}", 1), ("𠀀", 2), ("⌚", 2), ("☔", 2), ("☀", 1), ("☀\u{FE0F}", 2),
      ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("😀", 2), ("👍🏽", 2), ("🚀", 2), ("🇩🇪", 2),
      ("🇩", 1), ("a漢b", 4), ("plain text", 10), ("naïve", 5),
    ]
  )
  func widthInColumns(text: String, columns: Int) {
    #expect(TextWidth.of(text) == columns)
    #expect(text.reduce(0) { $0 + TextWidth.of($1) } == columns)
  }

  @Test(
    arguments: [
      ("abc", 3, "abc"), ("abc", 4, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""),
      ("abcd", -1, ""), ("", 0, ""), ("", -1, ""), ("漢字", 4, "漢字"), ("漢字", 3, "漢…"),
      ("漢字", 2, "…"), ("a漢字", 3, "a…"), ("a漢字", 4, "a漢…"),
      ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ]
  )
  func textIsFitted(text: String, columns: Int, fitted: String) {
    #expect(text.fitted(to: columns) == fitted)
    #expect(text[...].fitted(to: columns) == fitted)
  }

  @Test(
    arguments: [
      ("ab", 5, "ab   ", "   ab", " ab  "), ("abc", 3, "abc", "abc", "abc"),
      ("abcd", 3, "ab…", "ab…", "ab…"), ("漢字", 3, "漢…", "漢…", "漢…"),
      ("漢字", 2, "… ", " …", "… "), ("", 2, "  ", "  ", "  "), ("ab", 0, "", "", ""),
      ("ab", -4, "", "", ""),
    ]
  )
  func textIsPadded(text: String, columns: Int, left: String, right: String, center: String) {
    #expect(text.padded(to: columns) == left)
    #expect(text.padded(to: columns, alignment: .right) == right)
    #expect(text.padded(to: columns, alignment: .center) == center)
  }

  @Test(arguments: 0..<20)
  func paddedIsAsWideAsAsked(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let letters: [Character] = ["a", "é", "漢", "😀", " ", "e\u{301}", "\u{200B}", "🇩🇪"]
    for _ in 0..<200 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          letters[Int.random(in: letters.indices, using: &random)]
        }
      )
      let columns = Int.random(in: 0...14, using: &random)
      let alignment = try #require(TextAlignment.allCases.randomElement(using: &random))
      let padded = text.padded(to: columns, alignment: alignment)
      #expect(TextWidth.of(padded) == columns, "“\(text)” to \(columns): “\(padded)”")
      #expect(TextWidth.of(text.fitted(to: columns)) <= columns)
    }
  }
}
