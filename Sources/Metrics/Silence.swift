/// Somebody's word to Alertmanager that alerts are to be kept quiet till an end.
package struct Silence: Hashable, Sendable {
  package var id: ForeignText
  /// As amtool writes them, such as `alertname="QueueAboveLimit"`.
  package var matchers: [ForeignText]
  /// Nil where only its id is known.
  package var startsAt: Timestamp?
  package var endsAt: Timestamp?
  package var createdBy: ForeignText
  package var comment: ForeignText

  package init(
    id: ForeignText,
    matchers: [ForeignText] = [],
    startsAt: Timestamp? = nil,
    endsAt: Timestamp? = nil,
    createdBy: ForeignText = "",
    comment: ForeignText = ""
  ) {
    self.id = id
    self.matchers = matchers
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.createdBy = createdBy
    self.comment = comment
  }
}
