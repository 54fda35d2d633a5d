package import Documents
import Glibc
package import Interface
package import Metrics

/// A recording that grows at its end, record by record.
///
/// Each record is one `write`: whatever ends this process, all before it is on its way to the disk
/// and only the last may be cut.
package struct RecordingWriter: ~Copyable {
  /// A text line at the very beginning, so that any later program can tell what it has.
  static let magic = "promwall recording"
  /// Raised when an older program would read a newer file wrongly.
  package static let format = 1

  private let descriptor: Int32
  private let path: String
  private let panels: [Int]
  private let variables: [String]
  package private(set) var bytes: Int
  /// Before compression.
  package private(set) var plainBytes = 0
  private var last = Timestamp(milliseconds: .min)

  /// Begins a file that isn't there yet.
  ///
  /// - Throws: Why it can't be begun; nothing that stands there is touched.
  package init(
    _ path: String,
    header: RecordingHeader,
    dashboard: Dashboard,
    at moment: Timestamp
  ) throws(Problem) {
    let line = "\(Self.magic) \(Self.format)\n"
    let frame = RecordFrame.bytes(.header, time: moment, content: header.bytes)
    // Twice, for one broken byte in it would make all that follows worthless.
    let beginning = Array(line.utf8) + frame + frame
    descriptor = try Self.begun(path, with: beginning)
    bytes = beginning.count
    self.path = path
    panels = dashboard.panels.map(\.id)
    variables = dashboard.variables.map(\.name)
  }

  private static func begun(_ path: String, with beginning: [UInt8]) throws(Problem) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      let reason = isThere ? "it is there already" : String(cString: strerror(errno)).lowercased()
      throw Problem(
        what: "the recording can't be begun: \(reason)",
        fix: isThere
          ? "name another; nothing is recorded over a file" : "-o takes a file that you may write",
        code: "recording.unwritten",
        file: path
      )
    }
    guard let reason = failure(writing: beginning, to: descriptor) else { return descriptor }
    close(descriptor)
    unlink(path)
    throw Problem(
      what: "the recording can't be begun: \(reason)",
      fix: "-o takes a file that you may write",
      code: "recording.unwritten",
      file: path
    )
  }

  deinit { close(descriptor) }

  package mutating func append(_ event: RecordedEvent) throws(Problem) {
    var content = PackedWriter()
    content.event(event.what)
    // Seeking counts on it, and a clock can be set back.
    let time = max(event.time, last)
    last = time
    let (kind, subject): (RecordFrame.Kind, Int?)
    switch event.what {
    case .answered(let panel, _, _): (kind, subject) = (.panel, id(of: panel))
    case .alerts: (kind, subject) = (.alerts, 0)
    case .variable(let name, _): (kind, subject) = (.variable, variables.firstIndex(of: name))
    case .explained(let panel, _, _): (kind, subject) = (.explanation, id(of: panel))
    case .annotations: (kind, subject) = (.annotations, 0)
    }
    // An answer that can't be kept is left out; all others are worth having.
    guard let subject, content.bytes.count <= RecordFrame.maximumBytes else { return }
    plainBytes += content.bytes.count
    try write(
      RecordFrame.bytes(
        kind,
        subject: subject,
        isFailure: event.isFailure,
        time: time,
        content: content.bytes
      )
    )
  }

  private func id(of panel: Int) -> Int? {
    panels.indices.contains(panel) ? panels[panel] : PanelSpec.isCopy(panel) ? panel : nil
  }

  private mutating func write(_ record: [UInt8]) throws(Problem) {
    guard let reason = Self.failure(writing: record, to: descriptor) else {
      bytes += record.count
      return
    }
    // What was complete stays; half a record would only be complained of.
    _ = ftruncate(descriptor, off_t(bytes))
    throw Problem(
      what: "the recording can't go on: \(reason)",
      fix: "what was recorded till then is kept",
      code: "recording.unwritten",
      file: path
    )
  }

  /// Why not all could be written; nil where it was.
  private static func failure(writing bytes: [UInt8], to descriptor: Int32) -> String? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return String(cString: strerror(errno)).lowercased() }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Waits until it is on the disk.
  package func flush() { fsync(descriptor) }
}
