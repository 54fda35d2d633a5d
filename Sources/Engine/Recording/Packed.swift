import Metrics

/// Bytes that can't be what was written.
struct Damage: Error {}

/// Values as bytes, small ones in few, alike ones alike, so that they deflate well.
struct PackedWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }
  mutating func flag(_ value: Bool) { byte(value ? 1 : 0) }

  /// Seven bits a byte, the lowest first.
  mutating func whole(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    byte(UInt8(rest))
  }

  mutating func count(_ value: Int) { whole(UInt64(max(0, value))) }

  /// Near zero in few bytes, whatever the sign.
  mutating func signed(_ value: Int64) {
    whole(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes += value.utf8
  }

  mutating func number(_ value: Double) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      byte(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  mutating func moment(_ value: Timestamp) { signed(value.milliseconds) }

  /// In microseconds.
  mutating func span(_ value: Duration) {
    let (seconds, attoseconds) = value.components
    signed(seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000)
  }

  mutating func range(_ value: TimeRange) {
    moment(value.start)
    span(value.length)
  }

  mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
    flag(value != nil)
    if let value { write(&self, value) }
  }

  mutating func list<Value>(_ values: [Value], _ write: (inout Self, Value) -> Void) {
    count(values.count)
    for value in values { write(&self, value) }
  }

  /// Times by how much each step differs from the one before: nothing, on a grid.
  mutating func times(_ values: [Int64]) {
    count(values.count)
    var (last, step): (Int64, Int64) = (0, 0)
    for value in values {
      signed((value &- last) &- step)
      (last, step) = (value, value &- last)
    }
  }

  /// Numbers by which bits differ from the one before, first all lowest bytes, last all highest:
  /// what changes slowly has long runs of zeroes.
  mutating func numbers(_ values: [Double]) {
    var last: UInt64 = 0
    let changes = values.map { value in
      defer { last = value.bitPattern }
      return value.bitPattern ^ last
    }
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      for change in changes { byte(UInt8(truncatingIfNeeded: change >> shift)) }
    }
  }
}

/// Reads what `PackedWriter` wrote; whatever else it is given, it throws and never traps.
struct PackedReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var left: Int { bytes.count - place }
  var isAtEnd: Bool { left == 0 }

  mutating func byte() throws(Damage) -> UInt8 {
    guard left > 0 else { throw Damage() }
    place += 1
    return bytes[place - 1]
  }

  mutating func flag() throws(Damage) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw Damage()
    }
  }

  mutating func whole() throws(Damage) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Damage()
  }

  /// How many things follow, each of at least so many bytes; never more than there can be.
  mutating func count(ofAtLeast size: Int = 1) throws(Damage) -> Int {
    guard let count = Int(exactly: try whole()), count <= left / size else { throw Damage() }
    return count
  }

  mutating func signed() throws(Damage) -> Int64 {
    let value = try whole()
    return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
  }

  mutating func text() throws(Damage) -> String {
    let count = try count()
    place += count
    return String(decoding: bytes[place - count..<place], as: UTF8.self)
  }

  mutating func number() throws(Damage) -> Double {
    var bits: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
    return Double(bitPattern: bits)
  }

  /// Some 30,000 years to each side, so that no reckoning with it overflows.
  private static let mostMilliseconds: Int64 = 1_000_000_000_000_000

  /// Time scales walk over it.
  private static let longestRange = Duration.hours(24 * 366 * 100)

  mutating func moment() throws(Damage) -> Timestamp {
    let value = try signed()
    guard value.magnitude <= UInt64(Self.mostMilliseconds) else { throw Damage() }
    return Timestamp(milliseconds: value)
  }

  mutating func span() throws(Damage) -> Duration {
    let value = try signed()
    guard value.magnitude / 1_000 <= UInt64(Self.mostMilliseconds) else { throw Damage() }
    return .microseconds(value)
  }

  mutating func range() throws(Damage) -> TimeRange {
    let start = try moment()
    let length = try span()
    guard (.zero...Self.longestRange).contains(length) else { throw Damage() }
    return TimeRange(start: start, end: start + length)
  }

  mutating func optional<Value>(
    _ read: (inout Self) throws(Damage) -> Value
  ) throws(Damage) -> Value? {
    try flag() ? try read(&self) : nil
  }

  mutating func list<Value>(
    _ read: (inout Self) throws(Damage) -> Value
  ) throws(Damage) -> [Value] {
    let count = try count()
    var values: [Value] = []
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  /// Rising strictly, as every series' times do.
  mutating func times() throws(Damage) -> [Int64] {
    let count = try count()
    var values: [Int64] = []
    values.reserveCapacity(count)
    var (last, step): (Int64, Int64) = (0, 0)
    for _ in 0..<count {
      step = step &+ (try signed())
      let value = last &+ step
      guard values.isEmpty || value > last,
        value.magnitude <= UInt64(Self.mostMilliseconds)
      else { throw Damage() }
      values.append(value)
      last = value
    }
    return values
  }

  mutating func numbers(_ count: Int) throws(Damage) -> [Double] {
    guard count <= left / 8 else { throw Damage() }
    var last: UInt64 = 0
    var values: [Double] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      var change: UInt64 = 0
      for plane in 0..<8 {
        change |= UInt64(bytes[place + plane * count + index]) << UInt64(8 * plane)
      }
      last ^= change
      values.append(Double(bitPattern: last))
    }
    place += 8 * count
    return values
  }
}
