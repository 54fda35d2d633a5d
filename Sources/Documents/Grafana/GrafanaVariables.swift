import Metrics

/// Reads a Grafana dashboard's variables, old forms and new ones.
struct GrafanaVariables {
  var variables: [Variable] = []
  var problems: [Problem] = []

  private let file: String

  init(_ model: JSON, file: String) {
    self.file = file
    for json in model["templating"]?["list"]?.array ?? [] where json.members != nil { read(json) }
  }

  private mutating func read(_ json: JSON) {
    let name = json["name"]?.string ?? ""
    // Before the sixth schema a variable had no type, or was a `filter`.
    let written = json["type"]?.string ?? "query"
    let type = written == "filter" ? "query" : written
    guard !name.isEmpty, let kind = kind(json, type: type) else {
      problems.append(
        problem(
          "the variable \"\(ForeignText(name).safe)\" of type \"\(ForeignText(type).safe)\""
            + " is left out",
          code: "grafana.variable.unsupported",
          json
        )
      )
      return
    }
    let isMulti = json["multi"]?.bool ?? false
    let variable = Variable(
      name: name,
      label: json["label"]?.filledString,
      kind: kind,
      regex: json["regex"]?.filledString,
      sort: json["sort"]?.lenientInteger.flatMap(Variable.Sort.init) ?? .none,
      refresh: json["refresh"]?.lenientInteger.flatMap(Variable.Refresh.init) ?? .onLoad,
      isMulti: isMulti,
      includesAll: json["includeAll"]?.bool ?? false,
      allValue: json["allValue"]?.filledString,
      current: type == "datasource" ? [] : Self.current(json["current"], isMulti: isMulti),
      isHidden: (json["hide"]?.lenientInteger ?? 0) == 2 || json["hide"]?.bool == true
    )
    variables.append(variable)
    problems += formats(of: variable, json)
  }

  private mutating func kind(_ json: JSON, type: String) -> Variable.Kind? {
    switch type {
    case "query": return .query(Self.query(of: json))
    case "custom": return .custom(Self.options(json))
    case "textbox", "constant":
      let text = json["query"]?.string ?? Self.current(json["current"], isMulti: false).first ?? ""
      return type == "textbox" ? .textbox(text) : .constant(text)
    case "switch":
      let values = ["enabledValue", "disabledValue"].map { json[$0]?.scalarText }
      return .custom(
        zip(values, ["true", "false"]).map { VariableOption(text: $0 ?? $1, value: $0 ?? $1) }
      )
    case "adhoc":
      let source = json["datasource"]?["type"]?.string ?? "prometheus"
      guard source.isEmpty || GrafanaTargets.isPrometheus(source) else { return nil }
      return .adhoc(filters(json))
    default:
      return VariableKinds.kind(
        type,
        query: json["query"]?.string ?? "",
        auto: json["auto"]?.bool ?? false,
        autoCount: json["auto_count"]?.lenientInteger ?? 30,
        autoMinimum: json["auto_min"]?.filledString ?? "10s"
      )
    }
  }

  // MARK: - Filters

  private mutating func filters(_ json: JSON) -> [AdhocFilter] {
    let written = (json["baseFilters"]?.array ?? []) + (json["filters"]?.array ?? [])
    return written.compactMap { filter in
      guard let key = filter["key"]?.filledString else { return nil }
      let word = filter["operator"]?.string ?? "="
      let values = filter["values"]?.array?.compactMap(\.scalarText) ?? []
      let value = filter["value"]?.scalarText ?? values.first ?? ""
      guard let operation = AdhocFilter.Operation(rawValue: word) else {
        problems.append(
          problem(
            "the filter's operator \"\(ForeignText(word).safe)\" is no matcher of Prometheus:"
              + " it is left out",
            code: "grafana.variable.filter",
            filter
          )
        )
        return nil
      }
      return AdhocFilter(key: key, operation, values.isEmpty ? [value] : values)
    }
  }

  // MARK: - Values

