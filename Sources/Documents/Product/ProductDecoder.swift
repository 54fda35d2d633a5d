import Metrics

/// Reads a product's file, strictly.
package enum ProductDecoder {
  /// Relative paths are resolved against the product file's folder.
  ///
  /// - Returns: The product, and everything that is wrong; nil where it has no name.
  package static func decode(
    _ bytes: [UInt8],
    file: String
  ) -> (product: Product?, problems: [Problem]) {
    do throws(Problem) {
      let root = try JSON(parsing: bytes, file: file)
      var decoder = Decoder(connections: ConnectionDecoder(file: file))
      let product = decoder.product(root)
      return (product, decoder.connections.problems)
    } catch {
      return (nil, [error])
    }
  }
}

private struct Decoder {
  /// Collects the problems.
  var connections: ConnectionDecoder

  mutating func product(_ root: JSON) -> Product? {
    var reader = connections.reader(root, "")
    _ = reader.string("$schema")
    let name = reader.string("product")
    var product = Product(name: name ?? "", title: reader.string("title"))
    product.team = reader.string("team")
    product.environments = reader.strings("environments") ?? []
    product.visibleTo = reader.strings("visible_to") ?? []
    product.layouts = reader.strings("layouts") ?? []
    let slack = reader.any("slack")
    let jira = reader.any("jira")
    let conditions = reader.list("conditions")
    check(name, root, &reader)
    checkRepeats("environments", root, &reader)
    finish(&reader)
    product.slack = slack.flatMap { self.slack($0, product) }
    product.jira = jira.flatMap { self.jira($0) }
    for (index, json) in conditions.enumerated() {
      var decoder = ConditionDecoder(
        json,
        path: "conditions[\(index)]",
        file: connections.file
      )
      let (condition, problems) = decoder.condition(after: product.conditions.map(\.name))
      connections.problems += problems
      if let condition { product.conditions.append(condition) }
    }
    return name == nil ? nil : product
  }

  private mutating func finish(_ reader: inout ObjectReader, refused: [String] = []) {
    reader.finish(refused: refused)
    connections.problems += reader.problems
  }

