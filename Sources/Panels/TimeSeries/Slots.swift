import Metrics

/// The bars of a chart: which time each stands for, and where it stands.
///
/// A bar never is a part of a column: where there is room it takes several, where there is none
/// whole neighbours are put together, on absolute multiples of their common width. Together they
/// fill the plot, so that now always stands at its right end; some are a column wider for it.
struct Slots: Hashable, Sendable {
  /// The time that one bar stands for.
  var width: Duration
  /// The end of the first bar.
  var firstEnd: Timestamp
  var count: Int
  /// Of the plot.
  var columns: Int

  private static let multiples: [Int64] = [
    1, 2, 3, 4, 6, 12, 24, 36, 48, 72, 144, 288, 576, 2_016, 8_640, 105_120,
  ]

  init(frame: Frame, step: Duration, columns: Int) {
    let step = max(step, .milliseconds(1))
    let columns = max(1, columns)
    let end = max(frame.openBar?.end ?? frame.range.end.floored(to: step), frame.range.start)
    var chosen = (width: step, first: end, count: 1)
    for multiple in Self.multiples {
      let width = Duration.milliseconds(step.milliseconds * multiple)
      let last = end.ceiled(to: width)
      let first = frame.range.start.floored(to: width) + width
      let bars = max(1, Int((last - first).milliseconds / width.milliseconds) + 1)
      // The oldest bar may lie outside by a part of itself: it is left out before all get wider.
      chosen = (width, first, bars)
      if bars <= columns { break }
      if bars == columns + 1 {
        chosen = (width, first + width, columns)
        break
      }
    }
    (width, firstEnd, count) = (chosen.width, chosen.first, min(chosen.count, columns))
    self.columns = columns
  }

  /// The bar that a point belongs to, by its time; nil outside.
  func index(of milliseconds: Int64) -> Int? {
    let step = width.milliseconds
    let distance = milliseconds - (firstEnd.milliseconds - step)
    guard distance > 0 else { return nil }
    let index = (distance - 1) / step
    return index < Int64(count) ? Int(index) : nil
  }

  /// The columns of a bar.
  func columns(of index: Int) -> Range<Int> {
    let spare = columns % count
    // A few columns too many are better left blank at the left than given to a few bars.
    guard spare * 8 > columns else {
      let width = columns / count
      return spare + index * width..<spare + (index + 1) * width
    }
    return index * columns / count..<(index + 1) * columns / count
  }

  /// The time at which a bar begins.
  func start(of index: Int) -> Timestamp {
    firstEnd + .milliseconds(width.milliseconds * Int64(index - 1))
  }
}
