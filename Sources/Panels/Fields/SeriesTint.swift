import Canvas
import Metrics

/// The colour that a field has of its own, by Grafana's colour modes that don't ask its values.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldColor.ts`.
enum SeriesTint {
  /// - Parameters:
  ///   - field: With its configuration and its name.
  ///   - index: Its place among all fields but those of moments.
  /// - Returns: A name or `#rrggbb`; nil where its values have the colours.
  static func tint(of field: Field, index: Int) -> String? {
    switch field.config.color?.mode {
    case "fixed": field.config.color?.fixed ?? "#808080"
    case "shades": shade(of: field.config.color?.fixed ?? "#808080", index: index)
    case "palette-classic": ClassicPalette.color(index)
    case "palette-classic-by-name": ClassicPalette.color(named: field.displayName.raw)
    default: nil
    }
  }

  /// The colour itself, then by turns lighter and darker, each a little further away in hue.
  private static func shade(of name: String, index: Int) -> String {
    let place = index % 11
    guard place > 0, let base = Theme.dark.color(named: name) else { return name }
    let share = Double((place + 1) / 2) / 6
    var hue = HueColor(base)
    if place % 2 == 1 {
      hue.degrees += share * 10
      let turned = hue.color
      let more = (255 * share * 0.35).rounded()
      func lighter(_ part: UInt8) -> UInt8 { UInt8(min(255, Double(part) + more)) }
      return Color(
        red: lighter(turned.red),
        green: lighter(turned.green),
        blue: lighter(turned.blue)
      ).hex ?? name
    }
    hue.degrees -= share * 10
    hue.lightness = max(0, hue.lightness - share * 0.35)
    return hue.color.hex ?? name
  }
}

/// A colour by hue, saturation and lightness.
private struct HueColor {
  /// 0 to 360; others are turned into it.
  var degrees: Double
  /// 0 to 1.
  var saturation: Double
  var lightness: Double

  init(_ color: Color) {
    let (r, g, b) = (
      Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255
    )
    let (high, low) = (max(r, g, b), min(r, g, b))
    let span = high - low
    lightness = (high + low) / 2
    saturation = span == 0 ? 0 : span / (1 - abs(2 * lightness - 1))
    let sixth =
      span == 0
      ? 0 : high == r ? (g - b) / span : high == g ? (b - r) / span + 2 : (r - g) / span + 4
    degrees = sixth * 60
  }

  var color: Color {
    let chroma = (1 - abs(2 * lightness - 1)) * saturation
    var turned = degrees.truncatingRemainder(dividingBy: 360)
    if turned < 0 { turned += 360 }
    func part(_ shift: Double) -> UInt8 {
      let place = (shift + turned / 30).truncatingRemainder(dividingBy: 12)
      let value = lightness - chroma / 2 * max(-1, min(place - 3, 9 - place, 1))
      return UInt8(max(0, min(255, (value * 255).rounded())))
    }
    return Color(red: part(0), green: part(8), blue: part(4))
  }
}
