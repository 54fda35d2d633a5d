import Documents
import Testing

/// RFC 8259, strictly, and a place for everything.
struct JSONTests {
  private func parse(_ text: String) throws(Problem) -> JSON {
    try JSON(parsing: Array(text.utf8), file: "x.json")
  }

  /// Text, and what is said of it.
  private static let faults: [(text: String, said: String)] = [
    ("", "1:1: error: the file is empty; write a JSON object"),
    (" \n\t ", "2:3: error: the file is empty; write a JSON object"),
    ("{} {}", "1:4: error: there is more after the end of the document; remove it"),
    ("1 2", "1:3: error: there is more after the end of the document; remove it"),
    ("nulls", "1:5: error: there is more after the end of the document; remove it"),
    ("[1", "1:3: error: the file ends inside an object or a list; is it cut off?"),
    (#"{"a": [1]"#, "1:10: error: the file ends inside an object or a list; is it cut off?"),
    ("[1,", "1:4: error: the file ends where a value is expected; is it cut off?"),
    (#"{"a":"#, "1:6: error: the file ends where a value is expected; is it cut off?"),
    ("[", "1:2: error: the file ends where a value is expected; is it cut off?"),
    ("['a']", "1:2: error: expected a value, found `'`; strings stand in double quotes"),
    (
      "{}// x",
      "1:3: error: there is more after the end of the document; remove it"
    ),
    (
      "[\n  // x\n]",
      "2:3: error: expected a value, found `/`;"
        + #" JSON has no comments; use the key "$comment""#
    ),
    (
      "[1,,2]",
      "1:4: error: expected a value, found `,`;"
        + " a value is missing, or the comma before is one too many"
    ),
    (
      #"{"a": }"#,
      "1:7: error: expected a value, found `}`;"
        + " a value is missing, or the comma before is one too many"
    ),
    ("[1,]", "1:4: error: there is a comma before `]`; remove the comma"),
    (
      #"{"a":1,}"#,
      "1:8: error: expected a key in double quotes; remove the comma before `}`"
    ),
    ("{a:1}", #"1:2: error: expected a key in double quotes; write "key": value"#),
    ("{'a':1}", #"1:2: error: expected a key in double quotes; write "key": value"#),
    (#"{"a" 1}"#, #"1:6: error: expected `:` after the key "a"; add it"#),
    (#"{"a"}"#, #"1:5: error: expected `:` after the key "a"; add it"#),
    ("[1 2]", "1:3: error: expected `,` or `]` after a value; a comma is missing on line 1"),
    (
      "{\"a\": 1\n \"b\": 2}",
      "1:8: error: expected `,` or `}` after a value; a comma is missing on line 1"
    ),
    ("[1}", "1:3: error: expected `,` or `]` after a value; a comma is missing on line 1"),
    ("[\"a\nb\"]", lineEnd("1:2")),
    ("[\"a\r\nb\"]", lineEnd("1:2")),
    ("[\"a\tb\"]", "1:4: error: a string holds a control character; write it as \\u0009"),
    ("[\"\u{1B}[2J\"]", "1:3: error: a string holds a control character; write it as \\u001b"),
    (#"["a"#, "1:2: error: a string is not closed; add a double quote"),
    (#"["a\"]"#, "1:2: error: a string is not closed; add a double quote"),
    (#"["a\"#, "1:2: error: a string is not closed; add a double quote"),
    (#"["\x"]"#, #"1:3: error: there is no escape `\x` in JSON; write a backslash twice"#),
    (#"["\é"]"#, #"1:3: error: there is no escape `\é` in JSON; write a backslash twice"#),
    (
      "[\"\\\u{1B}\"]",
      #"1:3: error: there is no escape `\␛` in JSON; write a backslash twice"#
    ),
    (
      #"["\u12g4"]"#,
      #"1:5: error: `\u` wants four hexadecimal digits; write such as \u00e9"#
    ),
    (#"["\u12"#, #"1:5: error: `\u` wants four hexadecimal digits; write such as \u00e9"#),
    (
      #"["\ud83d\u"]"#,
      #"1:11: error: `\u` wants four hexadecimal digits; write such as \u00e9"#
    ),
  ]

  private static func lineEnd(_ place: String) -> String {
    "\(place): error: a string goes over the end of its line;"
      + " close it with a double quote, or write \\n"
  }

  @Test(arguments: faults)
  func aFaultIsNamedWithItsPlace(text: String, said: String) {
    let problem = #expect(throws: Problem.self) { try parse(text) }
    #expect(problem?.description == "x.json:\(said)")
    #expect(problem?.code == "json.syntax")
    #expect(problem?.severity == .error)
  }

  /// Words that other languages have and JSON has not.
  @Test(arguments: [
    ("tru", "t"), ("True", "T"), ("NULL", "N"), ("NaN", "N"), ("Infinity", "I"), ("+1", "+"),
    (".5", "."), ("é", "é"), ("undefined", "u"), ("\u{200B}1", "‹200B›"), ("\u{1B}", "␛"),
  ])
  func onlyJSONsWordsAreValues(text: String, found: String) {
    let problem = #expect(throws: Problem.self) { try parse("[\(text)]") }
    #expect(
      problem?.description == "x.json:1:2: error: expected a value, found `\(found)`;"
        + " write a string in double quotes, a number, true, false, null, { or ["
    )
  }

  @Test(arguments: [
    ("01", "01"), ("-01", "-01"), ("00", "00"), ("1.", "1."), ("1.e3", "1.e3"), ("1e", "1e"),
    ("1e+", "1e+"), ("-", "-"), ("-x", "-"), ("-.5", "-.5"), ("-Infinity", "-"),
  ])
  func aNumberIsWrittenAsTheRFCSays(text: String, found: String) {
    let problem = #expect(throws: Problem.self) { try parse("[0, \(text)]") }
    #expect(
      problem?.description
        == "x.json:1:5: error: `\(found)` is no number; write it such as 0.5, -3 or 1e6"
    )
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("1.5", 1.5), ("-3", -3), ("1e6", 1e6), ("1E+2", 100), ("25e-2", 0.25),
      ("9007199254740993", 9_007_199_254_740_992),
    ] as [(String, Double)]
  )
  func numbersAreRead(text: String, value: Double) throws {
    #expect(try parse(text).number == value)
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u00e9\u65E5""#, "é日"),
    (#""\ud83d\ude00""#, "😀"),
    (#""\ud83d""#, "\u{FFFD}"),
    (#""\ude00x""#, "\u{FFFD}x"),
    (#""\ud83d\n""#, "\u{FFFD}\n"),
    (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\u0000""#, "\u{0}"),
    ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
    (#""""#, ""),
  ])
  func stringsAreRead(text: String, value: String) throws {
    #expect(try parse(text).string == value)
  }

  @Test(arguments: [
    ("null", JSON.Kind.null), ("true", .bool(true)), ("false", .bool(false)), ("[]", .array([])),
    ("{}", .object([])), (" \t\r\n[ ] \n", .array([])), ("{ }", .object([])),
  ])
  func theRestIsRead(text: String, kind: JSON.Kind) throws {
    #expect(try parse(text).kind == kind)
  }

  @Test func textThatIsNotUTF8IsRefused() {
    let latin1: [UInt8] = Array("{\n  \"a\": \"".utf8) + [0xFC] + Array("\" }".utf8)
    let problem = #expect(throws: Problem.self) { try JSON(parsing: latin1, file: "x.json") }
    #expect(
      problem?.description == "x.json:2:8: error: a string is not UTF-8; save the file as UTF-8"
    )
  }

  /// Columns count characters, not bytes, and a byte order mark is none.
  @Test(arguments: [
    ("{\"ü\": \"日本\", x}", "1:13"), ("\u{FEFF}x", "1:1"), ("\u{FEFF}\n x", "2:2"),
    ("[\"😀\", x]", "1:7"), ("[1,\r\n\tx]", "2:2"),
  ])
  func aPlaceCountsCharacters(text: String, place: String) {
    let problem = #expect(throws: Problem.self) { try parse(text) }
    #expect(problem?.position.map { "\($0.line):\($0.column)" } == place)
  }

  @Test func valuesAndKeysRememberWhereTheyStand() throws {
    let json = try parse("\u{FEFF}{\n  \"a\": [true,\n 2], \"ä\": null\n}")
    #expect(json.position == SourcePosition(line: 1, column: 1))
    let members = try #require(json.members)
    #expect(members.map(\.name) == ["a", "ä"])
    #expect(
      members.map(\.position) == [
        SourcePosition(line: 2, column: 3), SourcePosition(line: 3, column: 6),
      ]
    )
    #expect(members[0].value.position == SourcePosition(line: 2, column: 8))
    #expect(
      members[0].value.array?.map(\.position) == [
        SourcePosition(line: 2, column: 9), SourcePosition(line: 3, column: 2),
      ]
    )
    #expect(members[1].value.position == SourcePosition(line: 3, column: 11))
  }

  @Test func ofADoubledKeyTheLastCounts() throws {
    let json = try parse(#"{"a": 1, "a": 2}"#)
    #expect(json["a"]?.number == 2)
    #expect(json.members?.count == 2)
  }

  @Test(arguments: ["[", "{\"a\":"])
  func aBombIsRefused(bracket: String) throws {
    let open = String(repeating: bracket, count: 100_000)
    let problem = #expect(throws: Problem.self) { try parse(open) }
    #expect(
      problem?.description
        == "x.json:1:\(128 * bracket.count + 1): error: nested deeper than 128; is it a dashboard?"
    )
  }

  @Test func nestingUpToTheLimitIsRead() throws {
    let text = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    var json = try parse(text)
    var depth = 1
    while let inner = json.array?.first { (json, depth) = (inner, depth + 1) }
    #expect(depth == 128)
    // Side by side is not deep.
    #expect(try parse("[" + String(repeating: "[],", count: 500) + "[]]").array?.count == 501)
  }

  /// Counting each place from the beginning took time with the square of the length.
  @Test(.timeLimit(.minutes(1)))
  func aDocumentOnOneLineIsReadInOnePass() throws {
    let count = 200_000
    let list = try parse("[" + String(repeating: "7,", count: count - 1) + "7]")
    #expect(list.array?.count == count)
    #expect(list.array?.last?.position == SourcePosition(line: 1, column: 2 * count))
    let object = try parse("{" + String(repeating: "\"k\":\"v\",", count: count) + "\"z\":1}")
    #expect(object.members?.count == count + 1)
    #expect(object.members?.last?.position == SourcePosition(line: 1, column: 8 * count + 2))
  }

  @Test(arguments: [
    #"{"a":[1,-2.5,"x\n\"\\",null,true],"b":{}}"#, "[]", #""\u200b\u001b😀""#, "1e+300",
  ])
  func whatIsWrittenIsReadAgain(text: String) throws {
    #expect(try parse(text).text() == text)
    let indented = try parse(text).text(indented: true)
    #expect(try parse(indented).text() == text)
  }
}
