extension Labels {
  /// Sixteen hexadecimal digits that tell label sets apart: Prometheus' and Alertmanager's own
  /// fingerprint, FNV-1a over names and values in the order of the names.
  package var fingerprint: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for label in all {
      for part in [label.name, label.value] {
        part.raw.utf8.forEach(add)
        add(0xFF)
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
