import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Panels that no kind draws, and panels of any kind with any data at any size.
struct StandInTests {
  private typealias Sample = ChartSample

  @Test(arguments: ["candlestick", "nodeGraph", "geomap", "acme-polystat-panel"])
  func dataIsShownInATableThatSaysSo(type: String) throws {
    let sample = Sample(type, series: Sample.jobs)
    let text = try sample.text(50, 6)
    #expect(text[0] == "\(type), shown as a table")
    #expect(text.contains { $0.contains("web") && $0.contains("6") })
    #expect(PanelCatalog.kind(drawing: sample.spec) == "table")
    #expect(PanelCatalog.kind(named: type) == nil)
    #expect(PanelCatalog.reads(type) == .instant)
  }

  @Test(arguments: [
    ("dashlist", #"the panel type "dashlist" can't be drawn: its list is Grafana's own"#),
    ("logs", #"the panel type "logs" can't be drawn: logs aren't in Prometheus"#),
    ("acme-panel", #"the panel type "acme-panel" can't be drawn yet"#),
  ])
  func othersSayWhyThereIsNoMore(type: String, sentence: String) throws {
    var spec = PanelSpec(id: 1, type: type, title: "T")
    spec.source = .none
    guard case .failure(let problem) = PanelCatalog.make(spec) else {
      Issue.record("\(type) is drawn")
      return
    }
    #expect(problem.what == sentence)
    #expect(PanelCatalog.kind(drawing: spec) == nil)
  }

  private static let types = [
    "piechart", "barchart", "heatmap", "histogram", "state-timeline", "status-history",
    "candlestick",
  ]

  private static let options: [[String: JSON.Kind]] = [
    [:],
    [
      "legend.placement": .string("right"), "pieType": .string("donut"),
      "displayLabels": .words("name", "value", "percent"), "reduceOptions.values": .bool(true),
      "stacking": .string("percent"), "orientation": .string("horizontal"),
      "showValue": .string("always"), "calculate": .bool(true), "combine": .bool(true),
      "bucketSize": .number(1e-300), "calculation.yBuckets.value": .string("1e-300"),
    ],
    [
      "orientation": .string("vertical"), "stacking": .string("normal"),
      "calculation.yBuckets.scale.type": .string("log"), "bucketCount": .number(1),
      "mergeValues": .bool(false), "alignValue": .string("center"), "calculate": .bool(true),
    ],
  ]

  private static let data: [[FrameSeries]] = [
    [], [Sample.series("empty", [])], [Sample.series("nan", [.nan, .null])],
    [Sample.series("inf", [.infinity, -.infinity]), Sample.series("one", [1])],
    [Sample.series("large", [1e308, -1e308, 1e-300]), Sample.series("large", [1e308])],
    (0..<300).map { place in
      Sample.series(
        ForeignText("series \(place)"),
        (0..<12).map { Double(($0 * 7 + place * 13) % 29) },
        labels: ["le": "\(place)", "job": "j\(place)"]
      )
    },
  ]

  @Test(arguments: types)
  func anySizeAndAnyDataHasALook(type: String) throws {
    for (place, options) in Self.options.enumerated() {
      for series in Self.data {
        let sample = Sample(type, options, format: Target.Format.allCases[place], series: series)
        for context in [Sample.color, Sample.plain] {
          for size in Self.sizes {
            #expect(try sample.draw(size.columns, size.rows, in: context).size == size)
          }
        }
      }
    }
  }

  private static let sizes = [
    (0, 0), (1, 1), (1, 60), (200, 1), (2, 3), (5, 4), (11, 2), (12, 6), (24, 5), (47, 8), (24, 60),
    (200, 60),
  ].map { Size(columns: $0.0, rows: $0.1) }
}
