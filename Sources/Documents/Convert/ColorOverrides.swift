import Canvas
import Metrics

/// Rules that give one name a colour and nothing else: `colors` of a layout, in Grafana's form.
package enum ColorOverrides {
  /// Of the series that has this name, or whose name begins with it as a word.
  static func written(_ entry: DashboardColor) -> JSON.Kind {
    .members([
      "matcher": .members([
        "id": .string("byRegexp"),
        "options": .string(head + escaped(entry.value) + tail),
      ]),
      "properties": .list([
        .members([
          "id": .string("color"),
          "value": .members(["mode": .string("fixed"), "fixedColor": .string(entry.color)]),
        ])
      ]),
    ])
  }

  private static let head = "/^"
  private static let tail = "( |$)/"
  private static let special = "\\^$.|?*+()[]{}/"

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if special.contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  /// The name and its colour, where a rule says no more; nil where it does.
  package static func entry(_ rule: FieldRules.Override) -> DashboardColor? {
    var alone = FieldConfig()
    alone.color = rule.config.color
    guard rule.config == alone, rule.unset.isEmpty, let color = alone.color, color.mode == "fixed",
      let fixed = color.fixed, Theme.dark.color(named: fixed) != nil
    else { return nil }
    switch rule.matcher {
    case .byName(let name): return DashboardColor(value: name, color: fixed)
    case .byRegexp(let pattern):
      return name(in: pattern).map { DashboardColor(value: $0, color: fixed) }
    default: return nil
    }
  }

  /// What `written` has made a pattern of.
  private static func name(in pattern: String) -> String? {
    guard pattern.hasPrefix(head), pattern.hasSuffix(tail) else { return nil }
    var name = ""
    var isEscaped = false
    for character in pattern.dropFirst(head.count).dropLast(tail.count) {
      if isEscaped || !special.contains(character) {
        name.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        return nil
      }
    }
    return isEscaped ? nil : name
  }
}
