/// A Grafana panel's settings under the keys that layouts use.
///
/// Each value keeps its place in the file. Old panels (`graph`, `singlestat`) are read by the
/// rules of Grafana's own migrations.
struct GrafanaOptions {
  private let json: JSON
  private(set) var values: [String: JSON] = [:]
  private(set) var notes: [(code: String, what: String)] = []

  init(_ json: JSON) { self.json = json }

  private var defaults: JSON? { json["fieldConfig"]?["defaults"] }
  private var custom: JSON? { defaults?["custom"] }
  private var options: JSON? { json["options"] }

  mutating func collect() {
    collectField()
    switch json["type"]?.string {
    case "graph": collectGraph()
    case "singlestat": collectSinglestat()
    default:
      collectSeries()
      collectReduction()
    }
    // Without a unit of its own a panel's numbers are plain, those of the old graph short.
    set("unit", json["type"]?.string == "graph" ? "short" : "none", from: json)
    collectText()
    collectAlerts()
  }

  private mutating func set(_ name: String, _ value: JSON?) {
    guard let value, !value.isNull, values[name] == nil else { return }
    values[name] = value
  }

  private mutating func set(_ name: String, _ word: String?, from source: JSON?) {
    guard let word, let source else { return }
    set(name, JSON(.string(word), at: source.position))
  }

  /// A string that says something.
  private static func text(_ json: JSON?) -> JSON? { json?.string?.isEmpty == false ? json : nil }

  // MARK: - Fields

  private mutating func collectField() {
    set("unit", Self.text(defaults?["unit"]))
    for key in ["decimals", "min", "max"] {
      guard let value = defaults?[key], let number = value.lenientNumber else { continue }
      set(key, JSON(.number(number), at: value.position))
    }
    if let text = defaults?["noValue"]?.string, !text.isEmpty {
      set("noValue", defaults?["noValue"])
    }
    guard let thresholds = defaults?["thresholds"] else { return }
    set("thresholdsMode", thresholds["mode"])
    guard let steps = thresholds["steps"]?.array else { return }
    // Grafana's default, green below and red above 80, is drawn only where colours are asked for.
    set("thresholds", JSON(.array(steps.map(Self.step)), at: thresholds.position))
  }

  /// `{ color, value }`; the base has no value and holds everywhere.
  private static func step(_ json: JSON) -> JSON {
    let value = json["value"] ?? JSON(.null, at: json.position)
    return object(
      [("value", value), ("color", json["color"] ?? JSON(.string("green"), at: json.position))],
      at: json.position
    )
  }

  private static func object(_ fields: [(String, JSON)], at position: SourcePosition) -> JSON {
    JSON(
      .object(fields.map { JSON.Member(name: $0.0, position: position, value: $0.1) }),
      at: position
    )
  }

  // MARK: - Time series

  private mutating func collectSeries() {
    if let style = custom?["drawStyle"]?.string, ["line", "bars", "points"].contains(style) {
      set("drawStyle", custom?["drawStyle"])
    }
    if custom?["drawStyle"]?.string == "bar" { set("drawStyle", "bars", from: custom) }
    set("fillOpacity", custom?["fillOpacity"].flatMap { $0.number == nil ? nil : $0 })
    if let mode = custom?["stacking"]?["mode"]?.string,
      ["none", "normal", "percent"].contains(mode)
    {
      set("stacking", custom?["stacking"]?["mode"])
    }
    if let spans = custom?["spanNulls"] {
      set("spanNulls", spans.bool == nil ? JSON(.bool(true), at: spans.position) : spans)
    }
    set("axisSoftMin", custom?["axisSoftMin"].flatMap { $0.number == nil ? nil : $0 })
    set("axisSoftMax", custom?["axisSoftMax"].flatMap { $0.number == nil ? nil : $0 })
    if custom?["scaleDistribution"]?["type"]?.string == "log" {
      notes.append(("grafana.scale.unsupported", "the logarithmic axis is drawn linear"))
    }
    if custom?["axisPlacement"]?.string == "right" {
      notes.append(("grafana.axis.unsupported", "the right axis is drawn on the left"))
    }
    if let style = custom?["thresholdsStyle"]?["mode"]?.string {
      set("thresholdLines", JSON(.bool(style != "off"), at: json.position))
    }
    collectLegend(options?["legend"])
  }

  private mutating func collectLegend(_ legend: JSON?) {
    guard let legend else { return }
    let isShown = legend["showLegend"]?.bool ?? true
    let mode = legend["displayMode"]?.string ?? "list"
    set(
      "legend",
      isShown && mode != "hidden" ? (mode == "table" ? "table" : "list") : "hidden",
      from: legend
    )
    if let calcs = legend["calcs"]?.array?.compactMap(\.string), !calcs.isEmpty {
      set("legendCalcs", JSON(.array(calcs.map { JSON(.string($0)) }), at: legend.position))
    }
  }

