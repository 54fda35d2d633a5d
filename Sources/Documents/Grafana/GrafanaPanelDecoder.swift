import Metrics

/// Turns a Grafana panel into ours: its fields' rules, its options, and notes of whatever it asks
/// for that isn't done.
struct GrafanaPanelDecoder {
  let kinds: [PanelKind]
  let file: String
  /// Where in the file each panel stands: `panels[3].panels[1]`.
  private let paths: [SourcePosition: String]
  private let schema: Int?
  private var nextID = 1
  private var used: Set<Int> = []

  init(kinds: [PanelKind], file: String, model: JSON) {
    self.kinds = kinds
    self.file = file
    paths = Self.paths(of: model)
    schema = model["schemaVersion"]?.lenientInteger
  }

  private static func paths(of model: JSON) -> [SourcePosition: String] {
    var paths: [SourcePosition: String] = [:]
    func walk(_ list: JSON?, _ name: String) {
      for (index, json) in (list?.array ?? []).enumerated() {
        let path = "\(name)[\(index)]"
        paths[json.position] = path
        if let inner = json["panels"] { walk(inner, "\(path).panels") }
      }
    }
    walk(model["panels"], "panels")
    walk(model["rows"], "rows")
    return paths
  }

  mutating func panel(_ placed: GrafanaLayout.Placed) -> PanelSpec {
    let json = placed.json
    let migration = GrafanaMigration(json, schema: schema)
    var spec = PanelSpec(
      id: identifier(json),
      type: migration.type,
      title: json["title"]?.string ?? "",
      description: json["description"]?.string ?? "",
      grid: placed.grid,
      isCollapsed: placed.isCollapsed,
      position: json.position
    )
    spec.writtenType = migration.written == migration.type ? nil : migration.written
    Self.times(json, &spec)
    spec.repeats = Self.repeats(json)
    spec.links = GrafanaLinks.panel(json)
    var notes: [GrafanaNote] = []
    if let kind = kinds.first(where: { $0.names.contains(spec.type) }) {
      notes = read(migration, kind, &spec)
    } else {
      notes = standIn(migration, &spec)
    }
    if spec.source == .other {
      notes = [
        GrafanaNote(
          code: "grafana.datasource.unsupported",
          path: "datasource",
          what: "the data isn't Prometheus'",
          position: json.position
        )
      ]
    }
    if json.value("libraryPanel") != nil, json.value("targets") == nil {
      notes.append(
        GrafanaNote(
          code: "grafana.library.unsupported",
          path: "libraryPanel",
          what: "a library panel isn't in the file",
          position: json.position
        )
      )
    }
    spec.problems = problems(notes, spec)
    return spec
  }

  /// What is shown of a type that no kind draws: a table of its data, or a sentence.
  private func standIn(_ migration: GrafanaMigration, _ spec: inout PanelSpec) -> [GrafanaNote] {
    if let table = kinds.first(where: { $0.names.contains("table") }) {
      _ = read(migration, table, &spec)
    }
    let hasData = spec.source == .prometheus && !spec.targets.isEmpty
    switch PanelStandIn(type: spec.type, hasData: hasData) {
    case .table:
      let what = "the panel type \"\(spec.type.prefix(60))\" is shown as a table"
      return [GrafanaNote(code: "grafana.panel.table", path: "type", what: what)]
    case .placeholder(let why):
      return [GrafanaNote(code: "grafana.panel.unsupported", path: "type", what: why)]
    }
  }

  /// Everything that a known kind reads, and notes of the rest.
  private func read(
    _ migration: GrafanaMigration,
    _ kind: PanelKind,
    _ spec: inout PanelSpec
  ) -> [GrafanaNote] {
    let panel = migration.panel
    var notes = migration.notes
    let bridge = GrafanaBridge(kind)
    let options = GrafanaOptions(
      panel.value("options"),
      declared: bridge.options,
      type: spec.type
    )
    var values = options.values
    notes += options.notes
    if Self.hasData(spec.type) {
      let targets = GrafanaTargets(panel)
      (spec.targets, spec.source, spec.remarks) =
        (targets.targets, targets.source, targets.remarks)
      let rules = GrafanaRules(
        panel.value("fieldConfig"),
        // Whatever the kind draws: the links are listed while its panel is inspected.
        declared: bridge.fields.union(["links"]),
        type: spec.type
      )
      let steps = GrafanaTransformations(panel.value("transformations"))
      spec.fields = rules.rules
      spec.transformations = steps.steps
      notes += targets.notes + rules.notes + steps.notes
    } else {
      spec.source = .none
    }
    notes += left(panel, migration)
    bridge.fill(&values, spec.fields, panel)
    spec.options = Options(values)
    return notes
  }

