import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// Lines of the list: kept free whether it is open or not, so that nothing jumps while somebody
  /// types.
  static func completionRows(_ rows: Int) -> Int {
    switch rows {
    case 40...: 10
    case 24...: 6
    case 16...: 4
    case 11...: 2
    default: 0
    }
  }

  /// Rows of the editor: its rule, the field, the list.
  var editRows: Int {
    guard let edit else { return 0 }
    return 1 + fieldRows(edit) + Self.completionRows(size.rows)
  }

  private func fieldRows(_ edit: QueryEdit) -> Int {
    let rows = QueryRows(edit.field.text, columns: size.columns).rows.count
    return max(1, min(rows, size.rows / 6))
  }

  /// What a title says of a panel that doesn't show what its file asks.
  func editMark(of spec: PanelSpec) -> String {
    edit?.original.id == spec.id && edit?.isAskedAnew == true ? ", edited" : ""
  }

  func drawEdit(on canvas: inout Canvas, in area: Rect) {
    guard let edit, !area.size.isEmpty else { return }
    var body = Canvas(size: area.size)
    editRule(edit).draw(on: &body, row: 0, columns: area.size.columns, theme: look.theme)
    let rows = min(fieldRows(edit), area.size.rows - 1)
    drawField(edit.field.text, on: &body, top: 1, rows: rows)
    let rest = Rect(
      column: 0,
      row: 1 + rows,
      columns: area.size.columns,
      rows: area.size.rows - 1 - rows
    )
    if edit.completion.isShown {
      drawList(edit.completion, on: &body, in: rest)
    } else {
      drawWord(edit, on: &body, in: rest)
    }
    canvas.place(body, at: area.origin)
  }

  /// The line above the field, such as `A 1 of 3 count by system ──── not asked yet`.
  private func editRule(_ edit: QueryEdit) -> TitleRule {
    let field = edit.field
    let count = edit.fields.count
    let letter = ForeignText(field.letter).safe
    let by = field.by.map { labels in
      labels.isEmpty
        ? "count" : "count by \(labels.map { ForeignText($0).safe }.joined(separator: ", "))"
    }
    var note = field.text.text == field.asked ? "" : "not asked yet"
    if note.isEmpty, field.text.text != field.was { note = "not saved" }
    if edit.isSaving { note = "saving" }
    if let place = edit.completion.place { note = place }
    return TitleRule(
      title: count > 1 ? "\(letter) \(edit.place + 1) of \(count)" : "Query",
      unit: by ?? "",
      note: note,
      shortNote: note,
      noteColor: look.theme.dim,
      isFocused: false,
      glyphs: look.glyphs
    )
  }

  private static let leaving = "Esc again throws the change away; any other key goes on"

  /// The text around its cursor, which is a cell reversed.
  private func drawField(_ text: QueryText, on canvas: inout Canvas, top: Int, rows: Int) {
    let layout = QueryRows(text, columns: canvas.size.columns)
    let first = max(0, min(layout.cursor.row - rows + 1, layout.rows.count - rows))
    let style = Style(look.theme.text)
    for (offset, row) in layout.rows.dropFirst(first).prefix(rows).enumerated() {
      for piece in row.pieces {
        canvas.write(piece.text, at: Point(column: piece.column, row: top + offset), style: style)
      }
    }
    let at = Point(column: layout.cursor.column, row: top + layout.cursor.row - first)
    guard at.row < canvas.size.rows else { return }
    let isWide = canvas[at.column + 1, at.row].isContinuation
    let cell = Rect(column: at.column, row: at.row, columns: isWide ? 2 : 1, rows: 1)
    canvas.restyle(cell) { $0 = style }
    canvas.restyle(cell) { $0.attributes.insert(.reverse) }
  }

  private func drawList(_ completion: Completion, on canvas: inout Canvas, in area: Rect) {
    let (theme, items) = (look.theme, completion.items)
    let visible = area.size.rows
    guard visible > 0 else { return }
    let first = max(0, min(completion.selected - visible / 2, items.count - visible))
    let shown = items.dropFirst(first).prefix(visible)
    let widest = shown.map { TextWidth.of($0.name.safe) }.max() ?? 0
    let names = min(max(12, widest), max(8, canvas.size.columns * 2 / 3))
    for (offset, item) in shown.enumerated() {
      let row = area.top + offset
      let isSelected = first + offset == completion.selected
      let style = isSelected ? Style(theme.text).bold : Style(theme.text)
      canvas.write(isSelected ? " > " : "   ", at: Point(column: 0, row: row), style: style)
      canvas.write(item.name.safe.fitted(to: names), at: Point(column: 3, row: row), style: style)
      let words = [item.note.safe, item.what.safe].filter { !$0.isEmpty }.joined(separator: "  ")
      let column = 3 + names + 2
      canvas.write(
        words.fitted(to: max(0, canvas.size.columns - column)),
        at: Point(column: column, row: row),
        style: Style(theme.dim)
      )
    }
  }

  /// Where no list stands: what is wrong, or the function that is being written.
  private func drawWord(_ edit: QueryEdit, on canvas: inout Canvas, in area: Rect) {
    guard area.size.rows > 0 else { return }
    let theme = look.theme
    if let problem = edit.problem {
      let text = problem.what + (problem.fix.isEmpty ? "" : "; \(problem.fix)")
      drawWrapped(text, on: &canvas, row: area.top, style: Style(theme.warning))
    } else if edit.isLeaving {
      drawWrapped(Self.leaving, on: &canvas, row: area.top, style: Style(theme.warning))
    } else if let word = edit.completion.word ?? signature(edit.field.text) {
      drawWrapped(word, on: &canvas, row: area.top, style: Style(theme.dim))
    }
  }

  /// The keys that matter while somebody edits; where no other line can hold it, what is wrong.
  func drawEditKeys(_ edit: QueryEdit, on canvas: inout Canvas, row: Int) {
    let warning = edit.problem?.what ?? (edit.isLeaving ? Self.leaving : nil)
    if let warning, Self.completionRows(size.rows) == 0 {
      let text = warning.fitted(to: canvas.size.columns)
      canvas.write(text, at: Point(column: 0, row: row), style: Style(look.theme.warning))
      return
    }
    var keys = KeyHelp.editing(
      listIsShown: edit.completion.isShown,
      targets: edit.fields.count
    )
    let gap = canvas.size.columns >= 120 ? 3 : 2
    while keys.count > 1, keys.columns(gap: gap) > canvas.size.columns { keys.removeLast() }
    draw(keys, on: &canvas, row: row, gap: gap)
  }

  /// What the function takes whose arguments are being written.
  private func signature(_ text: QueryText) -> String? {
    let reader = QueryReader(text.characters, cursor: text.cursor)
    guard let name = reader.frames.last(where: { $0.sign == "(" })?.word,
      let word = (PromQL.functions + PromQL.aggregations).first(where: { $0.name == name })
    else { return nil }
    let gap = word.signature.hasPrefix("by") ? " " : ""
    return "\(word.name)\(gap)\(word.signature): \(word.what)"
  }
}
