import HTTP
package import Metrics

/// Something that the server scrapes.
package struct ScrapeTarget: Hashable, Sendable {
  package enum Health: String, Hashable, Sendable, CaseIterable { case up, down, unknown }

  package var labels: Labels
  package var pool: ForeignText
  package var url: ForeignText
  package var health: Health
  package var lastError: ForeignText
  package var lastScrape: Timestamp?
  package var lastScrapeDuration: Duration?
  /// How often; what the least useful step is.
  package var interval: Duration?
}

/// What an exporter tells of a metric.
package struct MetricMetadata: Hashable, Sendable {
  /// `counter`, `gauge`, `histogram` and so on.
  package var type: ForeignText
  package var help: ForeignText
  package var unit: ForeignText
}

extension PrometheusClient {
  /// The active targets.
  package func targets() async throws(QueryError) -> [ScrapeTarget] {
    let data = try await value("/targets", [("state", "active")], method: .get)
    return (data["activeTargets"]?.elements ?? []).map { ScrapeTarget($0) }
  }

  /// What the exporters say of one metric, or of all; several where they differ.
  package func metadata(
    metric: String? = nil
  ) async throws(QueryError) -> [String: [MetricMetadata]] {
    let fields = metric.map { [(name: "metric", value: $0)] } ?? []
    let data = try await value("/metadata", fields, method: .get)
    return data.members.mapValues { $0.elements.map { MetricMetadata($0) } }
  }
}

extension ScrapeTarget {
  init(_ value: WireValue) {
    labels = value["labels"]?.labels ?? [:]
    pool = value.text("scrapePool")
    url = value.text("scrapeUrl")
    health = value["health"]?.string.flatMap(Health.init) ?? .unknown
    lastError = value.text("lastError")
    lastScrape = value["lastScrape"]?.string.flatMap(Timestamp.init(rfc3339:))
    lastScrapeDuration = value.seconds("lastScrapeDuration")
    interval = value["scrapeInterval"]?.string.flatMap(Duration.init(promQL:))
  }
}

extension MetricMetadata {
  init(_ value: WireValue) {
    type = value.text("type")
    help = value.text("help")
    unit = value.text("unit")
  }
}
