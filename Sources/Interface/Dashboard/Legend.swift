import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// One legend for the screen: each value of the panels that share the colour table, and its
  /// total.
  func drawLegend(on canvas: inout Canvas, row: Int) {
    let theme = look.theme
    let entries = legendEntries()
    guard !entries.isEmpty else { return }
    let isWide = canvas.size.columns >= 120
    let isStale = status(of: views[focus.view]).problem != nil
    let right = legendNote(isWide: isWide)
    // Two columns between, and what tells how many are left out.
    let room = canvas.size.columns - TextWidth.of(right) - (right.isEmpty ? 0 : 5)
    var column = isWide ? 1 : 0
    let mark: Character = look.glyphs == .ascii ? "#" : "■"
    for (index, entry) in entries.enumerated() {
      let total = isWide ? entry.total.map { Digits.grouped($0) } : nil
      let width = 2 + TextWidth.of(entry.name) + (total.map { 1 + TextWidth.of($0) } ?? 0)
      guard column + width <= room else {
        canvas.write(
          "+\(entries.count - index)",
          at: Point(column: column, row: row),
          style: Style(theme.dim)
        )
        break
      }
      let color =
        isStale ? entry.color.blended(over: theme.ground, opacity: 0.5) : entry.color
      let isFill = !look.depth.tellsSeriesApart || look.glyphs == .ascii
      let sign = isFill ? entry.fill : entry.hatch ?? mark
      canvas.write(String(sign), at: Point(column: column, row: row), style: Style(color))
      var next = canvas.write(
        entry.name,
        at: Point(column: column + 2, row: row),
        style: Style(theme.text)
      )
      if let total {
        next = canvas.write(total, at: Point(column: next + 1, row: row), style: Style(theme.dim))
      }
      column = next + (isWide ? 4 : 2)
    }
    canvas.write(
      right,
      at: Point(column: canvas.size.columns - TextWidth.of(right), row: row),
      style: Style(theme.dim)
    )
  }

  private struct LegendEntry {
    var name: String
    var color: Color
    var fill: Character
    /// Where another name has its colour.
    var hatch: Character?
    var total: Double?
    var order: Int
  }

  /// The dashboard's colours; under one legend, alike ones are told apart the same way everywhere.
  var colorTable: ColorTable {
    var table = ColorTable(dashboard.colors, theme: look.theme, depth: look.depth)
    guard sharesLegend else { return table }
    let plots = views.flatMap(\.panels).filter { PanelCatalog.reads($0.spec.type) == .range }
    // More names than this nobody tells apart by colour.
    let series = plots.flatMap { $0.frame?.series.prefix(64) ?? [] }
    table.tellApart(series, theme: look.theme)
    return table
  }

  private func legendEntries() -> [LegendEntry] {
    let table = colorTable
    var found: [ForeignText: LegendEntry] = [:]
    let seen = seenPanels()
    for (index, panel) in views[focus.view].panels.enumerated() {
      guard seen.contains(index), PanelCatalog.reads(panel.spec.type) == .range,
        let frame = panel.frame
      else { continue }
      for series in frame.series where !series.name.isEmpty {
        var entry =
          found[series.name]
          ?? LegendEntry(
            name: series.name.safe,
            color: table.color(of: series, theme: look.theme),
            fill: table.fill(of: series, glyphs: look.glyphs),
            hatch: ColorTable.hatch(
              table.ranks(of: [series], theme: look.theme).first ?? 0,
              glyphs: look.glyphs
            ),
            total: nil,
            order: table.order(of: series)
          )
        if series.isCount {
          let sum = series.values.filter(\.isFinite).reduce(0, +) + (series.open ?? 0)
          entry.total = (entry.total ?? 0) + sum
        }
        found[series.name] = entry
      }
    }
    return found.values.sorted { ($0.order, $0.name) < ($1.order, $1.name) }
  }

  /// What the legend's numbers are, or in little room how wide a bar is.
  private func legendNote(isWide: Bool) -> String {
    let bars = views[focus.view].panels.first { $0.spec.countsBars && $0.frame != nil }
    guard let bars, let panel = bars.panel, let frame = bars.frame else { return "" }
    guard !isWide else {
      let span = RangeText.long(from: from, to: to, zone: zone).replacing("last ", with: "")
      return "counted over \(span), not estimated"
    }
    let heading = panel.heading(
      frame,
      in: context(view: focus.view, panel: bars, colors: colorTable),
      columns: plotColumns(of: bars.spec)
    )
    let next = frame.openBar.map { ", next \(zone.civil($0.end).clock)" } ?? ""
    return heading.unit + next
  }
}
