/// The text of a JSON string with escapes.
///
/// A lone half of a surrogate pair and bytes that aren't UTF-8 become U+FFFD: one bad label doesn't
/// spoil an answer.
func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(raw.count)
  var index = 0
  while index < raw.count {
    guard raw[index] == Byte.backslash, index + 1 < raw.count else {
      bytes.append(raw[index])
      index += 1
      continue
    }
    let letter = raw[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): bytes += Unicode.UTF8.encode(scalar(raw, &index)) ?? .init()
    default: bytes.append(letter)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The character of `XXXX`, or of `XXXX\uXXXX` where the first is half of a pair.
private func scalar(_ raw: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar {
  guard let first = hex(raw, index) else { return "\u{FFFD}" }
  index += 4
  if let scalar = Unicode.Scalar(first) { return scalar }
  guard first < 0xDC00, index + 1 < raw.count, raw[index] == Byte.backslash,
    raw[index + 1] == UInt8(ascii: "u"), let second = hex(raw, index + 2),
    (0xDC00...0xDFFF).contains(second)
  else { return "\u{FFFD}" }
  index += 6
  return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
}

private func hex(_ raw: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32? {
  guard index + 4 <= raw.count else { return nil }
  var value: UInt32 = 0
  for byte in raw[index..<index + 4] {
    switch byte {
    case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
    case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
    case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
    default: return nil
    }
  }
  return value
}
