import Canvas
import Metrics

/// The cells of a heatmap with the buckets' bounds, the clock and the colours.
struct HeatDrawing {
  let panel: HeatmapPanel
  let grid: HeatGrid
  let range: TimeRange
  let context: DrawContext

  /// Where colours can't tell more from less, shades of one do.
  private var usesShades: Bool { context.glyphs == .ascii || !context.depth.tellsSeriesApart }

  func draw(on canvas: inout Canvas) {
    let size = canvas.size
    let hasTimes = size.rows >= 4
    let hasLegend = panel.showsLegend && size.rows >= 8 && size.columns >= 24
    let rows = size.rows - (hasTimes ? 1 : 0) - (hasLegend ? 1 : 0)
    let labels = grid.rows.map(label)
    let gutter = panel.hasRowLabels ? gutter(labels, columns: size.columns) : 0
    let ends = panel.colors.ends(of: grid)
    var plot = Canvas(size: Size(columns: size.columns - gutter, rows: rows))
    drawCells(ends, on: &plot)
    let left = panel.isRight ? 0 : gutter
    canvas.place(plot, at: Point(column: left, row: 0))
    if gutter > 0 { drawLabels(labels, gutter: gutter, rows: rows, on: &canvas) }
    if hasTimes {
      TimeLabels.draw(
        range,
        left: left,
        columns: size.columns - gutter,
        row: rows,
        on: &canvas,
        in: context
      )
    }
    if hasLegend { drawLegend(ends, left: left, row: size.rows - 1, on: &canvas) }
  }

  // MARK: - Cells

  /// The greatest value of each column of the plot and row of the grid; NaN where nothing is drawn.
  private func columns(_ count: Int) -> [[Double]] {
    let columns = TimeColumns(grid.times, step: grid.step, range: range, columns: count)
    return columns.samples.map { samples in
      grid.rows.map { row in
        samples.reduce(Double.nan) { greatest, place in
          let value = row.values[place]
          guard panel.colors.shows(value) else { return greatest }
          return greatest.isNaN ? value : max(greatest, value)
        }
      }
    }
  }

  /// The rows of the grid that stand at a place of the plot, from below.
  private func rows(at place: Int, of places: Int) -> Range<Int> {
    let low = place * grid.rows.count / places
    return low..<max(low + 1, (place + 1) * grid.rows.count / places)
  }

  private func drawCells(_ ends: (low: Double, high: Double), on plot: inout Canvas) {
    let palette = panel.colors.palette(context.theme)
    let shades = Array(context.glyphs == .ascii ? ".:-=+*#%@" : "░▒▓█")
    let places = plot.size.rows * (usesShades ? 1 : 2)
    for (column, values) in columns(plot.size.columns).enumerated() {
      func value(_ place: Int) -> Double {
        rows(at: place, of: places).reduce(Double.nan) { greatest, row in
          let value = values[row]
          return value.isNaN ? greatest : greatest.isNaN ? value : max(greatest, value)
        }
      }
      func color(_ place: Int) -> Color? {
        let value = value(place)
        guard !value.isNaN else { return nil }
        let color = palette[panel.colors.place(value, ends, of: palette.count)]
        return context.isStale ? color.blended(over: context.theme.ground, opacity: 0.5) : color
      }
      for row in 0..<plot.size.rows {
        if usesShades {
          let value = value(plot.size.rows - 1 - row)
          guard !value.isNaN else { continue }
          let shade = shades[panel.colors.place(value, ends, of: shades.count)]
          plot[column, row] = Cell(shade, Style(context.theme.text))
        } else {
          let upper = color(places - 1 - row * 2)
          let lower = color(places - 2 - row * 2)
          if let cell = HalfCells.cell(upper, lower) { plot[column, row] = cell }
        }
      }
    }
  }

  // MARK: - Around them

  /// A bucket is called by its bound in the axis' unit, else by its name.
  private func label(_ row: HeatGrid.Row) -> String {
    guard let bound = row.bound else { return row.name.safe }
    return bound.isInfinite
      ? "+Inf" : panel.rowUnit.text(bound, decimals: panel.rowDecimals)
  }

  private func gutter(_ labels: [String], columns: Int) -> Int {
    let widest = (labels.map { TextWidth.of($0) }.max() ?? 0) + 1
    let gutter = min(widest, max(5, columns / 3))
    return columns - gutter < 6 ? 0 : gutter
  }

  /// Labels of as many rows as have a line of their own.
  private func drawLabels(
    _ labels: [String],
    gutter: Int,
    rows: Int,
    on canvas: inout Canvas
  ) {
    guard rows > 0, !labels.isEmpty else { return }
    let each = (labels.count + rows - 1) / rows
    var taken: Set<Int> = []
    for place in stride(from: 0, to: labels.count, by: each) {
      let middle = (Double(place) + 0.5) / Double(labels.count) * Double(rows)
      let row = rows - 1 - middle.rounded(.down).whole(from: 0, to: rows - 1)
      guard taken.insert(row).inserted else { continue }
      let label = labels[place].padded(to: gutter - 1, alignment: panel.isRight ? .left : .right)
      canvas.write(
        label,
        at: Point(column: panel.isRight ? canvas.size.columns - gutter + 1 : 0, row: row),
        style: Style(context.theme.dim)
      )
    }
  }

  /// The colours from low to high between what they stand for.
  private func drawLegend(
    _ ends: (low: Double, high: Double),
    left: Int,
    row: Int,
    on canvas: inout Canvas
  ) {
    func text(_ value: Double) -> String {
      panel.cellUnit.text(value, decimals: panel.cellDecimals)
    }
    let dim = Style(context.theme.dim)
    let (low, high) = (text(ends.low), text(ends.high))
    let room = canvas.size.columns - left - TextWidth.of(low) - TextWidth.of(high) - 2
    let columns = min(24, room)
    guard columns >= 4 else { return }
    var column = canvas.write(low, at: Point(column: left, row: row), style: dim) + 1
    let palette = panel.colors.palette(context.theme)
    let shades = Array(context.glyphs == .ascii ? ".:-=+*#%@" : "░▒▓█")
    for place in 0..<columns {
      if usesShades {
        canvas[column, row] = Cell(
          shades[place * shades.count / columns],
          Style(context.theme.text)
        )
      } else {
        canvas[column, row] = Cell("█", Style(palette[place * palette.count / columns]))
      }
      column += 1
    }
    canvas.write(high, at: Point(column: column + 1, row: row), style: dim)
  }
}
