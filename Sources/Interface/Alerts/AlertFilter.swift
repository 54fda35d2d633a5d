import Metrics
import Panels

/// What somebody has typed to find alerts: words, each a matcher such as `severity=critical` or a
/// part of what is shown.
struct AlertFilter {
  private struct Word {
    let text: SearchedText
    let matches: ((Labels) -> Bool)?
  }

  private let words: [Word]

  /// Reads every word once: a list may have a thousand lines.
  init(_ text: String) {
    words = text.split(separator: " ").map { word in
      Word(
        text: SearchedText(Array(word.utf8)),
        matches: Matcher(parsing: String(word))?.compiled()
      )
    }
  }

  /// Whether every word fits.
  func lets(_ listed: ListedAlert) -> Bool {
    guard !words.isEmpty else { return true }
    let text = SearchedText(listed)
    return words.allSatisfy { word in
      text.contains(word.text) || word.matches?(listed.alert.labels) ?? false
    }
  }
}

/// Text that is searched or searched for, in small letters.
///
/// Of a thousand alerts each is searched at every key: by bytes where both are ASCII, which finds
/// the same as a search by characters and is many times faster.
private struct SearchedText {
  private var bytes: [UInt8]
  /// nil where all is ASCII.
  private let text: String?

  init(_ bytes: [UInt8]) {
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    text = isASCII ? nil : String(decoding: bytes, as: UTF8.self).lowercased()
    self.bytes = isASCII ? bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } : bytes
  }

  /// What is looked at of an alert, a line for each part.
  init(_ listed: ListedAlert) {
    let alert = listed.alert
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    for part in [alert.name.safe, AlertListPanel.what(alert).safe, listed.environment] {
      bytes += part.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    for label in alert.labels.all {
      bytes += label.name.safe.utf8
      bytes.append(UInt8(ascii: "="))
      bytes += label.value.safe.utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    bytes += "state=\(alert.state.rawValue)".utf8
    self.init(bytes)
  }

  func contains(_ other: SearchedText) -> Bool {
    guard text == nil, other.text == nil else { return string.contains(other.string) }
    guard let first = other.bytes.first else { return true }
    var rest = bytes[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: other.bytes) { return true }
      rest.removeFirst()
    }
    return false
  }

  private var string: String { text ?? String(decoding: bytes, as: UTF8.self) }
}
