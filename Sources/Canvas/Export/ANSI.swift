extension Canvas {
  /// The rows with SGR sequences, and no other; every line ends plain.
  package func ansi(depth: ColorDepth) -> String {
    var text = ""
    for row in 0..<size.rows {
      var last = Style.plain
      let cells = Array(self.row(row))
      let end = (cells.lastIndex { $0 != .blank } ?? -1) + 1
      for cell in cells.prefix(end) where !cell.isContinuation {
        if cell.style != last {
          text += SGR.sequence(cell.style, depth: depth)
          last = cell.style
        }
        text.append(cell.printable)
      }
      if last != .plain { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }
}

/// Select Graphic Rendition (ECMA-48).
enum SGR {
  static func sequence(_ style: Style, depth: ColorDepth) -> String {
    var codes = ["0"]
    if style.attributes.contains(.bold) { codes.append("1") }
    if style.attributes.contains(.underline) { codes.append("4") }
    let isMarked = depth == .mono && !style.background.isTerminal
    if style.attributes.contains(.reverse) || isMarked { codes.append("7") }
    codes += color(style.foreground, depth: depth, base: 30)
    codes += color(style.background, depth: depth, base: 40)
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func color(_ color: Color, depth: ColorDepth, base: Int) -> [String] {
    guard !color.isTerminal else { return [] }
    switch depth {
    case .mono: return []
    case .sixteen:
      let index = color.sixteenIndex
      return ["\(index < 8 ? base + index : base + 60 + index - 8)"]
    case .palette: return ["\(base + 8)", "5", "\(color.paletteIndex)"]
    case .truecolor:
      return ["\(base + 8)", "2", "\(color.red)", "\(color.green)", "\(color.blue)"]
    }
  }
}
