/// Labels of an alert, and the receivers that must get it, in the order of the routes.
package struct RouteTest: Hashable, Sendable {
  package var labels: [Label]
  package var receivers: [String]

  package struct Label: Hashable, Sendable {
    package var name: String
    package var value: String

    /// As amtool takes it: `severity="critical"`.
    package var matcher: String { "\(name)=\(PromQLText.quoted(value))" }
  }

  /// What `amtool config routes test --config.file=FILE` takes besides.
  package var arguments: [String] {
    ["--verify.receivers=\(receivers.joined(separator: ","))"] + labels.map(\.matcher)
  }
}

extension Generator {
  /// An alert for each product, environment, severity and kind of ticket that there is.
  package var routeTests: [RouteTest] {
    let nobody = RouteTest(
      labels: [RouteTest.Label(name: "alertname", value: "OfNoProduct")],
      receivers: [Receivers.fallback]
    )
    return [nobody] + sources.flatMap { Self.routeTests($0.product) }
  }

  private static func routeTests(_ product: Product) -> [RouteTest] {
    let receivers = Receivers(product)
    var severities: [String] = []
    for condition in product.conditions where !severities.contains(condition.severity) {
      severities.append(condition.severity)
    }
    if severities.isEmpty { severities = ["warning"] }
    let tickets = [nil] + receivers.tickets.map(\.kind)
    let environments = [nil] + product.environments
    return environments.flatMap { environment in
      severities.flatMap { severity in
        tickets.map { ticket in
          let labels = [
            ("product", product.name), ("environment", environment), ("severity", severity),
            ("ticket", ticket?.rawValue),
          ].compactMap { name, value in value.map { RouteTest.Label(name: name, value: $0) } }
          return RouteTest(
            labels: labels,
            receivers: receivers.names(
              environment: environment,
              severity: severity,
              ticket: ticket
            )
          )
        }
      }
    }
  }

  /// The same for people and scripts: the arguments of amtool, a line each.
  package func routesFile() -> GeneratedFile {
    GeneratedFile(
      path: Self.routesPath,
      command: "alertmanager, beside \(Self.alertmanagerPath)",
      about: [
        "A line is one alert: who must get it, and its labels. All of them at once:",
        "grep -v '^#' \(Self.routesPath)"
          + " | xargs -L 1 amtool config routes test --config.file=\(Self.alertmanagerPath)",
      ],
      body: routeTests.map { test in
        test.arguments.map(Self.word).joined(separator: " ") + "\n"
      }.joined()
    )
  }

  /// One word for a shell and for xargs.
  private static func word(_ text: String) -> String {
    text.wholeMatch(of: /[A-Za-z0-9_.,=\/\-]+/) == nil
      ? "'" + text.replacing("'", with: "'\"'\"'") + "'" : text
  }
}
