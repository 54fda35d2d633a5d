/// Value mappings of the older forms in today's: `{type, options}`.
///
/// Source: Grafana, `packages/grafana-data/src/utils/valueMappings.ts`.
enum MappingMigration {
  /// A list in which old and new stand mixed.
  static func modern(_ list: JSON) -> JSON {
    guard let array = list.array else { return list }
    return list.list(
      array.compactMap { item in
        if item.value("options") != nil { return item }
        let type = item.value("type")
        if let word = type?.string, Int(word) == nil { return item }
        let isRange = type?.lenientNumber.map { $0 == 2 } ?? (item.value("from") != nil)
        return isRange ? range(item) : value(item)
      }
    )
  }

  /// `{value, text}`; the text `null` stands for no value.
  private static func value(_ item: JSON) -> JSON? {
    guard let value = item.value("value"), let text = value.plain else { return nil }
    let result = result(item)
    if text == "null" {
      return made(
        "special",
        [("match", item.word("null")), ("result", result)],
        at: item
      )
    }
    return made("value", [(text, result)], at: item)
  }

  /// `{from, to, text}`, of which an end that is `null` as a text means no value.
  private static func range(_ item: JSON) -> JSON? {
    let ends = [item.value("from"), item.value("to")]
    if ends.contains(where: { $0?.string == "null" }) {
      return made("special", [("match", item.word("null")), ("result", result(item))], at: item)
    }
    guard ends.contains(where: { $0?.lenientNumber != nil }) else { return nil }
    return made(
      "range",
      [("from", ends[0]), ("to", ends[1]), ("result", result(item))],
      at: item
    )
  }

  private static func result(_ item: JSON) -> JSON {
    JSON.make([("text", item.value("text")), ("color", item.value("color"))], at: item.position)
  }

  private static func made(_ type: String, _ options: [(String, JSON?)], at item: JSON) -> JSON {
    JSON.make(
      [("type", item.word(type)), ("options", JSON.make(options, at: item.position))],
      at: item.position
    )
  }

  /// The old single value's `valueMaps` and `rangeMaps`, of which `mappingType` names one.
  static func single(_ panel: JSON) -> JSON? {
    let values = panel.value("valueMaps")?.array ?? []
    let ranges = panel.value("rangeMaps")?.array ?? []
    let type = panel.value("mappingType")?.lenientNumber ?? (values.isEmpty ? 2 : 1)
    let list = type == 2 ? ranges.compactMap(range) : values.compactMap(value)
    return list.isEmpty ? nil : panel.list(list)
  }
}
