import Metrics

/// Reads label sets, making each text once: the series of an answer share nearly all of theirs.
struct LabelReader {
  private struct Known {
    var bytes: [UInt8]
    var text: ForeignText
  }

  /// By a hash of the raw bytes.
  private var known: [UInt64: Known] = [:]

  /// `{"__name__":"up","job":"node"}`; what isn't a text has no place in a label set and is left
  /// out.
  mutating func labels(_ cursor: inout WireCursor) throws(WireFault) -> Labels {
    guard cursor.byte == Byte.openBrace else {
      try cursor.skipValue()
      return [:]
    }
    var all: [Labels.Label] = []
    all.reserveCapacity(8)
    try cursor.expect(Byte.openBrace)
    cursor.skipSpace()
    if cursor.take(Byte.closeBrace) { return [:] }
    while true {
      let name = try text(&cursor)
      try cursor.expect(Byte.colon)
      cursor.skipSpace()
      if cursor.byte == Byte.quote {
        all.append(Labels.Label(name: name, value: try text(&cursor)))
      } else {
        try cursor.skipValue()
      }
      cursor.skipSpace()
      if cursor.take(Byte.comma) { continue }
      guard cursor.take(Byte.closeBrace) else { throw cursor.fault }
      return Labels(all: all)
    }
  }

  private mutating func text(_ cursor: inout WireCursor) throws(WireFault) -> ForeignText {
    let (bytes, isEscaped) = try cursor.string()
    let hash = Self.hash(bytes)
    if let found = known[hash], bytes.elementsEqual(found.bytes) { return found.text }
    let made = ForeignText(isEscaped ? unescaped(bytes) : String(decoding: bytes, as: UTF8.self))
    if known.count < 20_000 { known[hash] = Known(bytes: Array(bytes), text: made) }
    return made
  }

  /// FNV-1a.
  ///
  /// Two texts that collide on purpose only cost time: the bytes are compared.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
