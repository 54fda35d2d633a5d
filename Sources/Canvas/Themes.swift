extension Theme {
  /// The themes that come with the program, the default first.
  package static let all = [dark, light, contrast, terminal, deuteranopia, tritanopia]

  package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  package static let light = Self(
    name: "light",
    ground: Color(0xFFFFFF),
    text: Color(0x1F2328),
    dim: Color(0x5F6570),
    faint: Color(0xC3C7CE),
    good: Color(0x1F7F1F),
    warning: Color(0xB07700),
    critical: Color(0xD01F1F),
    ramp: [0xB4BBC5, 0x97A1AE, 0x7B8796, 0x606C7B, 0x475260].map { Color($0) },
    bar: Color(0x74808F),
    palette: [
      0x3274D9, 0x8F3BB8, 0x0B8C82, 0xD6478A, 0x8A7C60, 0x2E97BA, 0x1F4FA8, 0xB06AD6, 0x0A5F66,
      0xA8326B, 0x6A5FD0, 0x655B47, 0x4F8FE6, 0x5B1F85, 0x2AA096, 0xDE6FA0,
    ].map { Color($0) },
    sixteen: [0x000080, 0x800080, 0x008080, 0x000000].map { Color($0) },
    least: 3
  )

  /// For bright rooms, bad projectors and weak eyes: text at 7 and more, as WCAG's level AAA.
  package static let contrast = Self(
    name: "contrast",
    ground: Color(0x000000),
    text: Color(0xFFFFFF),
    dim: Color(0xC8C8C8),
    faint: Color(0x787878),
    good: Color(0x5FFF5F),
    warning: Color(0xFFFF00),
    critical: Color(0xFF6E6E),
    ramp: [0x7C8896, 0x96A2B0, 0xB0BCC9, 0xCAD5E0, 0xE6EEF6].map { Color($0) },
    bar: Color(0xAEBBCB),
    palette: [
      0x6FA8FF, 0xCF8CFF, 0x35CFC0, 0xFF9CCB, 0xDCC99A, 0xA6E9FF, 0x9DC4FF, 0xE0B8FF, 0x86F0E4,
      0xFFC4E0, 0xA9A5FF, 0xF2E8CC,
    ].map { Color($0) },
    least: 7
  )

  /// The terminal's own sixteen colours on its own ground, as its user has set them.
  package static let terminal = Self(
    name: "terminal",
    grounding: .terminal,
    // On a state's colour black can be read in every set of sixteen.
    ground: Color(0x000000),
    text: .terminal,
    dim: Color(0x6F6F6F),
    faint: Color(0x6F6F6F),
    good: Color(0x008000),
    warning: Color(0x808000),
    critical: Color(0xFF0000),
    ramp: [Color(0x6F6F6F)],
    bar: Color(0x6F6F6F),
    palette: dark.palette,
    // The ground may be dark or light: the shades that most sets keep readable on both.
    sixteen: [Color(0x5C5CFF), Color(0x800080), Color(0x008080), .terminal],
    deepest: .sixteen
  )

  /// For eyes that don't tell red from green: blue is good, and what is bad differs by lightness.
  ///
  /// The states are of the set by Okabe and Ito, the palette was searched for the largest least
  /// distance (CIEDE2000) with and without the simulated deficiency.
  package static let deuteranopia = Self(
    name: "deuteranopia",
    ground: dark.ground,
    text: dark.text,
    dim: dark.dim,
    faint: dark.faint,
    good: Color(0x4FA8E8),
    warning: Color(0xFFD84D),
    critical: Color(0xD9541E),
    ramp: dark.ramp,
    bar: dark.bar,
    palette: [
      0x754CF0, 0xBA5EB2, 0x50867D, 0xC1AFF8, 0xAEB686, 0xAFF2F8, 0x506786, 0xF0E6DB, 0x82896C,
      0xECF8AF, 0x536751, 0xA6B9B2,
    ].map { Color($0) },
    sixteen: [0xFF00FF, 0x00FFFF, 0xFFFFFF, 0x800080].map { Color($0) },
    least: 3
  )

  /// For eyes that don't tell blue from green, nor yellow from pink.
  package static let tritanopia = Self(
    name: "tritanopia",
    ground: dark.ground,
    text: dark.text,
    dim: dark.dim,
    faint: dark.faint,
    good: dark.good,
    warning: dark.warning,
    critical: dark.critical,
    ramp: dark.ramp,
    bar: dark.bar,
    palette: [
      0x5A93E2, 0x7C2BEE, 0x12E2C0, 0xF8AFEC, 0x9A857E, 0xD7E8F4, 0x406496, 0xEE2BEE, 0x8F9A7E,
      0xA63089, 0xF7EED4, 0x656751,
    ].map { Color($0) },
    least: 3
  )
}
