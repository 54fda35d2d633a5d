import Canvas
import Documents
import Metrics
import Panels

/// Grafana panels and their frames, to draw.
enum FieldSample {
  static let now = Timestamp(seconds: 1_795_539_761)

  static func context(_ glyphs: GlyphSet = .braille, isStale: Bool = false) -> DrawContext {
    DrawContext(theme: .dark, glyphs: glyphs, zone: .utc, now: now, isStale: isStale)
  }

  /// A panel as the importer makes it.
  static func spec(
    _ type: String,
    _ options: String = "{}",
    title: String = "Sample",
    defaults: FieldConfig = FieldConfig()
  ) throws -> PanelSpec {
    let json = try JSON(parsing: Array(options.utf8), file: "sample")
    var spec = PanelSpec(id: 1, type: type, title: title)
    spec.options = Options(
      Dictionary((json.members ?? []).map { ($0.name, $0.value) }) { $1 }
    )
    spec.fields = FieldRules(defaults: defaults)
    return spec
  }

  static func config(
    unit: String? = nil,
    limits: [(Double, String)] = [(-.infinity, "green"), (80, "red")],
    _ change: (inout FieldConfig) -> Void = { _ in }
  ) -> FieldConfig {
    var config = FieldConfig()
    config.unit = unit
    config.thresholds = limits.map { Threshold(.atLeast($0.0), color: $0.1) }
    change(&config)
    return config
  }

  static func times(_ count: Int) -> [Int64] {
    (0..<count).map { now.milliseconds - Int64(count - 1 - $0) * 60_000 }
  }

  /// A series as its own table.
  static func series(
    _ name: String,
    _ values: [Double],
    _ config: FieldConfig = config(),
    tint: String? = nil
  ) -> DataFrame {
    var field = Field("Value", .numbers(values), labels: ["job": name])
    field.displayName = ForeignText(name)
    field.config = config
    field.tint = tint
    return DataFrame(fields: [Field("Time", .times(times(values.count))), field])
  }

  static func field(
    _ name: String,
    _ values: Column,
    _ config: FieldConfig = FieldConfig()
  ) -> Field {
    Field(ForeignText(name), values, config: config)
  }

  static func frame(_ frames: [DataFrame]) -> Frame {
    var frame = Frame(range: TimeRange(start: now - .hours(1), end: now), at: now)
    frame.frames = ended(frames)
    for table in frame.frames {
      guard case .times(let times)? = table.time?.values else { continue }
      for field in table.fields {
        guard case .numbers(let values) = field.values else { continue }
        frame.series.append(
          FrameSeries(
            name: field.displayName,
            labels: field.labels,
            timestamps: times,
            values: values,
            config: field.config,
            tint: field.tint
          )
        )
      }
    }
    return frame
  }

  /// With the ends of all numbers, as configuring gives them.
  private static func ended(_ frames: [DataFrame]) -> [DataFrame] {
    let numbers = frames.flatMap(\.fields).flatMap { field -> [Double] in
      if case .numbers(let values) = field.values { values.filter(\.isFinite) } else { [] }
    }
    guard let low = numbers.min(), let high = numbers.max() else { return frames }
    var frames = frames
    for frame in frames.indices {
      for place in frames[frame].fields.indices {
        frames[frame].fields[place].config.dataEnds = DataEnds(low: low, high: high)
      }
    }
    return frames
  }

  static func drawn(
    _ spec: PanelSpec,
    _ frames: [DataFrame],
    columns: Int,
    rows: Int,
    in context: DrawContext = context()
  ) throws -> Canvas {
    let panel = try PanelCatalog.make(spec).get()
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    panel.draw(frame(frames), on: &canvas, in: context)
    return canvas
  }

  /// Pictures below each other, each under its name.
  static func sheet(_ parts: [(name: String, canvas: Canvas)]) -> Canvas {
    let columns = parts.map(\.canvas.size.columns).max() ?? 0
    let rows = parts.reduce(0) { $0 + $1.canvas.size.rows + 1 }
    var sheet = Canvas(size: Size(columns: columns, rows: rows))
    var row = 0
    for (name, canvas) in parts {
      sheet.write(name, at: Point(column: 0, row: row), style: Style(.terminal).bold)
      sheet.place(canvas, at: Point(column: 0, row: row + 1))
      row += canvas.size.rows + 1
    }
    return sheet
  }

  /// A table of services: text, numbers, bars, a course.
  static func services(_ change: (inout [Field]) -> Void = { _ in }) -> DataFrame {
    let names = ["api", "web-10", "web-2", "billing", "search"]
    let load = config(
      unit: "percent",
      limits: [(-.infinity, "green"), (60, "yellow"), (85, "red")]
    )
    let trends = names.indices.map { place in
      FrameSeries(
        name: ForeignText(names[place]),
        timestamps: times(20),
        values: (0..<20).map { Double(($0 * (place + 3)) % 11) }
      )
    }
    var fields = [
      field("Time", .times(times(5))),
      field("service", .texts(names)),
      field("load", .numbers([12, 66, 91, .null, 45.5]), load),
      field("requests", .numbers([120, 3_400, 88, 0, 1_234_567]), config(unit: "short")),
      field("trend", .trends(trends)),
    ]
    change(&fields)
    return DataFrame(fields: fields)
  }
}
