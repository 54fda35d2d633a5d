import Canvas
import Metrics

/// Labels of a time axis, at times that are round on the wall clock.
struct TimeScale {
  var start: Timestamp
  var end: Timestamp
  var columns: Int

  private static let steps: [Int] = [
    1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200,
    86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
  ]

  /// Where each label begins, and its text.
  func labels(zone: Zone, room: Int) -> [(column: Int, text: String)] {
    let length = (end - start).inSeconds
    guard length > 0, columns > 4 else { return [] }
    let perColumn = length / Double(columns)
    let width = length > 86_400 * 1.5 ? 12 : 6
    let wanted = perColumn * Double(width + 4)
    let step = Self.steps.first { Double($0) >= wanted } ?? Self.steps[Self.steps.count - 1]
    var labels: [(Int, String)] = []
    var free = 0
    for moment in moments(step: step, zone: zone) {
      let text = text(moment, step: step, zone: zone, length: length)
      let center = ((moment - start).inSeconds / perColumn).whole(from: 0, to: columns)
      let column = max(0, center - TextWidth.of(text) / 2)
      guard column >= free, column + TextWidth.of(text) <= room else { continue }
      labels.append((column, text))
      free = column + TextWidth.of(text) + 2
    }
    return labels
  }

  /// Multiples of the step by the wall clock; the offset is looked up at each, so that a change of
  /// daylight saving moves what comes after it.
  private func moments(step: Int, zone: Zone) -> [Timestamp] {
    var moments: [Timestamp] = []
    var moment = aligned(start, step: step, zone: zone)
    while moment <= end, moments.count < 200 {
      if moment >= start { moments.append(moment) }
      moment = aligned(moment + .seconds(step) + .seconds(step / 2), step: step, zone: zone)
    }
    return moments
  }

  private func aligned(_ moment: Timestamp, step: Int, zone: Zone) -> Timestamp {
    let offset = zone.civil(moment).offset
    let local = (moment + offset).floored(to: .seconds(step))
    let result = local - offset
    // Over a change of the offset the wall clock is right when the new one is taken.
    return local - zone.civil(result).offset
  }

  private func text(_ moment: Timestamp, step: Int, zone: Zone, length: Double) -> String {
    let civil = zone.civil(moment)
    if step < 60 { return civil.clockWithSeconds }
    if length <= 86_400 * 1.5 { return civil.clock }
    let date = String(civil.date.dropFirst(5))
    if step < 86_400 { return "\(date) \(civil.clock)" }
    return length < 86_400 * 300 ? date : String(civil.date.prefix(7))
  }
}
