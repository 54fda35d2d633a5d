import Metrics
import Testing

/// What a server says can't command a terminal, hide, or flood a screen.
struct ForeignTextTests {
  @Test(
    arguments: [
      ("plain text ~", "plain text ~"), ("", ""), ("é漢😀", "é漢😀"), ("e\u{301}", "e\u{301}"),
      ("❤\u{FE0F}", "❤\u{FE0F}"), ("a\u{1B}[31mb", "a␛[31mb"), ("\u{7}", "␇"), ("a\rb", "a␍b"),
      ("\r\n", "␍␊"), ("\t", "␉"), ("\u{0}", "␀"), ("\u{1F}", "␟"), ("\u{7F}", "␡"),
      ("\u{9B}31m", "‹9B›31m"), ("\u{85}", "‹85›"), ("\u{202E}gpj", "‹202E›gpj"),
      ("\u{2066}", "‹2066›"), ("a\u{200B}b", "a‹200B›b"), ("a\u{200D}b", "a‹200D›b"),
      ("\u{FEFF}", "‹FEFF›"), ("\u{AD}", "‹AD›"), ("\u{2028}", "‹2028›"), ("\u{2029}", "‹2029›"),
      ("\u{E0041}", "‹E0041›"), ("\u{E000}", "‹E000›"), ("\u{10FFFD}", "‹10FFFD›"),
      ("\u{378}", "‹378›"), ("\u{FFFF}", "‹FFFF›"), ("\u{115F}", "‹115F›"), ("\u{3164}", "‹3164›"),
      ("\u{34F}", "‹34F›"), ("\u{FE00}", "‹FE00›"), ("\u{E0100}", "‹E0100›"),
      ("\u{1B}]52;c;eA==\u{7}", "␛]52;c;eA==␇"), ("\u{1B}]8;;http://x\u{1B}\\", "␛]8;;http://x␛\\"),
    ]
  )
  func hostileCharactersAreSpeltOut(raw: String, safe: String) {
    let text = ForeignText(raw)
    #expect(Array(text.safe.unicodeScalars) == Array(safe.unicodeScalars))
    #expect(Array(text.raw.unicodeScalars) == Array(raw.unicodeScalars))
    #expect(text.isEmpty == raw.isEmpty)
  }

  @Test func noScalarGetsThroughThatMustNot() {
    let ranges = [0...0xD7FF, 0xE000...0xFFFF, 0x1_D170...0x1_D17F, 0xE_0000...0xE_0FFF]
    for value in ranges.joined() {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      let safe = ForeignText("a" + String(Character(scalar)) + "b").safe
      let isHarmless = safe.unicodeScalars.allSatisfy(Self.isHarmless)
      #expect(isHarmless, "U+\(String(value, radix: 16))")
      #expect(safe.unicodeScalars.first == "a" && safe.unicodeScalars.last == "b")
    }
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
    default: scalar == "\u{FE0F}" || !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  // MARK: - Floods

  @Test(arguments: [(1, 1), (3, 3), (4, 3), (400, 3)])
  func marksDoNotPileUp(marks: Int, kept: Int) {
    let flood = String(repeating: "\u{301}", count: marks)
    let text = ForeignText("a\(flood)b\(flood)")
    let little = String(repeating: "\u{301}", count: kept)
    #expect(Array(text.safe.unicodeScalars) == Array("a\(little)b\(little)".unicodeScalars))
    #expect(text.raw.unicodeScalars.count == 2 + 2 * marks)
  }

  @Test(arguments: ["x", "漢", "é", "\u{1B}"])
  func longTextIsCut(letter: String) {
    for (count, isCut) in [(999, false), (1_000, false), (1_001, true), (5_000, true)] {
      let text = ForeignText(String(repeating: letter, count: count))
      let shown = letter == "\u{1B}" ? "␛" : letter
      let kept = String(repeating: shown, count: isCut ? ForeignText.limit : count)
      #expect(text.safe == (isCut ? kept + "…" : kept))
      #expect(text.raw == String(repeating: letter, count: count))
    }
  }

  @Test(arguments: ["\u{301}", "\u{E0041}", "\u{202E}", "a\u{200B}", "\u{10FFFD}"])
  func noFloodIsLongerThanTheLimit(piece: String) {
    let text = ForeignText("a" + String(repeating: piece, count: 5_000))
    #expect(text.safe.unicodeScalars.count <= ForeignText.limit + 1)
    #expect(text.safe.hasSuffix("…"))
  }

  // MARK: - Slips

  @Test func everyWayToPrintGivesTheSafeForm() {
    let text = ForeignText("a\u{1B}[2Jb")
    let labels: Labels = ["job\u{1B}": "a\u{1B}[2Jb"]
    let alert = Alert(
      name: text,
      state: .firing,
      labels: labels,
      annotations: labels,
      activeAt: nil,
      value: nil
    )
    var dumped = ""
    dump(text, to: &dumped)
    dump([labels], to: &dumped)
    dump(alert, to: &dumped)
    let mirrored = Mirror(reflecting: labels.all[0]).children.map { "\($0.value)" }.joined()
    let slips = [
      "\(text)", String(describing: text), String(reflecting: text), text.description,
      text.debugDescription, "\([text])", "\(Optional(text) as Any)", "\(["k": text])", dumped,
      "\(labels)", "\(alert)", String(reflecting: alert), mirrored, labels.text,
    ]
    for slip in slips {
      #expect(slip.contains("a␛[2Jb"))
      #expect(!slip.unicodeScalars.contains("\u{1B}"))
    }
    #expect("\(text)" == "a␛[2Jb")
    #expect(Mirror(reflecting: text).children.isEmpty)
  }

  @Test func itIsComparedAsItCame() {
    #expect(ForeignText("\u{1B}") != ForeignText("␛"))
    #expect(ForeignText("a") == "a")
    #expect(ForeignText("a") < ForeignText("b"))
    #expect(
      Set([ForeignText("a"), ForeignText("a"), ForeignText("\u{1B}"), ForeignText("␛")]).count == 3
    )
  }
}
