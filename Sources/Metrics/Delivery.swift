/// What Alertmanager says of an alert.
package struct Delivery: Hashable, Sendable {
  /// Whether Alertmanager has the alert; nil where there is none, or nobody can tell.
  package var known: Bool?
  /// It has fired so long that Alertmanager should have it, and it hasn't.
  package var isMissing = false
  /// None while Alertmanager lets it through.
  package var silencedBy: [Silence] = []
  /// Fingerprints of the alerts that keep this one quiet.
  package var inhibitedBy: [ForeignText] = []
  /// Time intervals that keep it quiet now.
  package var mutedBy: [ForeignText] = []
  /// Whom Alertmanager tells of it.
  package var receivers: [ForeignText] = []
  /// As Alertmanager has them: with the server's external labels.
  package var labels: Labels?

  package init(known: Bool? = nil) { self.known = known }
}

extension Alert {
  /// Of one that should have been delivered.
  package var missingSentence: ForeignText {
    ForeignText("\(name.safe) fires, and Alertmanager doesn't have it: nobody is told")
  }
}

/// The rule behind an alert, as far as reading it needs.
package struct AlertRule: Hashable, Sendable {
  package var expression: ForeignText
  /// How often it is evaluated.
  package var interval: Duration
  /// Its `for`.
  package var holdsFor: Duration

  package init(expression: ForeignText, interval: Duration, holdsFor: Duration) {
    self.expression = expression
    self.interval = interval
    self.holdsFor = holdsFor
  }
}
