import Metrics

/// Writes the keys of a layout's panel as Grafana's field configuration and options.
struct GrafanaOptionsWriter {
  let spec: PanelSpec
  let colors: [DashboardColor]
  /// Whether it counts: then bars are stacked unless it says otherwise.
  let counts: Bool
  private(set) var notes: [String] = []
  /// Keys that nothing has taken yet.
  private var left: Set<String>

  init(spec: PanelSpec, colors: [DashboardColor], counts: Bool) {
    self.spec = spec
    self.colors = colors
    self.counts = counts
    left = Set(spec.options.values.keys)
  }

  private mutating func taken(_ name: String) -> JSON? {
    left.remove(name)
    return spec.options.values[name]
  }

  mutating func written(_ type: String) -> (config: JSON.Kind?, options: JSON.Kind) {
    var options = MemberList()
    switch type {
    case "text":
      options.add("mode", .string(taken("mode")?.string ?? "markdown"))
      options.add("content", .string(taken("content")?.string ?? ""))
    case "alertlist": addAlerts(to: &options)
    case "timeseries": addLegend(to: &options)
    default: addReduction(type, to: &options)
    }
    let config = spec.targets.isEmpty ? nil : fieldConfig(type)
    for key in left.sorted() { notes.append("Grafana has nothing like `\(key)`: it is left out") }
    return (config, options.object)
  }

  // MARK: - Fields

  private mutating func fieldConfig(_ type: String) -> JSON.Kind {
    var defaults = MemberList()
    defaults.add("unit", .string(taken("unit")?.string ?? "short"))
    for key in ["decimals", "min", "max"] { defaults.add(key, taken(key)?.number) }
    defaults.add("noValue", taken("noValue")?.string)
    let limits = spec.options.thresholds("thresholds") ?? []
    _ = taken("thresholds")
    let mode = taken("thresholdsMode")?.string ?? "absolute"
    if !limits.isEmpty {
      let steps = JSON.Kind.list(steps(limits, type))
      defaults.add("thresholds", .members(["mode": .string(mode), "steps": steps]))
    }
    let isByValue = type != "timeseries" && !limits.isEmpty
    defaults.add(
      "color",
      .members(["mode": .string(isByValue ? "thresholds" : "palette-classic-by-name")])
    )
    if type == "timeseries" { defaults.add("custom", custom(hasLimits: !limits.isEmpty)) }
    return .members([
      "defaults": defaults.object,
      "overrides": .list(isByValue ? [] : colors.map(ColorOverrides.written)),
    ])
  }

  /// Grafana's steps go upwards, each from its value on; each span has the colour of the last limit
  /// of ours that a value in it crosses.
  private mutating func steps(_ limits: [Threshold], _ type: String) -> [JSON.Kind] {
    let ends = Set(limits.map(\.limit)).filter(\.isFinite).sorted()
    if limits.contains(where: { if case .above = $0.condition { true } else { false } }) {
      notes.append("Grafana colours from a limit on: `above` includes the limit itself there")
    }
    let base: JSON.Kind = .string(type == "timeseries" ? "transparent" : "text")
    func color(_ sample: Double) -> JSON.Kind {
      limits.filter { $0.isCrossed(by: sample) }
        .max { Self.badness($0) < Self.badness($1) }
        .flatMap(Self.color).map { .string($0) } ?? base
    }
    let first = ends.first.map { $0 - 1 } ?? -.greatestFiniteMagnitude
    var steps: [JSON.Kind] = [.members(["color": color(first), "value": .null])]
    for (place, end) in ends.enumerated() {
      let next = place + 1 < ends.count ? ends[place + 1] : end + 2
      steps.append(.members(["color": color((end + next) / 2), "value": .number(end)]))
    }
    return steps
  }

  private static func badness(_ threshold: Threshold) -> (Int, Double) {
    switch threshold.state {
    case .critical: (2, 0)
    case .warning: (1, 0)
    case nil: (0, threshold.limit)
    }
  }

  private static func color(_ threshold: Threshold) -> String? {
    switch threshold.state {
    case .critical: "red"
    case .warning: "yellow"
    case nil: threshold.color
    }
  }

  private mutating func custom(hasLimits: Bool) -> JSON.Kind {
    var custom = MemberList()
    custom.add("drawStyle", .string(taken("drawStyle")?.string ?? (counts ? "bars" : "line")))
    let stacking = taken("stacking")?.string ?? (counts ? "normal" : "none")
    custom.add("stacking", .members(["mode": .string(stacking), "group": .string("A")]))
    custom.add("fillOpacity", .number(taken("fillOpacity")?.number ?? (counts ? 100 : 0)))
    custom.add("spanNulls", .bool(taken("spanNulls")?.bool ?? false))
    custom.add("axisSoftMin", taken("axisSoftMin")?.number)
    custom.add("axisSoftMax", taken("axisSoftMax")?.number)
    // A point tells of the time before it.
    if counts { custom.add("barAlignment", .number(-1)) }
    let isDrawn = taken("thresholdLines")?.bool ?? hasLimits
    custom.add(
      "thresholdsStyle",
      .members(["mode": .string(isDrawn && hasLimits ? "line" : "off")])
    )
    return custom.object
  }

  // MARK: - Options

  private mutating func addLegend(to options: inout MemberList) {
    let mode = taken("legend")?.string ?? "list"
    let calcs = taken("legendCalcs")?.array?.compactMap(\.string) ?? []
    options.add(
      "legend",
      .members([
        "displayMode": .string(mode == "table" ? "table" : "list"),
        "showLegend": .bool(mode != "hidden"), "placement": .string("bottom"),
        "calcs": .strings(calcs),
      ])
    )
    options.add(
      "tooltip",
      .members(["mode": .string("multi"), "sort": .string("desc")])
    )
  }

  private mutating func addReduction(_ type: String, to options: inout MemberList) {
    guard type != "table" else {
      let sort = taken("sort")?.string ?? "none"
      if sort != "none" {
        let column: JSON.Kind = .members([
          "displayName": .string("Value"), "desc": .bool(sort == "desc"),
        ])
        options.add("sortBy", .list([column]))
      }
      options.add("showHeader", .bool(true))
      return
    }
    let calc = taken("calc")?.string ?? "lastNotNull"
    options.add(
      "reduceOptions",
      .members([
        "values": .bool(false), "fields": .string(""), "calcs": .strings([calc]),
      ])
    )
    for key in ["graphMode", "colorMode", "textMode", "displayMode"] {
      options.add(key, taken(key)?.string)
    }
    let usual = type == "bargauge" ? "horizontal" : "auto"
    options.add("orientation", .string(taken("orientation")?.string ?? usual))
  }

  private mutating func addAlerts(to options: inout MemberList) {
    let states = taken("states")?.array?.compactMap(\.string) ?? ["firing", "pending"]
    options.add(
      "stateFilter",
      .members([
        "firing": .bool(states.contains("firing")), "pending": .bool(states.contains("pending")),
        "noData": .bool(false), "normal": .bool(states.contains("normal")), "error": .bool(true),
      ])
    )
    options.add("maxItems", .number(taken("maxItems")?.number ?? 20))
    let orders = ["name": 1.0, "importance": 3, "oldest": 4, "newest": 5]
    options.add("sortOrder", .number(orders[taken("sort")?.string ?? ""] ?? 3))
    let matchers = taken("matchers")?.array?.compactMap(\.string) ?? []
    if !matchers.isEmpty {
      options.add("alertInstanceLabelFilter", .string("{\(matchers.joined(separator: ", "))}"))
    }
    options.add("viewMode", .string("list"))
  }
}
