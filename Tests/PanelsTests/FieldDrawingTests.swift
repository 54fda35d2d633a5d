import Canvas
import Documents
import Glibc
import Metrics
import Panels
import Support
import Testing

/// Grafana's stat, gauge and bar gauge: every look, every size, any data.
struct FieldDrawingTests {
  private static let load = FieldSample.config(
    unit: "percent",
    limits: [(-.infinity, "green"), (60, "yellow"), (85, "red")]
  )
  private static let wave: [Double] = (0..<60).map { 50 + 30 * sin(Double($0) / 6) }
  private static let three = [
    FieldSample.series("api", wave, load), FieldSample.series("web", wave.map { $0 + 15 }, load),
    FieldSample.series("db", [91], load),
  ]

  private func drawn(
    _ type: String,
    _ options: String,
    _ frames: [DataFrame],
    _ columns: Int,
    _ rows: Int,
    _ context: DrawContext = FieldSample.context()
  ) throws -> Canvas {
    let spec = try FieldSample.spec(type, options)
    return try FieldSample.drawn(spec, frames, columns: columns, rows: rows, in: context)
  }

  private func text(_ canvas: Canvas) -> String { goldenText(canvas).prefix { $0 != "\u{0}" } + "" }

  private func row(_ row: Int, _ canvas: Canvas) -> String {
    String(canvas.row(row).filter { !$0.isContinuation }.map(\.character)).trimmedRight
  }

  // MARK: - Stat

