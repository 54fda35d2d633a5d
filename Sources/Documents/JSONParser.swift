import Metrics

extension JSON {
  /// Reads one JSON document, strictly by RFC 8259; a byte order mark is tolerated.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: Named in the problem.
  /// - Throws: What is wrong with it, where, and how to mend it.
  package init(parsing bytes: [UInt8], file: String) throws(Problem) {
    var parser = Parser(bytes: bytes, file: file)
    self = try parser.document()
  }
}

/// One pass over the bytes, which counts lines and columns as it goes.
private struct Parser {
  /// Deeper nesting is no document of people's.
  static let maximumDepth = 128

  let bytes: [UInt8]
  let file: String
  var index = 0
  var depth = 0
  /// Lines end between values alone.
  private var line = 1
  /// Where the line begins, less the continuation bytes of UTF-8 in it: columns count characters.
  private var lineStart = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      lineStart = 3
    }
  }

  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  var position: SourcePosition { SourcePosition(line: line, column: index - lineStart + 1) }

  func problem(
    _ what: String,
    fix: String,
    at position: SourcePosition? = nil
  ) -> Problem {
    Problem(
      what: what,
      fix: fix,
      code: "json.syntax",
      file: file,
      position: position ?? self.position
    )
  }

  mutating func document() throws(Problem) -> JSON {
    skipSpace()
    guard peek != nil else { throw problem("the file is empty", fix: "write a JSON object") }
    let value = try value()
    skipSpace()
    guard peek == nil else {
      throw problem("there is more after the end of the document", fix: "remove it")
    }
    return value
  }

  mutating func skipSpace() {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  mutating func value() throws(Problem) -> JSON {
    let start = position
    guard let byte = peek else {
      throw problem("the file ends where a value is expected", fix: "is it cut off?")
    }
    switch byte {
    case UInt8(ascii: "{"): return JSON(.object(try members()), at: start)
    case UInt8(ascii: "["): return JSON(.array(try elements()), at: start)
    case UInt8(ascii: "\""): return JSON(.string(try string()), at: start)
    case UInt8(ascii: "-"), 0x30...0x39: return JSON(.number(try number()), at: start)
    default: return JSON(try word(), at: start)
    }
  }

  private mutating func word() throws(Problem) -> JSON.Kind {
    for (text, kind) in [("true", JSON.Kind.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[index...].starts(with: text.utf8) {
      index += text.utf8.count
      return kind
    }
    let found = scalar(at: index)
    let fix: String
    switch bytes[index] {
    case UInt8(ascii: "'"): fix = "strings stand in double quotes"
    case UInt8(ascii: "/"): fix = "JSON has no comments; use the key \"$comment\""
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
      fix = "a value is missing, or the comma before is one too many"
    default: fix = "write a string in double quotes, a number, true, false, null, { or ["
    }
    throw problem("expected a value, found `\(found)`", fix: fix)
  }

  /// One character of the file, safe to be shown.
  private func scalar(at index: Int) -> String {
    let text = String(decoding: bytes[index...].prefix(4), as: UTF8.self)
    return ForeignText(text.unicodeScalars.first.map { String($0) } ?? "").safe
  }

  private mutating func enter() throws(Problem) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw problem("nested deeper than \(Self.maximumDepth)", fix: "is it a dashboard?")
    }
    index += 1
    skipSpace()
  }

  private mutating func members() throws(Problem) -> [JSON.Member] {
    try enter()
    defer { depth -= 1 }
    var members: [JSON.Member] = []
    if peek == UInt8(ascii: "}") {
      index += 1
      return members
    }
    while true {
      let place = position
      guard peek == UInt8(ascii: "\"") else {
        throw problem(
          "expected a key in double quotes",
          fix: peek == UInt8(ascii: "}") ? "remove the comma before `}`" : "write \"key\": value"
        )
      }
      let name = try string()
      skipSpace()
      guard peek == UInt8(ascii: ":") else {
        throw problem("expected `:` after the key \"\(ForeignText(name).safe)\"", fix: "add it")
      }
      index += 1
      skipSpace()
      members.append(JSON.Member(name: name, position: place, value: try value()))
      guard try anotherFollows(before: UInt8(ascii: "}")) else { return members }
    }
  }

  private mutating func elements() throws(Problem) -> [JSON] {
    try enter()
    defer { depth -= 1 }
    var values: [JSON] = []
    if peek == UInt8(ascii: "]") {
      index += 1
      return values
    }
    while true {
      values.append(try value())
      guard try anotherFollows(before: UInt8(ascii: "]")) else { return values }
    }
  }

  /// After a value: a comma, or the end of its object or list.
  private mutating func anotherFollows(before end: UInt8) throws(Problem) -> Bool {
    let at = position
    skipSpace()
    switch peek {
    case end?:
      index += 1
      return false
    case UInt8(ascii: ",")?:
      index += 1
      skipSpace()
      if peek == end, end == UInt8(ascii: "]") {
        throw problem("there is a comma before `]`", fix: "remove the comma")
      }
      return true
    case nil:
      throw problem("the file ends inside an object or a list", fix: "is it cut off?")
    default:
      let bracket = String(UnicodeScalar(end))
      throw problem(
        "expected `,` or `\(bracket)` after a value",
        fix: "a comma is missing on line \(at.line)",
        at: at
      )
    }
  }

  private mutating func number() throws(Problem) -> Double {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let whole = digits()
    var isGood = whole > 0
    if whole > 1, bytes[index - whole] == UInt8(ascii: "0") { isGood = false }
    if peek == UInt8(ascii: ".") {
      index += 1
      if digits() == 0 { isGood = false }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      if digits() == 0 { isGood = false }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard isGood, let value = Double(text) else {
      index = start
      throw problem("`\(text)` is no number", fix: "write it such as 0.5, -3 or 1e6")
    }
    return value
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() throws(Problem) -> String {
    let start = position
    index += 1
    // What escapes stand for, and what is before them; most strings have none.
    var text: [UInt8] = []
    var rest = index
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        let end = bytes[rest..<index]
        index += 1
        let string =
          text.isEmpty
          ? String(validating: end, as: UTF8.self) : String(validating: text + end, as: UTF8.self)
        guard let string else {
          throw problem("a string is not UTF-8", fix: "save the file as UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        text += bytes[rest..<index]
        index += 1
        text += try escape()
        rest = index
      case 0x0A, 0x0D:
        throw problem(
          "a string goes over the end of its line",
          fix: "close it with a double quote, or write \\n",
          at: start
        )
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        throw problem(
          "a string holds a control character",
          fix: "write it as \\u" + String(repeating: "0", count: 4 - digits.count) + digits
        )
      default:
        if byte & 0xC0 == 0x80 { lineStart += 1 }
        index += 1
      }
    }
    throw problem("a string is not closed", fix: "add a double quote", at: start)
  }

  private mutating func escape() throws(Problem) -> [UInt8] {
    guard let byte = peek else { return [] }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return Array(String(try unicode()).utf8)
    default:
      index -= 2
      throw problem(
        "there is no escape `\\\(scalar(at: index + 1))` in JSON",
        fix: "write a backslash twice"
      )
    }
  }

  /// One `\\uXXXX`, or two that make a pair; a lone half becomes U+FFFD.
  private mutating func unicode() throws(Problem) -> Character {
    let first = try hex()
    if (0xD800..<0xDC00).contains(first), bytes[index...].starts(with: [0x5C, 0x75]) {
      let mark = index
      index += 2
      let second = try hex()
      if (0xDC00..<0xE000).contains(second),
        let scalar = UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return Character(scalar)
      }
      index = mark
    }
    return UnicodeScalar(first).map(Character.init) ?? "\u{FFFD}"
  }

  private mutating func hex() throws(Problem) -> UInt32 {
    let digits = String(decoding: bytes[index...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { throw problem("`\\u` wants four hexadecimal digits", fix: "write such as \\u00e9") }
    index += 4
    return value
  }
}
