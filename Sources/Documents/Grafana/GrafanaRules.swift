import Metrics

/// A Grafana panel's `fieldConfig` as rules, and what of it its kind doesn't read.
struct GrafanaRules {
  private(set) var rules = FieldRules()
  private(set) var notes: [GrafanaNote] = []
  private let declared: Set<String>
  private let type: String
  private var readsThresholds = true

  /// - Parameters:
  ///   - json: `fieldConfig`.
  ///   - declared: The properties that the kind reads.
  ///   - type: Grafana's word for the panel.
  init(_ json: JSON?, declared: Set<String>, type: String) {
    self.declared = declared
    self.type = type
    guard let json else { return }
    var reader = Remainder(json)
    let defaults = reader.take("defaults")
    readsThresholds = Self.readsThresholds(defaults, type: type)
    if let defaults { rules.defaults = read(defaults) }
    for override in reader.list("overrides") { self.override(override, defaults) }
    for member in reader.rest
    where !GrafanaUnseen.isUnseen("fieldConfig.\(member.name)", member.value) {
      notes.append(.leftOut("grafana.field.unsupported", "fieldConfig.\(member.name)", at: json))
    }
  }

  /// Whether Grafana itself looks at limits: for colours by value, and lines or areas of them.
  private static func readsThresholds(_ defaults: JSON?, type: String) -> Bool {
    let mode = defaults?["color"]?["mode"]?.string
    let style = defaults?["custom"]?["thresholdsStyle"]?["mode"]?.string ?? "off"
    let palettes: Set = ["timeseries", "barchart", "piechart", "histogram", "state-timeline"]
    return style != "off" || mode == "thresholds" || mode == nil && !palettes.contains(type)
  }

  private mutating func read(_ defaults: JSON) -> FieldConfig {
    var fields = GrafanaFields()
    for member in defaults.members ?? [] {
      if member.name == "custom", let custom = member.value.members {
        for inner in custom {
          account("custom.\(inner.name)", inner.value, &fields, .defaults)
        }
      } else {
        account(member.name, member.value, &fields, .defaults)
      }
    }
    return fields.config
  }

  private mutating func override(_ json: JSON, _ defaults: JSON?) {
    var reader = Remainder(json)
    let properties = reader.list("properties")
    let matcher = reader.take("matcher")
    reader.drop(["__systemRef", "$$hashKey", "id"])
    for member in reader.rest {
      notes.append(
        .leftOut("grafana.override.unsupported", "overrides.\(member.name)", at: member.value)
      )
    }
    // A rule that says nothing, and one for nobody.
    guard !properties.isEmpty, let matcher, !matcher.isEmpty else { return }
    guard let made = FieldMatcher(matcher) else {
      let id = matcher["id"]?.string ?? ""
      notes.append(
        GrafanaNote(
          code: "grafana.matcher.unsupported",
          path: "fieldConfig.overrides.matcher",
          what: "overrides by the matcher \"\(id.prefix(60))\" are left out",
          position: matcher.position
        )
      )
      return
    }
    var fields = GrafanaFields()
    var unset: Set<String> = []
    for property in properties { read(property, &fields, defaults, &unset) }
    rules.overrides.append(FieldRules.Override(made, fields.config, unset: unset))
  }

  /// Texts that say nothing take back what the defaults say, as no value does.
  private static let texts: Set<String> = ["unit", "displayName", "noValue"]

  private mutating func read(
    _ property: JSON,
    _ fields: inout GrafanaFields,
    _ defaults: JSON?,
    _ unset: inout Set<String>
  ) {
    var reader = Remainder(property)
    guard let id = reader.text("id")?.string else { return }
    reader.drop(["$$hashKey"])
    let value = reader.take("value")
    if let value, value.string != "" || !Self.texts.contains(id) {
      account(id, value, &fields, .overrides)
    } else if fields.unset(id) {
      unset.insert(id)
    } else if let set = Self.value(of: id, in: defaults), !set.isEmpty,
      declared.contains(GrafanaFieldID(id).root)
    {
      // Of a part of a property rules of ours can't take back what the defaults say.
      notes.append(
        GrafanaNote(
          code: "grafana.override.unsupported",
          path: "overrides.\(id)",
          what: "overrides.\(id) without a value is left out",
          position: property.position
        )
      )
    }
    for member in reader.rest {
      notes.append(
        .leftOut("grafana.override.unsupported", "overrides.\(id).\(member.name)", at: member.value)
      )
    }
  }

  // MARK: - Accounting

  /// Where a property stands.
  private enum Part {
    case defaults, overrides

    var code: String {
      switch self {
      case .defaults: "grafana.field.unsupported"
      case .overrides: "grafana.override.unsupported"
      }
    }

    func path(_ id: String) -> String {
      switch self {
      case .defaults: "fieldConfig.defaults.\(id)"
      case .overrides: "overrides.\(id)"
      }
    }
  }

  private static func value(of id: String, in defaults: JSON?) -> JSON? {
    id.split(separator: ".").reduce(defaults) { $0?.value(String($1)) }
  }

  private func reads(_ id: String, root: String) -> Bool {
    // The older word for gaps.
    declared.contains(root) || declared.contains(id)
      || root == "nullValueMode" && declared.contains("custom.spanNulls")
  }

  /// Sets a property, and tells what of it nobody reads.
  private mutating func account(
    _ id: String,
    _ value: JSON,
    _ fields: inout GrafanaFields,
    _ part: Part
  ) {
    let parts = GrafanaFieldID(id)
    let root = parts.root
    let left = fields.set(parts, value)
    if reads(id, root: root) {
      for inner in left {
        let path = inner.isEmpty ? id : "\(id).\(inner)"
        let found = inner.isEmpty ? value : value[inner] ?? value
        guard !found.isEmpty, !GrafanaUnseen.isUnseen("field.\(path)", found) else { continue }
        notes.append(.refused(part.code, part.path(path), found))
      }
      return
    }
    if id.hasPrefix("thresholds"), !readsThresholds { return }
    for leaf in value.leaves(below: id) where !leaf.value.isEmpty {
      let isSilent =
        GrafanaUnseen.isUnseen("field.\(leaf.path)", leaf.value)
        || GrafanaPanelKeys.isOthersField(leaf.path, type: type)
        || declared.contains(leaf.path)
      if isSilent { continue }
      // Of what is known in its parts one word is enough.
      let path = GrafanaFields.knows(parts) ? root : leaf.path
      notes.append(.leftOut(part.code, part.path(path), at: leaf.value))
    }
  }
}
