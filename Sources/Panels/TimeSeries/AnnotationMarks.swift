import Canvas
import Metrics

/// What has happened, on a time axis: a sign above, a line where nothing else stands, and where it
/// lasted a bar in the row of the axis.
struct AnnotationMarks {
  let frame: Frame
  let context: DrawContext
  /// Where bars stand; without, moments lie evenly.
  var slots: Slots?

  /// The part within the plot.
  func draw(on plot: inout Canvas) {
    guard plot.size.rows > 0 else { return }
    let isPlain = context.glyphs == .ascii
    for annotation in frame.annotations {
      let style = Style(color(of: annotation))
      for column in ends(of: annotation, columns: plot.size.columns) {
        for row in 0..<plot.size.rows where plot[column, row].character == " " {
          plot[column, row] = Cell(isPlain ? ":" : "┆", style)
        }
        plot[column, 0] = Cell(isPlain ? "v" : "▼", style)
      }
    }
  }

  /// The part in the row of the axis, between the labels of times.
  func drawAxis(gutter: Int, plotColumns: Int, row: Int, on canvas: inout Canvas) {
    let isPlain = context.glyphs == .ascii
    for annotation in frame.annotations {
      let style = Style(color(of: annotation))
      let ends = ends(of: annotation, columns: plotColumns)
      guard let first = columns(of: annotation, columns: plotColumns) else {
        continue
      }
      for column in first {
        let isEnd = ends.contains(column)
        let mark: Character = isPlain ? (isEnd ? "^" : "-") : (isEnd ? "▲" : "─")
        let place = Point(column: gutter + column, row: row)
        guard place.column < canvas.size.columns, row < canvas.size.rows,
          canvas[place.column, place.row].character == " "
        else { continue }
        canvas[place.column, place.row] = Cell(mark, style)
      }
    }
  }

  /// What the cursor points at, in the plot's last row.
  func drawNote(on plot: inout Canvas) {
    guard let cursor = context.cursor, plot.size.rows > 1, plot.size.columns > 4 else { return }
    let reach = frame.range.length.milliseconds / Int64(plot.size.columns) + 1
    let moment = cursor.moment.milliseconds
    let told = frame.annotations.filter { annotation in
      annotation.range.start.milliseconds - reach <= moment
        && moment <= annotation.range.end.milliseconds + reach
    }
    guard let first = told.first else { return }
    let more = told.count > 1 ? " and \(told.count - 1) more" : ""
    let mark = context.glyphs == .ascii ? "^ " : "▲ "
    let text = (mark + first.sentence).fitted(to: max(2, plot.size.columns - more.count)) + more
    let style = Style(context.theme.text, on: context.theme.paper)
    let width = min(plot.size.columns, TextWidth.of(text))
    let column = columns(of: first, columns: plot.size.columns)?.lowerBound ?? 0
    let left = max(0, min(column, plot.size.columns - width))
    let at = Point(column: left, row: plot.size.rows - 1)
    plot.write(text, at: at, style: style)
    plot.write(mark, at: at, style: Style(color(of: first), on: context.theme.paper).bold)
  }

  private func color(of annotation: Annotation) -> Color {
    guard !context.isStale else { return context.theme.dim }
    return context.theme.color(named: annotation.color) ?? context.theme.warning
  }

  /// Where it begins and where it ends, as far as that is within the plot.
  private func ends(of annotation: Annotation, columns count: Int) -> [Int] {
    guard let columns = columns(of: annotation, columns: count) else { return [] }
    var ends: [Int] = []
    if annotation.range.start >= frame.range.start { ends.append(columns.lowerBound) }
    let isShort = columns.count == 1 && !ends.isEmpty
    if annotation.range.end <= frame.range.end, !isShort { ends.append(columns.upperBound - 1) }
    return ends
  }

  /// Every column that it touches; nil outside the range.
  private func columns(of annotation: Annotation, columns count: Int) -> Range<Int>? {
    let (start, end) = (frame.range.start, frame.range.end)
    guard count > 0, annotation.range.end >= start, annotation.range.start <= end else {
      return nil
    }
    let first = column(max(annotation.range.start, start), columns: count)
    let last = column(min(annotation.range.end, end), columns: count)
    return first..<max(first, last) + 1
  }

  private func column(_ moment: Timestamp, columns count: Int) -> Int {
    if let slots {
      let bar =
        slots.index(of: moment.milliseconds) ?? (moment < slots.firstEnd ? 0 : slots.count - 1)
      let range = slots.columns(of: max(0, bar))
      return min(count - 1, range.lowerBound + range.count / 2)
    }
    let along = Double((moment - frame.range.start).milliseconds)
    let length = Double(max(1, frame.range.length.milliseconds))
    return (along / length * Double(count - 1)).whole(from: 0, to: count - 1)
  }
}
