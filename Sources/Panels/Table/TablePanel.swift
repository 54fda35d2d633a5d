package import Canvas
package import Documents
package import Metrics

/// Series as rows: their labels in columns, and a column of values for each target.
package struct TablePanel: Panel {
  package static let names = ["table", "table-old"]
  package static let summary = "Labels and values in rows."
  package static let minimumSize = Size(columns: 8, rows: 1)
  package static let reads = Reads.instant
  package static let grafanaOptions = TableLook.grafanaOptions
  package static let grafanaFields = TableLook.grafanaFields
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
  /// Of a Grafana panel, whose columns are its fields; nil of a layout's.
  package var look: TableLook?

  package init(_ spec: PanelSpec) throws(Problem) {
    field = FieldOptions(spec.options)
    columns = spec.options.strings("columns")
    sort = spec.options.string("sort") ?? "none"
    calc = spec.options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
    look = spec.fields.map { TableLook(spec.options, fields: $0) }
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    if let look { return Heading(unit: FieldTable(look, frame.frames, in: context).heading) }
    let count = rows(frame).count
    return Heading(unit: count == 1 ? "1 row" : "\(count) rows")
  }

  package func rows(
    _ frame: Frame,
    in context: DrawContext
  ) -> (table: DataFrame, order: [Int])? {
    guard let look, !frame.frames.isEmpty else { return nil }
    let table = FieldTable(look, frame.frames, in: context)
    return (frame.frames[table.place.table - 1], table.order)
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    if let look {
      return readings(frame, of: FieldTable(look, frame.frames, in: context), in: context)
    }
    return frame.series.enumerated().map { place, series in
      let value = calc.value(of: series)
      let color = field.color(of: value, in: context)
      return field.reading(
        of: series,
        at: place,
        value: value,
        by: calc,
        color: color,
        in: context
      )
    }
  }

  /// Of rows with names one for each number; else one for each series, as each has its own table.
  private func readings(
    _ frame: Frame,
    of table: FieldTable,
    in context: DrawContext
  ) -> [Reading] {
    let isNamed = table.columns.contains {
      if case .texts = $0.field.values { true } else { false }
    }
    guard !isNamed, !frame.series.isEmpty else { return table.readings }
    return frame.series.enumerated().map { place, series in
      let value = calc.value(of: series)
      let own = field.own(series)
      return own.reading(
        of: series,
        at: place,
        value: value,
        by: calc,
        color: own.color(of: value, in: context),
        in: context
      )
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
    if let look {
      FieldTable(look, frame.frames, in: context).draw(on: &canvas)
      return
    }
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
      max(TextWidth.of(head), rows.map { TextWidth.of(text($0, target, in: context)) }.max() ?? 0)
    }
    let signWidths = targets.map { target in signColumns(rows, target, in: context) }
    let fitted = shrunk(
      labelWidths,
      room: canvas.size.columns - valueWidths.reduce(0) { $0 + $1 + 2 } - signWidths.reduce(0, +)
    )
    var line = 0
    if canvas.size.rows >= 3 {
      let head = names.map { (ForeignText($0).safe, Style(context.theme.dim)) }
      let values = zip(heads, zip(valueWidths, signWidths)).map { head, widths in
        Value(text: head, style: Style(context.theme.dim), columns: widths.0, signColumns: widths.1)
      }
      write(head, values, fitted, row: 0, on: &canvas)
      line = 1
    }
    for (index, row) in rows.enumerated() where line < canvas.size.rows {
      if line == canvas.size.rows - 1, rows.count > index + 1 {
        let rest = rows[index...].flatMap { readings($0, of: names, targets, in: context) }
        RestLine(context: context).draw(rest, count: rows.count - index, row: line, on: &canvas)
        return
      }
      let cells = names.map { (row.labels[$0]?.safe ?? "", Style(context.theme.text)) }
      let values = zip(targets, zip(valueWidths, signWidths)).map { target, widths in
        Value(
          text: text(row, target, in: context),
          style: Style(color(row.values[target], in: context)),
          sign: sign(row, target, in: context),
          columns: widths.0,
          signColumns: widths.1
        )
      }
      write(cells, values, fitted, row: line, on: &canvas)
      line += 1
    }
  }

  /// What is left out, for the sentence about its worst.
  private func readings(
    _ row: Row,
    of names: [String],
    _ targets: [Int],
    in context: DrawContext
  ) -> [Reading] {
    let name = names.compactMap { row.labels[$0]?.raw }.joined(separator: " ")
    return targets.filter { row.values[$0] != nil }.map { target in
      Reading(
        name: ForeignText(name),
        text: text(row, target, in: context),
        state: field.state(of: row.values[target])
      )
    }
  }

  /// A cell without a value isn't in trouble, it is empty.
  private func sign(_ row: Row, _ target: Int, in context: DrawContext) -> String {
    row.values[target].map { context.sign(field.state(of: $0)) } ?? ""
  }

  /// Columns beside the values for their signs, kept free where there may be one.
  private func signColumns(_ rows: [Row], _ target: Int, in context: DrawContext) -> Int {
    let mayHave =
      field.thresholds.contains { $0.state != nil }
      || rows.contains { !sign($0, target, in: context).isEmpty }
    return mayHave ? 3 : 0
  }

  private func text(_ row: Row, _ target: Int, in context: DrawContext) -> String {
    row.values[target].map { field.text($0, by: calc, in: context) } ?? field.noValue ?? "-"
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

  private struct Value {
    var text: String
    var style: Style
    var sign = ""
    var columns: Int
    var signColumns: Int
  }

  private func write(
    _ cells: [(String, Style)],
    _ values: [Value],
    _ widths: [Int],
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
    for value in values {
      canvas.write(
        value.text.padded(to: value.columns, alignment: .right),
        at: Point(column: column, row: row),
        style: value.style
      )
      canvas.write(
        value.sign,
        at: Point(column: column + value.columns + 1, row: row),
        style: value.style
      )
      column += value.columns + value.signColumns + 2
    }
  }
}
