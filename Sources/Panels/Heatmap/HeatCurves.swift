import Canvas
import Glibc

/// Rows of colours that are formulas.
///
/// Source: d3-scale-chromatic.
extension HeatScheme {
  struct Curve: Sendable {
    var name: String
    var direction: Direction
    /// From 0 to 1.
    var color: @Sendable (Double) -> Color
  }

  static let curves: [Curve] = [
    Curve(name: "Turbo", direction: .fromDark, color: turbo),
    Curve(name: "Cividis", direction: .fromDark, color: cividis),
    Curve(name: "Warm", direction: .fromDark) { helix(from: purple, to: lime, at: $0) },
    Curve(name: "Cool", direction: .fromDark) { helix(from: indigo, to: lime, at: $0) },
    Curve(name: "Cubehelix", direction: .fromDark) {
      helix(
        from: Helix(hue: 300, saturation: 0.5, lightness: 0),
        to: Helix(hue: -240, saturation: 0.5, lightness: 1),
        at: $0
      )
    },
    Curve(name: "Rainbow", direction: .always, color: rainbow),
    Curve(name: "Sinebow", direction: .always, color: sinebow),
  ]

  private static func byte(_ value: Double) -> UInt8 { UInt8(value.whole(from: 0, to: 255)) }

  private static func polynomial(_ factors: [Double], _ share: Double) -> UInt8 {
    byte(factors.reversed().reduce(0) { $0 * share + $1 })
  }

  /// Google's polynomial of fifth degree.
  @Sendable private static func turbo(_ share: Double) -> Color {
    Color(
      red: polynomial([34.61, 1_172.33, -10_793.56, 33_300.12, -38_394.49, 14_825.05], share),
      green: polynomial([23.31, 557.33, 1_225.33, -3_574.96, 1_073.77, 707.56], share),
      blue: polynomial([27.2, 3_211.1, -15_327.97, 27_814, -22_569.18, 6_838.66], share)
    )
  }

  @Sendable private static func cividis(_ share: Double) -> Color {
    Color(
      red: polynomial([-4.54, -35.34, 2_381.73, -6_402.7, 7_024.72, -2_710.57], share),
      green: polynomial([32.49, 170.73, 52.82, -131.46, 176.58, -67.37], share),
      blue: polynomial([81.24, 442.36, -2_482.43, 6_167.24, -6_614.94, 2_475.67], share)
    )
  }

  @Sendable private static func sinebow(_ share: Double) -> Color {
    let angle = (0.5 - share) * .pi
    func part(_ turn: Double) -> UInt8 {
      let height = sin(angle + turn)
      return byte(255 * height * height)
    }
    return Color(red: part(0), green: part(.pi / 3), blue: part(.pi * 2 / 3))
  }

  @Sendable private static func rainbow(_ share: Double) -> Color {
    let middle = abs(share - 0.5)
    return Helix(
      hue: 360 * share - 100,
      saturation: 1.5 - 1.5 * middle,
      lightness: 0.8 - 0.9 * middle
    ).color
  }

  // MARK: - A helix through the cube of colours

  private static let purple = Helix(hue: -100, saturation: 0.75, lightness: 0.35)
  private static let indigo = Helix(hue: 260, saturation: 0.75, lightness: 0.35)
  private static let lime = Helix(hue: 80, saturation: 1.5, lightness: 0.8)

  private static func helix(from start: Helix, to end: Helix, at share: Double) -> Color {
    func between(_ part: KeyPath<Helix, Double>) -> Double {
      start[keyPath: part] + (end[keyPath: part] - start[keyPath: part]) * share
    }
    return Helix(
      hue: between(\.hue),
      saturation: between(\.saturation),
      lightness: between(\.lightness)
    ).color
  }

  /// Dave Green's colours.
  private struct Helix {
    /// In degrees, however often around.
    var hue: Double
    var saturation: Double
    var lightness: Double

    var color: Color {
      let angle = (hue + 120) * .pi / 180
      let width = saturation * lightness * (1 - lightness)
      let (across, up) = (cos(angle), sin(angle))
      func part(_ first: Double, _ second: Double) -> UInt8 {
        byte(255 * (lightness + width * (first * across + second * up)))
      }
      return Color(
        red: part(-0.14861, 1.78277),
        green: part(-0.29227, -0.90649),
        blue: part(1.97294, 0)
      )
    }
  }
}
