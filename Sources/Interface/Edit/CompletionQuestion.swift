package import Metrics

/// What a server is asked for completion.
package struct CompletionQuestion: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case metrics
    case labelNames
    case labelValues(of: String)
  }

  package var subject: Subject
  /// Such as `job="shop"`, variables filled in: only series that match all of them are meant.
  package var matchers: [String]
  /// What the names begin with; of labels' names it is not asked.
  package var prefix: String

  package init(_ subject: Subject, matchers: [String] = [], prefix: String = "") {
    self.subject = subject
    self.matchers = matchers
    self.prefix = prefix
  }
}

/// What a server offers.
package struct CompletionAnswer: Hashable, Sendable {
  package struct Name: Hashable, Sendable {
    package var text: ForeignText
    /// Of a metric: `counter`, `gauge`; empty where it is not told.
    package var type: ForeignText
    package var help: ForeignText

    package init(_ text: ForeignText, type: ForeignText = "", help: ForeignText = "") {
      self.text = text
      self.type = type
      self.help = help
    }
  }

  package var names: [Name]
  /// Whether there are no others that begin so.
  package var isComplete: Bool

  package init(_ names: [Name], isComplete: Bool) {
    self.names = names
    self.isComplete = isComplete
  }

  /// The most names that are kept of an answer.
  package static let mostNames = 1_000
}

extension CompletionQuestion {
  /// Whether an answer to this question tells also what another one asks.
  func covers(_ other: Self, isComplete: Bool) -> Bool {
    guard subject == other.subject, matchers == other.matchers else { return false }
    return prefix == other.prefix || isComplete && other.prefix.hasPrefix(prefix)
  }
}

extension CompletionWish {
  /// What a server knows of it; nil where promwall knows all there is.
  ///
  /// - Parameter fill: Fills variables into a matcher.
  /// - Returns: The question. A matcher whose variable nobody knows is left out.
  func question(fill: (String) -> String) -> CompletionQuestion? {
    func filled(_ matchers: [String]) -> [String] {
      matchers.map(fill).filter { $0.firstMatch(of: #/\$[A-Za-z_{]|\[\[/#) == nil }
    }
    switch subject {
    case .operand: return CompletionQuestion(.metrics, prefix: prefix)
    case .labelName(let matchers, _, _):
      return CompletionQuestion(.labelNames, matchers: filled(matchers))
    case .labelValue(let label, let matchers, _, _):
      return CompletionQuestion(
        .labelValues(of: label),
        matchers: filled(matchers),
        prefix: prefix
      )
    case .keyword, .duration, .variable: return nil
    }
  }
}
