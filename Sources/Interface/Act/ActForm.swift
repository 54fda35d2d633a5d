import Canvas
package import Documents
package import Metrics
import Triage

/// What somebody fills in before anything is done; the focus stands on Cancel.
package struct ActForm: Sendable {
  package enum Kind: Hashable, Sendable {
    case claim, note, verdict, silence, ticket, post
    /// Ends a silence of the alert.
    case unsilence
  }

  package enum Field: Hashable, Sendable { case matchers, until, kind, comment, cancel }

  package let kind: Kind
  package var focus = Field.cancel
  package var comment = QueryText("")
  /// Of a ticket its kind, of a verdict which.
  package var choice = 0
  /// Of a silence: how long, by its place in `spans`.
  package var span: Int
  /// Of a silence: each label of the alert, and whether it is asked for.
  package var matchers: [(matcher: SilenceMatcher, isOn: Bool)] = []
  package var matcher = 0
  /// The silences that are changed, or ended: one at each Alertmanager that stands alone.
  package var silences: [Silence] = []
  package var preview: ActPreview?
  /// What came of asking what it would mean.
  package var previewProblem: Problem?
  /// What keeps it from being done.
  package var problem: Problem?
  /// Set while it is under way: nothing is typed, nothing is sent twice.
  package var isSending = false
  /// Esc was pressed once over what somebody has written.
  package var isLeaving = false
  /// Of the last question and of the act.
  package var generation = 0

  package static let spans: [Duration] = [
    .minutes(15), .minutes(30), .hours(1), .hours(2), .hours(4), .hours(8), .hours(12), .hours(24),
  ]
  private static let usualSpan = 2

  package init(_ kind: Kind) {
    self.kind = kind
    span = Self.usualSpan
  }

  package var fields: [Field] {
    switch kind {
    case .claim, .note, .post, .unsilence: [.comment, .cancel]
    case .verdict, .ticket: [.kind, .comment, .cancel]
    case .silence: [.matchers, .until, .comment, .cancel]
    }
  }

  /// Whether nothing can be sent without a word.
  var needsComment: Bool { kind == .note || kind == .silence }

  package var text: String {
    comment.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  var chosenMatchers: [SilenceMatcher] { matchers.filter(\.isOn).map(\.matcher) }

  static let verdicts = JournalRecord.Verdict.allCases
  static let tickets = Product.Ticket.Kind.allCases

  var choices: [(word: String, what: String)] {
    switch kind {
    case .verdict:
      [
        ("real", "there was trouble"), ("false positive", "there was none"),
        ("noise", "true, and nothing to do about it"), ("test", "somebody tried it"),
      ]
    case .ticket:
      [
        ("urgent", "to be mended now"), ("bug", "a new bug"),
        ("adjust", "the condition is to be adjusted"),
      ]
    default: []
    }
  }

  /// A silence that is changed lasts no shorter than it did.
  mutating func choose(atLeast duration: Duration) {
    span = Self.spans.firstIndex { $0 >= duration } ?? Self.spans.count - 1
  }

  mutating func moveFocus(_ way: Int) {
    let place = fields.firstIndex(of: focus) ?? 0
    focus = fields[(place + way + fields.count) % fields.count]
  }

  /// Left and Right in a field that has choices.
  ///
  /// - Returns: Whether what it means has changed.
  mutating func move(_ way: Int) -> Bool {
    switch focus {
    case .matchers:
      matcher = max(0, min(matcher + way, matchers.count - 1))
      return false
    case .until: span = max(0, min(span + way, Self.spans.count - 1))
    case .kind: choice = max(0, min(choice + way, choices.count - 1))
    case .comment, .cancel: return false
    }
    return focus != .until
  }

  /// What is wrong with it as it stands; nil where it can be sent.
  var fault: Problem? {
    if needsComment, text.isEmpty {
      return Problem(
        what: kind == .note ? "a note needs words" : "a silence needs a comment",
        fix: kind == .note ? "write what you saw" : "write why, for those who come after you"
      )
    }
    if kind == .silence, chosenMatchers.isEmpty {
      return Problem(what: "this would silence everything", fix: "choose at least one label")
    }
    return preview?.obstacle
  }
}

/// Acting on an alert or a panel: the menu, then a form.
package struct ActScreen: Sendable {
  package enum Subject: Sendable {
    case alert(ListedAlert)
    /// A panel of a view, by its title.
    case panel(title: String, environment: String)
  }

  package var subject: Subject
  /// Where Esc leads.
  package var back: AlertsScreen?
  package var selected = 0
  package var form: ActForm?
  /// Of the panel that shows it, a line each.
  package var chart: [String]
  package var product: Documents.Product?

  package var environment: String {
    switch subject {
    case .alert(let listed): listed.environment
    case .panel(_, let environment): environment
    }
  }

  package var alert: Alert? {
    guard case .alert(let listed) = subject else { return nil }
    return listed.alert
  }
}
