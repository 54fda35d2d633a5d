import Metrics

extension Dashboard {
  /// Draws the thresholds of products' conditions into the panels that show what they measure.
  ///
  /// A panel shows a condition where the condition names its title, in a dashboard of the product,
  /// or where it asks for the very same thing. A limit that the file has stays the file's.
  package mutating func addThresholds(of products: [Product]) {
    for product in products {
      let isItsOwn = self.product == product.name || product.layouts.contains(bareName)
      for condition in product.conditions {
        for index in panels.indices
        where panels[index].shows(condition, isOfProduct: isItsOwn) {
          panels[index].addThreshold(of: condition)
        }
      }
    }
  }

  /// As layouts are named: without folders and without `.json`.
  private var bareName: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }
}

extension PanelSpec {
  fileprivate func shows(_ condition: Product.Condition, isOfProduct: Bool) -> Bool {
    if isOfProduct, !title.isEmpty, condition.panel == title { return true }
    return targets.contains { !$0.isHidden && asks($0.question, for: condition.measure) }
  }

  /// Counts are the same only over the same time: of the panel's bars, or of its whole range.
  private func asks(_ question: Target.Question, for measure: Product.Condition.Measure) -> Bool {
    switch (question, measure) {
    case (.expression(let asked), .expression(let wanted)):
      return Self.words(asked) == Self.words(wanted)
    case (.count(let asked, let by), .count(let wanted, let groups, let window)):
      guard Self.words(asked) == Self.words(wanted), Set(by) == Set(groups) else { return false }
      return (timeFrom ?? interval).flatMap { Duration(promQL: $0) } == window
    default: return false
    }
  }

  /// Where spaces stand says nothing, and neither does which quotes a string has.
  private static func words(_ expression: String) -> [Character] {
    expression.filter { !$0.isWhitespace }.map { $0 == "'" ? "\"" : $0 }
  }

  fileprivate mutating func addThreshold(of condition: Product.Condition) {
    let known = options.thresholds("thresholds") ?? []
    let limit: Threshold.Condition =
      switch condition.side {
      case .above: .above(condition.threshold)
      case .below: .below(condition.threshold)
      }
    guard !known.contains(where: { $0.condition == limit }) else { return }
    let state: Threshold.State =
      SeverityRank(condition.severity) == .critical ? .critical : .warning
    let start = SourcePosition(line: 1, column: 1)
    let fields: [(String, JSON.Kind)] = [
      (condition.side.rawValue, .number(condition.threshold)), ("state", .string(state.rawValue)),
    ]
    let threshold = JSON(
      .object(fields.map { JSON.Member(name: $0.0, position: start, value: JSON($0.1)) })
    )
    // The worst is read last.
    var list = options.values["thresholds"]?.array ?? []
    let place = state == .critical ? nil : known.firstIndex { $0.state == .critical }
    list.insert(threshold, at: place ?? list.count)
    options.values["thresholds"] = JSON(.array(list))
  }
}