  /// The old graph panel.
  private mutating func collectGraph() {
    let isBars = json["bars"]?.bool == true && json["lines"]?.bool != true
    set("drawStyle", isBars ? "bars" : "line", from: json)
    if json["lines"]?.bool != false, let fill = json["fill"]?.number {
      set("fillOpacity", JSON(.number(min(100, fill * 10)), at: json.position))
    }
    if json["stack"]?.bool == true {
      set("stacking", json["percentage"]?.bool == true ? "percent" : "normal", from: json)
    }
    if json["nullPointMode"]?.string == "connected" {
      set("spanNulls", JSON(.bool(true), at: json.position))
    }
    if let axis = json["yaxes"]?.array?.first {
      set("unit", Self.text(axis["format"]))
      for key in ["min", "max", "decimals"] {
        if let number = axis[key]?.lenientNumber {
          set(key, JSON(.number(number), at: axis.position))
        }
      }
      if let base = axis["logBase"]?.integer, base > 1 {
        notes.append(("grafana.scale.unsupported", "the logarithmic axis is drawn linear"))
      }
    }
    if json["seriesOverrides"]?.array?.isEmpty == false {
      notes.append(("grafana.override.unsupported", "overrides of single series are left out"))
    }
    guard let legend = json["legend"] else { return }
    let isShown = legend["show"]?.bool ?? true
    set(
      "legend",
      isShown ? (legend["alignAsTable"]?.bool == true ? "table" : "list") : "hidden",
      from: legend
    )
    let calcs = [
      ("min", "min"), ("max", "max"), ("avg", "mean"), ("current", "lastNotNull"), ("total", "sum"),
    ]
    .filter { legend[$0.0]?.bool == true && legend["values"]?.bool == true }
    if !calcs.isEmpty {
      set("legendCalcs", JSON(.array(calcs.map { JSON(.string($0.1)) }), at: legend.position))
    }
  }

  // MARK: - Single values

  private mutating func collectReduction() {
    set("calc", options?["reduceOptions"]?["calcs"]?.array?.first)
    for key in ["graphMode", "colorMode", "textMode", "orientation", "displayMode"] {
      set(key, options?[key])
    }
    if options?["reduceOptions"]?["values"]?.bool == true {
      notes.append(("grafana.values.unsupported", "one item per row is reduced to one per series"))
    }
    if let calcs = options?["reduceOptions"]?["calcs"]?.array, calcs.count > 1 {
      notes.append(("grafana.calcs.unsupported", "only the first calculation is shown"))
    }
  }

  /// The old singlestat panel.
  private mutating func collectSinglestat() {
    let names = [
      "avg": "mean", "current": "lastNotNull", "min": "min", "max": "max", "total": "sum",
      "first": "firstNotNull", "delta": "delta", "diff": "diff", "range": "range",
      "name": "lastNotNull",
    ]
    set("unit", Self.text(json["format"]))
    set("decimals", json["decimals"].flatMap { $0.number == nil ? nil : $0 })
    set("calc", json["valueName"]?.string.flatMap { names[$0] } ?? "mean", from: json)
    set("graphMode", json["sparkline"]?["show"]?.bool == true ? "area" : "none", from: json)
    let isColored = json["colorValue"]?.bool == true || json["colorBackground"]?.bool == true
    guard isColored, let colors = json["colors"]?.array,
      let limits = json["thresholds"]?.string?.split(separator: ",").map({
        Double($0.filter { $0 != " " })
      })
    else { return }
    var steps = [Self.step(Self.object([("color", colors.first ?? json)], at: json.position))]
    for (color, limit) in zip(colors.dropFirst(), limits) {
      guard let limit else { continue }
      steps.append(
        Self.object(
          [("value", JSON(.number(limit), at: json.position)), ("color", color)],
          at: json.position
        )
      )
    }
    set("thresholds", JSON(.array(steps), at: json.position))
  }

  // MARK: - Text and alerts

  private mutating func collectText() {
    set("mode", options?["mode"] ?? json["mode"])
    set("content", options?["content"] ?? json["content"])
  }

  private mutating func collectAlerts() {
    guard json["type"]?.string == "alertlist", let filter = options?["stateFilter"] else { return }
    let states = ["firing", "pending"].filter { filter[$0]?.bool == true }
    if !states.isEmpty {
      set("states", JSON(.array(states.map { JSON(.string($0)) }), at: filter.position))
    }
    set("maxItems", options?["maxItems"].flatMap { $0.integer == nil ? nil : $0 })
    if let name = options?["alertName"]?.string, !name.isEmpty {
      notes.append(("grafana.alertlist.unsupported", "the filter by the alert's name is left out"))
    }
  }
}
