import Canvas
import Metrics

/// The clock below a chart whose x-axis is time.
enum TimeLabels {
  /// - Parameters:
  ///   - range: What the chart shows.
  ///   - left: The chart's first column.
  ///   - columns: Of the chart.
  ///   - row: Where.
  ///   - canvas: Drawn on.
  ///   - context: Whose zone.
  static func draw(
    _ range: TimeRange,
    left: Int,
    columns: Int,
    row: Int,
    on canvas: inout Canvas,
    in context: DrawContext
  ) {
    let scale = TimeScale(start: range.start, end: range.end, columns: columns)
    for label in scale.labels(zone: context.zone, room: columns) {
      canvas.write(
        label.text,
        at: Point(column: left + label.column, row: row),
        style: Style(context.theme.dim)
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
