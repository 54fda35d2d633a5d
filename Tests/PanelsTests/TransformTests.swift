import Documents
import Metrics
import Panels
import Support
import Testing

/// Transformations that edit, filter and sort frames, by Grafana's documented rules.
struct TransformTests {
  private static let pods = FrameSample.table(
    "A",
    labels: [("pod", ["b", "a", "c"]), ("node", ["n1", "n2", nil])],
    values: [2, 10, 1]
  )

  @Test func organizeLeavesOutOrdersAndRenames() throws {
    let text = try FrameSample.after(
      [Self.pods],
      (
        "organize",
        """
        { "excludeByName": { "Time": true, "node": false },
          "indexByName": { "Value #A": 0, "pod": 2, "Time": 1 },
          "renameByName": { "Value #A": "CPU", "pod": "Pod", "gone": "x", "node": "" } }
        """
      )
    )
    // What has no place comes last.
    #expect(text == "CPU | Pod | node\n2 | b | n1\n10 | a | n2\n1 | c | ·")
  }

  @Test func organizeKeepsOnlyWhatIsIncluded() throws {
    let options = #"{ "includeByName": { "pod": true, "node": false } }"#
    #expect(try FrameSample.after([Self.pods], ("organize", options)) == "pod\nb\na\nc")
  }

  @Test func organizeOrdersByItself() throws {
    let options = #"{ "orderByMode": "auto", "orderBy": [{ "type": "name", "desc": true }] }"#
    let text = try FrameSample.after([Self.pods], ("organize", options))
    #expect(text.hasPrefix("Value #A | Time | pod | node\n"))
  }

