import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Series of one colour are told apart, in the plot and in the legend alike; panels of several
/// environments are measured by one axis.
struct LikenessTests {
  private static let bar = Duration.minutes(5)
  private static let end = Sample.now.floored(to: bar)

  private static let blue = ColorTable(
    ["web", "api", "batch"].map { DashboardColor(value: $0, color: "blue") }
  )

  private func series(
    _ name: ForeignText,
    _ values: [Double],
    isCount: Bool = false
  ) -> FrameSeries {
    FrameSeries(
      name: name,
      timestamps: values.indices.map {
        Self.end.milliseconds - Int64(values.count - 1 - $0) * Self.bar.milliseconds
      },
      values: values,
      isCount: isCount
    )
  }

  private func frame(_ series: [FrameSeries]) -> Frame {
    Frame(
      series: series,
      range: TimeRange(start: Self.end - .hours(1), end: Self.end),
      step: Self.bar,
      at: Sample.now
    )
  }

  private func context(_ colors: ColorTable = blue, peers: [Frame] = []) -> DrawContext {
    DrawContext(colors: colors, zone: .utc, now: Sample.now, peers: peers)
  }

  private func draw(
    _ frame: Frame,
    _ options: [String: JSON.Kind] = [:],
    in context: DrawContext
  ) throws -> Canvas {
    var spec = PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("x"))])
    spec.options.values = options.mapValues { JSON($0) }
    var canvas = Canvas(size: Size(columns: 48, rows: 9))
    try PanelCatalog.make(spec).get().draw(frame, on: &canvas, in: context)
    return canvas
  }

  private var alike: [FrameSeries] {
    [
      series("web", [3, 4, 5, 2, 6, 7, 3, 2, 1, 5, 6, 9]),
      series("api", [8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 2, 2]),
      series("batch", [9, 9, 9, 9, 8, 8, 8, 8, 9, 9, 9, 9]),
    ]
  }

  private let stacked: [String: JSON.Kind] = [
    "drawStyle": .string("bars"), "stacking": .string("normal"),
  ]

  @Test func barsOfOneColorDifferByAHatchAlsoInTheLegend() throws {
    try expectGolden(try draw(frame(alike), stacked, in: context()), "alike-bars")
  }

  @Test func linesOfOneColorDifferByDashes() throws {
    try expectGolden(try draw(frame(alike), in: context()), "alike-lines")
  }

  @Test func theTableOfTheLegendHasTheSameSigns() throws {
    let text = try draw(frame(alike), ["legend": .string("table")], in: context()).text()
    #expect(text.contains("■ web"))
    #expect(text.contains("▒ api"))
  }

  /// Two targets of the same name, too.
  @Test func seriesOfOneNameAreToldApart() throws {
    let two = [series("web", [1, 2, 3]), series("web", [3, 2, 1])]
    let text = try draw(frame(two), in: context()).text()
    #expect(text.contains("■ web"))
    #expect(text.contains("▒ web"))
  }

  @Test func withoutColorsTheLegendHasTheFills() throws {
    var mono = context()
    mono.depth = .mono
    let text = try draw(frame(alike), stacked, in: mono).text()
    for sign in ["█ web", "▒ api", "░ batch"] { #expect(text.contains(sign)) }
  }

  @Test func signsOfASCIIAreASCII() throws {
    var plain = context()
    plain.glyphs = .ascii
    let text = try draw(frame(alike), in: plain).text()
    for sign in ["# web", "% api", "+ batch"] { #expect(text.contains(sign)) }
  }

  /// A hatch given for the whole screen stays where the other of its colour is not drawn.
  @Test func aToldHatchStaysOnEveryPanel() throws {
    var table = Self.blue
    table.tellApart(alike.reversed(), theme: .dark)
    #expect(table.ranks(of: alike, theme: .dark) == [0, 1, 2])
    #expect(table.ranks(of: [alike[1]], theme: .dark) == [1])
    #expect(table.ranks(of: [alike[2], alike[0]], theme: .dark) == [2, 0])
  }

  // MARK: - One axis

  @Test(arguments: [true, false])
  func environmentsShareTheirAxis(isCount: Bool) throws {
    let options = isCount ? stacked : [:]
    let small = frame([series("web", [1, 2, 3], isCount: isCount)])
    let large = frame([
      series("web", [100, 700, 300], isCount: isCount), series("api", [50, 60, 20]),
    ])
    func axis(_ frame: Frame, _ peers: [Frame]) throws -> [String] {
      try draw(frame, options, in: context(peers: peers)).text()
        .split(separator: "\n", omittingEmptySubsequences: false)
        .prefix(7).map { $0.prefix(4).filter { $0.isNumber } }
    }
    #expect(try axis(small, []) != axis(large, []))
    #expect(try axis(small, [large]) == axis(large, [small]))
    #expect(try axis(large, [small]) == axis(large, []))
  }

  /// One environment's negative values make both panels lines.
  @Test func environmentsAreDrawnAlike() throws {
    let negative = frame([series("web", [-5, 5])])
    let positive = frame([series("web", [1, 2])])
    let text = try draw(positive, stacked, in: context(peers: [negative])).text()
    #expect(text.contains("-"))
    #expect(!text.contains("█"))
  }
}
