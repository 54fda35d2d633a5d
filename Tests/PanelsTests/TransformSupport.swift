import Documents
import Metrics
import Panels
import Testing

/// Frames in few words, and as tables of text.
enum FrameSample {
  /// A frame as Prometheus answers `table`: moments, labels, a value.
  static func table(
    _ refId: String,
    labels: [(String, [String?])],
    values: [Double],
    name: String? = nil
  ) -> DataFrame {
    let times = values.map { _ in Int64(1_000) }
    var value = Field(ForeignText(name ?? "Value #\(refId)"), .numbers(values))
    value.target = 0
    return DataFrame(
      refId: refId,
      fields: [Field("Time", .times(times))]
        + labels.map { Field(ForeignText($0.0), .texts($0.1)) } + [value]
    )
  }

  /// A series: moments in milliseconds and values.
  static func series(
    _ refId: String,
    _ labels: Labels,
    _ points: [(Int64, Double)],
    legend: String? = nil
  ) -> DataFrame {
    var value = Field(
      "Value",
      .numbers(points.map(\.1)),
      labels: labels,
      sourceName: legend.map { ForeignText($0) }
    )
    value.target = 0
    return DataFrame(
      refId: refId,
      fields: [Field("Time", .times(points.map(\.0))), value],
      step: .seconds(1)
    )
  }

  static func transformation(_ id: String, _ options: String, refIds: String? = nil)
    throws -> Transformation
  {
    let json = try JSON(parsing: Array(options.utf8), file: "")
    return Transformation(id: id, options: json, refIds: refIds)
  }

  /// The tables after a chain of transformations.
  static func after(_ frames: [DataFrame], _ chain: (String, String)...) throws -> String {
    try after(frames, chain: chain)
  }

  static func after(_ frames: [DataFrame], chain: [(String, String)]) throws -> String {
    var frames = frames
    for (id, options) in chain {
      let transformation = try transformation(id, options)
      #expect(transformation.unsupported() == [], "\(id)")
      frames = transformation.applied(to: frames)
    }
    // What does nothing gives names too.
    return text(try transformation("noop", "{}").applied(to: frames))
  }

  /// A line of names and a line for each row; `·` is nothing, `T` begins a moment.
  static func text(_ frames: [DataFrame]) -> String {
    frames.map { frame in
      let heads = frame.fields.map { field in
        field.config.displayName ?? field.displayName.raw
      }
      let rows = (0..<frame.rowCount).map { row in
        frame.fields.map { cell($0.values[row]) }
      }
      return ([heads] + rows).map { $0.joined(separator: " | ") }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func cell(_ value: FieldValue) -> String {
    switch value {
    case .null: "·"
    case .time(let moment): "T\(moment.milliseconds)"
    case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    case .boolean(let flag): "\(flag)"
    case .trend(let series): "~\(series.values.map { "\(Int($0))" }.joined(separator: ","))"
    }
  }
}
