package import HTTP
package import Metrics

/// Why a question to Prometheus has no answer.
///
/// `what` and `fix` are sentences for people, safe to show: a server's own words come in through
/// `ForeignText` alone.
package struct QueryError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The expression or a parameter is wrong; line and column count from 1, the column in bytes.
    case badQuery(line: Int?, column: Int?)
    /// The expression is right, but fails on this data.
    case execution
    case tooManyPoints
    /// It took the server too long or too much memory.
    case tooHeavy
    /// For the server, or for a proxy before it.
    case queryTooLong
    case unauthorized
    case forbidden
    case notFound
    /// This query is innocent: the server has too much else to do.
    case saturated
    case throttled(retryAfter: Duration?)
    case starting
    case stopping
    /// A proxy answered in the server's place.
    case gateway
    case loginPage
    /// Whatever answers there, it is no Prometheus.
    case notPrometheus
    case agentMode
    case truncated
    case tooLarge
    case unreachable(TransportError)
    case tls(TransportError)
    case timedOut
    case cancelled
    case other
  }

  package var kind: Kind
  /// One sentence without a full stop.
  package var what: String
  /// What the reader can do; empty where there is nothing.
  package var fix: String
  /// The server's own words, where it had any.
  package var message: ForeignText?
  /// The response's, where there was one.
  package var status: Int?

  package init(
    _ kind: Kind,
    what: String,
    fix: String = "",
    message: ForeignText? = nil,
    status: Int? = nil
  ) {
    self.kind = kind
    self.what = what
    self.fix = fix
    self.message = message
    self.status = status
  }

  package init(_ error: TransportError) {
    let kind: Kind =
      switch error {
      case .tls: .tls(error)
      case .timedOut: .timedOut
      case .cancelled: .cancelled
      case .truncated: .truncated
      case .tooLarge: .tooLarge
      default: .unreachable(error)
      }
    self.init(kind, what: error.what, fix: error.fix)
  }

  /// Whether other questions to this server would fail as well.
  package var isServerFailure: Bool {
    switch kind {
    case .badQuery, .execution, .tooManyPoints, .tooHeavy, .queryTooLong, .forbidden, .notFound,
      .truncated, .tooLarge, .timedOut, .cancelled, .other:
      false
    case .unauthorized, .saturated, .throttled, .starting, .stopping, .gateway, .loginPage,
      .notPrometheus, .agentMode, .unreachable, .tls:
      true
    }
  }

  /// Whether the server understood the question and refused it; otherwise there was no answer.
  package var isRefusal: Bool {
    switch kind {
    case .badQuery, .execution, .tooManyPoints, .tooHeavy, .queryTooLong, .agentMode: true
    default: false
    }
  }

  /// Of a command that this ends: 1 for a refusal, 3 where there was no answer.
  package var exitCode: Int32 { isRefusal ? 1 : 3 }

  /// The line of the expression where it is wrong, and a `^` under the place; nil where the server
  /// told none.
  package func caret(under expression: String) -> String? {
    guard case .badQuery(let line?, let column?) = kind else { return nil }
    let lines = expression.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1), column >= 1 else { return nil }
    let text = lines[line - 1]
    let before = String(decoding: text.utf8.prefix(column - 1), as: UTF8.self)
    let shown = ForeignText(String(text)).safe
    let spaces = String(repeating: " ", count: min(ForeignText(before).safe.count, shown.count))
    return "\(shown)\n\(spaces)^"
  }
}

extension QueryError: CustomStringConvertible {
  package var description: String { fix.isEmpty ? what : "\(what); \(fix)" }
}
