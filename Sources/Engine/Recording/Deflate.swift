import CZlib

/// zlib's compression and its checksum.
enum Deflate {
  /// - Returns: Compressed; empty where there is no memory for it.
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&result, &length, bytes, uLong(bytes.count), 6) == Z_OK else { return [] }
    return Array(result.prefix(Int(length)))
  }

  /// What was packed, if it has so many bytes; else nil.
  static func unpacked(_ bytes: some Collection<UInt8>, count: Int) -> [UInt8]? {
    // Nothing deflates better than some thousandfold: more is a lie that would cost memory.
    guard count >= 0, count <= (bytes.count + 64) * 1_100 else { return nil }
    let bytes = Array(bytes)
    // zlib wants room even for nothing.
    var result = [UInt8](repeating: 0, count: max(1, count))
    var length = uLongf(count)
    guard uncompress(&result, &length, bytes, uLong(bytes.count)) == Z_OK, Int(length) == count
    else { return nil }
    return Array(result.prefix(count))
  }

  /// CRC-32 of some bytes one after the other.
  static func checksum(_ parts: ArraySlice<UInt8>...) -> UInt32 {
    let sum = parts.reduce(crc32(0, nil, 0)) { sum, part in
      part.withUnsafeBufferPointer { crc32(sum, $0.baseAddress, uInt($0.count)) }
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
