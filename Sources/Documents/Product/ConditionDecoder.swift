import Metrics

/// Reads one condition of a product.
struct ConditionDecoder {
  private let json: JSON
  private let path: String
  private var reader: ObjectReader

  init(_ json: JSON, path: String, file: String) {
    self.json = json
    self.path = path
    reader = ObjectReader(json, path: path, file: file)
  }

  /// - Parameter taken: The names of the conditions before it.
  /// - Returns: nil where it has no name, nothing to compare or nothing to compare it with.
  mutating func condition(
    after taken: [String]
  ) -> (condition: Product.Condition?, problems: [Problem]) {
    let name = self.name(taken)
    let measure = self.measure()
    let limit = self.limit()
    var condition = Product.Condition(
      name: name ?? "",
      measure: measure ?? .expression(""),
      side: limit?.side ?? .above,
      threshold: limit?.threshold ?? 0,
      position: json.position
    )
    condition.for = reader.duration("for") ?? .zero
    condition.keepFiringFor = reader.duration("keep_firing_for") ?? .zero
    condition.severity = reader.string("severity") ?? condition.severity
    condition.summary = reader.string("summary")
    condition.runbook = runbook()
    condition.panel = reader.string("panel")
    condition.zeroWhile = reader.string("zeroWhile")
    let kinds = PanelOption.Form.choice(Product.Ticket.Kind.allCases.map(\.rawValue))
    condition.ticket = reader.value("ticket", kinds)?.string.flatMap(Product.Ticket.Kind.init)
    condition.silenceBy = reader.strings("silence_by") ?? []
    condition.labels = labels()
    reader.finish()
    guard name != nil, measure != nil, limit != nil else { return (nil, reader.problems) }
    return (condition, reader.problems)
  }

  private mutating func name(_ taken: [String]) -> String? {
    let name = reader.string("alert")
    guard let name else {
      if json["alert"] == nil { missing("alert", fix: "add \"alert\": \"QueueAboveLimit\"") }
      return nil
    }
    if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]{0,99}/) == nil {
      report(
        "the alert's name is \"\(ForeignText(name).safe)\"",
        fix: "use letters, digits and _, at most 100",
        code: "product.condition.name",
        at: "alert"
      )
    }
    if taken.contains(name) {
      report(
        "there is an alert \(ForeignText(name).safe) already",
        fix: "give each condition a name of its own",
        code: "product.condition.double",
        at: "alert"
      )
    }
    return name
  }

  private mutating func measure() -> Product.Condition.Measure? {
    let expression = reader.string("expr")
    let count = reader.string("count")
    let by = reader.strings("by")
    let window = reader.duration("window")
    if json["expr"] != nil, json["count"] != nil {
      report(
        "`\(path)` has both `expr` and `count`",
        fix: "keep one",
        code: "product.condition.measure",
        at: "count"
      )
    }
    if json["count"] == nil {
      for key in ["by", "window"] where json[key] != nil {
        report(
          "`\(key)` belongs to `count`",
          fix: "remove it, or write `count` instead of `expr`",
          code: "product.condition.measure",
          at: key
        )
      }
    }
    if json["expr"] == nil, json["count"] == nil {
      missing("expr", fix: "add \"expr\": what is compared, or \"count\": what is counted")
    }
    if let count {
      return .count(selector: count, by: by ?? [], window: window ?? .seconds(300))
    }
    return expression.map { .expression($0) }
  }

  private mutating func limit() -> (side: Product.Condition.Side, threshold: Double)? {
    let limits = Product.Condition.Side.allCases.map { side in
      (side, reader.value(side.rawValue, .number)?.number)
    }
    guard json["above"] == nil || json["below"] == nil else {
      report(
        "`\(path)` has both `above` and `below`",
        fix: "make two conditions of it",
        code: "product.condition.limit",
        at: "below"
      )
      return nil
    }
    guard json["above"] != nil || json["below"] != nil else {
      missing("above", fix: "add \"above\" or \"below\": the number that is compared with")
      return nil
    }
    for (side, number) in limits {
      if let number, number.isFinite { return (side, number) }
    }
    return nil
  }

  private mutating func runbook() -> String? {
    guard let address = reader.string("runbook") else { return nil }
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
      report(
        "`\(path).runbook` must be an address",
        fix: "write https://…",
        code: "product.condition.runbook",
        at: "runbook"
      )
      return nil
    }
    return address
  }

  /// The labels that the generator sets itself.
  static let reserved: Set<String> = ["alertname", "severity", "product", "ticket"]

  private mutating func labels() -> [String: String] {
    let labels = reader.table("labels") ?? [:]
    for member in json["labels"]?.members ?? [] where member.name != "$comment" {
      let isReserved = Self.reserved.contains(member.name)
      guard isReserved || member.name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil else {
        continue
      }
      reader.report(
        isReserved
          ? "the label `\(member.name)` is set by promwall"
          : "\"\(ForeignText(member.name).safe)\" can't be the name of a label",
        fix: isReserved ? "remove it" : "use letters, digits and _",
        code: "product.condition.label",
        at: member.position
      )
    }
    return labels
  }

  private mutating func missing(_ key: String, fix: String) {
    guard json.members != nil else { return }
    reader.report(
      "`\(path)` needs `\(key)`",
      fix: fix,
      code: "product.condition.missing",
      at: json.position
    )
  }

  private mutating func report(_ what: String, fix: String, code: String, at key: String) {
    reader.report(what, fix: fix, code: code, at: json[key]?.position ?? json.position)
  }
}