  @Test(
    arguments: [
      (#"{ "regex": "Value #(.*)", "renamePattern": "$1!" }"#, "Time | pod | node | A!"),
      // Bare it is of the whole name.
      (#"{ "regex": "Value", "renamePattern": "x" }"#, "Time | pod | node | Value #A"),
      (#"{ "regex": "/o/", "renamePattern": "0" }"#, "Time | p0d | n0de | Value #A"),
      (#"{ "regex": "/[aeo]/g", "renamePattern": "_" }"#, "Tim_ | p_d | n_d_ | V_lu_ #A"),
      (
        #"{ "regex": "/(?<x>v)(alue)/i", "renamePattern": "$2-$<x>-$$" }"#,
        "Time | pod | node | alue-V-$ #A"
      ),
    ]
  )
  func renameByRegex(options: String, heads: String) throws {
    let text = try FrameSample.after([Self.pods], ("renameByRegex", options))
    #expect(text.split(separator: "\n").first.map(String.init) == heads)
  }

  @Test(
    arguments: [
      (#"{ "include": { "names": ["pod", "Value #A"] } }"#, "pod | Value #A"),
      (#"{ "include": { "pattern": "(pod|node)" } }"#, "pod | node"),
      (#"{ "include": { "names": ["Time"], "pattern": "/Value/" } }"#, "Time | Value #A"),
      (#"{ "exclude": { "pattern": "/^T/" } }"#, "pod | node | Value #A"),
      (#"{ "byVariable": true, "include": { "variable": "{pod,Time}" } }"#, "Time | pod"),
    ]
  )
  func fieldsAreFilteredByName(options: String, heads: String) throws {
    let text = try FrameSample.after([Self.pods], ("filterFieldsByName", options))
    #expect(text.split(separator: "\n").first.map(String.init) == heads)
  }

  @Test func framesAreFilteredByTheirLetters() throws {
    let frames = ["A", "B", "AB"].map { DataFrame(refId: $0, fields: [Field("x", .numbers([1]))]) }
    func letters(_ options: String, _ id: String = "filterByRefId") throws -> [String] {
      try FrameSample.transformation(id, options).applied(to: frames).map(\.refId)
    }
    #expect(try letters(#"{ "include": "A" }"#) == ["A"])
    #expect(try letters(#"{ "include": "/^(?:A|AB)$/" }"#) == ["A", "AB"])
    #expect(try letters(#"{ "exclude": "A" }"#, "filterFramesByRefId") == ["B", "AB"])
    #expect(try letters("{}") == ["A", "B", "AB"])
  }

  @Test func aFilterRestrictsWhatATransformationSees() throws {
    let frames = ["A", "B", "C"].map { letter in
      FrameSample.series(letter, ["x": letter], [(1, 1), (2, 2)])
    }
    func after(_ refIds: String) throws -> [Int] {
      try FrameSample.transformation("limit", #"{ "limitField": 1 }"#, refIds: refIds)
        .applied(to: frames).map(\.rowCount)
    }
    #expect(try after("B") == [1, 2, 2])
    #expect(try after("A") == [1, 2, 2])
    #expect(try after("/A|C/") == [1, 2, 1])
    #expect(try after("") == [1, 1, 1])
    #expect(try after("Z") == [2, 2, 2])
  }

  @Test(
    arguments: [
      ("Value #A", false, ["c", "b", "a"]), ("Value #A", true, ["a", "b", "c"]),
      ("pod", false, ["a", "b", "c"]), ("node", false, ["b", "a", "c"]),
      ("node", true, ["a", "b", "c"]), ("nothing", true, ["b", "a", "c"]),
    ]
  )
  func rowsAreSorted(field: String, desc: Bool, pods: [String]) throws {
    let text = try FrameSample.after(
      [Self.pods],
      ("sortBy", #"{ "fields": {}, "sort": [{ "field": "\#(field)", "desc": \#(desc) }] }"#),
      ("filterFieldsByName", #"{ "include": { "names": ["pod"] } }"#)
    )
    #expect(text == (["pod"] + pods).joined(separator: "\n"))
  }

  @Test func namesSortByTheNumbersInThem() throws {
    let frame = DataFrame(fields: [Field("n", .texts(["p-10", "P-9", "p-2", nil, "a"]))])
    let text = try FrameSample.after([frame], ("sortBy", #"{ "sort": [{ "field": "n" }] }"#))
    #expect(text == "n\na\np-2\nP-9\np-10\n·")
  }

  @Test(
    arguments: [
      ("greater", #"{ "value": 1 }"#, ["b", "a"]),
      ("lowerOrEqual", #"{ "value": "2" }"#, ["b", "c"]),
      ("equal", #"{ "value": "10" }"#, ["a"]), ("notEqual", #"{ "value": 10 }"#, ["b", "c"]),
      ("between", #"{ "from": 0, "to": "3" }"#, ["b", "c"]), ("isNull", "{}", []),
      ("isNotNull", "{}", ["b", "a", "c"]), ("regex", #"{ "value": "0$" }"#, ["a"]),
      ("substring", #"{ "value": "1" }"#, ["a", "c"]),
      ("notSubstring", #"{ "value": "1" }"#, ["b"]),
    ] as [(String, String, [String])]
  )
  func rowsAreFilteredByValue(id: String, value: String, pods: [String]) throws {
    let filter = #"{ "fieldName": "Value #A", "config": { "id": "\#(id)", "options": \#(value) } }"#
    func after(_ type: String) throws -> String {
      try FrameSample.after(
        [Self.pods],
        ("filterByValue", #"{ "filters": [\#(filter)], "type": "\#(type)", "match": "all" }"#),
        ("filterFieldsByName", #"{ "include": { "names": ["pod"] } }"#)
      )
    }
    #expect(try after("include") == (["pod"] + pods).joined(separator: "\n"))
    let others = ["b", "a", "c"].filter { !pods.contains($0) }
    #expect(try after("exclude") == (["pod"] + others).joined(separator: "\n"))
  }

  @Test func anyFilterIsEnoughWhereAnyIsWanted() throws {
    let filters = #"""
      [{ "fieldName": "pod", "config": { "id": "equal", "options": { "value": "c" } } },
       { "fieldName": "Value #A", "config": { "id": "greater", "options": { "value": 5 } } }]
      """#
    let text = try FrameSample.after(
      [Self.pods],
      ("filterByValue", #"{ "filters": \#(filters), "type": "include", "match": "any" }"#)
    )
    #expect(text == "Time | pod | node | Value #A\nT1000 | a | n2 | 10\nT1000 | c | · | 1")
  }

  @Test func fieldsBecomeOfAnotherType() throws {
    let frame = DataFrame(
      fields: [
        Field("n", .texts(["1,234", " 5 ", "x", "", nil])),
        Field("b", .numbers([0, 1, .nan, .null, -2])),
        Field("t", .texts(["2026-01-02T03:04:05Z", "1700000000000", "x", "2026-01-02", nil])),
        Field("s", .times([0, 1_500, Column.noTime, 0, 0])),
      ]
    )
    let text = try FrameSample.after(
      [frame],
      (
        "convertFieldType",
        """
        { "fields": {}, "conversions": [
          { "targetField": "n", "destinationType": "number" },
          { "targetField": "b", "destinationType": "boolean" },
          { "targetField": "t", "destinationType": "time" },
          { "targetField": "s", "destinationType": "string", "dateFormat": "HH:mm:ss.SSS" }] }
        """
      )
    )
    #expect(
      text == """
        n | b | t | s
        1234 | false | T1767323045000 | 00:00:00.000
        5 | true | T1700000000000 | 00:00:01.500
        · | false | · | ·
        · | false | T1767312000000 | 00:00:00.000
        · | true | · | 00:00:00.000
        """
    )
  }

  @Test func momentsAreWrittenByTheZonesClock() throws {
    let frame = DataFrame(fields: [Field("t", .times([0]))])
    let options = #"""
      { "timeField": "t", "outputFormat": "YYYY-MM-DD HH:mm", "useTimezone": true,
        "timezone": "utc" }
      """#
    #expect(try FrameSample.after([frame], ("formatTime", options)) == "t\n1970-01-01 00:00")
  }

  @Test func limitKeepsTheFirstRows() throws {
    let text = try FrameSample.after([Self.pods], ("limit", #"{ "limitField": "2" }"#))
    #expect(text == "Time | pod | node | Value #A\nT1000 | b | n1 | 2\nT1000 | a | n2 | 10")
  }

  @Test(
    arguments: [
      ("json", #"{\"a\":1,\"b\":\"x\",\"c\":{\"d\":true}}"#, "a | b | c\n1 | x | {\"d\":true}"),
      ("kvp", "a=1, b: 'x y' c", "a | b | c\n1 | x y | "),
      ("delimiter", "x , y,x", "x | y\n1 | 1"), ("auto", "a=1", "a\n1"),
      ("auto", #"{\"a\":true}"#, "a\ntrue"), ("json", "no", ""),
    ]
  )
  func fieldsAreExtracted(format: String, text: String, wanted: String) throws {
    let json = try JSON(parsing: Array("\"\(text)\"".utf8), file: "")
    let frame = DataFrame(fields: [Field("labels", .texts([json.string]))])
    let options =
      #"{ "source": "labels", "format": "\#(format)", "replace": true, "keepTime": false }"#
    #expect(try FrameSample.after([frame], ("extractFields", options)) == wanted)
  }

  @Test func whatIsExtractedStandsBesideWhatThereWas() throws {
    let frame = DataFrame(
      fields: [
        Field("Time", .times([1, 2])),
        Field("line", .texts([#"{"a":{"b":[7,8]}}"#, "x"])),
      ]
    )
    let paths = #""jsonPaths": [{ "path": "a.b[1]", "alias": "eight" }, { "path": "z" }]"#
    let options = #"{ "source": "line", "format": "json", \#(paths) }"#
    #expect(
      try FrameSample.after([frame], ("extractFields", options))
        == "Time | line | eight | z\nT1 | {\"a\":{\"b\":[7,8]}} | 8 | Not Found\nT2 | x | · | ·"
    )
  }
}
