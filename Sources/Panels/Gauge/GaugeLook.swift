package import Documents
import Metrics

/// What a Grafana gauge says of its look.
package struct GaugeLook: Hashable, Sendable {
  package static let grafanaOptions: [PanelOption] =
    FieldItems.grafanaOptions + [
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "How items lie."),
      PanelOption("showThresholdMarkers", .boolean, "The limits' colours along the bar."),
      PanelOption("showThresholdLabels", .boolean, "The limits in digits."),
      PanelOption("neutral", .number, "Where bars begin; else at the low end."),
      PanelOption("sparkline", .boolean, "How each value came to be."),
      PanelOption("textMode", .choice(Text.allCases.map(\.rawValue)), "Values, names, both."),
    ]

  /// What of an item is said.
  package enum Text: String, Hashable, Sendable, CaseIterable {
    case auto, value, name, none
    case valueAndName = "value_and_name"
  }

  package var items: FieldItems
  package var orientation: String
  package var showsMarkers: Bool
  package var showsLabels: Bool
  /// Every item is named, not only one of several.
  package var isNamed: Bool
  package var text: Text
  /// Where a bar begins whose field doesn't say.
  package var neutral: Double?
  package var showsCourse: Bool
  /// Of a panel without any value.
  package var noValue: String?

  package init(_ options: Options, fields: FieldRules, title: String) {
    items = FieldItems(options, fields: fields)
    orientation = options.string("orientation") ?? "auto"
    showsMarkers = options.bool("showThresholdMarkers") ?? true
    showsLabels = options.bool("showThresholdLabels") ?? false
    isNamed = fields.defaults.displayName?.isEmpty == false || title.isEmpty
    text = options.string("textMode").flatMap(Text.init) ?? .auto
    neutral = options.number("neutral")
    showsCourse = options.bool("sparkline") ?? false
    noValue = items.noValue
  }
}
