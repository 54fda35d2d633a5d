extension Transformation {
  /// The paths of options that aren't honoured; nil where nobody knows the transformation.
  ///
  /// Variables must not be filled in yet.
  package func unsupported() -> [String]? { read()?.unsupported }

  /// The change that the options ask for; nil where nobody knows it.
  ///
  /// Variables are filled in.
  package var change: FrameChange? { read()?.change }

  private func read() -> (change: FrameChange, unsupported: [String])? {
    var reader = OptionReader(options)
    guard let change = Self.readers[id]?(&reader) else { return nil }
    reader.finish()
    return (change, reader.unsupported)
  }

  private typealias Reader = @Sendable (inout OptionReader) -> FrameChange

  private static let readers: [String: Reader] = [
    "organize": { .organize(Organizing(&$0)) },
    "renameByRegex": renameByRegex,
    "merge": merge,
    "joinByField": join,
    "seriesToColumns": join,
    "filterFieldsByName": filterFieldsByName,
    "filterByRefId": filterFrames,
    "filterFramesByRefId": filterFrames,
    "filterByValue": filterByValue,
    "groupBy": groupBy,
    "reduce": { .reduce(Reducing(&$0)) },
    "calculateField": { .calculate(Calculating(&$0)) },
    "sortBy": sortBy,
    "labelsToFields": labelsToFields,
    "timeSeriesTable": timeSeriesTable,
    "convertFieldType": convertFieldType,
    "formatTime": formatTime,
    "concatenate": concatenate,
    "extractFields": { .extract(Extracting(&$0)) },
    "configFromData": { .configure(Configuring(&$0)) },
    "groupingToMatrix": matrix,
    "seriesToRows": seriesToRows,
    "joinByLabels": { .joinByLabels(value: $0.string("value") ?? "", by: $0.strings("join")) },
    "transpose": transpose,
    "limit": limit,
    "histogram": { .histogram(HistogramRule(&$0)) },
    "partitionByValues": { .partition(Partitioning(&$0)) },
    "prepareTimeSeries": prepareTimeSeries,
    "rowsToFields": { .rowsToFields(FieldMapping.list(&$0)) },
    "noop": { _ in .nothing },
  ]

  @Sendable private static func renameByRegex(_ reader: inout OptionReader) -> FrameChange {
    let pattern = reader.pattern("regex")
    let name = reader.string("renamePattern") ?? ""
    return pattern.map { .rename($0, to: name) } ?? .nothing
  }

  @Sendable private static func merge(_ reader: inout OptionReader) -> FrameChange {
    // An editor keeps it of the transformation that stood there before.
    reader.ignore("reducers")
    return .merge
  }

  @Sendable private static func seriesToRows(_ reader: inout OptionReader) -> FrameChange {
    // Kept of another, as above.
    reader.ignore("reducers")
    return .seriesToRows
  }

  @Sendable private static func join(_ reader: inout OptionReader) -> FrameChange {
    let field = reader.string("byField").flatMap { $0.isEmpty ? nil : $0 }
    return .join(by: field, reader.choice("mode", else: .outer))
  }

  @Sendable private static func filterFieldsByName(_ reader: inout OptionReader) -> FrameChange {
    let byVariable = reader.flag("byVariable")
    let include = reader.object("include") { FieldPick.byName(&$0, byVariable: byVariable) }
    let exclude = reader.object("exclude") { FieldPick.byName(&$0, byVariable: byVariable) }
    return .filterFields(include: include ?? nil, exclude: exclude ?? nil)
  }

  @Sendable private static func filterFrames(_ reader: inout OptionReader) -> FrameChange {
    .filterFrames(include: reader.pattern("include"), exclude: reader.pattern("exclude"))
  }

  @Sendable private static func groupBy(_ reader: inout OptionReader) -> FrameChange {
    let rules = reader.members("fields") { field -> [String]?? in
      let reducers = field.reducers("aggregations")
      switch field.word("operation", among: ["groupby", "aggregate"], else: "") {
      case "groupby": return .some(nil)
      case "aggregate": return reducers
      default: return nil
      }
    }
    return .group(rules.map { GroupRule(field: $0.name, reducers: $0.value) })
  }

  @Sendable private static func sortBy(_ reader: inout OptionReader) -> FrameChange {
    reader.ignore("fields")
    let rules = reader.objects("sort") { rule -> (String, Bool)? in
      rule.ignore("index")
      return (rule.string("field") ?? "", rule.flag("desc"))
    }
    // Grafana, too, takes the first alone.
    guard let first = rules.first, !first.0.isEmpty else { return .nothing }
    return .sort(by: first.0, isDescending: first.1)
  }

  @Sendable private static func labelsToFields(_ reader: inout OptionReader) -> FrameChange {
    let kept = reader.any("keepLabels") == nil ? nil : reader.strings("keepLabels")
    let label = reader.string("valueLabel").flatMap { $0.isEmpty ? nil : $0 }
    let mode = reader.word("mode", among: ["columns", "rows"], else: "columns")
    return mode == "rows"
      ? .labelsToRows(keeping: kept) : .labelsToColumns(keeping: kept ?? [], nameLabel: label)
  }

  @Sendable private static func timeSeriesTable(_ reader: inout OptionReader) -> FrameChange {
    var rules: [String: TrendRule] = [:]
    for member in reader.json.members ?? [] {
      rules[member.name] = reader.object(member.name) { rule in
        // Words of former versions, without effect in the newest.
        rule.ignore("inlineStat", "mergeSeries")
        let stat = rule.word("stat", among: ReducerNames.all, else: "lastNotNull")
        return TrendRule(stat: stat, timeField: rule.string("timeField"))
      }
    }
    return .trends(rules)
  }

  @Sendable private static func concatenate(_ reader: inout OptionReader) -> FrameChange {
    let label = reader.string("frameNameLabel") ?? "frame"
    let mode = reader.word("frameNameMode", among: ["field", "label", "drop"], else: "field")
    return .concatenate(nameLabel: mode == "label" ? label : nil, isNaming: mode == "field")
  }

  @Sendable private static func matrix(_ reader: inout OptionReader) -> FrameChange {
    func name(_ key: String, _ fallback: String) -> String {
      reader.string(key).flatMap { $0.isEmpty ? nil : $0 } ?? fallback
    }
    return .matrix(
      row: name("rowField", "Time"),
      column: name("columnField", "Time"),
      value: name("valueField", "Value"),
      empty: reader.word(
        "emptyValue",
        among: ["null", "true", "false", "empty", "zero"],
        else: "empty"
      )
    )
  }

  @Sendable private static func transpose(_ reader: inout OptionReader) -> FrameChange {
    func name(_ key: String, _ fallback: String) -> String {
      reader.string(key).flatMap { $0.isEmpty ? nil : $0 } ?? fallback
    }
    return .transpose(first: name("firstFieldName", "Field"), rest: name("restFieldsName", "Value"))
  }

  @Sendable private static func limit(_ reader: inout OptionReader) -> FrameChange {
    let count = reader.number("limitField") ?? 10
    return .limit(Int(max(0, min(1_000_000, count))))
  }

  @Sendable private static func prepareTimeSeries(_ reader: inout OptionReader) -> FrameChange {
    let format = reader.word("format", among: ["wide", "multi", "many"], else: "wide")
    return .prepareSeries(isWide: format == "wide")
  }
}
