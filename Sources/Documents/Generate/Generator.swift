import Metrics

/// From products to what Prometheus, promtool, Alertmanager and amtool read.
package struct Generator: Sendable {
  /// A product and the file that it was read from, for problems.
  package struct Source: Hashable, Sendable {
    package var file: String
    package var product: Product

    package init(file: String, product: Product) {
      self.file = file
      self.product = product
    }
  }

  /// Where an Alertmanager without `jira_configs` sends what becomes a ticket.
  package struct Bridge: Hashable, Sendable {
    package static let usual = Self(url: "http://127.0.0.1:9096/")

    package var url: String
    /// The file whose text is the shared secret; absolute.
    package var credentialsFile: String?

    package init(url: String, credentialsFile: String? = nil) {
      self.url = url
      self.credentialsFile = credentialsFile
    }
  }

  /// Sorted by the products' names, so that the order of files changes nothing.
  let sources: [Source]
  let prometheus: ServerVersion
  var alertmanager: ServerVersion
  let bridge: Bridge

  /// The least versions whose files are known to be read.
  package static let oldestPrometheus = ServerVersion(2, 26)
  package static let oldestAlertmanager = ServerVersion(0, 25)

  package init(
    _ sources: [Source],
    prometheus: ServerVersion = ServerVersion(2, 42),
    alertmanager: ServerVersion = ServerVersion(0, 25),
    bridge: Bridge = .usual
  ) {
    self.sources = sources.sorted { $0.product.name < $1.product.name }
    self.prometheus = prometheus
    self.alertmanager = alertmanager
    self.bridge = bridge
  }

  /// Whether tickets are made by Alertmanager itself.
  ///
  /// `jira_configs` came with 0.28, but until 0.33 some resolve tickets though nobody asked for it,
  /// and make a second one beside one that was not to be fixed (alertmanager#4821, #4295).
  package var isJiraNative: Bool { alertmanager >= ServerVersion(0, 33) }

  /// The same for the version that every amtool can check; receivers and routes are the same.
  package var withoutJira: Self {
    var twin = self
    twin.alertmanager = Self.oldestAlertmanager
    return twin
  }

  /// Prometheus has had `keep_firing_for` since 2.42.
  var keepsFiring: Bool { prometheus >= ServerVersion(2, 42) }

  /// What keeps files from being made: errors alone.
  package func problems(alertmanager asksForRoutes: Bool) -> [Problem] {
    var problems: [Problem] = []
    for (index, source) in sources.enumerated() {
      if sources[..<index].contains(where: { $0.product.name == source.product.name }) {
        problems.append(
          Problem(
            what: "there is a product \"\(source.product.name)\" already",
            fix: "give each product a name of its own",
            code: "product.name.double",
            file: source.file
          )
        )
      }
      problems += source.product.conditions.flatMap { ConditionCheck($0, source.file).problems }
      if asksForRoutes { problems += routeProblems(source) }
    }
    return problems
  }

  private func routeProblems(_ source: Source) -> [Problem] {
    let product = source.product
    var problems: [Problem] = []
    func report(_ what: String, fix: String, code: String, at position: SourcePosition? = nil) {
      problems.append(
        Problem(what: what, fix: fix, code: code, file: source.file, position: position)
      )
    }
    for name in product.environments
    where name.isEmpty || name.unicodeScalars.contains(where: { $0.properties.isControl }) {
      report(
        "the environment \"\(ForeignText(name).safe)\" can't be told to amtool",
        fix: "name it without control characters",
        code: "generate.environment"
      )
    }
    for name in product.environments
    where isJiraNative && product.slack?.environments[name] == nil
      && product.conditions.contains(where: { isLabelledByNumber($0, product, environment: name) })
    {
      report(
        "the environment \"\(ForeignText(name).safe)\" can't stand in a label of Jira's, by which"
          + " tickets are found again",
        fix: "use letters, digits, _, - and ., and a shorter name",
        code: "generate.environment"
      )
    }
    for condition in product.conditions where condition.ticket != nil && product.jira == nil {
      report(
        "\(condition.name) makes tickets, but the product has no `jira`",
        fix: "add it, or remove `ticket`",
        code: "generate.jira.missing",
        at: condition.position
      )
    }
    let names = Receivers(product).all.map(\.name)
    for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
      report(
        "two receivers would be called \(name)",
        fix: "environments and customers must differ in letters, digits, _, - or .",
        code: "generate.receiver.double"
      )
    }
    return problems
  }
}

/// Whether a condition makes tickets whose label Alertmanager can't write.
private func isLabelledByNumber(
  _ condition: Product.Condition,
  _ product: Product,
  environment: String
) -> Bool {
  condition.ticket != nil
    && TicketLabel(
      alertname: ForeignText(condition.name),
      product: ForeignText(product.name),
      environment: ForeignText(environment)
    ).isFingerprint
}

extension Unicode.Scalar.Properties {
  /// What amtool, a shell or a terminal would take for something else than text.
  var isControl: Bool {
    switch generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

/// What keeps a rule from being made of a condition.
private struct ConditionCheck {
  let condition: Product.Condition
  let file: String
  private(set) var problems: [Problem] = []

  init(_ condition: Product.Condition, _ file: String) {
    self.condition = condition
    self.file = file
    switch condition.measure {
    case .expression(let text): checkBrackets(text, "expr")
    case .count(let selector, let by, _):
      checkSelector(selector)
      for label in by where label.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
        report(
          "\"\(ForeignText(label).safe)\" in `by` of \(condition.name) can't be a label's name",
          fix: "use letters, digits and _",
          code: "generate.by"
        )
      }
    }
    if let text = condition.zeroWhile { checkBrackets(text, "zeroWhile") }
  }

  /// What isn't whole would take a part of the rule around it.
  private mutating func checkBrackets(_ text: String, _ key: String) {
    var open: [String] = []
    var isWhole = true
    for token in QueryToken.all(in: Array(text)) {
      switch token.kind {
      case .string(isClosed: false): isWhole = false
      case .sign:
        if "([{".contains(token.text) { open.append(token.text) }
        if ")]}".contains(token.text) {
          isWhole = isWhole && ["()", "[]", "{}"].contains((open.popLast() ?? "") + token.text)
        }
      default: break
      }
    }
    if !isWhole || !open.isEmpty || text.allSatisfy(\.isWhitespace) {
      report(
        "`\(key)` of \(condition.name) isn't whole: \(ForeignText(text).safe)",
        fix: "close each bracket and each quote that is opened",
        code: "generate.expression"
      )
    }
  }

  private mutating func checkSelector(_ text: String) {
    let tokens = QueryToken.all(in: Array(text))
    let isSelector =
      !tokens.contains {
        $0.kind == .comment || ["(", ")", "[", "]"].contains($0.text) || $0.word == "offset"
      }
      && (tokens.count == 1 && tokens[0].kind == .word || tokens.last?.text == "}")
    if !isSelector {
      report(
        "`count` of \(condition.name) is no selector: \(ForeignText(text).safe)",
        fix: "name counters, such as errors_total{job='shop'}, without a function or a range",
        code: "generate.count"
      )
      return
    }
    checkBrackets(text, "count")
  }

  private mutating func report(_ what: String, fix: String, code: String) {
    problems.append(
      Problem(what: what, fix: fix, code: code, file: file, position: condition.position)
    )
  }
}
