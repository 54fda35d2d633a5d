/// What is asked for the events that a dashboard marks on its time axes.
package struct AnnotationQuery: Hashable, Sendable {
  package var name: String
  /// PromQL; every sample above 0 is an event.
  package var expression: String
  /// The least distance of two samples; may name variables.
  package var step: String?
  /// With `{{label}}`; nil: the event's labels tell it.
  package var titleFormat: String?
  package var textFormat: String?
  /// Labels whose values are the event's tags.
  package var tagKeys: [String]
  /// The sample's value is the time, in milliseconds.
  package var usesValueForTime: Bool
  /// A name or `#rrggbb`.
  package var color: String
  package var isEnabled: Bool
  /// The panels that show it, by id in the file; nil: all.
  package var panels: Panels?

  package enum Panels: Hashable, Sendable {
    case only(Set<Int>)
    case allBut(Set<Int>)
  }

  package init(
    name: String,
    expression: String,
    step: String? = nil,
    titleFormat: String? = nil,
    textFormat: String? = nil,
    tagKeys: [String] = [],
    usesValueForTime: Bool = false,
    color: String = "red",
    isEnabled: Bool = true,
    panels: Panels? = nil
  ) {
    self.name = name
    self.expression = expression
    self.step = step
    self.titleFormat = titleFormat
    self.textFormat = textFormat
    self.tagKeys = tagKeys
    self.usesValueForTime = usesValueForTime
    self.color = color
    self.isEnabled = isEnabled
    self.panels = panels
  }

  /// Whether a panel shows it.
  package func isShown(in panel: PanelSpec) -> Bool {
    switch panels {
    case nil: true
    case .only(let ids)?: ids.contains(panel.fileID)
    case .allBut(let ids)?: !ids.contains(panel.fileID)
    }
  }
}
