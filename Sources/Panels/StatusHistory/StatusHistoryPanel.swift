package import Canvas
package import Documents
package import Metrics

/// What each series was at each moment.
package struct StatusHistoryPanel: Panel {
  package static let names = ["status-history"]
  package static let summary = "States at moments: a box for each sample."
  package static let minimumSize = Size(columns: 12, rows: 1)
  package static let reads = Reads.range

  package static let options = StatePanels.options + FieldOptions.options
  package static let grafanaOptions = StatePanels.grafanaOptions
  package static let grafanaFields = StatePanels.grafanaFields

  package var field: FieldOptions
  private var look: StateDrawing.Look

  package init(_ spec: PanelSpec) throws(Problem) {
    field = spec.fields.map { FieldOptions($0.defaults) } ?? FieldOptions(spec.options)
    look = StateDrawing.Look(
      spec.options,
      fillOpacity: spec.fields.map { $0.defaults.graph.fillOpacity ?? 70 }
    )
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { max(1, columns / 2) }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    StatePanels.readings(frame, by: field, in: context)
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let making = StateRow.Making(
      field: field,
      merges: false,
      tellsSpans: false,
      defaultColorMode: Self.defaultColorMode,
      frame: frame,
      context: context
    )
    StateDrawing(rows: making.rows(), look: look, range: frame.range, context: context)
      .draw(on: &canvas)
  }
}
