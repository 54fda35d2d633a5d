import Documents
import Metrics
import Panels
import Support
import Testing

/// Transformations that calculate and turn frames round, by Grafana's documented rules.
struct TransformShapeTests {
  private static let table = FrameSample.table(
    "A",
    labels: [("pod", ["b", "a", "b"]), ("zone", ["x", "y", "z"])],
    values: [2, 10, 4],
    name: "Value"
  )

  private static let two = [
    FrameSample.series("A", ["pod": "a", "node": "n"], [(1, 1), (2, 2)], legend: "a"),
    FrameSample.series("B", ["pod": "b"], [(1, 10), (2, .null)], legend: "b"),
  ]

  @Test func rowsAreGrouped() throws {
    let options = #"""
      { "fields": { "pod": { "operation": "groupby", "aggregations": [] },
        "zone": { "operation": "aggregate", "aggregations": ["uniqueValues", "last"] },
        "Value": { "operation": "aggregate", "aggregations": ["sum", "count", "mean"] } } }
      """#
    #expect(
      try FrameSample.after(
        [Self.table, DataFrame(fields: [Field("x", .numbers([1]))])],
        ("groupBy", options)
      )
        == """
        pod | zone (uniqueValues) | zone (last) | Value (sum) | Value (count) | Value (mean)
        b | [ "x", "z" ] | z | 6 | 2 | 3
        a | [ "y" ] | y | 10 | 1 | 10
        """
    )
    #expect(
      try FrameSample.after([Self.table], ("groupBy", #"{ "fields": {} }"#)).hasPrefix("Time |")
    )
  }

  @Test func seriesAreReducedToRows() throws {
    #expect(
      try FrameSample.after(
        Self.two,
        ("reduce", #"{ "reducers": ["min", "max", "mean", "last"] }"#)
      )
        == "Field | Min | Max | Mean | Last\na | 1 | 2 | 1.5 | 2\nb | 10 | 10 | 10 | ·"
    )
    #expect(
      try FrameSample.after(
        Self.two,
        ("reduce", #"{ "reducers": ["lastNotNull", "p95"], "labelsToFields": true }"#)
      ) == "Field | node | pod | Last * | 95th %\nValue | n | a | 2 | 2\nValue | · | b | 10 | 10"
    )
    #expect(try FrameSample.after(Self.two, ("reduce", "{}")) == "Field | Max\na | 2\nb | 10")
    #expect(
      try FrameSample.after(Self.two, ("reduce", #"{ "reducers": [] }"#)).hasPrefix("Time | a")
    )
    #expect(try FrameSample.after([], ("reduce", "{}")) == "")
  }

  @Test func textIsReducedWhereThatNeedsNoNumber() throws {
    #expect(
      try FrameSample.after([Self.table], ("reduce", #"{ "reducers": ["last", "count"] }"#))
        == "Field | Last | Count\npod | b | 3\nzone | z | 3\nValue | 4 | 3"
    )
  }

  @Test func fieldsAreReducedToOneRow() throws {
    let one = #"{ "reducers": ["sum"], "mode": "reduceFields" }"#
    #expect(try FrameSample.after(Self.two, ("reduce", one)) == "a\n3\n\nb\n10")
    let timed = #"{ "reducers": ["max"], "mode": "reduceFields", "includeTimeField": true }"#
    #expect(
      try FrameSample.after(Self.two, ("reduce", timed)) == "Time | a\nT2 | 2\n\nTime | b\nT2 | 10"
    )
    let both = #"{ "reducers": ["min", "max"], "mode": "reduceFields" }"#
    let frames = try FrameSample.transformation("reduce", both).applied(to: [Self.two[1]])
    #expect(frames[0].fields.map { $0.labels["reducer"]?.raw } == ["Min", "Max"])
  }

  private static let numbers = DataFrame(
    fields: [
      Field("Time", .times([1, 2, 3])), Field("a", .numbers([1, 2, 3])),
      Field("b", .numbers([4, 0, .null])),
    ]
  )

  @Test(
    arguments: [
      (#"{ "mode": "reduceRow", "reduce": { "reducer": "sum" } }"#, "Total", ["5", "2", "3"]),
      (#"{ "reduce": { "reducer": "max", "include": ["a"] } }"#, "Max", ["1", "2", "3"]),
      (
        #"{ "reduce": { "reducer": "mean", "nullValueMode": "null as zero" } }"#, "Mean",
        ["2.5", "1", "1.5"]
      ),
      (
        #"{ "mode": "binary", "binary": { "left": "a", "operator": "*", "right": "1000" } }"#,
        "a * 1000", ["1000", "2000", "3000"]
      ),
      (
        #"{ "mode": "binary", "binary": { "left": { "matcher": { "id": "byName", "options": "a" } }, "operator": "-", "right": { "fixed": "1" } } }"#,
        "a - 1", ["0", "1", "2"]
      ),
      (
        #"{ "mode": "binary", "binary": { "left": "a", "operator": "/", "reducer": "sum", "right": "b" }, "alias": "share" }"#,
        "share", ["0.25", "inf", "·"]
      ),
      (
        #"{ "mode": "binary", "binary": { "left": "a", "operator": ">", "right": "1" } }"#, "a > 1",
        ["0", "1", "1"]
      ),
      (
        #"{ "mode": "unary", "unary": { "operator": "abs", "fieldName": "b" } }"#, "abs(b)",
        ["4", "0", "·"]
      ),
      (#"{ "mode": "index" }"#, "Row", ["0", "1", "2"]),
      (
        #"{ "mode": "cumulativeFunctions", "cumulative": { "field": "a", "reducer": "sum" } }"#,
        "cumulative sum(a)", ["1", "3", "6"]
      ),
      (
        #"{ "mode": "windowFunctions", "window": { "field": "a", "reducer": "mean", "windowSize": 2, "windowSizeMode": "fixed", "windowAlignment": "trailing" } }"#,
        "trailing moving mean(a)", ["1", "1.5", "2.5"]
      ),
      (
        #"{ "mode": "windowFunctions", "window": { "field": "a", "reducer": "variance", "windowSize": 3, "windowSizeMode": "fixed", "windowAlignment": "centered" } }"#,
        "centered moving variance(a)", ["0.25", "0.6666666666666666", "0.25"]
      ),
    ] as [(String, String, [String])]
  )
  func aFieldIsCalculated(options: String, name: String, values: [String]) throws {
    let transformation = try FrameSample.transformation("calculateField", options)
    #expect(transformation.unsupported() == [])
    let frame = transformation.applied(to: [Self.numbers])[0]
    let field = try #require(frame.fields.last)
    #expect(frame.fields.count == 4)
    #expect(field.name.raw == name)
    guard case .numbers(let numbers) = field.values else {
      Issue.record("no numbers")
      return
    }
    for (number, wanted) in zip(numbers, values) {
      let value = Double(wanted) ?? .null
      let isSame = number == value || number.isNull && value.isNull || abs(number - value) < 1e-9
      #expect(isSame, "\(number) \(wanted)")
    }
  }

  @Test func seriesAreJoinedBeforeACalculation() throws {
    let options =
      #"{ "mode": "binary", "binary": { "left": "a", "operator": "+", "right": "b" }, "replaceFields": true, "alias": "sum" }"#
    #expect(
      try FrameSample.after(Self.two, ("calculateField", options)) == "Time | sum\nT1 | 11\nT2 | ·"
    )
    let single =
      #"{ "mode": "binary", "binary": { "left": "Value", "operator": "*", "right": 2 } }"#
    #expect(
      try FrameSample.after(Self.two, ("calculateField", single))
        == "Time | a | Value * 2\nT1 | 1 | 2\nT2 | 2 | 4\n\nTime | b | Value * 2\nT1 | 10 | 20\nT2 | · | ·"
    )
  }

  @Test func labelsBecomeFields() throws {
    #expect(
      try FrameSample.after(Self.two, ("labelsToFields", #"{ "mode": "columns" }"#))
        == """
        Time | Value | node | pod
        T1 | 1 | n | a
        T2 | 2 | n | a

        Time | Value | pod
        T1 | 10 | b
        T2 | · | b
        """
    )
    let named = #"{ "keepLabels": ["pod"], "valueLabel": "pod" }"#
    #expect(
      try FrameSample.after([Self.two[0]], ("labelsToFields", named)) == "Time | a\nT1 | 1\nT2 | 2"
    )
    let rows = try FrameSample.after(Self.two, ("labelsToFields", #"{ "mode": "rows" }"#))
    // Where frames have names that differ, those stand before the fields' own.
    #expect(
      rows == "a label | a value\nnode | n\npod | a\n\nb label | b value\npod | b",
      "\(rows)"
    )
    #expect(
      try FrameSample.after(
        Self.two,
        ("labelsToFields", "{}"),
        ("merge", "{}"),
        ("organize", #"{ "excludeByName": { "Time": true } }"#)
      ) == "Value | node | pod\n1 | n | a\n2 | n | a\n10 | · | b\n· | · | b"
    )
  }

  @Test func aMatrixIsMade() throws {
    let options = #"{ "columnField": "zone", "rowField": "pod", "valueField": "Value" }"#
    #expect(
      try FrameSample.after([Self.table], ("groupingToMatrix", options))
        == "pod\\zone | x | y | z\nb | 2 | · | 4\na | · | 10 | ·"
    )
    let zero = #"{ "columnField": "zone", "rowField": "pod", "emptyValue": "zero" }"#
    #expect(
      try FrameSample.after([Self.table], ("groupingToMatrix", zero))
        == "pod\\zone | x | y | z\nb | 2 | 0 | 4\na | 0 | 10 | 0"
    )
    #expect(
      try FrameSample.transformation("groupingToMatrix", options).applied(to: Self.two).count == 2
    )
  }

  @Test func seriesBecomeRows() throws {
    #expect(
      try FrameSample.after(Self.two, ("seriesToRows", "{}"))
        == "Time | Metric | Value\nT2 | a | 2\nT2 | b | ·\nT1 | a | 1\nT1 | b | 10"
    )
  }

  @Test func rowsBecomeColumns() throws {
    let frame = DataFrame(
      fields: [
        Field("x", .texts(["p", "q"])), Field("a", .numbers([1, 2])), Field("b", .numbers([3, 4])),
      ]
    )
    let frames = try FrameSample.transformation("transpose", "{}").applied(to: [frame])
    #expect(frames[0].fields.map(\.name.raw) == ["Field", "Value", "Value"])
    #expect(frames[0].fields[1].labels == ["x": "p"])
    #expect(frames[0].fields[0].values == .texts(["a", "b"]))
    #expect(frames[0].fields[2].values == .numbers([2, 4]))
  }

  @Test func valuesAreCounted() throws {
    let frame = DataFrame(fields: [Field("v", .numbers([0, 1, 9, 10, 25, .null, .nan, .infinity]))])
    let options = #"{ "bucketSize": 10, "combine": true }"#
    #expect(
      try FrameSample.after([frame], ("histogram", options))
        == "xMin | xMax | count\n0 | 10 | 3\n10 | 20 | 1\n20 | 30 | 1"
    )
    let automatic = try FrameSample.transformation("histogram", "{}").applied(to: [frame])
    #expect(automatic[0].rowCount == 26)
  }

  @Test func aFrameIsPartitioned() throws {
    let options = #"{ "fields": ["pod"], "naming": { "asLabels": false, "withNames": true } }"#
    let frames = try FrameSample.transformation("partitionByValues", options).applied(to: [
      Self.table
    ])
    #expect(frames.map { $0.name?.raw } == ["pod=b", "pod=a"])
    #expect(frames.map(\.rowCount) == [2, 1])
    #expect(frames[0].fields.map(\.name.raw) == ["Time", "zone", "Value"])
    let labels = try FrameSample.transformation("partitionByValues", #"{ "fields": ["pod"] }"#)
      .applied(to: [Self.table])
    #expect(labels[1].fields[2].labels == ["pod": "a"])
  }

  @Test func seriesArePrepared() throws {
    #expect(
      try FrameSample.after(Self.two, ("prepareTimeSeries", #"{ "format": "wide" }"#))
        == "Time | a | b\nT1 | 1 | 10\nT2 | 2 | ·"
    )
    #expect(
      try FrameSample.transformation("prepareTimeSeries", #"{ "format": "multi" }"#)
        .applied(to: [Self.numbers]).count == 2
    )
  }

  @Test func rowsBecomeFields() throws {
    let frame = DataFrame(
      fields: [
        Field("name", .texts(["a", "b"])), Field("v", .numbers([1, 2])),
        Field("max", .numbers([10, 20])), Field("site", .texts(["p", "q"])),
      ]
    )
    let frames = try FrameSample.transformation("rowsToFields", "{}").applied(to: [frame])
    #expect(frames[0].fields.map(\.name.raw) == ["a", "b"])
    #expect(frames[0].fields.map(\.config.max) == [10, 20])
    #expect(frames[0].fields[1].labels == ["site": "q"])
  }
}
