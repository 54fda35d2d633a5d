package import Documents
import Metrics

/// What a Grafana gauge says of its look.
package struct GaugeLook: Hashable, Sendable {
  package static let grafanaOptions: [PanelOption] =
    FieldItems.grafanaOptions + [
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "How items lie."),
      PanelOption("showThresholdMarkers", .boolean, "The limits' colours along the bar."),
      PanelOption("showThresholdLabels", .boolean, "The limits in digits."),
    ]

  package var items: FieldItems
  package var orientation: String
  package var showsMarkers: Bool
  package var showsLabels: Bool
  /// Every item is named, not only one of several.
  package var isNamed: Bool
  /// Of a panel without any value.
  package var noValue: String?

  package init(_ options: Options, fields: FieldRules, title: String) {
    items = FieldItems(options, fields: fields)
    orientation = options.string("orientation") ?? "auto"
    showsMarkers = options.bool("showThresholdMarkers") ?? true
    showsLabels = options.bool("showThresholdLabels") ?? false
    isNamed = fields.defaults.displayName?.isEmpty == false || title.isEmpty
    noValue = items.noValue
  }
}
