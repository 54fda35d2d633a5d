import HTTP
package import Metrics

extension PrometheusClient {
  /// The labels that the server adds to every alert it sends; they stand in its configuration.
  ///
  /// - Returns: None where it adds none.
  /// - Throws: Why they can't be known; some proxies keep the configuration to themselves.
  package func externalLabels() async throws(QueryError) -> Labels {
    let data = try await value("/status/config", method: .get)
    guard let yaml = data["yaml"]?.string, let labels = ExternalLabels.read(yaml) else {
      throw QueryError(.other, what: "the server's external labels can't be read")
    }
    return labels
  }
}

/// The few lines of a server's configuration that name its external labels.
///
/// Prometheus tells its configuration as it has understood it, in one style: so this needs to read
/// no other YAML, and whatever it doesn't expect is nothing known rather than a guess.
enum ExternalLabels {
  static func read(_ yaml: String) -> Labels? {
    var pairs: [(name: String, value: String)] = []
    var place: [Substring] = []
    for line in yaml.split(separator: "\n") {
      let text = line.drop { $0 == " " }
      let depth = (line.count - text.count) / 2
      place = Array(place.prefix(depth))
      if place.starts(with: ["global:", "external_labels:"]) {
        // Deeper is the rest of a long value.
        guard depth == 2, let pair = pair(text) else { return nil }
        pairs.append(pair)
      }
      place.append(text)
    }
    return Labels(pairs)
  }

  /// `name: value`, where the value is plain or in quotes without any escape.
  private static func pair(_ text: Substring) -> (name: String, value: String)? {
    guard let colon = text.firstRange(of: ": ") else { return nil }
    let name = text[..<colon.lowerBound]
    guard let start = name.first, !"\"'?".contains(start) else { return nil }
    var value = text[colon.upperBound...]
    guard let first = value.first, !"|>&*!{[".contains(first) else { return nil }
    if first == "\"" || first == "'" {
      guard value.count > 1, value.last == first else { return nil }
      value = value.dropFirst().dropLast()
      guard !value.contains(first), first == "'" || !value.contains("\\") else { return nil }
    }
    return (String(name), String(value))
  }
}
