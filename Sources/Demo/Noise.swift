/// Numbers that look like chance and are the same every time.
enum Noise {
  /// From 0 up to 1, by a name and a place in time.
  static func unit(_ a: String, _ b: String, _ c: String, _ d: String, _ place: Int) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in [a, b, c, d] {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    hash &+= UInt64(bitPattern: Int64(place)) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    return Double(hash >> 11) / 9_007_199_254_740_992
  }
}
