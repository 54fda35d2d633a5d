extension JSON {
  /// The value as JSON text, keys in their order; NaN and infinities are `null`.
  ///
  /// Whatever a terminal could take for a command is escaped, so that the text may be printed.
  package func text(indented: Bool = false) -> String {
    var writer = Writer(isIndented: indented)
    writer.write(self)
    return writer.text
  }

  /// Whether it may stand in a string as it is: to a terminal it is no command, and it is seen.
  static func isPlain(_ scalar: UnicodeScalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
      .surrogate:
      return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}

private struct Writer {
  var text = ""
  var depth = 0
  let isIndented: Bool

  init(isIndented: Bool) { self.isIndented = isIndented }

  mutating func write(_ json: JSON) {
    switch json.kind {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += Self.number(value)
    case .string(let value): write(value)
    case .array(let values):
      // Points and the like stand on one line.
      let isFlat = values.allSatisfy { $0.members == nil && $0.array == nil } && values.count <= 8
      list("[", "]", count: values.count, isFlat: isFlat) { $0.write(values[$1]) }
    case .object(let members):
      list("{", "}", count: members.count, isFlat: false) { writer, index in
        writer.write(members[index].name)
        writer.text += writer.isIndented ? ": " : ":"
        writer.write(members[index].value)
      }
    }
  }

  private mutating func list(
    _ open: String,
    _ close: String,
    count: Int,
    isFlat: Bool,
    _ item: (inout Self, Int) -> Void
  ) {
    text += open
    depth += 1
    for index in 0..<count {
      if index > 0 { text += isIndented && isFlat ? ", " : "," }
      if !isFlat { newLine() }
      item(&self, index)
    }
    depth -= 1
    if count > 0, !isFlat { newLine() }
    text += close
  }

  private mutating func newLine() {
    guard isIndented else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
    return String(value)
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if JSON.isPlain(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] { escape(unit) }
        }
      }
    }
    text += "\""
  }

  private mutating func escape(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
