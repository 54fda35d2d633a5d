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
  ///
  /// - Parameters:
  ///   - metric: Of a histogram its name without `_bucket` and the like.
  ///   - limit: Of how many, of each what one says; the server picks which.
  /// - Returns: What is said, by the metric's name.
  /// - Throws: Why there is no answer, in words.
  package func metadata(
    metric: String? = nil,
    limit: Int? = nil
  ) async throws(QueryError) -> [String: [MetricMetadata]] {
    var fields = metric.map { [(name: "metric", value: $0)] } ?? []
    if let limit { fields += [("limit", "\(limit)"), ("limit_per_metric", "1")] }
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
