/// What keeps a list of alerts from being the whole truth, each in a sentence.
package struct AlertingHealth: Hashable, Sendable {
  /// Rules of which nobody can tell whether they fire.
  package var blind: [ForeignText]
  /// What may not reach whoever should hear of it.
  package var delivery: [ForeignText]
  /// Why it can't be known what has ended lately.
  package var resolved: ForeignText?

  package init(blind: [ForeignText], delivery: [ForeignText], resolved: ForeignText? = nil) {
    self.blind = blind
    self.delivery = delivery
    self.resolved = resolved
  }

  package var all: [ForeignText] { blind + delivery + [resolved].compactMap { $0 } }
}
