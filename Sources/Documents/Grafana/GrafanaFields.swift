import Metrics

/// Grafana's id of a field property, in its parts.
struct GrafanaFieldID {
  /// `stacking` of `custom.stacking.mode`.
  let name: String
  /// `mode` of `custom.stacking.mode`.
  let inner: [String]
  /// Whether it is of one kind of panels, not of all.
  let isCustom: Bool

  init(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    isCustom = parts.first == "custom"
    name = parts.dropFirst(isCustom ? 1 : 0).first ?? ""
    inner = Array(parts.dropFirst(isCustom ? 2 : 1))
  }

  /// `custom.stacking` of `custom.stacking.mode`.
  var root: String { isCustom ? name.isEmpty ? "custom" : "custom.\(name)" : name }
}

/// Reads field properties by Grafana's ids, those of defaults and of overrides alike.
struct GrafanaFields {
  private(set) var config = FieldConfig()

  /// Sets a property.
  ///
  /// - Parameters:
  ///   - id: `unit`, `custom.stacking`; of a part, `custom.hideFrom.viz`, too.
  ///   - value: Numbers and truths may be texts; null sets nothing.
  /// - Returns: The paths in the value that say something nobody understands; `""` is all of it.
  mutating func set(_ id: GrafanaFieldID, _ value: JSON) -> [String] {
    guard !value.isNull else { return [] }
    var whole = value
    for key in id.inner.reversed() {
      whole = JSON.make([(key, whole)], at: value.position)
    }
    return id.isCustom ? GrafanaCustom.set(id.name, whole, in: &config) : standard(id.name, whole)
  }

  /// Takes a property back.
  ///
  /// - Returns: Whether there is such a property.
  mutating func unset(_ id: String) -> Bool { config.unset(id) }

  /// Whether there is such a property at all, whichever of its parts is meant.
  static func knows(_ id: GrafanaFieldID) -> Bool {
    id.isCustom ? GrafanaCustom.names.contains(id.name) : standard.contains(id.name)
  }

  static let standard: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "displayName", "noValue", "thresholds",
    "mappings", "color", "links", "description", "nullValueMode",
  ]

  private mutating func standard(_ name: String, _ value: JSON) -> [String] {
    switch name {
    case "unit": return Self.text(value) { config.unit = $0 }
    case "displayName": return Self.text(value) { config.displayName = $0 }
    case "description": return Self.text(value) { config.description = $0 }
    case "noValue":
      guard let text = value.plain else { return [""] }
      if !text.isEmpty { config.noValue = text }
      return []
    case "decimals":
      return Self.number(value) { config.decimals = Int(max(0, min(20, $0)).rounded()) }
    case "min": return Self.number(value) { config.min = $0 }
    case "max": return Self.number(value) { config.max = $0 }
    case "fieldMinMax": return Self.flag(value) { config.hasOwnEnds = $0 }
    case "thresholds": return thresholds(value)
    case "mappings": return mappings(value)
    case "color": return color(value)
    case "links": return links(value)
    case "nullValueMode":
      switch value.string {
      case "connected", "ignore": config.graph.gaps = .connected
      case "null as zero": config.graph.gaps = .zero
      case "null": break
      default: return [""]
      }
      return []
    default: return [""]
    }
  }

  // MARK: - Forms

  static func text(_ value: JSON, _ set: (String) -> Void) -> [String] {
    guard let text = value.plain else { return [""] }
    if !text.isEmpty { set(text) }
    return []
  }

  static func number(_ value: JSON, _ set: (Double) -> Void) -> [String] {
    // An end that looks after itself is one that isn't set.
    if value.string?.isEmpty == true || value.string == "auto" { return [] }
    guard let number = value.lenientNumber else { return [""] }
    set(number)
    return []
  }

  static func flag(_ value: JSON, _ set: (Bool) -> Void) -> [String] {
    guard let flag = value.lenientBool else { return [""] }
    set(flag)
    return []
  }

  // MARK: - Colours

  private static let modes: Set<String> = [
    "fixed", "thresholds", "palette-classic", "palette-classic-by-name", "shades",
    "continuous-GrYlRd", "continuous-RdYlGr", "continuous-BlYlRd", "continuous-YlRd",
    "continuous-BlPu", "continuous-YlBl", "continuous-blues", "continuous-reds",
    "continuous-greens", "continuous-purples", "continuous-viridis", "continuous-magma",
    "continuous-plasma", "continuous-inferno", "continuous-cividis",
  ]

  private mutating func color(_ json: JSON) -> [String] {
    // A colour alone is a fixed one.
    if let word = json.string {
      config.color = FieldColor(mode: "fixed", fixed: word)
      return []
    }
    guard json.members != nil else { return [""] }
    var reader = Remainder(json)
    let mode = reader.text("mode")?.string
    let fixed = reader.text("fixedColor")?.string
    var by = reader.text("seriesBy")?.string
    if by == "lastNotNull" { by = "last" }
    var left = reader.rest.map(\.name)
    guard let mode else { return left }
    let isKnown = Self.modes.contains(mode)
    if !isKnown { left.append("mode") }
    if let by, !["last", "min", "max"].contains(by) { left.append("seriesBy") }
    config.color = FieldColor(mode: isKnown ? mode : "thresholds", fixed: fixed, seriesBy: by)
    return left
  }

  private mutating func thresholds(_ json: JSON) -> [String] {
    guard json.members != nil else { return [""] }
    var reader = Remainder(json)
    let mode = reader.text("mode")?.string
    var left: [String] = []
    if let mode {
      config.hasPercentageThresholds = mode == "percentage"
      if !["absolute", "percentage"].contains(mode) { left.append("mode") }
    }
    var steps: [Threshold] = []
    for (index, json) in reader.list("steps").enumerated() {
      var step = Remainder(json)
      let limit = step.amount("value")
      let color = step.text("color")?.string
      step.drop(["index", "line", "op", "yaxis", "state", "fill", "colorMode", "visible"])
      steps.append(Threshold(.atLeast(limit ?? -.infinity), color: color ?? "green"))
      left += step.rest.map { "steps[\(index)].\($0.name)" }
    }
    if !steps.isEmpty {
      // The first is the base, whatever it says.
      steps[0].condition = .atLeast(-.infinity)
      config.thresholds = steps.sorted { $0.limit < $1.limit }
    }
    return left + reader.rest.map(\.name)
  }

  // MARK: - Links

  private mutating func links(_ json: JSON) -> [String] {
    let (links, left) = GrafanaLinks.field(json)
    if !links.isEmpty { config.links = links }
    return left
  }
}

