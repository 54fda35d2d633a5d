/// The keys of a product's file, for the decoder and the schema.
enum ProductKeys {
  static let product = [
    PanelOption("product", .string, "The value of the label `product`."),
    PanelOption("title", .string, "What people call it."),
    PanelOption("team", .string, "Who owns it."),
    PanelOption(
      "environments",
      .strings,
      "The values of the label `environment` that it runs in."
    ),
    PanelOption("visible_to", .strings, "The customers who may see it."),
    PanelOption("layouts", .strings, "Names of the layouts that show it."),
  ]

  static let channel = [
    PanelOption("channel", .string, "Such as #catalog-alerts."),
    PanelOption(
      "webhook_file",
      .string,
      "The file whose text is the address of an incoming webhook; beside this one."
    ),
  ]

  static let customerChannel =
    channel + [
      PanelOption("customer", .string, "One of `visible_to`."),
      PanelOption("environments", .strings, "Told of these environments."),
      PanelOption("severities", .strings, "Told of these severities; without, of all."),
    ]

  static let jira = [
    PanelOption(
      "api_type",
      .choice(Product.Jira.APIType.allCases.map(\.rawValue)),
      "Alertmanager's word: cloud (REST v3) or datacenter (REST v2)."
    ),
    PanelOption("project", .string, "The key of the project."),
  ]

  static let ticket = [
    PanelOption("project", .string, "The key of another project for this kind."),
    PanelOption("issue_type", .string, "Such as Bug."),
    PanelOption("priority", .string, "Such as High; without, the project's own."),
    PanelOption("labels", .strings, "Labels besides promwall's."),
  ]

  static let condition = [
    PanelOption("alert", .string, "The name of the alert."),
    PanelOption("expr", .string, "PromQL whose value is compared."),
    PanelOption("count", .string, "A selector of counters; instead of `expr`."),
    PanelOption("by", .strings, "The labels that `count` is summed by."),
    PanelOption("window", .duration, "How far back `count` counts; 5m without."),
    PanelOption("above", .number, "Fires where the value is greater."),
    PanelOption("below", .number, "Fires where the value is less."),
    PanelOption("for", .duration, "How long before it fires."),
    PanelOption("keep_firing_for", .duration, "How long it fires on after the last time."),
    PanelOption("severity", .string, "Such as warning or critical; warning without."),
    PanelOption("summary", .string, "A template of Prometheus', such as {{ $value }} waiting."),
    PanelOption("runbook", .string, "The address of what to do."),
    PanelOption("panel", .string, "The title of the panel that shows it."),
    PanelOption("zeroWhile", .string, "No series means 0 while this answers."),
    PanelOption(
      "ticket",
      .choice(Product.Ticket.Kind.allCases.map(\.rawValue)),
      "The kind of the ticket that is made by itself; without, none is."
    ),
    PanelOption("silence_by", .strings, "Labels that a silence names besides the usual ones."),
    PanelOption("labels", .stringTable, "More labels of the rule."),
  ]
}
