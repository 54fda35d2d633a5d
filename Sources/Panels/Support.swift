package import Documents

/// How much of what its file asks for a panel shows.
package enum Support: String, Hashable, Sendable, CaseIterable {
  /// Drawn as what it is, with everything that is asked for.
  case full
  /// Something is left out; its notes say what.
  case partial
  /// Not drawn as what it is.
  case placeholder

  package init(_ panel: PanelSpec) {
    let isDrawn =
      PanelCatalog.kind(drawing: panel) != nil && panel.source != .other
      && !panel.problems.contains { $0.severity == .error || Self.others.contains($0.code) }
    self = !isDrawn ? .placeholder : panel.problems.isEmpty ? .full : .partial
  }

  /// Drawn as something like it, or as a table of its data.
  private static let others = ["grafana.panel.nearest", "grafana.panel.table"]
}

/// Sums over the panels of dashboards; rows are none.
package struct SupportCount: Hashable, Sendable {
  package private(set) var dashboards = 0
  package private(set) var fullDashboards = 0
  package private(set) var panels: [Support: Int] = [:]
  /// By the type that the files say.
  package private(set) var types: [String: [Support: Int]] = [:]
  /// By the code of what is left out.
  package private(set) var notes: [String: Int] = [:]

  package init() {}

  package var panelCount: Int { panels.values.reduce(0, +) }

  package mutating func add(_ dashboard: Dashboard) {
    dashboards += 1
    var isFull = true
    for panel in dashboard.panels where panel.type != "row" {
      let support = Support(panel)
      isFull = isFull && support == .full
      panels[support, default: 0] += 1
      types[panel.writtenType ?? panel.type, default: [:]][support, default: 0] += 1
      for problem in panel.problems { notes[problem.code, default: 0] += 1 }
      for remark in panel.remarks { notes[remark.rawValue, default: 0] += 1 }
    }
    if isFull { fullDashboards += 1 }
  }

  /// Notes by how often they are said.
  package var rankedNotes: [(code: String, count: Int)] {
    notes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
