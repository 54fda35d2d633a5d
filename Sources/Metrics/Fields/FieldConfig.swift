/// What a field's values are and mean, and how they want to be drawn: Grafana's field
/// configuration, after its defaults and overrides.
///
/// What is nil nobody has set.
/// Source: Grafana, `packages/grafana-data/src/types/dataFrame.ts` and `packages/grafana-schema`.
package struct FieldConfig: Hashable, Sendable {
  package var unit: String?
  package var decimals: Int?
  package var min: Double?
  package var max: Double?
  /// Ends that nobody set are the field's own, not those of all fields together.
  package var hasOwnEnds: Bool?
  /// The least and the greatest of the values, which stand for ends that nobody set; set anew
  /// after each change of the frames.
  package var dataEnds: DataEnds?
  /// A template: `${__field.labels.x}`, `$variable`.
  package var displayName: String?
  package var noValue: String?
  /// In the order of their limits; a base without a limit is at −∞.
  package var thresholds: [Threshold]?
  package var hasPercentageThresholds: Bool?
  package var mappings: [ValueMapping]?
  package var color: FieldColor?
  package var links: [DataLink]?
  /// Where a gauge's bar begins; nil: at its low end.
  package var neutral: Double?
  package var description: String?
  package var graph = GraphStyle()
  package var cell = CellStyle()

  package init() {}

  /// Sets what the other has set; the other wins.
  package mutating func merge(_ other: FieldConfig) {
    unit = other.unit ?? unit
    decimals = other.decimals ?? decimals
    min = other.min ?? min
    max = other.max ?? max
    hasOwnEnds = other.hasOwnEnds ?? hasOwnEnds
    dataEnds = other.dataEnds ?? dataEnds
    displayName = other.displayName ?? displayName
    noValue = other.noValue ?? noValue
    thresholds = other.thresholds ?? thresholds
    hasPercentageThresholds = other.hasPercentageThresholds ?? hasPercentageThresholds
    mappings = other.mappings ?? mappings
    color = other.color ?? color
    links = other.links ?? links
    neutral = other.neutral ?? neutral
    description = other.description ?? description
    graph.merge(other.graph)
    cell.merge(other.cell)
  }
}

/// The least and the greatest of some values.
package struct DataEnds: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// How a field gets its colour.
package struct FieldColor: Hashable, Sendable {
  /// Grafana's word: `fixed`, `thresholds`, `palette-classic`, `continuous-GrYlRd`.
  package var mode: String
  package var fixed: String?
  /// Of a series coloured by value: which value, `last`, `min` or `max`.
  package var seriesBy: String?

  package init(mode: String, fixed: String? = nil, seriesBy: String? = nil) {
    self.mode = mode
    self.fixed = fixed
    self.seriesBy = seriesBy
  }
}

package struct DataLink: Hashable, Sendable {
  package var title: String
  /// With `${__field.labels.x}`, `${__value.raw}` and variables not filled in.
  package var url: String

  package init(title: String, url: String) {
    self.title = title
    self.url = url
  }
}

/// What stands for a value instead of its number.
package struct ValueMapping: Hashable, Sendable {
  package enum Match: Hashable, Sendable {
    /// The value as text.
    case value(String)
    /// Both ends belong to it; nil is open.
    case range(from: Double?, to: Double?)
    /// Of text alone; the result's `$1` are filled in.
    case regex(String)
    case null, nan, nullOrNaN, yes, no, empty
  }

  package var match: Match
  /// nil keeps the value's own text.
  package var text: String?
  package var color: String?

  package init(_ match: Match, text: String? = nil, color: String? = nil) {
    self.match = match
    self.text = text
    self.color = color
  }
}
