import Canvas
import Metrics

extension Recording {
  package var length: Duration { end - start }
}

/// The line that shows where a replay stands in its recording.
///
///     4x 2026-11-24 13:44:02   13:40 ━━━━━!━━━?━█────!──o──── 14:02   212 of 480
///
/// `!` an alert begins, `o` one ends, `?` something wasn't answered.
struct ScrubBar {
  /// Before, on and after the bar; the first and the last are left out where there is no room.
  var head: String
  var from: String
  var to: String
  var tail: String
  /// Columns of the bar itself.
  var track: Range<Int>

  init(_ replay: Replay, zone: Zone, columns: Int) {
    let recording = replay.recording
    let position = zone.civil(replay.position)
    let start = zone.civil(recording.start)
    let end = zone.civil(recording.end)
    let isShort = recording.length < .minutes(10)
    from = isShort ? start.clockWithSeconds : start.clock
    to = isShort ? end.clockWithSeconds : end.clock
    head = "\(replay.speedText.padded(to: 5)) \(position.date) \(position.clockWithSeconds)  "
    let state = replay.isAtEnd ? "end" : "\(replay.played)"
    tail = "  \(state) of \(recording.entries.count)"
    let ends = from.count + to.count + 2
    if columns < head.count + tail.count + ends + 20 { tail = "" }
    if columns < head.count + ends + 12 { head = "\(replay.speedText) " }
    let left = head.count + from.count + 1
    let right = columns - tail.count - to.count - 1
    track = left..<max(left, right)
  }

  /// Where on the bar a moment stands.
  func column(of moment: Timestamp, in recording: Recording) -> Int {
    let whole = max(1, recording.length.milliseconds)
    let passed = min(max((moment - recording.start).milliseconds, 0), whole)
    let last = max(0, track.count - 1)
    return track.lowerBound + Int((Double(passed) / Double(whole) * Double(last)).rounded())
  }

  /// The moment that a column of the bar stands for.
  func moment(at column: Int, in recording: Recording) -> Timestamp {
    let last = Double(max(1, track.count - 1))
    let share = Double(min(max(column - track.lowerBound, 0), track.count - 1)) / last
    let passed = Double(recording.length.milliseconds) * max(0, share)
    return recording.start + .milliseconds(Int64(passed.rounded()))
  }
}

extension State {
  func drawScrub(on canvas: inout Canvas, row: Int) {
    guard let replay else { return }
    let (theme, recording) = (look.theme, replay.recording)
    let isASCII = look.glyphs == .ascii
    let bar = ScrubBar(replay, zone: zone, columns: canvas.size.columns)
    let (text, dim) = (Style(theme.text), Style(theme.dim))
    var column = canvas.write(bar.head, at: Point(column: 0, row: row), style: text.bold)
    canvas.write(bar.from, at: Point(column: column, row: row), style: dim)
    let here = bar.column(of: replay.position, in: recording)
    for place in bar.track {
      let isPlayed = place < here
      let line = isASCII ? (isPlayed ? "=" : "-") : (isPlayed ? "━" : "─")
      canvas.write(line, at: Point(column: place, row: row), style: isPlayed ? text : dim)
    }
    if !bar.track.isEmpty {
      for mark in recording.marks.sorted(by: { $0.kind < $1.kind }) {
        let at = Point(column: bar.column(of: mark.time, in: recording), row: row)
        canvas.write(Self.sign(mark.kind), at: at, style: style(mark.kind))
      }
      let at = Point(column: here, row: row)
      canvas.write(isASCII ? "#" : "█", at: at, style: text.bold)
    }
    column = canvas.write(
      " \(bar.to)",
      at: Point(column: bar.track.upperBound, row: row),
      style: dim
    )
    canvas.write(bar.tail, at: Point(column: column, row: row), style: dim)
  }

  private static func sign(_ kind: Recording.Mark.Kind) -> String {
    switch kind {
    case .ended: "o"
    case .failed: "?"
    case .began: "!"
    }
  }

  private func style(_ kind: Recording.Mark.Kind) -> Style {
    switch kind {
    case .ended: Style(look.theme.text)
    case .failed: Style(look.theme.warning)
    case .began(.critical): Style(look.theme.critical).bold
    case .began(.warning): Style(look.theme.warning).bold
    case .began(.other): Style(look.theme.text).bold
    }
  }

  /// Somebody has clicked on the bar.
  mutating func jump(toColumn column: Int) {
    guard let replay else { return }
    let bar = ScrubBar(replay, zone: zone, columns: size.columns)
    jump(to: bar.moment(at: column, in: replay.recording))
  }
}
