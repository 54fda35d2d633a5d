import Canvas
import Foundation
import FoundationXML
import Support
import Testing

struct ExportTests {
  private let red = Style(Color(0xF2495C))

  // MARK: - Plain text

  @Test func textHasEveryRowWithoutBlanksAtItsEnd() {
    var canvas = Canvas(size: Size(columns: 6, rows: 3))
    canvas.write("a b", at: .zero, style: red)
    canvas.write("漢字", at: Point(column: 1, row: 2))
    #expect(canvas.text() == "a b\n\n 漢字\n")
    #expect(Canvas(size: .zero).text() == "")
    #expect(Canvas(size: Size(columns: 0, rows: 2)).text() == "\n\n")
  }

  @Test(
    arguments: [
      ("\u{1B}", "?"), ("\u{7}", "?"), ("\n", "?"), ("\r\n", "?"), ("\u{7F}", "?"), ("\u{9B}", "?"),
      ("\u{202E}", "?"), ("\u{200B}", "?"), ("\u{2028}", "?"), ("a\u{200D}", "?"), ("\u{378}", "?"),
      ("\u{E0041}", "?"), ("\u{301}", "?"), ("\u{FFFF}", "?"), (" ", " "), ("~", "~"), ("é", "é"),
      ("e\u{301}", "e\u{301}"), ("漢", "漢"), ("⣿", "⣿"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ] as [(Character, Character)]
  )
  func aCellNeverCommandsATerminal(character: Character, printed: Character) {
    #expect(Cell(character).printable == printed)
  }

  // MARK: - ANSI

  @Test(
    arguments: [
      (ColorDepth.truecolor, "0;1;38;2;242;73;92;48;2;17;18;23"),
      (.palette, "0;1;38;5;203;48;5;233"), (.sixteen, "0;1;91;40"), (.mono, "0;1;7"),
    ]
  )
  func eachDepthHasItsCodes(depth: ColorDepth, codes: String) {
    var canvas = Canvas(size: Size(columns: 5, rows: 2))
    canvas.write("a", at: .zero)
    canvas.write("bc", at: Point(column: 1, row: 0), style: red.on(Color(0x111217)).bold)
    canvas.write("d", at: Point(column: 3, row: 0))
    #expect(canvas.ansi(depth: depth) == "a\u{1B}[\(codes)mbc\u{1B}[0md\n\n")
  }

  @Test(
    arguments: [
      (Attributes.bold, "0;1"), (.underline, "0;4"), (.reverse, "0;7"),
      ([.bold, .underline, .reverse], "0;1;4;7"),
    ] as [(Attributes, String)]
  )
  func eachAttributeHasItsCode(attributes: Attributes, codes: String) {
    var canvas = Canvas(size: Size(columns: 2, rows: 1))
    canvas.write("漢", at: .zero, style: Style(.terminal, on: .terminal, attributes))
    #expect(canvas.ansi(depth: .truecolor) == "\u{1B}[\(codes)m漢\u{1B}[0m\n")
  }

  @Test func aStyledBlankAtTheEndIsKept() {
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    canvas[1, 0] = Cell(" ", Style(.terminal, on: Color(0x0000FF)))
    #expect(canvas.ansi(depth: .sixteen) == " \u{1B}[0;104m \u{1B}[0m\n")
  }

  @Test(arguments: 0..<20)
  func anyCanvasKeepsItsTextAndColumns(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<20 {
      let canvas = Self.hostile(&random)
      let text = canvas.text()
      for depth in ColorDepth.allCases {
        let ansi = canvas.ansi(depth: depth)
        let plain = ansi.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.map { String($0).trimmedRight }.joined(separator: "\n") == text)
        for line in ansi.split(separator: "\n") where line.contains("\u{1B}") {
          #expect(line.matches(of: #/\u{1B}\[[0-9;]*m/#).last?.output == "\u{1B}[0m")
        }
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == canvas.size.rows + 1)
      for (row, line) in lines.dropLast().enumerated() {
        #expect(TextWidth.of(line) <= canvas.size.columns)
        // A mark in the last column tells whether anything before it has moved.
        #expect(line.last == "|" && TextWidth.of(line) == canvas.size.columns, "\(row): \(line)")
      }
      let isHarmless = text.unicodeScalars.allSatisfy {
        $0 == "\n"
          || !($0.properties.generalCategory == .control
            || $0.properties.generalCategory == .format)
      }
      #expect(isHarmless)
    }
  }

  static let nasty: [String] = [
    "<", "&", "\"", "'", ">", "]]>", "<\u{338}", "&\u{301}", "]]>\u{301}", "\u{1B}[31m", "\u{0}",
    "\u{FFFF}", "漢", "字漢", "😀", "👩\u{200D}💻", "🇩🇪", "e\u{301}", "\u{202E}", "\u{E000}", "█", "⣿",
    "▐", "&amp;", "<!--", "a b", "  ", "x",
  ]

  /// Random writes of what could break a format or move a column; each row ends in `|`.
  static func hostile(_ random: inout SeededRandom) -> Canvas {
    let columns = Int.random(in: 1...12, using: &random)
    var canvas = Canvas(size: Size(columns: columns, rows: Int.random(in: 1...4, using: &random)))
    for _ in 0..<20 {
      let style = Style(
        Bool.random(using: &random)
          ? .terminal : Color(UInt32.random(in: 0...0xFFFFFF, using: &random)),
        on: Bool.random(using: &random) ? .terminal : Color(0x123456),
        Attributes(rawValue: UInt8.random(in: 0...7, using: &random))
      )
      canvas.write(
        nasty[Int.random(in: nasty.indices, using: &random)],
        at: Point(
          column: Int.random(in: -2...columns, using: &random),
          row: Int.random(in: -1...4, using: &random)
        ),
        style: style
      )
    }
    for row in 0..<canvas.size.rows {
      canvas.write("|", at: Point(column: columns - 1, row: row))
    }
    return canvas
  }

