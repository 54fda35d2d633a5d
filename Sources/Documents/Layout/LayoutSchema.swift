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
    return JSON.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("promwall layout")),
      ("type", .string("object")),
      ("required", .array([SchemaParts.text("panels")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        SchemaParts.properties(
          LayoutKeys.dashboard,
          more: [
            (
              "time",
              SchemaParts.closed([
                PanelOption("from", .string, "now-6h"), PanelOption("to", .string, "now"),
              ])
            ),
            ("defaults", SchemaParts.closed(defaults)),
            ("variables", SchemaParts.list(SchemaParts.closed(LayoutKeys.variable))),
            ("panels", SchemaParts.list(JSON.object([("oneOf", .array(panels.map(panel)))]))),
          ]
        ).kind
      ),
    ])
  }

  private static func panel(_ kind: PanelKind) -> JSON {
    let common = LayoutKeys.panel.filter { $0.name != "type" }
    return JSON.object([
      ("title", .string(kind.names[0])),
      ("description", .string(kind.summary)),
      ("type", .string("object")),
      ("required", .array([SchemaParts.text("type")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        SchemaParts.properties(
          common + kind.options,
          more: [
            ("type", JSON.object([("enum", .array(kind.names.map(SchemaParts.text)))])),
            ("gridPos", SchemaParts.closed(LayoutKeys.gridPosition)),
            ("targets", SchemaParts.list(SchemaParts.closed(LayoutKeys.target))),
          ]
        ).kind
      ),
    ])
  }
}
