import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Any data, any size, any style: a picture, never a crash.
struct GraphTotalityTests {
  private static let data: [[[Double]]] = [
    [], [[]], [[.nan, .nan]], [[42]], [[.infinity, -.infinity, 1]], [[0, 0, 0]],
    [[-5, 1e308, -1e308, 0.000_001], [1e-300, -1e-300]], [[-3, -2, -1], [1, 2, 3], [.null, 0]],
  ]

  private static let styles: [@Sendable (inout GraphStyle) -> Void] = [
    { _ in }, { $0.draw = .bars }, { ($0.draw, $0.points) = (.points, .always) },
    { ($0.fillOpacity, $0.stacking) = (90, .init(mode: .normal)) },
    { ($0.draw, $0.stacking) = (.bars, .init(mode: .percent)) },
    { ($0.scale, $0.fillOpacity, $0.interpolation) = (.log(base: 10), 20, .stepBefore) },
    { ($0.scale, $0.lineWidth, $0.fillOpacity) = (.symlog(base: 10, threshold: 1), 0, 10) },
    { ($0.gaps, $0.limits, $0.fillBelowTo, $0.gradient) = (.zero, .lineAndArea, "s0", "scheme") },
    { ($0.transform, $0.axis, $0.axisSoftMin, $0.isDashed) = (.negativeY, .right, 1, true) },
  ]

  private static let contexts: [DrawContext] = {
    var ascii = Sample.contexts[1]
    ascii.cursor = TimeCursor(moment: GraphSample.now - .minutes(9), mark: GraphSample.now)
    var whole = GraphSample.context
    whole.closeUp = CloseUp()
    var block = GraphSample.context
    block.glyphs = .block
    block.depth = .sixteen
    return [GraphSample.context, ascii, whole, block]
  }()

  @Test(arguments: styles.indices)
  func itDrawsAtEverySizeWithAnyData(style: Int) throws {
    let sizes =
      (0...14).flatMap { columns in (0...9).map { (columns, $0) } }
      + [(40, 12), (70, 8), (200, 60), (1, 60), (200, 1)]
    for data in Self.data {
      var sample = GraphSample().with(option: "legend.placement", .string("right"))
        .with(option: "legend.displayMode", .string(style % 2 == 0 ? "table" : "list"))
        .with(option: "legend.calcs", .array([JSON(.string("mean")), JSON(.string("p95"))]))
        .with { config in
          Self.styles[style](&config.graph)
          config.thresholds = [Threshold(.atLeast(-.infinity), color: "green")]
        }
      for (index, values) in data.enumerated() {
        sample = sample.with(ForeignText("s\(index)"), values)
      }
      let panel = try TimeSeriesPanel(sample.spec)
      let frame = sample.frame
      for context in Self.contexts {
        for (columns, rows) in sizes {
          var canvas = Canvas(size: Size(columns: columns, rows: rows))
          panel.draw(frame, on: &canvas, in: context)
          #expect(canvas.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }

  @Test func momentsThatAreNoneAndSuchOutOfOrderAreDrawnOver() throws {
    var sample = GraphSample().with("x", [1, 2, 3, 4])
    sample.series[0].timestamps[1] = Column.noTime
    sample.series[0].timestamps[3] = sample.series[0].timestamps[0] - 5
    for gaps in [GraphStyle.Gaps.zero, .connected] {
      let odd = sample.with { ($0.graph.gaps, $0.graph.fillOpacity) = (gaps, 50) }
      #expect(try odd.canvas().size == Size(columns: 60, rows: 12))
      #expect(try odd.with { $0.graph.draw = .bars }.canvas().size.rows == 12)
    }
  }
}
