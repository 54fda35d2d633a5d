import Metrics

/// One thing that is wrong, for people: what, where, and what to do about it.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Hashable, Sendable, CaseIterable { case error, warning }

  /// What is wrong, as one sentence without a full stop.
  package var what: String
  /// Where: a JSON path in a file, a panel's title, or a URL without its credentials.
  package var place: String
  /// What the reader can do about it; empty where there is nothing.
  package var fix: String
  /// A stable name for scripts, such as `layout.key.unknown`.
  package var code: String
  package var severity: Severity
  package var file: String?
  package var position: SourcePosition?
  /// The faulty line and, below it, a `^` under the place.
  package var excerpt: String?
  /// How long asking again makes no sense; nil where it may help at once.
  package var retryAfter: Duration?

  package init(
    what: String,
    place: String = "",
    fix: String = "",
    code: String = "",
    severity: Severity = .error,
    file: String? = nil,
    position: SourcePosition? = nil
  ) {
    self.what = what
    self.place = place
    self.fix = fix
    self.code = code
    self.severity = severity
    self.file = file
    self.position = position
  }

  /// Of a query that took the server too much time or memory; fewer points may be possible.
  package static let tooHeavyCode = "query.too_heavy"
  package static let noAnswerCode = "query.unanswered"

  /// Nobody answered, or not as asked: exit code 3 rather than 1.
  package var isNoAnswer: Bool { code == Self.noAnswerCode }

  /// As compilers write it: `file:line:column: error: what; fix`.
  package var description: String {
    var text = ""
    if let file {
      text += ForeignText(file).safe
      if let position { text += ":\(position.line):\(position.column)" }
      text += ": \(severity.rawValue): "
    } else if !place.isEmpty {
      text += "\(place): "
    }
    return text + what + (fix.isEmpty ? "" : "; \(fix)")
  }
}

/// Line and column in a file, counted from 1; columns count characters.
package struct SourcePosition: Hashable, Sendable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
