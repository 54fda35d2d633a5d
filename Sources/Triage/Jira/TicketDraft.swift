package import Documents
package import Metrics

/// What is to be told of an alert in Jira: in a new ticket, or in the one that is open.
///
/// Any text is taken: what is not fit for Jira is made so, and what is too long is cut.
package struct TicketDraft: Hashable, Sendable {
  /// What a ticket is told once, however often the draft is sent.
  package struct Entry: Hashable, Sendable {
    /// Of letters, digits, `.` and `-`; written into the ticket, where later tries find it.
    package var mark: String
    /// May have several lines.
    package var text: String

    package init(mark: String, text: String) {
      self.mark = mark
      self.text = text
    }
  }

  package var kind: Product.Ticket.Kind
  package var label: TicketLabel
  /// The alert's own.
  package var labels: Labels
  /// A new ticket's title.
  package var summary: String
  /// What a new ticket begins with; a comment doesn't repeat it.
  package var paragraphs: [String]
  /// A comment has those that the ticket doesn't know yet; without any there is no comment.
  package var entries: [Entry]
  /// A panel as lines of text.
  package var chart: String?

  package init(
    kind: Product.Ticket.Kind,
    label: TicketLabel,
    labels: Labels,
    summary: String,
    paragraphs: [String] = [],
    entries: [Entry],
    chart: String? = nil
  ) {
    self.kind = kind
    self.label = label
    self.labels = labels
    self.summary = summary
    self.paragraphs = paragraphs
    self.entries = entries
    self.chart = chart
  }
}

/// What became of a draft.
package struct FiledTicket: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable {
    case created, commented
    /// The ticket has been told all of it before.
    case known
  }

  package var outcome: Outcome
  /// Such as `SHOP-123`.
  package var key: String
  /// Where people look at it.
  package var url: String
  /// The key of one that somebody else made at the same moment, and a little earlier.
  package var duplicateOf: String?
}

/// A ticket that nobody has closed.
package struct OpenTicket: Hashable, Sendable {
  /// Such as `SHOP-123`.
  package var key: String
  /// Where people look at it.
  package var url: String
  package var summary: ForeignText
  /// In Jira's own language.
  package var status: ForeignText
  package var created: Timestamp?
  /// What its description was told.
  var marks: Set<String>
}
