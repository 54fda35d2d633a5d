/// The old graph panel in the form of today's time series.
///
/// Source: Grafana, `public/app/plugins/panel/timeseries/migrations.ts`. What Grafana's own
/// migration loses, and the old panel drew, is kept: sorted legends and hidden empty series.
struct GraphMigration {
  private let json: JSON
  private var panel: Remainder
  private var fields: FieldDraft
  private var options: JSON
  private(set) var notes: [GrafanaNote] = []
  /// Of lines, 0 to 100.
  private var areaFill: Double?
  /// Whether it draws bars.
  private var isSolid = false

  init(_ written: JSON) {
    json = GraphAxes.panel(written)
    panel = Remainder(json)
    fields = FieldDraft(json)
    options = JSON.object(in: json, "options").setting("dataLinks", to: nil)
  }

  /// The panel, and its keys that are read.
  mutating func modern() -> JSON {
    axes()
    drawing()
    legend()
    tooltip()
    let thresholds = GraphThresholds(panel.list("thresholds"), old: panel.take("grid"))
    if let steps = thresholds.steps(at: json.position) {
      fields.set("thresholds", steps)
      fields.set("custom.thresholdsStyle", thresholds.style(at: json.position))
    }
    colors()
    overrides()
    fields.set("links", json["options"]?.value("dataLinks"))
    let axis = axisMode()
    // Without a format of its own the old panel wrote short numbers.
    if !fields.has("unit") { fields.set("unit", json.word("short")) }
    var modern = json.setting("fieldConfig", to: fields.json).setting("options", to: options)
    modern = modern.setting("type", to: (json["type"] ?? json).word("timeseries"))
    return inMode(of: axis, modern)
  }

  /// The panel's own keys that were turned into others.
  static let read: Set<String> = GraphAxes.read.union([
    "yaxes", "xaxis", "yaxis", "bars", "lines", "points", "linewidth", "fill", "fillGradient",
    "nullPointMode", "steppedLine", "stack", "percentage", "legend", "tooltip", "thresholds",
    "aliasColors", "seriesOverrides", "dashes", "decimals", "aliasYAxis",
  ])

  private mutating func left(_ path: String, _ rest: [JSON.Member]) {
    for member in rest where !GrafanaUnseen.isUnseen("panel.\(path).\(member.name)", member.value) {
      notes.append(.leftOut("grafana.panel.key", "\(path).\(member.name)", at: member.value))
    }
  }

  // MARK: - Axes

  private mutating func axes() {
    if let first = panel.list("yaxes").first {
      for (id, value) in axis(first, path: "yaxes[0]") { fields.set(id, value) }
    }
    fields.set("decimals", panel.number("decimals"))
  }

  private mutating func axis(_ json: JSON, path: String) -> [(String, JSON)] {
    var reader = Remainder(json)
    var found: [(String, JSON)] = []
    func add(_ id: String, _ value: JSON?) { if let value { found.append((id, value)) } }
    add("unit", reader.text("format"))
    add("decimals", reader.number("decimals"))
    add("min", reader.number("min"))
    add("max", reader.number("max"))
    add("custom.axisLabel", reader.text("label"))
    if reader.flag("show") == false { add("custom.axisPlacement", json.word("hidden")) }
    if let base = reader.number("logBase"), base.number == 2 || base.number == 10 {
      add(
        "custom.scaleDistribution",
        JSON.make([("type", base.word("log")), ("log", base)], at: base.position)
      )
    }
    left(path, reader.rest)
    return found
  }

  /// What the second axis has another way than the first, for a series on it.
  ///
  /// The ends, the label and the powers of the first are not the second's.
  private mutating func secondAxis(at alias: JSON) -> [(String, JSON)] {
    let axes = json["yaxes"]?.array ?? []
    let isHidden = axes.count > 1 && axes[1]["show"]?.lenientBool == false
    var found: [(String, JSON)] = [
      ("custom.axisPlacement", alias.word(isHidden ? "hidden" : "right"))
    ]
    guard axes.count > 1 else { return found }
    let first = axis(axes[0], path: "yaxes[0]")
    let second = axis(axes[1], path: "yaxes[1]")
    for (id, value) in second where id != "custom.axisPlacement" {
      if first.first(where: { $0.0 == id })?.1.kind != value.kind { found.append((id, value)) }
    }
    let own: Set = ["min", "max", "custom.axisLabel", "custom.scaleDistribution"]
    for (id, value) in first where own.contains(id) && !second.contains(where: { $0.0 == id }) {
      found.append((id, JSON(.null, at: value.position)))
    }
    return found
  }

  /// What lies along the axis below, and the calculations of series; nil without a word of it.
  private mutating func axisMode() -> (mode: String, values: [String])? {
    guard let json = panel.take("xaxis") else { return nil }
    var axis = Remainder(json)
    let mode = axis.text("mode")?.string ?? "time"
    let values = axis.list("values").compactMap(\.string)
    if axis.flag("show") == false, mode == "time" {
      fields.override(
        "byType",
        json.word("time"),
        [("custom.axisPlacement", json.word("hidden"))]
      )
    }
    left("xaxis", axis.rest)
    return (mode, values)
  }

