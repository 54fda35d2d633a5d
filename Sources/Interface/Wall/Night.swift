import Canvas
import Metrics

/// Hours of the day in which the screen is dimmed; they may go over midnight.
package struct DimHours: Hashable, Sendable {
  /// Minutes since midnight.
  package var from: Int
  package var to: Int

  /// - Parameter text: Such as `22:00-06:00`.
  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d{2}):(\d{2})-(\d{2}):(\d{2})/) else { return nil }
    let numbers = [match.output.1, match.output.2, match.output.3, match.output.4]
      .compactMap { Int($0) }
    guard numbers.count == 4, numbers[0] < 24, numbers[2] < 24, numbers[1] < 60, numbers[3] < 60
    else { return nil }
    from = numbers[0] * 60 + numbers[1]
    to = numbers[2] * 60 + numbers[3]
  }

  func contains(_ civil: CivilTime) -> Bool {
    let minute = civil.hour * 60 + civil.minute
    return from <= to ? (from..<to).contains(minute) : minute >= from || minute < to
  }
}

extension State {
  /// At night everything is dimmed but trouble, which nobody may overlook.
  func dimForNight(_ canvas: inout Canvas) {
    // Night is where the screen hangs, whatever zone it tells.
    guard let dimHours, dimHours.contains(look.zone.civil(now)) else { return }
    let theme = look.theme
    let loud: Set<Color> = [theme.warning, theme.critical]
    canvas.restyle(canvas.bounds) { style in
      guard !loud.contains(style.foreground), !loud.contains(style.background) else { return }
      style.attributes.remove(.bold)
      style.foreground =
        style.foreground.isTerminal
        ? theme.dim : style.foreground.blended(over: theme.ground, opacity: 0.45)
      style.background = style.background.blended(over: theme.ground, opacity: 0.45)
    }
  }
}
