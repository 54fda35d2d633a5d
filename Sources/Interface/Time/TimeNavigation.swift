import Canvas
import Documents
import Metrics
import Panels

/// A range as it is written: both ends as `TimeExpression` reads them.
struct WrittenRange: Hashable, Sendable {
  var from: String
  var to: String
}

/// How the range is changed by hand.
///
/// A range that ends now keeps ending now when it is zoomed, and one that is moved up to now ends
/// now again: nobody shall look at yesterday and take it for today.
extension State {
  private static let leastRange = Duration.minutes(1)
  private static let longestRange = Duration.hours(24 * 365 * 20)
  private static let mostEarlierRanges = 50

  /// Spans that zooming a range that ends now goes through.
  private static let spans = [
    "1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h", "24h", "2d", "3d", "7d",
    "14d", "30d", "60d", "90d", "180d", "1y", "2y", "5y",
  ]

  /// Half the range or twice it, about the cursor or the middle.
  mutating func zoom(in isIn: Bool) -> [Effect] {
    let (range, _) = range(of: views[focus.view])
    if to == "now", cursor == nil || !isIn {
      let spans = isIn ? Self.spans.reversed() : Self.spans
      let next = spans.first { text in
        guard let span = Duration(promQL: text) else { return false }
        // Leap days and an hour of daylight saving more or less make the same span.
        let share = span.inSeconds / max(1, range.length.inSeconds)
        return isIn ? share < 0.95 : share > 1.05
      }
      return next.map { show(WrittenRange(from: "now-\($0)", to: "now")) } ?? []
    }
    let factor = isIn ? 0.5 : 2
    let length = Duration.milliseconds(
      min(
        max(
          (Double(range.length.milliseconds) * factor).whole(from: 0, to: .max / 4),
          Int(Self.leastRange.milliseconds)
        ),
        Int(Self.longestRange.milliseconds)
      )
    )
    let middle = cursor?.moment ?? range.start + range.length / 2
    return show(start: middle - length / 2, length: length)
  }

  /// Half a range earlier or later; not beyond now.
  mutating func shift(_ direction: Int) -> [Effect] {
    let (range, endsNow) = range(of: views[focus.view])
    guard direction < 0 || !endsNow else { return [] }
    let way = range.length / 2 * direction
    // Up to now as it was when the range was left: a moment has passed since then.
    return show(
      start: range.start + way,
      length: range.length,
      liveWithin: direction > 0 ? range.length / 50 : .zero
    )
  }

  /// The file's own range, ending now.
  mutating func goLive() -> [Effect] {
    cursor = nil
    let isFilesLive = dashboard.to == "now"
    return show(WrittenRange(from: isFilesLive ? dashboard.from : "now-6h", to: "now"))
  }

  /// To the range before the last change.
  mutating func goToEarlierRange() -> [Effect] {
    guard let last = earlierRanges.popLast() else { return [] }
    (from, to) = (last.from, last.to)
    return askAnew()
  }

  /// From the mark to the cursor.
  mutating func zoomIntoSpan() -> [Effect] {
    guard let cursor, let mark = cursor.mark else { return [] }
    let (start, end) = (min(mark, cursor.moment), max(mark, cursor.moment))
    guard end > start else { return [] }
    self.cursor = nil
    return show(start: start, length: end - start)
  }

  private mutating func show(
    start: Timestamp,
    length: Duration,
    liveWithin slack: Duration = .zero
  ) -> [Effect] {
    let now = now + status(of: views[focus.view]).skew
    let start = max(start, Timestamp(seconds: 0)).floored(to: .seconds(1))
    let end = (start + length).floored(to: .seconds(1))
    guard end < now - max(.seconds(1), slack) else {
      return show(WrittenRange(from: "now-\(Self.written(length))", to: "now"))
    }
    return show(WrittenRange(from: Self.written(start), to: Self.written(end)))
  }

  /// Looks at a range; the one before can be gone back to.
  mutating func show(_ range: WrittenRange) -> [Effect] {
    let before = WrittenRange(from: from, to: to)
    guard before != range else { return [] }
    earlierRanges.append(before)
    if earlierRanges.count > Self.mostEarlierRanges { earlierRanges.removeFirst() }
    (from, to) = (range.from, range.to)
    return askAnew()
  }

  /// Every panel's question has changed; what is known stays on the screen till it is answered.
  mutating func askAnew() -> [Effect] {
    for view in views.indices {
      if dashboard.panels.contains(where: \.namesRange) { remakePanels(view: view) }
      askVariablesOfRange(view: view)
      askAnnotationsAnew(view: view)
      for panel in views[view].panels.indices {
        views[view].panels[panel].asking = nil
        views[view].panels[panel].plan = nil
        views[view].panels[panel].answers = []
        views[view].panels[panel].due = now
      }
    }
    keepCursorInside()
    return askDue()
  }

  /// In the largest unit that it is a whole number of.
  private static func written(_ span: Duration) -> String {
    let seconds = max(1, span.milliseconds / 1_000)
    for (unit, width) in [("d", 86_400), ("h", 3_600), ("m", 60)] as [(String, Int64)]
    where seconds % width == 0 {
      return "\(seconds / width)\(unit)"
    }
    return "\(seconds)s"
  }

  /// With the zone, so that it means the same to a colleague.
  static func written(_ moment: Timestamp) -> String {
    let civil = Zone.utc.civil(moment)
    return "\(civil.date)T\(civil.clockWithSeconds)Z"
  }
}

extension PanelSpec {
  /// Whether its text has the range in an address, which is filled in before it is drawn.
  fileprivate var namesRange: Bool {
    options.values.values.contains { $0.string?.contains("__url_time_range") == true }
  }
}
