/// A test of one label, as a silence has it.
package struct SilenceMatcher: Hashable, Sendable {
  package var name: ForeignText
  package var value: ForeignText
  package var isRegex: Bool
  package var isEqual: Bool

  package init(
    _ name: ForeignText,
    _ value: ForeignText,
    isRegex: Bool = false,
    isEqual: Bool = true
  ) {
    self.name = name
    self.value = value
    self.isRegex = isRegex
    self.isEqual = isEqual
  }

  /// As amtool writes it: `queue="orders"`.
  package var text: ForeignText {
    let operation = isEqual ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!=")
    let quoted = value.raw.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ForeignText("\(name.raw)\(operation)\"\(quoted)\"")
  }
}

/// A silence that somebody is about to make, or to change.
package struct SilenceDraft: Hashable, Sendable {
  /// Of those that are changed, for each Alertmanager that stands alone has its own; none: a new one.
  package var ids: [ForeignText]
  package var matchers: [SilenceMatcher]
  package var duration: Duration
  package var createdBy: ForeignText
  package var comment: ForeignText

  package init(
    ids: [ForeignText] = [],
    matchers: [SilenceMatcher],
    duration: Duration,
    createdBy: ForeignText = "",
    comment: ForeignText = ""
  ) {
    self.ids = ids
    self.matchers = matchers
    self.duration = duration
    self.createdBy = createdBy
    self.comment = comment
  }

  /// Nobody is kept from an alert for longer.
  package static let longest = Duration.hours(24)
}
