import Canvas

/// What a Grafana panel says that has no item: its file's words, large where they are a number.
struct NoValue {
  var text: String?
  let context: DrawContext

  func draw(on canvas: inout Canvas) {
    let ink = context.isStale || text == nil ? context.theme.dim : context.theme.text
    let words = (text ?? "no data").fitted(to: canvas.size.columns)
    if let text, let number = LargeNumber(text), canvas.size.rows >= BigDigits.rows,
      number.columns <= canvas.size.columns
    {
      number.draw(
        on: &canvas,
        at: Point(
          column: (canvas.size.columns - number.columns) / 2,
          row: (canvas.size.rows - BigDigits.rows) / 2
        ),
        style: Style(ink),
        glyphs: context.glyphs
      )
    } else if text == nil {
      canvas.write(words, at: .zero, style: Style(ink).bold)
    } else {
      let column = (canvas.size.columns - TextWidth.of(words)) / 2
      canvas.write(
        words,
        at: Point(column: column, row: max(0, canvas.size.rows - 1) / 2),
        style: Style(ink).bold
      )
    }
  }
}
