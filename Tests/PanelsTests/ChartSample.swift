import Canvas
import Documents
import Metrics
import Panels
import Support

/// Panels of Grafana dashboards with frames that their field configuration shapes, drawn.
struct ChartSample {
  static let now = Timestamp(seconds: 1_795_539_600)
  static let range = TimeRange(start: now - .hours(1), end: now)
  static let step = Duration.minutes(5)
  /// The end of each of twelve steps.
  static let times: [Int64] = (1...12).map { range.start.milliseconds + $0 * 300_000 }

  static let color = DrawContext(zone: .utc, now: now)
  static let plain = DrawContext(glyphs: .ascii, depth: .mono, zone: .utc, now: now)

  var spec: PanelSpec
  var frame: Frame

  /// A layout's panel, without a configuration of fields.
  init(layout type: String, _ options: [String: JSON.Kind] = [:], series: [FrameSeries]) {
    spec = PanelSpec(id: 1, type: type, title: type, targets: [Target(.expression("x"))])
    spec.options.values = options.mapValues { JSON($0) }
    frame = Frame(series: series, range: Self.range, step: Self.step, at: Self.now)
  }

  /// A Grafana panel.
  init(
    _ type: String,
    _ options: [String: JSON.Kind] = [:],
    config: FieldConfig = FieldConfig(),
    format: Target.Format = .timeSeries,
    series: [FrameSeries]
  ) {
    self.init(layout: type, options, series: series)
    spec.targets[0].format = format
    spec.fields = FieldRules(defaults: config)
    if format == .table { frame.step = nil }
    let kind = PanelCatalog.all.first { $0.names.contains(type) }
    FieldShape(
      rules: FieldRules(defaults: config),
      defaultColorMode: kind?.defaultColorMode ?? "thresholds"
    ).apply(to: &frame, targets: spec.targets)
  }

  func draw(
    _ columns: Int = 48,
    _ rows: Int = 10,
    in context: DrawContext = color
  ) throws -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    try PanelCatalog.make(spec).get().draw(frame, on: &canvas, in: context)
    return canvas
  }

  func text(
    _ columns: Int = 48,
    _ rows: Int = 10,
    in context: DrawContext = color
  ) throws -> [String] {
    let canvas = try draw(columns, rows, in: context)
    return (0..<rows).map { row in
      String(canvas.row(row).filter { !$0.isContinuation }.map(\.character)).trimmedRight
    }
  }

  static func series(
    _ name: ForeignText,
    _ values: [Double],
    labels: Labels = [:]
  ) -> FrameSeries {
    FrameSeries(
      name: name,
      labels: labels,
      timestamps: Array(times.suffix(values.count)),
      values: values
    )
  }

  /// Jobs with one value each, as an instant query in the form of a table answers.
  static let jobs: [FrameSeries] = [
    series("web", [6], labels: ["job": "web"]), series("api", [3], labels: ["job": "api"]),
    series("mail", [1], labels: ["job": "mail"]),
  ]
}

extension Canvas {
  /// All colours that something stands in, before and behind.
  var inks: Set<Color> {
    Set(
      (0..<size.rows).flatMap { row in
        self.row(row).flatMap { cell in
          [cell.character == " " ? .terminal : cell.style.foreground, cell.style.background]
        }
      }
    ).subtracting([.terminal])
  }
}

extension JSON.Kind {
  static func words(_ words: String...) -> JSON.Kind { .array(words.map { JSON(.string($0)) }) }
}
