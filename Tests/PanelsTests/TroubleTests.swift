import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Trouble has a sign wherever it has a colour, and is never among what is left out silently.
struct TroubleTests {
  private static let now = Sample.now
  private static let context = Sample.contexts[0]

  private func frame(_ series: [FrameSeries]) -> Frame {
    Frame(
      series: series,
      range: TimeRange(start: Self.now - .hours(1), end: Self.now),
      at: Self.now
    )
  }

  private func value(
    _ name: ForeignText,
    _ labels: Labels,
    _ value: Double,
    target: Int = 0
  ) -> FrameSeries {
    FrameSeries(
      name: name,
      target: target,
      refId: ["A", "B"][target],
      labels: labels,
      timestamps: [Self.now.milliseconds],
      values: [value]
    )
  }

  private func canvas(
    _ type: String,
    _ options: [String: JSON.Kind] = [:],
    _ series: [FrameSeries],
    columns: Int,
    rows: Int,
    in context: DrawContext = context
  ) throws -> Canvas {
    var spec = PanelSpec(id: 1, type: type, targets: [Target(.expression("x"))])
    spec.options.values = options.mapValues { JSON($0) }
    spec.options.values["thresholds"] = try JSON(
      parsing: Array(
        #"[{"above": 40, "state": "warning"}, {"above": 90, "state": "critical"}]"#.utf8
      ),
      file: "trouble"
    )
    let panel = try PanelCatalog.make(spec).get()
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    panel.draw(frame(series), on: &canvas, in: context)
    return canvas
  }

  // MARK: - Tables

  private var queues: [FrameSeries] {
    [
      value("orders", ["queue": "orders"], 73), value("mail", ["queue": "mail"], 120),
      value("import", ["queue": "import"], 3), value("sync", ["queue": "sync"], .nan),
      value("orders", ["queue": "orders"], 4, target: 1),
      value("mail", ["queue": "mail"], 95, target: 1),
    ]
  }

  @Test func aTableSaysItsTroubleWithSigns() throws {
    try expectGolden(
      try canvas("table", [:], queues, columns: 40, rows: 5),
      "table-signs"
    )
  }

  @Test func aStaleTableKnowsNoValue() throws {
    var stale = Self.context
    stale.isStale = true
    let rows = try canvas("table", [:], queues, columns: 40, rows: 5, in: stale).text()
    #expect(!rows.contains("!"))
    #expect(rows.split(separator: "\n").dropFirst().prefix(3).allSatisfy { $0.contains("?") })
  }

  @Test func rowsOfATableThatAreLeftOutSayTheirWorst() throws {
    let rows = try canvas("table", [:], queues, columns: 40, rows: 2).text()
    #expect(rows.contains("+3 more, !! mail 120"))
  }

  // MARK: - Totals

  private static let stages: [(ForeignText, Double, Double)] = [
    ("receive", 2.1, 1.4), ("validate", 6.4, 3.9), ("convert", 18.7, 7.2), ("load", 41.3, 22.8),
    ("index", 9.2, 5),
  ]

  private var stages: [FrameSeries] {
    Self.stages.flatMap { name, bitrix, opus in
      [
        value(name, ["system": "bitrix", "stage": name.raw], bitrix),
        value(name, ["system": "opus", "stage": name.raw], opus),
      ]
    }
  }

  private func totals(_ series: [FrameSeries], columns: Int, rows: Int) throws -> Canvas {
    try canvas(
      "bargauge",
      [
        "total": .string("system"), "unit": .string("suffix: s"), "max": .number(45),
        "order": .array(Self.stages.map { JSON(.string($0.0.raw)) }),
      ],
      series,
      columns: columns,
      rows: rows
    )
  }

  @Test(
    arguments: [
      // Beside one another, all and the worst; below one another, all and the worst.
      (76, 8), (76, 6), (76, 4), (76, 3), (76, 2), (40, 12), (40, 7), (40, 3),
      // Segments too narrow for their signs.
      (24, 2), (14, 2),
      // Groups that don't fit.
      (76, 1),
    ]
  )
  func totalsUseTheRoomThereIs(columns: Int, rows: Int) throws {
    try expectGolden(
      try totals(stages, columns: columns, rows: rows),
      "totals-\(columns)x\(rows)"
    )
  }

  @Test func everySizeOfTotalsSaysTheTrouble() throws {
    for columns in 20...100 {
      for rows in 1...14 {
        let text = try totals(stages, columns: columns, rows: rows).text()
        #expect(text.contains("!"), "\(columns)x\(rows):\n\(text)")
      }
    }
  }

  @Test func groupsThatDoNotFitAreCountedAndTheWorstIsDrawn() throws {
    let groups = ["a", "b", "c", "d", "e"].enumerated().map { index, name in
      value("load", ["system": name], index == 3 ? 95 : Double(index))
    }
    let text = try totals(groups, columns: 60, rows: 3).text()
    #expect(text.contains("D  "))
    #expect(text.contains("!!"))
    #expect(text.contains("+3 more"))
  }

  @Test func manyGroupsKeepWithinTheCanvas() throws {
    let groups = (0..<40).map { value("load", ["system": "system \($0)"], Double($0)) }
    for columns in [0, 1, 8, 14, 30, 80] {
      for rows in 0...12 {
        #expect(try totals(groups, columns: columns, rows: rows).size.rows == rows)
      }
    }
  }

  // MARK: - Stats

  @Test func aStatInTroubleSaysWhichSeriesItIs() throws {
    let errors = value("errors", ["application": "opus-worker", "job": "log"], 95)
    let other = value("warn", ["level": "warn", "job": "log"], 3, target: 1)
    let text = try canvas("stat", [:], [errors, other], columns: 40, rows: 8).text()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1].hasSuffix("!! CRITICAL"))
    #expect(lines[2].hasSuffix("above 90"))
    #expect(lines[3].hasSuffix("  opus-worker"))
    let good = value("errors", ["application": "opus-worker", "job": "log"], 1)
    #expect(
      !(try canvas("stat", [:], [good, other], columns: 40, rows: 8).text())
        .contains("opus-worker")
    )
  }

  /// `--fail-on` and the footer must not call critical what the panel shows as calm.
  @Test func whatAStatTellsBesideItsNumberIsNotJudged() throws {
    var spec = PanelSpec(id: 1, type: "stat", targets: [Target(.expression("x"))])
    spec.options.values["thresholds"] = try Sample.thresholds
    let panel = try PanelCatalog.make(spec).get()
    func states(_ first: Double, _ second: Double) -> [Reading.State] {
      let series = [value("errors", [:], first), value("warn", [:], second, target: 1)]
      return panel.readings(frame(series), in: Self.context).map(\.state)
    }
    #expect(states(1, 99) == [.ok, .ok])
    #expect(states(99, 1) == [.critical, .ok])
  }

  // MARK: - Readings

  /// Two targets of the same labels have a value each.
  @Test(arguments: ["stat", "gauge", "bargauge", "table", "timeseries"])
  func readingsKnowTheirSeries(type: String) throws {
    var spec = PanelSpec(
      id: 1,
      type: type,
      targets: [Target(.expression("x")), Target(.expression("y"))]
    )
    spec.options.values["sort"] = JSON(.string("desc"))
    let series = [value("x", ["a": "b"], 1), value("x", ["a": "b"], 2, target: 1)]
    let readings = try PanelCatalog.make(spec).get()
      .readings(frame(series), in: Self.context)
    let values = series.indices.map { index in readings.first { $0.series == index }?.value }
    #expect(values == [1, 2])
  }
}
