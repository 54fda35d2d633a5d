package import Documents
import Metrics

/// What the alert list reads of a Grafana panel's options.
///
/// Source: Grafana, `public/app/plugins/panel/alertlist/types.ts`. That a rule has no data, or could
/// not be evaluated, is a state in Grafana alone.
extension AlertListPanel {
  package static let grafanaOptions: [PanelOption] = [
    PanelOption("stateFilter.firing", .boolean, "Alerts that fire."),
    PanelOption("stateFilter.pending", .boolean, "Alerts that are about to."),
    PanelOption("stateFilter.normal", .boolean, "Rules that nothing fulfils."),
    PanelOption("stateFilter.inactive", .boolean, "The older word for it."),
    PanelOption("maxItems", .integer(atLeast: 1), "At most so many."),
    PanelOption("sortOrder", .integer(atLeast: 1), "1 and 2 by name, 3 the worst, 4 and 5 by age."),
    PanelOption("alertName", .string, "Part of the alert's name."),
    PanelOption("alertInstanceLabelFilter", .string, "Matchers in braces."),
    PanelOption("groupMode", .choice(["default", "custom"]), "By rule, or by labels."),
    PanelOption("groupBy", .strings, "The labels."),
    PanelOption("viewMode", .choice(["list", "stat"]), "A list, or how many rules."),
    PanelOption("showInstances", .boolean, "Each alert has its line here."),
    PanelOption("showOptions", .choice(["current"]), "As it is now, not what has changed."),
  ]

  private static let orders = [
    1: "name", 2: "nameDescending", 3: "importance", 4: "oldest", 5: "newest",
  ]

  mutating func read(grafana options: Options) throws(Problem) {
    let firing = options.bool("stateFilter.firing")
    let pending = options.bool("stateFilter.pending")
    let normal = options.bool("stateFilter.normal") ?? options.bool("stateFilter.inactive")
    if firing != nil || pending != nil || normal != nil {
      states = []
      if firing ?? false { states.insert(.firing) }
      if pending ?? false { states.insert(.pending) }
      if normal ?? false { states.insert(.normal) }
    }
    if let order = options.integer("sortOrder").flatMap({ Self.orders[$0] }) { sort = order }
    countsRules = options.string("viewMode") == "stat"
    if options.string("groupMode") == "custom" { groupBy = options.strings("groupBy") ?? [] }
    nameFilter = options.string("alertName") ?? ""
    guard let filter = options.string("alertInstanceLabelFilter"), !filter.isEmpty else { return }
    for text in Self.parts(filter) { matchers.append(try Self.matcher(text)) }
  }

  /// Matchers in braces, parted at commas outside of quotes.
  private static func parts(_ filter: String) -> [String] {
    var parts = [""]
    var isQuoted = false
    for character in filter {
      if character == "\"" { isQuoted.toggle() }
      switch character {
      case "{" where !isQuoted, "}" where !isQuoted: continue
      case "," where !isQuoted: parts.append("")
      default: parts[parts.count - 1].append(character)
      }
    }
    return parts.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
