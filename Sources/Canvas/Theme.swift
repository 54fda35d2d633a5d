/// The roles that colours play; drawing names the role, never the colour.
///
/// A good day is grey: colour appears in values of `colors` and in trouble.
package struct Theme: Hashable, Sendable {
  package var name: String
  /// What full colours are blended towards where something is dimmed; the screen's ground.
  package var ground: Color
  package var text: Color
  package var dim: Color
  package var faint: Color
  package var good: Color
  package var warning: Color
  package var critical: Color
  /// Bars that mean nothing but their length, from dark to light.
  package var ramp: [Color]
  /// Bars of queues and the like where no threshold is crossed.
  package var bar: Color
  /// Series without a colour of their own; none of them red, orange, yellow or green.
  package var palette: [Color]

  package static let dark = Self(
    name: "dark",
    ground: Color(0x111217),
    text: Color(0xD8D9DA),
    dim: Color(0x7B7F87),
    faint: Color(0x393C44),
    good: Color(0x73BF69),
    warning: Color(0xF2CC0C),
    critical: Color(0xF2495C),
    ramp: [0x4E5968, 0x6C798A, 0x8B98A9, 0xAAB5C3, 0xC9D1DB].map { Color($0) },
    bar: Color(0x8795A8),
    palette: [
      0x5794F2, 0xB877D9, 0x2FB8AC, 0xF08CB4, 0xC8B68A, 0x9ADCF0, 0x8AB8FF, 0xCA95E5, 0x6FD8CF,
      0xF7B9D3, 0xA6A0F0, 0xDED0AE, 0x3C78C8, 0x9655B5, 0x1E8A82, 0xC86A94,
    ].map { Color($0) }
  )

  /// Names that files may use for colours: Grafana's, and the theme's own for state.
  package func color(named name: String) -> Color? {
    switch name.lowercased() {
    case "text": text
    case "transparent": ground
    case "red": critical
    case "yellow": warning
    case "green": good
    default: Self.grafanaColors[name.lowercased()] ?? Color(hexOrRGB: name)
    }
  }

  /// Grafana's classic hues (visualization palette), each as its dark theme draws it.
  private static let grafanaColors: [String: Color] = [
    "dark-red": 0xC4162A, "semi-dark-red": 0xE02F44, "light-red": 0xFF7383,
    "super-light-red": 0xFFA6B0, "dark-orange": 0xFA6400, "semi-dark-orange": 0xFF780A,
    "orange": 0xFF9830, "light-orange": 0xFFB357, "super-light-orange": 0xFFCB7D,
    "dark-yellow": 0xE0B400, "semi-dark-yellow": 0xF2CC0C, "light-yellow": 0xFFEE52,
    "super-light-yellow": 0xFFF899, "dark-green": 0x37872D, "semi-dark-green": 0x56A64B,
    "light-green": 0x96D98D, "super-light-green": 0xC8F2C2, "dark-blue": 0x1F60C4,
    "semi-dark-blue": 0x3274D9, "blue": 0x5794F2, "light-blue": 0x8AB8FF,
    "super-light-blue": 0xC0D8FF, "dark-purple": 0x8F3BB8, "semi-dark-purple": 0xA352CC,
    "purple": 0xB877D9, "light-purple": 0xCA95E5, "super-light-purple": 0xDEB6F2,
    "white": 0xFFFFFF, "black": 0x000000, "gray": 0x7B7F87, "grey": 0x7B7F87,
    "teal": 0x2FB8AC, "pink": 0xF08CB4, "cyan": 0x9ADCF0, "magenta": 0xD56FD8,
  ].mapValues { Color($0) }
}

extension Color {
  /// `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`; the opacity is dropped.
  package init?(hexOrRGB text: String) {
    if text.hasPrefix("#") {
      self.init(hex: String(text.prefix(text.count == 9 ? 7 : text.count)))
      return
    }
    guard text.hasPrefix("rgb"), let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      return nil
    }
    let parts = text[text.index(after: open)...].dropLast().split(separator: ",")
      .map { Double($0.filter { !$0.isWhitespace }) }
    guard parts.count >= 3, let r = parts[0], let g = parts[1], let b = parts[2],
      [r, g, b].allSatisfy({ (0...255).contains($0) })
    else { return nil }
    self.init(red: UInt8(r), green: UInt8(g), blue: UInt8(b))
  }
}
