extension Color {
  /// The nearest of xterm's 256 colours: the cube 16...231 or the greys 232...255.
  package var paletteIndex: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ byte: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(byte)) < abs(levels[$1] - Int(byte)) } ?? 0
    }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let cube = distance(levels[r], levels[g], levels[b])
    let average = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = max(0, min(23, (average - 3) / 10))
    let level = 8 + 10 * grey
    // A grey with a breath of blue stays a grey: the cube's nearest may be green.
    let (high, low) = (Int(max(red, green, blue)), Int(min(red, green, blue)))
    let leeway = (high - low) * 4 < high ? 1.4 : 1
    return Double(distance(level, level, level)) < Double(cube) * leeway
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  private func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
    let (dr, dg, db) = (Int(red) - r, Int(green) - g, Int(blue) - b)
    return 2 * dr * dr + 4 * dg * dg + 3 * db * db
  }

  /// The nearest of the terminal's own sixteen by hue, so that a state stays what it is.
  package var sixteenIndex: Int {
    let (r, g, b) = (Double(red), Double(green), Double(blue))
    let (high, low) = (max(r, g, b), min(r, g, b))
    guard high - low > 0.32 * high, high > 40 else {
      switch (high + low) / 2 {
      case ..<40: return 0
      case ..<125: return 8
      case ..<205: return 7
      default: return 15
      }
    }
    let span = high - low
    var hue: Double
    if high == r {
      hue = 60 * (g - b) / span
    } else if high == g {
      hue = 60 * (b - r) / span + 120
    } else {
      hue = 60 * (r - g) / span + 240
    }
    if hue < 0 { hue += 360 }
    let plain: Int
    switch hue {
    case 25..<75: plain = 3
    case 75..<160: plain = 2
    case 160..<200: plain = 6
    case 200..<265: plain = 4
    case 265..<345: plain = 5
    default: plain = 1
    }
    return high > 150 ? plain + 8 : plain
  }

  /// The nearest of the eight that the oldest terminals have; their grey is white, since their
  /// black would not be seen.
  package var eightIndex: Int {
    let index = sixteenIndex
    return index == 8 ? 7 : index % 8
  }
}
