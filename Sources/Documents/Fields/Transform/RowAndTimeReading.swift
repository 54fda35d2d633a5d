import Metrics

extension Transformation {
  @Sendable static func filterByValue(_ reader: inout OptionReader) -> FrameChange {
    let tests = reader.objects("filters") { filter -> RowTest? in
      let field = filter.string("fieldName") ?? ""
      let condition = filter.object("config") { RowTest.Condition.read(&$0) } ?? nil
      return condition.map { RowTest(field: field, condition: $0) }
    }
    let match = reader.word("match", among: ["all", "any"], else: "any")
    let type = reader.word("type", among: ["include", "exclude"], else: "include")
    guard !tests.isEmpty else { return .nothing }
    return .filterRows(tests, matchesAll: match == "all", isExcluding: type == "exclude")
  }

  /// Forms of a moment that can be read: none, and Unix times.
  private static let readableForms: Set<String> = [
    "", "X", "x", "YYYY-MM-DD", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DDTHH:mm:ss",
    "YYYY-MM-DDTHH:mm:ssZ", "YYYY-MM-DDTHH:mm:ss.SSSZ",
  ]

  @Sendable static func convertFieldType(_ reader: inout OptionReader) -> FrameChange {
    reader.ignore("fields")
    let conversions = reader.objects("conversions") { entry -> Conversion? in
      let field = entry.string("targetField") ?? ""
      let format = entry.string("dateFormat")
      let zone = entry.string("timezone") ?? ""
      if entry.any("joinWith")?.string?.isEmpty == false { entry.refuse("joinWith") }
      // An editor's rest, where the destination is another.
      entry.ignore("enumConfig")
      let words: Set = ["time", "number", "string", "boolean"]
      let word = entry.word("destinationType", among: words, else: "")
      guard !field.isEmpty, let kind = Conversion.Kind(rawValue: word) else { return nil }
      if kind == .time, !readableForms.contains(format ?? "") { entry.refuse("dateFormat") }
      if !isZone(zone) { entry.refuse("timezone") }
      return Conversion(field: field, kind: kind, dateFormat: format, zone: zone)
    }
    return .convert(conversions)
  }

  @Sendable static func formatTime(_ reader: inout OptionReader) -> FrameChange {
    let field = reader.string("timeField") ?? ""
    let format = reader.string("outputFormat")
    let isZoned = reader.flag("useTimezone")
    let zone = reader.string("timezone") ?? ""
    guard !field.isEmpty else { return .nothing }
    if !isZone(zone) { reader.refuse("timezone") }
    return .convert([
      Conversion(field: field, kind: .string, dateFormat: format, zone: isZoned ? zone : "")
    ])
  }

  private static func isZone(_ name: String) -> Bool {
    (try? ZoneName.zone(name, place: "timezone")) != nil
  }
}

extension RowTest.Condition {
  private static let known: Set<String> = [
    "greater", "greaterOrEqual", "lower", "lowerOrEqual", "equal", "notEqual", "substring",
    "notSubstring", "regex", "between", "range",
  ]

  static func read(_ reader: inout OptionReader) -> Self? {
    let id = reader.string("id") ?? ""
    if id == "isNull" || id == "isNotNull" {
      reader.ignore("options")
      return .isNull(id == "isNull")
    }
    guard known.contains(id) else {
      reader.refuse("id")
      reader.ignore("options")
      return nil
    }
    return reader.object("options") { options -> Self? in
      switch id {
      case "greater", "greaterOrEqual", "lower", "lowerOrEqual", "equal", "notEqual":
        return .compare(id, value: text(&options, "value"))
      case "substring", "notSubstring":
        return .contains(text(&options, "value"), isWanted: id == "substring")
      case "regex":
        // Unlike elsewhere it may match a part of the value.
        let pattern = Pattern(options.string("value") ?? "")
        if pattern == nil { options.refuse("value") }
        return pattern.map { .regex($0) }
      default:
        guard let from = options.number("from"), let to = options.number("to") else { return nil }
        return .between(from, to)
      }
    } ?? nil
  }

  private static func text(_ reader: inout OptionReader, _ key: String) -> String {
    guard let value = reader.any(key) else { return "" }
    if let flag = value.bool { return flag ? "true" : "false" }
    return reader.string(key) ?? ""
  }
}