  @Test func aStatIsDrawnAsItsFileSays() throws {
    let one = [Self.three[0]]
    let sheet = FieldSample.sheet([
      ("one", try drawn("stat", "{}", one, 40, 8)),
      ("low: the course beside", try drawn("stat", "{}", one, 40, 4)),
      ("a row", try drawn("stat", "{}", one, 40, 1)),
      ("no course", try drawn("stat", #"{"graphMode": "none"}"#, one, 40, 5)),
      ("change", try drawn("stat", #"{"showPercentChange": true}"#, one, 40, 8)),
      ("three", try drawn("stat", "{}", Self.three, 90, 6)),
      ("three in a row", try drawn("stat", "{}", Self.three, 90, 1)),
      ("stacked", try drawn("stat", #"{"orientation": "horizontal"}"#, Self.three, 60, 6)),
      ("not wide", try drawn("stat", #"{"wideLayout": false}"#, Self.three, 90, 7)),
      ("centred", try drawn("stat", #"{"justifyMode": "center"}"#, Self.three, 50, 6)),
      ("names", try drawn("stat", #"{"textMode": "name"}"#, Self.three, 60, 3)),
      ("named", try drawn("stat", #"{"textMode": "value_and_name"}"#, one, 30, 6)),
      ("no text", try drawn("stat", #"{"textMode": "none"}"#, one, 30, 3)),
      ("ground", try drawn("stat", #"{"colorMode": "background"}"#, Self.three, 60, 5)),
    ])
    try expectGolden(sheet, "grafana-stat")
  }

  @Test(
    arguments: [
      ("value", Theme.dark.good, nil), ("none", Theme.dark.text, nil),
      ("background", Theme.dark.ink(on: Theme.dark.good), Theme.dark.good),
      ("background_solid", Theme.dark.ink(on: Theme.dark.good), Theme.dark.good),
    ] as [(String, Color, Color?)]
  )
  func aStatIsColouredByItsMode(mode: String, ink: Color, ground: Color?) throws {
    let frames = [FieldSample.series("a", [42], Self.load)]
    let canvas = try drawn("stat", #"{"colorMode": "\#(mode)"}"#, frames, 20, 1)
    let cell = try #require(canvas.row(0).first { $0.character == "4" })
    #expect(cell.style.foreground == ink)
    #expect(cell.style.background == ground ?? .terminal)
    #expect(canvas[0, 0].style.background == ground ?? .terminal)
  }

  @Test func aWordIsNeverLarge() throws {
    let config = FieldSample.config { $0.mappings = [ValueMapping(.value("1"), text: "UP")] }
    let canvas = try drawn("stat", "{}", [FieldSample.series("a", [1], config)], 30, 6)
    let rows = (0..<6).map { row($0, canvas) }
    #expect(rows.filter { !$0.isEmpty }.map { $0.drop { $0 == " " } } == ["UP"])
    let version = DataFrame(fields: [FieldSample.field("version", .texts(["1.2"]))])
    let text = try drawn("stat", #"{"reduceOptions.fields": "/.*/"}"#, [version], 30, 6)
    #expect((0..<6).contains { row($0, text).hasSuffix("1.2") })
  }

  @Test(
    arguments: [
      ("standard", [1, 2], "▲ 100%", Theme.dark.good),
      ("standard", [2, 1], "▼ 50%", Theme.dark.critical),
      ("inverted", [1, 2], "▲ 100%", Theme.dark.critical),
      ("same_as_value", [1, 2], "▲ 100%", Theme.dark.good),
      ("standard", [2, 2], "0%", Theme.dark.dim),
    ] as [(String, [Double], String, Color)]
  )
  func aChangeHasASignAndAColour(mode: String, values: [Double], text: String, color: Color) throws
  {
    let options = #"{"showPercentChange": true, "percentChangeColorMode": "\#(mode)"}"#
    let canvas = try drawn("stat", options, [FieldSample.series("a", values)], 30, 7)
    let line = try #require((0..<7).first { row($0, canvas).hasSuffix(text) })
    let last = try #require(canvas.row(line).last { $0.character == "%" })
    #expect(last.style.foreground == color)
  }

  @Test func whatHasNoRoomIsCounted() throws {
    let many = (0..<200).map { FieldSample.series("s\($0)", [Double($0)]) }
    for type in ["stat", "gauge", "bargauge"] {
      let canvas = try drawn(type, #"{"orientation": "horizontal"}"#, many, 40, 10)
      #expect(row(9, canvas).hasPrefix("+"), "\(type)")
      #expect(row(9, canvas).hasSuffix("more"), "\(type)")
    }
  }

  @Test func noValueStandsForNoItem() throws {
    var fields = FieldConfig()
    fields.noValue = "none yet"
    for type in ["stat", "gauge", "bargauge"] {
      let spec = try FieldSample.spec(type, defaults: fields)
      let canvas = try FieldSample.drawn(spec, [], columns: 20, rows: 1)
      #expect(row(0, canvas).hasSuffix("none yet"))
      let plain = try FieldSample.drawn(try FieldSample.spec(type), [], columns: 20, rows: 1)
      #expect(row(0, plain) == "no data")
      #expect(try PanelCatalog.make(spec).get().noValue == "none yet")
    }
  }

  // MARK: - Gauge

  @Test func aGaugeIsDrawnAsItsFileSays() throws {
    let one = [FieldSample.series("api", [72], Self.load)]
    let labelled = #"{"showThresholdLabels": true}"#
    let sheet = FieldSample.sheet([
      ("one", try drawn("gauge", "{}", one, 40, 8)),
      ("labels", try drawn("gauge", labelled, one, 40, 8)),
      ("low", try drawn("gauge", labelled, one, 40, 4)),
      ("a row", try drawn("gauge", "{}", one, 40, 1)),
      ("no markers", try drawn("gauge", #"{"showThresholdMarkers": false}"#, one, 40, 4)),
      ("three", try drawn("gauge", "{}", Self.three, 90, 8)),
      ("stacked", try drawn("gauge", #"{"orientation": "horizontal"}"#, Self.three, 40, 9)),
    ])
    try expectGolden(sheet, "grafana-gauge")
  }

  @Test(
    arguments: [
      (FieldSample.config(unit: "percent"), [50], "0%", "100%"),
      (FieldSample.config(unit: "percentunit"), [0.5], "0%", "100%"),
      (FieldSample.config(), [3, 9], "3", "9"), (FieldSample.config(), [42], "0", "100"),
      (FieldSample.config(), [420], "0", "420"),
      (FieldSample.config { ($0.min, $0.max) = (-10, 10) }, [3], "-10", "10"),
    ] as [(FieldConfig, [Double], String, String)]
  )
  func aGaugeTellsItsEnds(config: FieldConfig, values: [Double], low: String, high: String) throws {
    let canvas = try drawn("gauge", "{}", [FieldSample.series("a", values, config)], 40, 4)
    #expect(row(3, canvas).hasPrefix(low + " "))
    #expect(row(3, canvas).hasSuffix(" " + high))
  }

  /// From the neutral point to the value, up and down; of the field or the panel.
  @Test func aGaugeBeginsAtItsNeutralPoint() throws {
    let ends = FieldSample.config { ($0.min, $0.max, $0.unit) = (-100, 100, "percent") }
    var own = ends
    own.neutral = 50
    func bar(_ value: Double, _ options: String, _ config: FieldConfig) throws -> String {
      row(1, try drawn("gauge", options, [FieldSample.series("a", [value], config)], 20, 2))
    }
    let full = String(repeating: "█", count: 5)
    #expect(try bar(50, #"{"neutral": 0}"#, ends) == "··········\(full)·····")
    #expect(try bar(-50, #"{"neutral": 0}"#, ends) == "·····\(full)··········")
    #expect(try bar(100, #"{"neutral": 0}"#, own) == "···············\(full)")
    #expect(try bar(0, #"{"neutral": 0}"#, ends) == "····················")
  }

  @Test func aGaugeShowsItsCourseAndTheTextThatItsFileWants() throws {
    let one = [FieldSample.series("api", [20, 90, 40, 72], Self.load)]
    let sheet = FieldSample.sheet([
      ("course", try drawn("gauge", #"{"sparkline": true}"#, one, 40, 12)),
      ("low", try drawn("gauge", #"{"sparkline": true}"#, one, 40, 5)),
      ("name", try drawn("gauge", #"{"textMode": "name"}"#, one, 40, 5)),
      ("both", try drawn("gauge", #"{"textMode": "value_and_name"}"#, one, 40, 5)),
      ("none", try drawn("gauge", #"{"textMode": "none"}"#, Self.three, 90, 5)),
      ("a row", try drawn("gauge", #"{"textMode": "name"}"#, one, 40, 1)),
    ])
    try expectGolden(sheet, "grafana-gauge-text")
  }

  /// All of it is read, and said nowhere else.
  @Test func aGaugesNewerOptionsAreNoNotes() throws {
    let file = #"""
      { "schemaVersion": 42, "panels": [
        { "type": "gauge", "title": "G", "targets": [{ "expr": "up" }],
          "options": { "neutral": 3, "sparkline": true, "textMode": "value_and_name" },
          "fieldConfig": { "defaults": { "custom": { "neutral": 1 } } } },
        { "type": "stat", "title": "S", "targets": [{ "expr": "up" }],
          "options": { "neutral": 3, "sparkline": true },
          "fieldConfig": { "defaults": { "custom": { "neutral": 1 } } } }
      ] }
      """#
    let (dashboard, problems) = try DashboardFile.open(
      Array(file.utf8),
      file: "x.json",
      kinds: PanelCatalog.kinds
    )
    #expect(problems == [])
    #expect(dashboard.panels[0].fields?.defaults.neutral == 1)
    #expect(dashboard.panels.map { Support($0) } == [.full, .full])
  }

  // MARK: - Bar gauge

  @Test func aBarGaugeIsDrawnAsItsFileSays() throws {
    let bars = [("cpu", 44), ("memory", 72), ("disk /data", 91.25), ("a very long name", 5)]
      .map { FieldSample.series($0.0, [$0.1], Self.load) }
    func lying(_ options: String, _ rows: Int) throws -> Canvas {
      try drawn("bargauge", #"{"orientation": "horizontal", \#(options)}"#, bars, 50, rows)
    }
    let sheet = FieldSample.sheet([
      ("gradient", try lying(#""displayMode": "gradient""#, 4)),
      ("lcd", try lying(#""displayMode": "lcd""#, 4)),
      ("basic", try lying(#""displayMode": "basic""#, 4)),
      ("names above", try lying(#""displayMode": "basic""#, 12)),
      ("names left", try lying(#""displayMode": "basic", "namePlacement": "left""#, 8)),
      ("names hidden", try lying(#""displayMode": "basic", "namePlacement": "hidden""#, 4)),
      ("values hidden", try lying(#""displayMode": "basic", "valueMode": "hidden""#, 4)),
      ("values plain", try lying(#""displayMode": "basic", "valueMode": "text""#, 4)),
      ("no rest", try lying(#""displayMode": "lcd", "showUnfilled": false"#, 4)),
      ("legend", try lying(#""displayMode": "lcd", "legend.showLegend": true"#, 5)),
      ("standing", try drawn("bargauge", #"{"orientation": "vertical"}"#, bars, 50, 8)),
      ("standing lcd", try drawn("bargauge", #"{"displayMode": "lcd"}"#, bars, 50, 8)),
      ("rest", try lying(#""displayMode": "basic""#, 3)),
    ])
    try expectGolden(sheet, "grafana-bargauge")
  }

  @Test func eachCellHasTheColourOfItsPlace() throws {
    let frames = [FieldSample.series("a", [100], Self.load)]
    let lcd = try drawn(
      "bargauge",
      #"{"displayMode": "lcd", "valueMode": "hidden"}"#,
      frames,
      20,
      1
    )
    #expect(lcd[2, 0].style.foreground == Theme.dark.good)
    #expect(lcd[14, 0].style.foreground == Theme.dark.warning)
    #expect(lcd[19, 0].style.foreground == Theme.dark.critical)
    let basic = try drawn("bargauge", #"{"displayMode": "basic"}"#, frames, 20, 1)
    #expect(basic[2, 0].style.foreground == Theme.dark.critical)
    let gradient = try drawn("bargauge", #"{"valueMode": "hidden"}"#, frames, 40, 1)
    let colors = gradient.row(0).map(\.style.foreground)
    #expect(colors.first == Theme.dark.good)
    #expect(Set(colors).count > 5)
  }

  @Test func theLeastOfPositiveValuesHasABar() throws {
    let frames = [("a", 4.0), ("b", 8.0)].map { FieldSample.series($0.0, [$0.1]) }
    let canvas = try drawn(
      "bargauge",
      #"{"orientation": "horizontal", "displayMode": "basic", "valueMode": "hidden"}"#,
      frames,
      22,
      2
    )
    #expect(row(0, canvas).count { $0 == "█" } == 10)
    #expect(row(1, canvas).count { $0 == "█" } == 20)
  }

  // MARK: - Any size, any data

  private static let anything: [[DataFrame]] = [
    [], [DataFrame()], three, [FieldSample.series("", [])],
    [FieldSample.series("a", [.nan, .infinity, -.infinity, .null])],
    [FieldSample.series("a", [-1e308, 1e308]), FieldSample.series("日本語", [.null])],
    [FieldSample.services()],
    (0..<90).map { FieldSample.series("series \($0)", [Double($0), 1, .nan], load) },
  ]

  @Test(arguments: ["stat", "gauge", "bargauge", "table"])
  func itDrawsAtEverySizeWithAnyData(type: String) throws {
    let texts = [
      "{}", #"{"reduceOptions.values": true, "orientation": "vertical"}"#,
      #"{"orientation": "horizontal", "colorMode": "background", "showPercentChange": true}"#,
      #"{"displayMode": "lcd", "textMode": "value_and_name", "footer.show": true}"#,
    ]
    let contexts = [FieldSample.context(), FieldSample.context(.ascii, isStale: true)]
    for options in texts {
      let panel = try PanelCatalog.make(try FieldSample.spec(type, options)).get()
      for frames in Self.anything {
        let frame = FieldSample.frame(frames)
        for context in contexts {
          for columns in [0, 1, 2, 3, 7, 20, 60, 200] {
            for rows in [0, 1, 2, 3, 5, 8, 60] where frames.count < 50 || rows < 4 {
              var canvas = Canvas(size: Size(columns: columns, rows: rows))
              panel.draw(frame, on: &canvas, in: context)
            }
          }
          _ = panel.heading(frame, in: context, columns: 10)
          #expect(panel.readings(frame, in: context).allSatisfy { !$0.text.contains("\n") })
        }
      }
    }
  }

  @Test(arguments: ["stat", "gauge", "bargauge", "table"])
  func itDeclaresWhatItReads(type: String) throws {
    let kind = try #require(PanelCatalog.kinds.first { $0.names.contains(type) })
    #expect(!kind.grafanaOptions.isEmpty)
    #expect(Set(kind.grafanaOptions.map(\.name)).count == kind.grafanaOptions.count)
    #expect(kind.grafanaFields.isSuperset(of: ["unit", "decimals", "thresholds", "mappings"]))
  }
}
