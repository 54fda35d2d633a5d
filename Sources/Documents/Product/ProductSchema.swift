/// The JSON Schema of product files, made from the same declarations that the decoder reads.
package enum ProductSchema {
  package static var json: JSON {
    JSON.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("promwall product")),
      ("type", .string("object")),
      ("required", .array([SchemaParts.text("product")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        SchemaParts.properties(
          [PanelOption("$schema", .string, "This schema.")] + ProductKeys.product,
          more: [
            ("slack", slack), ("jira", jira),
            ("conditions", SchemaParts.list(SchemaParts.closed(ProductKeys.condition))),
          ]
        ).kind
      ),
    ])
  }

  private static var slack: JSON {
    SchemaParts.closed(
      ProductKeys.channel,
      more: [
        ("environments", named(SchemaParts.closed(ProductKeys.channel))),
        ("customers", SchemaParts.list(SchemaParts.closed(ProductKeys.customerChannel))),
      ]
    )
  }

  private static var jira: JSON {
    let kinds = Product.Ticket.Kind.allCases.map { kind in
      (
        kind.rawValue,
        SchemaParts.closed(ProductKeys.ticket, more: [("fields", JSON.object([]))])
      )
    }
    return SchemaParts.closed(
      ProductKeys.jira,
      more: [
        ("server", server), ("kinds", SchemaParts.closed([], more: kinds)),
      ]
    )
  }

  /// Prometheus' own words, which its documentation explains.
  private static var server: JSON {
    JSON.object([
      ("type", .string("object")), ("required", .array([SchemaParts.text("url")])),
      ("description", .string("Jira's address, and how to reach it: as Prometheus' http_config.")),
    ])
  }

  private static func named(_ value: JSON) -> JSON {
    JSON.object([("type", .string("object")), ("additionalProperties", value.kind)])
  }
}
