/// A panel's `fieldConfig` while it is made of older forms.
struct FieldDraft {
  private(set) var defaults: JSON
  private var custom: JSON
  private var overrides: [JSON]
  private let position: SourcePosition

  /// What the panel has already in the modern form comes first.
  init(_ panel: JSON) {
    position = panel.position
    let config = panel.value("fieldConfig")
    let nothing = JSON(.object([]), at: panel.position)
    defaults = config?.value("defaults") ?? nothing
    custom = defaults.value("custom") ?? nothing
    overrides = config?.value("overrides")?.array ?? []
  }

  /// Sets a property by Grafana's id; nil changes nothing.
  mutating func set(_ id: String, _ value: JSON?) {
    guard let value else { return }
    if id.hasPrefix("custom.") {
      custom = custom.setting(String(id.dropFirst(7)), to: value)
    } else {
      defaults = defaults.setting(id, to: value)
    }
  }

  /// Whether a property says something.
  func has(_ id: String) -> Bool { defaults.value(id)?.isEmpty == false }

  mutating func override(_ matcher: String, _ options: JSON, _ properties: [(String, JSON)]) {
    guard !properties.isEmpty else { return }
    let list = properties.map { id, value in
      JSON.make([("id", value.word(id)), ("value", value)], at: value.position)
    }
    overrides.append(
      JSON.make(
        [
          (
            "matcher",
            JSON.make([("id", options.word(matcher)), ("options", options)], at: options.position)
          ), ("properties", options.list(list)),
        ],
        at: options.position
      )
    )
  }

  /// Rules of today's form.
  mutating func add(_ rules: [JSON]) { overrides += rules }

  /// A rule for a series that old panels name by its text or `/pattern/`.
  mutating func series(_ alias: JSON, _ properties: [(String, JSON)]) {
    override(Self.isPattern(alias.string ?? "") ? "byRegexp" : "byName", alias, properties)
  }

  /// Between two slashes, with or without flags; a path begins with one, too.
  private static func isPattern(_ text: String) -> Bool {
    guard text.first == "/", let end = text.lastIndex(of: "/"), end > text.startIndex else {
      return false
    }
    return text[text.index(after: end)...].allSatisfy { "gimy".contains($0) }
  }

  /// A fixed colour as a property's value.
  static func fixed(_ color: JSON) -> JSON {
    JSON.make([("mode", color.word("fixed")), ("fixedColor", color)], at: color.position)
  }

  var json: JSON {
    JSON.make(
      [
        ("defaults", defaults.setting("custom", to: custom)),
        ("overrides", JSON(.array(overrides), at: position)),
      ],
      at: position
    )
  }
}
