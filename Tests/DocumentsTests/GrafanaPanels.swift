import Documents
import Metrics

/// Grafana's panels read by kinds that take everything, so that only the import itself is seen.
enum GrafanaPanels {
  private static let words: [(String, PanelOption.Form)] = [
    ("legend.showLegend", .boolean), ("legend.displayMode", .choice(["list", "table"])),
    ("legend.placement", .choice(["bottom", "right"])),
    ("legend.calcs", .choices(["min", "max", "mean", "lastNotNull", "sum"])),
    ("legend.sortBy", .string), ("legend.sortDesc", .boolean),
    ("legend.values", .choices(["value", "percent"])), ("maxItems", .integer(atLeast: 1)),
    ("reduceOptions.calcs", .choices(["min", "max", "mean", "lastNotNull", "sum", "first"])),
    ("reduceOptions.fields", .string), ("reduceOptions.values", .boolean),
    ("graphMode", .choice(["none", "area"])),
    ("colorMode", .choice(["none", "value", "background"])),
    ("textMode", .choice(["auto", "name", "value"])), ("showHeader", .boolean),
    ("mode", .string), ("content", .string), ("calculate", .boolean), ("color.mode", .string),
    ("color.scheme", .string), ("color.reverse", .boolean), ("color.min", .number),
    ("color.max", .number), ("color.exponent", .number), ("yAxis.unit", .string),
    ("yAxis.decimals", .number), ("calculation.yBuckets.scale.log", .number),
    ("calculation.yBuckets.scale.type", .string),
    ("calculation.yBuckets.mode", .string), ("color.steps", .number), ("color.scale", .string),
    ("legend.show", .boolean),
    ("rowsFrame.layout", .string), ("filterValues.le", .number), ("pieType", .string),
    ("displayLabels", .strings), ("showThresholdLabels", .boolean),
    ("showThresholdMarkers", .boolean),
  ]

  private static let custom = [
    "drawStyle", "lineInterpolation", "lineWidth", "lineStyle", "fillOpacity", "showPoints",
    "spanNulls", "insertNulls", "stacking", "transform", "fillBelowTo", "barAlignment",
    "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "axisCenteredZero",
    "scaleDistribution", "thresholdsStyle", "hideFrom", "hidden", "width", "minWidth", "align",
    "cellOptions", "footer", "gradientMode",
  ]

  static let kinds = [
    "timeseries", "stat", "gauge", "bargauge", "table", "piechart", "heatmap", "barchart",
    "histogram", "text", "row", "alertlist",
  ].map {
    PanelKind(
      names: [$0],
      summary: "",
      options: [],
      grafanaOptions: words.map { PanelOption($0.0, $0.1, "") },
      grafanaFields: Set(
        [
          "unit", "decimals", "min", "max", "fieldMinMax", "displayName", "noValue", "thresholds",
          "mappings", "color", "links",
        ] + custom.map { "custom.\($0)" }
      )
    )
  }

  static func open(
    _ text: String,
    kinds: [PanelKind] = kinds
  ) throws(Problem) -> (dashboard: Dashboard, problems: [Problem]) {
    try DashboardFile.open(Array(text.utf8), file: "x.json", kinds: kinds)
  }

  /// A dashboard of one panel, titled P: the panel, and its notes without its place.
  static func panel(
    _ text: String,
    kinds: [PanelKind] = kinds
  ) throws(Problem) -> (spec: PanelSpec, notes: [String]) {
    let file = #"{ "schemaVersion": 39, "panels": [{ "title": "P", \#(text) }] }"#
    let (dashboard, problems) = try open(file, kinds: kinds)
    let start = #"panels[0] "P": "#
    return (
      dashboard.panels[0],
      problems.map { $0.what.hasPrefix(start) ? String($0.what.dropFirst(start.count)) : $0.what }
    )
  }

  /// What is set, as `unit=s graph.fillOpacity=10`.
  static func said(_ config: FieldConfig?) -> String {
    config.map { said($0, "").joined(separator: " ") } ?? "nil"
  }

  private static func said(_ value: Any, _ path: String) -> [String] {
    Mirror(reflecting: value).children.flatMap { child -> [String] in
      let name = path + (child.label ?? "")
      if child.label == "graph" || child.label == "cell" { return said(child.value, "\(name).") }
      let inner = Mirror(reflecting: child.value)
      guard inner.displayStyle == .optional else { return [] }
      guard let some = inner.children.first?.value else { return [] }
      return ["\(name)=\(plain(some))"]
    }
  }

  private static func plain(_ value: Any) -> String {
    switch value {
    case let steps as [Threshold]:
      "[\(steps.map { "\($0.limit):\($0.color ?? "-")" }.joined(separator: ","))]"
    case let list as [ValueMapping]:
      "[\(list.map { "\($0.match)>\($0.text ?? "-")\($0.color.map { "/\($0)" } ?? "")" }.joined(separator: ","))]"
    case let color as FieldColor:
      "\(color.mode)\(color.fixed.map { "/\($0)" } ?? "")\(color.seriesBy.map { "/\($0)" } ?? "")"
    case let stacking as GraphStyle.Stacking: "\(stacking.mode)/\(stacking.group)"
    case let hidden as GraphStyle.Hidden:
      [(hidden.fromLegend, "legend"), (hidden.fromPlot, "plot"), (hidden.fromTooltip, "tooltip")]
        .filter { $0.0 == true }.map(\.1).joined(separator: "+")
    case let links as [DataLink]:
      "[\(links.map { "\($0.title)>\($0.url)" }.joined(separator: ","))]"
    default: "\(value)"
    }
  }
}
