/// What keeps a list of alerts from being the whole truth, each in a sentence.
package struct AlertingHealth: Hashable, Sendable {
  /// Rules of which nobody can tell whether they fire.
  package var blind: [ForeignText]
  /// What may not reach whoever should hear of it.
  package var delivery: [ForeignText]
  /// Why it can't be known what has ended lately.
  package var resolved: ForeignText?

  /// The alert that always fires is missing, and with it perhaps any: critical.
  package var watchdog: ForeignText?

  package init(
    blind: [ForeignText],
    delivery: [ForeignText],
    resolved: ForeignText? = nil,
    watchdog: ForeignText? = nil
  ) {
    self.watchdog = watchdog
    self.blind = blind
    self.delivery = delivery
    self.resolved = resolved
  }

  /// All but the watchdog's.
  package var doubts: [ForeignText] { blind + delivery + [resolved].compactMap { $0 } }
}
