/// The forms in which Grafana's dashboards come.
enum GrafanaFile {
  /// The plain model inside whatever wraps it; nil where this is no Grafana dashboard.
  ///
  /// Plain, an API export `{dashboard, meta}`, or a Kubernetes resource with `spec`.
  static func model(of root: JSON) -> JSON? {
    if let inner = root["dashboard"], inner.members != nil {
      // What is wrapped like this is Grafana's, however little it says.
      return model(of: inner) ?? (inner["panels"] == nil && inner["rows"] == nil ? nil : inner)
    }
    if root["kind"]?.string == "Dashboard", let spec = root["spec"] {
      return spec["panels"] != nil || spec["rows"] != nil ? spec : nil
    }
    let isModel =
      root["schemaVersion"] != nil || root["templating"] != nil || root["rows"] != nil
      || root["__inputs"] != nil || root["annotations"] != nil || root["editable"] != nil
    guard isModel, root["panels"] != nil || root["rows"] != nil else { return nil }
    return root
  }

  /// The model with its `__inputs` of type constant filled in: text that stands for `${NAME}`
  /// everywhere.
  static func filled(_ model: JSON) -> JSON {
    let constants = (model["__inputs"]?.array ?? []).compactMap { input -> (String, String)? in
      guard input["type"]?.string == "constant", let name = input["name"]?.string else {
        return nil
      }
      return ("${\(name)}", input["value"]?.string ?? "")
    }
    return constants.isEmpty ? model : filled(model, constants)
  }

  private static func filled(_ json: JSON, _ constants: [(name: String, text: String)]) -> JSON {
    var json = json
    switch json.kind {
    case .string(let text):
      json.kind = .string(constants.reduce(text) { $0.replacing($1.name, with: $1.text) })
    case .array(let values): json.kind = .array(values.map { filled($0, constants) })
    case .object(let members):
      json.kind = .object(
        members.map {
          JSON.Member(name: $0.name, position: $0.position, value: filled($0.value, constants))
        }
      )
    case .null, .bool, .number: break
    }
    return json
  }
}

extension JSON {
  /// A number, or a string that says one: Grafana's files have both.
  var lenientNumber: Double? {
    let value = number ?? string.flatMap { Double($0) }
    return value?.isFinite == true ? value : nil
  }
}
