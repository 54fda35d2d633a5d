package import Documents
import Metrics

/// What a Grafana bar gauge says of its look.
package struct InkLook: Hashable, Sendable {
  package enum Value: String, CaseIterable, Sendable { case color, text, hidden }
  package enum Place: String, CaseIterable, Sendable { case auto, top, left, hidden }

  package static let grafanaOptions: [PanelOption] =
    FieldItems.grafanaOptions + [
      PanelOption("displayMode", .choice(modes), "How the bar is coloured."),
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "How bars lie."),
      PanelOption(
        "valueMode",
        .choice(Value.allCases.map(\.rawValue)),
        "How the value is written."
      ),
      PanelOption("namePlacement", .choice(Place.allCases.map(\.rawValue)), "Where the name is."),
      PanelOption("legend.showLegend", .boolean, "The names in a row below."),
      PanelOption("legend.displayMode", .choice(["list"]), "How."),
      PanelOption("legend.placement", .choice(["bottom"]), "Where."),
      PanelOption("legend.calcs", .choices([]), "None."),
      PanelOption("showUnfilled", .boolean, "The rest of each bar's length."),
    ]

  private static let modes = BarInk.Mode.allCases.map(\.rawValue)

  package var items: FieldItems
  /// How its cells are coloured: `basic`, `gradient` or `lcd`.
  package var mode: String
  package var orientation: String
  package var value: Value
  package var name: Place
  package var showsRest: Bool
  package var showsLegend: Bool
  /// Every item is named, not only one of several.
  package var isNamed: Bool
  /// Of a panel without any value.
  package var noValue: String?

  package init(_ options: Options, fields: FieldRules, title: String) {
    items = FieldItems(options, fields: fields)
    mode = options.string("displayMode") ?? "gradient"
    orientation = options.string("orientation") ?? "auto"
    value = options.choice("valueMode") ?? .color
    name = options.choice("namePlacement") ?? .auto
    showsRest = options.bool("showUnfilled") ?? true
    showsLegend = options.bool("legend.showLegend") ?? false
    isNamed = fields.defaults.displayName?.isEmpty == false || title.isEmpty
    noValue = items.noValue
  }
}
