import Canvas
import Documents
import Metrics
import Panels

extension State {
  func draw(_ picker: Picker, on canvas: inout Canvas) {
    let filter = picker.filter.isEmpty ? "type to filter" : "filter: \(picker.filter)"
    let area = drawFrame(title: title(of: picker), hint: filter, on: &canvas)
    let theme = look.theme
    let rows = rows(of: picker)
    let visible = max(1, area.size.rows - 2)
    let first = max(0, min(picker.selected - visible / 2, rows.count - visible))
    let nameWidth = min(
      area.size.columns / 2,
      (rows.map { TextWidth.of(lead(of: $0) + $0.text) }.max() ?? 0) + 2
    )
    for (offset, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      let line = area.top + offset
      let isSelected = first + offset == picker.selected
      let pointer = isSelected ? " > " : row.isCurrent ? " * " : "   "
      canvas.write(pointer, at: Point(column: 0, row: line), style: Style(theme.text).bold)
      let mark = row.isMarked ? "[x] " : lead(of: row)
      var column = 3
      let style = isSelected || row.isCurrent ? Style(theme.text).bold : Style(theme.text)
      canvas.write(
        (mark + row.text).fitted(to: nameWidth),
        at: Point(column: column, row: line),
        style: style
      )
      column += nameWidth + 1
      for part in row.detail {
        canvas.write(
          part.text,
          at: Point(column: column, row: line),
          style: Style(color(of: part.tone))
        )
        column += max(part.width, TextWidth.of(part.text) + 2)
      }
    }
    if rows.isEmpty {
      canvas.write(
        "nothing matches",
        at: Point(column: 3, row: area.top),
        style: Style(theme.dim)
      )
    }
    canvas.write(
      hint(of: picker),
      at: Point(column: 0, row: canvas.size.rows - 1),
      style: Style(theme.dim)
    )
  }

  private func title(of picker: Picker) -> String {
    switch picker.subject {
    case .environments: "Environments"
    case .dashboards: "Dashboards\(picker.product.map { " of \($0.safe)" } ?? "")"
    case .variables: "Variables"
    case .find: "Find"
    case .ranges: "Time range"
    case .options(let name): ForeignText(name).safe
    }
  }

  private func hint(of picker: Picker) -> String {
    switch picker.subject {
    case .environments: "Enter switches and keeps range and variables   = side by side   Esc back"
    case .options(let name):
      dashboard.variables.first { $0.name == name }?.isMulti == true
        ? "Space marks several   Enter picks   Esc back" : "Enter picks   Esc back"
    case .find: "Enter goes there   Esc back"
    case .ranges: "or type \(RangeInput.forms)   Enter picks   Esc back"
    case .dashboards where showsFolders:
      "Enter opens, Left closes   Esc back"
    case .dashboards, .variables: "Enter opens   Esc back"
    }
  }

  /// What stands before a row's text: its depth, and whether a heading is open.
  private func lead(of row: PickerRow) -> String {
    let indent = String(repeating: "  ", count: row.depth)
    guard let isUnfolded = row.isUnfolded else { return indent }
    let isPlain = look.glyphs == .ascii
    return indent + (isUnfolded ? isPlain ? "v " : "▾ " : isPlain ? "> " : "▸ ")
  }

  private func color(of tone: PickerRow.DetailPart.Tone) -> Color {
    switch tone {
    case .plain: look.theme.text
    case .dim: look.theme.dim
    case .good: look.theme.good
    case .warning: look.theme.warning
    case .critical: look.theme.critical
    }
  }
}
