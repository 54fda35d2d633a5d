/// The pie of the old plugin in the form of today's.
///
/// Source: Grafana, `public/app/plugins/panel/piechart/migrations.ts`.
struct PieMigration {
  /// The panel's own keys that are turned into others.
  static let read: Set<String> = [
    "valueName", "legendType", "legend", "pieType", "format", "decimals", "aliasColors",
    "combine",
  ]

  private let json: JSON
  private var fields: FieldDraft

  init(_ json: JSON) {
    self.json = json
    fields = FieldDraft(json)
  }

  mutating func modern() -> JSON {
    fields.set("unit", json.value("format").flatMap { $0.isEmpty ? nil : $0 })
    let decimals = json.value("decimals")?.lenientNumber ?? 0
    fields.set("decimals", json.count(decimals))
    for member in json.value("aliasColors")?.members ?? []
    where member.value.string?.isEmpty == false {
      let name = JSON(.string(member.name), at: member.position)
      fields.override("byName", name, [("color", FieldDraft.fixed(member.value))])
    }
    let name = json.value("valueName")?.string ?? "current"
    let calcs = json.list([json.word(SinglestatMigration.calcs[name] ?? "lastNotNull")])
    let isDonut = json.value("pieType")?.string == "donut"
    let reduce = JSON.make([("calcs", calcs), ("values", json.flag(false))], at: json.position)
    let options = JSON.object(in: json, "options").setting("reduceOptions", to: reduce)
      .setting("pieType", to: json.word(isDonut ? "donut" : "pie"))
      .setting("legend", to: legend())
      .setting("displayLabels", to: labels())
      // Today's pie has no word for it.
      .setting("combine", to: json.value("combine"))
    return json.setting("fieldConfig", to: fields.json).setting("options", to: options)
      .setting("type", to: (json["type"] ?? json).word("piechart"))
  }

  private func labels() -> JSON? {
    json.value("legendType")?.string == "On graph" ? json.list([json.word("name")]) : nil
  }

  private func legend() -> JSON {
    let old = json.value("legend") ?? json.object([])
    let type = json.value("legendType")?.string
    let isShown = type != "On graph" && old["show"]?.lenientBool ?? true
    var values: [JSON] = []
    if old["values"]?.lenientBool == true { values.append(old.word("value")) }
    if old["percentage"]?.lenientBool == true { values.append(old.word("percent")) }
    return JSON.make(
      [
        ("displayMode", old.word(values.isEmpty ? "list" : "table")),
        ("showLegend", old.flag(isShown)),
        ("placement", old.word(type == "Under graph" ? "bottom" : "right")),
        ("values", old.list(values)),
      ],
      at: old.position
    )
  }
}