  private func check(_ name: String?, _ root: JSON, _ reader: inout ObjectReader) {
    guard let name else {
      guard root.members != nil, root["product"] == nil else { return }
      reader.report(
        "the product has no name",
        fix: "add \"product\": \"catalog\"",
        code: "product.name.missing",
        at: root.position
      )
      return
    }
    // It becomes a file's name, a receiver's and part of a label in Jira.
    guard name.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.\-]{0,62}/) == nil else { return }
    reader.report(
      "the product's name is \"\(ForeignText(name).safe)\"",
      fix: "use letters, digits, _, - and ., at most 63",
      code: "product.name.letters",
      at: root["product"]?.position ?? root.position
    )
  }

  private func checkRepeats(_ key: String, _ json: JSON, _ reader: inout ObjectReader) {
    var seen: Set<String> = []
    for entry in json[key]?.array ?? [] {
      guard let text = entry.string, !seen.insert(text).inserted else { continue }
      reader.report(
        "\"\(ForeignText(text).safe)\" stands twice in `\(reader.path(of: key))`",
        fix: "remove one",
        code: "product.list.double",
        at: entry.position
      )
    }
  }

  // MARK: - Slack

  private mutating func slack(_ json: JSON, _ product: Product) -> Product.Slack? {
    var reader = connections.reader(json, "slack")
    let channel = channel(&reader)
    let environments = reader.any("environments")
    let customers = reader.list("customers")
    refuseSecrets(json, &reader)
    finish(&reader, refused: Self.secrets)
    guard let channel else { return nil }
    var slack = Product.Slack(channel: channel)
    if let environments {
      for member in connections.named(environments, "slack.environments") {
        let path = "slack.environments.\(member.name)"
        var reader = connections.reader(member.value, path)
        checkKnown(member.name, product.environments, "environments", member.position, &reader)
        slack.environments[member.name] = self.channel(&reader)
        refuseSecrets(member.value, &reader)
        finish(&reader, refused: Self.secrets)
      }
    }
    for (index, json) in customers.enumerated() {
      guard let channel = customer(json, "slack.customers[\(index)]", product) else { continue }
      slack.customers.append(channel)
    }
    return slack
  }

  private func channel(_ reader: inout ObjectReader) -> Product.Channel? {
    let name = reader.string("channel")
    let file = reader.string("webhook_file")
    for key in ["channel", "webhook_file"]
    where reader.json.members != nil && reader.json[key] == nil {
      reader.report(
        "`\(reader.path)` needs a `\(key)`",
        fix: key == "channel"
          ? "add \"channel\": \"#catalog-alerts\""
          : "add \"webhook_file\": the name of the file that holds the webhook's address",
        code: "product.slack.missing",
        at: reader.json.position
      )
    }
    guard let name, let file else { return nil }
    return Product.Channel(name: name, webhookFile: connections.absolute(file))
  }

  private mutating func customer(
    _ json: JSON,
    _ path: String,
    _ product: Product
  ) -> Product.CustomerChannel? {
    var reader = connections.reader(json, path)
    let channel = channel(&reader)
    let customer = reader.string("customer")
    let environments = reader.strings("environments") ?? []
    let severities = reader.strings("severities") ?? []
    if let customer, let position = json["customer"]?.position {
      checkKnown(customer, product.visibleTo, "visible_to", position, &reader)
    }
    for entry in json["environments"]?.array ?? [] {
      guard let name = entry.string else { continue }
      checkKnown(name, product.environments, "environments", entry.position, &reader)
    }
    // A customer who is told of everybody's environments is a leak, so that they must be named.
    for key in ["customer", "environments"] where json.members != nil && json[key] == nil {
      reader.report(
        "`\(path)` needs `\(key)`",
        fix: "add it",
        code: "product.slack.missing",
        at: json.position
      )
    }
    refuseSecrets(json, &reader)
    finish(&reader, refused: Self.secrets)
    guard let channel, let customer else { return nil }
    return Product.CustomerChannel(
      customer: customer,
      channel: channel,
      environments: environments,
      severities: severities
    )
  }

  private func checkKnown(
    _ name: String,
    _ known: [String],
    _ list: String,
    _ position: SourcePosition,
    _ reader: inout ObjectReader
  ) {
    guard !known.contains(name) else { return }
    reader.report(
      "\"\(ForeignText(name).safe)\" isn't in `\(list)`",
      fix: Nearest.match(name, among: known).map { "did you mean \"\(ForeignText($0).safe)\"?" }
        ?? "add it there",
      code: "product.name.unknown",
      at: position
    )
  }

  private static let secrets = ["webhook", "webhook_url", "api_url", "url", "token"]

  private func refuseSecrets(_ json: JSON, _ reader: inout ObjectReader) {
    for member in json.members ?? [] where Self.secrets.contains(member.name) {
      reader.report(
        "`\(member.name)` must not stand in a product: whoever knows a webhook can post",
        fix: "put it into a file of its own and name that in `webhook_file`",
        code: "settings.secret.inline",
        at: member.position
      )
    }
  }

  // MARK: - Jira

  private mutating func jira(_ json: JSON) -> Product.Jira? {
    var reader = connections.reader(json, "jira")
    let server = reader.any("server")
    let types = PanelOption.Form.choice(Product.Jira.APIType.allCases.map(\.rawValue))
    let type = reader.value("api_type", types)?.string
    let project = reader.string("project")
    let kinds = reader.any("kinds")
    for key in ["server", "api_type", "project"] where json.members != nil && json[key] == nil {
      reader.report(
        "`jira` needs `\(key)`",
        fix: key == "server"
          ? "add \"server\": { \"url\": \"https://example.atlassian.net\" }"
          : key == "api_type" ? "add \"api_type\": \"cloud\" or \"datacenter\"" : "add its key",
        code: "product.jira.missing",
        at: json.position
      )
    }
    if let json = json["project"] { checkProject(json, &reader) }
    finish(&reader)
    let connection = server.flatMap { connections.connection($0, "jira.server") }
    var tickets: [Product.Ticket.Kind: Product.Ticket] = [:]
    if let kinds { tickets = self.kinds(kinds) }
    guard let connection, let project, let type = type.flatMap(Product.Jira.APIType.init) else {
      return nil
    }
    return Product.Jira(server: connection, apiType: type, project: project, kinds: tickets)
  }

  private func checkProject(_ json: JSON, _ reader: inout ObjectReader) {
    guard let key = json.string, key.wholeMatch(of: /[A-Z][A-Z0-9_]{1,254}/) == nil else { return }
    reader.report(
      "\"\(ForeignText(key).safe)\" can't be the key of a project",
      fix: "write such as SHOP, as it stands in the numbers of its issues",
      code: "product.jira.project",
      at: json.position
    )
  }

  private mutating func kinds(_ json: JSON) -> [Product.Ticket.Kind: Product.Ticket] {
    var tickets: [Product.Ticket.Kind: Product.Ticket] = [:]
    let words = Product.Ticket.Kind.allCases.map(\.rawValue)
    for member in connections.named(json, "jira.kinds") {
      var reader = connections.reader(member.value, "jira.kinds.\(member.name)")
      let ticket = Product.Ticket(
        project: reader.string("project"),
        issueType: reader.string("issue_type") ?? "Task",
        priority: reader.string("priority"),
        labels: reader.strings("labels") ?? [],
        fields: (reader.any("fields")?.members ?? []).filter { $0.name != "$comment" }
      )
      if let json = member.value["project"] { checkProject(json, &reader) }
      checkLabels(member.value, &reader)
      let kind = Product.Ticket.Kind(rawValue: member.name)
      if kind == nil {
        reader.report(
          "there is no kind of ticket \"\(ForeignText(member.name).safe)\"",
          fix: Nearest.match(member.name, among: words).map { "did you mean \"\($0)\"?" }
            ?? "use one of \(words.joined(separator: ", "))",
          code: "product.ticket.kind",
          at: member.position
        )
      }
      finish(&reader)
      if let kind { tickets[kind] = ticket }
    }
    return tickets
  }

  private func checkLabels(_ json: JSON, _ reader: inout ObjectReader) {
    for entry in json["labels"]?.array ?? [] {
      guard let text = entry.string, text.isEmpty || text.contains(where: \.isWhitespace) else {
        continue
      }
      reader.report(
        "Jira takes no space in a label: \"\(ForeignText(text).safe)\"",
        fix: "write it with - or _",
        code: "product.jira.label",
        at: entry.position
      )
    }
  }
}
