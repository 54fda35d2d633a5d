import Metrics

/// Reads what a Grafana dashboard asks Prometheus for the events on its time axes.
struct GrafanaAnnotations {
  var queries: [AnnotationQuery] = []
  var problems: [Problem] = []

  init(_ model: JSON, file: String) {
    for json in model["annotations"]?["list"]?.array ?? [] where json.members != nil {
      // Grafana's own store: nobody but Grafana has it.
      if json["builtIn"]?.lenientNumber == 1 || json["builtIn"]?.bool == true { continue }
      if let query = Self.query(json) {
        queries.append(query)
      } else if json["enable"]?.bool != false {
        let name = json["name"]?.string ?? ""
        problems.append(
          Problem(
            what:
              "the annotation \"\(ForeignText(name).safe)\" isn't asked of Prometheus: left out",
            place: "annotations",
            fix: "",
            code: "grafana.annotation.unsupported",
            severity: .warning,
            file: file,
            position: json.position
          )
        )
      }
    }
  }

  private static func query(_ json: JSON) -> AnnotationQuery? {
    let source = json["datasource"]
    if let type = source?["type"]?.filledString, !GrafanaTargets.isPrometheus(type) { return nil }
    if source?.string == "-- Grafana --" || source?["uid"]?.string == "-- Grafana --" { return nil }
    guard let expression = json["expr"]?.filledString ?? json["target"]?["expr"]?.filledString
    else { return nil }
    return AnnotationQuery(
      name: json["name"]?.string ?? "",
      expression: expression,
      step: json["step"]?.filledString ?? json["target"]?["interval"]?.filledString,
      titleFormat: json["titleFormat"]?.filledString
        ?? json["target"]?["legendFormat"]?.filledString,
      textFormat: json["textFormat"]?.filledString,
      tagKeys: tagKeys(json),
      usesValueForTime: json["useValueForTime"]?.boolish ?? false,
      color: json["iconColor"]?.filledString ?? "red",
      isEnabled: json["enable"]?.boolish ?? true,
      panels: panels(json["filter"])
    )
  }

  private static func tagKeys(_ json: JSON) -> [String] {
    (json["tagKeys"]?.string ?? "").split(separator: ",")
      .map { String($0).trimmed }.filter { !$0.isEmpty }
  }

  private static func panels(_ json: JSON?) -> AnnotationQuery.Panels? {
    guard let list = json?["ids"]?.array else { return nil }
    let ids = Set(list.compactMap(\.lenientInteger))
    let isExcluding = json?["exclude"]?.bool ?? false
    // An empty list of panels to show it in means all of them.
    guard !ids.isEmpty else { return nil }
    return isExcluding ? .allBut(ids) : .only(ids)
  }
}

extension JSON {
  /// A truth value, or text that says one.
  fileprivate var boolish: Bool? { bool ?? string.flatMap { Bool($0) } }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
