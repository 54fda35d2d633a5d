package import Documents
package import Metrics

/// How the answers of a Grafana panel become the fields that it shows: frames by the targets'
/// formats, transformations, names, configuration.
///
/// Source: Grafana's order, `PanelQueryRunner` and `applyFieldOverrides`.
package struct FieldShape: Hashable, Sendable {
  /// Variables are filled in; what only a field knows, `${__field.labels.x}`, is not.
  package let rules: FieldRules
  package let transformations: [Transformation]
  /// Whose clock tells moments that become text.
  package var zone = Zone.utc
  /// Read once, used at every refresh.
  private let configuring: FieldConfiguring

  /// - Parameters:
  ///   - rules: What the file says of its fields.
  ///   - transformations: In order.
  ///   - defaultColorMode: Of fields that set none: the panel kind's.
  package init(
    rules: FieldRules,
    transformations: [Transformation] = [],
    defaultColorMode: String = "thresholds"
  ) {
    self.rules = rules
    self.transformations = transformations
    configuring = FieldConfiguring(rules: rules, defaultColorMode: defaultColorMode)
  }

  /// Puts fields in place of plain series.
  ///
  /// - Parameters:
  ///   - frame: Its series are as they were answered.
  ///   - targets: The panel's.
  ///   - legends: Theirs, with variables filled in; none: series keep their names.
  ///   - expressions: What they have asked.
  package func apply(
    to frame: inout Frame,
    targets: [Target],
    legends: [String?] = [],
    expressions: [String] = []
  ) {
    var frames = FrameMaking(targets: targets, legends: legends, expressions: expressions)
      .frames(of: frame)
    FieldNames.give(to: &frames)
    for transformation in transformations {
      frames = transformation.applied(to: frames, zone: zone)
      FieldNames.give(to: &frames)
    }
    configuring.configure(&frames)
    frame.frames = frames
    frame.series = frames.flatMap(Self.series)
    configurePast(of: &frame)
  }

  /// A frame's columns of numbers as series, where it has a column of moments.
  private static func series(of frame: DataFrame) -> [FrameSeries] {
    guard let (frame, times) = frame.timed else { return [] }
    return frame.fields.compactMap { field in
      guard let values = field.graphed else { return nil }
      return FrameSeries(
        name: field.displayName,
        target: field.target ?? 0,
        refId: frame.refId,
        labels: field.allLabels,
        timestamps: times,
        values: values,
        histograms: field.histograms,
        step: frame.step,
        config: field.graphedConfig,
        tint: field.tint
      )
    }
  }

  /// What was earlier looks as what it is compared with.
  private func configurePast(of frame: inout Frame) {
    guard var past = frame.past else { return }
    for place in past.series.indices {
      let old = past.series[place]
      let labels = old.labels.dropping(["__name__"])
      let now = frame.series.first {
        $0.target == old.target && $0.labels.dropping(["__name__"]) == labels
      }
      guard let now else { continue }
      past.series[place].name = now.name
      past.series[place].config = now.config
      past.series[place].tint = now.tint
    }
    frame.past = past
  }
}

extension DataFrame {
  /// Its moments from the first to the last, and its rows so; rows without a moment are left out.
  ///
  /// nil without a column of moments.
  var timed: (rows: DataFrame, times: [Int64])? {
    guard case .times(let given)? = time?.values else { return nil }
    let isSorted = zip(given, given.dropFirst()).allSatisfy { $0 <= $1 }
    guard !isSorted || given.first == Column.noTime else { return (self, given) }
    // A table may hold the rows of one label behind those of another.
    let order = given.indices.filter { given[$0] != Column.noTime }
      .sorted { (given[$0], $0) < (given[$1], $1) }
    return (picking(order), order.map { given[$0] })
  }
}

extension Field {
  /// Its values where they can be drawn: a yes is 1, a no 0.
  fileprivate var graphed: [Double]? {
    switch values {
    case .numbers(let values): values
    case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .null }
    case .times, .texts, .trends: nil
    }
  }

  fileprivate var graphedConfig: FieldConfig {
    guard case .booleans = values else { return config }
    var config = config
    if config.unit?.hasPrefix("bool") != true { config.unit = "bool" }
    config.graph.interpolation = .stepAfter
    return config
  }
}

extension Field {
  /// With the metric's name, where no transformation has made others of its labels.
  fileprivate var allLabels: Labels {
    guard let sourceLabels, sourceLabels.dropping(["__name__"]) == labels else { return labels }
    return sourceLabels
  }
}
