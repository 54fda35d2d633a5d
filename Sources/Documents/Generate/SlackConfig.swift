/// One of Alertmanager's `slack_configs`.
struct SlackConfig {
  private let channel: Product.Channel
  private let product: Product

  init(_ channel: Product.Channel, _ product: Product) {
    self.channel = channel
    self.product = product
  }

  /// A group of more alerts than this is cut, for Slack refuses what is too long.
  private static let most = 20

  var yaml: YAML {
    .map([
      .init("api_url_file", .text(channel.webhookFile)),
      .init("channel", .text(GoTemplate.literal(channel.name))),
      .init("send_resolved", .flag(true)), .init("color", .shared("color", .text(Self.color))),
      .init("title", .text(title)), .init("fallback", .shared("fallback", .text(Self.fallback))),
      .init("text", .shared("text", .text(Self.text))),
      // Alertmanager's own is its address, and customers read a product's channel too.
      .init("title_link", .text("")),
    ])
  }

  private static let color =
    "{{ if ne .Status \"firing\" }}good{{ else if eq .CommonLabels.severity \"critical\" }}danger"
    + "{{ else }}warning{{ end }}"

  /// `QueueAboveLimit · Catalog · prod: critical, 3 firing`.
  private var title: String {
    Self.title(product: GoTemplate.literal(Self.escaped(product.title)))
  }

  /// Where Slack shows text alone; Alertmanager's own has its address in it.
  private static let fallback = title(product: shown(".GroupLabels.product"))

  private static func title(product: String) -> String {
    shown(".GroupLabels.alertname") + " · \(product) · " + shown(".GroupLabels.environment")
      + ": {{ if eq .Status \"firing\" }}" + shown(".CommonLabels.severity")
      + ", {{ .Alerts.Firing | len }} firing{{ else }}resolved{{ end }}"
  }

  private static let text =
    "{{ range $i, $alert := .Alerts.Firing }}{{ if lt $i \(most) }}• \(line)\n{{ end }}{{ end }}"
    + "{{ if gt (len .Alerts.Firing) \(most) }}… {{ len .Alerts.Firing }} in all\n{{ end }}"
    + "{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i \(most) }}• resolved: \(line)\n"
    + "{{ end }}{{ end }}"

  private static let line =
    "{{ if .Annotations.summary }}\(shown(".Annotations.summary"))"
    + "{{ else }}\(shown(".Labels.alertname")){{ end }}"
    + "{{ with .Annotations.runbook_url }} <{{ . | \(escapes) | reReplaceAll \"[|]\" \"%7C\" }}"
    + "|runbook>{{ end }}"

  private static func shown(_ field: String) -> String { "{{ \(field) | \(escapes) }}" }

  /// What Slack reads in a text as more than text, so that none of it can name a channel or a link.
  private static let escapes =
    "reReplaceAll \"&\" \"&amp;\" | reReplaceAll \"<\" \"&lt;\" | reReplaceAll \">\" \"&gt;\""

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
