package import Documents
package import Metrics
package import Panels
package import Triage

/// What somebody wants done about an alert, or with a panel; `Engine` does it.
package struct Act: Hashable, Sendable {
  package enum Verb: Hashable, Sendable {
    case claim
    case note
    case verdict(JournalRecord.Verdict)
    case silence(SilenceDraft)
    /// Ends a silence now.
    case unsilence(ids: [ForeignText])
    case ticket(Product.Ticket.Kind)
    case post
  }

  package var verb: Verb
  /// Its name.
  package var environment: String
  /// nil: it is about a panel.
  package var alert: Alert?
  /// Whose channel, project and words it takes; nil where the alert has none that is configured.
  package var product: Product?
  /// What somebody has written; may be empty.
  package var comment: String
  /// Of the panel: a line each, without colours.
  package var chart: [String]
  /// Of the panel.
  package var title: String

  package init(
    _ verb: Verb,
    environment: String,
    alert: Alert? = nil,
    product: Product? = nil,
    comment: String = "",
    chart: [String] = [],
    title: String = ""
  ) {
    self.verb = verb
    self.environment = environment
    self.alert = alert
    self.product = product
    self.comment = comment
    self.chart = chart
    self.title = title
  }

  /// The condition that the alert comes from.
  package var condition: Product.Condition? {
    alert.flatMap { product?.condition(of: $0) }
  }

  /// A silence's matchers, unless somebody chooses others: the alert, its product and environment,
  /// and the labels that its condition names.
  ///
  /// Never all: with a pod's name in it a silence ends with the pod.
  package static func usualMatchers(of alert: Alert, product: Product?) -> [SilenceMatcher] {
    let labels = alert.delivery.labels ?? alert.labels
    let own = product?.condition(of: alert)?.silenceBy ?? []
    let names = ["alertname", "product", "environment"] + own
    return names.compactMap { name in
      labels[name].map { SilenceMatcher(ForeignText(name), $0) }
    }
  }
}

extension Silence {
  /// Its matchers as they can be posted again; nil where one can't be read.
  package var readMatchers: [SilenceMatcher]? {
    var read: [SilenceMatcher] = []
    for text in matchers {
      guard let matcher = Matcher(parsing: text.raw) else { return nil }
      read.append(SilenceMatcher(matcher))
    }
    return read
  }
}

extension SilenceMatcher {
  /// As Alertmanager has it.
  package init(_ matcher: Matcher) {
    self.init(
      ForeignText(matcher.label),
      ForeignText(matcher.value),
      isRegex: matcher.operation == .matches || matcher.operation == .notMatches,
      isEqual: matcher.operation == .equal || matcher.operation == .matches
    )
  }
}

/// What an act would mean, told before it is done.
package struct ActPreview: Hashable, Sendable {
  /// The alerts that a silence would keep quiet now.
  package var hides: [Labels] = []
  /// How many firings it would have kept quiet in the last seven days; nil where nobody can tell.
  package var lastWeek: Int?
  /// The open ticket that would get a comment instead of a second one.
  package var open: JournalRecord.Ticket?
  /// Why it can't be done.
  package var obstacle: Problem?

  package init(
    hides: [Labels] = [],
    lastWeek: Int? = nil,
    open: JournalRecord.Ticket? = nil,
    obstacle: Problem? = nil
  ) {
    self.hides = hides
    self.lastWeek = lastWeek
    self.open = open
    self.obstacle = obstacle
  }
}

/// That it was done, in a sentence; and what is to be known besides.
package struct ActReceipt: Hashable, Sendable {
  /// Such as `silenced till 18:02`; safe to show.
  package var sentence: ForeignText
  /// It was done, but something that belongs to it was not.
  package var trouble: ForeignText?

  package init(_ sentence: ForeignText, trouble: ForeignText? = nil) {
    self.sentence = sentence
    self.trouble = trouble
  }
}

extension [Product] {
  /// That of an alert, by its label `product`, else by the condition's name where one product alone
  /// has it.
  package func product(of alert: Alert) -> Product? {
    if let name = (alert.delivery.labels ?? alert.labels)["product"]?.raw {
      return first { $0.name == name }
    }
    let having = filter { $0.condition(of: alert) != nil }
    return having.count == 1 ? having[0] : nil
  }
}

extension Product {
  /// The condition that an alert comes from.
  package func condition(of alert: Alert) -> Condition? {
    conditions.first { $0.name == alert.name.raw }
  }
}
