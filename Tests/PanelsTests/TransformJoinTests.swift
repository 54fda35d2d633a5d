import Documents
import Metrics
import Panels
import Support
import Testing

/// Transformations that put frames together, by Grafana's documented rules.
struct TransformJoinTests {
  private static let cpu = FrameSample.table("A", labels: [("pod", ["b", "a"])], values: [1, 2])
  private static let memory = FrameSample.table(
    "B",
    labels: [("pod", ["a", "c"])],
    values: [3, 4]
  )

  @Test(arguments: ["joinByField", "seriesToColumns"])
  func anOuterJoinHasEveryValueOnce(id: String) throws {
    let options = #"{ "byField": "pod", "mode": "outer" }"#
    // Text stays in the order in which it came; fields of one name are numbered.
    #expect(
      try FrameSample.after([Self.cpu, Self.memory], (id, options)) == """
        pod | Time 1 | Value #A | Time 2 | Value #B
        b | T1000 | 1 | · | ·
        a | T1000 | 2 | T1000 | 3
        c | · | · | T1000 | 4
        """
    )
  }

  @Test func anInnerJoinHasWhatAllHave() throws {
    let options = #"{ "byField": "pod", "mode": "inner" }"#
    #expect(
      try FrameSample.after([Self.cpu, Self.memory], ("joinByField", options))
        == "pod | Time 1 | Value #A | Time 2 | Value #B\na | T1000 | 2 | T1000 | 3"
    )
  }

  @Test func duplicatesOverwriteInAnOuterJoinAndStayInATabularOne() throws {
    let twice = FrameSample.table("A", labels: [("pod", ["a", "a"])], values: [1, 2])
    let outer = #"{ "byField": "pod", "mode": "outer" }"#
    let once = try FrameSample.after([twice, Self.memory], ("joinByField", outer))
    #expect(once.hasSuffix("\na | T1000 | 2 | T1000 | 3\nc | · | · | T1000 | 4"))
    #expect(once.split(separator: "\n").count == 3)
    let tabular = #"{ "byField": "pod", "mode": "outerTabular" }"#
    let both = try FrameSample.after([twice, Self.memory], ("joinByField", tabular))
    let rows = ["a | T1000 | 1 | T1000 | 3", "a | T1000 | 2 | T1000 | 3", "c | · | · | T1000 | 4"]
    #expect(both.split(separator: "\n").dropFirst().map(String.init) == rows)
  }

  @Test func seriesAreJoinedByTheirMomentsWhichRise() throws {
    let first = FrameSample.series("A", ["x": "1"], [(1, 1), (3, 3)], legend: "one")
    let second = FrameSample.series("A", ["x": "2"], [(2, 2), (3, .nan)], legend: "two")
    let none = DataFrame(refId: "C", fields: [Field("other", .numbers([1]))])
    let joined = try FrameSample.transformation("joinByField", "{}")
      .applied(to: [first, second, none, DataFrame(refId: "D")])
    #expect(joined.count == 1)
    #expect(joined[0].fields.map(\.values.count) == [3, 3, 3])
    #expect(joined[0].fields.map(\.displayName.raw) == ["Time", "one", "two"])
    guard case .numbers(let one) = joined[0].fields[1].values,
      case .numbers(let two) = joined[0].fields[2].values
    else {
      Issue.record("no numbers")
      return
    }
    #expect(one[0] == 1 && one[1].isNull && one[2] == 3)
    // No number is a value all the same.
    #expect(two[0].isNull && two[1] == 2 && two[2].isNaN && !two[2].isNull)
    #expect(joined[0].fields[1].labels == ["x": "1"])
    #expect(joined[0].step == .seconds(1))
  }

  @Test func oneFrameIsJoinedAlready() throws {
    let options = #"{ "byField": "pod" }"#
    let text = try FrameSample.after([Self.cpu], ("joinByField", options))
    #expect(text.hasPrefix("Time | pod | Value #A\n"))
    #expect(try FrameSample.after([], ("joinByField", options)) == "")
  }

  @Test func aJoinOfManyIsQuick() throws {
    let points = (0..<500).map { (Int64($0) * 15_000, Double($0)) }
    let frames = (0..<1_000).map { FrameSample.series("A", ["pod": "p\($0)"], points) }
    let clock = ContinuousClock()
    var joined: [DataFrame] = []
    let took = try clock.measure {
      joined = try FrameSample.transformation("joinByField", "{}").applied(to: frames)
    }
    #expect(joined[0].fields.count == 1_001)
    #expect(joined[0].rowCount == 500)
    // Without optimisation; with it this is a hundredth.
    #expect(took < .seconds(20), "\(took)")
  }

  @Test func aJoinThatWouldBeTooLargeIsCut() throws {
    let frames = (0..<400).map { number in
      FrameSample.series("A", [:], (0..<50).map { (Int64(number * 50 + $0), 1) })
    }
    let joined = try FrameSample.transformation("joinByField", "{}").applied(to: frames)
    #expect(joined[0].fields.count == 401)
    #expect(joined[0].rowCount == 2_000_000 / 401)
    let same = FrameSample.table(
      "A",
      labels: [("k", Array(repeating: "x", count: 2_000))],
      values: Array(repeating: 1, count: 2_000)
    )
    for mode in ["inner", "outerTabular", "outer"] {
      let options = #"{ "byField": "k", "mode": "\#(mode)" }"#
      let joined = try FrameSample.transformation("joinByField", options).applied(to: [
        same, same, same,
      ])
      #expect(joined[0].rowCount * joined[0].fields.count <= 2_000_000)
    }
  }

  @Test func rowsThatDoNotContradictAreMerged() throws {
    #expect(
      try FrameSample.after([Self.cpu, Self.memory], ("merge", "{}")) == """
        Time | pod | Value #A | Value #B
        T1000 | b | 1 | ·
        T1000 | a | 2 | 3
        T1000 | c | · | 4
        """
    )
  }

  @Test func rowsThatContradictStayApart() throws {
    let first = FrameSample.table("A", labels: [("pod", ["a"])], values: [1], name: "Value")
    let second = FrameSample.table(
      "B",
      labels: [("pod", ["a"]), ("node", ["n"])],
      values: [2],
      name: "Value"
    )
    #expect(
      try FrameSample.after([first, second], ("merge", "{}"))
        == "Time | pod | Value | node\nT1000 | a | 1 | ·\nT1000 | a | 2 | n"
    )
    // Where nothing is common nothing is merged.
    let other = DataFrame(refId: "C", fields: [Field("x", .numbers([1]))])
    #expect(try FrameSample.transformation("merge", "{}").applied(to: [first, other]).count == 2)
    #expect(try FrameSample.after([first, DataFrame()], ("merge", "{}")).hasPrefix("Time | pod"))
  }

  @Test func seriesOfOneMomentMergeIntoOneTable() throws {
    let frames = ["a", "b"].map { FrameSample.series("A", ["pod": $0], [(5, 1)], legend: $0) }
    // The same row twice is one; it is called as the first.
    #expect(try FrameSample.after(frames, ("merge", "{}")) == "Time | a\nT5 | 1")
  }

  @Test func fieldsStandBesideEachOther() throws {
    var named = DataFrame(name: "disk", fields: [Field("Value", .numbers([1, 2, 3]))])
    named.fields.append(Field("free", .numbers([4, 5, 6])))
    let short = DataFrame(refId: "B", fields: [Field("x", .texts(["y"]))])
    #expect(
      try FrameSample.after([named, short], ("concatenate", "{}"))
        == "disk | disk · free | x\n1 | 4 | y\n2 | 5 | ·\n3 | 6 | ·"
    )
    #expect(
      try FrameSample.after([named, short], ("concatenate", #"{ "frameNameMode": "drop" }"#))
        .hasPrefix("Value | free | x\n")
    )
    let labelled = try FrameSample.transformation("concatenate", #"{ "frameNameMode": "label" }"#)
      .applied(to: [named, short])
    #expect(labelled[0].fields.map(\.labels) == [["frame": "disk"], ["frame": "disk"], [:]])
  }

  @Test func seriesAreJoinedByTheirLabels() throws {
    let frames = [
      FrameSample.series("A", ["what": "cpu", "pod": "a"], [(1, 1), (2, 2)]),
      FrameSample.series("A", ["what": "mem", "pod": "a"], [(1, 3)]),
      FrameSample.series("A", ["what": "mem", "pod": "b"], [(1, 4)]),
    ]
    let options = #"{ "value": "what", "join": ["pod"] }"#
    #expect(
      try FrameSample.after(frames, ("joinByLabels", options))
        == "pod | cpu | mem\na | 1 | 3\na | 2 | ·\nb | · | 4"
    )
    #expect(
      try FrameSample.after(frames, ("joinByLabels", #"{ "value": "no" }"#))
        == "Error\nValue label not found"
    )
  }

  @Test func aFrameConfiguresTheOthers() throws {
    let config = DataFrame(
      refId: "cfg",
      fields: [
        Field("Time", .times([1])), Field("max", .numbers([90])), Field("Unit", .texts(["bytes"])),
        Field("limit", .numbers([70])),
      ]
    )
    let options = #"""
      { "configRefId": "cfg", "mappings": [
        { "fieldName": "limit", "handlerKey": "threshold1", "reducerId": "max" }] }
      """#
    let frames = try FrameSample.transformation("configFromData", options)
      .applied(to: [config, Self.cpu])
    #expect(frames.map(\.refId) == ["A"])
    let value = frames[0].fields[2].config
    #expect(value.max == 90 && value.unit == "bytes")
    #expect(value.thresholds?.map(\.limit) == [-.infinity, 70])
    #expect(frames[0].fields[1].config == FieldConfig())
  }

  @Test func aFrameConfiguresWhatAQueryAnswered() throws {
    let config = DataFrame(refId: "cfg", fields: [Field("max", .numbers([90]))])
    let options = #"""
      { "configRefId": "cfg", "mappings": [], "applyTo": { "id": "byFrameRefID", "options": "B" } }
      """#
    let step = try FrameSample.transformation("configFromData", options)
    #expect(step.unsupported() == [])
    let frames = step.applied(to: [config, Self.cpu, Self.memory])
    #expect(frames.map(\.refId) == ["A", "B"])
    #expect(frames.map { $0.fields[2].config.max } == [nil, 90])
  }

  // MARK: - Chains that dashboards have

  @Test func joinedThenOrganized() throws {
    #expect(
      try FrameSample.after(
        [Self.cpu, Self.memory],
        ("seriesToColumns", #"{ "byField": "pod" }"#),
        (
          "organize",
          """
          { "excludeByName": { "Time 1": true, "Time 2": true },
            "indexByName": { "Value #B": 0, "pod": 1, "Value #A": 2 },
            "renameByName": { "pod": "Pod", "Value #A": "CPU", "Value #B": "Memory" } }
          """
        ),
        ("sortBy", #"{ "sort": [{ "field": "CPU", "desc": true }] }"#)
      ) == "Memory | Pod | CPU\n3 | a | 2\n· | b | 1\n4 | c | ·"
    )
  }

  @Test func mergedThenGroupedThenOrganized() throws {
    let text = try FrameSample.after(
      [Self.cpu, Self.memory],
      ("merge", "{}"),
      (
        "groupBy",
        #"""
        { "fields": { "Time": { "aggregations": [], "operation": null },
          "pod": { "aggregations": [], "operation": "groupby" },
          "Value #B": { "aggregations": ["lastNotNull"], "operation": "aggregate" } } }
        """#
      ),
      ("organize", #"{ "renameByName": { "Value #B (lastNotNull)": "Memory" } }"#)
    )
    #expect(text == "pod | Memory\nb | ·\na | 3\nc | 4")
  }

  @Test func trendsAreJoinedAndOrganized() throws {
    let frames = [
      FrameSample.series("A", ["pod": "a"], [(1, 1), (2, 2)]),
      FrameSample.series("A", ["pod": "b"], [(1, 3), (2, 4)]),
      FrameSample.series("B", ["pod": "b"], [(1, 5), (2, 6)]),
    ]
    let text = try FrameSample.after(
      frames,
      ("timeSeriesTable", #"{ "A": { "timeField": "Time" }, "B": { "stat": "mean" } }"#),
      ("joinByField", #"{ "byField": "pod", "mode": "outer" }"#),
      ("organize", #"{ "renameByName": { "Trend #A": "Requests", "Trend #B": "Errors" } }"#),
      ("sortBy", #"{ "sort": [{ "field": "Requests", "desc": true }] }"#)
    )
    #expect(text == "pod | Requests | Errors\nb | ~3,4 | ~5,6\na | ~1,2 | ~")
  }
}
