import Canvas
import Metrics

/// The height of each series in each slot; nil where nothing is known.
struct Bars {
  /// By series, then by slot.
  var values: [[Double?]]
  /// Whether anything at all is known of a slot.
  var isKnown: [Bool]
  /// The slot that is still being counted.
  var open: Int?

  init(series: [FrameSeries], frame: Frame, slots: Slots, sums: Bool) {
    values = series.map { series in
      var row = [Double?](repeating: nil, count: slots.count)
      func add(_ value: Double, _ time: Int64) {
        guard value.isFinite, let index = slots.index(of: time) else { return }
        row[index] = sums ? (row[index] ?? 0) + value : max(row[index] ?? value, value)
      }
      for (time, value) in zip(series.timestamps, series.values) { add(value, time) }
      if let value = series.open, let end = frame.openBar?.end { add(value, end.milliseconds) }
      return row
    }
    let rows = values
    isKnown = (0..<slots.count).map { index in rows.contains { $0[index] != nil } }
    open = frame.openBar.flatMap { slots.index(of: $0.end.milliseconds) }
  }

  /// How high a slot's bars reach.
  func height(_ slot: Int, isStacked: Bool) -> Double {
    isStacked
      ? values.reduce(0) { $0 + max(0, $1[slot] ?? 0) } : values.compactMap { $0[slot] }.max() ?? 0
  }
}

extension Plot {
  func drawBars(_ slots: Slots?, axis: Axis, on plot: inout Canvas) {
    guard let slots, plot.size.rows > 0 else { return }
    let bars = Bars(series: series, frame: frame, slots: slots, sums: sumsNeighbours)
    let painter = StackPainter(glyphs: context.glyphs, hasFills: !context.depth.tellsSeriesApart)
    let looks = panel.looks(of: series, in: context)
    for slot in 0..<slots.count {
      let columns = slots.columns(of: slot)
      guard bars.isKnown[slot] else {
        markUnknown(columns, end: slots.start(of: slot + 1), on: &plot)
        continue
      }
      var segments = series.indices.map { index in
        StackPainter.Segment(
          value: bars.values[index][slot] ?? 0,
          color: looks[index].color,
          fill: looks[index].fill
        )
      }
      if slot == bars.open {
        for index in segments.indices {
          segments[index].color = segments[index].color.blended(
            over: context.theme.ground,
            opacity: 0.45
          )
        }
      }
      draw(segments, columns: columns, axis: axis, painter: painter, on: &plot)
    }
    markPast(slots, axis: axis, on: &plot)
  }

  private func draw(
    _ segments: [StackPainter.Segment],
    columns: Range<Int>,
    axis: Axis,
    painter: StackPainter,
    on plot: inout Canvas
  ) {
    let rows = 0..<plot.size.rows
    // Wide bars leave a column between, so that they can be counted.
    let columns = columns.count >= 4 ? columns.dropLast() : columns
    switch panel.stacking {
    case .normal, .percent:
      var segments = segments
      if panel.stacking == .percent {
        let total = segments.reduce(0) { $0 + max(0, $1.value) }
        guard total > 0 else { return }
        for index in segments.indices { segments[index].value /= total }
      }
      painter.draw(segments, top: axis.high, on: &plot, columns: columns, rows: rows)
    case .none:
      // Beside one another where there is room; else the lower ones stand before the higher.
      let shares = max(1, segments.count)
      if columns.count >= shares {
        let each = columns.count / shares
        for (index, segment) in segments.enumerated() {
          let own = columns.dropFirst(index * each).prefix(each)
          painter.draw([segment], top: axis.high, on: &plot, columns: own, rows: rows)
        }
      } else {
        let sorted = segments.sorted { $0.value < $1.value }
        var steps: [StackPainter.Segment] = []
        var below = 0.0
        for var segment in sorted {
          let value = segment.value
          segment.value = max(0, value - below)
          below = max(below, value)
          steps.append(segment)
        }
        painter.draw(steps, top: axis.high, on: &plot, columns: columns, rows: rows)
      }
    }
  }

  /// On the base line: nothing is known of this time.
  ///
  /// The future isn't unknown, it is not yet.
  private func markUnknown(_ columns: Range<Int>, end: Timestamp, on plot: inout Canvas) {
    guard end <= (frame.openBar?.end ?? frame.range.end) else { return }
    let mark: Character = context.glyphs == .ascii ? "-" : "╌"
    for column in columns {
      plot[column, plot.size.rows - 1] = Cell(mark, Style(context.theme.dim))
    }
  }
}
