package import Documents
import Metrics

/// What a Grafana stat panel says of its look.
package struct StatLook: Hashable, Sendable {
  package enum Coloring: String, CaseIterable, Sendable {
    case none, value, background
    case backgroundSolid = "background_solid"
  }
  package enum Text: String, CaseIterable, Sendable {
    case auto, value
    case valueAndName = "value_and_name"
    case name, none
  }
  /// What a rise is coloured as.
  package enum Change: String, CaseIterable, Sendable {
    case standard, inverted
    case sameAsValue = "same_as_value"
  }

  package static let grafanaOptions: [PanelOption] =
    FieldItems.grafanaOptions + [
      PanelOption("graphMode", .choice(["none", "area", "line"]), "The course below the value."),
      PanelOption("colorMode", .string, "What is coloured; by an unknown word nothing is."),
      PanelOption("textMode", .choice(Text.allCases.map(\.rawValue)), "Value, name or both."),
      PanelOption("justifyMode", .choice(["auto", "center"]), "Where the value stands."),
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "How items lie."),
      PanelOption("wideLayout", .boolean, "The name left of the value where there is room."),
      PanelOption("showPercentChange", .boolean, "How far the last value is from the first."),
      PanelOption(
        "percentChangeColorMode",
        .choice(Change.allCases.map(\.rawValue)),
        "What a rise is coloured as."
      ),
    ]

  var isFilled: Bool { coloring == .background || coloring == .backgroundSolid }

  package var items: FieldItems
  package var showsCourse: Bool
  package var coloring: Coloring
  package var text: Text
  package var isCentred: Bool
  package var orientation: String
  package var isWide: Bool
  package var showsChange: Bool
  package var change: Change
  /// Of a panel without any value.
  package var noValue: String?

  package init(_ options: Options, fields: FieldRules, title: String) {
    items = FieldItems(options, fields: fields)
    showsCourse = options.string("graphMode") != "none"
    // Grafana itself colours nothing by a word that it doesn't know.
    coloring = options.string("colorMode").map { Coloring(rawValue: $0) ?? .none } ?? .value
    text = options.choice("textMode") ?? .auto
    // What the rule above doesn't name is named here.
    let isNamed = fields.defaults.displayName?.isEmpty == false
    if text == .auto, isNamed || title.isEmpty { text = .valueAndName }
    isCentred = options.string("justifyMode") == "center"
    orientation = options.string("orientation") ?? "auto"
    isWide = options.bool("wideLayout") ?? true
    showsChange = options.bool("showPercentChange") == true && !items.isByRow
    change = options.choice("percentChangeColorMode") ?? .standard
    noValue = items.noValue
  }
}
