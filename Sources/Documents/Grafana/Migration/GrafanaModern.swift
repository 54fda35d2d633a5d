/// Words of earlier versions of today's panels in the present ones.
///
/// Source: Grafana, `apps/dashboard/pkg/migration/schemaversion`.
enum GrafanaModern {
  /// - Parameters:
  ///   - json: The panel.
  ///   - schema: The version that its dashboard says it has.
  /// - Returns: The panel as today's Grafana writes it.
  static func panel(_ json: JSON, schema: Int?) -> JSON {
    var panel = json
    if let options = panel.value("options"), options.members != nil {
      panel = panel.setting("options", to: self.options(options, type: panel["type"]?.string ?? ""))
    }
    if let config = panel.value("fieldConfig") {
      panel = panel.setting("fieldConfig", to: fieldConfig(config))
    }
    if let list = panel.value("transformations")?.array {
      panel = panel.setting(
        "transformations",
        to: panel.list(list.flatMap { transformations($0, schema) })
      )
    }
    return panel
  }

  // MARK: - Options

  /// What Grafana doesn't look at while another option is off is left out too.
  private static func options(_ json: JSON, type: String) -> JSON {
    var options = json
    if let old = options.value("tooltipOptions") {
      options = options.setting("tooltipOptions", to: nil).adding("tooltip", old)
    }
    if let legend = options.value("legend"), legend.members != nil {
      options = options.setting("legend", to: self.legend(legend))
    }
    if let footer = options.value("footer"), footer["show"]?.lenientBool != true {
      let pages = footer["enablePagination"].map {
        JSON.make([("enablePagination", $0)], at: footer.position)
      }
      options = options.setting("footer", to: pages)
    }
    if options["showPercentChange"]?.lenientBool != true {
      options = options.setting("percentChangeColorMode", to: nil)
    }
    if type == "heatmap" { options = heatmap(options) }
    // Alpha versions' word, and one that colours nothing as Grafana knows none of this name.
    let grounds = ["background_no_gradient": "background_solid", "fixed": "none"]
    if let mode = options.value("colorMode"), let known = grounds[mode.string ?? ""] {
      options = options.setting("colorMode", to: mode.word(known))
    }
    if type == "bargauge" { options = bars(options) }
    if let sort = options.value("sortBy"), sort.members != nil {
      options = options.setting("sortBy", to: sort.list([sort]))
    }
    return options
  }

  private static func legend(_ json: JSON) -> JSON {
    var legend = json
    if let isTable = legend.value("asTable") {
      legend = legend.setting("asTable", to: nil)
        .adding("displayMode", isTable.word(isTable.lenientBool == true ? "table" : "list"))
    }
    if let isVisible = legend.value("isVisible") {
      legend = legend.setting("isVisible", to: nil).adding("showLegend", isVisible)
    }
    let isOff = legend["showLegend"]?.lenientBool == false
    let isHidden = legend["displayMode"]?.string == "hidden"
    if isHidden || isOff {
      legend = legend.setting("showLegend", to: legend.flag(false))
        .setting("displayMode", to: legend.word("list"))
    }
    // Only a table is sorted.
    if legend["displayMode"]?.string != "table" || legend.value("sortBy")?.isEmpty ?? true {
      legend = legend.setting("sortBy", to: nil).setting("sortDesc", to: nil)
    }
    return legend
  }

  /// Of a legend that isn't shown nothing else counts.
  private static func bars(_ options: JSON) -> JSON {
    guard let legend = options.value("legend"), legend["showLegend"]?.lenientBool == false else {
      return options
    }
    let hidden = JSON.make([("showLegend", legend.flag(false))], at: legend.position)
    return options.setting("legend", to: hidden)
  }

  private static func heatmap(_ json: JSON) -> JSON {
    var options = json
    if options["calculate"]?.lenientBool != true {
      options = options.setting("calculation", to: nil)
    } else {
      // Rows of buckets are those of series that aren't counted.
      options = options.setting("rowsFrame", to: nil)
    }
    if let color = options.value("color"), color.members != nil {
      let unread =
        color["mode"]?.string == "opacity"
        ? ["scheme", "steps", "reverse"]
        : ["fill", "exponent", "scale"]
      options = options.setting("color", to: unread.reduce(color) { $0.setting($1, to: nil) })
    }
    return options
  }

  // MARK: - Fields

