/// Whether the alert that always fires does, and gets through.
package struct Watchdog: Hashable, Sendable {
  package enum Standing: Hashable, Sendable {
    case fires
    /// Its rule is not evaluated yet.
    case unknown
    case silent
    /// So many of the Alertmanagers that answered don't have it, though it fires.
    case undelivered(missing: Int, of: Int)
  }

  /// The alert's.
  package var name: ForeignText
  package var standing: Standing

  package init(name: ForeignText, standing: Standing) {
    self.name = name
    self.standing = standing
  }

  /// Why no silence can be believed, such as `WATCHDOG MISSING: …`; nil where that is not known.
  package var alarm: ForeignText? {
    switch standing {
    case .fires, .unknown: return nil
    case .silent:
      return ForeignText("WATCHDOG MISSING: \(name.safe) doesn't fire, so perhaps nothing would")
    case .undelivered(let missing, let all):
      let who = all == 1 ? "Alertmanager doesn't" : "\(missing) of \(all) Alertmanagers don't"
      return ForeignText("WATCHDOG MISSING: \(who) have \(name.safe), so perhaps nobody is told")
    }
  }
}
