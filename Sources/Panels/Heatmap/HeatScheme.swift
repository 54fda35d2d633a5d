import Canvas
import Glibc

/// A row of colours from low to high, by Grafana's names.
///
/// The stops are ColorBrewer's and Matplotlib's, as d3-scale-chromatic has them.
enum HeatScheme {
  static let names = stops.map(\.name) + ["Turbo"]

  /// Steps as Grafana draws them on a dark or a light ground.
  ///
  /// - Parameters:
  ///   - name: Of the scheme; one that nobody knows is `Oranges`.
  ///   - count: Of steps, 2 at least.
  ///   - isReversed: Against Grafana's own direction.
  ///   - theme: Whose ground decides the direction of the plain schemes: low is near the ground.
  /// - Returns: The colours, from low to high.
  static func steps(_ name: String, count: Int, isReversed: Bool, theme: Theme) -> [Color] {
    let isDark = theme.ground.isTerminal || theme.ground.luminance < 0.5
    let scheme = stops.first { $0.name == name } ?? stops[0]
    let isTurned =
      switch scheme.direction {
      case _ where name == "Turbo": false
      case .fromLight: isDark
      case .fromDark: !isDark
      case .always: true
      }
    let last = Double(max(1, count - 1))
    let colors = (0..<max(2, count)).map { step in
      name == "Turbo" ? turbo(Double(step) / last) : blended(scheme.colors, Double(step) / last)
    }
    return isTurned == isReversed ? colors : colors.reversed()
  }

  private static func blended(_ colors: [UInt32], _ share: Double) -> Color {
    let place = max(0, min(1, share)) * Double(colors.count - 1)
    let low = place.rounded(.down).whole(from: 0, to: colors.count - 2)
    return Color(colors[low + 1]).blended(over: Color(colors[low]), opacity: place - Double(low))
  }

  /// Google's polynomial of sixth degree.
  private static func turbo(_ share: Double) -> Color {
    func byte(_ factors: [Double]) -> UInt8 {
      UInt8(factors.reversed().reduce(0) { $0 * share + $1 }.whole(from: 0, to: 255))
    }
    return Color(
      red: byte([34.61, 1_172.33, -10_793.56, 33_300.12, -38_394.49, 14_825.05]),
      green: byte([23.31, 557.33, 1_225.33, -3_574.96, 1_073.77, 707.56]),
      blue: byte([27.2, 3_211.1, -15_327.97, 27_814, -22_569.18, 6_838.66])
    )
  }

  private enum Direction {
    /// From the light end: turned on a dark ground, so that low is dark.
    case fromLight
    case fromDark
    case always
  }

  private struct Stops {
    var name: String
    var direction: Direction
    var colors: [UInt32]

    init(_ name: String, _ direction: Direction, _ colors: [UInt32]) {
      self.name = name
      self.direction = direction
      self.colors = colors
    }
  }

  private static let stops: [Stops] = [
    Stops(
      "Oranges",
      .fromLight,
      [
        0xFFF5EB, 0xFEE6CE, 0xFDD0A2, 0xFDAE6B, 0xFD8D3C, 0xF16913, 0xD94801, 0xA63603, 0x7F2704,
      ]
    ),
    Stops(
      "Reds",
      .fromLight,
      [
        0xFFF5F0, 0xFEE0D2, 0xFCBBA1, 0xFC9272, 0xFB6A4A, 0xEF3B2C, 0xCB181D, 0xA50F15, 0x67000D,
      ]
    ),
    Stops(
      "Greens",
      .fromLight,
      [
        0xF7FCF5, 0xE5F5E0, 0xC7E9C0, 0xA1D99B, 0x74C476, 0x41AB5D, 0x238B45, 0x006D2C, 0x00441B,
      ]
    ),
    Stops(
      "Blues",
      .fromLight,
      [
        0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
      ]
    ),
    Stops(
      "Purples",
      .fromLight,
      [
        0xFCFBFD, 0xEFEDF5, 0xDADAEB, 0xBCBDDC, 0x9E9AC8, 0x807DBA, 0x6A51A3, 0x54278F, 0x3F007D,
      ]
    ),
    Stops(
      "OrRd",
      .fromLight,
      [
        0xFFF7EC, 0xFEE8C8, 0xFDD49E, 0xFDBB84, 0xFC8D59, 0xEF6548, 0xD7301F, 0xB30000, 0x7F0000,
      ]
    ),
    Stops(
      "YlOrRd",
      .fromLight,
      [
        0xFFFFCC, 0xFFEDA0, 0xFED976, 0xFEB24C, 0xFD8D3C, 0xFC4E2A, 0xE31A1C, 0xBD0026, 0x800026,
      ]
    ),
    Stops(
      "Spectral",
      .always,
      [
        0x9E0142, 0xD53E4F, 0xF46D43, 0xFDAE61, 0xFEE08B, 0xFFFFBF, 0xE6F598, 0xABDDA4, 0x66C2A5,
        0x3288BD, 0x5E4FA2,
      ]
    ),
    Stops(
      "RdYlGn",
      .always,
      [
        0xA50026, 0xD73027, 0xF46D43, 0xFDAE61, 0xFEE08B, 0xFFFFBF, 0xD9EF8B, 0xA6D96A, 0x66BD63,
        0x1A9850, 0x006837,
      ]
    ),
    Stops(
      "RdYlBu",
      .always,
      [
        0xA50026, 0xD73027, 0xF46D43, 0xFDAE61, 0xFEE090, 0xFFFFBF, 0xE0F3F8, 0xABD9E9, 0x74ADD1,
        0x4575B4, 0x313695,
      ]
    ),
    Stops(
      "Viridis",
      .fromDark,
      [
        0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
        0xFDE725,
      ]
    ),
    Stops(
      "Magma",
      .fromDark,
      [
        0x000004, 0x180F3D, 0x440F76, 0x721F81, 0x9E2F7F, 0xCD4071, 0xF1605D, 0xFD9668, 0xFECA8D,
        0xFCFDBF,
      ]
    ),
    Stops(
      "Inferno",
      .fromDark,
      [
        0x000004, 0x1B0C41, 0x4A0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9B06, 0xF7D13D,
        0xFCFFA4,
      ]
    ),
    Stops(
      "Plasma",
      .fromDark,
      [
        0x0D0887, 0x46039F, 0x7201A8, 0x9C179E, 0xBD3786, 0xD8576B, 0xED7953, 0xFB9F3A, 0xFDCA26,
        0xF0F921,
      ]
    ),
  ]
}
