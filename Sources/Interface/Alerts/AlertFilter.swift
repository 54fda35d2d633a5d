import Metrics
import Panels

/// What somebody has typed to find alerts: words, each a matcher such as `severity=critical` or a
/// part of what is shown.
struct AlertFilter {
  private let words: [(text: String, matches: ((Labels) -> Bool)?)]

  /// Reads every word once: a list may have a thousand lines.
  init(_ text: String) {
    words = text.split(separator: " ").map { word in
      (word.lowercased(), Matcher(parsing: String(word))?.compiled())
    }
  }

  /// Whether every word fits.
  func lets(_ listed: ListedAlert) -> Bool {
    guard !words.isEmpty else { return true }
    let alert = listed.alert
    let state = ["state=\(alert.state.rawValue)"]
    let labels = alert.labels.all.map { "\($0.name.safe)=\($0.value.safe)" } + state
    let text = ([alert.name.safe, AlertListPanel.what(alert).safe, listed.environment] + labels)
      .joined(separator: "\n").lowercased()
    return words.allSatisfy { word in
      text.contains(word.text) || word.matches?(alert.labels) ?? false
    }
  }
}
