import Documents
import Metrics
import Panels
import Support
import Testing

/// Whatever a file asks for and a server answers, a transformation ends, and its frames are whole.
struct TransformFuzzTests {
  static let ids = [
    "organize", "renameByRegex", "merge", "joinByField", "seriesToColumns", "filterFieldsByName",
    "filterByRefId", "filterByValue", "groupBy", "reduce", "calculateField", "sortBy",
    "labelsToFields", "timeSeriesTable", "convertFieldType", "formatTime", "concatenate",
    "extractFields", "configFromData", "groupingToMatrix", "seriesToRows", "joinByLabels",
    "transpose", "limit", "histogram", "partitionByValues", "prepareTimeSeries", "rowsToFields",
  ]

  /// Keys that some transformation reads.
  private static let keys = [
    "excludeByName", "includeByName", "indexByName", "renameByName", "orderByMode", "orderBy",
    "regex", "renamePattern", "byField", "mode", "include", "exclude", "names", "pattern",
    "byVariable", "filters", "fieldName", "config", "id", "options", "value", "from", "to", "match",
    "type", "fields", "operation", "aggregations", "reducers", "labelsToFields",
    "includeTimeField", "reduce", "reducer", "binary", "left", "right", "operator", "unary",
    "index", "asPercentile", "cumulative", "window", "windowSize", "windowSizeMode",
    "windowAlignment", "alias", "replaceFields", "sort", "field", "desc", "keepLabels",
    "valueLabel", "A", "stat", "conversions", "targetField", "destinationType", "dateFormat",
    "timezone", "timeField", "outputFormat", "frameNameMode", "source", "format", "delimiter",
    "regExp", "jsonPaths", "path", "replace", "keepTime", "configRefId", "applyTo", "mappings",
    "handlerKey", "reducerId", "rowField", "columnField", "valueField", "emptyValue", "join",
    "firstFieldName", "limitField", "bucketSize", "bucketOffset", "bucketCount", "combine",
    "keepFields", "naming", "asLabels", "pod", "Value", "Time",
  ]

  private static let words = [
    "pod", "Value", "Time", "node", "", "A", "B", "sum", "last", "allValues", "p99", "auto",
    "rows", "columns", "inner", "outer", "outerTabular", "binary", "index", "unary",
    "cumulativeFunctions", "windowFunctions", "reduceFields", "groupby", "aggregate", "number",
    "string", "time", "boolean", "json", "kvp", "regexp", "X", "YYYY-MM", "/(a|b)*x/", ".*", "(",
    "greater", "between", "equal", "regex", "isNull", "byName", "byRegexp", "numeric", "field.name",
    "max", "1e300", "-5", "wide", "multi", "centered", "percentage", "fixed", "\u{0}", "é̂🇨🇿",
    "**", "%", "==", "ln", "zero", "true",
  ]