// MARK: - Value mappings

extension GrafanaFields {
  private mutating func mappings(_ json: JSON) -> [String] {
    guard let list = json.array else { return [""] }
    var found: [ValueMapping] = []
    var left: [String] = []
    for (index, item) in list.enumerated() where !item.isEmpty {
      let options = item.value("options") ?? JSON(.object([]), at: item.position)
      switch item["type"]?.string {
      case "value": found += Self.values(options)
      case "range":
        let ends = ["from", "to"].map { options.value($0)?.lenientNumber }
        found.append(Self.mapping(.range(from: ends[0], to: ends[1]), options.value("result")))
      case "regex":
        found.append(
          Self.mapping(.regex(options["pattern"]?.string ?? ""), options.value("result"))
        )
      case "special":
        // Without a word for what it is for it is for nothing.
        guard options.value("match")?.isEmpty == false else { continue }
        guard let match = Self.specials[options["match"]?.string ?? ""] else {
          left.append("[\(index)]")
          continue
        }
        found.append(Self.mapping(match, options.value("result")))
      // Without today's word, beside today's options, it is for nothing, too.
      case nil where !options.isEmpty: continue
      default: left.append("[\(index)]")
      }
    }
    // An override's empty list takes the defaults' away.
    config.mappings = found
    return left
  }

  private static let specials: [String: ValueMapping.Match] = [
    "null": .null, "nan": .nan, "null+nan": .nullOrNaN, "true": .yes, "false": .no,
    "empty": .empty,
  ]

  /// In the order that the editor shows.
  private static func values(_ options: JSON) -> [ValueMapping] {
    let members = (options.members ?? []).enumerated().sorted { left, right in
      let places = [left, right].map { $0.element.value["index"]?.lenientNumber ?? 0 }
      return (places[0], left.offset) < (places[1], right.offset)
    }
    return members.map { mapping(.value($0.element.name), $0.element.value) }
  }

  private static func mapping(_ match: ValueMapping.Match, _ result: JSON?) -> ValueMapping {
    let color = result?.value("color")?.string
    return ValueMapping(
      match,
      text: result?.value("text")?.plain.flatMap { $0.isEmpty ? nil : $0 },
      color: color?.isEmpty == false ? color : nil
    )
  }
}
