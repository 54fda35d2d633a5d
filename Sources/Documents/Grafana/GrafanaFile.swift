/// The forms in which Grafana's dashboards come.
enum GrafanaFile {
  /// The plain model inside whatever wraps it; nil where this is no Grafana dashboard.
  ///
  /// Plain, an API export `{dashboard, meta}`, or a Kubernetes resource with `spec`.
  static func model(of root: JSON) -> JSON? {
    if let inner = root["dashboard"], inner.members != nil { return model(of: inner) }
    if root["kind"]?.string == "Dashboard", let spec = root["spec"] {
      return spec["panels"] != nil || spec["rows"] != nil ? spec : nil
    }
    let isModel =
      root["schemaVersion"] != nil || root["templating"] != nil || root["rows"] != nil
      || root["__inputs"] != nil || root["annotations"] != nil || root["editable"] != nil
    guard isModel, root["panels"] != nil || root["rows"] != nil else { return nil }
    return root
  }

  /// `__inputs` of type constant: text that stands for `${NAME}` everywhere.
  static func constants(of root: JSON) -> [Variable] {
    (root["__inputs"]?.array ?? []).compactMap { input in
      guard input["type"]?.string == "constant", let name = input["name"]?.string else {
        return nil
      }
      return Variable(
        name: name,
        kind: .constant(input["value"]?.string ?? ""),
        isHidden: true
      )
    }
  }
}
