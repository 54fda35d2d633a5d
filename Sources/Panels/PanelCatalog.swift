package import Documents
import Metrics

/// Every panel kind there is, each in one line.
package enum PanelCatalog {
  package static let all: [any Panel.Type] = [
    TimeSeriesPanel.self, BarGaugePanel.self, StatPanel.self, GaugePanel.self, TablePanel.self,
    TextPanel.self, RowPanel.self, AlertListPanel.self, PiePanel.self,
    BarChartPanel.self, HeatmapPanel.self, HistogramPanel.self,
    StateTimelinePanel.self, StatusHistoryPanel.self,
  ]

  /// The kinds as documents know them.
  package static let kinds: [PanelKind] = all.map {
    PanelKind(
      names: $0.names,
      summary: $0.summary,
      options: $0.options,
      grafanaOptions: $0.grafanaOptions,
      grafanaFields: $0.grafanaFields
    )
  }

  private static func kind(_ type: String) -> (any Panel.Type)? {
    all.first { $0.names.contains(type) }
  }

  /// Our name for the kind that draws this type; nil where none does.
  package static func kind(named type: String) -> String? { kind(type)?.names.first }

  /// Our name for the kind that draws a panel, a table where that stands in; nil where none does.
  package static func kind(drawing spec: PanelSpec) -> String? {
    kind(named: spec.type) ?? (standIn(spec) == .table ? TablePanel.names.first : nil)
  }

  /// What is shown of a panel whose type no kind draws.
  private static func standIn(_ spec: PanelSpec) -> PanelStandIn {
    PanelStandIn(
      type: spec.type,
      hasData: spec.source == .prometheus && !spec.targets.isEmpty
    )
  }

  /// How a type's targets are asked; of one that no kind draws for the table that stands in.
  package static func reads(_ type: String) -> Reads {
    if let kind = kind(type) { return kind.reads }
    return PanelStandIn(type: type, hasData: true) == .table ? TableInstead.reads : .nothing
  }

  /// The colour mode of a type's fields that set none.
  static func defaultColorMode(_ type: String) -> String {
    kind(type)?.defaultColorMode ?? "thresholds"
  }

  /// The panel that a spec describes, or why there is none.
  package static func make(_ spec: PanelSpec) -> Result<any Panel, Problem> {
    if let problem = spec.problems.first(where: { $0.severity == .error }) {
      return .failure(problem)
    }
    guard spec.source != .other else {
      return .failure(
        Problem(
          what: "this panel's data isn't in Prometheus",
          place: spec.title,
          fix: "promwall shows Prometheus' data",
          code: "panel.source"
        )
      )
    }
    guard let kind = kind(spec.type) else {
      guard case .placeholder(let why) = standIn(spec) else {
        return Result { () throws(Problem) in try TableInstead(spec) }
      }
      return .failure(Problem(what: why, place: spec.title, fix: "", code: "panel.unsupported"))
    }
    return Result { () throws(Problem) in try kind.init(spec) }
  }
}
