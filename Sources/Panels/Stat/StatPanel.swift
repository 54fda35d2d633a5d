package import Canvas
package import Documents
package import Metrics

/// One number, as large as there is room, with its state in words and its course below.
///
/// The first target is the number; what other targets answer is listed under it.
package struct StatPanel: Panel {
  package static let names = ["stat", "singlestat"]
  package static let summary = "A number in big digits, its state and its course."
  package static let minimumSize = Size(columns: 4, rows: 1)
  package static let reads = Reads.instant
  package static let grafanaOptions = StatLook.grafanaOptions
  package static let grafanaFields = FieldItems.grafanaFields

  package static let options: [PanelOption] =
    [
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
      PanelOption("graphMode", .choice(["none", "area"]), "The course below the number."),
      PanelOption("colorMode", .choice(colorModes), "What the threshold colours."),
      PanelOption("textMode", .choice(textModes), "Number, name or both."),
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "Drawn as a list."),
    ] + FieldOptions.options

  private static let colorModes = ["none", "value", "background", "background_solid"]
  private static let textModes = ["auto", "value", "value_and_name", "name", "none"]

  package var field: FieldOptions
  package var calc: Reducer
  package var showsCourse: Bool
  package var isPlain: Bool
  package var showsNameAlone: Bool
  /// Of a Grafana panel, whose items are its fields; nil of a layout's.
  package var look: StatLook?

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    calc = options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
    showsCourse = options.string("graphMode") != "none"
    isPlain = options.string("colorMode") == "none"
    showsNameAlone = options.string("textMode") == "name"
    look = spec.fields.map { StatLook(options, fields: $0, title: spec.title) }
  }

  package var noValue: String? { look?.noValue }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int {
    max(2, columns * Dots.across(glyphs))
  }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    if let look { return look.items.readings(frame, in: context) }
    // What stands beside the number is told, not judged: the thresholds are the first target's.
    var beside = field
    beside.thresholds = []
    return frame.series.enumerated().map { place, series in
      let value = calc.value(of: series)
      let field = series.target == frame.series[0].target ? field : beside
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

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    if let look {
      let items = look.items.items(frame, in: context)
      StatGrid(look: look, items: items, context: context).draw(on: &canvas)
      return
    }
    let readings = readings(frame, in: context)
    guard let target = frame.series.first?.target else { return }
    let main = frame.series.indices.filter { frame.series[$0].target == target }
    guard main.count == 1, let index = main.first else {
      drawList(readings, on: &canvas, row: 0, in: context)
      return
    }
    let rest = readings.enumerated().filter { $0.offset != index }.map(\.element)
    let own = Self.own(index, of: frame.series)
    let row = drawNumber(readings[index], own: own, on: &canvas, in: context)
    let next = drawInline(rest, on: &canvas, row: row, in: context)
    drawCourse(frame.series[index], reading: readings[index], on: &canvas, row: next, in: context)
  }

  /// The labels' values that no other series has: which one it is that is in trouble.
  private static func own(_ index: Int, of series: [FrameSeries]) -> String {
    let labels = series[index].labels.dropping(["__name__"]).all
    let others = series.indices.filter { $0 != index }.map { series[$0].labels }
    return labels.filter { label in !others.contains { $0[label.name.raw] == label.value } }
      .map(\.value.safe).joined(separator: " ")
  }

  /// The number and its state; returns the row after it.
  private func drawNumber(
    _ reading: Reading,
    own: String,
    on canvas: inout Canvas,
    in context: DrawContext
  ) -> Int {
    let text = showsNameAlone ? reading.name.safe : reading.text
    let color = color(reading, in: context)
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let number = parts.first ?? text
    if canvas.size.rows >= BigDigits.rows + 1, let width = BigDigits.columns(number),
      width + 4 <= canvas.size.columns, !showsNameAlone
    {
      let left = min(4, max(1, (canvas.size.columns - width) / 6))
      let top = canvas.size.rows >= 7 ? 1 : 0
      BigDigits.draw(
        number,
        on: &canvas,
        at: Point(column: left, row: top),
        style: Style(color),
        glyphs: context.glyphs
      )
      drawBeside(
        reading,
        own: own,
        unit: parts.count > 1 ? parts[1] : "",
        on: &canvas,
        at: Point(column: left + width + 3, row: top),
        in: context
      )
      return top + BigDigits.rows + 1
    }
    let sign = context.sign(reading.state)
    let next = canvas.write(text, at: .zero, style: Style(color).bold)
    canvas.write(
      [sign, field.limit(of: reading.value)].filter { !$0.isEmpty }.joined(separator: " "),
      at: Point(column: next + 1, row: 0),
      style: Style(context.color(reading.state))
    )
    return 1
  }

  private func color(_ reading: Reading, in context: DrawContext) -> Color {
    if context.isStale { return context.theme.dim }
    if let color = reading.color, !isPlain { return color }
    return context.theme.text
  }

  /// `!! CRITICAL`, what was crossed and where, right of the digits.
  private func drawBeside(
    _ reading: Reading,
    own: String,
    unit: String,
    on canvas: inout Canvas,
    at point: Point,
    in context: DrawContext
  ) {
    let word: String
    switch reading.state {
    case .critical: word = "CRITICAL"
    case .warning: word = "WARNING"
    case .unknown: word = "not known"
    case .ok: word = ""
    }
    var lines: [(String, Style)] = []
    if !unit.isEmpty { lines.append((unit, Style(context.theme.dim))) }
    if context.isStale {
      lines.append(("? not known now", Style(context.theme.dim)))
    } else if !word.isEmpty {
      lines.append(
        ("\(context.sign(reading.state)) \(word)", Style(context.color(reading.state)).bold)
      )
    }
    let limit = field.limit(of: reading.value)
    if !limit.isEmpty { lines.append((limit, Style(context.theme.text))) }
    if !word.isEmpty, !own.isEmpty { lines.append((own, Style(context.theme.text))) }
    for (row, line) in lines.prefix(BigDigits.rows).enumerated() {
      let room = canvas.size.columns - point.column
      guard room >= 3 else { return }
      canvas.write(
        line.0.fitted(to: room),
        at: Point(column: point.column, row: point.row + row),
        style: line.1
      )
    }
  }

  /// The other targets' numbers, one after the other; returns the row after them.
  private func drawInline(
    _ readings: [Reading],
    on canvas: inout Canvas,
    row: Int,
    in context: DrawContext
  ) -> Int {
    var (row, column) = (row, 0)
    for reading in readings where row < canvas.size.rows {
      let name = reading.name.safe
      let width = TextWidth.of(name) + 1 + TextWidth.of(reading.text)
      if column > 0, column + width > canvas.size.columns {
        row += 1
        column = 0
      }
      guard row < canvas.size.rows else { break }
      let next = canvas.write(
        name,
        at: Point(column: column, row: row),
        style: Style(context.theme.dim)
      )
      canvas.write(
        reading.text,
        at: Point(column: next + 1, row: row),
        style: Style(context.theme.text)
      )
      column += width + 1
    }
    return column > 0 ? row + 1 : row
  }

  private func drawCourse(
    _ series: FrameSeries,
    reading: Reading,
    on canvas: inout Canvas,
    row: Int,
    in context: DrawContext
  ) {
    let values = series.values.filter(\.isFinite)
    let rows = min(4, canvas.size.rows - row)
    guard showsCourse, rows >= 1, values.count > 1, let low = values.min(), let high = values.max()
    else { return }
    var dots = Dots(
      size: Size(columns: canvas.size.columns, rows: rows),
      glyphs: context.glyphs
    )
    let span = high > low ? high - low : 1
    var last: Dots.Dot?
    for (index, value) in series.values.enumerated() {
      guard value.isFinite else {
        last = nil
        continue
      }
      let x = index * (dots.width - 1) / max(1, series.values.count - 1)
      let y = ((1 - (value - low) / span) * Double(dots.height - 1))
        .whole(from: 0, to: dots.height - 1)
      let dot = Dots.Dot(x: x, y: y)
      dots.line(from: last ?? dot, to: dot, context.theme.bar)
      last = dot
    }
    dots.draw(on: &canvas, at: Point(column: 0, row: canvas.size.rows - rows))
  }

  private func drawList(
    _ readings: [Reading],
    on canvas: inout Canvas,
    row: Int,
    in context: DrawContext
  ) {
    for (index, reading) in readings.enumerated() where index < canvas.size.rows {
      let isLast = index == canvas.size.rows - 1 && readings.count > index + 1
      guard !isLast else {
        RestLine(context: context).draw(Array(readings[index...]), row: index, on: &canvas)
        return
      }
      let text =
        reading.text
        + (reading.state > .ok || context.isStale ? " \(context.sign(reading.state))" : "")
      let width = TextWidth.of(text)
      canvas.write(
        reading.name.safe.fitted(to: max(0, canvas.size.columns - width - 1)),
        at: Point(column: 0, row: index),
        style: Style(context.theme.dim)
      )
      canvas.write(
        text,
        at: Point(column: max(0, canvas.size.columns - width), row: index),
        style: Style(color(reading, in: context)).bold
      )
    }
  }
}
