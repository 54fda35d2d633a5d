package import Canvas
package import Documents
package import Metrics

/// A heading over the panels below it; the screen draws it, and Enter opens and closes it.
package struct RowPanel: Panel {
  package static let names = ["row"]
  package static let summary = "A heading; Enter hides and shows the panels below."
  package static let options: [PanelOption] = []
  package static let minimumSize = Size(columns: 1, rows: 0)
  package static let reads = Reads.nothing

  package init(_ spec: PanelSpec) throws(Problem) {}

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }
  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }
  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] { [] }
  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {}
}
