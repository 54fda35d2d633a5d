/// The forms in which Grafana's dashboards come.
enum GrafanaFile {
  /// A dashboard of a file.
  struct Found {
    /// The plain model, or a resource of the second schema.
    var model: JSON
    /// What the file calls it, where it holds several.
    var name: String
  }

  /// Deeper wrapping is none of Grafana's.
  private static let deepestWrap = 8
  /// More of one file are not looked at.
  private static let mostDashboards = 500

  /// The first dashboard's model, inside whatever wraps it; nil where the file holds none.
  static func model(of root: JSON) -> JSON? { dashboards(in: root, limit: 1).first?.model }

  /// The dashboards of a file, in its order.
  ///
  /// Plain, an answer of the API (`dashboard` beside `meta`), a resource of Kubernetes with `spec`,
  /// a ConfigMap whose `data` holds files as text, or a `List` of those.
  static func dashboards(in root: JSON, limit: Int = mostDashboards) -> [Found] {
    var found: [Found] = []
    collect(root, name: "", depth: 0, limit: limit, into: &found)
    return found
  }

  private static func collect(
    _ json: JSON,
    name: String,
    depth: Int,
    limit: Int,
    into found: inout [Found]
  ) {
    guard found.count < limit, depth <= deepestWrap, json.members != nil else { return }
    func add(_ model: JSON) {
      let title = model["title"]?.string ?? ""
      found.append(Found(model: model, name: name.isEmpty ? title : name))
    }
    if let inner = json["dashboard"], inner.members != nil {
      let count = found.count
      collect(inner, name: name, depth: depth + 1, limit: limit, into: &found)
      // What is wrapped like this is Grafana's, however little it says.
      if found.count == count, inner["panels"] != nil || inner["rows"] != nil { add(inner) }
      return
    }
    switch json["kind"]?.string {
    case "Dashboard":
      guard let spec = json["spec"], isSpec(spec) else { return }
      add(spec)
    case "GrafanaDashboard":
      // The operator's resource: the file stands in it as text.
      guard let text = json["spec"]?["json"] else { return }
      collect(text: text, name: name, depth: depth, limit: limit, into: &found)
    case "ConfigMap":
      for member in json["data"]?.members ?? [] {
        collect(text: member.value, name: member.name, depth: depth, limit: limit, into: &found)
      }
    case "List", "ConfigMapList", "DashboardList", "GrafanaDashboardList":
      for item in json["items"]?.array ?? [] {
        collect(item, name: name, depth: depth + 1, limit: limit, into: &found)
      }
    default: if isModel(json) || GrafanaResource.isSecondSchema(json) { add(json) }
    }
  }

  private static func collect(
    text: JSON,
    name: String,
    depth: Int,
    limit: Int,
    into found: inout [Found]
  ) {
    guard let string = text.string, found.count < limit,
      let inner = try? JSON(parsing: Array(string.utf8), file: name)
    else { return }
    var lines = [0]
    for (place, scalar) in string.unicodeScalars.enumerated() where scalar == "\n" {
      lines.append(place + 1)
    }
    collect(
      // Lines of a text inside of a string are none of the file: all of it stands on the string's,
      // as far to the right as it comes in it, though what is escaped is longer.
      inner.placed { inner in
        SourcePosition(
          line: text.position.line,
          column: text.position.column + lines[min(inner.line, lines.count) - 1] + inner.column
        )
      },
      name: name,
      depth: depth + 1,
      limit: limit,
      into: &found
    )
  }

  private static func isSpec(_ spec: JSON) -> Bool {
    spec["panels"] != nil || spec["rows"] != nil || GrafanaResource.isSecondSchema(spec)
  }

  private static func isModel(_ root: JSON) -> Bool {
    let isGrafanas =
      root["schemaVersion"] != nil || root["templating"] != nil || root["rows"] != nil
      || root["__inputs"] != nil || root["annotations"] != nil || root["editable"] != nil
    return isGrafanas && (root["panels"] != nil || root["rows"] != nil)
  }

  /// What to do with a file that is no JSON but looks like a dashboard in YAML; nil where it doesn't.
  static func yamlHint(_ bytes: [UInt8]) -> String? {
    let head = String(decoding: bytes.prefix(2_000), as: UTF8.self)
    let lines = head.split(separator: "\n").filter { line in
      !line.hasPrefix("#") && line.contains { !$0.isWhitespace && $0 != "\u{FEFF}" }
    }
    guard let first = lines.first, first.first != "{", first.first != "[" else { return nil }
    let isResource = lines.contains { $0.hasPrefix("apiVersion:") || $0.hasPrefix("kind:") }
    let isMapping = first.hasPrefix("---") || first.contains(/^[A-Za-z_][\w.-]*:(?:\s|$)/)
    guard isResource || isMapping else { return nil }
    return isResource
      ? "this is YAML; turn it into JSON: `kubectl get ... -o json`, or `yq -o json FILE`"
      : "this is YAML; turn it into JSON: `yq -o json FILE`"
  }
}

extension JSON {
  /// A number, or a string that says one: Grafana's files have both.
  var lenientNumber: Double? {
    let value = number ?? string.flatMap { Double($0) }
    return value?.isFinite == true ? value : nil
  }

  /// A whole number, however it is written.
  var lenientInteger: Int? { lenientNumber.flatMap { Int(exactly: $0.rounded(.down)) } }

  /// Text that says something.
  var filledString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }

  /// The same as if it stood somewhere else.
  func placed(_ moved: (SourcePosition) -> SourcePosition) -> JSON {
    switch kind {
    case .array(let values):
      return JSON(.array(values.map { $0.placed(moved) }), at: moved(position))
    case .object(let members):
      let inner = members.map {
        Member(name: $0.name, position: moved($0.position), value: $0.value.placed(moved))
      }
      return JSON(.object(inner), at: moved(position))
    case .null, .bool, .number, .string: return JSON(kind, at: moved(position))
    }
  }

  /// The object with these members instead of its own of the same name; nil takes one out.
  func with(_ changes: [(name: String, value: JSON?)]) -> JSON {
    guard var members else { return self }
    for (name, value) in changes {
      members.removeAll { $0.name == name }
      if let value { members.append(Member(name: name, position: value.position, value: value)) }
    }
    return JSON(.object(members), at: position)
  }

  /// The same with each object made anew, the innermost first.
  func mapped(_ change: (JSON) -> JSON) -> JSON {
    switch kind {
    case .array(let values):
      return JSON(.array(values.map { $0.mapped(change) }), at: position)
    case .object(let members):
      let inner = members.map {
        Member(name: $0.name, position: $0.position, value: $0.value.mapped(change))
      }
      return change(JSON(.object(inner), at: position))
    case .null, .bool, .number, .string: return change(self)
    }
  }
}
