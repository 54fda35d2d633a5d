/// A place in the bytes of an answer, moving forward.
///
/// The bytes end in a 0, which is not a part of any JSON. Each step goes over a byte that was looked
/// at and is not 0, so the cursor can't leave the bytes and the loops need no other check.
struct WireCursor {
  private(set) var place: UnsafePointer<UInt8>
  private let start: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// - Parameter bytes: Not empty; the last one is 0.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, bytes.last == 0 else { return nil }
    place = base
    start = base
    end = base + (bytes.count - 1)
  }

  /// The byte here; 0 at the end.
  var byte: UInt8 {
    @inline(__always) get { place.pointee }
  }

  @inline(__always)
  mutating func advance() { place += 1 }

  /// Goes over `wanted`, which is not 0, if it stands here.
  @inline(__always)
  mutating func take(_ wanted: UInt8) -> Bool {
    guard place.pointee == wanted else { return false }
    place += 1
    return true
  }

  @inline(__always)
  mutating func skipSpace() {
    while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
  }

  /// Goes over space and `wanted`.
  @inline(__always)
  mutating func expect(_ wanted: UInt8) throws(WireFault) {
    skipSpace()
    guard take(wanted) else { throw fault }
  }

  var isAtEnd: Bool { place == end }

  /// What is wrong here, if anything is.
  var fault: WireFault { place == end ? .truncated : .malformed(at: start.distance(to: place)) }

  /// Goes back to where the cursor was before.
  mutating func back(to place: UnsafePointer<UInt8>) { self.place = place }

  // MARK: Strings

  /// The raw bytes of a string, and whether escapes are among them; the cursor goes behind it.
  @inline(__always)
  mutating func string() throws(WireFault) -> (UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
    skipSpace()
    guard take(Byte.quote) else { throw fault }
    let first = place
    var isEscaped = false
    while byte != Byte.quote {
      if byte == Byte.backslash {
        isEscaped = true
        advance()
      }
      guard byte != 0 else { throw fault }
      advance()
    }
    let bytes = UnsafeBufferPointer(start: first, count: first.distance(to: place))
    advance()
    return (bytes, isEscaped)
  }

  mutating func text() throws(WireFault) -> String {
    let (bytes, isEscaped) = try string()
    return isEscaped ? unescaped(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Structure

  /// Calls `each` at every key of an object, with the cursor at the key's value, which it must go
  /// over.
  mutating func object(
    _ each: (inout WireCursor, UnsafeBufferPointer<UInt8>) throws(WireFault) -> Void
  ) throws(WireFault) {
    try expect(Byte.openBrace)
    skipSpace()
    if take(Byte.closeBrace) { return }
    while true {
      let key = try string().0
      try expect(Byte.colon)
      skipSpace()
      try each(&self, key)
      skipSpace()
      if take(Byte.comma) { continue }
      guard take(Byte.closeBrace) else { throw fault }
      return
    }
  }

  /// Calls `each` at every element of an array, which it must go over.
  @inline(__always)
  mutating func array(
    _ each: (inout WireCursor) throws(WireFault) -> Void
  ) throws(WireFault) {
    try expect(Byte.openBracket)
    skipSpace()
    if take(Byte.closeBracket) { return }
    while true {
      skipSpace()
      try each(&self)
      skipSpace()
      if take(Byte.comma) { continue }
      guard take(Byte.closeBracket) else { throw fault }
      return
    }
  }

  /// Goes over any value.
  ///
  /// What stands inside it is not checked: nobody wants it.
  mutating func skipValue() throws(WireFault) {
    var depth = 0
    repeat {
      skipSpace()
      switch byte {
      case Byte.quote: _ = try string()
      case Byte.openBrace, Byte.openBracket:
        depth += 1
        advance()
      case Byte.closeBrace, Byte.closeBracket:
        guard depth > 0 else { throw fault }
        depth -= 1
        advance()
      case Byte.comma, Byte.colon:
        guard depth > 0 else { throw fault }
        advance()
      case 0: throw fault
      default: skipWord()
      }
    } while depth > 0
  }

  /// What stands here up to the next sign of JSON's: `null`, `true`, `false` or a number.
  mutating func word() throws(WireFault) -> String {
    let first = place
    skipWord()
    guard place != first else { throw fault }
    let bytes = UnsafeBufferPointer(start: first, count: first.distance(to: place))
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func skipWord() {
    while true {
      switch byte {
      case 0, 0x20, 0x0A, 0x0D, 0x09, Byte.comma, Byte.colon, Byte.quote, Byte.openBrace,
        Byte.closeBrace, Byte.openBracket, Byte.closeBracket:
        return
      default: advance()
      }
    }
  }
}

/// The bytes that JSON is made of.
enum Byte {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let dot = UInt8(ascii: ".")
  static let minus = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these are the bytes of a plain text.
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
  }
}
