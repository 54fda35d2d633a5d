import Metrics

/// Reads the `custom` field properties of panels with axes, of tables and of gauges.
///
/// Source: Grafana, `packages/grafana-schema/src/common`.
enum GrafanaCustom {
  static let names: Set<String> = graph.union(table).union(["neutral"])

  private static let graph: Set<String> = [
    "drawStyle", "lineInterpolation", "lineWidth", "lineStyle", "fillOpacity", "gradientMode",
    "showPoints", "spanNulls", "insertNulls", "stacking", "transform", "fillBelowTo",
    "barAlignment", "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax",
    "axisCenteredZero", "scaleDistribution", "thresholdsStyle", "hideFrom",
  ]

  private static let table: Set<String> = [
    "hidden", "width", "minWidth", "align", "cellOptions", "footer", "hideHeader",
  ]

  /// - Returns: The paths in the value that nobody understands; `""` is all of it.
  static func set(_ name: String, _ value: JSON, in config: inout FieldConfig) -> [String] {
    if table.contains(name) { return cell(name, value, &config.cell) }
    if name == "neutral" { return GrafanaFields.number(value) { config.neutral = $0 } }
    switch name {
    case "stacking", "scaleDistribution", "thresholdsStyle", "hideFrom", "lineStyle":
      return part(name, value, &config.graph)
    case "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "axisCenteredZero":
      return axis(name, value, &config.graph)
    default: return line(name, value, &config.graph)
    }
  }

  private static func word<Word: RawRepresentable>(
    _ value: JSON,
    _ set: (Word) -> Void
  ) -> [String] where Word.RawValue == String {
    guard let word = value.string.flatMap(Word.init(rawValue:)) else { return [""] }
    set(word)
    return []
  }

  // MARK: - Lines

  private static func line(
    _ name: String,
    _ value: JSON,
    _ style: inout GraphStyle
  ) -> [String] {
    switch name {
    case "drawStyle":
      let plain = value.string == "bar" ? value.word("bars") : value
      return word(plain) { style.draw = $0 }
    case "lineInterpolation": return word(value) { style.interpolation = $0 }
    case "lineWidth": return GrafanaFields.number(value) { style.lineWidth = $0 }
    case "fillOpacity":
      return GrafanaFields.number(value) { style.fillOpacity = max(0, min(100, $0)) }
    case "gradientMode":
      guard let mode = value.string, ["none", "opacity", "hue", "scheme"].contains(mode) else {
        return [""]
      }
      style.gradient = mode
      return []
    case "showPoints": return word(value) { style.points = $0 }
    case "spanNulls": return gaps(value, &style)
    case "insertNulls":
      // Its own step is what a gap is measured by anyway.
      if value.bool != nil { return [] }
      guard let limit = milliseconds(value) else { return [""] }
      style.insertsGapsBeyond = limit
      return []
    case "transform": return word(value) { style.transform = $0 }
    case "fillBelowTo": return GrafanaFields.text(value) { style.fillBelowTo = $0 }
    case "barAlignment":
      guard let side = value.lenientNumber, [-1, 0, 1].contains(side) else { return [""] }
      style.barAlignment = Int(side)
      return []
    default: return [""]
    }
  }

  /// A truth, or the longest gap that is crossed.
  private static func gaps(_ value: JSON, _ style: inout GraphStyle) -> [String] {
    if value.number != nil, let limit = milliseconds(value) {
      style.gaps = .connectedUpTo(limit)
    } else if let isConnected = value.lenientBool {
      style.gaps = isConnected ? .connected : .left
    } else {
      return [""]
    }
    return []
  }

  private static func milliseconds(_ value: JSON) -> Duration? {
    guard let number = value.lenientNumber, number > 0, number < 1e13 else { return nil }
    return .milliseconds(Int64(number))
  }

  private static func axis(
    _ name: String,
    _ value: JSON,
    _ style: inout GraphStyle
  ) -> [String] {
    switch name {
    case "axisPlacement":
      // Those of horizontal axes say nothing of this one.
      if ["top", "bottom"].contains(value.string) { return [] }
      return word(value) { style.axis = $0 }
    case "axisLabel": return GrafanaFields.text(value) { style.axisLabel = $0 }
    case "axisSoftMin": return GrafanaFields.number(value) { style.axisSoftMin = $0 }
    case "axisSoftMax": return GrafanaFields.number(value) { style.axisSoftMax = $0 }
    default: return GrafanaFields.flag(value) { style.isCentredOnZero = $0 }
    }
  }

  // MARK: - Parts

