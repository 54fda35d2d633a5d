extension Canvas {
  /// Gives every cell that stands on the terminal's own ground the theme's, where it has one.
  ///
  /// - Parameters:
  ///   - theme: Whose ground.
  ///   - depth: Without colours nothing is painted: a ground is told by reverse there.
  package mutating func paintGround(of theme: Theme, depth: ColorDepth) {
    guard theme.grounding == .painted, depth > .mono else { return }
    let isPale = depth == .sixteen && theme.ground.luminance > 0.5
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        var cell = self[column, row]
        if cell.style.foreground.isTerminal { cell.style.foreground = theme.text }
        if cell.style.background.isTerminal {
          cell.style.background = theme.ground
          if isPale { cell.deepen() }
        }
        self[column, row] = cell
      }
    }
  }
}

extension Cell {
  /// Takes the deeper of a terminal's two shades, since the brighter one is lost on white.
  ///
  /// Even the deeper yellow is too pale for words, so they are written on it.
  fileprivate mutating func deepen() {
    let index = style.foreground.sixteenIndex
    guard index != 0 else { return }
    style.foreground = Self.deep[index % 8]
    guard index % 8 == 3, !isShape else { return }
    style = Style(Color(0x000000), on: style.foreground, style.attributes)
  }

  /// By the number of the sixteen's pairs; grey stands for black and white, which are shades of it.
  private static let deep = [
    0x6F6F6F, 0x800000, 0x008000, 0x808000, 0x000080, 0x800080, 0x008080, 0x6F6F6F,
  ].map { Color($0) }

  private var isShape: Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2500...0x25FF).contains(scalar) || (0x2800...0x28FF).contains(scalar)
  }
}
