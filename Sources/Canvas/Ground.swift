extension Canvas {
  /// Gives every cell that stands on the terminal's own ground the theme's, where it has one.
  ///
  /// Where the ground is pale or not known, the sixteen colours are taken so that they are seen.
  ///
  /// - Parameters:
  ///   - theme: Whose ground.
  ///   - depth: Without colours nothing is painted: a ground is told by reverse there.
  package mutating func paintGround(of theme: Theme, depth: ColorDepth) {
    guard theme.grounding != .assumed, depth > .mono else { return }
    let isPainted = theme.grounding == .painted
    let isPale = isPainted && depth == .sixteen && theme.ground.luminance > 0.5
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        var style = self[column, row].style
        let isOnGround = style.background.isTerminal
        if isPainted, style.foreground.isTerminal { style.foreground = theme.text }
        if isPainted, isOnGround { style.background = theme.ground }
        if isPale { style.deepen(isOnGround: isOnGround) }
        if isPale || !isPainted, isOnGround, !self[column, row].isShape { style.markYellow() }
        self[column, row].style = style
      }
    }
  }
}

extension Style {
  /// Takes the deeper of a terminal's two shades, since the brighter one is lost on white.
  fileprivate mutating func deepen(isOnGround: Bool) {
    let (fore, back) = (foreground.sixteenIndex, background.sixteenIndex)
    if isOnGround, fore != 0 { foreground = Self.deep[fore % 8] }
    if !isOnGround, (9...14).contains(back) { background = Self.deep[back % 8] }
  }

  /// Writes on yellow what is yellow: words in a terminal's own yellow are lost on a pale ground.
  fileprivate mutating func markYellow() {
    guard !foreground.isTerminal, foreground.sixteenIndex % 8 == 3 else { return }
    (foreground, background) = (Color(0x000000), foreground)
  }

  /// By the number of the sixteen's pairs; grey stands for black and white, which are shades of it.
  private static let deep = [
    0x6F6F6F, 0x800000, 0x008000, 0x808000, 0x000080, 0x800080, 0x008080, 0x6F6F6F,
  ].map { Color($0) }
}

extension Cell {
  fileprivate var isShape: Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2500...0x25FF).contains(scalar) || (0x2800...0x28FF).contains(scalar)
  }
}