  private static func part(
    _ name: String,
    _ value: JSON,
    _ style: inout GraphStyle
  ) -> [String] {
    guard value.members != nil else { return value.isEmpty ? [] : [""] }
    var reader = Remainder(value)
    var left: [String] = []
    switch name {
    case "stacking":
      let mode = reader.take("mode")
      let group = reader.take("group")?.plain ?? "A"
      if let mode {
        let known = mode.string.flatMap(GraphStyle.Stacking.Mode.init)
        if known == nil, !["off", "value"].contains(mode.string) { left.append("mode") }
        // Grafana's own migration sets a series apart by a group of its own.
        let isApart = value["group"]?.bool == false
        style.stacking = GraphStyle.Stacking(mode: isApart ? .none : known ?? .none, group: group)
      }
    case "scaleDistribution": left += scale(&reader, &style)
    case "thresholdsStyle":
      if let mode = reader.take("mode") {
        left += word(mode) { style.limits = $0 }.map { _ in "mode" }
      }
    case "lineStyle":
      let fill = reader.text("fill")?.string
      reader.drop(["dash"])
      style.isDashed = fill == "dash" || fill == "dot"
      if let fill, !["solid", "dash", "dot", "square"].contains(fill) { left.append("fill") }
    default:
      var hidden = style.hidden ?? GraphStyle.Hidden()
      if let flag = reader.flag("legend") { hidden.fromLegend = flag }
      if let flag = reader.flag("viz") { hidden.fromPlot = flag }
      // What isn't drawn is not told either.
      hidden.fromTooltip =
        reader.flag("tooltip") ?? (hidden.fromPlot == true ? true : hidden.fromTooltip)
      style.hidden = hidden
    }
    return left + reader.rest.map(\.name)
  }

  private static func scale(_ reader: inout Remainder, _ style: inout GraphStyle) -> [String] {
    let type = reader.text("type")
    let base = reader.amount("log") ?? 2
    let threshold = reader.amount("linearThreshold") ?? 1
    switch type?.string {
    case nil: return []
    case "linear", "ordinal": style.scale = .linear
    case "log" where base == 2 || base == 10: style.scale = .log(base: base)
    case "symlog" where base == 2 || base == 10:
      style.scale = .symlog(base: base, threshold: threshold)
    default: return ["type"]
    }
    return []
  }

  // MARK: - Tables

  private static func cell(
    _ name: String,
    _ value: JSON,
    _ style: inout CellStyle
  ) -> [String] {
    switch name {
    case "hidden": return GrafanaFields.flag(value) { style.isHidden = $0 }
    case "hideHeader": return GrafanaFields.flag(value) { style.hidesHeader = $0 }
    case "width":
      return value.string == "auto" ? [] : GrafanaFields.number(value) { style.width = $0 }
    case "minWidth": return GrafanaFields.number(value) { style.minWidth = $0 }
    case "align":
      // Generators write none for automatic.
      if value.isEmpty { return [] }
      let words = ["auto", "left", "center", "right"]
      guard let word = value.string, words.contains(word) else { return [""] }
      style.align = word
      return []
    case "footer":
      guard value.members != nil else { return [""] }
      var reader = Remainder(value)
      style.footer = reader.list("reducers").compactMap(\.string)
      return reader.rest.map(\.name)
    default: return look(value, &style)
    }
  }

  /// Pictures and buttons are none: a picture's address is shown, or the text that stands for it.
  private static let looks: Set<String> = [
    "auto", "color-text", "color-background", "gauge", "sparkline", "json-view", "data-links",
    "pill", "markdown",
  ]

  private static let courseLook = [
    "drawStyle", "lineInterpolation", "lineWidth", "lineStyle", "fillOpacity", "gradientMode",
    "showPoints", "pointSize", "barAlignment", "barWidthFactor", "spanNulls", "insertNulls",
    "stacking", "hideFrom", "scaleDistribution", "thresholdsStyle", "axisPlacement", "axisLabel",
    "axisColorMode", "axisCenteredZero", "axisBorderShow", "axisGridShow", "axisWidth",
  ]

  private static func look(_ value: JSON, _ style: inout CellStyle) -> [String] {
    guard value.members != nil else { return [""] }
    var reader = Remainder(value)
    let type = reader.text("type")?.string
    style.type = type ?? style.type
    let mode = reader.text("mode")?.string
    style.mode = mode ?? style.mode
    style.appliesToRow = reader.flag("applyToRow") ?? style.appliesToRow
    style.valueMode = reader.text("valueDisplayMode")?.string ?? style.valueMode
    if let isHidden = reader.flag("hideValue") { style.valueMode = isHidden ? "hidden" : "color" }
    // A course of one row of cells has no more of a graph's look than its shape.
    if type == "sparkline" { reader.drop(courseLook) }
    style.alternative = reader.text("alt")?.string ?? style.alternative
    reader.drop(["title"])
    var left = reader.rest.map(\.name)
    if let type, !looks.contains(type) { left.append("type") }
    if let mode, !["basic", "gradient", "lcd"].contains(mode) { left.append("mode") }
    return left
  }
}
