/// Grafana's `custom` field options of panels with axes, as far as cells can show them.
package struct GraphStyle: Hashable, Sendable {
  package enum Draw: String, Hashable, Sendable, CaseIterable { case line, bars, points }
  package enum Interpolation: String, Hashable, Sendable, CaseIterable {
    case linear, smooth, stepBefore, stepAfter
  }
  package enum Points: String, Hashable, Sendable, CaseIterable { case auto, always, never }
  package enum Axis: String, Hashable, Sendable, CaseIterable { case auto, left, right, hidden }
  package enum Limits: String, Hashable, Sendable, CaseIterable {
    case off, line, dashed, area, series
    case lineAndArea = "line+area"
    case dashedAndArea = "dashed+area"
  }
  package enum Transform: String, Hashable, Sendable, CaseIterable {
    case negativeY = "negative-Y"
    case constant
  }
  package enum Gaps: Hashable, Sendable {
    case left, connected
    case connectedUpTo(Duration)
    /// The old graph's `null as zero`.
    case zero
  }
  package struct Stacking: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable { case none, normal, percent }
    package var mode: Mode
    package var group: String

    package init(mode: Mode, group: String = "A") {
      self.mode = mode
      self.group = group
    }
  }
  package enum Scale: Hashable, Sendable {
    case linear
    /// Base 2 or 10.
    case log(base: Double)
    case symlog(base: Double, threshold: Double)
  }
  /// Where a field is left out; rules may set one part alone.
  package struct Hidden: Hashable, Sendable {
    package var fromLegend: Bool?
    package var fromPlot: Bool?
    package var fromTooltip: Bool?

    package init(fromLegend: Bool? = nil, fromPlot: Bool? = nil, fromTooltip: Bool? = nil) {
      self.fromLegend = fromLegend
      self.fromPlot = fromPlot
      self.fromTooltip = fromTooltip
    }
  }

  package var draw: Draw?
  package var interpolation: Interpolation?
  /// Pixels; cells tell only 0, no line, from the others.
  package var lineWidth: Double?
  package var isDashed: Bool?
  /// 0 to 100.
  package var fillOpacity: Double?
  /// `none`, `opacity`, `hue` or `scheme`; the last colours by the value.
  package var gradient: String?
  package var points: Points?
  package var gaps: Gaps?
  /// Points further apart than this are no neighbours.
  package var insertsGapsBeyond: Duration?
  package var stacking: Stacking?
  package var transform: Transform?
  /// The name of the series down to which is filled.
  package var fillBelowTo: String?
  /// -1 before, 0 around, 1 after its moment.
  package var barAlignment: Int?
  package var axis: Axis?
  package var axisLabel: String?
  package var axisSoftMin: Double?
  package var axisSoftMax: Double?
  package var isCentredOnZero: Bool?
  package var scale: Scale?
  package var limits: Limits?
  package var hidden: Hidden?

  package init() {}

  package mutating func merge(_ other: GraphStyle) {
    draw = other.draw ?? draw
    interpolation = other.interpolation ?? interpolation
    lineWidth = other.lineWidth ?? lineWidth
    isDashed = other.isDashed ?? isDashed
    fillOpacity = other.fillOpacity ?? fillOpacity
    gradient = other.gradient ?? gradient
    points = other.points ?? points
    gaps = other.gaps ?? gaps
    insertsGapsBeyond = other.insertsGapsBeyond ?? insertsGapsBeyond
    stacking = other.stacking ?? stacking
    transform = other.transform ?? transform
    fillBelowTo = other.fillBelowTo ?? fillBelowTo
    barAlignment = other.barAlignment ?? barAlignment
    axis = other.axis ?? axis
    axisLabel = other.axisLabel ?? axisLabel
    axisSoftMin = other.axisSoftMin ?? axisSoftMin
    axisSoftMax = other.axisSoftMax ?? axisSoftMax
    isCentredOnZero = other.isCentredOnZero ?? isCentredOnZero
    scale = other.scale ?? scale
    limits = other.limits ?? limits
    if let new = other.hidden {
      hidden = Hidden(
        fromLegend: new.fromLegend ?? hidden?.fromLegend,
        fromPlot: new.fromPlot ?? hidden?.fromPlot,
        fromTooltip: new.fromTooltip ?? hidden?.fromTooltip
      )
    }
  }
}

/// Grafana's `custom` field options of tables, as far as cells can show them.
package struct CellStyle: Hashable, Sendable {
  package var isHidden: Bool?
  /// Pixels; 8 are a column.
  package var width: Double?
  package var minWidth: Double?
  /// `auto`, `left`, `center` or `right`.
  package var align: String?
  /// Grafana's `cellOptions.type`: `auto`, `color-text`, `color-background`, `gauge`, `sparkline`.
  package var type: String?
  /// Of a gauge `basic`, `gradient` or `lcd`; of a background `basic` or `gradient`.
  package var mode: String?
  package var appliesToRow: Bool?
  /// Of a gauge: `color`, `text` or `hidden`; of a sparkline only the last counts.
  package var valueMode: String?
  /// Of a picture: what is said in its place.
  package var alternative: String?
  /// Calculations of the column's own footer.
  package var footer: [String]?
  package var hidesHeader: Bool?

  package init() {}

  package mutating func merge(_ other: CellStyle) {
    isHidden = other.isHidden ?? isHidden
    width = other.width ?? width
    minWidth = other.minWidth ?? minWidth
    align = other.align ?? align
    // A cell's look is one value: whoever sets its type sets all of it.
    let isLook = other.type != nil
    type = other.type ?? type
    mode = other.mode ?? (isLook ? nil : mode)
    appliesToRow = other.appliesToRow ?? (isLook ? nil : appliesToRow)
    valueMode = other.valueMode ?? (isLook ? nil : valueMode)
    alternative = other.alternative ?? (isLook ? nil : alternative)
    footer = other.footer ?? footer
    hidesHeader = other.hidesHeader ?? hidesHeader
  }
}
