/// What a JSON document is, told by its content.
package enum DocumentKind: String, Hashable, Sendable, CaseIterable {
  case layout, grafana, settings, product, schema, unknown
}

/// Opens whatever file holds a dashboard.
package enum DashboardFile {
  package static func kind(of root: JSON) -> DocumentKind {
    guard root.members != nil else { return .unknown }
    if root["conditions"] != nil || root["product"] != nil && root["panels"] == nil {
      return .product
    }
    if root["environments"] != nil || root["default_environment"] != nil { return .settings }
    if let schema = root["$schema"]?.string, schema.contains("json-schema.org") { return .schema }
    if GrafanaFile.model(of: root) != nil { return .grafana }
    if root["panels"] != nil { return .layout }
    return .unknown
  }

  /// Reads a layout or a Grafana dashboard.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: Named in problems; a bare name for a shipped layout.
  ///   - kinds: The panel kinds there are.
  /// - Returns: What could be read, and everything that is wrong with the rest.
  /// - Throws: Where nothing can be read: no JSON, or no dashboard.
  package static func open(
    _ bytes: [UInt8],
    file: String,
    kinds: [PanelKind]
  ) throws(Problem) -> (dashboard: Dashboard, problems: [Problem]) {
    let root: JSON
    do throws(Problem) {
      root = try JSON(parsing: bytes, file: file)
    } catch {
      guard let hint = GrafanaFile.yamlHint(bytes) else { throw error }
      throw Problem(
        what: "this is no JSON",
        fix: hint,
        code: "document.yaml",
        file: file,
        position: error.position
      )
    }
    switch kind(of: root) {
    case .layout: return LayoutDecoder.decode(root, file: file, kinds: kinds)
    case .grafana: return GrafanaDecoder.decode(root, file: file, kinds: kinds)
    case .settings, .product, .schema, .unknown:
      throw Problem(
        what: "this is no dashboard",
        fix: "a layout or a Grafana dashboard has `panels`",
        code: "document.unknown",
        file: file,
        position: root.position
      )
    }
  }
}