  /// Not a text, whose file may have kept queries of what it was before.
  private static func hasData(_ type: String) -> Bool {
    !["text", "row", "alertlist", "dashlist", "news", "welcome"].contains(type)
  }

  private static func times(_ json: JSON, _ spec: inout PanelSpec) {
    func text(_ name: String) -> String? {
      json[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    spec.interval = text("interval")
    spec.maxDataPoints = json["maxDataPoints"]?.lenientNumber
      .flatMap { $0 >= 1 && $0 < 1_000_000 ? Int($0) : nil }
    spec.timeFrom = text("timeFrom")
    spec.timeShift = text("timeShift")
  }

  private static func repeats(_ json: JSON) -> PanelSpec.Repeat? {
    guard let variable = json["repeat"]?.string, !variable.isEmpty else { return nil }
    var perRow = json["maxPerRow"]?.lenientNumber ?? 4
    if json.value("maxPerRow") == nil, let least = json["minSpan"]?.lenientNumber, least > 0 {
      perRow = [24, 12, 8, 6, 4, 3, 2, 1].first { $0 <= 24 / least } ?? 1
    }
    return PanelSpec.Repeat(
      variable: variable,
      direction: json["repeatDirection"]?.string == "v" ? .v : .h,
      perRow: Int(max(1, min(24, perRow)))
    )
  }

  private mutating func identifier(_ json: JSON) -> Int {
    // Beyond 32 bits is no ID of Grafana's; the sums below stay in range.
    var id = json["id"]?.integer.flatMap { Int32(exactly: $0) }.map(Int.init) ?? nextID
    while !used.insert(id).inserted { id = (used.max() ?? 0) + 1 }
    nextID = id + 1
    return id
  }

  // MARK: - Notes

  /// The panel's own keys that nobody reads.
  private func left(_ panel: JSON, _ migration: GrafanaMigration) -> [GrafanaNote] {
    (panel.members ?? []).flatMap { member -> [GrafanaNote] in
      let name = member.name
      guard !member.value.isEmpty, !GrafanaPanelKeys.common.contains(name),
        !migration.read.contains(name),
        !GrafanaPanelKeys.isOthersKey(name, written: migration.written)
      else { return [] }
      return member.value.leaves(below: name).filter {
        !$0.value.isEmpty && !GrafanaUnseen.isUnseen("panel.\($0.path)", $0.value)
      }
      .prefix(1).map { .leftOut("grafana.panel.key", name, at: $0.value) }
    }
  }

  /// Each note once, with its panel.
  private func problems(_ notes: [GrafanaNote], _ spec: PanelSpec) -> [Problem] {
    let path = spec.position.flatMap { paths[$0] } ?? "panel \(spec.id)"
    var said: Set<String> = []
    return notes.compactMap { note in
      let what = Self.withoutPlaces(note.what)
      guard said.insert(what).inserted else { return nil }
      return Problem(
        what: "\(path) \"\(ForeignText(spec.title).safe)\": \(ForeignText(what).safe)",
        place: note.path.isEmpty ? path : "\(path).\(ForeignText(note.path).safe)",
        fix: "",
        code: note.code,
        severity: .warning,
        file: file,
        position: note.position ?? spec.position
      )
    }
  }

  /// `targets[3].x` as `targets.x`: the same key of several is told once.
  private static func withoutPlaces(_ text: String) -> String {
    text.contains("[")
      ? text.replacing(/(targets|overrides|seriesOverrides|styles|steps)\[\d+\]/) {
        "\($0.output.1)"
      } : text
  }
}
