/// Panels that show another one's result: those of Grafana's source `-- Dashboard --`.
struct GrafanaReuse {
  private static let source = "-- Dashboard --"
  /// A result may be handed on; more often than this is a circle.
  private static let deepest = 8

  private let panels: [Int: JSON]
  /// Questions that all panels of a file may take over.
  private var room = 10_000

  /// - Parameter panels: All of the dashboard.
  init(_ panels: [JSON]) {
    let known = panels.compactMap { panel in panel["id"]?.integer.map { ($0, panel) } }
    self.panels = Dictionary(known) { first, _ in first }
  }

  /// The panel with the questions of the one whose result it shows; as it is where that is nowhere.
  mutating func resolved(_ panel: JSON) -> JSON {
    guard let result = resolved(panel, depth: 0) else { return panel }
    guard Self.isReusing(panel) else { return result }
    room -= result.value("targets")?.array?.count ?? 0
    return room < 0 ? panel : result
  }

  private func resolved(_ panel: JSON, depth: Int) -> JSON? {
    guard Self.isReusing(panel) else { return panel }
    let targets = panel.value("targets")?.array ?? []
    guard depth < Self.deepest,
      let target = targets.first(where: { $0.value("panelId") != nil }),
      let id = target["panelId"]?.lenientNumber.flatMap({ Int(exactly: $0) }),
      let source = panels[id].flatMap({ resolved($0, depth: depth + 1) }),
      source.value("targets")?.array?.isEmpty == false
    else { return nil }
    var result = panel
    for key in ["targets", "datasource", "interval", "maxDataPoints", "timeFrom", "timeShift"] {
      result = result.setting(key, to: source.value(key))
    }
    guard target["withTransforms"]?.lenientBool == true else { return result }
    let steps = [source, panel].flatMap { $0.value("transformations")?.array ?? [] }
    return result.setting("transformations", to: panel.list(steps))
  }

  private static func isReusing(_ panel: JSON) -> Bool {
    if let own = name(panel) { return own == source }
    let targets = panel.value("targets")?.array ?? []
    return !targets.isEmpty && targets.allSatisfy { name($0) == source }
  }

  private static func name(_ json: JSON) -> String? {
    json.value("datasource").flatMap { $0["uid"]?.string ?? $0.string }
  }
}
