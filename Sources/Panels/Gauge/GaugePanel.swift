package import Canvas
package import Documents
package import Metrics

/// A value between two ends: a bar with the limits marked, and the value in digits.
package struct GaugePanel: Panel {
  package static let names = ["gauge"]
  package static let summary = "A value between its least and its most."
  package static let minimumSize = Size(columns: 6, rows: 1)
  package static let reads = Reads.instant
  package static let grafanaOptions = GaugeLook.grafanaOptions
  package static let grafanaFields = FieldItems.grafanaFields.union(["custom.neutral"])
  package static let options: [PanelOption] =
    [
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "Drawn horizontal."),
    ] + FieldOptions.options

  package var field: FieldOptions
  package var calc: Reducer
  /// Of a Grafana panel, whose items are its fields; nil of a layout's.
  package var look: GaugeLook?

  package init(_ spec: PanelSpec) throws(Problem) {
    field = FieldOptions(spec.options)
    calc = spec.options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
    look = spec.fields.map { GaugeLook(spec.options, fields: $0, title: spec.title) }
  }

  package var noValue: String? { look?.noValue }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    if let look { return look.items.readings(frame, in: context) }
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

  /// The ends of the bar: the file's, of percentages 0 to 100, else 0 to 100 too.
  private var ends: (low: Double, high: Double) {
    let low = field.min ?? 0
    let high = field.max ?? (field.unit.id == "percentunit" ? 1 : 100)
    return (low, high > low ? high : low + 1)
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    if let look {
      let items = look.items.items(frame, in: context)
      GaugeGrid(look: look, items: items, context: context).draw(on: &canvas)
      return
    }
    let readings = readings(frame, in: context)
    guard !readings.isEmpty, !canvas.size.isEmpty else { return }
    let each = max(1, canvas.size.rows / readings.count)
    for (index, reading) in readings.enumerated() {
      let row = index * each
      guard row < canvas.size.rows else { return }
      var part = Canvas(
        size: Size(columns: canvas.size.columns, rows: min(each, canvas.size.rows - row))
      )
      let name = readings.count > 1 ? reading.name.safe : ""
      draw(reading, name: name, on: &part, in: context)
      canvas.place(part, at: Point(column: 0, row: row))
    }
  }

  private func draw(
    _ reading: Reading,
    name: String,
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    let theme = context.theme
    let color = context.isStale ? theme.dim : reading.color ?? theme.text
    let sign = reading.state > .ok || context.isStale ? " " + context.sign(reading.state) : ""
    let text = reading.text + sign
    let (rows, columns) = (canvas.size.rows, canvas.size.columns)
    guard rows >= 2 else {
      let next = canvas.write(name, at: .zero, style: Style(theme.dim))
      let left = next + (next > 0 ? 1 : 0)
      let bar = columns - left - TextWidth.of(text) - 1
      drawBar(reading, row: 0, left: left, columns: bar, on: &canvas, in: context)
      canvas.write(
        text,
        at: Point(column: max(left, columns - TextWidth.of(text)), row: 0),
        style: Style(color).bold
      )
      return
    }
    let row = drawNumber(reading, name: name, sign: sign, color: color, on: &canvas, in: context)
    drawBar(reading, row: row, left: 0, columns: columns, on: &canvas, in: context)
    guard row + 1 < rows else { return }
    canvas.write(field.text(ends.low), at: Point(column: 0, row: row + 1), style: Style(theme.dim))
    let high = field.text(ends.high)
    canvas.write(
      high,
      at: Point(column: columns - TextWidth.of(high), row: row + 1),
      style: Style(theme.dim)
    )
  }

  /// In big digits where there is room; returns the row after it.
  private func drawNumber(
    _ reading: Reading,
    name: String,
    sign: String,
    color: Color,
    on canvas: inout Canvas,
    in context: DrawContext
  ) -> Int {
    let number = reading.text.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    if canvas.size.rows >= BigDigits.rows + 2, let width = BigDigits.columns(String(number)),
      width > 0,
      width + 6 <= canvas.size.columns
    {
      BigDigits.draw(
        String(number),
        on: &canvas,
        at: Point(column: 1, row: 0),
        style: Style(color),
        glyphs: context.glyphs
      )
      let rest = reading.text.dropFirst(number.count) + sign
      canvas.write(
        String(rest),
        at: Point(column: width + 3, row: 0),
        style: Style(color).bold
      )
      return BigDigits.rows
    }
    let next = canvas.write(name, at: .zero, style: Style(context.theme.dim))
    canvas.write(
      reading.text + sign,
      at: Point(column: next > 0 ? next + 1 : 0, row: 0),
      style: Style(color).bold
    )
    return 1
  }

  private func drawBar(
    _ reading: Reading,
    row: Int,
    left: Int,
    columns: Int,
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    guard columns > 0 else { return }
    let (low, high) = ends
    let limits = field.thresholds.map { threshold in
      field.isPercentage ? threshold.limit / 100 : (threshold.limit - low) / (high - low)
    }
    let marks = limits.filter { $0 > 0 && $0 < 1 }.map {
      ($0 * Double(columns)).rounded(.down).whole(from: 0, to: columns)
    }
    let share = reading.value.map { ($0 - low) / (high - low) } ?? 0
    BarDrawing(context: context).draw(
      share: share,
      color: context.isStale ? context.theme.dim : reading.color ?? context.theme.bar,
      row: row,
      left: left,
      columns: columns,
      marks: marks,
      on: &canvas
    )
  }
}
