import Metrics

/// Turns a Grafana panel into ours: its field configuration and options, flattened.
struct GrafanaPanelDecoder {
  let kinds: [PanelKind]
  let file: String
  let model: JSON
  private var nextID = 1
  private var used: Set<Int> = []

  init(kinds: [PanelKind], file: String, model: JSON) {
    self.kinds = kinds
    self.file = file
    self.model = model
  }

  mutating func panel(_ placed: GrafanaLayout.Placed) -> PanelSpec {
    let json = placed.json
    var spec = PanelSpec(
      id: identifier(json),
      type: json["type"]?.string ?? "",
      title: json["title"]?.string ?? "",
      description: json["description"]?.string ?? "",
      grid: placed.grid,
      isCollapsed: placed.isCollapsed,
      position: json.position
    )
    spec.interval = json["interval"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    spec.maxDataPoints = json["maxDataPoints"]?.integer.flatMap { $0 > 0 ? $0 : nil }
    spec.timeFrom = json["timeFrom"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    spec.timeShift = json["timeShift"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    spec.source = source(of: json, hasTargets: json["targets"]?.array?.isEmpty == false)
    spec.targets = (json["targets"]?.array ?? []).enumerated().compactMap { index, target in
      self.target(target, index: index)
    }
    var options = GrafanaOptions(json)
    options.collect()
    let known = kinds.first { $0.names.contains(spec.type) }
    let allowed = Set(known?.options.map(\.name) ?? [])
    spec.options = Options(options.values.filter { allowed.contains($0.key) })
    spec.problems = notes(json, spec: spec, isKnown: known != nil, extra: options.notes)
    return spec
  }

  private mutating func identifier(_ json: JSON) -> Int {
    // Beyond 32 bits is no ID of Grafana's; the sums below stay in range.
    var id = json["id"]?.integer.flatMap { Int32(exactly: $0) }.map(Int.init) ?? nextID
    while !used.insert(id).inserted { id = (used.max() ?? 0) + 1 }
    nextID = id + 1
    return id
  }

  private func target(_ json: JSON, index: Int) -> Target? {
    guard let expression = json["expr"]?.string, !expression.isEmpty else { return nil }
    let format = json["format"]?.string.flatMap(Target.Format.init) ?? .timeSeries
    let isInstant = json["instant"]?.bool ?? false
    let isRange = json["range"]?.bool
    // Without either word the panel's own default would be wrong: Grafana asks for a range.
    let instant = isInstant && isRange != true
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return Target(
      refId: json["refId"]?.string ?? letter,
      .expression(expression),
      legendFormat: json["legendFormat"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      instant: instant,
      interval: json["interval"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      intervalFactor: max(1, min(100, json["intervalFactor"]?.integer ?? 1)),
      format: format,
      isHidden: json["hide"]?.bool ?? false
    )
  }

  /// Prometheus unless the datasource says another type.
  private func source(of json: JSON, hasTargets: Bool) -> PanelSpec.DataSource {
    guard hasTargets else { return .none }
    let own = json["datasource"]
    if let type = own?["type"]?.string, !["prometheus", "datasource", "mixed"].contains(type) {
      return .other
    }
    let targets = json["targets"]?.array ?? []
    let isForeign = targets.allSatisfy { target in
      if let type = target["datasource"]?["type"]?.string {
        return !["prometheus", "datasource", "mixed", "__expr__"].contains(type)
      }
      return target["expr"] == nil
    }
    return isForeign ? .other : .prometheus
  }

  private func notes(
    _ json: JSON,
    spec: PanelSpec,
    isKnown: Bool,
    extra: [(code: String, what: String)]
  ) -> [Problem] {
    var notes: [Problem] = []
    func note(_ code: String, _ what: String, severity: Problem.Severity = .warning) {
      notes.append(
        Problem(
          what: "\(what) in \"\(ForeignText(spec.title).safe)\"",
          place: spec.title,
          fix: "",
          code: code,
          severity: severity,
          file: file,
          position: json.position
        )
      )
    }
    if !isKnown {
      note(
        "grafana.panel.unsupported",
        "the panel type \"\(ForeignText(spec.type).safe)\" can't be drawn yet"
      )
    }
    if spec.source == .other {
      note("grafana.datasource.unsupported", "the data isn't Prometheus'")
    }
    for transformation in json["transformations"]?.array ?? []
    where transformation["disabled"]?.bool != true {
      let name = transformation["id"]?.string ?? ""
      note(
        "grafana.transformation.unsupported",
        "the transformation \"\(ForeignText(name).safe)\" is left out"
      )
    }
    if json["fieldConfig"]?["overrides"]?.array?.isEmpty == false {
      note("grafana.override.unsupported", "overrides of single fields are left out")
    }
    if json["fieldConfig"]?["defaults"]?["mappings"]?.array?.isEmpty == false
      || json["valueMaps"]?.array?.isEmpty == false && json["type"]?.string == "singlestat"
    {
      note("grafana.mapping.unsupported", "value mappings are left out")
    }
    if let name = json["repeat"]?.string, !name.isEmpty {
      note("grafana.repeat.unsupported", "repeating by a variable is left out")
    }
    if json["libraryPanel"] != nil {
      note("grafana.library.unsupported", "a library panel isn't in the file")
    }
    for (code, what) in extra { note(code, what) }
    return notes
  }
}
