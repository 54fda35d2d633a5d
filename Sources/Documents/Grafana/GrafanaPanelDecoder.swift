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
    var values = options.values.filter { allowed.contains($0.key) }
    let extra =
      options.notes + Self.unit(values) + Self.calcs(&values, known?.options ?? [])
      + Self.formats(json, targets: spec.targets)
    spec.options = Options(values)
    spec.problems = notes(json, spec: spec, isKnown: known != nil, extra: extra)
    return spec
  }

  private typealias Note = (code: String, what: String)

  private static func unit(_ values: [String: JSON]) -> [Note] {
    guard let id = values["unit"]?.string, !Unit(id).isKnown else { return [] }
    return [
      (
        "grafana.unit.unknown",
        "the unit \"\(ForeignText(id).safe)\" is unknown and written as it stands"
      )
    ]
  }

  /// Takes out the calculations that the kind doesn't know.
  private static func calcs(_ values: inout [String: JSON], _ options: [PanelOption]) -> [Note] {
    var unknown: [String] = []
    for option in options {
      guard let value = values[option.name] else { continue }
      switch (option.name, option.form) {
      case ("calc", .choice(let words)):
        guard let word = value.string, !words.contains(word) else { continue }
        unknown.append(word)
        values[option.name] = nil
      case ("legendCalcs", .choices(let words)):
        let found = value.array?.compactMap(\.string) ?? []
        unknown += found.filter { !words.contains($0) }
        let known = found.filter(words.contains).map { JSON(.string($0), at: value.position) }
        values[option.name] = known.isEmpty ? nil : JSON(.array(known), at: value.position)
      default: continue
      }
    }
    return unknown.map {
      (
        "grafana.calc.unsupported",
        "the calculation \"\(ForeignText($0).safe)\" is left out"
      )
    }
  }

  /// References to variables in forms that nobody knows.
  private static func formats(_ json: JSON, targets: [Target]) -> [Note] {
    var texts = [json["title"], json["interval"], json["options"]?["content"], json["content"]]
      .compactMap { $0?.string }
    for target in targets {
      if case .expression(let text) = target.question { texts.append(text) }
      texts += [target.legendFormat, target.interval].compactMap { $0 }
    }
    return GrafanaDecoder.unknownFormats(in: texts)
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
    // Without either word the panel's own default would be wrong: Grafana asks for a range.
    let isInstant = json["instant"]?.bool ?? false
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return Target(
      refId: json["refId"]?.string ?? letter,
      .expression(expression),
      legendFormat: json["legendFormat"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      instant: isInstant,
      range: isInstant && json["range"]?.bool == true ? true : nil,
      interval: json["interval"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      intervalFactor: max(1, min(100, json["intervalFactor"]?.integer ?? 1)),
      format: format,
      isHidden: json["hide"]?.bool ?? false,
      position: json["expr"]?.position
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
    extra: [Note]
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
    if json["libraryPanel"] != nil {
      note("grafana.library.unsupported", "a library panel isn't in the file")
    }
    for (code, what) in extra { note(code, what) }
    return notes
  }
}
