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
    // Where clocks were set back a label may have to name its zone.
    let isSetBack = zone.civil(end).offset < zone.civil(start).offset
    let width = length > 86_400 * 1.5 ? 12 : isSetBack ? 11 : 6
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

  /// When the wall clock shows a multiple of the step: twice in an hour that comes again.
  private func moments(step: Int, zone: Zone) -> [Timestamp] {
    let (first, last) = (zone.civil(start).offset, zone.civil(end).offset)
    var wall = (start + min(first, last)).floored(to: .seconds(step))
    var moments: [Timestamp] = []
    while wall <= end + max(first, last), moments.count < 200 {
      let found = zone.moments(reading: wall)
      if step < 86_400 {
        moments += found
      } else {
        // Where clocks go forward at midnight the day begins later.
        moments.append(found.first ?? wall - zone.civil(wall - .hours(24)).offset)
      }
      wall = wall + .seconds(step)
    }
    return moments.filter { (start...end).contains($0) }.sorted()
  }

  private func text(_ moment: Timestamp, step: Int, zone: Zone, length: Double) -> String {
    let civil = zone.civil(moment)
    if step < 60 { return civil.clockWithSeconds + zone.distinction(of: moment) }
    let clock = civil.clock + (step < 86_400 ? zone.distinction(of: moment) : "")
    if length <= 86_400 * 1.5 { return clock }
    let date = String(civil.date.dropFirst(5))
    if step < 86_400 { return "\(date) \(clock)" }
    return length < 86_400 * 300 ? date : String(civil.date.prefix(7))
  }
}
