package import Canvas
package import Documents
package import Metrics

/// Words: Markdown, or HTML with its tags taken away.
package struct TextPanel: Panel {
  package static let names = ["text"]
  package static let summary = "Words in Markdown."
  package static let minimumSize = Size(columns: 4, rows: 1)
  package static let reads = Reads.nothing
  package static let options: [PanelOption] = [
    PanelOption("content", .string, "The text; may name variables."),
    PanelOption("mode", .choice(["markdown", "html", "code"]), "How the text is written."),
  ]

  package var content: ForeignText
  package var mode: String

  package init(_ spec: PanelSpec) throws(Problem) {
    mode = spec.options.string("mode") ?? "markdown"
    let text = spec.options.string("content") ?? ""
    content = ForeignText(mode == "html" ? Markdown.withoutTags(text) : text)
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }
  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }
  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] { [] }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    // Line ends are the one control that text has; each line is made safe by itself.
    let lines = content.raw.split(separator: "\n", omittingEmptySubsequences: false)
      .map { ForeignText($0.filter { $0 != "\r" }).safe }
    let blocks =
      mode == "code" ? lines.map { [Markdown.Run($0, .code)] } : Markdown.lines(lines, context)
    var row = 0
    for block in blocks {
      for line in Markdown.wrapped(block, columns: canvas.size.columns) {
        guard row < canvas.size.rows else { return }
        var column = 0
        for run in line {
          column = canvas.write(
            run.text,
            at: Point(column: column, row: row),
            style: run.kind.style(context.theme)
          )
        }
        row += 1
      }
    }
  }
}
