package import Canvas
package import Documents
package import Metrics

/// Series as rows: their labels in columns, and a column of values for each target.
package struct TablePanel: Panel {
  package static let names = ["table", "table-old"]
  package static let summary = "Labels and values in rows."
  package static let minimumSize = Size(columns: 8, rows: 1)
  package static let reads = Reads.instant
  package static let options: [PanelOption] =
    [
      PanelOption("columns", .strings, "Labels to show, in order; else all that differ."),
      PanelOption("sort", .choice(["none", "asc", "desc"]), "By the value of the first target."),
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
    ] + FieldOptions.options

  package var field: FieldOptions
  package var columns: [String]?
  package var sort: String
  package var calc: Reducer

  package init(_ spec: PanelSpec) throws(Problem) {
    field = FieldOptions(spec.options)
    columns = spec.options.strings("columns")
    sort = spec.options.string("sort") ?? "none"
    calc = spec.options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    let count = rows(frame).count
    return Heading(unit: count == 1 ? "1 row" : "\(count) rows")
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    frame.series.map { series in
      let value = calc.value(of: series)
      return field.reading(of: series, value: value, color: field.color(of: value, in: context))
    }
  }

  private struct Row {
    var labels: Labels
    var values: [Int: Double]
  }

  /// Series of the same labels share a row, whichever target they answer.
  private func rows(_ frame: Frame) -> [Row] {
    var rows: [Row] = []
    var places: [Labels: Int] = [:]
    for series in frame.series {
      let labels = series.labels.dropping(["__name__"])
      let place = places[labels] ?? rows.count
      if place == rows.count { rows.append(Row(labels: labels, values: [:])) }
      places[labels] = place
      if let value = calc.value(of: series) { rows[place].values[series.target] = value }
    }
    guard sort != "none", let first = frame.series.first?.target else { return rows }
    return rows.sorted { left, right in
      let (a, b) = (left.values[first] ?? -.infinity, right.values[first] ?? -.infinity)
      return sort == "asc" ? a < b : a > b
    }
  }

  /// The labels shown: those named, else those that aren't alike in every row.
  private func labels(_ rows: [Row]) -> [String] {
    if let columns { return columns }
    let names = Set(rows.flatMap { $0.labels.all.map(\.name.raw) }).sorted()
    guard rows.count > 1 else { return names }
    return names.filter { name in Set(rows.map { $0.labels[name]?.raw ?? "" }).count > 1 }
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    guard !canvas.size.isEmpty else { return }
    let rows = rows(frame)
    let names = labels(rows)
    let targets = Array(Set(frame.series.map(\.target))).sorted()
    let heads = targets.map { target in
      targets.count == 1
        ? "value" : frame.series.first { $0.target == target }?.refId ?? "value"
    }
    let labelWidths = names.map { name in
      max(
        TextWidth.of(ForeignText(name).safe),
        rows.map { TextWidth.of($0.labels[name]?.safe ?? "") }.max() ?? 0
      )
    }
    let valueWidths = zip(targets, heads).map { target, head in
      max(TextWidth.of(head), rows.map { TextWidth.of(text($0, target)) }.max() ?? 0)
    }
    let fitted = shrunk(
      labelWidths,
      room: canvas.size.columns - valueWidths.reduce(0) { $0 + $1 + 2 }
    )
    var line = 0
    if canvas.size.rows >= 3 {
      let head = names.map { (ForeignText($0).safe, Style(context.theme.dim)) }
      let values = heads.map { ($0, Style(context.theme.dim)) }
      write(head, values, fitted, valueWidths, row: 0, on: &canvas)
      line = 1
    }
    for (index, row) in rows.enumerated() where line < canvas.size.rows {
      if line == canvas.size.rows - 1, rows.count > index + 1 {
        canvas.write(
          "+\(rows.count - index) more",
          at: Point(column: 0, row: line),
          style: Style(context.theme.dim)
        )
        return
      }
      let cells = names.map { (row.labels[$0]?.safe ?? "", Style(context.theme.text)) }
      let values = targets.map { target in
        (text(row, target), Style(color(row.values[target], in: context)))
      }
      write(cells, values, fitted, valueWidths, row: line, on: &canvas)
      line += 1
    }
  }

  private func text(_ row: Row, _ target: Int) -> String {
    row.values[target].map(field.text) ?? field.noValue ?? "-"
  }

  private func color(_ value: Double?, in context: DrawContext) -> Color {
    if context.isStale { return context.theme.dim }
    return field.color(of: value, in: context) ?? context.theme.text
  }

  /// The widest columns give first.
  private func shrunk(_ widths: [Int], room: Int) -> [Int] {
    var widths = widths
    while widths.reduce(0, { $0 + $1 + 2 }) > max(0, room),
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func write(
    _ cells: [(String, Style)],
    _ values: [(String, Style)],
    _ widths: [Int],
    _ valueWidths: [Int],
    row: Int,
    on canvas: inout Canvas
  ) {
    var column = 0
    for (cell, width) in zip(cells, widths) {
      canvas.write(
        cell.0.fitted(to: width),
        at: Point(column: column, row: row),
        style: cell.1
      )
      column += width + 2
    }
    for (value, width) in zip(values, valueWidths) {
      canvas.write(
        value.0.padded(to: width, alignment: .right),
        at: Point(column: column, row: row),
        style: value.1
      )
      column += width + 2
    }
  }
}
