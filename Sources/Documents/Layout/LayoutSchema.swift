/// The JSON Schema of layout files, made from the same declarations that the decoder reads.
package enum LayoutSchema {
  package static func json(kinds: [PanelKind]) -> JSON {
    let panels = kinds.sorted { $0.names[0] < $1.names[0] }
    var options: [PanelOption] = []
    for option in panels.flatMap(\.options)
    where !options.contains(where: { $0.name == option.name }) {
      options.append(option)
    }
    let defaults = LayoutKeys.panel.filter { $0.name != "type" && $0.name != "id" } + options
    return object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("promwall layout")),
      ("type", .string("object")),
      ("required", .array([text("panels")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        properties(
          LayoutKeys.dashboard,
          more: [
            (
              "time",
              closed([PanelOption("from", .string, "now-6h"), PanelOption("to", .string, "now")])
            ),
            ("defaults", closed(defaults)),
            ("variables", list(closed(LayoutKeys.variable))),
            ("panels", list(object([("oneOf", .array(panels.map(panel)))]))),
          ]
        ).kind
      ),
    ])
  }

  private static func panel(_ kind: PanelKind) -> JSON {
    let common = LayoutKeys.panel.filter { $0.name != "type" }
    return object([
      ("title", .string(kind.names[0])),
      ("description", .string(kind.summary)),
      ("type", .string("object")),
      ("required", .array([text("type")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        properties(
          common + kind.options,
          more: [
            ("type", object([("enum", .array(kind.names.map(text)))])),
            ("gridPos", closed(LayoutKeys.gridPosition)),
            ("targets", list(closed(LayoutKeys.target))),
          ]
        ).kind
      ),
    ])
  }

  private static func closed(_ options: [PanelOption]) -> JSON {
    object([
      ("type", .string("object")), ("additionalProperties", .bool(false)),
      ("properties", properties(options, more: []).kind),
    ])
  }

  private static func list(_ items: JSON) -> JSON {
    object([("type", .string("array")), ("items", items.kind)])
  }

  private static func properties(_ options: [PanelOption], more: [(String, JSON)]) -> JSON {
    let comment = ("$comment", JSON.Kind.object([]))
    return object(
      [comment] + options.map { ($0.name, property($0).kind) } + more.map { ($0.0, $0.1.kind) }
    )
  }

  private static func property(_ option: PanelOption) -> JSON {
    object(form(option.form) + [("description", .string(option.summary))])
  }

  private static func form(_ form: PanelOption.Form) -> [(String, JSON.Kind)] {
    switch form {
    case .string: [("type", .string("string"))]
    case .number: [("type", .string("number"))]
    case .integer(let least): [("type", .string("integer")), ("minimum", .number(Double(least)))]
    case .boolean: [("type", .string("boolean"))]
    case .choice(let words): [("enum", .array(words.map(text)))]
    case .booleanOrString: [("type", .array([text("boolean"), text("string")]))]
    case .strings:
      [("type", .string("array")), ("items", object([("type", .string("string"))]).kind)]
    case .choices(let words):
      [("type", .string("array")), ("items", object([("enum", .array(words.map(text)))]).kind)]
    case .duration:
      [("type", .string("string")), ("pattern", .string("^([0-9]+(ms|s|m|h|d|w|M|y))+$"))]
    case .color: [("type", .string("string"))]
    case .stringTable:
      [
        ("type", .string("object")),
        ("additionalProperties", object([("type", .string("string"))]).kind),
      ]
    case .thresholds: [("type", .string("array")), ("items", threshold.kind)]
    }
  }

  private static var threshold: JSON {
    closed([
      PanelOption("above", .number, "Crossed by what is greater."),
      PanelOption("below", .number, "Crossed by what is less."),
      PanelOption("value", .number, "Crossed by what is at least that."),
      PanelOption(
        "state",
        .choice(Threshold.State.allCases.map(\.rawValue)),
        "What crossing means."
      ),
      PanelOption("color", .color, "A colour without a meaning."),
    ])
  }

  private static func text(_ word: String) -> JSON { JSON(.string(word)) }

  private static func object(_ fields: [(String, JSON.Kind)]) -> JSON {
    let start = SourcePosition(line: 1, column: 1)
    return JSON(
      .object(fields.map { JSON.Member(name: $0.0, position: start, value: JSON($0.1)) })
    )
  }
}
