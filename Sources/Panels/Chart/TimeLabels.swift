import Canvas
import Metrics

/// The clock below a chart whose x-axis is time.
enum TimeLabels {
  /// - Parameters:
  ///   - range: What the chart shows.
  ///   - left: The chart's first column.
  ///   - columns: Of the chart.
  ///   - row: Where the first clock stands.
  ///   - rows: Of clocks; where there are several each is named at its right end.
  ///   - canvas: Drawn on.
  ///   - context: Whose zones.
  static func draw(
    _ range: TimeRange,
    left: Int,
    columns: Int,
    row: Int,
    rows: Int = 1,
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    let scale = TimeScale(start: range.start, end: range.end, columns: columns)
    let style = Style(context.theme.dim)
    for (place, zone) in ([context.zone] + context.otherZones).prefix(rows).enumerated() {
      let name = context.otherZones.isEmpty ? "" : zone.civil(range.end).abbreviation
      let taken = name.isEmpty ? 0 : TextWidth.of(name) + 1
      for label in scale.labels(zone: zone, room: columns - taken) {
        canvas.write(
          label.text,
          at: Point(column: left + label.column, row: row + place),
          style: style
        )
      }
      guard taken <= columns else { continue }
      canvas.write(
        name,
        at: Point(column: left + columns - taken + 1, row: row + place),
        style: style
      )
    }
  }
}

/// Which samples stand in which column of a chart over time.
struct TimeColumns {
  /// Indices of the samples of each column; those of the wider distance stand in several.
  private(set) var samples: [Range<Int>]

  /// - Parameters:
  ///   - times: Milliseconds, rising; each sample describes the time up to it.
  ///   - step: How much of it; nil: up to the sample before, and the first as long as the second.
  ///   - range: What the columns show.
  ///   - columns: How many.
  init(_ times: [Int64], step: Duration?, range: TimeRange, columns: Int) {
    samples = []
    let length = Double(range.length.milliseconds)
    guard columns > 0, length > 0, !times.isEmpty else {
      samples = Array(repeating: 0..<0, count: max(0, columns))
      return
    }
    let span = step?.milliseconds ?? Self.least(times) ?? range.length.milliseconds
    var first = 0
    for column in 0..<columns {
      func moment(_ share: Double) -> Int64 {
        range.start.milliseconds + Int64(clamping: Int((length * share).rounded()))
      }
      let low = moment(Double(column) / Double(columns))
      let high = moment(Double(column + 1) / Double(columns))
      while first < times.count, times[first] <= low { first += 1 }
      var last = first
      while last < times.count, times[last] <= high { last += 1 }
      if last == first, first < times.count {
        let middle = low + (high - low) / 2
        // A little more than its step, since servers' moments are not quite on a grid.
        let start = times[first].subtractingReportingOverflow(span + span / 50).partialValue
        if start <= middle { last = first + 1 }
      }
      samples.append(first..<last)
    }
  }

  /// The least distance of two neighbours.
  static func least(_ times: [Int64]) -> Int64? {
    zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min()
  }
}
