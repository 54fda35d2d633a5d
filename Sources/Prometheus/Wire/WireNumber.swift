/// A decimal number's parts: `mantissa` times ten to the `exponent`.
struct Decimal {
  var isNegative = false
  var mantissa: UInt64 = 0
  var exponent = 0
  /// Whether more than 19 digits came, so that `mantissa` is not exact.
  var isCut = false

  /// The nearest double, exactly rounded; nil for the rare numbers that need more than 128 bits.
  ///
  /// Small mantissas are exact in a double, and so are powers of ten up to 22 (Clinger). For the
  /// others the quotient by a power of five that fits 64 bits is computed to 64 bits, and what is
  /// left over only matters as "something".
  var double: Double? {
    @inline(__always) get {
      guard !isCut else { return nil }
      if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
        let power = powersOfTen[exponent.magnitudeAsInt]
        let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        return isNegative ? -value : value
      }
      guard exponent >= -27, exponent < 0 else { return nil }
      return quotient
    }
  }

  private var quotient: Double {
    let divisor = powersOfFive[-exponent]
    let divisorShift = divisor.leadingZeroBitCount
    let shift = mantissa.leadingZeroBitCount
    let lower = divisor << UInt64(divisorShift)
    var upper = mantissa << UInt64(shift)
    var rest: UInt64 = 0
    // mantissa / 5^n = (upper / lower) * 2^(divisorShift - shift)
    var power = divisorShift - shift + exponent - 64
    if upper >= lower {
      rest = upper << 63
      upper >>= 1
      power += 1
    }
    let (whole, remainder) = lower.dividingFullWidth((upper, rest))
    // The last of 63 or 64 bits stands for everything below, which only has to break ties when
    // the conversion rounds to 53. `power` is between -154 and -1.
    let bits = remainder == 0 ? whole : whole | 1
    let value = Double(bits) * Double(bitPattern: UInt64(1_023 + power) << 52)
    return isNegative ? -value : value
  }
}

extension Int {
  fileprivate var magnitudeAsInt: Int {
    @inline(__always) get { self < 0 ? -self : self }
  }
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

private let powersOfFive: [UInt64] = [
  1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625,
  1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625,
  19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625,
  11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125,
  1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
]

extension WireCursor {
  /// A decimal number, as far as it goes; nil and no step where none stands here.
  @inline(__always)
  mutating func decimal() -> Decimal? {
    let first = place
    var number = Decimal()
    if take(Byte.minus) { number.isNegative = true } else { _ = take(Byte.plus) }
    var digits = 0
    while case let digit = byte &- 0x30, digit < 10 {
      number.mantissa = number.mantissa &* 10 &+ UInt64(digit)
      digits &+= 1
      advance()
    }
    if take(Byte.dot) {
      let point = place
      while case let digit = byte &- 0x30, digit < 10 {
        number.mantissa = number.mantissa &* 10 &+ UInt64(digit)
        advance()
      }
      number.exponent = -point.distance(to: place)
      digits -= number.exponent
    }
    guard digits > 0 else {
      back(to: first)
      return nil
    }
    number.isCut = digits > 19 && significantDigits(from: first) > 19
    if byte | 0x20 == UInt8(ascii: "e") { number.exponent += exponent() }
    return number
  }

  /// Digits between `first` and here, without the zeros that lead.
  private func significantDigits(from first: UnsafePointer<UInt8>) -> Int {
    let text = UnsafeBufferPointer(start: first, count: first.distance(to: place))
    return text.drop { $0 < 0x31 || $0 > 0x39 }.count { $0 != Byte.dot }
  }

  /// `e-67`; a number beyond any double's for one that is longer.
  private mutating func exponent() -> Int {
    advance()
    let isNegative = take(Byte.minus)
    if !isNegative { _ = take(Byte.plus) }
    var value = 0
    while case let digit = byte &- 0x30, digit < 10 {
      value = min(value * 10 + Int(digit), 100_000)
      advance()
    }
    return isNegative ? -value : value
  }

  /// Seconds as whole milliseconds: what is finer is cut.
  @inline(__always)
  mutating func milliseconds() throws(WireFault) -> Int64 {
    let first = place
    let isNegative = take(Byte.minus)
    let begin = place
    var value: Int64 = 0
    while case let digit = byte &- 0x30, digit < 10 {
      value = value &* 10 &+ Int64(digit)
      advance()
    }
    let digits = begin.distance(to: place)
    value = value &* 1_000
    if take(Byte.dot) {
      var scale: Int64 = 100
      while case let digit = byte &- 0x30, digit < 10 {
        value = value &+ Int64(digit) &* scale
        scale /= 10
        advance()
      }
    }
    if digits == 0 || digits > 15 || byte | 0x20 == UInt8(ascii: "e") {
      back(to: first)
      return try oddMilliseconds()
    }
    return isNegative ? -value : value
  }

  /// `1.7e9` and the like.
  private mutating func oddMilliseconds() throws(WireFault) -> Int64 {
    let first = place
    guard decimal() != nil else { throw fault }
    let text = UnsafeBufferPointer(start: first, count: first.distance(to: place))
    let seconds = Double(String(decoding: text, as: UTF8.self)) ?? .nan
    guard let whole = Int64(exactly: (seconds * 1_000).rounded()) else { throw fault }
    return whole
  }

  /// A sample's value, quoted as the API does or not; nil for `null` and for what is no number.
  @inline(__always)
  mutating func sample() throws(WireFault) -> Double? {
    let first = place
    if take(Byte.quote) {
      if let value = decimal()?.double, take(Byte.quote) { return value }
    } else if let value = decimal()?.double {
      return value
    }
    back(to: first)
    return try oddSample()
  }

  /// Infinities, NaN, and numbers that the fast way doesn't take.
  private mutating func oddSample() throws(WireFault) -> Double? {
    let isQuoted = byte == Byte.quote
    let first = place
    let text: String
    if isQuoted {
      text = try self.text()
    } else {
      try skipValue()
      let bytes = UnsafeBufferPointer(start: first, count: first.distance(to: place))
      text = String(decoding: bytes.prefix(400), as: UTF8.self)
    }
    return Self.number(text)
  }

  /// A number in words of Go's or in digits; nil for anything else.
  static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    // A hexadecimal number is none of Prometheus'.
    case let word: word.contains("x") ? nil : Double(word)
    }
  }
}
