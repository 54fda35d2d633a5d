import HTTP
package import Metrics
import Synchronization

/// What a server is, where that changes how it is asked.
package struct Capabilities: Hashable, Sendable {
  package enum Flavor: String, Hashable, Sendable, CaseIterable {
    case prometheus, thanos, mimir, victoriaMetrics
  }

  package var flavor: Flavor
  /// As the server tells it; empty where it doesn't.
  package var version: ForeignText
  /// Whether `increase(c[5m] anchored)` counts exactly.
  package var hasAnchoredSelectors: Bool

  package init(flavor: Flavor, version: ForeignText, hasAnchoredSelectors: Bool) {
    self.flavor = flavor
    self.version = version
    self.hasAnchoredSelectors = hasAnchoredSelectors
  }

  /// Whether `increase` over a window gives whole counts without more.
  package var countsExactly: Bool { flavor == .victoriaMetrics }
}

/// What `/status/buildinfo` tells.
package struct BuildInfo: Hashable, Sendable {
  package var version: ForeignText
  package var revision: ForeignText
  package var flavor: Capabilities.Flavor

  init(_ data: WireValue, showsFetchStatistics: Bool = false) {
    let text = data["version"]?.string ?? ""
    version = ForeignText(text)
    revision = ForeignText(data["revision"]?.string ?? "")
    let application = data["application"]?.string?.lowercased() ?? ""
    let isBare = data.members.keys.allSatisfy { $0 == "version" }
    flavor =
      if !(data["features"]?.members.isEmpty ?? true) || application.contains("mimir") {
        .mimir
      } else if isBare || showsFetchStatistics {
        // It tells a fixed version and nothing else, older ones nothing at all.
        .victoriaMetrics
      } else if text.hasPrefix("0.") {
        // Prometheus itself was 0.x in 2015 last.
        .thanos
      } else {
        .prometheus
      }
  }
}

extension PrometheusClient {
  /// What the server is; Prometheus until `capabilities` was asked.
  package var flavor: Capabilities.Flavor {
    learned.memory.withLock { $0.capabilities?.flavor } ?? .prometheus
  }

  /// What the server is and can do; asked once, then remembered until `forgetCapabilities`.
  ///
  /// A server that has no such endpoint is taken for an old Prometheus.
  package func capabilities() async throws(QueryError) -> Capabilities {
    if let known = learned.memory.withLock({ $0.capabilities }) { return known }
    var build: BuildInfo?
    do throws(QueryError) {
      build = try await buildInfo()
    } catch {
      guard case .notFound = error.kind else { throw error }
    }
    let features = try await features()
    let capabilities = Capabilities(
      flavor: build?.flavor ?? .prometheus,
      version: build?.version ?? "",
      hasAnchoredSelectors: features["promql"]?["anchored"] ?? false
    )
    learned.memory.withLock { $0.capabilities = capabilities }
    return capabilities
  }

  /// After a reconnect: servers are upgraded while a wall runs for months.
  package func forgetCapabilities() { learned.memory.withLock { $0.capabilities = nil } }

  package func buildInfo() async throws(QueryError) -> BuildInfo {
    let data = try await value("/status/buildinfo", method: .get)
    let shows = learned.memory.withLock { $0.showsFetchStatistics }
    return BuildInfo(data, showsFetchStatistics: shows)
  }

  /// The server's command line, by the flags' names without dashes: `query.lookback-delta` and so on.
  package func flags() async throws(QueryError) -> [String: ForeignText] {
    let data = try await value("/status/flags", method: .get)
    return data.members.compactMapValues { $0.string.map { ForeignText($0) } }
  }

  /// What is switched on, by category; empty where the server is too old to tell.
  package func features() async throws(QueryError) -> [String: [String: Bool]] {
    do throws(QueryError) {
      let data = try await value("/features", method: .get)
      return data.members.mapValues { $0.members.compactMapValues(\.bool) }
    } catch {
      switch error.kind {
      // Old servers, and proxies that let only known paths through.
      case .notFound, .forbidden, .badQuery, .other, .loginPage, .notPrometheus: return [:]
      default: throw error
      }
    }
  }
}
