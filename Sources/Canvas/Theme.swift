/// The roles that colours play; drawing names the role, never the colour.
///
/// A good day is grey: colour appears in values of `colors` and in trouble.
package struct Theme: Hashable, Sendable {
  /// What stands where nothing is drawn.
  package enum Grounding: Hashable, Sendable {
    /// The terminal's own, which is taken to be about this theme's.
    case assumed
    /// This theme's: it covers the terminal's own.
    case painted
    /// The terminal's own, whatever that is.
    case terminal
  }

  package var name: String
  package var grounding = Grounding.painted
  /// What full colours are blended towards where something is dimmed; the screen's ground.
  package var ground: Color
  package var text: Color
  package var dim: Color
  package var faint: Color
  package var good: Color
  package var warning: Color
  package var critical: Color
  /// Bars that mean nothing but their length, from the least to the most conspicuous.
  package var ramp: [Color]
  /// Bars of queues and the like where no threshold is crossed.
  package var bar: Color
  /// Series without a colour of their own; none of them looks like a state.
  ///
  /// The same place has the same hue in every theme where the eye for which it is made allows.
  package var palette: [Color]
  /// Of a terminal's sixteen colours those that tell series apart, none of them a state's.
  package var sixteen = [0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF].map { Color($0) }
  /// The contrast that colours of dashboards, which are written for a dark ground, are brought to;
  /// nil leaves them as they are.
  package var least: Double?
  /// The most colours this theme makes use of.
  package var deepest = ColorDepth.truecolor

  package static let dark = Self(
    name: "dark",
    grounding: .assumed,
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

  /// What covers what is below it with the ground.
  package var paper: Color { grounding == .terminal ? .terminal : ground }

  /// What can be read on a colour.
  package func ink(on color: Color) -> Color {
    guard grounding == .assumed else { return color.ink }
    // Softer than black and white, where the colours are known to bear it.
    return ground.contrast(to: color) >= text.contrast(to: color) ? ground : text
  }
}
