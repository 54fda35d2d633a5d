/// Reads a file of the time zone database: TZif, versions 1 to 4.
///
/// Source: RFC 8536, 3. Whatever the bytes are, this is total; leap seconds, which Unix time doesn't
/// know, make a file unreadable.
struct ZoneFile {
  private let bytes: [UInt8]
  private var place = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What the header says of the block after it.
  private struct Counts {
    var utMarks, standardMarks, leaps, times, clocks, characters: Int

    /// Bytes of the block, where times take `width` bytes each.
    func size(_ width: Int) -> Int {
      times * (width + 1) + clocks * 6 + characters + leaps * (width + 4) + standardMarks + utMarks
    }
  }

  /// nil where the bytes are no such file.
  static func rules(_ bytes: [UInt8]) -> ZoneRules? {
    var file = Self(bytes)
    guard let (version, first) = file.header() else { return nil }
    guard version > 0 else { return file.block(first, width: 4) }
    // The first block is for readers that know no times beyond 32 bits.
    guard file.skip(first.size(4)), let (_, counts) = file.header(),
      var rules = file.block(counts, width: 8)
    else { return nil }
    guard file.take(1) == Array("\n".utf8)[...],
      let end = bytes[file.place...].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let footer = String(decoding: bytes[file.place..<end], as: UTF8.self)
    if !footer.isEmpty {
      guard let rule = ZoneRule(parsing: footer) else { return nil }
      rules.rule = rule
    }
    return rules
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - place else { return nil }
    defer { place += count }
    return bytes[place..<(place + count)]
  }

  private mutating func skip(_ count: Int) -> Bool { take(count) != nil }

  private mutating func header() -> (version: UInt8, Counts)? {
    guard take(4) == Array("TZif".utf8)[...], let version = take(1)?.first, skip(15),
      let words = take(24)
    else { return nil }
    let counts = stride(from: words.startIndex, to: words.endIndex, by: 4).map {
      Int(UInt32(truncatingIfNeeded: Self.number(words[$0..<($0 + 4)])))
    }
    return (
      version,
      Counts(
        utMarks: counts[0],
        standardMarks: counts[1],
        leaps: counts[2],
        times: counts[3],
        clocks: counts[4],
        characters: counts[5]
      )
    )
  }

  private mutating func block(_ counts: Counts, width: Int) -> ZoneRules? {
    guard counts.leaps == 0, (1...256).contains(counts.clocks),
      let timeBytes = take(counts.times * width), let places = take(counts.times),
      let clockBytes = take(counts.clocks * 6), let names = take(counts.characters),
      skip(counts.standardMarks + counts.utMarks)
    else { return nil }
    let times = (0..<counts.times).map { index in
      let start = timeBytes.startIndex + index * width
      return Self.number(timeBytes[start..<(start + width)])
    }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
      places.allSatisfy({ $0 < counts.clocks })
    else { return nil }
    var clocks: [ZoneRules.Clock] = []
    for index in 0..<counts.clocks {
      let start = clockBytes.startIndex + index * 6
      let offset = Int(Self.number(clockBytes[start..<(start + 4)]))
      let name = Int(clockBytes[start + 5])
      guard offset.magnitude < 26 * 3_600, name < names.count else { return nil }
      let text = names[(names.startIndex + name)...].prefix { $0 != 0 }
      clocks.append(
        ZoneRules.Clock(offset: offset, abbreviation: String(decoding: text, as: UTF8.self))
      )
    }
    return ZoneRules(times: times, places: Array(places), clocks: clocks, rule: nil)
  }

  /// Big-endian, with its sign.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
    let isNegative = bytes.first.map { $0 >= 0x80 } ?? false
    return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
  }
}