  /// Bars by series or by value instead of over time.
  private func inMode(of axis: (mode: String, values: [String])?, _ modern: JSON) -> JSON {
    switch axis?.mode {
    case "series"?:
      let isList = json["legend"]?["values"]?.lenientBool == true
      let words = (axis?.values ?? []).map { GraphLegend.calcs[$0] ?? $0 }
      let reducers = (words.isEmpty ? ["sum"] : words).map { json.word($0) }
      let steps = [
        step("reduce", [("reducers", json.list(reducers))]), step("transpose", []),
      ]
      guard !isList else {
        let reduce = JSON.make([("calcs", json.list(reducers))], at: json.position)
        return modern.setting("type", to: json.word("bargauge"))
          // Each bar has its name and value beside it: a legend would say them again.
          .setting("options", to: JSON.make([("reduceOptions", reduce)], at: json.position))
      }
      let all = (json.value("transformations")?.array ?? []) + steps
      return modern.setting("type", to: json.word("barchart"))
        .setting("transformations", to: json.list(all))
    case "histogram"?: return modern.setting("type", to: json.word("histogram"))
    default: return modern
    }
  }

  private func step(_ id: String, _ options: [(String, JSON?)]) -> JSON {
    JSON.make(
      [("id", json.word(id)), ("options", JSON.make(options, at: json.position))],
      at: json.position
    )
  }

  // MARK: - Drawing

  private mutating func drawing() {
    let bars = panel.flag("bars") ?? false
    // The old panel drew lines unless told not to.
    let lines = panel.flag("lines") ?? true
    let points = panel.flag("points") ?? false
    let style = bars ? "bars" : lines || !points ? "line" : "points"
    fields.set("custom.drawStyle", json.word(style))
    fields.set("custom.showPoints", json.word(points ? "always" : "never"))
    if let width = panel.number("linewidth") { fields.set("custom.lineWidth", width) }
    let hidden = !bars && !lines && !points
    if hidden { fields.set("custom.lineWidth", json.count(0)) }
    var fill = panel.amount("fill").map { min(100, max(0, $0 * 10)) }
    if let gradient = panel.amount("fillGradient"), gradient > 0 {
      fields.set("custom.gradientMode", json.word("opacity"))
      fill = min(100, gradient * 10)
    }
    areaFill = fill
    isSolid = bars
    if bars { fill = 100 }
    // An area has no fill unless it is drawn.
    if !lines, !bars { fill = 0 }
    if let fill { fields.set("custom.fillOpacity", json.count(fill)) }
    switch panel.take("nullPointMode")?.string {
    case "connected": fields.set("custom.spanNulls", json.flag(true))
    case "null as zero": fields.set("nullValueMode", json.word("null as zero"))
    default: break
    }
    if panel.flag("steppedLine") == true {
      fields.set("custom.lineInterpolation", json.word("stepAfter"))
    }
    if panel.flag("dashes") == true { fields.set("custom.lineStyle", GraphSeries.dash(json)) }
    let isPercent = panel.flag("percentage") ?? false
    if panel.flag("stack") == true {
      fields.set(
        "custom.stacking",
        GraphSeries.stacking(isPercent ? "percent" : "normal", group: "A", at: json)
      )
    }
  }

  // MARK: - Legend and pointer

  private mutating func legend() {
    var legend = GraphLegend(panel.take("legend"), at: json)
    options = options.setting("legend", to: legend.modern())
    left("legend", legend.rest)
    for reducer in legend.hidden {
      let when = JSON.make(
        [
          ("reducer", json.word(reducer)), ("op", json.word("gte")), ("value", json.count(0)),
        ],
        at: json.position
      )
      fields.override("byValue", when, [("custom.hideFrom", GraphSeries.hidden(json, plot: false))])
    }
  }

  private mutating func tooltip() {
    guard let old = panel.take("tooltip") else { return }
    var reader = Remainder(old)
    let mode = reader.flag("shared") == false ? "single" : "multi"
    let sort = ["none", "asc", "desc"][
      max(0, min(2, reader.number("sort")?.integer ?? 0))
    ]
    options = options.setting(
      "tooltip",
      to: JSON.make([("mode", old.word(mode)), ("sort", old.word(sort))], at: old.position)
    )
    left("tooltip", reader.rest)
  }

  // MARK: - Single series

  private mutating func colors() {
    for member in panel.take("aliasColors")?.members ?? []
    where member.value.string?.isEmpty == false {
      let name = JSON(.string(member.name), at: member.position)
      fields.override("byName", name, [("color", FieldDraft.fixed(member.value))])
    }
  }

  private mutating func overrides() {
    for (index, old) in panel.list("seriesOverrides").enumerated() {
      var series = GraphSeries(old)
      guard let alias = series.alias else { continue }
      var properties = series.properties()
      // Only the bars of a panel are solid.
      if isSolid, series.isLine, !properties.contains(where: { $0.0 == "custom.fillOpacity" }) {
        properties.append(("custom.fillOpacity", json.count(areaFill ?? 0)))
      }
      if series.isOnSecondAxis { properties = secondAxis(at: alias) + properties }
      if series.fillsBelow { fields.set("custom.fillOpacity", json.count(35)) }
      fields.series(alias, properties)
      left("seriesOverrides[\(index)]", series.rest)
    }
    for member in panel.take("aliasYAxis")?.members ?? [] where member.value.lenientNumber == 2 {
      let alias = JSON(.string(member.name), at: member.position)
      fields.series(alias, secondAxis(at: alias))
    }
  }
}
