import Canvas
import Documents
import Layouts
import Metrics
import Panels
import Support
import Testing

/// What every panel kind owes; walking the catalogue, so that none is half added.
struct KindTests {
  static let names = PanelCatalog.all.map { $0.names[0] }

  private func kind(_ name: String) throws -> any Panel.Type {
    try #require(PanelCatalog.all.first { $0.names[0] == name })
  }

  @Test(arguments: names)
  func itDrawsAtEverySizeWithAnyData(name: String) throws {
    let type = try kind(name)
    for spec in Sample.specs(name) {
      let panel = try type.init(spec)
      for frame in Sample.frames {
        for context in Sample.contexts {
          for columns in 0...40 {
            for rows in 0...12 {
              let size = Size(columns: columns, rows: rows)
              var canvas = Canvas(size: size)
              panel.draw(frame, on: &canvas, in: context)
              #expect(canvas.size == size)
            }
          }
          _ = panel.heading(frame, in: context, columns: 10)
          #expect(panel.readings(frame, in: context).count >= 0)
        }
      }
    }
  }

  @Test(arguments: names)
  func itHasAGolden(name: String) throws {
    var spec = Sample.specs(name)[0]
    spec.options.values["thresholds"] = try Sample.thresholds
    spec.options.values["content"] = JSON(
      .string("# Title\n\nA **bold** word, `code`:\n\n- one\n- two")
    )
    let panel = try kind(name).init(spec)
    var canvas = Canvas(size: Size(columns: 48, rows: 9))
    panel.draw(Sample.full, on: &canvas, in: Sample.contexts[0])
    try expectGolden(canvas, "kind-\(name)")
  }

  @Test(arguments: names)
  func aShippedLayoutShowsIt(name: String) throws {
    let types = try ShippedLayouts.all.flatMap { layout in
      try DashboardFile.open(layout.bytes, file: layout.name, kinds: PanelCatalog.kinds)
        .dashboard.panels.map(\.type)
    }
    #expect(types.contains(name))
  }

  @Test func noTwoKindsAnswerToOneName() {
    let names = PanelCatalog.all.flatMap { $0.names }
    #expect(Set(names).count == names.count)
  }
}

/// Specs and data to draw.
enum Sample {
  static let now = Timestamp(seconds: 1_795_539_761)
  private static let range = TimeRange(start: now - .hours(1), end: now)
  private static let bar = Duration.minutes(5)

  static var thresholds: JSON {
    get throws {
      try JSON(
        parsing: Array(
          #"[{"above": 5, "state": "warning"}, {"above": 8, "state": "critical"}]"#.utf8
        ),
        file: "sample"
      )
    }
  }

  static func specs(_ name: String) -> [PanelSpec] {
    let plain = PanelSpec(id: 1, type: name, title: "Sample", targets: [Target(.expression("x"))])
    let count = PanelSpec(
      id: 2,
      type: name,
      title: "Counted",
      targets: [Target(.count(selector: "x", by: ["type"]))]
    )
    return [plain, count]
  }

  private static func series(_ index: Int, _ values: [Double], open: Double? = nil) -> FrameSeries {
    let end = now.floored(to: bar).milliseconds
    let times = values.indices.map { end - Int64(values.count - 1 - $0) * bar.milliseconds }
    return FrameSeries(
      name: ForeignText(["xml", "pdf", "a name that is much too long for its place"][index % 3]),
      labels: ["type": "t\(index)"],
      timestamps: times,
      values: values,
      open: open,
      isCount: open != nil
    )
  }

  private static func frame(_ series: [FrameSeries], open: Bool = false) -> Frame {
    let end = now.floored(to: bar)
    return Frame(
      series: series,
      alerts: series.isEmpty ? [] : [alert],
      range: range,
      step: bar,
      at: now,
      openBar: open ? TimeRange(start: end, end: end + bar) : nil
    )
  }

  private static let alert = Alert(
    name: "QueueAboveLimit",
    state: .firing,
    labels: ["severity": "warning"],
    annotations: ["summary": "orders: 73 messages waiting"],
    activeAt: now - .minutes(3),
    value: 73
  )

  static let full = frame([
    series(0, [3, 4, 5, 2, 6, 7, 3, 2, 1, 5, 6, 9]),
    series(1, [1, 2, 1, 2, 1, 3, 1, 2, 1, 2, 1, 2]),
  ])

  static let frames: [Frame] = [
    full,
    frame([]),
    frame([series(0, [.nan, .nan]), series(1, [.infinity, -.infinity])]),
    frame([series(0, [42])]),
    frame([series(0, []), series(1, [])]),
    frame([series(0, [1, 2, 3], open: 2), series(1, [0, 0, 1], open: 0)], open: true),
    frame([series(0, [-5, 1e308, -1e308, 0.000_001])]),
    frame((0..<30).map { series($0, [Double($0), 1, .nan]) }),
  ]

  static let contexts = [
    DrawContext(theme: .dark, glyphs: .braille, zone: .utc, now: now, showsLegend: true),
    DrawContext(theme: .dark, glyphs: .ascii, depth: .mono, zone: .utc, now: now, isStale: true),
  ]
}
