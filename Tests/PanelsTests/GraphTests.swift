import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Time series as Grafana draws them: each in its own style.
struct GraphTests {
  private static let calcs: JSON.Kind = .array(["mean", "lastNotNull"].map { JSON(.string($0)) })
  private static let steps = [
    Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(60), color: "red"),
  ]

  private static let two = GraphSample().with("low", GraphSample.wave(around: 30, height: 20))
    .with("high", GraphSample.wave(around: 70, height: 20, shift: 0.5))

  private static let stacked = two.with { $0.graph.stacking = .init(mode: .normal) }
  private static let bars = GraphSample(step: .minutes(5))
    .with("a", [3, 4, 5, 2, 6, 7, 3, 2, 1, 5, 6, 9]).with(
      "b",
      [1, 2, 1, 2, 1, 3, 1, 2, 1, 2, 1, 2]
    )
    .with { $0.graph.draw = .bars }

  static let pictures: [(name: String, sample: GraphSample, columns: Int, rows: Int)] = [
    ("plain", two, 60, 10),
    ("filled", two.with { $0.graph.fillOpacity = 10 }, 40, 9),
    (
      "mixed",
      two.with("low") { $0.graph.draw = .bars }.with("high") { $0.graph.draw = .points }, 60, 10
    ),
    ("dashed", two.with("low") { $0.graph.isDashed = true }, 60, 10),
    ("steps", bars.with { ($0.graph.draw, $0.graph.interpolation) = (.line, .stepAfter) }, 40, 9),
    ("bars", bars, 60, 9),
    ("bars-stacked", bars.with { $0.graph.stacking = .init(mode: .normal) }, 60, 9),
    ("bars-negative", bars.with("b") { $0.graph.transform = .negativeY }, 60, 9),
    ("stacked-lines", stacked, 40, 10),
    ("stacked-faint", stacked.with { $0.graph.fillOpacity = 20 }, 40, 10),
    ("stacked-full", stacked.with { $0.graph.fillOpacity = 100 }, 40, 10),
    (
      "percent",
      two.with { ($0.graph.stacking, $0.graph.fillOpacity) = (.init(mode: .percent), 80) }, 40, 10
    ),
    (
      "two-axes",
      two.with("low") { ($0.unit, $0.graph.axisLabel) = ("bytes", "memory") }
        .with("high") { ($0.unit, $0.graph.axisLabel) = ("s", "latency") }, 60, 12
    ),
    (
      "log",
      GraphSample().with("x", (0...60).map { Double($0 * $0 * $0) })
        .with { $0.graph.scale = .log(base: 10) }, 40, 12
    ),
    ("limits", two.with { ($0.thresholds, $0.graph.limits) = (steps, .dashedAndArea) }, 40, 10),
    (
      "scheme",
      two.with {
        ($0.thresholds, $0.graph.gradient) = (steps, "scheme")
        $0.color = FieldColor(mode: "thresholds")
      }, 40, 10
    ),
    (
      "band",
      two.with("high") { ($0.graph.fillBelowTo, $0.graph.fillOpacity) = ("low", 30) }, 40, 10
    ),
    (
      "legend-right",
      two.with(option: "legend.displayMode", .string("table"))
        .with(option: "legend.placement", .string("right")).with(option: "legend.calcs", calcs)
        .with(option: "legend.sortBy", .string("Mean")).with(
          option: "legend.sortDesc",
          .bool(true)
        ),
      70, 8
    ),
    (
      "legend-table",
      two.with(option: "legend.displayMode", .string("table"))
        .with(option: "legend.calcs", calcs).with("low") { $0.unit = "bytes" }, 60, 12
    ),
    ("legend-calcs", two.with(option: "legend.calcs", calcs), 60, 10),
  ]

  @Test(arguments: pictures.map(\.name))
  func picture(name: String) throws {
    let picture = try #require(Self.pictures.first { $0.name == name })
    try expectGolden(picture.sample.canvas(picture.columns, picture.rows), "graph-\(name)")
  }

  private func characters(_ canvas: Canvas) -> Int {
    canvas.text().count { ("\u{2801}"..."\u{28FF}").contains($0) }
  }

  /// Columns of the plot in which anything is drawn as dots.
  private func dotted(_ canvas: Canvas) -> Int {
    (0..<canvas.size.columns).count { column in
      (0..<canvas.size.rows).contains { row in
        ("\u{2801}"..."\u{28FF}").contains(canvas[column, row].character)
      }
    }
  }

  /// What stands at the left axis, from above.
  private func labels(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.rows - 2).compactMap { row in
      let text = String(canvas.row(row).map(\.character).prefix(6)).trimmingSpaces
      let label = text.prefix { $0.isASCII && $0 != " " }
      return label.isEmpty ? nil : String(label)
    }
  }

  // MARK: - Gaps

  private static let broken = GraphSample().with(
    "x",
    (0...60).map { (20..<40).contains($0) ? .null : 5 }
  ).with(option: "legend.showLegend", .bool(false))

  @Test func gapsAreLeftConnectedOrZero() throws {
    let left = dotted(try Self.broken.canvas())
    let connected = dotted(try Self.broken.with { $0.graph.gaps = .connected }.canvas())
    #expect(left < connected)
    #expect(connected >= 55)
    func upTo(_ span: Duration) throws -> Int {
      dotted(try Self.broken.with { $0.graph.gaps = .connectedUpTo(span) }.canvas())
    }
    #expect(try upTo(.minutes(5)) == left)
    #expect(try upTo(.minutes(30)) == connected)
    let zero = try Self.broken.with { $0.graph.gaps = .zero }.canvas(60, 10)
    // The line goes down to the lowest row of the plot.
    #expect((25..<35).allSatisfy { zero[$0, 8].character != " " })
    let instead = try Self.broken.with { $0.noValue = "0" }.canvas(60, 10)
    #expect(instead == zero)
  }

  @Test func pointsTooFarApartAreNoNeighbours() throws {
    // A target may have a step of its own, longer than the panel's.
    let sparse = GraphSample(step: .minutes(1)).with("x", [1, 2, 3, 4], step: .minutes(10))
    #expect(try dotted(sparse.canvas()) > 25)
    let apart = sparse.with { $0.graph.insertsGapsBeyond = .minutes(5) }
    #expect(try dotted(apart.canvas()) < 12)
  }

  @Test func aBooleanHasItsTwoWords() throws {
    let up = GraphSample().with("up", [1, 1, 0, 1]).with { $0.unit = "bool_on_off" }
    #expect(labels(try up.canvas()) == ["On", "Off"])
  }

  @Test func cellsHaveTheirValuesColoursWhereThoseSayIt() throws {
    let sample = GraphSample().with("x", (0...60).map(Double.init)).with { config in
      config.graph.gradient = "scheme"
      config.thresholds = [
        Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(30), color: "red"),
      ]
    }
    func colors(_ sample: GraphSample) throws -> Set<Color> {
      let canvas = try sample.canvas(60, 12)
      var colors: Set<Color> = []
      for row in 0..<10 {
        for cell in canvas.row(row) where ("\u{2801}"..."\u{28FF}").contains(cell.character) {
          colors.insert(cell.style.foreground)
        }
      }
      return colors
    }
    #expect(try colors(sample).count == 1)
    let graded = sample.with { $0.color = FieldColor(mode: "thresholds") }
    let theme = Theme.dark
    #expect(try colors(graded) == Set(["green", "red"].compactMap { theme.color(named: $0) }))
  }

  @Test func whatIsNotFiniteIsNoPoint() throws {
    let plain = GraphSample().with("x", [1, 2, .null, 4, 5])
    let odd = GraphSample().with("x", [1, 2, .infinity, 4, 5])
    #expect(try plain.canvas() == odd.canvas())
  }

  // MARK: - Lines and points

  @Test func aLineOfNoWidthIsNotDrawn() throws {
    let none = Self.two.with { $0.graph.lineWidth = 0 }
    #expect(characters(try none.canvas()) == 0)
    #expect(characters(try none.with { $0.graph.points = .always }.canvas()) > 0)
  }

  @Test func pointsStandWhereThereIsRoomOrAlways() throws {
    let sparse = GraphSample(step: .minutes(10)).with("x", [1, 1, 1, 1, 1, 1])
    let never = try sparse.with { $0.graph.points = .never }.canvas().text()
    #expect(try sparse.canvas().text() != never)
    #expect(try sparse.with { $0.graph.points = .always }.canvas().text() != never)
    let dense = Self.two
    #expect(try dense.canvas() == dense.with { $0.graph.points = .never }.canvas())
  }

  @Test func fillingsTintTheGroundBelowTheLine() throws {
    let flat = GraphSample().with("x", Array(repeating: 50, count: 61))
      .with { ($0.min, $0.max, $0.graph.fillOpacity) = (0, 100, 50) }
      .with(option: "legend.showLegend", .bool(false))
    let canvas = try flat.canvas(40, 11)
    #expect(canvas[20, 8].style.background != .terminal)
    #expect(canvas[20, 1].style.background == .terminal)
    // Where grounds take no tint the line stands alone.
    var mono = GraphSample.context
    mono.depth = .mono
    #expect(try flat.canvas(40, 11, in: mono)[20, 8].style.background == .terminal)
  }

  @Test func aConstantIsItsFirstValueThroughout() throws {
    let rising = GraphSample().with("x", (0...60).map(Double.init))
    let flat = try rising.with { $0.graph.transform = .constant }.canvas(40, 10)
    let rows = (0..<10).filter { row in
      (0..<40).contains { ("\u{2801}"..."\u{28FF}").contains(flat[$0, row].character) }
    }
    #expect(rows.count == 1)
  }

  // MARK: - Stacks

  @Test func stacksAreBuiltByGroupSignAndStyle() throws {
    let sample = GraphSample().with("a", [10, 10, 10]).with("b", [20, 20, 20])
      .with { ($0.graph.stacking, $0.decimals) = (.init(mode: .normal), 0) }
    #expect(labels(try sample.canvas()) == ["30", "20", "10"])
    let apart = sample.with("b") { $0.graph.stacking = .init(mode: .normal, group: "B") }
    #expect(labels(try apart.canvas()).first == "20")
    let down = sample.with("b") { $0.graph.transform = .negativeY }
    #expect(labels(try down.canvas()).last == "-20")
  }

  @Test func aStackGoesOnWhereOneOfItHasNothing() throws {
    let sample = GraphSample().with("a", [10, 10, .null, 10]).with("b", [20, 20, 20, 20])
      .with { $0.graph.stacking = .init(mode: .normal) }
    let whole = GraphSample().with("a", [10, 10, 0, 10]).with("b", [20, 20, 20, 20])
      .with { $0.graph.stacking = .init(mode: .normal) }
    #expect(try sample.canvas().text() == whole.canvas().text())
  }

  // MARK: - Axes

  @Test func eachUnitHasItsAxis() throws {
    let one = Self.two.with { $0.unit = "bytes" }
    #expect(try one.canvas().text().contains("64 B"))
    let text = try one.with("high") { $0.unit = "percent" }.canvas(60, 12).text()
    let first = try #require(text.split(separator: "\n").first { $0.contains("%") })
    #expect(first.hasSuffix("%"))
    let both = one.with("high") { ($0.unit, $0.graph.axis) = ("percent", .left) }
    #expect(!(try both.canvas(60, 12).text().split(separator: "\n").contains { $0.hasSuffix("%") }))
    let hidden = one.with { $0.graph.axis = .hidden }
    #expect(!(try hidden.canvas().text().contains(" B")))
  }

  @Test func theOnlyAxisSaysItsNameInTheHeading() throws {
    let sample = Self.two.with { $0.graph.axisLabel = "out (-) / in (+)" }
    let panel = try TimeSeriesPanel(sample.spec)
    let heading = panel.heading(sample.frame, in: GraphSample.context, columns: 60)
    #expect(heading.unit == "out (-) / in (+)")
    let plain = try TimeSeriesPanel(Self.two.spec)
    #expect(plain.heading(Self.two.frame, in: GraphSample.context, columns: 60).unit.isEmpty)
  }

  @Test func labelsHaveTheDigitsThatTellThemApart() throws {
    let fine = GraphSample().with("x", [1.000_1, 1.000_2, 1.000_3])
    let labels = try fine.canvas(60, 12).text().split(separator: "\n").prefix(11)
      .map { $0.prefix { $0 != " " } }.filter { !$0.isEmpty }
    #expect(Set(labels).count == labels.count)
    let whole = try GraphSample().with("x", [1, 2, 3]).with { $0.decimals = 0 }.canvas().text()
    #expect(!whole.prefix(600).contains(".5"))
  }

  @Test func panelsBesideEachOtherShareTheirScales() throws {
    var context = GraphSample.context
    context.peers = [GraphSample().with("x", [1_000, 2_000]).frame]
    let text = try GraphSample().with("x", [1, 2]).canvas(60, 12, in: context).text()
    #expect(text.contains("2 K") || text.contains("2000"))
  }

  // MARK: - What is left out

  @Test func hiddenSeriesAreLeftOut() throws {
    let out = try Self.two.with("high") { $0.graph.hidden = .init(fromPlot: true) }.canvas()
    #expect(out.text().contains("- high"))
    #expect(!out.text().contains("80"))
    let unnamed = Self.two.with("high") { $0.graph.hidden = .init(fromLegend: true) }
    #expect(!(try unnamed.canvas().text().contains("high")))
    let none = Self.two.with(option: "legend.showLegend", .bool(false))
    #expect(!(try none.canvas().text().contains("low")))
  }

  @Test func valuesAtTheCursorComeInTheTooltipsOrder() throws {
    var context = GraphSample.context
    context.cursor = TimeCursor(moment: GraphSample.now - .minutes(50))
    let bare = Self.two.with(option: "legend.displayMode", .string("hidden"))
    func order(_ sample: GraphSample) throws -> [String] {
      try sample.canvas(in: context).text().split(separator: "\n")
        .flatMap { $0.split(separator: " ").map(String.init) }
        .filter { ["low", "high"].contains($0) }
    }
    #expect(try order(bare) == ["low", "high"])
    #expect(try order(bare.with(option: "tooltip.sort", .string("desc"))) == ["high", "low"])
    #expect(try order(bare.with(option: "tooltip.sort", .string("asc"))) == ["low", "high"])
    #expect(try order(bare.with(option: "tooltip.mode", .string("none"))) == [])
    let one = bare.with("low") { $0.graph.hidden = .init(fromTooltip: true) }
    #expect(try order(one) == ["high"])
  }

  @Test func theLegendIsSortedByTheTitleOfAColumn() throws {
    func names(_ title: String, _ isDescending: Bool) throws -> [String] {
      try Self.two.with(option: "legend.displayMode", .string("table"))
        .with(option: "legend.sortBy", .string(title))
        .with(option: "legend.sortDesc", .bool(isDescending))
        .canvas(60, 14).text().split(separator: "\n").filter { $0.hasPrefix("■") }
        .map { String($0.dropFirst(2)) }
    }
    #expect(try names("Max", true) == ["high", "low"])
    #expect(try names("Max", false) == ["low", "high"])
    #expect(try names("Name", false) == ["high", "low"])
    #expect(try names("Nothing", true) == ["low", "high"])
  }

  /// What doesn't fit is counted after the last name, never over the first.
  @Test(arguments: [
    (22, "■ alpha  +5"), (30, "■ alpha  ■ beta  +4"), (34, "■ alpha  ■ beta  ■ gamma  +3"),
    (9, "■ alpha+5"), (3, "■+5"),
  ])
  func aListCountsWhatDoesNotFit(columns: Int, line: String) throws {
    let sample = GraphSample().with("alpha", [1]).with("beta", [1]).with("gamma", [1])
      .with("delta", [1]).with("epsilon", [1]).with("zeta", [1])
    let drawn = try sample.canvas(columns, 6).text().split(separator: "\n").last.map(String.init)
    #expect(drawn == line)
  }

  @Test func aTableCountsWhatDoesNotFit() throws {
    let sample = GraphSample().with("a", [1]).with("b", [1]).with("c", [1]).with("d", [1])
      .with("e", [1]).with("f", [1])
      .with(option: "legend.displayMode", .string("table"))
    let last = try sample.canvas(40, 8).text().split(separator: "\n").last.map(String.init)
    #expect(last == "■ c +3")
  }

  @Test func readingsHaveTheSeriesOwnUnit() throws {
    let sample = Self.two.with("low") { $0.unit = "bytes" }.with("high") { $0.unit = "percent" }
    let readings = try TimeSeriesPanel(sample.spec).readings(sample.frame, in: GraphSample.context)
    #expect(readings.map(\.text).map { $0.hasSuffix(" B") } == [true, false])
    #expect(readings.map(\.text).map { $0.hasSuffix("%") } == [false, true])
  }

  @Test func aSeriesColouredByValueHasThatOfItsLast() throws {
    let sample = GraphSample().with("x", [10, 90]).with { config in
      config.color = FieldColor(mode: "thresholds")
      config.thresholds = Self.steps
    }
    let panel = try TimeSeriesPanel(sample.spec)
    func color(_ sample: GraphSample) -> Color? {
      panel.readings(sample.frame, in: GraphSample.context).first?.color
    }
    #expect(color(sample) == Theme.dark.color(named: "red"))
    let least = sample.with { $0.color = FieldColor(mode: "thresholds", seriesBy: "min") }
    #expect(color(least) == Theme.dark.color(named: "green"))
  }
}
