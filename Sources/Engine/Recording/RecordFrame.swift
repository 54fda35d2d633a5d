import Documents
import Interface
import Metrics

/// One record of a recording as it stands in the file, numbers with their lowest byte first.
///
///     marker      4 bytes, by which the next record is found after a broken one
///     length      4       of the body
///     checksum    4       of length and body (CRC-32)
///     body: kind  1       header, panel, alerts, variable, explanation, annotations
///           flags 1       1: a failure
///           subject 8     the panel's id, or the variable's place among the dashboard's
///           time  8       milliseconds since 1970
///           plain 4       bytes of the content
///           content       deflated on its own, so that each record can be read without others
struct RecordFrame {
  enum Kind: UInt8 { case header = 1, panel, alerts, variable, explanation, annotations }

  /// Of a later version of this format, where nil: left out, not broken.
  var kind: Kind?
  var isFailure: Bool
  /// An id rather than a place: a later promwall may find other panels in the same file.
  var subject: Int
  var time: Timestamp
  /// Of the content, before deflating.
  var plainBytes: Int
  /// Of the deflated content, in the file.
  var content: Range<Int>

  static let marker: [UInt8] = [0xA7, 0x70, 0x57, 0x0D]
  static let headBytes = 12
  static let bodyHeadBytes = 22
  /// Larger ones are no answers.
  static let maximumBytes = 64 << 20

  static func bytes(
    _ kind: Kind,
    subject: Int = 0,
    isFailure: Bool = false,
    time: Timestamp,
    content: [UInt8]
  ) -> [UInt8] {
    let packed = Deflate.packed(content)
    var tail = little(UInt32(clamping: bodyHeadBytes + packed.count), 4)
    tail += [kind.rawValue, isFailure ? 1 : 0] + little(UInt64(bitPattern: Int64(subject)), 8)
    tail += little(UInt64(bitPattern: time.milliseconds), 8)
    tail += little(UInt32(clamping: content.count), 4) + packed
    let sum = Deflate.checksum(tail[...])
    return marker + tail[..<4] + little(sum, 4) + tail[4...]
  }

  private static func little(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// The record that begins at a place; nil where none does, or a broken one.
  init?(in bytes: [UInt8], at place: Int) {
    guard place + Self.headBytes + Self.bodyHeadBytes <= bytes.count,
      bytes[place..<place + 4].elementsEqual(Self.marker)
    else { return nil }
    func number(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[place + offset + $1]) << UInt64(8 * $1) }
    }
    let length = Int(number(4, 4))
    let body = place + Self.headBytes
    guard (Self.bodyHeadBytes...Self.maximumBytes).contains(length), length <= bytes.count - body
    else { return nil }
    // The checksum is of the length too, which stands before it.
    let sum = Deflate.checksum(bytes[place + 4..<place + 8], bytes[body..<body + length])
    guard sum == UInt32(number(8, 4)) else { return nil }
    kind = Kind(rawValue: bytes[body])
    isFailure = bytes[body + 1] & 1 == 1
    subject = Int(Int64(bitPattern: number(Self.headBytes + 2, 8)))
    time = Timestamp(milliseconds: Int64(bitPattern: number(Self.headBytes + 10, 8)))
    plainBytes = Int(number(Self.headBytes + 18, 4))
    content = body + Self.bodyHeadBytes..<body + length
    guard plainBytes <= Self.maximumBytes, time.milliseconds.magnitude < 1_000_000_000_000_000
    else { return nil }
  }

  /// What the event is about; nil where it is none, or of a panel that this promwall doesn't find.
  func subject(in dashboard: Dashboard) -> Recording.Subject? {
    switch kind {
    case .panel: place(in: dashboard).map { .panel($0) }
    case .explanation: place(in: dashboard).map { .explanation(panel: $0) }
    case .alerts: .alerts
    case .annotations: .annotations
    case .variable: dashboard.variables.indices.contains(subject) ? .variable(subject) : nil
    case .header, nil: nil
    }
  }

  private func place(in dashboard: Dashboard) -> Int? {
    if let place = dashboard.panels.firstIndex(where: { $0.id == subject }) { return place }
    return dashboard.panel(recordedAs: subject) == nil || !PanelSpec.isCopy(subject) ? nil : subject
  }

  func plain(_ bytes: [UInt8]) -> [UInt8]? {
    Deflate.unpacked(bytes[content], count: plainBytes)
  }
}

/// Every whole record of a file, and how much of it is none.
struct RecordScan {
  var frames: [RecordFrame] = []
  /// Places in the midst that are broken, and their bytes.
  var gaps = 0
  var lostBytes = 0
  /// Bytes at the end that are no whole record.
  var tailBytes = 0

  init(_ bytes: [UInt8], from start: Int) {
    var place = start
    var broken: Int?
    // A file of markers alone must not take for ever: each search may cost reading all of it.
    var patience = bytes.count &* 4 + (1 << 20)
    while place < bytes.count {
      if let frame = RecordFrame(in: bytes, at: place) {
        if let start = broken {
          gaps += 1
          lostBytes += place - start
          broken = nil
        }
        frames.append(frame)
        place = frame.content.upperBound
      } else {
        broken = broken ?? place
        patience -= Self.cost(in: bytes, at: place)
        guard patience > 0, let next = Self.marker(in: bytes, from: place + 1) else { break }
        place = next
      }
    }
    tailBytes = broken.map { bytes.count - $0 } ?? 0
  }

  /// How many bytes were looked at to find that no record begins here.
  private static func cost(in bytes: [UInt8], at place: Int) -> Int {
    guard place + 8 <= bytes.count else { return 1 }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
    return min(length, bytes.count - place)
  }

  private static func marker(in bytes: [UInt8], from start: Int) -> Int? {
    let marker = RecordFrame.marker
    var place = start
    while place + marker.count <= bytes.count {
      guard let first = bytes[place...].firstIndex(of: marker[0]) else { return nil }
      if bytes[first...].prefix(marker.count).elementsEqual(marker) { return first }
      place = first + 1
    }
    return nil
  }
}
