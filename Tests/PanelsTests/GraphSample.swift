import Canvas
import Documents
import Metrics
import Panels
import Support

/// Panels of Grafana with data to draw.
struct GraphSample {
  static let now = Sample.now.floored(to: .minutes(5))
  static let context = DrawContext(zone: .utc, now: now)

  var options: [String: JSON.Kind] = [:]
  var defaults = FieldConfig()
  var overrides: [FieldRules.Override] = []
  var series: [FrameSeries] = []
  var step = Duration.minutes(1)
  var length = Duration.hours(1)

  /// Adds a series, the last value now.
  func with(_ name: ForeignText, _ values: [Double], step: Duration? = nil) -> Self {
    var sample = self
    let step = step ?? self.step
    sample.series.append(
      FrameSeries(
        name: name,
        target: 0,
        labels: ["name": name.raw],
        timestamps: values.indices.map {
          Self.now.milliseconds - Int64(values.count - 1 - $0) * step.milliseconds
        },
        values: values
      )
    )
    return sample
  }

  /// What holds for all of them.
  func with(_ change: (inout FieldConfig) -> Void) -> Self {
    var sample = self
    change(&sample.defaults)
    return sample
  }

  /// What holds for one of them.
  func with(_ name: String, _ change: (inout FieldConfig) -> Void) -> Self {
    var sample = self
    var config = FieldConfig()
    change(&config)
    sample.overrides.append(.init(.byName(name), config))
    return sample
  }

  func with(option name: String, _ value: JSON.Kind) -> Self {
    var sample = self
    sample.options[name] = value
    return sample
  }

  var spec: PanelSpec {
    var spec = PanelSpec(
      id: 1,
      type: "timeseries",
      targets: [Target(.expression("x"), legendFormat: "{{name}}")]
    )
    spec.fields = FieldRules(defaults: defaults, overrides: overrides)
    spec.options.values = options.mapValues { JSON($0) }
    return spec
  }

  var frame: Frame {
    var frame = Frame(
      series: series,
      range: TimeRange(start: Self.now - length, end: Self.now),
      step: step,
      at: Self.now
    )
    FieldShape(
      rules: FieldRules(defaults: defaults, overrides: overrides),
      defaultColorMode: TimeSeriesPanel.defaultColorMode
    ).apply(to: &frame, targets: [Target(.expression("x"), legendFormat: "{{name}}")])
    return frame
  }

  func canvas(
    _ columns: Int = 60,
    _ rows: Int = 12,
    in context: DrawContext = Self.context
  ) throws -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    try TimeSeriesPanel(spec).draw(frame, on: &canvas, in: context)
    return canvas
  }

  /// So many values of a wave around a middle.
  static func wave(
    _ count: Int = 61,
    around middle: Double = 50,
    height: Double = 30,
    shift: Double = 0
  ) -> [Double] {
    (0..<count).map { place in
      // A triangle is a wave without functions.
      let phase = (Double(place) / 20 + shift).truncatingRemainder(dividingBy: 2)
      return middle + height * (phase < 1 ? 2 * phase - 1 : 3 - 2 * phase)
    }
  }
}
