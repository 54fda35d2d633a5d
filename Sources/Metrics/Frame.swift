/// All that a panel draws from: the answers to its questions, named and in order.
package struct Frame: Hashable, Sendable {
  package var series: [FrameSeries]
  /// The same as columns, transformed, of panels whose file configures fields: Grafana's; else
  /// none.
  package var frames: [DataFrame] = []
  package var alerts: [Alert]
  /// What was asked for: the panel's range, after `timeFrom` and `timeShift`.
  package var range: TimeRange
  /// Distance of two neighbouring points, where the panel asked for a range.
  package var step: Duration?
  /// When the answer came, by the server's clock.
  package var at: Timestamp
  /// The bar that is still being counted, where the panel counts.
  package var openBar: TimeRange?
  /// Warnings of the servers; a panel with any is partial.
  package var warnings: [ForeignText]
  package var infos: [ForeignText]
  /// How many series there were, where more came than are kept.
  package var truncatedFrom: Int?
  /// What the same questions said earlier, where somebody compares; not counted, not judged.
  package var past: Past?
  /// Spans that are shaded behind lines, such as when an alert fired.
  package var spans: [TimeRange] = []
  /// What has happened, marked on the time axis.
  package var annotations: [Annotation] = []
  /// Beside alerts: how far they are the whole truth.
  package var alerting: AlertingHealth?

  /// The series of an earlier time, moved on to this one.
  package struct Past: Hashable, Sendable {
    /// How much earlier.
    package var shift: Duration
    /// Named as those of now with the same labels.
    package var series: [FrameSeries]

    package init(shift: Duration, series: [FrameSeries]) {
      self.shift = shift
      self.series = series
    }
  }

  package init(
    series: [FrameSeries] = [],
    alerts: [Alert] = [],
    range: TimeRange,
    step: Duration? = nil,
    at: Timestamp,
    openBar: TimeRange? = nil,
    warnings: [ForeignText] = [],
    infos: [ForeignText] = [],
    truncatedFrom: Int? = nil
  ) {
    self.series = series
    self.alerts = alerts
    self.range = range
    self.step = step
    self.at = at
    self.openBar = openBar
    self.warnings = warnings
    self.infos = infos
    self.truncatedFrom = truncatedFrom
  }

  package var isEmpty: Bool { series.isEmpty && frames.isEmpty && alerts.isEmpty }
}

/// One series of a frame.
package struct FrameSeries: Hashable, Sendable {
  /// The legend's text.
  package var name: ForeignText
  /// What the table `colors` is asked for after the name: the first `by` label's value of a count.
  package var colorKey: ForeignText?
  /// Which of the panel's targets it answers, from 0, and that target's `refId`.
  package var target: Int
  package var refId: String
  package var labels: Labels
  /// Milliseconds; of a count each the end of its bar.
  package var timestamps: [Int64]
  package var values: [Double]
  package var histograms: [HistogramSample]
  /// Between two points, as its target has asked; nil: the frame's.
  package var step: Duration?
  /// So far in the open bar of a count.
  package var open: Double?
  /// Whether the values are counts of a counter, whole by nature.
  package var isCount: Bool
  /// What its file says of it, where that configures fields: Grafana's.
  package var config: FieldConfig?
  /// Its own colour by that configuration: a name or `#rrggbb`.
  package var tint: String?

  package init(
    name: ForeignText,
    colorKey: ForeignText? = nil,
    target: Int = 0,
    refId: String = "A",
    labels: Labels = [:],
    timestamps: [Int64] = [],
    values: [Double] = [],
    histograms: [HistogramSample] = [],
    step: Duration? = nil,
    open: Double? = nil,
    isCount: Bool = false,
    config: FieldConfig? = nil,
    tint: String? = nil
  ) {
    self.name = name
    self.colorKey = colorKey
    self.target = target
    self.refId = refId
    self.labels = labels
    self.timestamps = timestamps
    self.values = values
    self.histograms = histograms
    self.step = step
    self.open = open
    self.isCount = isCount
    self.config = config
    self.tint = tint
  }
}
