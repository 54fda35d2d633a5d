package import Documents
import Metrics

/// Every panel kind there is, each in one line.
package enum PanelCatalog {
  package static let all: [any Panel.Type] = [
    TimeSeriesPanel.self, BarGaugePanel.self, StatPanel.self, GaugePanel.self, TablePanel.self,
    TextPanel.self, RowPanel.self, AlertListPanel.self, PiePanel.self,
    BarChartPanel.self, HeatmapPanel.self, HistogramPanel.self,
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

  /// How a type's targets are asked; nothing where no kind has the name.
  package static func reads(_ type: String) -> Reads { kind(type)?.reads ?? .nothing }

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
      return .failure(
        Problem(
          what: "the panel type \"\(ForeignText(spec.type).safe)\" can't be drawn yet",
          place: spec.title,
          fix: "",
          code: "panel.unsupported"
        )
      )
    }
    return Result { () throws(Problem) in try kind.init(spec) }
  }
}
