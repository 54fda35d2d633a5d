extension Labels {
  /// Sixteen hexadecimal digits that tell label sets apart: Prometheus' and Alertmanager's own
  /// fingerprint, FNV-1a over names and values in the order of the names.
  package var fingerprint: String {
    var hash = Checksum()
    for label in all {
      for part in [label.name, label.value] {
        hash.add(part.raw.utf8)
        hash.add(CollectionOfOne(0xFF))
      }
    }
    return hash.digits
  }
}

/// FNV-1a of 64 bits: tells contents apart, and guards against nobody.
package struct Checksum: Hashable, Sendable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Sixteen hexadecimal digits.
  package var digits: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
