import Metrics

/// Writes what a Grafana panel says of its fields and options as the keys of our kind.
struct LayoutOptionsWriter {
  let spec: PanelSpec
  let kind: PanelKind
  private(set) var notes: [String] = []
  private var members: [JSON.Member] = []

  init(spec: PanelSpec, kind: PanelKind) {
    self.spec = spec
    self.kind = kind
  }

  mutating func written() -> [JSON.Member] {
    addFields()
    addOptions()
    for option in kind.options {
      if let value = spec.options.values[option.name] { add(option.name, value.kind) }
    }
    addNotes()
    return members
  }

  /// Only what the kind knows, and of two values the first.
  private mutating func add(_ name: String, _ value: JSON.Kind?) {
    guard let value, !members.contains(where: { $0.name == name }),
      let option = kind.options.first(where: { $0.name == name })
    else { return }
    guard option.form.faults(in: JSON(value), path: "", file: "").isEmpty else {
      notes.append("`\(name)` can't be said in a layout: it is left out")
      return
    }
    members.append(JSON.Member(name, value))
  }

  private mutating func addFields() {
    guard let config = spec.fields?.defaults else { return }
    add("unit", .string(config.unit ?? "none"))
    add("decimals", config.decimals.map { .number(Double($0)) })
    add("min", config.min.map { .number($0) })
    add("max", config.max.map { .number($0) })
    add("noValue", config.noValue.map { .string($0) })
    // The steps that stand everywhere, green below and red above 80, mean something only where
    // values take their colours.
    let isByValue = (config.color?.mode ?? "thresholds") == "thresholds"
    let style = config.graph.limits ?? .off
    if let limits = config.thresholds, isByValue || style != .off {
      let steps = limits.filter { $0.limit.isFinite }
      if let base = limits.first(where: { !$0.limit.isFinite })?.color,
        !["green", "transparent", "text"].contains(base)
      {
        notes.append("the colour below the first threshold is left out")
      }
      if !steps.isEmpty { add("thresholds", .list(steps.map(Self.step))) }
      if config.hasPercentageThresholds == true { add("thresholdsMode", .string("percentage")) }
    }
    let graph = config.graph
    add("drawStyle", graph.draw.map { .string($0.rawValue) })
    add("stacking", graph.stacking.map { .string($0.mode.rawValue) })
    add("fillOpacity", graph.fillOpacity.map { .number($0) })
    add("spanNulls", graph.gaps.map { .bool($0 != .left) })
    add("axisSoftMin", graph.axisSoftMin.map { .number($0) })
    add("axisSoftMax", graph.axisSoftMax.map { .number($0) })
    if graph.limits != nil { add("thresholdLines", .bool(style != .off)) }
  }

  private static func step(_ threshold: Threshold) -> JSON.Kind {
    .members([
      "value": .number(threshold.limit), "color": .string(threshold.color ?? "green"),
    ])
  }

  private mutating func addOptions() {
    let options = spec.options
    let isShown = options.bool("legend.showLegend") ?? true
    if let mode = options.string("legend.displayMode") {
      add("legend", .string(isShown ? mode : "hidden"))
    }
    add("legendCalcs", options.strings("legend.calcs").flatMap { $0.isEmpty ? nil : .strings($0) })
    add("calc", options.strings("reduceOptions.calcs")?.first.map { .string($0) })
  }

  /// What layouts have no word for.
  private mutating func addNotes() {
    let links = spec.links + (spec.fields?.defaults.links ?? [])
    if !links.isEmpty { notes.append("links are left out") }
    guard let fields = spec.fields else { return }
    if fields.defaults.neutral != nil { notes.append("the neutral point is left out") }
    if fields.overrides.contains(where: { ColorOverrides.entry($0) == nil }) {
      notes.append("overrides of single fields are left out")
    }
    if fields.defaults.mappings?.isEmpty == false { notes.append("value mappings are left out") }
    if fields.defaults.displayName != nil { notes.append("the display name is left out") }
    for transformation in spec.transformations {
      notes.append("the transformation \"\(ForeignText(transformation.id).safe)\" is left out")
    }
    if let repeats = spec.repeats {
      notes.append("repeating by \"\(ForeignText(repeats.variable).safe)\" is left out")
    }
  }
}
