import Canvas

/// The colour of a value before a theme is known.
enum ValueColor: Hashable, Sendable {
  /// By name or `#rrggbb`.
  case named(String)
  /// A place on the way from colour to colour, 0 to 1.
  case ramp([String], Double)

  /// What the theme has for it; what is no colour is grey.
  func color(in theme: Theme) -> Color {
    switch self {
    case .named(let name): theme.color(named: name) ?? Self.unknown
    case .ramp(let names, let place):
      Self.spline(names.map { theme.color(named: $0) ?? Self.unknown }, at: place)
    }
  }

  private static let unknown = Color(0x808080)

  /// The uniform cubic B-spline through red, green and blue, its ends extended straight.
  private static func spline(_ colors: [Color], at place: Double) -> Color {
    guard let first = colors.first, colors.count > 1 else { return colors.first ?? unknown }
    guard !colors.contains(where: \.isTerminal) else { return first }
    let share = place.isNaN ? 0 : max(0, min(1, place))
    let pieces = colors.count - 1
    let piece = min(pieces - 1, Int(share * Double(pieces)))
    let t = share * Double(pieces) - Double(piece)
    func part(_ of: (Color) -> UInt8) -> UInt8 {
      let (b, c) = (Double(of(colors[piece])), Double(of(colors[piece + 1])))
      let a = piece > 0 ? Double(of(colors[piece - 1])) : 2 * b - c
      let d = piece + 2 < colors.count ? Double(of(colors[piece + 2])) : 2 * c - b
      let (t2, t3) = (t * t, t * t * t)
      let sum =
        (1 - 3 * t + 3 * t2 - t3) * a + (4 - 6 * t2 + 3 * t3) * b
        + (1 + 3 * t + 3 * t2 - 3 * t3) * c + t3 * d
      return UInt8(max(0, min(255, (sum / 6).rounded())))
    }
    return Color(red: part(\.red), green: part(\.green), blue: part(\.blue))
  }
}

/// Grafana's modes that colour by the place of a value between its ends.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldColor.ts`; the accessible ones are
/// matplotlib's, at nine places.
enum ColorRamp {
  static func colors(_ mode: String) -> [String]? { ramps[mode] }

  private static let ramps: [String: [String]] = [
    "continuous-GrYlRd": ["green", "yellow", "red"],
    "continuous-RdYlGr": ["red", "yellow", "green"],
    "continuous-BlYlRd": ["dark-blue", "super-light-yellow", "dark-red"],
    "continuous-YlRd": ["super-light-yellow", "dark-red"],
    "continuous-BlPu": ["blue", "purple"],
    "continuous-YlBl": ["super-light-yellow", "dark-blue"],
    "continuous-blues": ["panel-bg", "dark-blue"],
    "continuous-reds": ["panel-bg", "dark-red"],
    "continuous-greens": ["panel-bg", "dark-green"],
    "continuous-purples": ["panel-bg", "dark-purple"],
    "continuous-viridis": [
      "#440154", "#482878", "#3e4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6dcd59",
      "#b4de2c", "#fde725",
    ],
    "continuous-magma": [
      "#000004", "#180f3d", "#440f76", "#721f81", "#9e2f7f", "#cd4071", "#f1605d", "#fd9668",
      "#feca8d", "#fcfdbf",
    ],
    "continuous-plasma": [
      "#0d0887", "#46039f", "#7201a8", "#9c179e", "#bd3786", "#d8576b", "#ed7953", "#fb9f3a",
      "#fdca26", "#f0f921",
    ],
    "continuous-inferno": [
      "#000004", "#1b0c41", "#4a0c6b", "#781c6d", "#a52c60", "#cf4446", "#ed6925", "#fb9b06",
      "#f7d13d", "#fcffa4",
    ],
    "continuous-cividis": [
      "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369",
      "#e1cc55", "#fee838",
    ],
  ]
}
