extension Theme {
  /// Names that files may use for colours: Grafana's, and the theme's own for state.
  package func color(named name: String) -> Color? {
    let key = name.lowercased()
    switch key {
    case "text": return text
    case "transparent", "panel-bg": return ground
    case "red": return critical
    case "yellow": return warning
    case "green": return good
    default:
      return (Self.grafanaColors[key] ?? Color(hexOrRGB: key) ?? CSSColors.named[key]).map(own)
    }
  }

  /// What a colour that was written for the dark theme is in this one.
  private func own(_ written: Color) -> Color {
    guard let least else { return written }
    let dark = Self.dark
    if let place = dark.palette.firstIndex(of: written), !palette.isEmpty {
      return palette[place % palette.count]
    }
    switch written {
    case dark.critical: return critical
    case dark.warning: return warning
    case dark.good: return good
    default:
      let color = Self.stateHues[written].map(shade) ?? written
      return color.legible(on: ground, least: least)
    }
  }

  private struct StateHue {
    var family: Substring
    /// Above 0 towards white, below 0 towards black.
    var lightness: Double
  }

  private func shade(_ hue: StateHue) -> Color {
    let base =
      switch hue.family {
      case "red": critical
      case "yellow": warning
      case "green": good
      default: warning.blended(over: critical, opacity: 0.5)
      }
    let end = Color(hue.lightness > 0 ? 0xFFFFFF : 0x000000)
    return end.blended(over: base, opacity: abs(hue.lightness))
  }

  /// Grafana's hues that say state, so that a theme may say it in its own.
  private static let stateHues: [Color: StateHue] = {
    var hues: [Color: StateHue] = [:]
    let shades = ["super-light": 0.5, "light": 0.25, "semi-dark": -0.12, "dark": -0.25]
    for (name, color) in grafanaColors {
      let words = name.split(separator: "-")
      guard let family = words.last, ["red", "orange", "yellow", "green"].contains(family) else {
        continue
      }
      let shade = words.dropLast().joined(separator: "-")
      hues[color] = StateHue(family: family, lightness: shades[shade] ?? 0)
    }
    return hues
  }()

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
  /// `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(1, 2, 3)`, `rgb(1 2 3 / 50%)` or
  /// `rgba(1, 2, 3, 0.5)`; the opacity is dropped.
  package init?(hexOrRGB text: String) {
    if text.hasPrefix("#") {
      let length = text.count == 9 ? 7 : text.count == 5 ? 4 : text.count
      self.init(hex: String(text.prefix(length)))
      return
    }
    guard text.hasPrefix("rgb"), let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      return nil
    }
    let parts = text[text.index(after: open)...].dropLast().split { ", /".contains($0) }
      .map { Double($0.filter { !$0.isWhitespace }) }
    guard parts.count >= 3, let r = parts[0], let g = parts[1], let b = parts[2],
      [r, g, b].allSatisfy({ (0...255).contains($0) })
    else { return nil }
    self.init(red: UInt8(r), green: UInt8(g), blue: UInt8(b))
  }
}
