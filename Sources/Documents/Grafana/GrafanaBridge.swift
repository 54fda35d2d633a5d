import Metrics

/// The keys of our own layouts for kinds that don't read a Grafana panel's by themselves.
struct GrafanaBridge {
  private let kind: PanelKind
  /// What the kind reads of `options`.
  let options: [PanelOption]
  /// What it reads of field properties.
  let fields: Set<String>

  init(_ kind: PanelKind) {
    self.kind = kind
    let isOwn = !kind.grafanaOptions.isEmpty || !kind.grafanaFields.isEmpty
    let known = Dictionary(kind.options.map { ($0.name, $0.form) }) { $1 }
    options = isOwn ? kind.grafanaOptions : Self.options(known)
    fields = isOwn ? kind.grafanaFields : Self.fields(known)
  }

  private static func options(_ known: [String: PanelOption.Form]) -> [PanelOption] {
    var found: [(String, PanelOption.Form)] = []
    for name in [
      "graphMode", "colorMode", "textMode", "orientation", "displayMode", "mode", "content",
    ] {
      if let form = known[name] { found.append((name, form)) }
    }
    if case .choice(let words)? = known["calc"] {
      found.append(("reduceOptions.calcs", .choices(words)))
    }
    if known["legend"] != nil {
      found += [
        ("legend.showLegend", .boolean), ("legend.displayMode", .choice(["list", "table"])),
      ]
    }
    if let form = known["legendCalcs"] { found.append(("legend.calcs", form)) }
    if known["states"] != nil {
      found += [
        ("stateFilter.firing", .boolean), ("stateFilter.pending", .boolean),
        ("maxItems", .integer(atLeast: 1)),
      ]
    }
    return found.map { PanelOption($0.0, $0.1, "") }
  }

  private static func fields(_ known: [String: PanelOption.Form]) -> Set<String> {
    let standard = ["unit", "decimals", "min", "max", "noValue", "thresholds"]
    let custom = [
      "drawStyle", "fillOpacity", "stacking", "spanNulls", "axisSoftMin", "axisSoftMax",
    ]
    var found = Set(standard.filter { known[$0] != nil })
    found.formUnion(custom.filter { known[$0] != nil }.map { "custom.\($0)" })
    if known["thresholdLines"] != nil { found.insert("custom.thresholdsStyle") }
    return found
  }

  /// Adds the layouts' keys that the kind knows.
  func fill(_ values: inout [String: JSON], _ rules: FieldRules?, _ panel: JSON) {
    let known = Set(kind.options.map(\.name))
    var found: [String: JSON.Kind] = [:]
    if let config = rules?.defaults { Self.fields(config, &found) }
    Self.words(values, &found)
    for (name, value) in found where known.contains(name) && values[name] == nil {
      values[name] = JSON(value, at: panel.position)
    }
  }

  private static func fields(_ config: FieldConfig, _ found: inout [String: JSON.Kind]) {
    found["unit"] = .string(config.unit ?? "none")
    found["decimals"] = config.decimals.map { .number(Double($0)) }
    found["min"] = config.min.map { .number($0) }
    found["max"] = config.max.map { .number($0) }
    found["noValue"] = config.noValue.map { .string($0) }
    found["thresholdsMode"] = config.hasPercentageThresholds.map {
      .string($0 ? "percentage" : "absolute")
    }
    found["thresholds"] = config.thresholds.map { steps in
      .array(
        steps.map { step in
          JSON.object([
            ("value", step.limit.isFinite ? .number(step.limit) : .null),
            ("color", .string(step.color ?? "green")),
          ])
        }
      )
    }
    let graph = config.graph
    found["drawStyle"] = graph.draw.map { .string($0.rawValue) }
    found["fillOpacity"] = graph.fillOpacity.map { .number($0) }
    found["stacking"] = graph.stacking.map { .string($0.mode.rawValue) }
    found["axisSoftMin"] = graph.axisSoftMin.map { .number($0) }
    found["axisSoftMax"] = graph.axisSoftMax.map { .number($0) }
    found["thresholdLines"] = graph.limits.map { .bool($0 != .off) }
    switch graph.gaps {
    case .connected, .connectedUpTo: found["spanNulls"] = .bool(true)
    case .left, .zero, nil: break
    }
  }

  private static func words(_ values: [String: JSON], _ found: inout [String: JSON.Kind]) {
    found["calc"] = values["reduceOptions.calcs"]?.array?.first?.kind
    if let calcs = values["legend.calcs"], calcs.array?.isEmpty == false {
      found["legendCalcs"] = calcs.kind
    }
    if let mode = values["legend.displayMode"]?.string {
      found["legend"] = .string(mode)
    }
    if values["legend.showLegend"]?.bool == false { found["legend"] = .string("hidden") }
    let states = ["firing", "pending", "normal"].filter {
      values["stateFilter.\($0)"]?.bool == true
    }
    if !states.isEmpty { found["states"] = .array(states.map { JSON(.string($0)) }) }
  }
}
