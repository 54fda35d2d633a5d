import Metrics

extension FieldPick {
  /// Names, a pattern, or both; of a variable the names it holds.
  static func byName(_ reader: inout OptionReader, byVariable: Bool) -> FieldPick? {
    let names = reader.strings("names")
    let variable = reader.string("variable")
    let pattern = reader.pattern("pattern")
    if byVariable {
      guard let variable else { return nil }
      return .names(Set(list(variable)))
    }
    var picks: [FieldPick] = names.isEmpty ? [] : [.names(Set(names))]
    if let pattern { picks.append(.pattern(pattern)) }
    return picks.isEmpty ? nil : .any(picks)
  }

  /// A filled-in variable: `{a,b}`, or one name.
  private static func list(_ text: String) -> [String] {
    guard text.hasPrefix("{"), text.hasSuffix("}") else { return [text] }
    return text.dropFirst().dropLast().split(separator: ",").map(String.init)
  }

  /// A matcher as field overrides have it, `{ id, options }`.
  static func matcher(_ reader: inout OptionReader) -> FieldPick {
    switch reader.string("id") ?? "" {
    case "byName": return .names([reader.string("options") ?? ""])
    case "byNames":
      return .names(Set(reader.object("options") { $0.strings("names") } ?? []))
    case "byRegexp": return reader.pattern("options").map { .pattern($0) } ?? .any([])
    case "byType": return .type(reader.string("options") ?? "")
    case "byFrameRefID": return .refId(reader.string("options") ?? "")
    case "numeric":
      reader.ignore("options")
      return .type("number")
    case "time":
      reader.ignore("options")
      return .type("time")
    case "": return .all
    default:
      reader.refuse("id")
      reader.ignore("options")
      return .all
    }
  }
}

extension Organizing {
  init(_ reader: inout OptionReader) {
    func truths(_ key: String) -> Set<String> {
      Set(reader.table(key) { $0.bool }.filter(\.value).keys)
    }
    excluded = truths("excludeByName")
    included = truths("includeByName")
    places = reader.table("indexByName") { $0.lenientNumber }
    names = reader.table("renameByName") { $0.string }.filter { !$0.value.isEmpty }
    let orders = reader.objects("orderBy") { rule -> Order? in
      let isByLabel = rule.word("type", among: ["name", "label"], else: "name") == "label"
      let label = rule.string("labelName")
      return Order(label: isByLabel ? label : nil, isDescending: rule.flag("desc"))
    }
    if reader.word("orderByMode", among: ["manual", "auto"], else: "manual") == "auto" {
      order = orders
    }
  }
}

extension Reducing {
  init(_ reader: inout OptionReader) {
    if reader.any("reducers") != nil { reducers = reader.reducers("reducers") }
    let mode = reader.word("mode", among: ["seriesToRows", "reduceFields"], else: "seriesToRows")
    keepsFields = mode == "reduceFields"
    includesTime = reader.flag("includeTimeField")
    hasLabelColumns = reader.flag("labelsToFields")
    fields = reader.object("fields") { FieldPick.matcher(&$0) }
  }
}

extension HistogramRule {
  init(_ reader: inout OptionReader) {
    size = reader.number("bucketSize").flatMap { $0 > 0 ? $0 : nil }
    offset = reader.number("bucketOffset") ?? 0
    count = Int(max(1, min(1_000, reader.number("bucketCount") ?? 30)))
    isCombined = reader.flag("combine")
  }
}

extension Partitioning {
  init(_ reader: inout OptionReader) {
    fields = reader.strings("fields")
    keepsFields = reader.flag("keepFields")
    naming =
      reader.object("naming") { naming -> Naming? in
        let isLabels = naming.any("asLabels") == nil || naming.flag("asLabels")
        let result = Naming(
          appends: naming.flag("append"),
          hasNames: naming.flag("withNames"),
          equals: naming.string("separator1") ?? "=",
          between: naming.string("separator2") ?? " "
        )
        return isLabels ? nil : result
      } ?? nil
  }
}

extension Extracting {
  init(_ reader: inout OptionReader) {
    source = reader.string("source") ?? ""
    format = reader.choice("format", else: .auto)
    let given = reader.string("delimiter") ?? ","
    delimiter = given.isEmpty ? "," : given
    // Grafana takes only one between slashes.
    let text = reader.string("regExp") ?? ""
    pattern = text.hasPrefix("/") ? Pattern(grafana: text) : nil
    if format == .regexp, text.hasPrefix("/"), pattern == nil { reader.refuse("regExp") }
    let found = reader.objects("jsonPaths") { entry -> Path? in
      let path = entry.string("path") ?? ""
      let alias = entry.string("alias") ?? ""
      guard !path.isEmpty else { return nil }
      let parts = path.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")
      return Path(path: parts.map(String.init), name: alias.isEmpty ? path : alias)
    }
    paths = format == .json ? found : []
    replaces = reader.flag("replace")
    keepsTime = reader.flag("keepTime")
  }
}

extension FieldMapping {
  /// What a value can be in another field's configuration.
  package static let handlers: Set<String> = [
    "field.name", "field.value", "field.label", "__ignore", "displayName", "min", "max", "unit",
    "decimals", "color", "noValue", "threshold1", "mappings.value", "mappings.text",
    "mappings.color", "description",
  ]

  static func list(_ reader: inout OptionReader) -> [FieldMapping] {
    reader.objects("mappings") { entry in
      let field = entry.string("fieldName") ?? ""
      let handler = entry.word("handlerKey", among: handlers, else: "")
      // How many fields it may stand for is the editor's business.
      entry.ignore("handlerArguments")
      let reducer = entry.word("reducerId", among: ReducerNames.all, else: "lastNotNull")
      guard !field.isEmpty, !handler.isEmpty else { return nil }
      return FieldMapping(field: field, handler: handler, reducer: reducer)
    }
  }
}

extension Configuring {
  init(_ reader: inout OptionReader) {
    refId = reader.string("configRefId") ?? "config"
    fields = reader.object("applyTo") { FieldPick.matcher(&$0) } ?? .type("number")
    mappings = FieldMapping.list(&reader)
  }
}
