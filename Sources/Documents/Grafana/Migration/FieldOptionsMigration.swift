/// The first forms of the single values' options in today's: `fieldOptions`, and before it values
/// and limits beside the others.
///
/// Source: Grafana, `packages/grafana-ui/src/components/SingleStatShared`.
struct FieldOptionsMigration {
  private let json: JSON
  private var fields: FieldDraft
  private var options: Remainder
  private var reduce: [(String, JSON?)] = []
  private(set) var notes: [GrafanaNote] = []

  /// Whether a panel says something in one of these forms.
  static func isOld(_ json: JSON) -> Bool {
    let options = json.value("options")
    let isFirst = options?.value("valueOptions") != nil || json.value("options-gauge") != nil
    return isFirst || options?.value("fieldOptions") != nil
  }

  init(_ json: JSON) {
    self.json = json
    fields = FieldDraft(json)
    // The very first gauge had its options under a key of its own.
    let first = json.value("options-gauge") ?? JSON(.object([]), at: json.position)
    options = Remainder(
      (first.members ?? []).reduce(JSON.object(in: json, "options")) {
        $0.adding($1.name, $1.value)
      }
    )
  }

  mutating func modern() -> JSON {
    first()
    if let old = options.take("fieldOptions") { fieldOptions(old) }
    // Keys that Grafana's own migration takes out, too.
    options.drop(["baseColor", "fontColor", "stat", "unit", "decimals", "prefix", "suffix"])
    let rest = JSON(.object(options.rest), at: options.json.position)
    return json.setting("fieldConfig", to: fields.json).setting("options-gauge", to: nil).setting(
      "options",
      to: rest.adding("reduceOptions", JSON.make(reduce, at: options.json.position))
    )
  }

  /// Values and limits stood beside the look.
  private mutating func first() {
    guard let values = options.take("valueOptions") ?? (isGauge ? options.json : nil) else {
      return
    }
    set("unit", values.value("unit"))
    set("decimals", values.value("decimals"))
    if let stat = values.value("stat") { reduce.append(("calcs", stat.list([stat]))) }
    set("min", options.take("minValue"))
    set("max", options.take("maxValue"))
    set("mappings", options.take("valueMappings"))
    set("thresholds", options.take("thresholds").flatMap(steps))
  }

  private var isGauge: Bool { json.value("options-gauge") != nil }

  private mutating func fieldOptions(_ old: JSON) {
    var reader = Remainder(old)
    for member in reader.take("defaults")?.members ?? [] {
      set(member.name == "title" ? "displayName" : member.name, member.value)
    }
    // The oldest have steps and mappings beside the defaults.
    set("mappings", reader.take("mappings"))
    set("thresholds", reader.take("thresholds").flatMap(steps))
    fields.add(reader.list("overrides"))
    for key in ["calcs", "fields", "values", "limit"] { reduce.append((key, reader.take(key))) }
    for member in reader.rest
    where !GrafanaUnseen.isUnseen("options.fieldOptions.\(member.name)", member.value) {
      let path = "options.fieldOptions.\(member.name)"
      notes.append(.leftOut("grafana.option.unsupported", path, at: member.value))
    }
  }

  /// What the panel says in the present form comes first.
  private mutating func set(_ id: String, _ value: JSON?) {
    if let value, !value.isEmpty, !fields.has(id) { fields.set(id, value) }
  }

  /// A bare list, whose first or last is the base.
  private func steps(_ json: JSON) -> JSON? {
    guard let list = json.array else { return json }
    func limit(_ step: JSON) -> Double { step.value("value")?.lenientNumber ?? -.infinity }
    let sorted = list.enumerated().sorted {
      (limit($0.element), $0.offset) < (limit($1.element), $1.offset)
    }
    return JSON.make([("steps", json.list(sorted.map(\.element)))], at: json.position)
  }
}
