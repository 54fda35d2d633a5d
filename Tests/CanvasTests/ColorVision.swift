import Canvas
import Glibc

/// How colours are seen, for tests of themes.
enum ColorVision: CaseIterable {
  case normal, deuteranopia, tritanopia

  /// Simulation in linear light by Machado, Oliveira and Fernandes (2009), severity 1.
  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  /// How far two colours are from each other (CIEDE2000); about 2 can just be seen side by side.
  func distance(_ one: Color, _ two: Color) -> Double { lab(one).distance(to: lab(two)) }

  private func lab(_ color: Color) -> Lab {
    let linear = [color.red, color.green, color.blue].map { byte in
      let part = Double(byte) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    let seen = Self.product(matrix, linear).map { min(1, max(0, $0)) }
    let toXYZ = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let f = zip(Self.product(toXYZ, seen), [0.95047, 1, 1.08883]).map { value, white in
      let part = value / white
      return part > 216.0 / 24389 ? cbrt(part) : (24389.0 / 27 * part + 16) / 116
    }
    return Lab(l: 116 * f[1] - 16, a: 500 * (f[0] - f[1]), b: 200 * (f[1] - f[2]))
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}

/// CIE L*a*b* under D65.
struct Lab {
  var l: Double
  var a: Double
  var b: Double

  /// CIEDE2000, by Sharma, Wu and Dalal's formulation.
  func distance(to other: Lab) -> Double {
    let chroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let stretch = 1.5 - 0.5 * Self.saturation(chroma)
    let (a1, a2) = (a * stretch, other.a * stretch)
    let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
    let (h1, h2) = (Self.degrees(b, a1), Self.degrees(other.b, a2))
    let isGrey = c1 * c2 == 0
    var turn = isGrey ? 0 : h2 - h1
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    var hue = isGrey ? h1 + h2 : (h1 + h2) / 2
    if !isGrey, abs(h1 - h2) > 180 { hue += h1 + h2 < 360 ? 180 : -180 }
    let (lightness, c) = ((l + other.l) / 2 - 50, (c1 + c2) / 2)
    let t =
      1 - 0.17 * Self.cosine(hue - 30) + 0.24 * Self.cosine(2 * hue)
      + 0.32 * Self.cosine(3 * hue + 6) - 0.2 * Self.cosine(4 * hue - 63)
    let dl = (other.l - l) / (1 + 0.015 * lightness * lightness / sqrt(20 + lightness * lightness))
    let dc = (c2 - c1) / (1 + 0.045 * c)
    let dh = 2 * sqrt(c1 * c2) * sin(turn / 2 * .pi / 180) / (1 + 0.015 * c * t)
    let bend = 30 * exp(-pow((hue - 275) / 25, 2))
    let rotation = -sin(2 * bend * .pi / 180) * 2 * Self.saturation(c)
    return sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh)
  }

  private static func saturation(_ chroma: Double) -> Double {
    sqrt(pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7)))
  }

  private static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

  private static func degrees(_ b: Double, _ a: Double) -> Double {
    let angle = atan2(b, a) * 180 / .pi
    return angle < 0 ? angle + 360 : angle
  }
}