  // MARK: - SVG

  @Test func aPictureHasItsTextAndShapes() throws {
    var canvas = Canvas(size: Size(columns: 10, rows: 1))
    canvas.write("a<b", at: .zero, style: red.bold)
    canvas.write("█", at: Point(column: 4, row: 0), style: red)
    canvas.write("漢 x", at: Point(column: 5, row: 0), style: Style(.terminal, on: Color(0x000080)))
    let svg = canvas.svg(title: "A & B", description: "1\n2")
    #expect(
      svg == """
        <svg xmlns="http://www.w3.org/2000/svg" width="80" height="17" viewBox="0 0 80 17"\
         role="img" aria-labelledby="title desc">
        <title id="title">A &amp; B</title>
        <desc id="desc">1
        2</desc>
        <rect width="80" height="17" fill="#111217"/>
        <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13"\
         shape-rendering="crispEdges">
        <rect x="40" y="0" width="32" height="17" fill="#000080"/>
        <rect x="32" y="0" width="8" height="17" fill="#f2495c"/>
        <text x="0" y="13" textLength="24" lengthAdjust="spacingAndGlyphs" fill="#f2495c"\
         font-weight="bold" xml:space="preserve">a&lt;b</text>
        <text x="40" y="13" textLength="32" lengthAdjust="spacingAndGlyphs" fill="#d8d9da"\
         xml:space="preserve">漢 x</text>
        </g>
        </svg>

        """
    )
    #expect(try Picture(svg).texts == ["A & B", "1\n2", "a<b", "漢 x"])
  }

  /// Every character that is drawn as a shape, and how much of its 8 by 17 units it covers.
  @Test(
    arguments: [
      ("█", 136), ("▀", 64), ("▄", 72), ("▁", 16), ("▌", 68), ("▏", 17), ("▐", 68), ("░", 136),
      ("▓", 136), ("─", 8), ("│", 17), ("╌", 6), ("■", 49), ("⠁", 4), ("⣿", 32), ("⠀", 0),
    ] as [(Character, Int)]
  )
  func shapesCoverTheirPart(character: Character, area: Int) throws {
    var canvas = Canvas(size: Size(columns: 1, rows: 1))
    canvas[0, 0] = Cell(character, red)
    let picture = try Picture(canvas.svg(title: "", description: ""))
    #expect(picture.texts.allSatisfy { $0.isEmpty })
    let rects = picture.elements.filter { $0.name == "rect" && $0.attributes["fill"] == "#f2495c" }
    let areas = rects.map { rect in
      (Int(rect.attributes["width"] ?? "") ?? 0) * (Int(rect.attributes["height"] ?? "") ?? 0)
    }
    #expect(areas.reduce(0, +) == area)
  }

  @Test func reverseSwapsTheColours() throws {
    var canvas = Canvas(size: Size(columns: 2, rows: 1))
    canvas.write("a", at: .zero, style: Style(Color(0xFF0000), on: Color(0x00FF00), .reverse))
    canvas.write(
      "b",
      at: Point(column: 1, row: 0),
      style: Style(.terminal, on: .terminal, .reverse)
    )
    let fills = try Picture(canvas.svg(title: "", description: "")).elements.dropFirst(5).map {
      "\($0.name) \($0.attributes["fill"] ?? "")"
    }
    #expect(fills == ["rect #ff0000", "rect #d8d9da", "text #00ff00", "text #111217"])
  }

  @Test(arguments: nasty)
  func hostileTextStaysText(text: String) throws {
    let svg = Canvas("x").svg(title: "\(text)<script>", description: "</desc>\(text)")
    let picture = try Picture(svg)
    #expect(picture.elements.map(\.name) == ["svg", "title", "desc", "rect", "g", "text"])
    #expect(picture.texts[0].hasSuffix("<script>"))
    #expect(picture.texts[1].hasPrefix("</desc>"))
  }

  @Test(arguments: 0..<20)
  func anyCanvasIsAWellFormedPicture(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<20 {
      let canvas = Self.hostile(&random)
      let picture = try Picture(canvas.svg(title: "any", description: canvas.text()))
      #expect(Set(picture.elements.map(\.name)).isSubset(of: Picture.known))
      #expect(picture.texts[1] == canvas.text())
      for element in picture.elements where element.name == "text" {
        let place = Int(element.attributes["x"] ?? "") ?? -1
        let length = Int(element.attributes["textLength"] ?? "") ?? -1
        #expect(place >= 0 && length > 0 && place + length <= canvas.size.columns * 8)
      }
    }
  }
}

/// An SVG's elements in order and what stands in those that hold text.
private final class Picture: NSObject, XMLParserDelegate {
  static let known: Set<String> = ["svg", "title", "desc", "rect", "g", "text"]

  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String] = []
  private var isInText = false

  /// - Throws: What the parser says where the document isn't well-formed.
  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw NotWellFormed(why: "\(String(describing: parser.parserError)): \(svg)")
    }
  }

  struct NotWellFormed: Error { var why: String }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
    isInText = ["title", "desc", "text"].contains(name)
    if isInText { texts.append("") }
  }

  func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    isInText = false
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isInText { texts[texts.count - 1] += string }
  }
}
