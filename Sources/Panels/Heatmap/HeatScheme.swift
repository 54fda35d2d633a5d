import Canvas
import Glibc

/// A row of colours from low to high, by Grafana's names.
///
/// Source: Grafana, `public/app/plugins/panel/heatmap/palettes.ts`; the colours are ColorBrewer's
/// and Matplotlib's, the curves those of d3-scale-chromatic.
enum HeatScheme {
  static let names = stops.map(\.name) + curves.map(\.name)

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
    let curve = curves.first { $0.name == name }
    let scheme = stops.first { $0.name == name } ?? stops[0]
    let isTurned =
      switch curve?.direction ?? scheme.direction {
      case .fromLight: isDark
      case .fromDark: !isDark
      case .always: true
      }
    let last = Double(max(1, count - 1))
    let colors = (0..<max(2, count)).map { step in
      let share = Double(step) / last
      return curve?.color(share) ?? blended(scheme.colors, share)
    }
    return isTurned == isReversed ? colors : colors.reversed()
  }

  private static func blended(_ colors: [UInt32], _ share: Double) -> Color {
    let place = max(0, min(1, share)) * Double(colors.count - 1)
    let low = place.rounded(.down).whole(from: 0, to: colors.count - 2)
    return Color(colors[low + 1]).blended(over: Color(colors[low]), opacity: place - Double(low))
  }

  enum Direction {
    /// From the light end: turned on a dark ground, so that low is dark.
    case fromLight
    case fromDark
    case always
  }

  private struct Stops {
    var name: String
    var direction: Direction
    var colors: [UInt32]

    init(_ name: String, _ direction: Direction, _ colors: String) {
      self.name = name
      self.direction = direction
      self.colors = colors.split(separator: " ").compactMap { UInt32($0, radix: 16) }
    }
  }

  private static let stops: [Stops] = [
    Stops(
      "Oranges",
      .fromLight,
      "FFF5EB FEE6CE FDD0A2 FDAE6B FD8D3C F16913 D94801 A63603 7F2704"
    ),
    Stops(
      "Reds",
      .fromLight,
      "FFF5F0 FEE0D2 FCBBA1 FC9272 FB6A4A EF3B2C CB181D A50F15 67000D"
    ),
    Stops(
      "Greens",
      .fromLight,
      "F7FCF5 E5F5E0 C7E9C0 A1D99B 74C476 41AB5D 238B45 006D2C 00441B"
    ),
    Stops(
      "Blues",
      .fromLight,
      "F7FBFF DEEBF7 C6DBEF 9ECAE1 6BAED6 4292C6 2171B5 08519C 08306B"
    ),
    Stops(
      "Purples",
      .fromLight,
      "FCFBFD EFEDF5 DADAEB BCBDDC 9E9AC8 807DBA 6A51A3 54278F 3F007D"
    ),
    Stops(
      "OrRd",
      .fromLight,
      "FFF7EC FEE8C8 FDD49E FDBB84 FC8D59 EF6548 D7301F B30000 7F0000"
    ),
    Stops(
      "YlOrRd",
      .fromLight,
      "FFFFCC FFEDA0 FED976 FEB24C FD8D3C FC4E2A E31A1C BD0026 800026"
    ),
    Stops(
      "Spectral",
      .always,
      "9E0142 D53E4F F46D43 FDAE61 FEE08B FFFFBF E6F598 ABDDA4 66C2A5 3288BD 5E4FA2"
    ),
    Stops(
      "RdYlGn",
      .always,
      "A50026 D73027 F46D43 FDAE61 FEE08B FFFFBF D9EF8B A6D96A 66BD63 1A9850 006837"
    ),
    Stops(
      "RdYlBu",
      .always,
      "A50026 D73027 F46D43 FDAE61 FEE090 FFFFBF E0F3F8 ABD9E9 74ADD1 4575B4 313695"
    ),
    Stops(
      "Viridis",
      .fromDark,
      "440154 482878 3E4A89 31688E 26828E 1F9E89 35B779 6DCD59 B4DE2C FDE725"
    ),
    Stops(
      "Magma",
      .fromDark,
      "000004 180F3D 440F76 721F81 9E2F7F CD4071 F1605D FD9668 FECA8D FCFDBF"
    ),
    Stops(
      "Inferno",
      .fromDark,
      "000004 1B0C41 4A0C6B 781C6D A52C60 CF4446 ED6925 FB9B06 F7D13D FCFFA4"
    ),
    Stops(
      "Plasma",
      .fromDark,
      "0D0887 46039F 7201A8 9C179E BD3786 D8576B ED7953 FB9F3A FDCA26 F0F921"
    ),
    Stops(
      "BrBG",
      .always,
      "543005 8C510A BF812D DFC27D F6E8C3 F5F5F5 C7EAE5 80CDC1 35978F 01665E 003C30"
    ),
    Stops(
      "PiYG",
      .always,
      "8E0152 C51B7D DE77AE F1B6DA FDE0EF F7F7F7 E6F5D0 B8E186 7FBC41 4D9221 276419"
    ),
    Stops(
      "PRGn",
      .always,
      "40004B 762A83 9970AB C2A5CF E7D4E8 F7F7F7 D9F0D3 A6DBA0 5AAE61 1B7837 00441B"
    ),
    Stops(
      "PuOr",
      .always,
      "2D004B 542788 8073AC B2ABD2 D8DAEB F7F7F7 FEE0B6 FDB863 E08214 B35806 7F3B08"
    ),
    Stops(
      "RdBu",
      .always,
      "67001F B2182B D6604D F4A582 FDDBC7 F7F7F7 D1E5F0 92C5DE 4393C3 2166AC 053061"
    ),
    Stops(
      "RdGy",
      .always,
      "67001F B2182B D6604D F4A582 FDDBC7 FFFFFF E0E0E0 BABABA 878787 4D4D4D 1A1A1A"
    ),
    Stops(
      "Greys",
      .fromLight,
      "FFFFFF F0F0F0 D9D9D9 BDBDBD 969696 737373 525252 252525 000000"
    ),
    Stops(
      "BuGn",
      .fromLight,
      "F7FCFD E5F5F9 CCECE6 99D8C9 66C2A4 41AE76 238B45 006D2C 00441B"
    ),
    Stops(
      "BuPu",
      .fromLight,
      "F7FCFD E0ECF4 BFD3E6 9EBCDA 8C96C6 8C6BB1 88419D 810F7C 4D004B"
    ),
    Stops(
      "GnBu",
      .fromLight,
      "F7FCF0 E0F3DB CCEBC5 A8DDB5 7BCCC4 4EB3D3 2B8CBE 0868AC 084081"
    ),
    Stops(
      "PuBuGn",
      .fromLight,
      "FFF7FB ECE2F0 D0D1E6 A6BDDB 67A9CF 3690C0 02818A 016C59 014636"
    ),
    Stops(
      "PuBu",
      .fromLight,
      "FFF7FB ECE7F2 D0D1E6 A6BDDB 74A9CF 3690C0 0570B0 045A8D 023858"
    ),
    Stops(
      "PuRd",
      .fromLight,
      "F7F4F9 E7E1EF D4B9DA C994C7 DF65B0 E7298A CE1256 980043 67001F"
    ),
    Stops(
      "RdPu",
      .fromLight,
      "FFF7F3 FDE0DD FCC5C0 FA9FB5 F768A1 DD3497 AE017E 7A0177 49006A"
    ),
    Stops(
      "YlGnBu",
      .fromLight,
      "FFFFD9 EDF8B1 C7E9B4 7FCDBB 41B6C4 1D91C0 225EA8 253494 081D58"
    ),
    Stops(
      "YlGn",
      .fromLight,
      "FFFFE5 F7FCB9 D9F0A3 ADDD8E 78C679 41AB5D 238443 006837 004529"
    ),
    Stops(
      "YlOrBr",
      .fromLight,
      "FFFFE5 FFF7BC FEE391 FEC44F FE9929 EC7014 CC4C02 993404 662506"
    ),
  ]
}
