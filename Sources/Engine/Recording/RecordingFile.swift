package import Documents
package import Interface
import Metrics

/// A recording as it was read: what was watched, what came, and what of it is lost.
package struct RecordingFile: Sendable {
  package var header: RecordingHeader
  package var recording: Recording
  /// What could not be read; all else is played.
  package var problems: [Problem]

  package static let maximumBytes = 1 << 30

  /// - Throws: Where nothing can be played: no recording, a newer one, or nothing complete in it.
  package init(_ path: String) throws(Problem) {
    try self.init(
      Files.read(path, maximumBytes: Self.maximumBytes, otherwise: "is it a recording?"),
      file: path
    )
  }

  package init(_ bytes: [UInt8], file: String) throws(Problem) {
    func problem(_ what: String, _ fix: String) -> Problem {
      Problem(what: what, fix: fix, code: "recording.broken", file: file)
    }
    let start = try Self.afterFirstLine(bytes, problem)
    let scan = RecordScan(bytes, from: start)
    guard let content = scan.frames.first(where: { $0.kind == .header })?.plain(bytes),
      let header = try? RecordingHeader(content)
    else {
      throw problem(
        "the recording's beginning can't be read",
        "without it nothing is known of the dashboard; is there a copy of the file?"
      )
    }
    let opened = try header.opened()
    let dashboard = opened.dashboard
    let frames = scan.frames.filter { $0.subject(in: dashboard) != nil }
    guard !frames.isEmpty else {
      throw problem(
        "the recording holds no answer",
        "it was ended or cut before the first one was complete"
      )
    }
    self.header = header
    problems = Self.losses(scan, problem)
    let entries = Self.entries(frames, in: dashboard)
    recording = Recording(entries: entries, marks: []) { index in
      guard let content = frames[index].plain(bytes) else { return nil }
      var reader = PackedReader(content)
      let entry = entries[index]
      guard let what = try? reader.event(of: entry.subject, in: dashboard) else { return nil }
      return RecordedEvent(time: entry.time, what: what)
    }
    recording.marks = recording.foundMarks
  }

  /// Where the records begin.
  private static func afterFirstLine(
    _ bytes: [UInt8],
    _ problem: (String, String) -> Problem
  ) throws(Problem) -> Int {
    let magic = Array("\(RecordingWriter.magic) ".utf8)
    let line = bytes.prefix(64).prefix { $0 != UInt8(ascii: "\n") }
    let format = Int(String(decoding: line.dropFirst(magic.count), as: UTF8.self))
    guard line.starts(with: magic), let format, format > 0, line.count < bytes.count else {
      throw problem("this is no recording", "`promwall record NAME -o FILE` makes one")
    }
    guard format <= RecordingWriter.format else {
      throw problem(
        "the recording is of format \(format), this promwall reads \(RecordingWriter.format)",
        "use a newer promwall"
      )
    }
    return line.count + 1
  }

  /// Times never fall, whatever the frames say.
  private static func entries(
    _ frames: [RecordFrame],
    in dashboard: Dashboard
  ) -> [Recording.Entry] {
    var last = Timestamp(milliseconds: .min)
    return frames.compactMap { frame in
      guard let subject = frame.subject(in: dashboard) else { return nil }
      last = max(last, frame.time)
      return Recording.Entry(time: last, subject: subject, isFailure: frame.isFailure)
    }
  }

  private static func losses(
    _ scan: RecordScan,
    _ problem: (String, String) -> Problem
  ) -> [Problem] {
    var problems: [Problem] = []
    if scan.gaps > 0 {
      let places = scan.gaps == 1 ? "1 place" : "\(scan.gaps) places"
      problems.append(
        problem("the recording is broken at \(places), \(scan.lostBytes) bytes are left out", "")
      )
    }
    if scan.tailBytes > 0 {
      let what = "the recording ends early: \(scan.tailBytes) bytes at the end can't be read"
      problems.append(problem(what, "all before is played"))
    }
    return problems
  }
}

extension Recording {
  /// When alerts begin and end, and when something isn't answered.
  fileprivate var foundMarks: [Mark] {
    var marks: [Mark] = []
    var known: Set<Labels>?
    for (index, entry) in entries.enumerated() {
      if entry.isFailure { marks.append(Mark(time: entry.time, kind: .failed)) }
      guard entry.subject == .alerts, case .alerts(.success(let report))? = event(index)?.what
      else {
        continue
      }
      let firing = report.alerts.filter { $0.state == .firing }
      // One that is silenced goes on.
      let now = Set(report.alerts.filter { $0.state != .pending }.map(\.labels))
      // What fires at the first answer began before the recording.
      if let known {
        marks += firing.filter { !known.contains($0.labels) }
          .map { Mark(time: entry.time, kind: .began($0.rank)) }
        marks += known.subtracting(now).map { _ in Mark(time: entry.time, kind: .ended) }
      }
      known = now
    }
    return marks
  }
}
