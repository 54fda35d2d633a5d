import Metrics

/// What is shown of a Grafana panel whose type no kind draws.
package enum PanelStandIn: Hashable, Sendable {
  /// Its data, in a table.
  case table
  /// Its title and this sentence.
  case placeholder(String)

  /// - Parameters:
  ///   - type: Grafana's, or a plugin's.
  ///   - hasData: It asks Prometheus.
  package init(type: String, hasData: Bool) {
    let name = ForeignText(String(type.prefix(60))).safe
    if let why = Self.reasons[type] {
      self = .placeholder("the panel type \"\(name)\" can't be drawn: \(why)")
    } else if hasData {
      self = .table
    } else {
      self = .placeholder("the panel type \"\(name)\" can't be drawn yet")
    }
  }

  /// What isn't in Prometheus, whatever a panel asks.
  private static let reasons: [String: String] = [
    "dashlist": "its list is Grafana's own",
    "annolist": "its list is Grafana's own",
    "news": "news isn't in Prometheus",
    "welcome": "it has no data",
    "gettingstarted": "it has no data",
    "logs": "logs aren't in Prometheus",
    "traces": "traces aren't in Prometheus",
    "flamegraph": "profiles aren't in Prometheus",
    "live": "live streams aren't in Prometheus",
    "pluginlist": "its list is Grafana's own",
    "grafana-clock-panel": "it has no data",
    "volkovlabs-form-panel": "it has no data",
    "volkovlabs-image-panel": "it has no data",
    "innius-video-panel": "it has no data",
    "": "the file says none",
  ]
}
