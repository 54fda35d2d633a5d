import Metrics

/// What the schemas of our documents are made of.
enum SchemaParts {
  static func closed(_ options: [PanelOption], more: [(String, JSON)] = []) -> JSON {
    JSON.object([
      ("type", .string("object")), ("additionalProperties", .bool(false)),
      ("properties", properties(options, more: more).kind),
    ])
  }

  static func list(_ items: JSON) -> JSON {
    JSON.object([("type", .string("array")), ("items", items.kind)])
  }

  static func properties(_ options: [PanelOption], more: [(String, JSON)]) -> JSON {
    let comment = ("$comment", JSON.Kind.object([]))
    return JSON.object(
      [comment] + options.map { ($0.name, property($0).kind) } + more.map { ($0.0, $0.1.kind) }
    )
  }

  private static func property(_ option: PanelOption) -> JSON {
    JSON.object(form(option.form) + [("description", .string(option.summary))])
  }

  private static func form(_ form: PanelOption.Form) -> [(String, JSON.Kind)] {
    switch form {
    case .string: [("type", .string("string"))]
    case .number: [("type", .string("number"))]
    case .integer(let least): [("type", .string("integer")), ("minimum", .number(Double(least)))]
    case .boolean: [("type", .string("boolean"))]
    case .choice(let words): [("enum", .array(words.map(text)))]
    case .booleanOrString: [("type", .array([text("boolean"), text("string")]))]
    case .strings, .zones:
      [("type", .string("array")), ("items", JSON.object([("type", .string("string"))]).kind)]
    case .choices(let words):
      [
        ("type", .string("array")),
        ("items", JSON.object([("enum", .array(words.map(text)))]).kind),
      ]
    case .duration:
      [("type", .string("string")), ("pattern", .string("^([0-9]+(ms|s|m|h|d|w|M|y))+$"))]
    case .color: [("type", .string("string"))]
    case .stringTable:
      [
        ("type", .string("object")),
        ("additionalProperties", JSON.object([("type", .string("string"))]).kind),
      ]
    case .thresholds: [("type", .string("array")), ("items", threshold.kind)]
    case .objects(let keys): [("type", .string("array")), ("items", closed(keys).kind)]
    case .stringOrStrings: [("type", .array([text("string"), text("array")]))]
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

  static func text(_ word: String) -> JSON { JSON(.string(word)) }
}
