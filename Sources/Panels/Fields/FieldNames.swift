import Metrics

/// How fields are called where they are shown.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldState.ts`.
enum FieldNames {
  static func give(to frames: inout [DataFrame]) {
    let labels = shownLabels(of: frames)
    var keys: Set<String> = []
    for label in labels.joined().flatMap(\.all) { keys.insert(label.name.raw) }
    let single = keys.count == 1 ? keys.first : nil
    let firstName = frames.first?.name
    let namesDiffer = frames.contains { $0.name != firstName }
    for index in frames.indices {
      var counts: [ForeignText: Int] = [:]
      for field in frames[index].fields { counts[field.name, default: 0] += 1 }
      // Of the names that several fields have.
      var seen: [ForeignText: Int] = [:]
      for place in frames[index].fields.indices {
        let field = frames[index].fields[place]
        let isShared = counts[field.name, default: 0] > 1
        if isShared { seen[field.name, default: 0] += 1 }
        var name = own(
          field,
          in: frames[index],
          labels: labels[index][place],
          single: single,
          namesDiffer: namesDiffer
        )
        if isShared, name == field.name, !isNamed(field) {
          name = ForeignText("\(name.raw) \(seen[field.name, default: 1])")
        }
        frames[index].fields[place].displayName = name
      }
    }
  }

  private static func isNamed(_ field: Field) -> Bool {
    field.config.displayName?.isEmpty == false || field.sourceName != nil
  }

  private static func own(
    _ field: Field,
    in frame: DataFrame,
    labels: Labels,
    single: String?,
    namesDiffer: Bool
  ) -> ForeignText {
    if let name = field.config.displayName, !name.isEmpty { return ForeignText(name) }
    if let name = field.sourceName { return name }
    if field.isTime, field.labels.all.isEmpty { return field.name.isEmpty ? "Time" : field.name }
    var parts: [String] = []
    let frameName = frame.name?.raw ?? ""
    if namesDiffer, !frameName.isEmpty { parts.append(frameName) }
    if field.name.raw != "Value", !field.name.isEmpty { parts.append(field.name.raw) }
    let label = single.map { labels[$0]?.raw ?? "" } ?? text(of: labels)
    if !label.isEmpty { parts.append(label) }
    if parts.isEmpty, !frameName.isEmpty { parts.append(frameName) }
    guard parts.isEmpty else { return ForeignText(parts.joined(separator: " ")) }
    return field.name.isEmpty ? "Value" : field.name
  }

  /// The labels that names are made of: of metrics with a name, where there are several of one
  /// target, only those that tell them apart.
  private static func shownLabels(of frames: [DataFrame]) -> [[Labels]] {
    var common: [String: [Labels.Label]] = [:]
    var counts: [String: Int] = [:]
    for frame in frames {
      for field in frame.fields where isMetric(field) {
        let known = common[frame.refId]
        common[frame.refId] = known.map { $0.filter(field.labels.all.contains) } ?? field.labels.all
        counts[frame.refId, default: 0] += 1
      }
    }
    return frames.map { frame in
      frame.fields.map { field in
        guard isMetric(field), counts[frame.refId, default: 0] > 1 else { return field.labels }
        let alike = common[frame.refId, default: []]
        return Labels(all: field.labels.all.filter { !alike.contains($0) })
      }
    }
  }

  private static func isMetric(_ field: Field) -> Bool {
    field.target != nil && !field.isTime && field.name.raw != "Value" && !field.labels.all.isEmpty
  }

  /// `{a="b", c="d"}`; empty without labels.
  static func text(of labels: Labels) -> String {
    guard !labels.all.isEmpty else { return "" }
    return "{" + labels.all.map { "\($0.name.raw)=\"\($0.value.raw)\"" }.joined(separator: ", ")
      + "}"
  }
}

/// How a target's legend names its series, before anything else does.
///
/// Source: Grafana, `pkg/promlib/querydata/response.go`.
enum LegendName {
  /// - Parameters:
  ///   - labels: With `__name__`.
  ///   - legend: Variables are filled in.
  ///   - expression: What was asked.
  /// - Returns: nil where the legend says nothing.
  static func name(of labels: Labels, legend: String?, expression: String) -> ForeignText? {
    switch legend ?? "" {
    case "":
      let text = full(labels)
      return ForeignText(text.isEmpty ? expression : text)
    case "__auto": return labels.all.isEmpty ? ForeignText(expression) : nil
    case let legend:
      let text = filled(legend, labels: labels)
      return text.isEmpty ? nil : ForeignText(text)
    }
  }

  /// `name{a="b"}`, as Prometheus writes a series; empty without any label.
  private static func full(_ labels: Labels) -> String {
    (labels.metricName?.raw ?? "") + FieldNames.text(of: labels.dropping(["__name__"]))
  }

  /// `{{ label }}` replaced by the label's value; an unknown label by nothing.
  private static func filled(_ legend: String, labels: Labels) -> String {
    var text = ""
    var rest = legend[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      text += rest[..<open.lowerBound]
      var name = rest[open.upperBound..<close.lowerBound]
      while name.first?.isWhitespace == true { name.removeFirst() }
      while name.last?.isWhitespace == true { name.removeLast() }
      text += labels[String(name)]?.raw ?? ""
      rest = rest[close.upperBound...]
    }
    return text + rest
  }
}
