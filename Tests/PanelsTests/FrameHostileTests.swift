import Canvas
import Documents
import Metrics
import Panels
import Testing

/// Frames that transformations make, in every kind: none traps, and what there is is seen.
struct FrameHostileTests {
  private static let names = PanelCatalog.all.map { $0.names[0] }

  /// Answers, the target's format, and a transformation with its options.
  private struct Case {
    var series: [FrameSeries]
    var format = Target.Format.table
    var steps: [(String, String)]
  }

  private static func series(_ labels: Labels, _ values: [Double]) -> FrameSeries {
    FrameSeries(
      name: "x",
      labels: labels,
      timestamps: FieldSample.times(values.count),
      values: values
    )
  }

  private static let toTime = (
    "convertFieldType",
    #"{"conversions": [{"targetField": "when", "destinationType": "time"}]}"#
  )
  private static let withoutTime = ("organize", #"{"excludeByName": {"Time": true}}"#)

  private static let cases = [
    Case(series: [series(["when": "never"], [1, 2])], steps: [withoutTime, toTime]),
    Case(
      series: [
        series(["when": "2026-11-24T17:00:00Z"], [1, 2, 3]), series(["when": "never"], [4]),
        series(["when": "-9999-01-01"], [5]), series(["when": ""], [.infinity]),
      ],
      steps: [withoutTime, toTime]
    ),
    Case(
      series: [series(["le": "x"], [1e308, -1e308, .nan])],
      steps: [
        (
          "convertFieldType",
          #"{"conversions": [{"targetField": "Value", "destinationType": "time"}]}"#
        )
      ]
    ),
    Case(
      series: [series(["le": "x"], [1, 2]), series(["le": "+Inf"], [1])],
      format: .heatmap,
      steps: []
    ),
    Case(
      series: (0..<200).map { series(["job": "j\($0)"], [Double($0), .nan]) },
      format: .timeSeries,
      steps: [("joinByField", #"{"byField": "Time"}"#)]
    ),
    Case(series: [series([:], [])], steps: []),
  ]

  private func frame(_ one: Case) throws -> Frame {
    var frame = Frame(
      series: one.series,
      range: TimeRange(start: FieldSample.now - .hours(1), end: FieldSample.now),
      step: .minutes(1),
      at: FieldSample.now
    )
    let shape = FieldShape(
      rules: FieldRules(),
      transformations: try one.steps.map { try FrameSample.transformation($0.0, $0.1) }
    )
    shape.apply(to: &frame, targets: [Target(.expression("x"), format: one.format)])
    return frame
  }

  @Test(arguments: names)
  func nothingTraps(name: String) throws {
    for one in Self.cases {
      let frame = try frame(one)
      for options in ["{}", #"{"calculate": true, "reduceOptions.values": true}"#] {
        let panel = try PanelCatalog.make(try FieldSample.spec(name, options)).get()
        for moment in [nil, FieldSample.now - .minutes(1)] {
          var context = FieldSample.context()
          context.cursor = moment.map { TimeCursor(moment: $0) }
          for size in [Size(columns: 80, rows: 20), Size(columns: 9, rows: 3)] {
            var canvas = Canvas(size: size)
            panel.draw(frame, on: &canvas, in: context)
          }
          _ = panel.heading(frame, in: context, columns: 40)
          _ = panel.readings(frame, in: context)
        }
      }
    }
  }

  /// A row without a moment can't stand on an axis; it stays in the table.
  @Test func whatHasNoMomentIsNoPoint() throws {
    let frame = try frame(Self.cases[1])
    #expect(frame.series.map(\.values) == [[1, 2, 3]])
    #expect(frame.series.allSatisfy { !$0.timestamps.contains(Column.noTime) })
    #expect(frame.frames[0].rowCount == 6)
  }
}
