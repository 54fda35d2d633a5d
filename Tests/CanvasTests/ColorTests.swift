import Canvas
import Support
import Testing

struct ColorTests {
  @Test(
    arguments: [
      ("#f2495c", "#f2495c"), ("F2495C", "#f2495c"), ("#fa0", "#ffaa00"), ("000", "#000000"),
      ("#ffffff", "#ffffff"), ("#00000a", "#00000a"), ("", nil), ("#", nil), ("#12", nil),
      ("#1234", nil), ("#12345", nil), ("#1234567", nil), ("#12345g", nil), ("##12345", nil),
      ("+12345", nil), ("-12", nil), ("１２３", nil), (" #fff", nil),
    ] as [(String, String?)]
  )
  func hexIsReadAndWritten(text: String, hex: String?) {
    #expect(Color(hex: text)?.hex == hex)
  }

  @Test(
    arguments: [
      ("#fa0", "#ffaa00"), ("#f2495c80", "#f2495c"), ("rgb(1, 2, 255)", "#0102ff"),
      ("rgba(16,32,48,0.5)", "#102030"), ("rgb(0,0,0)", "#000000"), ("rgb(256, 0, 0)", nil),
      ("rgb(-1, 0, 0)", nil), ("rgb(nan, 0, 0)", nil), ("rgb(1, 2)", nil), ("rgb(1, 2, x)", nil),
      ("rgb(1, 2, 3", nil), ("rgb)(", nil), ("rgb", nil), ("f00", nil), ("red", nil), ("", nil),
    ] as [(String, String?)]
  )
  func grafanasWaysToWriteAColour(text: String, hex: String?) {
    #expect(Color(hexOrRGB: text)?.hex == hex)
  }

  @Test func theTerminalsOwnColourIsNoOther() {
    #expect(Color.terminal.isTerminal)
    #expect(Color.terminal.hex == nil)
    #expect(Color.terminal != Color(0))
    #expect(!Color(0xFF_FFFF).isTerminal)
    #expect(Color(0x0112_3456) == Color(red: 0x12, green: 0x34, blue: 0x56))
  }

  @Test(
    arguments: [
      (0xFF0000, 0x0000FF, 0, 0x0000FF), (0xFF0000, 0x0000FF, 1, 0xFF0000),
      (0xFFFFFF, 0x000000, 0.5, 0x808080), (0x646464, 0xC8C8C8, 0.25, 0xAFAFAF),
      (0xFF0000, 0x0000FF, -3, 0x0000FF), (0xFF0000, 0x0000FF, 3, 0xFF0000),
      (0xFF0000, 0x0000FF, .infinity, 0xFF0000), (0xFF0000, 0x0000FF, .nan, 0xFF0000),
    ] as [(UInt32, UInt32, Double, UInt32)]
  )
  func blending(color: UInt32, ground: UInt32, opacity: Double, result: UInt32) {
    #expect(Color(color).blended(over: Color(ground), opacity: opacity) == Color(result))
  }

  @Test func theTerminalsColourIsNotBlended() {
    #expect(Color.terminal.blended(over: Color(0xFF0000), opacity: 0.5) == .terminal)
    #expect(Color(0xFF0000).blended(over: .terminal, opacity: 0.5) == Color(0xFF0000))
  }

  @Test func luminanceRunsFromBlackToWhite() {
    #expect(Color(0).luminance == 0)
    #expect(abs(Color(0xFFFFFF).luminance - 1) < 1e-12)
    #expect(Color(0x00FF00).luminance > Color(0xFF0000).luminance)
    #expect(Color(0xFF0000).luminance > Color(0x0000FF).luminance)
  }

  // MARK: - Reduction to what a terminal has

  /// xterm's cube and greys, by index.
  private static let palette: [(index: Int, color: Color)] = {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = (0..<216).map { number in
      let (r, g, b) = (levels[number / 36], levels[number / 6 % 6], levels[number % 6])
      return (16 + number, Color(red: r, green: g, blue: b))
    }
    let greys = (0..<24).map { number in
      let level = UInt8(8 + 10 * number)
      return (232 + number, Color(red: level, green: level, blue: level))
    }
    return cube + greys
  }()

  @Test func everyPaletteColourIsItsOwnNearest() {
    for (index, color) in Self.palette { #expect(color.paletteIndex == index) }
  }

  @Test(
    arguments: [
      (0x000000, 16), (0xFFFFFF, 231), (0xFF0000, 196), (0x808080, 244), (0x111217, 233),
      (0xFEFEFE, 231), (0x010101, 16), (0x5794F2, 69), (0x050505, 232),
    ] as [(UInt32, Int)]
  )
  func nearestOf256(rgb: UInt32, index: Int) {
    #expect(Color(rgb).paletteIndex == index)
  }

  @Test(arguments: 0..<10)
  func noPaletteColourIsMuchNearer(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      let color = Color(UInt32.random(in: 0...0xFF_FFFF, using: &random))
      let chosen = try #require(Self.palette.first { $0.index == color.paletteIndex }).color
      let best = Self.palette.map { distance($0.color, color) }.min() ?? 0
      #expect(distance(chosen, color) <= best * 1.25 + 8, "\(color.hex ?? "")")
    }
  }

  private func distance(_ a: Color, _ b: Color) -> Double {
    let parts = [(a.red, b.red, 2.0), (a.green, b.green, 4), (a.blue, b.blue, 3)]
    return parts.reduce(0) { sum, part in
      let difference = Double(part.0) - Double(part.1)
      return sum + part.2 * difference * difference
    }.squareRoot()
  }

