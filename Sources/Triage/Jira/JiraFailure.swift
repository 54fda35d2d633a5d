import Documents
import HTTP
import Metrics

/// Why Jira did not do what it was asked.
struct JiraFailure: Error {
  var problem: Problem
  /// It may have been done all the same, so that asking again could do it twice.
  var mayBeDone = false
}

/// Something that Jira is asked, for the sentences about it.
enum JiraTask: Hashable {
  case search
  case create(Product.Ticket.Kind)
  case comment(String)
  case readComments(String)

  var isWriting: Bool {
    switch self {
    case .create, .comment: true
    case .search, .readComments: false
    }
  }

  fileprivate var words: String {
    switch self {
    case .search: "the search"
    case .create: "the ticket"
    case .comment(let key): "the comment on \(key)"
    case .readComments(let key): "to show the comments on \(key)"
    }
  }

  fileprivate var fix: String {
    switch self {
    case .search: "check the keys of the projects under jira in the product's file"
    case .create(let kind):
      "mend jira.kinds.\(kind.rawValue) in the product's file, or the project's screens in Jira"
    case .comment, .readComments: "see what the ticket allows"
    }
  }
}

/// Sentences about one Jira.
struct JiraSentences {
  var origin: String
  var apiType: Product.Jira.APIType

  private var server: String { "Jira at \(origin)" }

  func failure(_ error: TransportError, _ task: JiraTask) -> JiraFailure {
    let (what, fix): (String, String) =
      switch error {
      case .timedOut: (error.what, "see whether Jira is overloaded")
      case .tooLarge: ("\(server) answered with too much", "check server.url")
      case .redirected, .redirectNotFollowed:
        (
          "\(origin) redirects to another address, probably a login",
          "set server.url to where Jira's own pages are, and check the credentials"
        )
      default: (error.what, error.fix)
      }
    var problem = unanswered(what.hasPrefix("Jira") ? what : "Jira: \(what)", fix)
    let mayBeDone = task.isWriting && error.mayHaveArrived
    if mayBeDone {
      problem.what += "; \(task.words) may be there all the same"
      problem.fix = "try again: promwall looks for it first"
    }
    return JiraFailure(problem: problem, mayBeDone: mayBeDone)
  }

  /// An answer that does not say yes.
  func failure(_ response: Response, _ task: JiraTask) -> JiraFailure {
    let told = words(response)
    let (status, colon) = (response.status, told.isEmpty ? "" : ": \(told)")
    switch status {
    case ..<300: return noAnswer(response, task)
    case 401:
      let fix =
        apiType == .cloud
        ? "check basic_auth: the account's e-mail, and an API token in password_file"
        : "check authorization: a personal access token in credentials_file"
      return JiraFailure(problem: unanswered("\(server) takes no such credentials (401)", fix))
    case 403:
      return JiraFailure(
        problem: unanswered(
          "\(server) does not allow \(task.words) (403)\(colon)",
          "let the account browse the project, and create and comment tickets in it"
        )
      )
    case 404:
      switch task {
      case .comment(let key), .readComments(let key):
        return refused(
          "\(server) has no ticket \(key), or does not show it (404)",
          "see whether it was deleted or moved"
        )
      case .search, .create:
        return refused(
          "\(origin) has no REST API \(apiType.version) of Jira at this path (404)\(colon)",
          "check server.url and api_type"
        )
      }
    case 410:
      return refused(
        "\(server) has no longer what REST API \(apiType.version) asks (410)",
        apiType == .cloud ? "check server.url" : "a Jira in the cloud needs \"api_type\": \"cloud\""
      )
    case 429:
      return JiraFailure(problem: throttled(response))
    case 503 where response.retryAfter != nil:
      return JiraFailure(problem: throttled(response))
    case 500...:
      let problem = unanswered("\(server) failed (\(status))\(colon)", "try again later")
      return JiraFailure(problem: problem, mayBeDone: task.isWriting)
    default: return refused("\(server) refused \(task.words) (\(status))\(colon)", task.fix)
    }
  }

  /// A body that should have been an answer and isn't.
  func noAnswer(_ response: Response, _ task: JiraTask) -> JiraFailure {
    let isPage =
      response.mediaType == "text/html" || response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
    let problem =
      isPage
      ? unanswered(
        "\(origin) sent a web page instead of Jira's answer, probably a login",
        "check server.url, and set credentials that need no browser"
      )
      : unanswered("what \(origin) sent is no answer of Jira's", "check server.url and api_type")
    return JiraFailure(problem: problem, mayBeDone: task.isWriting)
  }

  private func throttled(_ response: Response) -> Problem {
    let reason = response["RateLimit-Reason"].map { ", \(Harmless.cut(Harmless.line($0), to: 60))" }
    var problem = unanswered(
      "\(server) takes no more requests now (\(response.status)\(reason ?? ""))",
      response.retryAfter.map { "try again in \($0.components.seconds) s" } ?? "try again later"
    )
    problem.retryAfter = response.retryAfter
    return problem
  }

  private func unanswered(_ what: String, _ fix: String) -> Problem {
    Problem(what: what, fix: fix, code: Problem.noAnswerCode)
  }

  private func refused(_ what: String, _ fix: String) -> JiraFailure {
    JiraFailure(problem: Problem(what: what, fix: fix, code: "jira.refused"))
  }

  /// What Jira said: its messages, then those of each field.
  private func words(_ response: Response) -> String {
    guard let json = try? JSON(parsing: response.body, file: "answer") else { return "" }
    var parts = (json["errorMessages"]?.array ?? []).compactMap(\.string)
    parts += (json["errors"]?.members ?? []).compactMap { member in
      member.value.string.map { "\(member.name): \($0)" }
    }
    if parts.isEmpty { parts = json["message"]?.string.map { [$0] } ?? [] }
    let whole = parts.map(Harmless.line).joined(separator: "; ")
    return Harmless.cut(whole, to: 500)
  }
}

extension Product.Jira.APIType {
  /// The version of the REST API.
  var version: String { self == .cloud ? "3" : "2" }
}
