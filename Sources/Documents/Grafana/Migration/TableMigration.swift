/// The old table in the form of today's.
///
/// Source: Grafana, `public/app/plugins/panel/table/migrations.ts`.
struct TableMigration {
  /// The panel's own keys that are turned into others.
  static let read: Set<String> = ["styles", "transform", "columns", "sort", "showHeader"]

  private let json: JSON
  private var fields: FieldDraft
  private(set) var notes: [GrafanaNote] = []

  init(_ json: JSON) {
    self.json = json
    fields = FieldDraft(json)
  }

  /// A table with styles and nothing of today's.
  static func isOld(_ json: JSON) -> Bool {
    guard json.value("styles")?.array?.isEmpty == false else { return false }
    let config = json.value("fieldConfig")
    return config?.value("overrides")?.isEmpty ?? true
      && config?["defaults"]?.value("custom")?.isEmpty ?? true
  }

  mutating func modern() -> JSON {
    for (index, style) in (json.value("styles")?.array ?? []).enumerated() {
      self.style(style, "styles[\(index)]")
    }
    let hasHeader = json.value("showHeader")?.lenientBool ?? true
    var options = JSON.object(in: json, "options").adding("showHeader", json.flag(hasHeader))
    // Columns were sorted by their number; today's table knows names alone.
    if let sort = json.value("sort"), let column = sort.value("col"), column.lenientNumber != nil {
      if let name = sortedColumn(column) {
        let item = JSON.make(
          [
            ("displayName", name),
            ("desc", sort.flag(sort["desc"]?.lenientBool ?? false)),
          ],
          at: sort.position
        )
        options = options.setting("sortBy", to: sort.list([item]))
      }
    }
    return json.setting("fieldConfig", to: fields.json).setting("options", to: options)
      .setting("transformations", to: transformations())
      .setting("type", to: (json["type"] ?? json).word("table"))
  }

  /// The name of the nth column where it is told.
  private func sortedColumn(_ number: JSON) -> JSON? {
    guard json.value("transform")?.string == "timeseries_aggregations",
      let index = number.lenientNumber.flatMap({ Int(exactly: $0) }),
      let columns = json.value("columns")?.array, index > 0, index <= columns.count
    else { return nil }
    return columns[index - 1].value("text")
  }

  private func transformations() -> JSON? {
    let old = json.value("transformations")?.array ?? []
    let id: String
    var options = JSON(.object([]), at: json.position)
    switch json.value("transform")?.string {
    case "timeseries_to_rows": id = "seriesToRows"
    case "timeseries_to_columns": id = "seriesToColumns"
    case "table": id = "merge"
    case "timeseries_aggregations":
      id = "reduce"
      let reducers = (json.value("columns")?.array ?? []).compactMap { column in
        column.value("value")?.string.map { SinglestatMigration.calcs[$0] ?? $0 }
      }
      options = JSON.make(
        [
          ("reducers", json.list(reducers.map { json.word($0) })),
          ("includeTimeField", json.flag(false)),
        ],
        at: json.position
      )
    default: return json.value("transformations")
    }
    let step = JSON.make([("id", json.word(id)), ("options", options)], at: json.position)
    return json.list([step] + old)
  }

  private mutating func style(_ json: JSON, _ path: String) {
    var reader = Remainder(json)
    guard let pattern = reader.text("pattern") else { return }
    var found: [(String, JSON)] = []
    func add(_ id: String, _ value: JSON?) { if let value { found.append((id, value)) } }
    add("displayName", reader.text("alias"))
    let type = reader.text("type")?.string
    switch type {
    case "date":
      let format = reader.text("dateFormat")?.string ?? "YYYY-MM-DD HH:mm:ss"
      add("unit", json.word("time: \(format)"))
    case "hidden": add("custom.hidden", json.flag(true))
    case "string": break
    default: add("unit", reader.text("unit"))
    }
    add("decimals", reader.number("decimals"))
    let align = reader.text("align")
    if align?.string != "auto" { add("custom.align", align) }
    colors(&reader, &found)
    if type == "string" || type == "number" || type == nil { add("mappings", mappings(json)) }
    add("links", link(json))
    reader.drop(Self.understood)
    if pattern.string == "/.*/" {
      for (id, value) in found { fields.set(id, value) }
    } else {
      fields.series(pattern, found)
    }
    for member in reader.rest
    where !GrafanaUnseen.isUnseen("panel.styles.\(member.name)", member.value) {
      notes.append(.leftOut("grafana.panel.key", "\(path).\(member.name)", at: member.value))
    }
  }

  /// Keys of a style that are read, or say what another type of column would do.
  private static let understood = [
    "unit", "dateFormat", "valueMaps", "rangeMaps", "mappingType", "link", "linkUrl",
    "linkTooltip", "linkTargetBlank", "colors", "thresholds",
  ]

  private func mappings(_ style: JSON) -> JSON? { MappingMigration.single(style) }

  private func link(_ style: JSON) -> JSON? {
    guard style["link"]?.lenientBool == true, let url = style.value("linkUrl") else { return nil }
    return style.list([
      JSON.make(
        [("title", style.value("linkTooltip") ?? style.word("")), ("url", url)],
        at: style.position
      )
    ])
  }

  private func colors(_ reader: inout Remainder, _ found: inout [(String, JSON)]) {
    let json = reader.json
    let mode = reader.take("colorMode")
    guard let word = mode?.string, ["cell", "row", "value"].contains(word) else { return }
    let colors = json.value("colors")?.array ?? []
    let limits = (json.value("thresholds")?.array ?? []).compactMap(\.lenientNumber)
    var steps = colors.first.map { [JSON.make([("color", $0)], at: $0.position)] } ?? []
    let used =
      limits.count >= colors.count ? Array(limits.suffix(max(0, colors.count - 1))) : limits
    for (color, limit) in zip(colors.dropFirst(), used) {
      steps.append(
        JSON.make([("value", color.count(limit)), ("color", color)], at: color.position)
      )
    }
    let type = word == "value" ? "color-text" : "color-background"
    var cell: [(String, JSON?)] = [("type", json.word(type))]
    if word == "row" { cell.append(("applyToRow", json.flag(true))) }
    found.append(("custom.cellOptions", JSON.make(cell, at: json.position)))
    guard !steps.isEmpty else { return }
    found.append(
      (
        "thresholds",
        JSON.make(
          [("mode", json.word("absolute")), ("steps", json.list(steps))],
          at: json.position
        )
      )
    )
  }
}
