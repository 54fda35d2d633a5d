package import Documents
package import Interface

/// A look at what is inside recordings, for tests.
package enum RecordingProbe {
  /// An event's content before it is deflated.
  package static func content(of event: RecordedEvent) -> [UInt8] {
    var writer = PackedWriter()
    writer.event(event.what)
    return writer.bytes
  }

  /// What a content reads as, of the same subject as another event; nil where it is damaged.
  package static func event(
    _ content: [UInt8],
    like event: RecordedEvent,
    in dashboard: Dashboard
  ) -> RecordedEvent.What? {
    let subject: Recording.Subject =
      switch event.what {
      case .answered(let panel, _, _): .panel(panel)
      case .alerts: .alerts
      case .variable: .variable(0)
      case .explained(let panel, _, _): .explanation(panel: panel)
      case .annotations: .annotations
      }
    var reader = PackedReader(content)
    return try? reader.event(of: subject, in: dashboard)
  }

  /// A recording's header before it was deflated; empty where there is none.
  package static func plainHeader(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return RecordFrame(in: bytes, at: start)?.plain(bytes) ?? []
  }

  package static func header(_ bytes: [UInt8]) -> RecordingHeader? {
    try? RecordingHeader(plainHeader(bytes))
  }
}
