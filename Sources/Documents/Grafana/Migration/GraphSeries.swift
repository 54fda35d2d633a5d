/// One of the old graph's `seriesOverrides` as properties of today's.
struct GraphSeries {
  private var reader: Remainder
  private let json: JSON
  let alias: JSON?
  private(set) var isOnSecondAxis = false
  private(set) var fillsBelow = false
  /// Drawn as a line, whatever the panel's others are.
  private(set) var isLine = false

  init(_ json: JSON) {
    self.json = json
    reader = Remainder(json)
    alias = reader.text("alias")
  }

  var rest: [JSON.Member] { reader.rest }

  mutating func properties() -> [(String, JSON)] {
    isOnSecondAxis = reader.amount("yaxis") == 2
    var found: [(String, JSON)] = []
    func add(_ id: String, _ value: JSON?) { if let value { found.append((id, value)) } }
    add("color", reader.text("color").map(FieldDraft.fixed))
    add(
      "custom.fillOpacity",
      reader.number("fill").map { $0.count(min(100, ($0.number ?? 0) * 10)) }
    )
    if let gradient = reader.number("fillGradient"), let number = gradient.number, number > 0 {
      add("custom.gradientMode", gradient.word("opacity"))
      add("custom.fillOpacity", gradient.count(min(100, number * 10)))
    }
    stack(&found)
    lines(&found)
    if let below = reader.text("fillBelowTo") {
      fillsBelow = true
      add("custom.fillBelowTo", below)
    }
    add("custom.transform", reader.text("transform"))
    hiding(&found)
    switch reader.text("nullPointMode")?.string {
    case "connected": add("custom.spanNulls", json.flag(true))
    case "null as zero": add("nullValueMode", json.word("null as zero"))
    case "null": add("custom.spanNulls", json.flag(false))
    default: break
    }
    return found
  }

  private mutating func stack(_ found: inout [(String, JSON)]) {
    guard let stack = reader.take("stack") else { return }
    let group = stack.string.flatMap { ["true", "false"].contains($0) ? nil : $0 }
    let mode = group != nil || stack.lenientBool == true ? "normal" : "none"
    found.append(("custom.stacking", Self.stacking(mode, group: group ?? "A", at: stack)))
  }

  private mutating func lines(_ found: inout [(String, JSON)]) {
    let bars = reader.flag("bars")
    let lines = reader.flag("lines")
    let points = reader.flag("points")
    if bars == true {
      found.append(("custom.drawStyle", json.word("bars")))
      found.append(("custom.fillOpacity", json.count(100)))
    } else if points == true, lines == false {
      found.append(("custom.drawStyle", json.word("points")))
    } else if lines == true || bars == false {
      isLine = true
      found.append(("custom.drawStyle", json.word("line")))
    }
    if lines == false, bars != true, points != true {
      found.append(("custom.lineWidth", json.count(0)))
    }
    if let points { found.append(("custom.showPoints", json.word(points ? "always" : "never"))) }
    if let width = reader.number("linewidth") { found.append(("custom.lineWidth", width)) }
    if reader.flag("dashes") == true { found.append(("custom.lineStyle", Self.dash(json))) }
    if let stepped = reader.flag("steppedLine") {
      found.append(("custom.lineInterpolation", json.word(stepped ? "stepAfter" : "linear")))
    }
  }

  private mutating func hiding(_ found: inout [(String, JSON)]) {
    let isHidden = reader.flag("hiddenSeries") == true
    let isUnnamed = reader.flag("legend") == false
    let isUntold = reader.flag("hideTooltip") == true
    guard isHidden || isUnnamed || isUntold else { return }
    found.append(
      (
        "custom.hideFrom",
        JSON.make(
          [
            ("legend", json.flag(isUnnamed)), ("viz", json.flag(isHidden)),
            ("tooltip", json.flag(isHidden || isUntold)),
          ],
          at: json.position
        )
      )
    )
  }

  // MARK: - Values

  static func stacking(_ mode: String, group: String, at json: JSON) -> JSON {
    JSON.make([("mode", json.word(mode)), ("group", json.word(group))], at: json.position)
  }

  static func dash(_ json: JSON) -> JSON {
    JSON.make([("fill", json.word("dash"))], at: json.position)
  }

  /// Not in the legend, and on the plot or not.
  static func hidden(_ json: JSON, plot: Bool) -> JSON {
    JSON.make(
      [("legend", json.flag(true)), ("tooltip", json.flag(true)), ("viz", json.flag(plot))],
      at: json.position
    )
  }
}
