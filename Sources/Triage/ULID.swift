package import Metrics

/// An identifier that sorts by its time: 48 bits of milliseconds and 80 of chance, in Crockford's
/// base of 32.
package enum ULID {
  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  package static func make(
    at moment: Timestamp,
    using random: inout some RandomNumberGenerator
  ) -> String {
    let time = UInt64(bitPattern: moment.milliseconds) & 0xFFFF_FFFF_FFFF
    let head = (0..<10).reversed().map { digits[Int(time >> (UInt64($0) * 5) & 31)] }
    let tail = (0..<16).map { _ in digits[Int.random(in: 0..<32, using: &random)] }
    return String(head + tail)
  }
}
