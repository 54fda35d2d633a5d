extension FieldMatcher {
  /// Grafana's `{id, options}`; nil for one that isn't known.
  ///
  /// Source: Grafana, `packages/grafana-data/src/transformations/matchers`.
  init?(_ json: JSON) {
    let options = json.value("options")
    guard let made = Self.text(json["id"]?.string ?? "", options) ?? Self.other(json, options)
    else {
      return nil
    }
    self = made
  }

  private static func text(_ id: String, _ options: JSON?) -> FieldMatcher? {
    let ids = ["byName", "byRegexp", "byType", "byFrameRefID"]
    // One that doesn't say for whom is for nobody.
    guard let text = options?.plain else { return ids.contains(id) ? FieldMatcher.none : nil }
    return switch id {
    case "byName": .byName(text)
    case "byRegexp": .byRegexp(text)
    case "byType": .byType(text)
    case "byFrameRefID": .byFrameRefID(text)
    default: nil
    }
  }

  private static func other(_ json: JSON, _ options: JSON?) -> FieldMatcher? {
    switch json["id"]?.string {
    case "byNames": names(options)
    case "byRegexpOrNames":
      .byRegexpOrNames(
        pattern: options?["pattern"]?.string ?? "",
        names: options?["names"]?.array?.compactMap(\.string) ?? []
      )
    case "byTypes":
      .anyOf((options?.array ?? []).compactMap(\.string).map { .byType($0) })
    case "byValue":
      options?["reducer"]?.string.map {
        .byValue(
          reducer: $0,
          comparison: options?["op"]?.string ?? "gte",
          value: options?["value"]?.lenientNumber ?? 0
        )
      }
    case "numeric": .numeric
    case "time": .time
    case "first": .first
    case "firstTimeField": .firstTime
    case "anyMatch": several(options).map { .anyOf($0) }
    case "allMatch": several(options).map { .not(.anyOf($0.map { .not($0) })) }
    case "invertMatch": options.flatMap { FieldMatcher($0) }.map { .not($0) }
    case "alwaysMatch": .all
    case "neverMatch": FieldMatcher.none
    default: nil
    }
  }

  /// A list, or `{names, mode}`, whose mode says whether those are meant or all the others.
  private static func names(_ options: JSON?) -> FieldMatcher? {
    if let list = options?.array {
      return .byNames(list.compactMap(\.string), isExcluding: false)
    }
    guard let names = options?["names"]?.array else { return nil }
    return .byNames(
      names.compactMap(\.string),
      isExcluding: options?["mode"]?.string == "exclude"
    )
  }

  /// Matchers in a list; nil where one of them isn't known.
  private static func several(_ options: JSON?) -> [FieldMatcher]? {
    guard let list = options?.array else { return nil }
    let made = list.compactMap { FieldMatcher($0) }
    return made.count == list.count ? made : nil
  }
}
