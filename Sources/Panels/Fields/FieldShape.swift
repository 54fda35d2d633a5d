package import Documents
package import Metrics

/// How the answers of a Grafana panel become the fields that it shows: frames by the targets'
/// formats, transformations, names, configuration.
///
/// Source: Grafana's order, `PanelQueryRunner` and `applyFieldOverrides`.
package struct FieldShape: Hashable, Sendable {
  /// Variables are filled in; what only a field knows, `${__field.labels.x}`, is not.
  package var rules: FieldRules
  package var transformations: [Transformation]
  /// The colour mode of fields that set none: the panel kind's.
  package var defaultColorMode: String
  /// Whose clock tells moments that become text.
  package var zone = Zone.utc

  package init(
    rules: FieldRules,
    transformations: [Transformation] = [],
    defaultColorMode: String = "thresholds"
  ) {
    self.rules = rules
    self.transformations = transformations
    self.defaultColorMode = defaultColorMode
  }

  /// Puts fields in place of plain series.
  package func apply(to frame: inout Frame, targets: [Target]) {
    var frames = FrameMaking.frames(of: frame, targets: targets)
    for transformation in transformations {
      frames = transformation.applied(to: frames, zone: zone)
    }
    FieldNames.give(to: &frames)
    FieldConfiguring(rules: rules, defaultColorMode: defaultColorMode).configure(&frames)
    frame.frames = frames
    frame.series = frames.flatMap(Self.series)
    configurePast(of: &frame)
  }

  /// A frame's columns of numbers as series, where it has a column of moments.
  private static func series(of frame: DataFrame) -> [FrameSeries] {
    guard case .times(let times)? = frame.time?.values else { return [] }
    return frame.fields.compactMap { field in
      guard case .numbers(let values) = field.values else { return nil }
      return FrameSeries(
        name: field.displayName,
        target: field.target ?? 0,
        refId: frame.refId,
        labels: field.labels,
        timestamps: times,
        values: values,
        histograms: field.histograms,
        config: field.config,
        tint: field.tint
      )
    }
  }

  /// What was earlier looks as what it is compared with.
  private func configurePast(of frame: inout Frame) {
    guard var past = frame.past else { return }
    for place in past.series.indices {
      let old = past.series[place]
      let now = frame.series.first { $0.target == old.target && $0.labels == old.labels }
      guard let now else { continue }
      past.series[place].name = now.name
      past.series[place].config = now.config
      past.series[place].tint = now.tint
    }
    frame.past = past
  }
}
