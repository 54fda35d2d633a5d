package import Canvas
package import Documents
package import Metrics

/// Words: Markdown, HTML as text, or code as it stands.
package struct TextPanel: Panel {
  package static let names = ["text"]
  package static let summary = "Words in Markdown."
  package static let minimumSize = Size(columns: 4, rows: 1)
  package static let reads = Reads.nothing
  package static let options: [PanelOption] = [
    PanelOption("content", .string, "The text; may name variables."),
    PanelOption("mode", .choice(["markdown", "html", "code"]), "How the text is written."),
  ]

  package static let grafanaOptions: [PanelOption] =
    options + [
      PanelOption("code.language", .string, "Drawn in one colour."),
      PanelOption("code.showLineNumbers", .boolean, "Before each line of code its number."),
    ]

  package var content: ForeignText
  package var mode: String
  package var hasNumbers: Bool

  package init(_ spec: PanelSpec) throws(Problem) {
    mode = spec.options.string("mode") ?? "markdown"
    content = ForeignText(spec.options.string("content") ?? "")
    hasNumbers = mode == "code" && spec.options.bool("code.showLineNumbers") == true
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }
  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }
  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] { [] }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let blocks = blocks(in: context)
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

  /// Paragraphs, each of which is broken into lines.
  private func blocks(in context: DrawContext) -> [[Markdown.Run]] {
    if mode == "html" { return HTMLText.lines(content.raw, context) }
    // Line ends are the one control that text has; each line is made safe by itself.
    let lines = content.raw.prefix(HTMLText.limit)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { ForeignText(String($0)).safe }
    guard mode == "code" else { return Markdown.lines(Markdown.withoutTags(lines), context) }
    let columns = "\(lines.count)".count
    return lines.enumerated().map { index, line in
      let number = "\(index + 1)".padded(to: columns, alignment: .right)
      return (hasNumbers ? [Markdown.Run("\(number)  ", .code)] : []) + [Markdown.Run(line, .code)]
    }
  }
}