  /// What the file has selected; of very old files only the text is there.
  private static func current(_ json: JSON?, isMulti: Bool) -> [String] {
    guard let json else { return [] }
    if let text = json.scalarText { return [text] }
    let found = scalars(json["value"])
    guard found.isEmpty else { return found }
    let texts = scalars(json["text"])
    guard isMulti, texts.count == 1, texts[0].contains(" + ") else { return texts }
    return texts[0].split(separator: " + ").map(String.init)
  }

  private static func scalars(_ json: JSON?) -> [String] {
    json?.array?.compactMap(\.scalarText) ?? json?.scalarText.map { [$0] } ?? []
  }

  /// A list with commas, or JSON: `["a", { "text": "B", "value": "b" }]`.
  private static func options(_ json: JSON) -> [VariableOption] {
    let text = json["query"]?.string ?? ""
    let isJSON = json["valuesFormat"]?.string == "json"
    guard isJSON, let list = try? JSON(parsing: Array(text.utf8), file: "").array else {
      return VariableKinds.options(text)
    }
    return list.compactMap { entry in
      if let text = entry.scalarText { return VariableOption(text: text, value: text) }
      let text = entry["text"]?.scalarText ?? entry["label"]?.scalarText
      guard let value = entry["value"]?.scalarText ?? text else { return nil }
      return VariableOption(text: text ?? value, value: value)
    }
  }

  // MARK: - Queries

  /// The query as a string, or built from the editor's parts by `qryType`.
  private static func query(of json: JSON) -> String {
    let fallback = json["definition"]?.string ?? ""
    guard let query = json["query"] else { return fallback }
    if let text = query.string { return text.isEmpty ? fallback : text }
    if let text = query["query"]?.filledString { return text }
    let built = built(query)
    return built.isEmpty ? fallback : built
  }

  private static func built(_ query: JSON) -> String {
    let label = query["label"]?.string ?? ""
    let metric = query["metric"]?.string ?? ""
    switch query["qryType"]?.lenientInteger {
    case 0:
      let pattern = query["labelNamesMatch"]?.string ?? query["match"]?.string ?? ""
      return "label_names(\(pattern))"
    case 1:
      let filters = (query["labelFilters"]?.array ?? []).compactMap { filter -> String? in
        guard let name = filter["label"]?.filledString else { return nil }
        // Values may be variables, which escape themselves.
        let value = (filter["value"]?.string ?? "").replacing("\"", with: "\\\"")
        return "\(name)\(filter["op"]?.filledString ?? "=")\"\(value)\""
      }
      let matchers = filters.isEmpty ? "" : "{\(filters.joined(separator: ","))}"
      let selector = metric + matchers
      return selector.isEmpty ? "label_values(\(label))" : "label_values(\(selector), \(label))"
    case 2: return "metrics(\(metric.isEmpty ? ".*" : metric))"
    case 3: return "query_result(\(query["varQuery"]?.string ?? ""))"
    case 4: return query["seriesQuery"]?.string ?? ""
    default: return query["classicQuery"]?.string ?? query["expr"]?.string ?? ""
    }
  }

  // MARK: - Notes

  private func problem(_ what: String, code: String, _ json: JSON) -> Problem {
    Problem(
      what: what,
      place: "templating",
      fix: "",
      code: code,
      severity: .warning,
      file: file,
      position: json.position
    )
  }

  private func formats(of variable: Variable, _ json: JSON) -> [Problem] {
    var texts = [variable.regex, variable.allValue].compactMap { $0 }
    if case .query(let query) = variable.kind { texts.append(query) }
    return GrafanaDecoder.unknownFormats(in: texts).map { code, what in
      problem("\(what) in the variable \"\(ForeignText(variable.name).safe)\"", code: code, json)
    }
  }
}

extension JSON {
  /// Text, a number or a truth value as text.
  var scalarText: String? {
    switch kind {
    case .string(let text): text
    case .number(let value):
      Int(exactly: value).map(String.init) ?? String(describing: value)
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
