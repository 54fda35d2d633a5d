import Canvas
import Metrics

/// Bars of one or more pieces, upright or lying, in eighths of a cell.
struct BarPlot {
  /// A piece of a bar between two values.
  struct Piece: Hashable {
    var low: Double
    var high: Double
    var color: Color
    /// Fills it, where colours don't tell pieces apart.
    var fill: Character?
    /// Colours each part by the value that it stands at.
    var ramp: FieldOptions?
  }

  struct Bar: Hashable {
    /// Its first column, or row where it lies.
    var start: Int
    var thickness: Int
    /// From the lowest to the highest, without gaps.
    var pieces: [Piece]
  }

  let axis: Axis
  var isLying = false
  let context: DrawContext

  /// Columns that the labels of an axis take, with the gap beside them; 0 where they'd take half.
  static func gutter(_ labels: [String], columns: Int) -> Int {
    let widest = (labels.map { TextWidth.of($0) }.max() ?? 0) + 1
    return widest * 2 > columns ? 0 : widest
  }

  /// What fills pieces of these colours: nothing where colours alone tell them apart.
  static func fills(_ colors: [Color], in context: DrawContext) -> [Character?] {
    if context.glyphs == .ascii || !context.depth.tellsSeriesApart {
      return colors.indices.map { ColorTable.hatch($0, glyphs: context.glyphs) }
    }
    var seen: [Color: Int] = [:]
    return colors.map { color in
      defer { seen[color, default: 0] += 1 }
      return ColorTable.hatch(seen[color, default: 0], glyphs: context.glyphs)
    }
  }

  /// Writes the labels of an upright plot's ticks where they don't meet.
  func drawLabels(_ labels: [String], gutter: Int, rows: Int, on canvas: inout Canvas) {
    guard gutter > 1, rows > 0 else { return }
    var taken: Set<Int> = []
    for (tick, label) in zip(axis.ticks, labels) {
      let row = rows - 1 - (axis.share(tick) * Double(rows) - 0.5).whole(from: 0, to: rows - 1)
      guard taken.insert(row).inserted else { continue }
      canvas.write(
        label.padded(to: gutter - 1, alignment: .right),
        at: Point(column: 0, row: row),
        style: Style(context.theme.dim)
      )
    }
  }

  func draw(_ bars: [Bar], on canvas: inout Canvas) {
    let cells = isLying ? canvas.size.columns : canvas.size.rows
    guard cells > 0 else { return }
    for bar in bars {
      let spans = bar.pieces.compactMap { piece in span(piece, cells: cells) }
      guard !spans.isEmpty else { continue }
      for place in 0..<cells {
        guard var cell = cell(spans, from: place * 8) else { continue }
        let share = (Double(place) + 0.5) / Double(cells)
        if let ramp = spans.first(where: { $0.high > place * 8 })?.piece.ramp,
          let color = ramp.color(of: axis.low + (axis.high - axis.low) * share, in: context)
        {
          cell.style.foreground = color
        }
        for side in bar.start..<bar.start + max(0, bar.thickness) {
          if isLying {
            canvas[place, side] = cell
          } else {
            canvas[side, cells - 1 - place] = cell
          }
        }
      }
    }
  }

  private struct Span {
    var low: Int
    var high: Int
    var piece: Piece
  }

  /// In eighths from the axis' low end; what is more than nothing has at least one.
  private func span(_ piece: Piece, cells: Int) -> Span? {
    guard piece.high > piece.low else { return nil }
    let whole = Double(cells * 8)
    let low = (axis.share(piece.low) * whole).whole(from: 0, to: cells * 8)
    let high = (axis.share(piece.high) * whole).whole(from: 0, to: cells * 8)
    guard high == low else { return Span(low: low, high: high, piece: piece) }
    return low < cells * 8 ? Span(low: low, high: low + 1, piece: piece) : nil
  }

  private func cell(_ spans: [Span], from start: Int) -> Cell? {
    let here = spans.filter { $0.high > start && $0.low < start + 8 }
    guard let first = here.first else { return nil }
    let style = Style(first.piece.color)
    if context.glyphs == .ascii {
      let most = here.max { covered($0, start) < covered($1, start) } ?? first
      guard covered(most, start) >= 4 || here.count > 1 else { return Cell(".", style) }
      return Cell(most.piece.fill ?? "#", Style(most.piece.color))
    }
    if first.low > start {
      // What hangs from a zero beyond is drawn in halves: no block has its free end there.
      return covered(first, start) >= 4 ? Cell(isLying ? "▐" : "▀", style) : nil
    }
    guard first.high < start + 8 else { return Cell(first.piece.fill ?? "█", style) }
    let next = here.dropFirst().first
    if first.piece.fill != nil || next?.piece.fill != nil, let next {
      let most = covered(next, start) > covered(first, start) ? next.piece : first.piece
      return Cell(most.fill ?? "█", Style(most.color))
    }
    let eighths = first.high - start
    return Cell(
      isLying ? Blocks.left(eighths) : Blocks.lower(eighths),
      Style(first.piece.color, on: next?.piece.color ?? .terminal)
    )
  }

  private func covered(_ span: Span, _ start: Int) -> Int {
    min(span.high, start + 8) - max(span.low, start)
  }
}