  private static func fieldConfig(_ json: JSON) -> JSON {
    var config = json
    if var defaults = config.value("defaults") {
      if let mappings = defaults.value("mappings") {
        defaults = defaults.setting("mappings", to: MappingMigration.modern(mappings))
      }
      if let title = defaults.value("title") {
        defaults = defaults.setting("title", to: nil).adding("displayName", title)
      }
      // The first form was the mere list of steps.
      if let steps = defaults.value("thresholds"), steps.array != nil {
        let made = JSON.make([("steps", steps)], at: steps.position)
        defaults = defaults.setting("thresholds", to: made)
      }
      if let custom = defaults.value("custom"), custom.members != nil {
        defaults = defaults.setting("custom", to: self.custom(custom))
      }
      config = config.setting("defaults", to: defaults)
    }
    if let overrides = config.value("overrides")?.array {
      config = config.setting("overrides", to: config.list(overrides.map(override)))
    }
    return config
  }

  private static func custom(_ json: JSON) -> JSON {
    var custom = json
    if let mode = custom.value("displayMode") {
      custom = custom.setting("displayMode", to: nil).adding("cellOptions", cell(mode))
    }
    for key in ["hideFrom", "stacking", "thresholdsStyle"] {
      guard let value = custom.value(key) else { continue }
      custom = custom.setting(key, to: self.value(key, value))
    }
    return custom
  }

  private static func override(_ json: JSON) -> JSON {
    guard let list = json.value("properties")?.array else { return json }
    let properties = list.map { property -> JSON in
      guard let id = property["id"]?.string, let value = property.value("value") else {
        return property
      }
      switch id {
      case "mappings": return property.setting("value", to: MappingMigration.modern(value))
      case "custom.displayMode":
        return property.setting("id", to: value.word("custom.cellOptions"))
          .setting("value", to: cell(value))
      case "title": return property.setting("id", to: value.word("displayName"))
      case _ where id.hasPrefix("custom."):
        return property.setting("value", to: self.value(String(id.dropFirst(7)), value))
      default: return property
      }
    }
    return json.setting("properties", to: json.list(properties))
  }

  private static func value(_ key: String, _ value: JSON) -> JSON {
    switch key {
    case "hideFrom":
      var hidden = value
      for old in ["graph", "vis"] {
        guard let isHidden = hidden.value(old) else { continue }
        hidden = hidden.setting(old, to: nil).adding("viz", isHidden)
      }
      return hidden
    // The first versions had the bare word.
    case "stacking", "thresholdsStyle":
      return value.members == nil ? JSON.make([("mode", value)], at: value.position) : value
    default: return value
    }
  }

  /// A table cell's look by its older word.
  private static func cell(_ mode: JSON) -> JSON {
    let gauges = ["basic": "basic", "gradient-gauge": "gradient", "lcd-gauge": "lcd"]
    let grounds = ["color-background": "gradient", "color-background-solid": "basic"]
    let word = mode.string ?? "auto"
    let pair: (type: String, mode: String?) =
      if let gauge = gauges[word] { ("gauge", gauge) } else if let ground = grounds[word] {
        ("color-background", ground)
      } else { (word, nil) }
    return JSON.make(
      [("type", mode.word(pair.type)), ("mode", pair.mode.map { mode.word($0) })],
      at: mode.position
    )
  }

  // MARK: - Transformations

  /// Before the thirty-first schema fields of labels were merged by themselves.
  private static func transformations(_ json: JSON, _ schema: Int?) -> [JSON] {
    let modern = transformation(json)
    guard json["id"]?.string == "labelsToFields", schema ?? .max < 31 else { return [modern] }
    let merge = JSON.make(
      [("id", json.word("merge")), ("options", json.object([]))],
      at: json.position
    )
    return [modern, merge]
  }

  private static func transformation(_ json: JSON) -> JSON {
    if json["id"]?.string == "seriesToColumns" {
      return json.setting("id", to: json.word("joinByField"))
    }
    guard let options = json.value("options") else { return json }
    switch json["id"]?.string {
    case "timeSeriesTable":
      guard let old = options.value("refIdToStat"), let members = old.members else { return json }
      let stats = members.map { member in
        JSON.Member(
          name: member.name,
          position: member.position,
          value: JSON.make([("stat", member.value)], at: member.position)
        )
      }
      return json.setting("options", to: JSON(.object(stats), at: options.position))
    case "formatTime":
      let conversion = JSON.make(
        [
          ("targetField", options.value("timeField")),
          ("destinationType", options.word("string")),
          ("dateFormat", options.value("outputFormat")), ("timezone", options.value("timezone")),
        ],
        at: options.position
      )
      return json.setting("id", to: json.word("convertFieldType")).setting(
        "options",
        to: JSON.make([("conversions", options.list([conversion]))], at: options.position)
      )
    default: return json
    }
  }
}