  @Test(
    arguments: [
      (0x000000, 0), (0x202020, 0), (0x404040, 8), (0x7F7F7F, 7), (0xC0C0C0, 7), (0xFFFFFF, 15),
      (0xFF0000, 9), (0x800000, 1), (0x00FF00, 10), (0x008000, 2), (0xFFFF00, 11), (0x808000, 3),
      (0x0000FF, 12), (0x000080, 4), (0xFF00FF, 13), (0x800080, 5), (0x00FFFF, 14), (0x008080, 6),
    ] as [(UInt32, Int)]
  )
  func nearestOfSixteen(rgb: UInt32, index: Int) {
    #expect(Color(rgb).sixteenIndex == index)
  }

  /// The oldest terminals have the eight dark ones; a grey must not become their black.
  @Test func nearestOfEight() {
    let eights = [0x000000, 0x404040, 0xFFFFFF, 0xFF0000, 0x800000, 0x00FF00, 0x0000FF].map {
      Color(UInt32($0)).eightIndex
    }
    #expect(eights == [0, 7, 7, 1, 1, 2, 4])
  }

  // MARK: - Theme

  @Test func statesStayWhatTheyAreOnEveryTerminal() {
    let theme = Theme.dark
    #expect(theme.good.sixteenIndex % 8 == 2)
    #expect(theme.warning.sixteenIndex % 8 == 3)
    #expect(theme.critical.sixteenIndex % 8 == 1)
    for depth in [\Color.paletteIndex, \.sixteenIndex] {
      let states = [theme.good, theme.warning, theme.critical].map { $0[keyPath: depth] }
      #expect(Set(states).count == 3)
    }
  }

  /// Red, yellow and green are for trouble and its absence, on sixteen colours too.
  @Test func nothingNeutralLooksLikeAState() {
    let theme = Theme.dark
    let neutral = [theme.text, theme.dim, theme.faint, theme.bar] + theme.ramp + theme.palette
    for color in neutral {
      #expect(![1, 2, 3].contains(color.sixteenIndex % 8), "\(color.hex ?? ""): a state's colour")
    }
  }

  /// WCAG 2.2: 4.5 for text, 3 for shapes.
  @Test func coloursStandOutFromTheGround() {
    let theme = Theme.dark
    for color in [theme.text, theme.dim, theme.good, theme.warning, theme.critical] {
      #expect(contrast(color, theme.ground) >= 4.5, "\(color.hex ?? "")")
    }
    for color in theme.palette + [theme.bar] {
      #expect(contrast(color, theme.ground) >= 3, "\(color.hex ?? "")")
    }
    let ramp = theme.ramp.map { contrast($0, theme.ground) }
    #expect(ramp == ramp.sorted())
    #expect(ramp[0] > contrast(theme.faint, theme.ground))
    #expect(Set(theme.palette).count == theme.palette.count)
  }

  private func contrast(_ a: Color, _ b: Color) -> Double {
    let (high, low) = (max(exact(a), exact(b)), min(exact(a), exact(b)))
    return (high + 0.05) / (low + 0.05)
  }

  /// Relative luminance, with sRGB's curve between the points of a table.
  private func exact(_ color: Color) -> Double {
    // sRGB to linear at 0, 17, 34 … 255; between them it is nearly straight.
    let curve = [
      0, 0.0056, 0.0160, 0.0331, 0.0578, 0.0908, 0.1329, 0.1845, 0.2462, 0.3185, 0.4020, 0.4969,
      0.6038, 0.7230, 0.8550, 1,
    ]
    func linear(_ byte: UInt8) -> Double {
      let (low, rest) = Int(byte).quotientAndRemainder(dividingBy: 17)
      guard rest > 0 else { return curve[low] }
      return curve[low] + (curve[low + 1] - curve[low]) * Double(rest) / 17
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  @Test(
    arguments: [
      ("red", "#f2495c"), ("Green", "#73bf69"), ("yellow", "#f2cc0c"), ("text", "#d8d9da"),
      ("transparent", "#111217"), ("dark-red", "#c4162a"), ("super-light-blue", "#c0d8ff"),
      ("semi-dark-orange", "#ff780a"), ("purple", "#b877d9"), ("#123", "#112233"),
      ("rgba(1,2,3,0.1)", "#010203"), ("RGB(1 2 3 / 50%)", "#010203"), ("#1234", "#112233"),
      ("panel-bg", "#111217"), ("rebeccapurple", "#663399"), ("DarkSlateGrey", "#2f4f4f"),
      ("no such", nil), ("", nil),
    ] as [(String, String?)]
  )
  func coloursByName(name: String, hex: String?) {
    #expect(Theme.dark.color(named: name)?.hex == hex)
  }

  @Test func styleIsMadeStepByStep() {
    let style = Style(Color(0xFF0000)).on(Color(0x0000FF)).bold
    #expect(style == Style(Color(0xFF0000), on: Color(0x0000FF), .bold))
    #expect(Style.plain == Style(.terminal, on: .terminal, []))
    #expect(style.bold == style)
  }

  @Test func depthsAreALadder() {
    #expect(ColorDepth.allCases.sorted() == [.mono, .sixteen, .palette, .truecolor])
    #expect(ColorDepth.allCases.filter(\.tellsSeriesApart) == [.palette, .truecolor])
    #expect(["mono", "16", "256", "truecolor"].map(ColorDepth.init) == ColorDepth.allCases)
  }
}
