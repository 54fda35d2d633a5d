import Glibc

/// What a cell is painted with: the terminal's own colour, or red, green and blue of 0...255.
///
/// A canvas always holds full colour; the display reduces it to what its terminal has.
package struct Color: Hashable, Sendable {
  /// 0xRRGGBB, or above 0xFFFFFF the terminal's own.
  package let code: UInt32

  private init(code: UInt32) { self.code = code }

  package init(_ rgb: UInt32) { code = rgb & 0xFF_FFFF }

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    code = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// The terminal's own foreground or background.
  package static let terminal = Self(code: 0x100_0000)

  package var isTerminal: Bool { code > 0xFF_FFFF }
  package var red: UInt8 { UInt8(truncatingIfNeeded: code >> 16) }
  package var green: UInt8 { UInt8(truncatingIfNeeded: code >> 8) }
  package var blue: UInt8 { UInt8(truncatingIfNeeded: code) }

  /// This colour laid over `ground` with an opacity of 0...1.
  package func blended(over ground: Color, opacity: Double) -> Color {
    guard !isTerminal, !ground.isTerminal else { return self }
    let share = max(0, min(1, opacity))
    @inline(__always)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(b) + (Double(a) - Double(b)) * share).whole(from: 0, to: 255))
    }
    return Color(
      red: mix(red, ground.red),
      green: mix(green, ground.green),
      blue: mix(blue, ground.blue)
    )
  }

  /// `#rrggbb`, lower case; nil for the terminal's own.
  package var hex: String? {
    guard !isTerminal else { return nil }
    let digits = Array("0123456789abcdef")
    return "#" + String((0..<6).map { digits[Int(code >> UInt32(20 - 4 * $0)) & 15] })
  }

  /// Reads `#rgb` or `#rrggbb` (the hash may be left out).
  package init?(hex text: String) {
    let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
    guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
    switch digits.count {
    case 6: self.init(value)
    case 3:
      let (r, g, b) = (value >> 8, value >> 4 & 15, value & 15)
      self.init(r * 17 << 16 | g * 17 << 8 | b * 17)
    default: return nil
    }
  }

  /// Relative luminance of WCAG 2, 0 (black) to 1 (white).
  package var luminance: Double {
    func linear(_ byte: UInt8) -> Double {
      let part = Double(byte) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Contrast of WCAG 2: 1 (none) to 21 (black and white).
  package func contrast(to other: Color) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// Black or white, whichever is read better on this colour; never below a contrast of 4.5.
  package var ink: Color {
    let (black, white) = (Color(0x000000), Color(0xFFFFFF))
    return contrast(to: black) >= contrast(to: white) ? black : white
  }

  /// This colour, or the nearest shade of it that stands out from a ground.
  package func legible(on ground: Color, least: Double) -> Color {
    guard !isTerminal, !ground.isTerminal else { return self }
    return (0...20).lazy.map { step in
      ground.ink.blended(over: self, opacity: Double(step) / 20)
    }.first { $0.contrast(to: ground) >= least } ?? ground.ink
  }
}
