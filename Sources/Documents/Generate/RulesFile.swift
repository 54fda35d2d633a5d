import Metrics

extension Generator {
  static func rulesPath(_ product: Product) -> String { "rules/\(product.name).rules.yml" }

  /// Prometheus' rules: a file for each product, with a group of its name.
  ///
  /// - Returns: The files, and warnings of what this version of Prometheus can't be told.
  package func rules() -> (files: [GeneratedFile], warnings: [Problem]) {
    var warnings: [Problem] = []
    let files = sources.map { source in
      let product = source.product
      for condition in product.conditions where condition.keepFiringFor > .zero && !keepsFiring {
        warnings.append(
          Problem(
            what:
              "Prometheus \(prometheus) has no `keep_firing_for`, which \(condition.name) asks for",
            fix: "it is left out; 2.42 has it",
            code: "generate.keep_firing_for",
            severity: .warning,
            file: source.file,
            position: condition.position
          )
        )
      }
      let rules =
        product.conditions.map { rule($0, product) }
        + NoDataRule.all(of: product).map {
          Self.rule($0, product)
        }
      let group = YAML.map([.init("name", .text(product.name)), .init("rules", .list(rules))])
      return GeneratedFile(
        path: Self.rulesPath(product),
        command: "rules, for Prometheus \(prometheus) and later",
        about: Self.aboutRules(product),
        body: YAML.map([.init("groups", .list([group]))]).document
      )
    }
    return (files, warnings)
  }

  private static func aboutRules(_ product: Product) -> [String] {
    var lines = [
      "The alerts of the product \(product.name). Change its file, not this one.",
      "",
      "No rule sets the label `environment`: it is one of each Prometheus' own `external_labels`,",
      "and Alertmanager's routes need it.",
    ]
    if !NoDataRule.all(of: product).isEmpty {
      lines += [
        "",
        "\(NoDataRule.name) fires where nothing answers a condition's `zeroWhile`, so that the"
          + " condition can't be seen.",
        "Conditions without `zeroWhile` say nothing where their data is gone.",
      ]
    }
    return lines
  }

  private func rule(_ condition: Product.Condition, _ product: Product) -> YAML {
    var entries: [YAML.Entry] = [
      .init("alert", .text(condition.name)), .init("expr", .text(condition.rule)),
    ]
    if condition.for > .zero { entries.append(.init("for", .text(condition.for.promQL))) }
    if condition.keepFiringFor > .zero, keepsFiring {
      entries.append(.init("keep_firing_for", .text(condition.keepFiringFor.promQL)))
    }
    let labels = Self.labels(condition, product).map { name, value in
      YAML.Entry(name, .text(GoTemplate.literal(value)))
    }
    entries.append(.init("labels", .map(labels)))
    var annotations = [YAML.Entry("summary", .text(condition.summary ?? condition.ownSummary))]
    if let runbook = condition.runbook {
      annotations.append(.init("runbook_url", .text(GoTemplate.literal(runbook))))
    }
    if let panel = condition.panel {
      annotations.append(.init("panel", .text(GoTemplate.literal(panel))))
    }
    entries.append(.init("annotations", .map(annotations)))
    return .map(entries)
  }

  /// What a rule adds to the labels of its series, in the order of the file.
  static func labels(
    _ condition: Product.Condition,
    _ product: Product
  ) -> [(name: String, value: String)] {
    var labels = [(name: "severity", value: condition.severity), ("product", product.name)]
    if let ticket = condition.ticket { labels.append(("ticket", ticket.rawValue)) }
    return labels + condition.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func rule(_ rule: NoDataRule, _ product: Product) -> YAML {
    let labels = labels(rule, product).map {
      YAML.Entry($0.name, .text(GoTemplate.literal($0.value)))
    }
    let summary = "\(rule.names.joined(separator: ", ")) can't be seen: nothing answers "
    return .map([
      .init("alert", .text(NoDataRule.name)), .init("expr", .text(rule.rule)),
      .init("for", .text(NoDataRule.wait.promQL)), .init("labels", .map(labels)),
      .init(
        "annotations",
        .map([.init("summary", .text(summary + GoTemplate.literal(rule.zeroWhile)))])
      ),
    ])
  }

  static func labels(_ rule: NoDataRule, _ product: Product) -> [(name: String, value: String)] {
    [
      ("severity", rule.severity), ("product", product.name),
      ("conditions", rule.names.joined(separator: ",")),
    ]
  }
}

extension Product.Condition {
  /// A template that names the series, the value and the threshold.
  fileprivate var ownSummary: String {
    "\(name){{ range $name, $value := $labels }} {{ $name }}={{ $value }}{{ end }}:"
      + " {{ printf \"%.6g\" $value }} is \(side.rawValue) \(PromQLText.number(threshold))"
  }
}
