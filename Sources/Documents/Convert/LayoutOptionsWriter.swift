import Metrics

/// Writes what a Grafana panel says of its fields and options as the keys of our kind.
struct LayoutOptionsWriter {
  let spec: PanelSpec
  let kind: PanelKind
  private(set) var notes: [String] = []
  private var members: [JSON.Member] = []
  /// Options that nothing has taken yet.
  private var left: Set<String>

  init(spec: PanelSpec, kind: PanelKind) {
    self.spec = spec
    self.kind = kind
    left = Set(spec.options.values.keys)
  }

  mutating func written() -> [JSON.Member] {
    addFields()
    addOptions()
    for option in kind.options {
      if let value = spec.options.values[option.name] { add(option.name, value.kind) }
      left.remove(option.name)
    }
    for name in left.sorted() {
      guard let value = spec.options.values[name], !Self.isPlain(name, value) else { continue }
      notes.append("`\(name)` is left out")
    }
    addNotes()
    return members
  }

  private func has(_ name: String) -> Bool { kind.options.contains { $0.name == name } }

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
    for (key, word) in [
      ("legend.showLegend", "legend"), ("legend.displayMode", "legend"),
      ("legend.calcs", "legendCalcs"), ("reduceOptions.calcs", "calc"),
    ] where has(word) { left.remove(key) }
    if options.strings("reduceOptions.calcs")?.count ?? 0 > 1 {
      notes.append("of several calculations the first is taken")
    }
    let isShown = options.bool("legend.showLegend") ?? true
    add("legend", (isShown ? options.string("legend.displayMode") : "hidden").map { .string($0) })
    add("legendCalcs", options.strings("legend.calcs").flatMap { $0.isEmpty ? nil : .strings($0) })
    add("calc", options.strings("reduceOptions.calcs")?.first.map { .string($0) })
  }

  /// What Grafana takes where nothing is written.
  private static let plain: [String: JSON.Kind] = [
    "legend.placement": .string("bottom"), "orientation": .string("auto"),
    "textMode": .string("auto"), "colorMode": .string("value"), "justifyMode": .string("auto"),
    "showThresholdMarkers": .bool(true), "showUnfilled": .bool(true), "sizing": .string("auto"),
    "wideLayout": .bool(true), "showHeader": .bool(true), "cellHeight": .string("sm"),
    "valueMode": .string("color"), "namePlacement": .string("auto"), "pieType": .string("pie"),
    "percentChangeColorMode": .string("standard"), "displayMode": .string("gradient"),
    "graphMode": .string("area"), "legend.showLegend": .bool(true),
    "legend.displayMode": .string("list"), "legend.show": .bool(true), "mode": .string("auto"),
  ]

  private static func isPlain(_ name: String, _ value: JSON) -> Bool {
    switch value.kind {
    case .null: true
    case .bool(false): plain[name] == nil
    case .string(let text): text.isEmpty || value.kind == plain[name]
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .number: value.kind == plain[name]
    }
  }

  /// What layouts have no word for.
  private mutating func addNotes() {
    if !spec.links.isEmpty { notes.append("links are left out") }
    guard let fields = spec.fields else { return }
    addNotes(fields.defaults)
    if fields.overrides.contains(where: { ColorOverrides.entry($0) == nil }) {
      notes.append("overrides of single fields are left out")
    }
    for transformation in spec.transformations {
      notes.append("the transformation \"\(ForeignText(transformation.id).safe)\" is left out")
    }
    if let repeats = spec.repeats {
      notes.append("repeating by \"\(ForeignText(repeats.variable).safe)\" is left out")
    }
  }

  private mutating func addNotes(_ config: FieldConfig) {
    let (graph, cell) = (config.graph, config.cell)
    let isStepped = [.stepBefore, .stepAfter].contains(graph.interpolation)
    let isGrouped = graph.stacking.map { $0.mode != .none && $0.group != "A" } ?? false
    let hasSoftEnds = graph.axisSoftMin != nil || graph.axisSoftMax != nil
    let hides = [graph.hidden?.fromLegend, graph.hidden?.fromPlot, graph.hidden?.fromTooltip]
    let colors = [nil, "thresholds", "palette-classic", "palette-classic-by-name"]
    let lost: [(what: String, isSaid: Bool)] = [
      ("value mappings", config.mappings?.isEmpty == false),
      ("the display name", config.displayName != nil),
      ("the fields' links", config.links?.isEmpty == false),
      ("the fields' description", config.description?.isEmpty == false),
      ("the neutral point", config.neutral != nil),
      ("ends of each field's own", config.hasOwnEnds == true),
      ("the colour mode", !colors.contains(config.color?.mode)),
      ("steps between points", isStepped), ("dashes", graph.isDashed == true),
      ("lines without a width", graph.lineWidth == 0),
      ("points on lines", graph.points == .always && graph.draw ?? .line == .line),
      ("colours by height", graph.gradient == "scheme"),
      ("gaps beyond a span", graph.insertsGapsBeyond != nil),
      ("groups of stacks", isGrouped), ("the transform of values", graph.transform != nil),
      ("the fill down to another series", graph.fillBelowTo?.isEmpty == false),
      ("the axis' side", [.right, .hidden].contains(graph.axis)),
      ("the axis' label", graph.axisLabel?.isEmpty == false),
      ("the axis centred on zero", graph.isCentredOnZero == true),
      ("the scale", ![nil, .linear].contains(graph.scale)),
      ("what is hidden from legend or plot", hides.contains(true)),
      ("the bars' place beside their moment", ![nil, 0].contains(graph.barAlignment)),
      ("soft ends", hasSoftEnds && !has("axisSoftMin")),
      ("limits on the plot", ![nil, .off].contains(graph.limits) && !has("thresholdLines")),
      ("columns without a head", cell.hidesHeader == true),
      ("hidden columns", cell.isHidden == true),
      ("widths of columns", cell.width != nil || cell.minWidth != nil),
      ("the side of cells", ![nil, "auto"].contains(cell.align)),
      ("the look of cells", ![nil, "auto"].contains(cell.type)),
      ("the columns' footer", cell.footer?.isEmpty == false),
    ]
    for entry in lost where entry.isSaid { notes.append("\(entry.what): left out") }
  }
}