  private static func json(_ random: inout SeededRandom, _ depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &random) {
    case 0: return JSON(.bool(.random(using: &random)))
    case 1:
      let numbers = [0, 1, -1, 0.5, 3, 1e9, -1e18, 1e300, 2_147_483_648]
      return JSON(.number(numbers.randomElement(using: &random) ?? 0))
    case 2: return JSON(.null)
    case 3, 4: return JSON(.string(words.randomElement(using: &random) ?? ""))
    case 5:
      let count = Int.random(in: 0..<4, using: &random)
      return JSON(.array((0..<count).map { _ in json(&random, depth + 1) }))
    default:
      let count = Int.random(in: 0..<6, using: &random)
      return .object(
        (0..<count).map { _ in
          (keys.randomElement(using: &random) ?? "", json(&random, depth + 1).kind)
        }
      )
    }
  }

  private static func options(_ random: inout SeededRandom) -> JSON {
    let count = Int.random(in: 0..<10, using: &random)
    return .object(
      (0..<count).map { _ in
        (keys.randomElement(using: &random) ?? "", json(&random, 1).kind)
      }
    )
  }

  private static func column(_ rows: Int, _ random: inout SeededRandom) -> Column {
    let numbers = [
      0, 1, -1, .nan, .null, .infinity, -.infinity, 1e300, Double.leastNonzeroMagnitude, 1e18,
    ]
    func each<Value>(_ values: [Value]) -> [Value] {
      (0..<rows).map { _ in values[Int.random(in: 0..<values.count, using: &random)] }
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return .times(each([0, 1_000, Column.noTime, .max, -5, 1_700_000_000_000]))
    case 1, 2: return .numbers(each(numbers))
    case 3: return .texts(each(["a", "b", nil, "", "1,5", #"{"a":[1]}"#, "k=v \"x", "é̂"]))
    case 4: return .booleans(each([true, false, nil]))
    default:
      return .trends(
        each([
          FrameSeries(name: "x", timestamps: [1, 2], values: [.nan, 2]), FrameSeries(name: ""),
        ])
      )
    }
  }

  private static func frames(_ random: inout SeededRandom) -> [DataFrame] {
    (0..<Int.random(in: 0..<4, using: &random)).map { number in
      let rows = Int.random(in: 0..<5, using: &random)
      var frame = DataFrame(
        name: Bool.random(using: &random) ? nil : "f",
        refId: ["A", "B", ""][number % 3]
      )
      for _ in 0..<Int.random(in: 0..<5, using: &random) {
        var field = Field(
          ForeignText(["pod", "Value", "Time", "node", ""].randomElement(using: &random) ?? ""),
          column(rows, &random),
          labels: Bool.random(using: &random) ? [:] : ["pod": "a", "Value": "b", "": "c"]
        )
        if Bool.random(using: &random) { field.config.displayName = "shown" }
        frame.fields.append(field)
      }
      return frame
    }
  }

  @Test(arguments: ids)
  func anyOptionsOverAnyFrames(id: String) {
    var random = SeededRandom(seed: UInt64(id.count) &* 7_919)
    for _ in 0..<400 {
      let first = Transformation(id: id, options: Self.options(&random))
      let second = Transformation(
        id: Self.ids.randomElement(using: &random) ?? id,
        options: Self.options(&random),
        refIds: Bool.random(using: &random) ? nil : "A"
      )
      _ = first.unsupported()
      let frames = second.applied(to: first.applied(to: Self.frames(&random)))
      for frame in frames {
        #expect(
          frame.fields.allSatisfy { $0.values.count == frame.rowCount },
          "\(first) \(second)"
        )
      }
    }
  }

  @Test(arguments: ids)
  func noOptionsAndNothingToChange(id: String) throws {
    for options in ["{}", "null", "[]", "3", #""x""#, #"{ "fields": null, "sort": null }"#] {
      let transformation = try FrameSample.transformation(id, options)
      #expect(transformation.applied(to: []).allSatisfy { $0.rowCount == 0 })
      _ = transformation.applied(to: [DataFrame()])
    }
  }

  @Test func hugeNumbersDoNoHarm() throws {
    let frame = DataFrame(fields: [Field("a", .numbers([1e300, -1e300, 1]))])
    for (id, options) in [
      ("organize", #"{ "indexByName": { "a": 1e300 } }"#), ("limit", #"{ "limitField": 1e300 }"#),
      ("histogram", #"{ "bucketSize": 1e-300 }"#), ("histogram", "{}"),
      ("histogram", #"{ "bucketCount": 1e300 }"#),
      (
        "calculateField",
        #"{ "mode": "windowFunctions", "window": { "windowSize": 1e300, "windowSizeMode": "fixed" } }"#
      ),
      (
        "convertFieldType",
        #"{ "conversions": [{ "targetField": "a", "destinationType": "time" }] }"#
      ),
    ] {
      let frames = try FrameSample.transformation(id, options).applied(to: [frame])
      #expect(frames.count <= 1)
    }
  }

  @Test(
    arguments: [
      ("fieldLookup", "{}", nil), ("", "{}", nil),
      ("limit", #"{ "limit": 5, "limitField": 2 }"#, ["limit"]),
      (
        "organize", #"{ "excludeByName": {}, "indexBy": {}, "renameByName": [] }"#,
        ["renameByName", "indexBy"]
      ),
      ("renameByRegex", #"{ "regex": "(a)\\1", "renamePattern": "" }"#, ["regex"]),
      ("joinByField", #"{ "byField": "x", "mode": "left" }"#, ["mode"]),
      ("reduce", #"{ "reducers": ["max", "foo"], "mode": "seriesToRows" }"#, ["reducers"]),
      (
        "groupBy", #"{ "fields": { "a": { "operation": "count", "aggregations": ["last"] } } }"#,
        ["fields.a.operation"]
      ),
      (
        "calculateField", #"{ "mode": "binary", "binary": { "operator": "~", "left": "a" } }"#,
        ["binary.operator"]
      ),
      ("calculateField", #"{ "mode": "reduceRow", "binary": { "operator": "~" } }"#, []),
      (
        "filterByValue", #"{ "filters": [{ "fieldName": "a", "config": { "id": "odd" } }] }"#,
        ["filters[0].config.id"]
      ),
      (
        "convertFieldType",
        #"{ "conversions": [{ "targetField": "a", "destinationType": "enum" }] }"#,
        ["conversions[0].destinationType"]
      ),
      ("timeSeriesTable", #"{ "A": { "stat": "mean" }, "B": 3 }"#, ["B"]),
      ("merge", "{}", []), ("organize", #"{ "excludeByName": null, "x": null }"#, []),
    ] as [(String, String, [String]?)]
  )
  func whatIsNotHonouredIsTold(id: String, options: String, paths: [String]?) throws {
    #expect(try FrameSample.transformation(id, options).unsupported() == paths)
  }

  @Test func variablesAreFilledInBeforehand() throws {
    let transformation = try FrameSample.transformation(
      "organize",
      #"{ "renameByName": { "$a": "$a" }, "x": ["$a", 1, { "y": "b$a" }] }"#,
      refIds: "$a"
    ).filled { $0.replacing("$a", with: "1") }
    // Names of fields are keys, which Grafana doesn't fill in either.
    #expect(
      transformation.options.text() == #"{"renameByName":{"$a":"1"},"x":["1",1,{"y":"b1"}]}"#
    )
    #expect(transformation.refIds == "1")
  }
}
