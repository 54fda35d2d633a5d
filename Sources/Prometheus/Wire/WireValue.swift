/// Any JSON value, for the endpoints that are asked rarely: rules, targets, flags.
indirect enum WireValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([WireValue])
  case object([String: WireValue])

  static func decode(_ body: [UInt8]) throws(WireFault) -> WireValue {
    var bytes = body
    bytes.append(0)
    return try bytes.withUnsafeBufferPointer { buffer throws(WireFault) in
      guard var cursor = WireCursor(buffer) else { throw .truncated }
      let value = try WireValue(&cursor, depth: 0)
      cursor.skipSpace()
      guard cursor.isAtEnd else { throw cursor.fault }
      return value
    }
  }

  private static let mostDepth = 64

  private init(_ cursor: inout WireCursor, depth: Int) throws(WireFault) {
    guard depth < Self.mostDepth else { throw .tooDeep }
    cursor.skipSpace()
    switch cursor.byte {
    case Byte.quote: self = .string(try cursor.text())
    case Byte.openBrace:
      var members: [String: WireValue] = [:]
      try cursor.object { (cursor, key) throws(WireFault) in
        let value = try WireValue(&cursor, depth: depth + 1)
        members[unescaped(key)] = value
      }
      self = .object(members)
    case Byte.openBracket:
      var values: [WireValue] = []
      try cursor.array { cursor throws(WireFault) in
        values.append(try WireValue(&cursor, depth: depth + 1))
      }
      self = .array(values)
    default: self = try Self.word(&cursor)
    }
  }

  private static func word(_ cursor: inout WireCursor) throws(WireFault) -> WireValue {
    switch try cursor.word() {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case let word:
      guard let number = Double(word) else { throw cursor.fault }
      return .number(number)
    }
  }

  subscript(name: String) -> WireValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The elements; none of what is not an array.
  var elements: [WireValue] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  var members: [String: WireValue] {
    guard case .object(let members) = self else { return [:] }
    return members
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A number, quoted or not.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .string(let text): WireCursor.number(text)
    default: nil
    }
  }

  var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }
}
