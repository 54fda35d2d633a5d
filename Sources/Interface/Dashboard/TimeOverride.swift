import Documents
import Metrics
import Panels

extension State {
  /// What a Grafana panel's title says of a range of its own: `last 5 minutes, 1 hour earlier`; empty
  /// where it has none.
  func timeOverride(of spec: PanelSpec) -> String {
    guard dashboard.source == .grafana, !spec.hidesTimeOverride else { return "" }
    var words: [String] = []
    if let text = spec.timeFrom, moves {
      let from = text.hasPrefix("now") ? text : "now-\(text)"
      words.append(RangeText.long(from: from, to: "now", zone: zone))
    }
    if let text = spec.timeShift {
      let span = Duration(promQL: text)
      words.append("\(span.map(RangeText.words) ?? ForeignText(text).safe) earlier")
    }
    return words.joined(separator: ", ")
  }

  /// What stands beside a title: the unit, and a range of its own.
  func unit(of heading: Heading, _ spec: PanelSpec) -> String {
    [heading.unit, timeOverride(of: spec)].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
