import Documents
import Metrics

extension State {
  /// What a Grafana panel's title says of a range of its own: `last 5 minutes, 1 hour earlier`.
  func timeOverride(of spec: PanelSpec) -> String? {
    guard dashboard.source == .grafana, !spec.hidesTimeOverride else { return nil }
    var words: [String] = []
    if let text = spec.timeFrom, moves {
      let from = text.hasPrefix("now") ? text : "now-\(text)"
      words.append(RangeText.long(from: from, to: "now", zone: zone))
    }
    if let text = spec.timeShift {
      let span = Duration(promQL: text)
      words.append("\(span.map(RangeText.words) ?? ForeignText(text).safe) earlier")
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
