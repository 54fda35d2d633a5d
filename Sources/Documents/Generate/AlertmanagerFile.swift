import Metrics

extension Generator {
  package static let alertmanagerPath = "alertmanager.yml"
  package static let routesPath = "routes.tests"

  /// Alertmanager's configuration for all products.
  package func alertmanagerFile() -> GeneratedFile {
    let routes = sources.map { route($0.product) }
    let root: [YAML.Entry] = [
      .init("receiver", .text(Receivers.fallback)),
      .init("group_by", .texts(["alertname", "product", "environment"])),
      .init("routes", .list(routes)),
    ]
    let nobody = YAML.commented(
      ["Alerts of no product: they stay in Alertmanager's own list."],
      .map([.init("name", .text(Receivers.fallback))])
    )
    let receivers = sources.flatMap { source in
      Receivers(source.product).all.map { receiver($0, source.product) }
    }
    return GeneratedFile(
      path: Self.alertmanagerPath,
      command: "alertmanager, for Alertmanager \(alertmanager) and later",
      about: aboutRoutes,
      body: YAML.map([
        .init("route", .map(root)), .init("receivers", .list([nobody] + receivers)),
      ]).document
    )
  }

  private var aboutRoutes: [String] {
    [
      "Where alerts of all products go. Change the products' files, not this one.",
      "",
      "An alert goes to each customer who is told of its environment; then, where its environment",
      "has a channel of its own, there alone and into no ticket; otherwise into a ticket where its",
      "condition makes one, and to the product's channel.",
      "",
      "`environment` is a label of each Prometheus' own `external_labels`.",
      "Nothing is inhibited: no alert has two severities, and none stands for another.",
      isJiraNative
        ? "Alertmanager makes the tickets itself."
        : "Tickets are made by `promwall receive` at \(ForeignText(bridge.url).safe).",
    ]
  }

  // MARK: - Routes

  private func route(_ product: Product) -> YAML {
    let receivers = Receivers(product)
    let isOurs = Matcher("product", [product.name])
    var routes: [YAML] = []
    for (entry, receiver) in zip(product.slack?.customers ?? [], receivers.customers)
    where !entry.environments.isEmpty {
      var matchers = [Matcher("environment", entry.environments)]
      if !entry.severities.isEmpty { matchers.append(Matcher("severity", entry.severities)) }
      routes.append(Self.route(matchers, to: receiver.name, continues: true))
    }
    for (name, receiver) in receivers.environments {
      routes.append(Self.route([Matcher("environment", [name])], to: receiver.name))
    }
    for (kind, receiver) in receivers.tickets {
      routes.append(
        Self.route([Matcher("ticket", [kind.rawValue])], to: receiver.name, continues: true)
      )
    }
    let main = receivers.main?.name ?? Receivers.fallback
    // A child that continues leaves an alert to its next sibling, never to its parent.
    routes.append(Self.route([isOurs], to: main))
    guard case .map(let entries) = Self.route([isOurs], to: main) else { return .null }
    return .map(entries + [.init("routes", .list(routes))])
  }

  private static func route(
    _ matchers: [Matcher],
    to receiver: String,
    continues: Bool = false
  ) -> YAML {
    var entries: [YAML.Entry] = [
      .init("matchers", .texts(matchers.map(\.text))), .init("receiver", .text(receiver)),
    ]
    if continues { entries.append(.init("continue", .flag(true))) }
    return .map(entries)
  }

  /// A label that has one of these values.
  private struct Matcher {
    var text: String

    init(_ label: String, _ values: [String]) {
      text =
        values.count == 1
        ? "\(label)=\(PromQLText.quoted(values[0]))"
        : "\(label)=~\(PromQLText.quoted(values.map(Self.escaped).joined(separator: "|")))"
    }

    /// A regular expression of RE2's that one text alone matches.
    private static func escaped(_ text: String) -> String {
      text.unicodeScalars.reduce(into: "") { result, scalar in
        if "\\.+*?()|[]{}^$".unicodeScalars.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
  }

  // MARK: - Receivers

  private func receiver(_ receiver: Receivers.Receiver, _ product: Product) -> YAML {
    let integration: YAML.Entry
    switch receiver.kind {
    case .slack(let channel):
      integration = .init("slack_configs", .list([SlackConfig(channel, product).yaml]))
    case .ticket(let kind):
      if isJiraNative, let jira = product.jira {
        integration = .init("jira_configs", .list([JiraConfig(jira, kind, product).yaml]))
      } else {
        integration = .init("webhook_configs", .list([webhook]))
      }
    }
    return .map([.init("name", .text(receiver.name)), integration])
  }

  private var webhook: YAML {
    var entries: [YAML.Entry] = [
      .init("url", .text(bridge.url)), .init("send_resolved", .flag(true)),
    ]
    if let file = bridge.credentialsFile {
      let authorization = YAML.map([.init("credentials_file", .text(file))])
      entries.append(.init("http_config", .map([.init("authorization", authorization)])))
    }
    return .map(entries)
  }
}
