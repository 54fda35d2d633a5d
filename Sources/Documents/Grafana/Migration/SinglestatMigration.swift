/// The old single value as today's `stat` or `gauge`.
///
/// Source: Grafana, `packages/grafana-ui/src/components/SingleStatShared`.
struct SinglestatMigration {
  static let calcs = [
    "avg": "mean", "current": "lastNotNull", "min": "min", "max": "max", "total": "sum",
    "first": "first", "delta": "delta", "diff": "diff", "range": "range", "last": "last",
    "name": "lastNotNull", "last_time": "lastNotNull",
  ]

  /// The panel's own keys that are turned into others.
  static let read: Set<String> = [
    "valueName", "format", "decimals", "nullText", "tableColumn", "thresholds", "colors",
    "valueMaps", "rangeMaps", "mappingType", "mappingTypes", "gauge", "sparkline",
    "colorBackground", "colorValue", "prefix", "postfix", "colorPrefix", "colorPostfix",
    "nullPointMode",
  ]

  private let json: JSON
  private var fields: FieldDraft
  private var options: JSON
  private(set) var notes: [GrafanaNote] = []

  init(_ json: JSON) {
    self.json = json
    fields = FieldDraft(json)
    options = JSON.object(in: json, "options")
  }

  mutating func modern() -> JSON {
    if let name = json.value("valueName")?.string, Self.calcs[name] == nil {
      notes.append(.refused("grafana.panel.key", "valueName", json["valueName"] ?? json))
    }
    let isGauge = json["gauge"]?["show"]?.lenientBool ?? false
    field()
    thresholds()
    reduction()
    if isGauge { gauge() } else { stat() }
    return json.setting("fieldConfig", to: fields.json).setting("options", to: options)
      .setting("type", to: (json["type"] ?? json).word(isGauge ? "gauge" : "stat"))
  }

  private mutating func field() {
    fields.set("unit", json.value("format").flatMap { $0.string?.isEmpty == false ? $0 : nil })
    let decimals = json.value("decimals")
    fields.set("decimals", decimals?.lenientNumber.map { (decimals ?? json).count($0) })
    fields.set("noValue", json.value("nullText").flatMap { $0.isEmpty ? nil : $0 })
    fields.set("mappings", MappingMigration.single(json))
    affixes()
  }

  /// Text beside a plain number; Grafana's own migration drops it.
  private mutating func affixes() {
    let unit = json.value("format")?.string ?? "none"
    guard unit == "none" || unit.isEmpty else { return }
    if let after = json.value("postfix")?.string, after.contains(where: { $0 != " " }) {
      fields.set("unit", json.word("suffix:\(after)"))
    } else if let before = json.value("prefix")?.string, before.contains(where: { $0 != " " }) {
      fields.set("unit", json.word("prefix:\(before)"))
    }
  }

  private mutating func thresholds() {
    let colors = json.value("colors")?.array ?? []
    let limits = (json.value("thresholds")?.plain ?? "").split(separator: ",").map {
      Double($0.filter { $0 != " " })
    }
    guard !colors.isEmpty, limits.contains(where: { $0 != nil }) else { return }
    // The oldest files have a first limit too many.
    let used = limits.count >= colors.count ? Array(limits.suffix(colors.count - 1)) : limits
    var steps = [JSON.make([("color", colors[0])], at: colors[0].position)]
    for (color, limit) in zip(colors.dropFirst(), used) {
      guard let limit else { continue }
      steps.append(JSON.make([("value", json.count(limit)), ("color", color)], at: color.position))
    }
    fields.set(
      "thresholds",
      JSON.make([("mode", json.word("absolute")), ("steps", json.list(steps))], at: json.position)
    )
  }

  private mutating func reduction() {
    let name = json.value("valueName")?.string ?? ""
    var reduce = JSON.make(
      [
        ("calcs", json.list([json.word(Self.calcs[name] ?? "mean")])), ("values", json.flag(false)),
      ],
      at: json.position
    )
    let column = json.value("tableColumn")?.string ?? ""
    let isTable = json.value("targets")?.array?.first?["format"]?.string == "table"
    if isTable, !column.isEmpty {
      reduce = reduce.setting("fields", to: json.word("/^\(Self.escaped(column))$/"))
    }
    if options.value("reduceOptions")?.isEmpty ?? true {
      options = options.setting("reduceOptions", to: reduce)
    }
  }

  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { text, character in
      if "\\^$*{}[]+?.()|/".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  private mutating func gauge() {
    let gauge = json["gauge"]
    for (old, new) in [("minValue", "min"), ("maxValue", "max")] {
      guard let value = gauge?.value(old), let number = value.lenientNumber else { continue }
      fields.set(new, value.count(number))
    }
    for (old, new) in [
      ("thresholdMarkers", "showThresholdMarkers"), ("thresholdLabels", "showThresholdLabels"),
    ] {
      guard let flag = gauge?.value(old), let isOn = flag.lenientBool else { continue }
      options = options.setting(new, to: flag.flag(isOn))
    }
  }

  private mutating func stat() {
    let hasCourse = json["sparkline"]?["show"]?.lenientBool ?? false
    options = options.adding("graphMode", json.word(hasCourse ? "area" : "none"))
    let isBack = json.value("colorBackground")?.lenientBool ?? false
    let isValue = json.value("colorValue")?.lenientBool ?? false
    options = options.adding(
      "colorMode",
      json.word(isBack ? "background" : isValue ? "value" : "none")
    )
    if !isBack, !isValue, hasCourse, let color = json["sparkline"]?.value("lineColor") {
      fields.set("color", FieldDraft.fixed(color))
    }
    if json.value("valueName")?.string == "name" {
      options = options.adding("textMode", json.word("name"))
    }
  }
}
