import Metrics

extension Product.Condition {
  /// PromQL that is true while somebody has to look.
  var rule: String {
    let sign = side == .above ? ">" : "<"
    return "\(Self.bracketed(measured)) \(sign) \(PromQLText.number(threshold))"
  }

  /// Whether a zero is trouble.
  var zeroFires: Bool { side == .above ? 0 > threshold : 0 < threshold }

  private var measured: String {
    let value: String
    switch measure {
    case .expression(let text): value = text
    case .count(let selector, let by, let window):
      value = Self.count(selector, by: by, window: window)
    }
    guard let zeroWhile, zeroFires else { return value }
    let zero = "(vector(0) and on () \(Self.bracketed(zeroWhile)))"
    return "\(Self.bracketed(value)) or on () \(zero)"
  }

  /// How far back a series' last sample is looked for before the window: the longest outage that a
  /// count bridges.
  static let memory = Duration.hours(1)

  /// The count of a window, in three arms; a series is in the first that has it.
  ///
  /// Reset within the window: what `increase` makes of it, though extrapolated. Otherwise the whole
  /// difference of the window's last sample and the last one before it, so that a threshold is met
  /// exactly. Born, or reset before its first sample here: the counter itself.
  ///
  /// `(c unless c offset w) or increase(c[w])` would do for births, but for a whole window after an
  /// outage it takes all that was ever counted for new, and extrapolates 3 to more than 3.
  private static func count(_ selector: String, by: [String], window: Duration) -> String {
    let span = window.promQL
    let last = "last_over_time(\(selector)[\(span)])"
    let before = "last_over_time(\(selector)[\(memory.promQL)] offset \(span))"
    let inner =
      "(increase(\(selector)[\(span)]) and resets(\(selector)[\(span)]) > 0)"
      + " or \(last) - \(before) >= 0 or \(last)"
    return by.isEmpty ? "sum(\(inner))" : "sum by (\(by.joined(separator: ", "))) (\(inner))"
  }

  /// In brackets that a comment at the end can't swallow.
  static func bracketed(_ expression: String) -> String {
    let hasComment = expression.unicodeScalars.contains("#")
    return "(\(expression)\(hasComment ? "\n" : ""))"
  }
}

/// The rule that tells that conditions can't be seen, because nothing answers their `zeroWhile`.
struct NoDataRule: Hashable, Sendable {
  static let name = "NoData"
  /// A scrape or two may fail.
  static let wait = Duration.minutes(5)

  var zeroWhile: String
  var conditions: [Product.Condition]

  /// One for each `zeroWhile`, in the order of the file.
  static func all(of product: Product) -> [Self] {
    var rules: [Self] = []
    for condition in product.conditions {
      guard let zeroWhile = condition.zeroWhile else { continue }
      if let index = rules.firstIndex(where: { $0.zeroWhile == zeroWhile }) {
        rules[index].conditions.append(condition)
      } else {
        rules.append(Self(zeroWhile: zeroWhile, conditions: [condition]))
      }
    }
    return rules
  }

  var names: [String] { conditions.map(\.name) }

  /// The worst of those that it stands for.
  var severity: String {
    conditions.map(\.severity).max { SeverityRank($0) < SeverityRank($1) } ?? "warning"
  }

  var rule: String { "absent\(Product.Condition.bracketed(zeroWhile))" }
}
